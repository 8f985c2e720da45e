from collections.abc import Callable
from pathlib import Path

import pytest
from azure_sights import everything, inside
from carrying import carry_wave
from estates import estate, machine, planned

from azlift import journey
from azlift.errors import IllegalMove
from azlift.model import Acceptance, CheckReport, Cutover
from azlift.stages import Stage
from azlift.venue import Venue

Workspaces = Callable[..., Path]


def accepted(venue: Venue, group: str) -> None:
    """On record as its night and its owner would leave it."""
    moved = Cutover(group=group, digest="d", down_from=None, up_at=None, steps=())
    venue.ledger.record(group, Stage.CUT_OVER, "d", moved)
    venue.ledger.record(group, Stage.VALIDATED, "d", CheckReport(group=group, at=venue.now, results=()))
    stays = Acceptance(group=group, person=None, reason="it works", at=venue.now)
    venue.ledger.record(group, Stage.ACCEPTED, "d", stays)


def test_what_a_person_has_accepted_is_not_taken_back(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    accepted(venue, "shop")
    stands = everything(folder)
    with pytest.raises(IllegalMove, match="shop is accepted: it can no longer be taken back") as caught:
        inside(folder, lambda venue: journey.roll_back("shop", venue))
    assert caught.value.advice.startswith("Acceptance is the point of no return.")
    assert everything(folder) == stands
    assert venue.ledger.attempts("shop", Stage.ROLLED_BACK) == ()


def test_what_never_left_for_azure_needs_nothing(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    events = len(venue.ledger.history())
    for subject in ("shop", "test:shop", "test-zone:shop", "zone:wave-01"):
        assert inside(folder, lambda venue, subject=subject: journey.roll_back(subject, venue)).deleted == ()
    assert len(venue.ledger.history()) == events
