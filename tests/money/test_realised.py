from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from azlift.model import Route, WaveSavings, WorkloadMoney
from azlift.money import Happened, savings_of

WINDOW = date(2027, 1, 9)
DOUBLE = 30


def line(name: str, today: int = 300, target: int | None = 120) -> WorkloadMoney:
    price = None if target is None else Decimal(target)
    return WorkloadMoney(workload=name, name=name, route=Route.REHOST, today=Decimal(today), target=price)


def day(number: int) -> date:
    return WINDOW + timedelta(days=number)


def savings(as_of: date, happened: dict[str, Happened], *lines: WorkloadMoney) -> WaveSavings:
    return savings_of("wave-01", WINDOW, DOUBLE, lines or (line("a"),), happened, as_of)


def test_before_its_window_a_wave_has_promised_and_saved_nothing() -> None:
    made = savings(day(-1), {})
    assert (made.promised, made.realised, made.promised_per_month, made.realised_per_month) == (0, 0, 0, 0)


def test_while_both_are_paid_a_wave_costs_what_its_successors_cost() -> None:
    made = savings(day(30), {"a": Happened(landed=day(0))})
    assert made.promised == made.realised == Decimal("-120.00")
    assert made.realised_per_month == Decimal(-120)


def test_a_source_that_is_retired_later_than_planned_is_paid_until_then() -> None:
    made = savings(day(90), {"a": Happened(landed=day(0), retired=day(60))})
    assert made.promised == Decimal(60 * 10 - 90 * 4)
    assert made.realised == Decimal(30 * 10 - 90 * 4)
    assert made.promised_per_month == made.realised_per_month == Decimal(180)


def test_a_machine_that_landed_long_before_its_window_costs_from_then_on() -> None:
    made = savings(day(0), {"a": Happened(landed=day(-15))})
    assert (made.promised, made.realised) == (0, Decimal("-60.00"))


def test_a_workload_without_a_price_is_counted_and_in_no_amount() -> None:
    made = savings(day(60), {}, line("a", target=None))
    assert (made.unpriced, made.promised, made.realised) == (1, 0, 0)


@given(st.lists(st.tuples(st.integers(0, 9999), st.integers(0, 9999)), min_size=1, max_size=8), st.integers(-400, 400))
def test_what_happens_exactly_as_planned_saves_exactly_what_was_promised(
    prices: list[tuple[int, int]], number: int
) -> None:
    lines = [line(str(place), *price) for place, price in enumerate(prices)]
    exactly = {one.workload: Happened(day(0), day(DOUBLE)) for one in lines}
    made = savings(day(number), exactly, *lines)
    assert made.realised == made.promised
    assert made.realised_per_month == made.promised_per_month


@given(st.integers(0, 9999), st.integers(0, 9999), st.integers(-30, 90), st.integers(0, 90))
def test_a_day_saves_a_thirtieth_of_what_is_not_spent_a_month(today: int, target: int, landed: int, later: int) -> None:
    happened = {"a": Happened(day(landed), day(landed + later))}
    days = [savings(day(number), happened, line("a", today, target)) for number in range(-31, 200)]
    for before, after in pairwise(days):
        gained = after.realised - before.realised
        assert abs(gained - before.realised_per_month / 30) <= Decimal("0.01")
