"""The joint choice against brute force over every size and every disk, and the words it gives for itself."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measured import PREMIUM_V2, catalogue, demand, disk, series, tier, undelivered

from azlift.catalog import read_catalogue
from azlift.model import Burst, Catalogue, Disk, DiskTier, Size, SizingRules, Workload
from azlift.sizing.choice import shortfalls
from azlift.sizing.demand import Demand, Load
from azlift.sizing.disk_plans import buy_per_unit
from azlift.sizing.joint import Combination, choose_jointly, columns, level, short_of
from azlift.sizing.market import Known
from azlift.sizing.needs import Needs

PLAIN = Needs(vcpu=2, memory_mib=8192, data_disks=0, nics=1, generations=("V1",), premium=True, windows=False)
SECONDS = 300


# -- brute force -------------------------------------------------------------------------------------------------------


def _missed_by_size(size: Size, asked: Demand) -> set[int]:
    missed: set[int] = set()
    if asked.vcpu is not None:
        if size.burst:
            base = float(size.burst.baseline_percent) / 100
            worth = base * 3600 / float(size.burst.credits_per_hour)
            full, start = (float(c) * worth for c in (size.burst.credits_at_most, size.burst.credits_at_start))
            missed |= undelivered(asked.vcpu.tolist(), base, size.vcpu, full, start, SECONDS)
        else:
            missed |= {i for i, v in enumerate(asked.vcpu) if v > size.vcpu}
    if asked.memory_mib is not None:
        missed |= {i for i, v in enumerate(asked.memory_mib) if v > int(size.memory_gib * 1024)}
    if asked.network_mbit_per_s is not None:
        missed |= {i for i, v in enumerate(asked.network_mbit_per_s) if v > (size.network_mbit_per_s or 0)}
    for values, base_io, burst_io in (
        (asked.disk_iops, size.uncached_iops, size.burst_iops),
        (asked.disk_mb_per_s, size.uncached_mb_per_s, size.burst_mb_per_s),
    ):
        if values is not None:
            missed |= _missed_io(values.tolist(), base_io, burst_io)
    return missed


def _missed_io(values: list[float], base: Any, burst: Any) -> set[int]:
    """A base that is not known is none, whatever the burst."""
    base, most = float(base or 0), float(max(base, burst or 0)) if base else 0.0
    full = (most - base) * 1800
    return undelivered(values, base, most, full, full, SECONDS)


def _disk_choices(placed: Disk, load: Load, offered: Catalogue, size: Size) -> Iterator[tuple[Decimal, set[int]]]:
    gib = max(1, -(-placed.capacity_mib // 1024))
    for t in offered.disk_tiers:
        if t.capacity_gib < gib or t.sku == "Standard_LRS" or (t.sku.startswith("Premium") and not size.premium_io):
            continue
        missed: set[int] = set()
        if load.iops is not None:
            missed |= _missed_io(load.iops.tolist(), t.iops, t.burst_iops)
        if load.mb_per_s is not None:
            missed |= _missed_io(load.mb_per_s.tolist(), t.mb_per_s, t.burst_mb_per_s)
        yield t.cost_per_month, missed
    if size.premium_io and size.zones and not placed.os_disk:
        for kind in offered.per_unit_disks:
            iops = max(load.iops) if load.iops is not None else 0.0
            mb_per_s = max(load.mb_per_s) if load.mb_per_s is not None else 0.0
            bought = buy_per_unit(kind, gib, iops, mb_per_s)
            if bought:
                yield bought[3], set()


def _cheapest_by_brute_force(machine: Workload, asked: Demand, offered: Catalogue) -> Decimal | None:
    costs: list[Decimal] = []
    for size in offered.sizes:
        if size.max_data_disks < len(machine.disks) - 1 or "V1" not in size.generations or size.linux_per_hour is None:
            continue
        by_size = _missed_by_size(size, asked)
        choices = [_disk_choices(d, load, offered, size) for d, load in zip(machine.disks, asked.loads, strict=True)]
        costs += [
            size.linux_per_hour * 730 + sum(cost for cost, _ in picked)
            for picked in product(*choices)
            if len(by_size.union(*(missed for _, missed in picked))) <= asked.allowed
        ]
    return min(costs, default=None)


def rarely_none(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 9).flatmap(lambda n: values if n else st.none())


@st.composite
def sizes(draw: st.DrawFn, number: int) -> Size:
    vcpu = draw(st.integers(2, 8))
    burstable = draw(st.booleans())
    iops = draw(rarely_none(st.integers(200, 2000)))
    mb_per_s = draw(rarely_none(st.integers(40, 300)))
    burst = Burst(
        baseline_percent=Decimal(draw(st.integers(10, 100 * vcpu))),
        credits_per_hour=Decimal(draw(st.integers(1, 60))),
        credits_at_most=Decimal(draw(st.integers(1, 60))),
        credits_at_start=Decimal(0),
    )
    return Size(
        name=f"Standard_B{number}s_v2" if burstable else f"Standard_D{number}s_v5",
        family="family",
        vcpu=vcpu,
        vcpu_quota=vcpu,
        memory_gib=Decimal(draw(st.integers(2, 8))),
        max_data_disks=draw(st.integers(1, 8)),
        max_nics=2,
        architecture="x64",
        generations=draw(st.sampled_from([("V1",), ("V1", "V2"), ("V1", "V2"), ("V2",)])),
        premium_io=draw(st.sampled_from([True, True, False])),
        zones=draw(st.sampled_from([(), ("1",)])),
        linux_per_hour=draw(rarely_none(st.integers(1, 40).map(lambda cents: Decimal(cents) / 100))),
        windows_per_hour=None,
        uncached_iops=iops,
        uncached_mb_per_s=None if mb_per_s is None else Decimal(mb_per_s),
        burst_iops=draw(st.one_of(st.none(), st.integers(200, 3000))),
        burst_mb_per_s=draw(st.one_of(st.none(), st.integers(5, 300).map(Decimal))),
        network_mbit_per_s=draw(rarely_none(st.integers(60, 120))),
        burst=burst if burstable else None,
    )


@st.composite
def tiers(draw: st.DrawFn, number: int) -> DiskTier:
    return tier(
        draw(st.sampled_from(["Premium_LRS", "StandardSSD_LRS"])),
        f"T{number}",
        2**number * 32,
        str(draw(st.integers(1, 60))),
        draw(rarely_none(st.integers(50, 600))),
        draw(rarely_none(st.integers(5, 100))),
        burst_iops=draw(st.one_of(st.none(), st.integers(50, 900))),
        burst_mb_per_s=draw(st.one_of(st.none(), st.integers(5, 200).map(Decimal))),
    )


@st.composite
def problems(draw: st.DrawFn) -> tuple[tuple[Disk, ...], Demand, Catalogue]:
    length = draw(st.integers(2, 7))

    def values(most: int) -> st.SearchStrategy[Any]:
        return st.one_of(
            st.none(), st.lists(st.integers(0, most), min_size=length, max_size=length).map(lambda v: series(*v))
        )

    count = draw(st.integers(1, 3))
    loads = tuple(
        Load(series(*draw(st.lists(st.integers(0, 350), min_size=length, max_size=length))), draw(values(50)))
        for _ in range(count)
    )
    disks = tuple(disk(draw(st.integers(1, 64)), key=f"d{n}", os_disk=n == 0) for n in range(count))
    asked = demand(
        interval_seconds=SECONDS,
        allowed=draw(st.integers(0, 3)),
        loads=loads,
        vcpu=draw(values(4)),
        memory_mib=draw(values(4500)),
        disk_iops=np.sum([load.iops for load in loads], axis=0),
        disk_mb_per_s=draw(values(120)),
        network_mbit_per_s=draw(values(70)),
    )
    offered = catalogue(
        *(draw(sizes(n)) for n in range(1, draw(st.integers(4, 6)))),
        tiers=[
            *(draw(tiers(n)) for n in range(1, draw(st.integers(3, 6)))),
            tier("Premium_LRS", "P80", 32767, "99", None, None),
        ],
        per_unit=[PREMIUM_V2] if draw(st.booleans()) else [],
    )
    return disks, asked, offered


@settings(max_examples=150, deadline=None)
@given(problem=problems())
def test_no_combination_of_size_and_disks_that_keeps_the_promise_is_cheaper(
    machine: Callable[..., Workload], problem: tuple[tuple[Disk, ...], Demand, Catalogue]
) -> None:
    disks, asked, offered = problem
    workload = machine(disks=disks)
    configured = Needs(0, 0, len(disks) - 1, 1, ("V1",), True, False)
    found = choose_jointly(workload, asked, configured, Known(offered), "Premium_LRS")
    cost = found and found.offer.per_hour * 730 + sum((d.cost_per_month for d in found.disks), Decimal(0))
    assert cost == _cheapest_by_brute_force(workload, asked, offered)
    if found:
        assert found.risk * asked.intervals <= asked.allowed + 1e-9


@given(
    vcpu=st.floats(0, 130),
    memory_mib=st.integers(0, 4_000_000),
    data_disks=st.integers(0, 64),
    nics=st.integers(1, 8),
    generations=st.sampled_from([("V1",), ("V2",), ("V1", "V2")]),
    disk_iops=st.sampled_from([0.0, 1.0]),
    cpu_score=st.sampled_from([None, 180.0]),
)
def test_the_table_of_shortfalls_says_of_each_size_what_the_walk_over_sizes_says(**asked: Any) -> None:
    known, needed = Known(read_catalogue("westeurope")), Needs(premium=False, windows=False, **asked)
    table = columns(known, windows=False, burstable=False)
    counted = short_of(table, needed).sum(axis=0).tolist()
    assert counted == [len(shortfalls(offer, needed)) for offer in table.offers]


# -- the facts it weighs -----------------------------------------------------------------------------------------------


def _choose(workload: Workload, asked: Demand, offered: Catalogue, rules: SizingRules | None = None) -> Combination:
    found = choose_jointly(workload, asked, PLAIN, Known(offered, rules), "Premium_LRS")
    assert found is not None
    return found


def test_excesses_at_different_moments_add_up_and_at_the_same_moment_do_not(
    machine: Callable[..., Workload], make_size: Callable[..., Size]
) -> None:
    offered = catalogue(
        make_size("Standard_D2s_v5", vcpu=2, memory_gib=Decimal(4)),
        make_size("Standard_D4s_v5", vcpu=4, memory_gib=Decimal(8), linux_per_hour=Decimal("0.2")),
    )
    together = demand(allowed=1, vcpu=series(1, 1, 3), memory_mib=series(1, 1, 5000))
    apart = demand(allowed=1, vcpu=series(1, 1, 3), memory_mib=series(1, 5000, 1))
    assert _choose(machine(), together, offered).offer.size.name == "Standard_D2s_v5"
    found = _choose(machine(), apart, offered)
    assert found.offer.size.name == "Standard_D4s_v5"
    assert (
        found.decided_by
        == "its demand at the same time decided (Standard_D2s_v5 at 73.00 USD falls short of nothing else)"
    )
    assert found.runner_up is not None
    assert found.runner_up.reason == (
        "73.00 USD a month, but its limits are exceeded in 66.67% of the intervals, 33.33% are allowed"
    )


def _burstable(make_size: Callable[..., Size], **changes: Any) -> Size:
    """Standard_B2s_v2 as Azure documents it: 40 % of two vCPU, 48 credits an hour, 1,152 at most, 60 to start with."""
    burst = Burst(
        baseline_percent=Decimal(80),
        credits_per_hour=Decimal(48),
        credits_at_most=Decimal(1152),
        credits_at_start=Decimal(60),
    )
    return make_size("Standard_B2s_v2", burst=burst, linux_per_hour=Decimal("0.05"), **changes)


def test_a_burstable_size_is_taken_only_where_its_credits_last(
    machine: Callable[..., Workload], make_size: Callable[..., Size]
) -> None:
    offered = catalogue(_burstable(make_size), make_size("Standard_D2s_v5"))
    quiet = demand(vcpu=np.concatenate([np.full(200, 0.2), np.full(24, 2.0)]))
    busy = demand(vcpu=np.full(224, 1.2))
    assert _choose(machine(), quiet, offered).offer.size.name == "Standard_B2s_v2"
    found = _choose(machine(), busy, offered)
    assert found.offer.size.name == "Standard_D2s_v5"
    assert found.runner_up is not None
    assert "its credits run out" in found.runner_up.reason
    assert found.decided_by.startswith("its use of CPU credits decided (Standard_B2s_v2 at 36.50 USD")


def test_without_a_series_no_burstable_size_and_no_credits_of_disks_are_counted_on(
    machine: Callable[..., Workload], make_size: Callable[..., Size]
) -> None:
    offered = catalogue(_burstable(make_size, uncached_iops=3750), make_size("Standard_D2s_v5", uncached_iops=3750))
    table = demand(interval_seconds=0, vcpu=series(0.1), disk_iops=series(550), loads=[Load(iops=series(550))])
    found = _choose(machine(), table, offered)
    assert found.offer.size.name == "Standard_D2s_v5"
    assert [d.tier for d in found.disks] == ["P30"]


def test_a_disk_bursts_as_long_as_its_credits_last(
    machine: Callable[..., Workload], make_size: Callable[..., Size]
) -> None:
    """A P6 earns 240 a second: it takes 24,450 s, 82 intervals, to fill up for half an hour at 3,500."""
    offered = catalogue(make_size("Standard_D2s_v5", uncached_iops=6400))
    half_an_hour, an_hour = series(*[0] * 82, *[3500] * 6), series(*[0] * 164, *[3500] * 12)
    too_often = series(*[0] * 80, *[3500] * 6)
    for load, expected in ((half_an_hour, "P6"), (an_hour, "P30"), (too_often, "P10")):
        found = _choose(machine(), demand(disk_iops=load, loads=[Load(iops=load)]), offered)
        assert [d.tier for d in found.disks] == [expected]


def test_a_disk_grows_to_where_its_tier_begins(
    machine: Callable[..., Workload], make_size: Callable[..., Size]
) -> None:
    offered = catalogue(make_size("Standard_D2s_v5", uncached_iops=6400))
    load = np.full(48, 4000.0)
    (placed,) = _choose(machine(), demand(disk_iops=load, loads=[Load(iops=load)]), offered).disks
    assert (placed.tier, placed.capacity_gib) == ("P30", 129)


def test_a_cheaper_size_whose_disks_cost_more_is_not_taken(
    machine: Callable[..., Workload], make_size: Callable[..., Size]
) -> None:
    """The size without premium disks is 36.50 cheaper, the Standard SSD for this load 280 dearer than the premium."""
    plain = make_size("Standard_D2_v5", premium_io=False, uncached_iops=6400)
    premium = make_size("Standard_D2s_v5", uncached_iops=6400, linux_per_hour=Decimal("0.15"))
    load = np.full(48, 1500.0)
    found = _choose(machine(), demand(disk_iops=load, loads=[Load(iops=load)]), catalogue(plain, premium))
    assert (found.offer.size.name, found.disks[0].tier) == ("Standard_D2s_v5", "P30")
    assert found.runner_up is not None
    assert found.runner_up.reason == "73.00 USD a month, but the disks on it cost 400.00 USD instead of 120.00"
    assert found.decided_by.startswith("its disks, which cost more on it, decided (Standard_D2_v5 at 73.00 USD")


def test_a_data_disk_is_bought_per_unit_where_that_is_cheaper_and_an_os_disk_never(
    machine: Callable[..., Workload], make_size: Callable[..., Size]
) -> None:
    offered = catalogue(make_size("Standard_D2s_v5", uncached_iops=20_000), per_unit=[PREMIUM_V2])
    load = Load(iops=np.full(48, 4000.0))
    disks = (disk(64, os_disk=True), disk(64, key="d1"))
    found = _choose(machine(disks=disks), demand(loads=[load, load], disk_iops=np.full(48, 8000.0)), offered)
    assert [(d.sku, d.tier, d.iops) for d in found.disks] == [("Premium_LRS", "P30", None), ("PremiumV2_LRS", "", 4000)]


def test_a_size_whose_limits_are_not_known_carries_no_measured_demand(
    machine: Callable[..., Workload], make_size: Callable[..., Size]
) -> None:
    unknown = make_size("Standard_D2s_v4", linux_per_hour=Decimal("0.05"))
    known = make_size("Standard_D2s_v5", uncached_iops=3750)
    load = np.full(48, 100.0)
    found = _choose(machine(), demand(disk_iops=load, loads=[Load(iops=load)]), catalogue(unknown, known))
    assert found.offer.size.name == "Standard_D2s_v5"
    assert found.runner_up is not None
    assert "how many IOPS on its disks it carries is not known" in found.runner_up.reason
    idle = _choose(machine(), demand(vcpu=series(1, 1)), catalogue(unknown, known))
    assert idle.offer.size.name == "Standard_D2s_v4"


def test_licences_per_core_make_a_constrained_size_pay(
    machine: Callable[..., Workload], make_size: Callable[..., Size]
) -> None:
    full = make_size("Standard_E8s_v5", vcpu=8, vcpu_quota=8, linux_per_hour=Decimal("0.5"))
    constrained = make_size("Standard_E8-2s_v5", vcpu=2, vcpu_quota=8, linux_per_hour=Decimal("0.51"))
    asked = demand(vcpu=series(1.5, 1.5))
    assert _choose(machine(), asked, catalogue(full, constrained)).offer.size.name == "Standard_E8s_v5"
    licensed = SizingRules(licence_per_core_month=Decimal(200))
    assert _choose(machine(), asked, catalogue(full, constrained), licensed).offer.size.name == "Standard_E8-2s_v5"


def test_a_vcpu_counts_by_its_strength_where_both_are_published(
    machine: Callable[..., Workload], make_size: Callable[..., Size]
) -> None:
    """What took 1.9 vCPU of 260 units takes 3.1 of 160; of a source that nobody scored, 1.9."""
    weak = make_size("Standard_D2s_v3", cpu_score=Decimal(160), linux_per_hour=Decimal("0.05"))
    strong = make_size("Standard_D2s_v4", cpu_score=Decimal(260))
    asked = demand(vcpu=series(1.9, 1.9))
    scored = _choose(machine(processor="AMD EPYC 7452 32-Core Processor"), asked, catalogue(weak, strong))
    assert scored.offer.size.name == "Standard_D2s_v4"
    assert scored.runner_up is not None
    assert scored.runner_up.reason == ("36.50 USD a month, but 2 vCPU, each worth 0.62 of the source's, 1.9 are needed")
    assert _choose(machine(), asked, catalogue(weak, strong)).offer.size.name == "Standard_D2s_v3"


def test_the_need_that_decided_and_the_nearest_cheaper_size_are_named(
    machine: Callable[..., Workload], make_size: Callable[..., Size]
) -> None:
    small = make_size("Standard_D2s_v5", memory_gib=Decimal(4))
    large = make_size("Standard_D4s_v5", vcpu=4, linux_per_hour=Decimal("0.2"))
    found = _choose(machine(), demand(memory_mib=series(5000, 5000)), catalogue(small, large))
    assert found.decided_by == "its memory decided (Standard_D2s_v5 at 73.00 USD falls short of nothing else)"
    assert found.runner_up is not None
    assert found.runner_up.reason == "73.00 USD a month, but 4,096 MiB memory, 5,000 are needed"


@pytest.mark.parametrize(("allowed", "expected"), [(0, 9.0), (1, 8.0), (4, 5.0)])
def test_the_level_is_exceeded_in_as_many_intervals_as_are_allowed(allowed: int, expected: float) -> None:
    values = series(*range(10))
    assert level(values, allowed) == expected
    assert np.count_nonzero(values > expected) == allowed


def test_what_was_not_measured_is_as_configured(
    machine: Callable[..., Workload], make_size: Callable[..., Size]
) -> None:
    offered = catalogue(make_size("Standard_D2s_v5"), make_size("Standard_D4s_v5", vcpu=4, linux_per_hour=Decimal(1)))
    found = _choose(machine(), demand(vcpu=series(0.5, 0.5)), offered)
    assert (found.needs.vcpu, found.needs.memory_mib) == (0.5, 8192)
    assert [d.tier for d in found.disks] == ["P6"]
