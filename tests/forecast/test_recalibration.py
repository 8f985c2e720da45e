"""Durations and rates learnt from what was recorded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_loads import line

from azlift.forecast.recalibration import ENOUGH, Recorded, Transferred, recalibrated, recalibrated_line
from azlift.model import Pace, Range

PACE = Pace(stop_minutes=Range(low=2, expected=5, high=15))


def stops(*minutes: float) -> list[Recorded]:
    return [Recorded("stop", taken) for taken in minutes]


def test_without_records_nothing_changes() -> None:
    assert recalibrated(PACE, []) == PACE


def test_a_few_records_move_what_is_expected_and_only_widen_the_range() -> None:
    learnt = recalibrated(PACE, stops(7, 8, 30))
    assert learnt.stop_minutes == Range(low=2, expected=8, high=30)
    assert learnt.start_minutes == PACE.start_minutes


def test_enough_records_replace_the_range_by_nine_of_ten() -> None:
    learnt = recalibrated(PACE, stops(*range(100, 201)))
    assert learnt.stop_minutes == Range(low=105, expected=150, high=195)


@given(st.lists(st.floats(0, 500), min_size=ENOUGH, max_size=60))
def test_the_order_of_records_changes_nothing_and_the_range_lies_within_them(minutes: list[float]) -> None:
    learnt = recalibrated(PACE, stops(*minutes))
    assert recalibrated(PACE, stops(*sorted(minutes))) == learnt
    assert min(minutes) <= learnt.stop_minutes.low <= learnt.stop_minutes.high <= max(minutes)


def test_a_line_carries_what_was_measured_on_it() -> None:
    history = [Transferred("er", 300, 4), Transferred("er", 100, 4), Transferred("vpn", 9, 9), Transferred("er", 5, 0)]
    assert recalibrated_line(line(), history).gib_per_hour == pytest.approx(50)
    assert recalibrated_line(line(), [Transferred("vpn", 9, 9)]) == line()
    assert recalibrated_line(line(), [Transferred("er", 0, 3)]) == line()
