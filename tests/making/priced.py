"""Estates with prices: what the business case is made of."""

from decimal import Decimal
from typing import Any

from estates import estate, machine

from azlift.model import (
    Disk,
    Estate,
    Finding,
    Limits,
    MoveGroup,
    Placement,
    Price,
    Roster,
    Route,
    Severity,
    Unplaceable,
    Wave,
    WavePlan,
)


def server(name: str, **changed: Any) -> Any:
    """2 vCPU, 100 GiB of disk."""
    disks = (Disk(key="1", label="Hard disk 1", capacity_mib=102_400, os_disk=True),)
    return machine(name, **{"disks": disks, **changed})


def placement(workload: Any, per_month: str) -> Placement:
    amount = Decimal(per_month)
    seen = {"seen_on": "2026-08-22", "source": "a price list"}
    return Placement(
        workload=workload.id,
        size="Standard_D2s_v5",
        family="standardDSv5Family",
        vcpu=2,
        memory_gib=Decimal(8),
        region="testland",
        zones=(),
        generation="V1",
        disks=(),
        compute=Price(amount_per_month=amount, **seen),
        storage=Price(amount_per_month=Decimal(0), **seen),
        why="it is the only one",
        runner_up=None,
    )


def staying(workload: Any, route: Route, why: str = "it cannot") -> Unplaceable:
    finding = Finding(code="x", severity=Severity.BLOCKING, message=why, workload=workload.id)
    return Unplaceable(workload=workload.id, route=route, findings=(finding,))


def roster(placements: list[Placement], stays: list[Unplaceable]) -> Roster:
    return Roster(basis="", placements=tuple(placements), unplaceable=tuple(stays), names={})


def plan_of(*waves: list[Any]) -> WavePlan:
    """One group per machine; the machines of each list are one wave."""
    groups = [MoveGroup(id=w.name, workloads=(w.id,), because="") for wave in waves for w in wave]
    return WavePlan(
        limits=Limits(),
        groups=tuple(groups),
        waves=tuple(
            Wave(id=f"wave-{n:02}", number=n, pilot=False, groups=tuple(w.name for w in wave), why="")
            for n, wave in enumerate(waves, 1)
        ),
        staying=(),
    )


def small_estate() -> tuple[Estate, Roster, WavePlan]:
    """Two that move (40 and 60 USD), one retired, one that cannot move, one a person keeps."""
    one, two, old, stuck, kept = (
        server("one", datacenter="west", host="h1"),
        server("two", datacenter="west", host="h1"),
        server("old", datacenter="west", host="h2"),
        server("stuck", datacenter="east", host="h3"),
        server("kept", datacenter="east", host="h3", route=Route.RETAIN),
    )
    stays = [staying(old, Route.RETIRE), staying(stuck, Route.RETAIN), staying(kept, Route.RETAIN)]
    prices = [placement(one, "40"), placement(two, "60")]
    return estate(one, two, old, stuck, kept), roster(prices, stays), plan_of([one], [two])
