from collections.abc import Callable
from pathlib import Path

import pytest
from azure_sights import everything, inside
from carrying import carry_wave
from estates import estate, machine, planned
from lives import wave_at
from nights import BY_HAND, OWN, Hands, on_the_eve, write_runbook

from azlift import journey
from azlift.errors import DecisionDue, IllegalMove, PastReturn
from azlift.model import Acceptance, CheckReport, Cutover, Milestone
from azlift.stages import Kind, Stage
from azlift.venue import Venue

Workspaces = Callable[..., Path]
SKIPPED = tuple(step for step in (*BY_HAND, *OWN) if step != "switch")


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


def test_a_cutover_is_undone_before_its_machines_go(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    write_runbook(folder, "{step: switch, command: {run: [./switch]}, undo: {command: {run: [./back]}}}", skip=SKIPPED)

    async def night(venue: Venue) -> None:
        venue.__dict__["hands"] = Hands()
        await on_the_eve(venue)
        await journey.cut_over("shop", venue)
        await journey.roll_back("shop", venue)

    inside(folder, night)
    undone = next(e.seq for e in venue.ledger.history("step:shop/switch") if e.stage is Stage.UNDONE)
    ended = [e for e in venue.ledger.history("shop") if e.stage is Stage.ROLLED_BACK and e.kind is Kind.OUTCOME]
    assert undone < ended[-1].seq
    assert not any("/virtualmachines/" in id_ for id_ in everything(folder))
    assert venue.ledger.standings()["shop"].stage is Stage.ROLLED_BACK


def test_a_group_past_its_point_of_no_return_stays_and_says_so(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    write_runbook(
        folder, "{step: switch, command: {run: [./switch]}, irreversible: the carrier takes days}", skip=SKIPPED
    )

    async def night(venue: Venue) -> None:
        venue.__dict__["hands"] = Hands()
        await on_the_eve(venue)
        await journey.cut_over("shop", venue)
        with pytest.raises(PastReturn, match="the carrier takes days"):
            await journey.roll_back("shop", venue)

    inside(folder, night)
    assert any("/virtualmachines/" in id_ for id_ in everything(folder))
    assert [failure.code for failure in venue.ledger.failures()] == ["PastReturn"]


def test_a_whole_wave_is_rolled_back_on_its_own_record_once_nothing_of_it_is_left(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop"), machine("mail01", "mail")))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    assert venue.ledger.standings()["wave:wave-01"].stage is Stage.EXECUTING
    inside(folder, lambda venue: journey.roll_back("shop", venue))
    assert venue.ledger.standings()["wave:wave-01"].stage is Stage.EXECUTING
    inside(folder, lambda venue: journey.roll_back("mail", venue))
    inside(folder, lambda venue: journey.roll_back("zone:wave-01", venue))
    assert venue.ledger.standings()["wave:wave-01"].stage is Stage.ROLLED_BACK
    assert venue.ledger.verify() > 0


@pytest.mark.parametrize("last", [Stage.CUTTING_OVER, Stage.VALIDATING, Stage.GO, Stage.HYPERCARE])
def test_a_wave_in_its_night_or_after_its_go_is_taken_back_after_a_no_go(workspace: Workspaces, last: Stage) -> None:
    venue = planned(workspace(), estate(machine("web01", "shop")))
    journey.check_can_be_taken_back("wave-01", venue)
    wave_at(venue, "wave-01", last)
    with pytest.raises(DecisionDue, match=f"wave-01 is {last}") as caught:
        journey.check_can_be_taken_back("wave-01", venue)
    assert "azlift decide wave-01 --no-go" in caught.value.advice
    venue.ledger.record("wave:wave-01", Stage.NO_GO, "n", Milestone(wave="wave-01", reason="no"))
    journey.check_can_be_taken_back("wave-01", venue)


def test_a_wave_that_operations_have_is_not_taken_back(workspace: Workspaces) -> None:
    venue = planned(workspace(), estate(machine("web01", "shop")))
    wave_at(venue, "wave-01", Stage.HYPERCARE)
    venue.ledger.record("wave:wave-01", Stage.HANDED_OVER, "h", Milestone(wave="wave-01", reason="quiet"))
    with pytest.raises(IllegalMove, match="operations have it"):
        journey.check_can_be_taken_back("wave-01", venue)
