"""Cutovers and rollbacks, and whether both fit into a window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_loads import exactly, line, lines, load, waves

from azlift.forecast.durations import added, changes_by_line, cutover, times
from azlift.forecast.loads import Load
from azlift.model import Line, Pace, Range, Replication

PACE = Pace(
    stop_minutes=Range(low=6, expected=12, high=18),
    start_minutes=Range(low=6, expected=12, high=30),
    verify_minutes=Range(low=12, expected=24, high=60),
    restart_minutes=Range(low=3, expected=6, high=12),
    machines_at_once=4,
)
RULES = Replication()
LINES = {"er": line()}


def test_a_cutover_is_stop_last_delta_start_and_verify() -> None:
    found = cutover([load(change=10)], LINES, RULES, PACE, 100, 8)
    assert (found.stop.low, found.stop.high) == (pytest.approx(0.1), pytest.approx(0.3))
    assert found.final_delta.low == pytest.approx(10 / 9 / 100)
    assert found.final_delta.high == pytest.approx(11.25 / 100)
    assert found.total.high == pytest.approx(0.3 + 0.1125 + 0.5 + 1)
    assert found.rollback.high == pytest.approx(0.3 + 0.2 + 1)


def test_machines_are_cut_over_in_rounds() -> None:
    one, two = (cutover([load(n) for n in range(count)], LINES, RULES, PACE, 0, 8) for count in (4, 5))
    assert two.stop == times(one.stop, 2)
    assert two.rollback == times(one.rollback, 2)


def test_a_rollback_after_the_cutover_must_end_within_the_window() -> None:
    needs = 0.3 + 0.1125 + 0.5 + 1 + (0.3 + 0.2 + 1)
    long, short = (cutover([load(change=10)], LINES, RULES, PACE, 0, needs + spare) for spare in (0.1, -0.1))
    assert (long.fits, short.fits) == (True, False)
    assert long.spare_hours == pytest.approx(0.1)
    assert long.decide_by_hours == pytest.approx(needs + 0.1 - 1.5)


def test_a_blackout_in_the_window_delays_the_last_delta() -> None:
    dark = {"er": line((100, 103))}
    found = cutover([load(change=10)], dark, RULES, PACE, 100, 8)
    assert found.final_delta.expected > 2.5


def test_lines_are_used_side_by_side_and_a_machine_without_one_waits_for_nothing() -> None:
    other = Load("w-2", "vpn", 1_000.0, 10.0, 2)
    lines_there = {**LINES, "vpn": Line(name="vpn", gib_per_hour=50)}
    both = cutover([load(change=10), other], lines_there, RULES, PACE, 0, 8)
    assert both.final_delta == cutover([other], lines_there, RULES, PACE, 0, 8).final_delta
    assert cutover([other], LINES, RULES, PACE, 0, 8).final_delta == exactly(0)


def test_nothing_to_cut_over_takes_no_time() -> None:
    assert cutover([], LINES, RULES, PACE, 0, 8).total == exactly(0)


def test_ranges_add_up_end_by_end() -> None:
    made = added(Range(low=1, expected=2, high=4), Range(low=0, expected=1, high=9))
    assert made == Range(low=1, expected=3, high=13)


def test_changes_are_summed_by_line() -> None:
    assert changes_by_line([load(1, change=2), load(2, change=3), Load("w-3", "vpn", 9, 1, 1)]) == {"er": 5, "vpn": 1}


CASES = lines().flatmap(lambda made: st.tuples(st.just(made), waves(made.gib_per_hour)))


@given(case=CASES, begins=st.floats(0, 100), hours=st.floats(0.5, 12), more=st.floats(0, 12))
def test_a_longer_window_or_a_faster_line_leaves_no_less_to_spare(
    case: tuple[Line, list[Load]], begins: float, hours: float, more: float
) -> None:
    made, loads = case
    wider = made.model_copy(update={"gib_per_hour": made.gib_per_hour * (1 + more)})
    before = cutover(loads, {"er": made}, RULES, PACE, begins, hours)
    longer = cutover(loads, {"er": made}, RULES, PACE, begins, hours + more)
    faster = cutover(loads, {"er": wider}, RULES, PACE, begins, hours)
    assert longer.spare_hours >= before.spare_hours
    assert faster.spare_hours >= before.spare_hours - 1e-9
    assert before.total.low <= before.total.expected <= before.total.high
