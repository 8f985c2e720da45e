"""What a night can hold: cutover and rollback in one window, against cases worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_loads import exactly, line, load

from azlift.forecast.durations import cutover
from azlift.forecast.loads import Load
from azlift.forecast.nights import NightRow, chosen, last_deltas, night_hours, night_rows, round_hours
from azlift.model import Pace, Range, Replication

RULES = Replication()
PACE = Pace(
    stop_minutes=exactly(6),
    start_minutes=exactly(12),
    verify_minutes=exactly(12),
    restart_minutes=exactly(12),
    machines_at_once=4,
)
"""A round is an hour: 6 + 12 + 12 minutes over, 6 + 12 + 12 back."""
LINES = {"er": line()}


def loads(count: int, change: float = 0.0, first: int = 0) -> list[Load]:
    return [load(first + number, 1_000, change) for number in range(count)]


def test_a_round_is_there_and_back() -> None:
    assert round_hours(PACE) == pytest.approx(1)


@pytest.mark.parametrize(("machines", "hours"), [(1, 1), (4, 1), (5, 2), (8, 2), (9, 3)])
def test_machines_go_in_rounds(machines: int, hours: float) -> None:
    assert night_hours(loads(machines), LINES, RULES, PACE) == pytest.approx(hours)


def test_the_last_delta_comes_on_top() -> None:
    """10 GiB an hour over 100: 10 (1/9 + 1/2) GiB are left on average, which take 0.061 hours."""
    assert night_hours(loads(1, 10), LINES, RULES, PACE) == pytest.approx(1 + 10 * (1 / 9 + 1 / 2) / 100)


PACES = st.builds(
    Pace,
    stop_minutes=st.sampled_from([exactly(6), Range(low=1, expected=4, high=30)]),
    machines_at_once=st.integers(1, 9),
    must_fit=st.sampled_from(["expected", "high"]),
)


@given(st.integers(1, 12), st.floats(0, 5), PACES)
def test_a_night_takes_what_cutover_and_rollback_are_forecast_to(machines: int, change: float, pace: Pace) -> None:
    made = loads(machines, change)
    night = cutover(made, LINES, RULES, pace, 0.0, 8.0)
    both = chosen(night.total, pace) + chosen(night.rollback, pace)
    assert night_hours(made, LINES, RULES, pace) == pytest.approx(both)


def rows(
    groups: list[list[Load]], windows: tuple[float, ...], short: dict[int, float] | None = None, pace: Pace = PACE
) -> tuple[NightRow, ...]:
    deltas = last_deltas(groups, LINES, RULES, pace)
    return night_rows([len(group) for group in groups], deltas, windows, pace, short)


def test_a_window_takes_whole_rounds_of_machines() -> None:
    (row,) = rows([loads(3), loads(5)], (0.9, 1.0, 2.5))
    assert (row.name, row.size, row.cap) == ("machines a night takes", (3, 5), (0, 4, 8))


def test_over_a_line_hours_of_rounds_and_deltas_share_the_window() -> None:
    machines, hours = rows([loads(2), loads(2, 10, 5)], (2.0, 3.0), {1: 0.5})
    assert machines.cap == (8, 12)
    assert hours.name == "hours of a night over er"
    assert hours.size == pytest.approx((0.5, 0.5 + 2 * 10 * (1 / 9 + 1 / 2) / 100))
    assert hours.cap == (2.0, 2.5)


@given(st.lists(st.tuples(st.integers(1, 6), st.floats(0, 4)), min_size=1, max_size=4), st.floats(0.5, 6))
def test_a_night_that_fits_breaks_no_row(groups: list[tuple[int, float]], window: float) -> None:
    """The rows refuse nothing that can be done: by the expected, deltas of groups add up."""
    made = [loads(count, change, 10 * place) for place, (count, change) in enumerate(groups)]
    together = night_hours([one for group in made for one in group], LINES, RULES, PACE)
    if together <= window:
        for row in rows(made, (window,)):
            assert sum(row.size) <= row.cap[0] + 1e-6


def test_what_takes_no_time_bounds_no_night() -> None:
    nothing = dict.fromkeys(("stop_minutes", "start_minutes", "verify_minutes", "restart_minutes"), exactly(0))
    assert rows([loads(3)], (1.0,), pace=PACE.model_copy(update=nothing)) == ()
