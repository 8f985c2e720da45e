"""What stands in is equal or better in all that was relied on."""

import math
import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from busy_databases import busy_database, busy_trace
from estates import machine
from scarce import westeurope

from azlift.model import Catalogue, Disk, Firmware, Nic, OsFamily, Placement, Size, SizingRules, Trace, Workload
from azlift.sizing import choose_placement
from azlift.sizing.demand import read_demand
from azlift.sizing.fallbacks import Floor, Shelf, extra_of, floor_of, is_reservable, losses, size_called
from azlift.sizing.joint import Search
from azlift.sizing.market import Known
from azlift.sizing.needs import needs

RULES = SizingRules()
FIRST: dict[str, Any] = {
    "uncached_iops": 6400,
    "uncached_mb_per_s": Decimal(145),
    "network_mbit_per_s": 12500,
    "accelerated_networking": True,
    "encryption_at_host": True,
}


def placed(workload: Workload, trace: Trace | None = None) -> Placement:
    found = choose_placement(workload, westeurope(), "Premium_LRS", RULES, trace)
    assert isinstance(found, Placement)
    return found


def any_machine(seed: int) -> Workload:
    rng = random.Random(seed)
    disks = tuple(
        Disk(key=str(n), label=f"disk {n}", capacity_mib=rng.choice((30, 120, 500, 1500)) * 1024, os_disk=n == 0)
        for n in range(rng.randint(1, 6))
    )
    vcpu = rng.choice((1, 2, 4, 6, 16, 40))
    return machine(
        f"m{seed}",
        vcpu=vcpu,
        memory_mib=vcpu * rng.choice((1024, 4096, 9000)),
        disks=disks,
        nics=tuple(Nic(label=f"nic {n}", network="net") for n in range(rng.randint(1, 3))),
        firmware=rng.choice(list(Firmware)),
        os_family=rng.choice((OsFamily.LINUX, OsFamily.WINDOWS)),
    )


def carried(size: Size, workload: Workload, found: Placement) -> tuple[float, float]:
    """The IOPS and MB/s that come through the size to the machine's disks."""
    tiers = {(tier.sku, tier.tier): tier for tier in westeurope().disk_tiers}
    own = [tiers[disk.sku, disk.tier] for disk in found.disks]
    assert len(own) == len(workload.disks)
    iops = sum(math.inf if tier.iops is None else tier.iops for tier in own)
    mb_per_s = sum(math.inf if tier.mb_per_s is None else float(tier.mb_per_s) for tier in own)
    return min(float(size.uncached_iops or 0), iops), min(float(size.uncached_mb_per_s or 0), mb_per_s)


@pytest.mark.parametrize("seed", range(25))
def test_what_stands_in_is_worse_in_no_limit(seed: int) -> None:
    workload = any_machine(seed)
    first, catalogue = placed(workload), westeurope()
    was, zone = size_called(first.size, catalogue), first.zones[0] if first.zones else ""
    apart = frozenset(size.family.casefold() for size in catalogue.sizes)
    floor = floor_of(workload, first, catalogue, RULES, zone=zone)
    found = list(Shelf(catalogue, "Premium_LRS", RULES).stand_ins(workload, floor, apart=apart))
    assert first.size in [one.size for one in found], "what was placed is as good as itself"
    for one in found:
        size = size_called(one.size, catalogue)
        assert size.vcpu >= (workload.vcpu or 0)
        assert size.memory_gib * 1024 >= (workload.memory_mib or 0)
        assert size.max_data_disks >= len(workload.disks) - 1
        assert size.max_nics >= len(workload.nics)
        assert first.generation in size.generations
        assert size.premium_io
        assert size.architecture == was.architecture
        assert size.accelerated_networking or not was.accelerated_networking
        assert size.encryption_at_host or not was.encryption_at_host
        assert carried(size, workload, one)[0] >= carried(was, workload, first)[0]
        assert carried(size, workload, one)[1] >= carried(was, workload, first)[1]
        assert (size.network_mbit_per_s or 0) >= (was.network_mbit_per_s or 0)
        assert size.cpu_score is None or was.cpu_score is None or size.cpu_score >= was.cpu_score
        assert one.zones == ((zone,) if zone else size.zones)
        assert not zone or zone in size.zones
        assert extra_of(one, first) >= 0, "the first is the cheapest"


def test_what_was_measured_is_carried_at_the_same_risk() -> None:
    busy, trace = busy_database("db01"), busy_trace()
    first, catalogue = placed(busy, trace), westeurope()
    floor = floor_of(busy, first, catalogue, RULES, trace, zone=first.zones[0])
    apart = frozenset(size.family.casefold() for size in catalogue.sizes)
    found = list(Shelf(catalogue, "Premium_LRS", RULES).stand_ins(busy, floor, trace, apart=apart))
    assert len({one.family for one in found}) > 3
    demand, configured = read_demand(busy, RULES, trace), needs(busy, "Premium_LRS")
    assert demand
    assert configured
    for one in found:
        assert one.basis == "performance"
        assert one.risk is not None
        assert one.risk <= RULES.risk
        alone = catalogue.model_copy(update={"sizes": (size_called(one.size, catalogue),)})
        judged = Search(busy, demand, configured, Known(alone, RULES), "Premium_LRS").run()
        assert judged is not None
        assert judged.risk == one.risk


def test_families_that_are_not_apart_are_searched_together_for_the_cheapest() -> None:
    workload = machine("m", vcpu=4, memory_mib=16384)
    shelf, first = Shelf(westeurope(), "Premium_LRS", RULES), placed(workload)
    floor = floor_of(workload, first, westeurope(), RULES)
    families = frozenset(size.family.casefold() for size in westeurope().sizes)
    each = list(shelf.stand_ins(workload, floor, apart=families))
    (one,) = shelf.stand_ins(workload, floor)
    assert one.cost_per_month == min(found.cost_per_month for found in each)
    cheapest = one.family.casefold()
    (other,) = shelf.stand_ins(workload, floor, closed=frozenset({cheapest}))
    assert other.cost_per_month == min(f.cost_per_month for f in each if f.family.casefold() != cheapest)


def test_without_a_zone_no_disk_is_taken_that_needs_one() -> None:
    busy, trace = busy_database("db01"), busy_trace()
    first = placed(busy, trace)
    assert first.needs_zone
    floor = floor_of(busy, first, westeurope(), RULES, trace)
    found = list(Shelf(westeurope(), "Premium_LRS", RULES).stand_ins(busy, floor, trace))
    assert found
    assert not any(one.needs_zone for one in found)


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({}, []),
        ({"uncached_iops": 6399}, ["disk IOPS"]),
        ({"uncached_iops": None}, ["disk IOPS"]),
        ({"uncached_mb_per_s": Decimal(144)}, ["disk MB/s"]),
        ({"network_mbit_per_s": None}, ["network"]),
        ({"accelerated_networking": False}, ["accelerated networking"]),
        ({"accelerated_networking": None}, ["accelerated networking"]),
        ({"encryption_at_host": False}, ["encryption at host"]),
        ({"architecture": "Arm64"}, ["architecture"]),
        ({"zones": ("2", "3")}, ["zone"]),
    ],
)
def test_each_loss_is_found_and_what_is_not_known_proves_nothing(
    make_size: Callable[..., Size], changes: dict[str, Any], lost: list[str]
) -> None:
    first = make_size(**FIRST)
    other = make_size(**{**FIRST, **changes}, name="Standard_D2ds_v5", family="standardDDSv5Family")
    assert losses(other, Floor(first, "1", 6400.0, 145.0, 12500.0)) == lost


@pytest.mark.parametrize(
    ("name", "score", "first", "first_score", "strong"),
    [
        ("Standard_D2s_v4", 195, "Standard_D2s_v3", 160, True),
        ("Standard_D2s_v3", 160, "Standard_D2s_v4", 195, False),
        ("Standard_E2s_v5", None, "Standard_D2s_v5", None, True),
        ("Standard_D2s_v4", 195, "Standard_D2s_v5", None, False),
        ("Standard_D2s_v5", None, "Standard_D2s_v4", 195, True),
        ("Standard_B2s_v2", None, "Standard_D2s_v5", None, True),
        ("Standard_D2s_v5", None, "Standard_B2s_v2", None, True),
        ("Standard_D2s_v4", 195, "Standard_B2s_v2", None, False),
        ("Standard_M8ms", None, "Standard_D2s_v5", None, False),
        ("Standard_L8s_v3", None, "Standard_D2s_v3", 160, False),
        ("odd", None, "Standard_D2s_v5", None, False),
    ],
)
def test_vcpu_are_as_strong_by_published_scores_or_else_by_series(
    make_size: Callable[..., Size], name: str, score: int | None, first: str, first_score: int | None, strong: bool
) -> None:
    was = make_size(name=first, family="one", cpu_score=first_score)
    other = make_size(name=name, family="other", cpu_score=score)
    assert losses(other, Floor(was, "", 0, 0, 0)) == ([] if strong else ["strength of its vCPU"])


def test_azure_reserves_no_capacity_of_the_first_m_series() -> None:
    assert is_reservable("Standard_D2s_v5")
    assert not is_reservable("Standard_M8ms")
    assert not is_reservable("odd")


def test_a_size_nobody_sells_is_an_error_with_its_name(make_catalogue: Callable[..., Catalogue]) -> None:
    with pytest.raises(KeyError, match="Standard_X1"):
        size_called("Standard_X1", make_catalogue())
