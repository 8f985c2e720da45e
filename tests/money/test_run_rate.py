"""Each workload's share of what the estate costs today."""

from decimal import Decimal

from estates import estate
from hypothesis import given
from hypothesis import strategies as st
from priced import placement, roster, server, small_estate, staying

from azlift.model import Route
from azlift.money.figures import Contract, Figures, Licence, Today
from azlift.money.run_rate import covered, double_running, hosts, per_server, price_workloads, todays_shares

ENDS = "2028-03-31"


def contract(per_month: str, datacenter: str = "") -> Contract:
    return Contract(name="dc", per_month=Decimal(per_month), ends=ENDS, datacenter=datacenter)  # type: ignore[arg-type]


def test_a_server_pays_for_itself_its_vcpu_its_disks_and_its_part_of_the_host() -> None:
    one = server("one", datacenter="west", host="h1")
    two = server("two", datacenter="west", host="H1 ")
    today = Today(per_server=Decimal(10), per_vcpu=Decimal(3), per_gib=Decimal("0.05"), per_host=Decimal("7.01"))
    shares = todays_shares((one, two), Figures(today=today))
    assert list(shares.values()) == [Decimal("24.51"), Decimal("24.50")]


def test_a_contract_is_paid_by_its_datacentres_machines_and_by_all_where_it_has_none() -> None:
    west, east = server("w", datacenter="West"), server("e", datacenter="east")
    shares = todays_shares((west, east), Figures(today=Today(contracts=(contract("100", "west"),))))
    assert list(shares.values()) == [Decimal(100), Decimal(0)]
    shares = todays_shares((west, east), Figures(today=Today(contracts=(contract("100", "north"),))))
    assert list(shares.values()) == [Decimal(50), Decimal(50)]
    assert covered(contract("1"), (west, east)) == [west, east]


def test_a_machine_without_a_host_shares_none() -> None:
    assert hosts((server("one"), server("two", host="h"))) == [[server("two", host="h")]]


def test_assumed_figures_are_the_published_ones_a_month_in_the_cases_currency() -> None:
    assert per_server(Figures()) == Decimal("140.83")
    assert per_server(Figures(usd_rate=Decimal("0.5"))) == Decimal("70.42")


AMOUNT = st.decimals(0, 10_000, places=2)
MACHINES = st.lists(
    st.tuples(st.sampled_from(["west", "east", ""]), st.sampled_from(["h1", "h2", ""]), st.integers(1, 64)), max_size=8
)


@given(MACHINES, AMOUNT, AMOUNT, AMOUNT, AMOUNT, AMOUNT)
def test_no_cent_is_lost_or_counted_twice(
    machines: list[tuple[str, str, int]],
    each: Decimal,
    vcpu: Decimal,
    host: Decimal,
    licence: Decimal,
    centre: Decimal,
) -> None:
    members = tuple(
        server(f"m{n}", datacenter=where, host=on, vcpu=count) for n, (where, on, count) in enumerate(machines)
    )
    today = Today(
        per_server=each,
        per_vcpu=vcpu,
        per_host=host,
        licences=(Licence(name="l", per_month=licence),),
        contracts=(contract(str(centre), "west"),),
    )
    figures = Figures(today=today)
    known_hosts = {(where, on) for where, on, _ in machines if on}
    expected = per_server(figures) * len(members) + vcpu * sum(count for *_, count in machines)
    expected += host * len(known_hosts) + (licence + centre if members else 0)
    assert sum(todays_shares(members, figures).values()) == expected


def test_every_workload_has_a_line_with_its_route_and_the_reason_it_stays() -> None:
    estate_, roster_, _ = small_estate()
    lines = price_workloads(estate_, roster_, Figures(usd_rate=Decimal(2)))
    assert [(line.name, line.route, line.target, line.why) for line in lines] == [
        ("one", Route.REHOST, Decimal(80), ""),
        ("two", Route.REHOST, Decimal(120), ""),
        ("old", Route.RETIRE, None, "it cannot"),
        ("stuck", Route.RETAIN, None, "it cannot"),
        ("kept", Route.RETAIN, None, "it cannot"),
    ]


def test_a_workload_nobody_judged_yet_has_the_route_a_person_gave() -> None:
    made = estate(server("db", route=Route.REPLATFORM), server("web"))
    lines = price_workloads(made, roster([placement(server("web"), "1")], []), Figures())
    assert [(line.name, line.route) for line in lines] == [("db", Route.REPLATFORM), ("web", Route.REHOST)]
    assert staying(server("db"), Route.RETIRE).route is Route.RETIRE


def test_what_runs_twice_is_paid_for_its_days_without_licences_and_contracts() -> None:
    today = Today(
        per_server=Decimal(10),
        per_host=Decimal(8),
        licences=(Licence(name="db", per_month=Decimal(500)),),
        contracts=(contract("100"),),
    )
    machines = (server("one", host="h"), server("two"))
    paid = double_running(machines, Figures(today=today, double_running_days=45))
    assert list(paid.values()) == [Decimal(27), Decimal(15)]
    assert set(double_running(machines, Figures(today=today, double_running_days=0)).values()) == {Decimal(0)}
