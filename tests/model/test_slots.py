"""Slots and lines: real hours, and what a line carries between them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.model import Line, Slot


def test_a_slots_hours_are_the_real_ones() -> None:
    slot = Slot(
        id="s", start=datetime(2026, 12, 5, 22, tzinfo=UTC), end=datetime(2026, 12, 6, 6, 30, tzinfo=UTC), week=1.0
    )
    assert slot.hours == 8.5


def test_a_line_carries_nothing_while_it_is_closed() -> None:
    line = Line(name="a", gib_per_hour=10, closed=((2, 5),))
    assert line.carried(0, 10) == 70
    assert line.carried(3, 4) == 0
    assert line.carried(9, 3) == 0


@given(st.floats(0, 50), st.floats(0, 50), st.floats(0, 50))
def test_what_a_line_carries_adds_up(one: float, two: float, three: float) -> None:
    line = Line(name="a", gib_per_hour=10, closed=((2, 5), (20, 31)))
    first, middle, last = sorted((one, two, three))
    assert line.carried(first, middle) + line.carried(middle, last) == pytest.approx(line.carried(first, last))
