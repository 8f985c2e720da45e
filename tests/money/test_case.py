"""The business case as a whole: nothing is counted twice, and nothing is lost."""

from datetime import UTC, date, datetime
from decimal import Decimal

from estates import estate
from hypothesis import given, settings
from hypothesis import strategies as st
from priced import placement, roster, server, small_estate, staying

from azlift.model import Route
from azlift.money import Figures, make_business_case
from azlift.money.figures import Contract, Migration, Today

AS_OF = date(2026, 11, 26)
FIGURES = Figures(today=Today(per_server=Decimal(100)), start=date(2027, 1, 15), horizon_months=12)


def test_the_case_says_what_it_rests_on() -> None:
    case = make_business_case(*small_estate(), Figures(), AS_OF)
    assert (case.basis, len(case.assumptions)) == ("assumed", 4)
    given_case = make_business_case(*small_estate(), FIGURES, AS_OF)
    assert (given_case.basis, given_case.assumptions) == ("given", ())
    assert given_case.price_source == "a price list (2026-08-22)"


def test_a_contract_of_a_datacentre_no_machine_is_in_is_told_with_those_there_are() -> None:
    contracts = tuple(
        Contract(name=name, per_month=Decimal(9), ends=date(2028, 1, 31), datacenter=place)
        for name, place in (("a", "West"), ("b", "Wset"), ("c", ""))
    )
    figures = FIGURES.model_copy(update={"today": Today(contracts=contracts, source="finance")})
    case = make_business_case(*small_estate(), figures, AS_OF)
    (finding,) = case.findings
    assert (finding.code, finding.evidence) == ("datacenter-unknown", "The inventory's are east, west.")
    assert "'Wset'" in finding.message
    assert case.given_by == "finance"


def test_a_price_per_host_is_told_to_miss_machines_whose_host_no_source_names() -> None:
    figures = FIGURES.model_copy(update={"today": Today(per_host=Decimal(9))})
    made, *rest = small_estate()
    assert make_business_case(made, *rest, figures, AS_OF).findings == ()
    unhosted = (made.workloads[0].model_copy(update={"host": ""}), *made.workloads[1:])
    (finding,) = make_business_case(made.model_copy(update={"workloads": unhosted}), *rest, figures, AS_OF).findings
    assert finding.code == "host-not-named"
    assert "Of 1 machines" in finding.message


def test_routes_are_counted_and_priced() -> None:
    case = make_business_case(*small_estate(), FIGURES, AS_OF)
    assert [(r.route, r.workloads, r.today, r.target, r.unpriced) for r in case.by_route] == [
        (Route.REHOST, 2, 200, 100, 0),
        (Route.RETIRE, 1, 100, 0, 0),
        (Route.RETAIN, 2, 200, 0, 0),
    ]


def test_each_wave_has_its_month_and_its_saving() -> None:
    case = make_business_case(*small_estate(), FIGURES, AS_OF)
    assert [(w.wave, w.month, w.saving_per_month) for w in case.by_wave] == [
        ("wave-01", date(2027, 1, 1), 60),
        ("wave-02", date(2027, 2, 1), 40),
    ]


def test_a_wave_that_has_a_window_leaves_in_its_month() -> None:
    made, placed, plan = small_estate()
    opens = (datetime(2026, 12, 5, 21, tzinfo=UTC), datetime(2027, 6, 5, 21, tzinfo=UTC))
    dated = tuple(wave.model_copy(update={"opens": moment}) for wave, moment in zip(plan.waves, opens, strict=True))
    case = make_business_case(made, placed, plan.model_copy(update={"waves": dated}), FIGURES, AS_OF)
    assert [wave.month for wave in case.by_wave] == [date(2027, 1, 1), date(2027, 6, 1)]
    assert [month.target for month in case.months[:7]] == [40, 40, 40, 40, 40, 100, 100]


def test_what_no_person_chose_to_keep_is_what_is_blocked() -> None:
    case = make_business_case(*small_estate(), FIGURES, AS_OF)
    assert [(line.name, line.today, line.why) for line in case.blocked] == [("stuck", 100, "it cannot")]


def test_a_move_at_an_unknown_price_is_counted_as_that() -> None:
    one = server("one")
    case = make_business_case(estate(one), roster([], [staying(one, Route.REPLATFORM)]), None, FIGURES, AS_OF)
    assert (case.unpriced, case.target) == (1, 0)
    assert case.months[-1].source == 100


def test_the_way_pays_back_in_the_first_month_that_is_never_behind_again() -> None:
    dear = FIGURES.model_copy(update={"migration": Migration(per_machine=Decimal(300))})
    case = make_business_case(*small_estate(), dear, AS_OF)
    behind = [month.month for month in case.months if month.saved_so_far < 0]
    assert behind
    assert case.pays_back_on is not None
    assert case.pays_back_on > behind[-1]
    never = FIGURES.model_copy(update={"migration": Migration(per_machine=Decimal(10**6))})
    assert make_business_case(*small_estate(), never, AS_OF).pays_back_on is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(list(Route)), st.integers(1, 32), st.decimals(1, 900, places=2)),
        min_size=1,
        max_size=10,
    ),
    st.decimals(0, 500, places=2),
    st.decimals(0, 20, places=2),
)
def test_the_estate_is_what_moved_and_what_was_retired_and_what_was_retained(
    machines: list[tuple[Route, int, Decimal]], each: Decimal, vcpu: Decimal
) -> None:
    members = [server(f"m{n}", vcpu=count) for n, (_, count, _) in enumerate(machines)]
    moving, stays = [], []
    for member, (route, _, price) in zip(members, machines, strict=True):
        if route in (Route.REHOST, Route.REDEPLOY):
            moving.append(placement(member, str(price)))
        else:
            stays.append(staying(member, route))
    figures = Figures(today=Today(per_server=each, per_vcpu=vcpu, source="x"), horizon_months=6)
    case = make_business_case(estate(*members), roster(moving, stays), None, figures, AS_OF)
    assert sum(route.workloads for route in case.by_route) == len(members)
    assert sum(route.today for route in case.by_route) == case.today
    if not figures.assumed:
        assert case.today == each * len(members) + vcpu * sum(count for _, count, _ in machines)
    assert sum(route.target for route in case.by_route) == case.target == sum(p.cost_per_month for p in moving)
    for month in case.months:
        assert month.saved == case.today - month.source - month.target - month.migration
    assert case.months[-1].saved_so_far == sum(month.saved for month in case.months) == case.saved_over_horizon
