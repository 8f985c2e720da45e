"""Which figures the saving hangs on."""

from datetime import date
from decimal import Decimal

from priced import small_estate

from azlift.money.calendar import make_timetable, months_of
from azlift.money.figures import Figures, Licence, Migration, Today
from azlift.money.run_rate import price_workloads
from azlift.money.sensitivity import sensitivities

FIRST = date(2027, 1, 1)


def found(figures: Figures) -> list[tuple[str, Decimal]]:
    estate, roster, _ = small_estate()
    timetable = make_timetable(estate.workloads, price_workloads(estate, roster, figures), {}, figures)
    return [(item.name, item.swing) for item in sensitivities(timetable, figures, FIRST)]


def test_the_heaviest_three_stand_first() -> None:
    today = Today(per_server=Decimal(100), per_vcpu=Decimal(1), licences=(Licence(name="l", per_month=Decimal(5)),))
    figures = Figures(today=today, migration=Migration(per_machine=Decimal(1)), horizon_months=12)
    names = [name for name, _ in found(figures)]
    assert names[:2] == ["today.per_server", "Azure's prices a month"]
    assert len(names) == 3


def test_a_fifth_of_azures_prices_is_a_fifth_of_what_is_paid_there() -> None:
    figures = Figures(today=Today(per_vcpu=Decimal(1)), horizon_months=10)
    assert dict(found(figures))["Azure's prices a month"] == 2 * Decimal("0.2") * 100 * 10


def test_assumed_figures_can_be_what_it_hangs_on() -> None:
    assert "today.per_server" in dict(found(Figures()))


def test_a_turned_figure_turns_the_case_and_not_the_original() -> None:
    estate, roster, _ = small_estate()
    figures = Figures(today=Today(per_server=Decimal(100)), horizon_months=6)
    timetable = make_timetable(estate.workloads, price_workloads(estate, roster, figures), {}, figures)
    before = months_of(timetable, figures, FIRST)
    (top, *_) = sensitivities(timetable, figures, FIRST)
    assert top.saved_if_lower < before[-1].saved_so_far < top.saved_if_higher
    assert months_of(timetable, figures, FIRST) == before
