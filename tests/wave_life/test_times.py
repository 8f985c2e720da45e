from datetime import datetime, timedelta

import pytest
from wave_nights import CLOSES, COPY_FROM, LONG_BEFORE, OPENS, a_wave, the_plan

from azlift.stages import Stage
from azlift.wave_life import stage_of
from azlift.wave_life.times import decide_by, times

INSTANT = timedelta(seconds=1)


def late(stage: Stage | None, now: datetime) -> list[tuple[str, bool]]:
    record = a_wave(stage, now)
    return [(one.code, one.blocking) for one in times(stage_of(record), record)]


@pytest.mark.parametrize("stage", [None, Stage.COMMITTED, Stage.READY])
def test_a_wave_that_is_not_approved_is_late_when_its_copying_was_to_begin(stage: Stage | None) -> None:
    assert late(stage, COPY_FROM - INSTANT) == []
    assert late(stage, COPY_FROM) == [("late", False)]
    assert late(stage, OPENS) == [("late", False)]


def test_a_window_that_passed_unused_blocks() -> None:
    for stage in (None, Stage.APPROVED, Stage.EXECUTING, Stage.WINDOW_OPEN):
        assert late(stage, CLOSES) == [("window-passed", True)]
    assert late(Stage.HYPERCARE, CLOSES) == []


def test_the_decision_is_due_at_the_end_of_the_window_and_late_once_a_rollback_no_longer_fits() -> None:
    by = OPENS + timedelta(hours=3)
    assert decide_by(a_wave()) == by
    for stage in (Stage.CUTTING_OVER, Stage.VALIDATING):
        assert late(stage, by - INSTANT) == []
        assert late(stage, by) == [("decide-by-passed", False)]
        assert late(stage, CLOSES) == [("decision-due", True)]


def test_a_plan_on_a_calendar_gives_each_wave_a_window_or_says_that_it_has_none() -> None:
    def without_window(calendar: bool) -> list[str]:
        plan = the_plan(calendar=calendar)
        record = a_wave(None, LONG_BEFORE, plan=plan, wave=plan.by_wave["wave-01"], groups={})
        return [one.code for one in times("feasible", record)]

    assert without_window(calendar=True) == ["no-window"]
    assert without_window(calendar=False) == []
