"""The night behind its gates: nothing is cut over without a valid `go`, and only its owner decides."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from azure_sights import inside
from estates import estate, machine, planned
from nights import Hands, on_paper, waive, with_window, write_runbook
from people import person, say, write_people

from azlift import journey, on_record
from azlift.clock import move_clock
from azlift.errors import GateShut, NotRehearsed, OutsideWindow, StepWaits
from azlift.model import Approval, Checklist, Milestone, Person
from azlift.stages import Stage
from azlift.venue import CALENDAR_FILE, Venue, open_venue

Workspaces = Callable[..., Path]
WAVE = "wave-01"
OPENS = datetime(2031, 3, 8, 22, tzinfo=UTC)
ASKS = "{step: freeze, manual: Close it., undo: {manual: Open it.}}"


@pytest.fixture
def folder(workspace: Workspaces) -> Path:
    made = workspace()
    venue = planned(made, estate(machine("web01", "shop")))
    with_window(venue, OPENS, OPENS + timedelta(hours=8))
    on_paper(venue, "shop")
    write_runbook(made, ASKS)
    at(made, OPENS - timedelta(hours=5))
    return made


@pytest.fixture
def staff(folder: Path, access: dict[str, str]) -> dict[str, Person]:
    names = ("architect", "business_owner", "sponsor", "decision_owner")
    made = {name: person(name, access["tenant_id"].lower()) for name in names}
    write_people(folder, {name: [somebody] for name, somebody in made.items()})
    waive(open_venue(folder), WAVE, "rollback-rehearsed", OPENS + timedelta(days=1), made["architect"])
    return made


def at(folder: Path, moment: datetime) -> None:
    move_clock(folder / CALENDAR_FILE, moment, speed=0)


def approve(folder: Path, staff: dict[str, Person], again: bool = False, **said: Any) -> None:
    venue = open_venue(folder)
    if not again:
        for role in ("architect", "business_owner"):
            say(folder, "commit", WAVE, staff[role])
        digest = journey.gate_digest("go", WAVE, venue)
        ready = Checklist(wave=WAVE, at=venue.now, digest=digest, items=())
        venue.ledger.record(on_record.wave_subject(WAVE), Stage.READY, digest, ready)
    for role in ("business_owner", "sponsor"):
        say(folder, "go", WAVE, staff[role], **said)


def cut_over(folder: Path) -> None:
    async def act(venue: Venue) -> None:
        venue.__dict__["hands"] = Hands()
        await journey.cut_over("shop", venue)

    inside(folder, act)


def begun(folder: Path) -> bool:
    return any(subject.startswith("step:") for subject in open_venue(folder).ledger.standings())


def decide(folder: Path, go: bool, speaker: Person) -> Milestone:
    made: Milestone = inside(folder, lambda venue: journey.decide(WAVE, venue, speaker, go, "as I see it"))
    return made


def stage(folder: Path) -> Stage | None:
    return open_venue(folder).ledger.standings()[on_record.wave_subject(WAVE)].stage


def test_without_a_go_nothing_is_begun_though_the_window_is_open(folder: Path, staff: dict[str, Person]) -> None:
    at(folder, OPENS)
    with pytest.raises(GateShut, match="the gate `go` of wave-01 is shut"):
        cut_over(folder)
    assert not begun(folder)


def test_a_waiver_of_somebody_without_a_role_lets_nothing_pass(folder: Path, staff: dict[str, Person]) -> None:
    approve(folder, staff)
    waive(open_venue(folder), WAVE, "rollback-rehearsed", OPENS + timedelta(days=1), person("passer-by"))
    at(folder, OPENS)
    with pytest.raises(NotRehearsed):
        cut_over(folder)
    at(folder, OPENS + timedelta(hours=8))
    waive(open_venue(folder), WAVE, "window", OPENS + timedelta(days=1), person("passer-by"))
    with pytest.raises(OutsideWindow):
        cut_over(folder)


def test_a_go_that_ended_before_the_window_is_none(folder: Path, staff: dict[str, Person]) -> None:
    approve(folder, staff, expires_at=OPENS - timedelta(minutes=1))
    at(folder, OPENS)
    with pytest.raises(GateShut, match="it ended on 2031-03-08 21:59 UTC"):
        cut_over(folder)
    assert not begun(folder)
    assert stage(folder) is Stage.COMMITTED


def test_a_go_that_ends_in_the_night_stops_it_until_it_is_said_again(folder: Path, staff: dict[str, Person]) -> None:
    approve(folder, staff, expires_at=OPENS + timedelta(hours=1))
    at(folder, OPENS)
    with pytest.raises(StepWaits):
        cut_over(folder)
    journey.answer("shop", "freeze", staff["architect"], True, "closed", open_venue(folder))
    at(folder, OPENS + timedelta(hours=2))
    with pytest.raises(GateShut):
        cut_over(folder)
    assert stage(folder) is Stage.CUTTING_OVER
    approve(folder, staff, again=True, expires_at=OPENS + timedelta(hours=7))
    cut_over(folder)
    assert open_venue(folder).ledger.standings()["shop"].stage is Stage.CUT_OVER


def test_a_point_of_no_return_that_was_slipped_in_after_the_go_voids_it(folder: Path, staff: dict[str, Person]) -> None:
    approve(folder, staff)
    write_runbook(folder, "{step: wipe, after: switch, manual: Wipe it., irreversible: it is sold}")
    at(folder, OPENS)
    with pytest.raises(GateShut):
        cut_over(folder)
    assert not begun(folder)
    assert stage(folder) is Stage.COMMITTED


def test_only_the_decision_owner_decides_and_the_word_is_on_record(folder: Path, staff: dict[str, Person]) -> None:
    approve(folder, staff)
    write_runbook(folder)
    at(folder, OPENS)
    cut_over(folder)
    venue = open_venue(folder)
    venue.ledger.record("shop", Stage.VALIDATED, "on paper", Milestone(wave=WAVE))
    for go in (True, False):
        with pytest.raises(GateShut, match="may not open the gate `decide`"):
            decide(folder, go, staff["sponsor"])
    assert stage(folder) is Stage.CUTTING_OVER
    assert decide(folder, True, staff["decision_owner"]).by == staff["decision_owner"]
    assert stage(folder) is Stage.GO
    said = [a for a in venue.ledger.facts(on_record.said_of(WAVE), Approval) if a.gate == "decide"]
    assert [(a.person, a.answer) for a in said] == [(staff["decision_owner"], "yes")]


def test_a_no_go_can_be_said_at_once_and_stands(folder: Path, staff: dict[str, Person]) -> None:
    approve(folder, staff)
    at(folder, OPENS)
    with pytest.raises(StepWaits):
        cut_over(folder)
    decide(folder, False, staff["decision_owner"])
    assert stage(folder) is Stage.NO_GO
