"""Month by month, by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from priced import small_estate

from azlift.money.calendar import Timetable, add_months, make_timetable, months_of, running_on
from azlift.money.figures import Contract, Figures, Licence, Migration, Today
from azlift.money.run_rate import price_workloads

FIRST = date(2027, 1, 1)


def timetable(figures: Figures) -> Timetable:
    estate, roster, plan = small_estate()
    waves = {w: wave.number for wave in plan.waves for g in wave.groups for w in plan.by_group[g].workloads}
    return make_timetable(estate.workloads, price_workloads(estate, roster, figures), waves, figures)


def column(figures: Figures, name: str) -> list[Any]:
    return [getattr(month, name) for month in months_of(timetable(figures), figures, FIRST)]


PLAIN = Figures(today=Today(per_server=Decimal(100)), horizon_months=4, double_running_days=45)


def test_sources_leave_with_their_wave_and_run_on_for_the_days_agreed() -> None:
    # stuck and kept stay: 200. old leaves after the first month. one moves in month 0, two in month 1.
    assert column(PLAIN, "source") == [500, 100 * (2 + Decimal("0.5") + 1), 100 * (2 + Decimal("0.5")), 200]
    assert column(PLAIN, "double") == [100, 150, 50, 0]
    assert column(PLAIN, "target") == [40, 100, 100, 100]


def test_what_was_not_spent_is_against_todays_full_run_rate() -> None:
    assert column(PLAIN, "saved") == [500 - 540, 500 - 450, 500 - 350, 500 - 300]
    assert column(PLAIN, "saved_so_far") == [-40, 10, 160, 360]


def test_the_migration_is_paid_for_in_the_month_of_its_wave() -> None:
    rates = Migration(per_machine=Decimal(7), per_wave=Decimal(50), per_gib=Decimal("0.1"))
    figures = PLAIN.model_copy(update={"migration": rates})
    assert column(figures, "migration") == [67, 67, 0, 0]
    both = figures.model_copy(update={"waves_per_month": 2})
    assert column(both, "migration") == [134, 0, 0, 0]


def test_a_contract_is_paid_to_its_end_and_beyond_while_somebody_stands_there() -> None:
    def contracts(datacenter: str, ends: str) -> list[Any]:
        contract = Contract(name="dc", per_month=Decimal(1000), ends=ends, datacenter=datacenter)  # type: ignore[arg-type]
        figures = Figures(today=Today(contracts=(contract,)), horizon_months=6, double_running_days=30)
        return column(figures, "source")

    assert contracts("west", "2027-05-31") == [1000, 1000, 1000, 1000, 1000, 0]
    assert contracts("west", "2026-12-31") == [1000, 1000, 0, 0, 0, 0]
    assert contracts("east", "2026-12-31") == [1000] * 6


def test_a_licence_ends_when_it_ends_or_when_nobody_is_left() -> None:
    ending = Licence(name="l", per_month=Decimal(10), ends=date(2027, 2, 28))
    figures = Figures(today=Today(licences=(ending,)), horizon_months=4)
    assert column(figures, "source") == [10, 10, 0, 0]
    endless = Figures(today=Today(licences=(Licence(name="l", per_month=Decimal(10)),)), horizon_months=4)
    assert column(endless, "source") == [10, 10, 10, 10]


@pytest.mark.parametrize(("days", "shares"), [(0, [0, 0]), (30, [1, 0]), (45, [1, Decimal("0.5")]), (60, [1, 1])])
def test_days_of_double_running_are_shares_of_months(days: int, shares: list[Any]) -> None:
    figures = Figures(double_running_days=days)
    assert [running_on(figures, number) for number in (0, 1)] == shares


def test_months_go_over_the_year() -> None:
    assert add_months(date(2026, 11, 26), 2) == date(2027, 1, 1)
    assert add_months(date(2026, 1, 1), 0) == date(2026, 1, 1)
