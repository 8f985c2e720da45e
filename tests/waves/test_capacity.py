"""What each slot can hold, as rows of the planning problem."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from small_estates import machine

from azlift.model import Calendar, Limits, Route
from azlift.waves.calendar import slots_of
from azlift.waves.capacity import CapacityRow, azure_rows, capacity_rows, quota_rows, supply_rows

LIMITS = Limits(groups_per_wave=10, machines_per_wave=40, gib_per_wave=1_000, pilot_machines=3)
GROUPS = [[machine(1, gib=100), machine(2, gib=50)], [machine(3, "Billing", "prod", route=Route.REDEPLOY)]]


def calendar(**said: Any) -> Calendar:
    return Calendar.model_validate({"horizon_weeks": 3, **said})


def rows_of(made: Calendar) -> dict[str, CapacityRow]:
    slots = slots_of(made, date(2026, 11, 26))
    return {row.name: row for row in capacity_rows(made, LIMITS, slots, GROUPS)}


def test_without_a_calendar_the_limits_hold_and_the_first_slot_is_the_pilot() -> None:
    rows = rows_of(calendar())
    assert {name: row.cap for name, row in rows.items()} == {
        "groups": (10, 10, 10),
        "machines": (3, 40, 40),
        "GiB": (1_000, 1_000, 1_000),
    }
    assert {name: row.size for name, row in rows.items()} == {"groups": (1, 1), "machines": (2, 1), "GiB": (150, 100)}


def test_a_ramp_makes_the_first_waves_small_in_everything() -> None:
    rows = rows_of(calendar(per_wave={"machines": 100, "ramp": [0.1, 0.5]}))
    assert (rows["machines"].cap, rows["groups"].cap, rows["GiB"].cap) == ((10, 50, 100), (1, 5, 10), (100, 500, 1_000))


def test_hours_of_a_skill_are_its_teams_and_what_machines_take_by_route_and_scope() -> None:
    rows = rows_of(
        calendar(
            teams=[
                {"name": "A", "skill": "Migration", "hours_per_window": 20},
                {"name": "B", "skill": "migration", "hours_per_window": 5},
                {"name": "B", "skill": "sql", "hours_per_window": 8},
            ],
            work=[
                {"skill": "migration", "hours_per_machine": 2},
                {"skill": "migration", "hours_per_machine": 6, "routes": ["redeploy"], "applications": ["billing"]},
                {"skill": "SQL", "hours_per_machine": 1, "environments": ["dev"]},
            ],
        )
    )
    assert (rows["hours of migration"].size, rows["hours of migration"].cap) == ((4, 8), (25, 25, 25))
    assert (rows["hours of sql"].size, rows["hours of sql"].cap) == ((0, 0), (8, 8, 8))


def test_a_quota_is_a_series_over_time_and_nothing_before_its_first_day() -> None:
    made = calendar(
        quotas=[
            {"family": "Dsv5", "region": "westeurope", "vcpu": 800, "since": "2026-12-06"},
            {"family": "dsv5", "region": "WestEurope", "vcpu": 200},
            {"family": "Esv5", "region": "westeurope", "vcpu": 64, "since": "2026-12-01"},
        ]
    )
    slots = slots_of(made, date(2026, 11, 26))
    demand = [{("DSv5", "westeurope"): 4.0, ("Esv5", "westeurope"): 8.0}, {("DSv5", "northeurope"): 2.0}]
    first, second = quota_rows(made, slots, demand, {})
    assert (first.family, first.stock, first.supply) == ("dsv5", (4, 0), (200, 200, 800))
    assert (second.family, second.stock, second.supply) == ("esv5", (8, 0), (0, 64, 64))


def test_what_moved_before_has_its_share_of_a_quota_and_leaves_no_less_than_nothing() -> None:
    made = calendar(horizon_weeks=2, quotas=[{"family": "Dsv5", "region": "westeurope", "vcpu": 8}])
    slots = slots_of(made, date(2026, 11, 26))
    for in_use, left in ((3.0, 5.0), (9.0, 0.0)):
        (row,) = quota_rows(made, slots, [], {("dsV5", "westeurope"): in_use})
        assert row.supply == (left, left)


DEMAND = [{("DSv5", "westeurope"): 4.0}, {("DSv5", "westeurope"): 2.0}]


def test_a_reservation_adds_to_what_a_region_can_give_from_its_first_day_to_its_last() -> None:
    made = calendar(
        horizon_weeks=4,
        capacities=[
            {"family": "Dsv5", "region": "westeurope", "vcpu": 8},
            {"family": "dsv5", "region": "westeurope", "vcpu": 16, "since": "2026-12-19"},
        ],
        reservations=[
            {"family": "DSv5", "region": "WestEurope", "vcpu": 100, "since": "2026-12-05", "until": "2026-12-12"},
            {"family": "dsv5", "region": "westeurope", "vcpu": 1},
            {"family": "Esv5", "region": "westeurope", "vcpu": 1_000},
        ],
    )
    slots = slots_of(made, date(2026, 11, 26))
    (row,) = supply_rows(made, slots, DEMAND, {})
    assert (row.stock, row.supply) == ((4, 2), (9, 109, 109, 17))
    assert quota_rows(made, slots, DEMAND, {}) == ()


def test_a_reservation_alone_bounds_nothing() -> None:
    made = calendar(reservations=[{"family": "dsv5", "region": "westeurope", "vcpu": 1}])
    assert supply_rows(made, slots_of(made, date(2026, 11, 26)), DEMAND, {}) == ()


def test_azure_takes_a_bucket_and_what_flows_into_it_while_the_window_is_open() -> None:
    """Eight hours: one and 0.00005 a second, two and 0.001 a minute; where all fit at once there is no row."""
    made = calendar(
        horizon_weeks=1,
        subscription={"writes_at_once": 1, "machines_at_once": 2, "machines_per_minute": 0.001},
    )
    slots = slots_of(made, date(2026, 11, 26))
    subscription = made.subscription.model_copy(update={"writes_per_second": 0.00005})
    deployments, machines = azure_rows(subscription, slots, [[machine(1)], [machine(2)], [machine(3)]])
    assert (deployments.name, deployments.size, deployments.cap) == ("deployments", (1, 1, 1), (1 + 0.00005 * 28_800,))
    assert (machines.name, machines.size, machines.cap) == ("machines Azure makes", (1, 1, 1), (2 + 0.001 * 480,))
    assert [row.name for row in azure_rows(subscription, slots, [[machine(n) for n in range(3)]])] == [machines.name]
    assert azure_rows(calendar().subscription, slots, GROUPS) == ()


def test_the_figures_of_azure_are_those_of_its_documentation() -> None:
    limits = calendar().subscription
    assert (limits.resource_groups, limits.writes_at_once, limits.writes_per_second) == (980, 200, 10)
    assert (limits.machines_at_once, limits.machines_per_minute) == (1_500, 500)


def test_a_horizon_without_slots_has_rows_without_caps() -> None:
    assert all(row.cap == () for row in capacity_rows(calendar(), LIMITS, (), GROUPS))


@given(st.permutations(range(6)))
def test_the_order_of_quotas_and_teams_changes_nothing(order: list[int]) -> None:
    quotas = [
        {"family": family, "region": "r", "vcpu": 10 * number + 5, "since": since}
        for number, (family, since) in enumerate(
            [(f, s) for f in ("a", "b") for s in (None, "2026-12-01", "2026-12-06")]
        )
    ]
    slots = slots_of(calendar(), date(2026, 11, 26))
    shuffled = calendar(quotas=[quotas[place] for place in order])
    assert quota_rows(shuffled, slots, [], {}) == quota_rows(calendar(quotas=quotas), slots, [], {})
