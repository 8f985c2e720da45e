from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from estates import estate, machine, planned
from nights import Hands, alone, on_paper, with_window, write_runbook

from azlift import journey
from azlift.clock import move_clock
from azlift.model import Action, CheckReport, Order
from azlift.stages import Stage
from azlift.venue import CALENDAR_FILE, Venue

Workspaces = Callable[..., Path]
OPENS = datetime(2031, 3, 8, 22, tzinfo=UTC)
TOOLS = (
    "{step: freeze, command: {run: [x]}, undo: {command: {run: [y]}}, minutes: 5}",
    "{step: stop-source, command: {run: [x]}, undo: {command: {run: [y]}}}",
    "{step: switch, command: {run: [x]}, undo: {command: {run: [y]}}}",
)


class SlowHands(Hands):
    """Each step takes its minutes of the virtual calendar."""

    def __init__(self, venue: Venue, **minutes: float) -> None:
        super().__init__()
        self.venue, self.minutes = venue, minutes

    async def carry_out(self, action: Action, order: Order) -> str:
        taken = self.minutes[f"un_{order.step}".replace("-", "_") if order.undo else order.step.replace("-", "_")]
        move_clock(self.venue.workspace / CALENDAR_FILE, self.venue.now + timedelta(minutes=taken), speed=0)
        return await super().carry_out(action, order)


@pytest.fixture
def venue(workspace: Workspaces) -> Venue:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    on_paper(venue, "shop")
    with_window(venue, OPENS, OPENS + timedelta(hours=8))
    write_runbook(folder, *TOOLS)
    move_clock(folder / CALENDAR_FILE, OPENS, speed=0)
    venue.__dict__["hands"] = SlowHands(
        venue, freeze=5, stop_source=17, switch=2, un_switch=1, un_stop_source=40, un_freeze=1
    )
    venue.__dict__["teaches"] = True
    return venue


def test_before_the_night_there_is_the_forecast_alone(venue: Venue) -> None:
    night = journey.compare_forecast("wave-01", venue)
    (one,) = night.groups
    assert (one.forecast.low, one.forecast.expected, one.forecast.high) == (7, 10, 20), "freeze 5, stop 2 to 15"
    assert (one.minutes, one.verdict, one.without) == (None, "", ("switch",))
    assert (night.hours, night.verdict, night.learnt) == (None, "", {})


def test_after_the_night_both_stand_side_by_side_and_the_pace_has_learnt(venue: Venue) -> None:
    alone(venue, journey.cut_over("shop", venue))
    report = CheckReport(group="shop", at=venue.now + timedelta(minutes=6), results=())
    venue.ledger.record("shop", Stage.VALIDATED, "on paper", report)
    night = journey.compare_forecast("wave-01", venue)
    (one,) = night.groups
    assert one.minutes == pytest.approx(24)
    assert one.verdict == "longer"
    assert night.hours == pytest.approx(0.5)
    assert night.learnt.keys() == {"stop_minutes"}
    stop = night.learnt["stop_minutes"]
    assert (stop.low, stop.expected, stop.high) == (2, 17, 17), "one night widens what was assumed"
    assert night.nights == 1


def test_taking_back_teaches_how_long_a_source_takes_to_start_again(venue: Venue) -> None:
    alone(venue, journey.cut_over("shop", venue))
    alone(venue, journey.undo_cutover("shop", venue))
    learnt = journey.compare_forecast("wave-01", venue).learnt
    assert learnt["restart_minutes"].high == pytest.approx(40)
    assert "start_minutes" not in learnt, "a step that was skipped teaches nothing"


def test_a_rehearsal_teaches_nothing_of_azure(venue: Venue) -> None:
    del venue.__dict__["teaches"]
    alone(venue, journey.cut_over("shop", venue))
    night = journey.compare_forecast("wave-01", venue)
    assert (night.learnt, night.nights) == ({}, 0)
