from collections.abc import Callable
from pathlib import Path

import pytest
from azure_sights import inside
from carrying import carry_wave
from estates import estate, machine, planned
from lives import put_down, report, wave_at

from azlift import cloud, journey
from azlift.errors import Waiting
from azlift.journey.night_plan import machines_of
from azlift.model import Acceptance, Cutover, Mark, Watch
from azlift.stages import Stage
from azlift.venue import Venue

Workspaces = Callable[..., Path]


def moved(folder: Path, *groups: str) -> Venue:
    """Groups that run in Azure, validated, in a wave that was decided for."""
    venue = planned(folder, estate(*(machine(f"{group}01", group) for group in groups)))
    assert inside(folder, lambda venue: carry_wave("wave-01", venue)) == []
    for group in groups:
        night = Cutover(group=group, digest="d", down_from=None, up_at=None, steps=())
        put_down(venue, group, (Stage.CUT_OVER, night), (Stage.VALIDATED, report(group, venue.now)))
    wave_at(venue, "wave-01", Stage.GO)
    return venue


def look(folder: Path) -> Watch:
    made: Watch = inside(folder, lambda venue: journey.watch("wave-01", venue))
    return made


async def stop(group: str, venue: Venue) -> None:
    await cloud.deallocate_machines(venue.cloud, [one.id for one in machines_of(group, venue)])


async def start(group: str, venue: Venue) -> None:
    await cloud.start_machines(venue.cloud, [one.id for one in machines_of(group, venue)])


def test_the_first_look_after_the_go_begins_the_hypercare(workspace: Workspaces) -> None:
    folder = workspace()
    venue = moved(folder, "shop", "mail")
    made = look(folder)
    assert (made.groups, made.failing, made.worse) == (2, {}, ())
    assert made.checked >= 4
    assert venue.ledger.standings()["wave:wave-01"].stage is Stage.HYPERCARE
    assert venue.ledger.latest("watch:wave-01", Watch) == made


def test_looks_at_what_is_well_put_nothing_on_a_groups_record(workspace: Workspaces) -> None:
    folder = workspace()
    venue = moved(folder, "shop")
    before = venue.ledger.history("shop")
    look(folder)
    look(folder)
    assert venue.ledger.history("shop") == before


def test_what_gets_worse_is_a_failure_once_and_ends_when_it_is_well_again(workspace: Workspaces) -> None:
    folder = workspace()
    venue = moved(folder, "shop", "mail")
    look(folder)
    inside(folder, lambda venue: stop("shop", venue))
    first = look(folder)
    assert first.worse == ("shop",)
    assert "running: shop01: expected running, found deallocated" in first.failing["shop"][0]
    (failure,) = venue.ledger.failures()
    assert (failure.subject, failure.code) == ("shop", "Regression")
    events = len(venue.ledger.history("shop"))
    again = look(folder)
    assert (tuple(again.failing), again.worse) == (("shop",), ())
    assert len(venue.ledger.history("shop")) == events, "the same failure is no news"
    inside(folder, lambda venue: start("shop", venue))
    assert look(folder).failing == {}
    assert venue.ledger.failures() == ()
    assert venue.ledger.standings()["shop"].stage is Stage.VALIDATED


def test_what_was_accepted_is_watched_on_and_its_acceptance_stands(workspace: Workspaces) -> None:
    folder = workspace()
    venue = moved(folder, "shop")
    made = inside(folder, lambda venue: journey.accept("shop", venue, "it works"))
    key = venue.ledger.standings()["shop"].keys[Stage.ACCEPTED]
    inside(folder, lambda venue: stop("shop", venue))
    assert look(folder).worse == ("shop",)
    inside(folder, lambda venue: start("shop", venue))
    look(folder)
    standing, mark = venue.ledger.standings()["shop"], venue.ledger.latest("mark:shop", Mark)
    assert (mark.stage, len(mark.machines)) == (Stage.ACCEPTED, 1), "what a lost ledger cannot say, its machines do"
    assert (standing.stage, standing.run, standing.keys[Stage.ACCEPTED]) == (Stage.ACCEPTED, "idle", key)
    assert venue.ledger.latest("shop", Acceptance) == made


def test_nothing_is_watched_before_the_go(workspace: Workspaces) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01", "shop")))
    with pytest.raises(Waiting, match="wave-01 is not begun: it is watched after its go"):
        look(folder)
