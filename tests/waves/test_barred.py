"""Pins, exclusions, sizes not sold and a full subscription: each bars windows, and a plan that breaks it is told."""

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from small_estates import estate, machine, workload_id

from azlift.model import Calendar, Limits, Placement, Price, Workload, WorkloadId
from azlift.waves import Conditions, Draft, draft_plan, problem_of, solved
from azlift.waves.breaches import judge_slots
from azlift.waves.calendar import slots_of
from azlift.waves.problem import Ints
from azlift.waves.timetable import Timetable

DAY = date(2026, 11, 26)
SATURDAYS = ("2026-11-28T2200Z", "2026-12-05T2200Z", "2026-12-12T2200Z", "2026-12-19T2200Z")


def calendar(**said: Any) -> Calendar:
    return Calendar.model_validate({"horizon_weeks": 4, **said})


def vm(number: int = 1, **facts: Any) -> Workload:
    return machine(number).model_copy(update=facts)


def open_to(made: Calendar, *workloads: Workload, placements: dict[WorkloadId, Placement] | None = None) -> list[str]:
    """The slots, found both ways."""
    table = Timetable(made, slots_of(made, DAY), placements or {})
    granted = [slot.id for slot, hours in zip(table.slots, table.opened(workloads), strict=True) if hours]
    assert tuple(granted) == table.allowed(workloads).slots
    return granted


def refusals(made: Calendar, slot: str, *workloads: Workload) -> list[tuple[str, str]]:
    refused = Timetable(made, slots_of(made, DAY)).allowed(workloads).refused
    return [(one.kind, one.fact) for one in refused.get(slot, ())]


# -- pins and exclusions ------------------------------------------------------------------------------------------


def test_a_pin_leaves_the_windows_that_begin_on_its_days() -> None:
    made = calendar(pins=[{"days": ["2026-12-05", "2026-12-18/2026-12-20"], "applications": ["bill*"]}])
    assert open_to(made, vm(application="Billing")) == [SATURDAYS[1], SATURDAYS[3]]
    assert open_to(made, vm(application="CRM")) == list(SATURDAYS)
    assert refusals(made, SATURDAYS[0], vm(application="Billing")) == [
        ("pin", "asked for: only in windows of 2026-12-05, 2026-12-18/2026-12-20 (UTC)")
    ]


def test_a_pin_by_the_id_of_a_window_and_by_a_machines_name() -> None:
    made = calendar(pins=[{"windows": [SATURDAYS[2]], "machines": ["vm7"], "reason": "the auditor is there"}])
    assert open_to(made, vm(7)) == [SATURDAYS[2]]
    assert open_to(made, vm(7), vm(8)) == [SATURDAYS[2]]
    assert open_to(made, vm(8)) == list(SATURDAYS)


def test_an_exclusion_keeps_out_of_a_window_and_says_why() -> None:
    made = calendar(exclusions=[{"days": ["2026-12-12"], "owners": ["Team A"], "reason": "their own release"}])
    assert open_to(made, vm(owner="Team A")) == [SATURDAYS[0], SATURDAYS[1], SATURDAYS[3]]
    ((kind, fact),) = refusals(made, SATURDAYS[2], vm(owner="Team A"))
    assert (kind, fact) == ("exclusion", "their own release: not in windows of 2026-12-12 (UTC)")


def test_the_day_on_which_a_window_begins_is_the_sites_own() -> None:
    """22:00 on Saturday in UTC is Sunday morning in Tokyo."""
    made = calendar(
        local_times=[{"sites": ["osaka"], "time_zone": "Asia/Tokyo"}],
        pins=[{"days": ["2026-12-06"], "sites": ["osaka"]}],
    )
    assert open_to(made, vm(datacenter="osaka")) == [SATURDAYS[1]]


def test_pins_that_disagree_leave_nothing() -> None:
    pins = [{"days": ["2026-12-05"], "machines": ["vm1"]}, {"days": ["2026-12-12"], "machines": ["vm2"]}]
    assert open_to(calendar(pins=pins), vm(1), vm(2)) == []


# -- what Azure sells and holds -----------------------------------------------------------------------------------


def placed(number: int, size: str = "Standard_D4s_v5", zones: tuple[str, ...] = ("1", "2")) -> Placement:
    price = Price(amount_per_month=Decimal(1), seen_on="2026-11-01", source="test")
    return Placement(
        workload=workload_id(number),
        size=size,
        family="standardDSv5Family",
        vcpu=4,
        memory_gib=Decimal(16),
        region="westeurope",
        zones=zones,
        generation="V2",
        disks=(),
        compute=price,
        storage=price,
        why="",
        runner_up=None,
    )


@pytest.mark.parametrize(
    ("entry", "open_slots"),
    [
        ({"sizes": ["Standard_D4s*"]}, []),
        ({"sizes": ["standarddsv5family"], "until": "2026-12-05"}, [2, 3]),
        ({"sizes": ["Standard_D4s_v5"], "since": "2026-12-05", "until": "2026-12-12"}, [0, 3]),
        ({"sizes": ["Standard_D4s_v5"], "regions": ["northeurope"]}, [0, 1, 2, 3]),
        ({"sizes": ["Standard_E*"]}, [0, 1, 2, 3]),
        ({"sizes": ["Standard_D4s_v5"], "zones": ["2"]}, []),
        ({"sizes": ["Standard_D4s_v5"], "zones": ["3"]}, [0, 1, 2, 3]),
    ],
)
def test_a_size_that_is_not_sold_bars_its_windows(entry: dict[str, Any], open_slots: list[int]) -> None:
    made = calendar(unavailable=[entry])
    found = open_to(made, vm(1), placements={workload_id(1): placed(1)})
    assert found == [SATURDAYS[number] for number in open_slots]


def test_a_zone_counts_only_where_all_sizes_of_a_group_share_it() -> None:
    made = calendar(unavailable=[{"sizes": ["*"], "zones": ["2"]}])
    both = {workload_id(1): placed(1), workload_id(2): placed(2, zones=("1",))}
    assert open_to(made, vm(1), vm(2), placements=both) == list(SATURDAYS)
    assert open_to(made, vm(1), placements=both) == []


def test_no_more_windows_are_used_than_the_subscription_takes_resource_groups() -> None:
    made = calendar(subscription={"resource_groups": 2})
    assert open_to(made, vm(1)) == list(SATURDAYS[:2])
    ((kind, fact),) = refusals(made, SATURDAYS[2], vm(1))
    assert kind == "resource-groups"
    assert "2 more resource groups" in fact


# -- in a plan ----------------------------------------------------------------------------------------------------


def drafted(made: Calendar, count: int = 3) -> Draft:
    limits = Limits(pilot_machines=0, machines_per_wave=10)
    placements = {workload_id(number): placed(number) for number in range(count)}
    machines = [machine(number, f"app{number}") for number in range(count)]
    return draft_plan(estate(machines), Conditions(limits, DAY, made, placements=placements))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"pins": [{"days": ["2026-12-12"], "applications": ["app0"]}]}, "only in windows"),
        ({"exclusions": [{"windows": [SATURDAYS[0]], "applications": ["app0"]}]}, "not in windows"),
        ({"unavailable": [{"sizes": ["*D4s*"], "until": "2026-11-30", "reason": "sold out"}]}, "sold out"),
    ],
)
def test_the_plan_keeps_it_and_a_plan_that_does_not_is_told(said: dict[str, Any], kind: str) -> None:
    draft = drafted(calendar(**said))
    problem = problem_of(draft)
    slots = solved(draft, problem).plan
    assert [finding.code for finding in judge_slots(draft, problem, slots, numbers(draft, slots))] == []
    broken: Ints = np.zeros_like(slots)
    told = list(judge_slots(draft, problem, broken, numbers(draft, broken)))
    assert {finding.code for finding in told} == {"window-refused"}
    assert all(kind in finding.evidence for finding in told)


def numbers(draft: Draft, slots: Ints) -> dict[str, int]:
    return {group.id: int(slot) + 1 for group, slot in zip(draft.frame.groups, slots, strict=True)}
