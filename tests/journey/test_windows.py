from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from estates import estate, machine, planned
from nights import ANNA, alone, on_paper, waive, with_window, write_runbook

from azlift import journey, on_record
from azlift.clock import move_clock
from azlift.errors import AnsweredOtherwise, ClockWentBack, DecisionDue, OutsideWindow, StepWaits, TooLate
from azlift.model import Milestone
from azlift.stages import Stage
from azlift.venue import CALENDAR_FILE, Venue

Workspaces = Callable[..., Path]
OPENS = datetime(2031, 3, 8, 22, tzinfo=UTC)
CLOSES = OPENS + timedelta(hours=8)
ASKS = "{step: drain, before: switch, manual: Drain it., nothing_to_undo: it only reads, minutes: 30}"


@pytest.fixture
def venue(workspace: Workspaces) -> Venue:
    """A group of one machine that takes 30 minutes, and 25 to be taken back: assumed paces, one step by hand."""
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    on_paper(venue, "shop")
    with_window(venue, OPENS, CLOSES)
    write_runbook(folder, ASKS, "{step: stop-source, command: {run: [x]}, undo: {command: {run: [y]}}}")
    venue.__dict__["hands"] = Willing()
    return venue


class Willing:
    async def carry_out(self, action: object, order: object) -> str:
        return "done"

    async def was_done(self, action: object, order: object) -> bool:
        return False


def at(venue: Venue, moment: datetime) -> None:
    move_clock(venue.workspace / CALENDAR_FILE, moment, speed=0)


def cut_over(venue: Venue) -> None:
    alone(venue, journey.cut_over("shop", venue))


def stage(venue: Venue) -> Stage | None:
    return venue.ledger.standings()["wave:wave-01"].stage


def said(venue: Venue) -> Milestone:
    return venue.ledger.latest("wave:wave-01", Milestone)


def decide(venue: Venue, go: bool) -> Milestone:
    return alone(venue, journey.decide("wave-01", venue, ANNA, go, "because"))


def test_nothing_is_cut_over_before_the_window(venue: Venue) -> None:
    at(venue, OPENS - timedelta(seconds=1))
    with pytest.raises(OutsideWindow, match="opens at 2031-03-08 22:00 UTC; it is 2031-03-08 21:59"):
        cut_over(venue)
    assert not [s for s in venue.ledger.standings() if s.startswith("step:")]


def test_nothing_is_cut_over_after_the_window(venue: Venue) -> None:
    at(venue, CLOSES)
    with pytest.raises(OutsideWindow, match="ended at 2031-03-09 06:00 UTC"):
        cut_over(venue)


def test_the_window_opens_with_its_first_cutover(venue: Venue) -> None:
    at(venue, OPENS)
    with pytest.raises(StepWaits):
        cut_over(venue)
    assert stage(venue) is Stage.CUTTING_OVER


def test_what_cannot_be_finished_and_taken_back_in_time_is_not_begun(venue: Venue) -> None:
    # to go: stop 5 min, drain 30 min; back: start the source 10 min
    at(venue, CLOSES - timedelta(minutes=45))
    with pytest.raises(StepWaits):
        cut_over(venue)
    assert stage(venue) is Stage.CUTTING_OVER


def test_a_minute_later_it_stays_behind_with_the_figures(venue: Venue) -> None:
    at(venue, CLOSES - timedelta(minutes=44))
    with pytest.raises(TooLate, match="still takes 35 min and taking it back 10 min, by the forecast") as late:
        cut_over(venue)
    assert late.value.exit_code == 5
    assert "azlift waive wave-01 window" in late.value.advice
    assert not [s for s in venue.ledger.standings() if s.startswith("step:")]


def test_a_cutover_that_runs_out_of_time_stops_and_asks_for_the_decision(venue: Venue) -> None:
    at(venue, OPENS)
    with pytest.raises(StepWaits):
        cut_over(venue)
    at(venue, CLOSES - timedelta(minutes=39))
    with pytest.raises(DecisionDue, match="its cutover stops before drain") as due:
        cut_over(venue)
    assert "azlift decide wave-01 --no-go" in due.value.advice
    assert venue.ledger.failures() == ()


def test_somebodys_word_lets_a_window_take_longer_until_it_expires(venue: Venue) -> None:
    at(venue, CLOSES - timedelta(minutes=44))
    waive(venue, "wave-01", "window", CLOSES + timedelta(hours=1))
    with pytest.raises(StepWaits):
        cut_over(venue)
    at(venue, CLOSES + timedelta(minutes=10))
    journey.settle_window("wave-01", venue)
    assert stage(venue) is Stage.CUTTING_OVER
    at(venue, CLOSES + timedelta(hours=1))
    journey.settle_window("wave-01", venue)
    assert stage(venue) is Stage.NO_GO


def test_a_window_that_ends_undecided_is_a_no_go_of_nobody(venue: Venue) -> None:
    at(venue, OPENS)
    with pytest.raises(StepWaits):
        cut_over(venue)
    at(venue, CLOSES)
    with pytest.raises(DecisionDue, match="is no-go, and no step of a cutover is begun any more"):
        cut_over(venue)
    assert (stage(venue), said(venue).by) == (Stage.NO_GO, None)
    assert said(venue).reason == "the window ended at 2031-03-09 06:00 UTC, and nobody had decided"
    with pytest.raises(AnsweredOtherwise, match="no-go: the window ended"):
        decide(venue, True)


def test_a_runbook_can_let_an_ended_window_wait_for_the_decision(venue: Venue) -> None:
    write_runbook(venue.workspace, ASKS, top="undecided: wait")
    at(venue, OPENS)
    with pytest.raises(StepWaits):
        cut_over(venue)
    at(venue, CLOSES + timedelta(days=1))
    with pytest.raises(DecisionDue, match="it is to be decided"):
        cut_over(venue)
    assert stage(venue) is Stage.CUTTING_OVER
    assert decide(venue, False).by == ANNA


def test_a_window_that_passes_unused_leaves_the_wave_executing(venue: Venue) -> None:
    at(venue, OPENS)
    journey.open_window("wave-01", venue)
    assert stage(venue) is Stage.WINDOW_OPEN
    at(venue, CLOSES)
    journey.settle_window("wave-01", venue)
    assert stage(venue) is Stage.EXECUTING


def test_a_clock_that_is_set_back_during_the_window_is_refused_and_nothing_is_half_done(venue: Venue) -> None:
    at(venue, OPENS + timedelta(hours=2))
    with pytest.raises(StepWaits):
        cut_over(venue)
    events = len(venue.ledger.history())
    at(venue, OPENS + timedelta(hours=1))
    with pytest.raises(ClockWentBack):
        journey.answer("shop", "drain", ANNA, True, "it is drained", venue)
    assert len(venue.ledger.history()) == events
    at(venue, OPENS + timedelta(hours=3))
    journey.answer("shop", "drain", ANNA, True, "it is drained", venue)
    cut_over(venue)


def test_a_window_over_the_change_to_summer_time_has_the_hours_it_has_in_utc(workspace: Workspaces) -> None:
    folder = workspace()
    (folder / "calendar.yaml").write_text(
        "start: 2031-03-24\ntime_zone: Europe/Berlin\nwindows: [{when: 'Sun 00:00-Sun 05:00'}]\n"
    )
    made = planned(folder, estate(machine("web01", "shop")))
    (wave,) = on_record.current_plan(made).waves
    assert wave.opens
    assert wave.closes
    assert (wave.opens, wave.closes - wave.opens) == (
        datetime(2031, 3, 29, 23, tzinfo=UTC),
        timedelta(hours=4),
    ), "at 02:00 it is 03:00"


def test_a_window_is_opened_once(venue: Venue) -> None:
    at(venue, OPENS)
    first = journey.open_window("wave-01", venue)
    at(venue, OPENS + timedelta(hours=1))
    assert journey.open_window("wave-01", venue) == first
    assert len(venue.ledger.facts(on_record.wave_subject("wave-01"), Milestone)) >= 1


def test_a_wave_without_a_window_is_cut_over_whenever_somebody_does_it(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    on_paper(venue, "shop")
    write_runbook(folder)
    cut_over(venue)
    assert stage(venue) is Stage.CUTTING_OVER
