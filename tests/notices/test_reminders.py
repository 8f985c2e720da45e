from datetime import timedelta

import pytest
from wave_nights import CLOSES, OPENS, a_wave

from azlift.notices import Notice, due_reminders
from azlift.stages import Stage
from azlift.wave_life import wave_standing

HOURS = (24.0, 1.0)
DECIDE_BY = {"wave-02": OPENS + timedelta(hours=3)}


def due(stage: Stage | None, **before: float) -> list[Notice]:
    now = OPENS - timedelta(**before)
    return list(due_reminders([wave_standing(a_wave(stage, now))], DECIDE_BY, HOURS, now))


def test_people_are_reminded_of_a_window_when_its_hour_has_come_and_the_nearer_one_takes_over() -> None:
    assert due(Stage.EXECUTING, hours=24, seconds=1) == []
    (day,) = due(Stage.EXECUTING, hours=24)
    (later,) = due(Stage.EXECUTING, hours=2)
    (hour,) = due(Stage.EXECUTING, minutes=60)
    assert day.key == later.key == "wave-02/opens/20270109T2100/24h"
    assert hour.key == "wave-02/opens/20270109T2100/1h"
    assert day.title == "wave-02: its window opens at 2027-01-09 21:00 UTC"
    assert (day.lines, hour.lines) == (("in 24 hours",), ("in 60 minutes",))
    assert due(Stage.EXECUTING, seconds=0) == []


def test_a_wave_that_is_not_approved_is_told_so() -> None:
    (one,) = due(Stage.READY, hours=1)
    assert one.title.endswith("and it is only ready")
    assert one.mood == "bad"


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.ABANDONED, Stage.ROLLED_BACK, Stage.HYPERCARE])
def test_a_wave_that_needs_no_window_is_not_reminded_of(stage: Stage) -> None:
    assert due(stage, hours=1) == []


def test_a_decision_is_reminded_of_before_a_rollback_no_longer_fits() -> None:
    (early,) = due(Stage.CUTTING_OVER, hours=0)
    assert early.lines == ("in 3 hours",)
    (one,) = due(Stage.VALIDATING, hours=-2)
    assert one.key != early.key
    assert due(Stage.VALIDATING, hours=-3) == []
    assert one.title == "wave-02: go or no-go is to be decided by 2027-01-10 00:00 UTC"
    now = CLOSES - timedelta(hours=1)
    (by_window,) = due_reminders([wave_standing(a_wave(Stage.VALIDATING, now))], {}, HOURS, now)
    assert by_window.title.endswith("by 2027-01-10 05:00 UTC")
