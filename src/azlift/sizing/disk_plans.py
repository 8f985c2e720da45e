"""Which managed disks carry what a machine's disks were measured to do, and the cheapest set of them together.

A set of intervals is an integer, one bit each: the union of what several choices do not deliver is their `|`.
Considered are the tiers of the locally redundant Premium and Standard SSDs, and kinds bought per unit (Premium SSD v2)
for data disks; of those, what the peak needs. A disk nobody measured gets the tier of its capacity in the configured
SKU. Standard HDDs are left out: as OS disks they retire on 2028-09-08 (MicrosoftDocs/azure-compute-docs
articles/virtual-machines/disks-types.md, 2026-08-11).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from heapq import merge

import numpy as np
from numpy.typing import NDArray

from azlift.model import Catalogue, Disk, DiskTier, PerUnitDisk, PlacedDisk
from azlift.sizing.banks import Bank, Series, io_bank, plain_bank, unmet
from azlift.sizing.demand import Load
from azlift.sizing.disks import disk_gib
from azlift.sizing.market import Known

MEASURED_SKUS = ("Premium_LRS", "StandardSSD_LRS")
WAYS_AT_MOST = 4096
"""So that a machine of 60 disks, each short at moments of its own, is planned in seconds."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A tier with its credits; a disk is billed as it from `least_gib` on."""

    tier: DiskTier
    least_gib: int
    iops: Bank
    mb_per_s: Bank


@lru_cache(maxsize=16)
def ladder(known: Known) -> tuple[Rung, ...]:
    """Every tier, cheapest first; of equal cost by SKU and name."""
    rungs = []
    for sku in {tier.sku for tier in known.catalogue.disk_tiers}:
        least = 1
        for tier in sorted((t for t in known.catalogue.disk_tiers if t.sku == sku), key=lambda t: t.capacity_gib):
            rungs.append(_rung(tier, least, known.unknown))
            least = tier.capacity_gib + 1
    return tuple(sorted(rungs, key=lambda rung: (rung.tier.cost_per_month, rung.tier.sku, rung.tier.tier)))


def _rung(tier: DiskTier, least_gib: int, unknown: float) -> Rung:
    iops = io_bank(tier.iops, tier.burst_iops, unknown)
    return Rung(tier, least_gib, iops, io_bank(tier.mb_per_s, tier.burst_mb_per_s, unknown))


@dataclass(frozen=True, slots=True)
class Carrier:
    """What a size lets be attached: `premium` disks, and, if it is sold in zones, kinds that need one.

    Source for the zone: MicrosoftDocs/azure-docs includes/disks-prem-v2-limitations.md (2023-11-02).
    """

    premium: bool
    zonal: bool


EVERY_DISK = Carrier(premium=True, zonal=True)


@dataclass(frozen=True, slots=True)
class Option:
    """A managed disk one may take, and the intervals in which it does not deliver."""

    disk: PlacedDisk
    unmet: int


@dataclass(frozen=True, slots=True)
class DiskPlan:
    disks: tuple[PlacedDisk, ...]
    cost_per_month: Decimal
    unmet: int
    exhaustive: bool
    """Whether every combination was weighed."""


Ways = dict[int, tuple[Decimal, tuple[PlacedDisk, ...]]]
"""The cheapest disks that miss exactly these intervals."""


def as_bits(intervals: NDArray[np.bool_]) -> int:
    """A set of intervals as an integer."""
    return int.from_bytes(np.packbits(intervals).tobytes(), "big") if intervals.any() else 0


def disk_options(
    disk: Disk, load: Load, known: Known, carrier: Carrier, interval_seconds: int, largest_os_disk_gib: int
) -> list[Option]:
    """What could be taken for a measured disk, cheapest first: no option costs more than another and delivers less."""
    kept: list[Option] = []
    most_gib = largest_os_disk_gib if disk.os_disk else None
    for placed, iops, mb_per_s in _in_order(disk, load, known, carrier):
        if most_gib and placed.capacity_gib > most_gib:
            continue
        missed = _missed(load.iops, iops, interval_seconds) | _missed(load.mb_per_s, mb_per_s, interval_seconds)
        if any(cheaper.unmet & missed == cheaper.unmet for cheaper in kept):
            continue
        kept.append(Option(placed, missed))
        if not missed:
            break
    return kept


def _missed(demand: Series | None, bank: Bank, interval_seconds: int) -> int:
    return 0 if demand is None else as_bits(unmet(demand, bank, interval_seconds))


Priced = tuple[PlacedDisk, Bank, Bank]


def _in_order(disk: Disk, load: Load, known: Known, carrier: Carrier) -> Iterator[Priced]:
    """Everything that holds the disk's capacity, cheapest first."""
    gib = disk_gib(disk)
    per_unit = [] if disk.os_disk or carrier != EVERY_DISK else _per_unit(disk, load, known.catalogue)
    tiers = (
        (placed_in(rung, disk), rung.iops, rung.mb_per_s)
        for rung in ladder(known)
        if rung.tier.capacity_gib >= gib
        and rung.tier.sku in MEASURED_SKUS
        and (carrier.premium or not rung.tier.sku.startswith("Premium"))
    )
    return merge(tiers, sorted(per_unit, key=_cost), key=_cost)


def _cost(priced: Priced) -> Decimal:
    return priced[0].cost_per_month


def placed_in(rung: Rung, disk: Disk) -> PlacedDisk:
    """The disk in this tier, grown to where it begins."""
    return PlacedDisk(
        key=disk.key,
        sku=rung.tier.sku,
        tier=rung.tier.tier,
        capacity_gib=max(disk_gib(disk), rung.least_gib),
        os_disk=disk.os_disk,
        cost_per_month=rung.tier.cost_per_month,
    )


def _per_unit(disk: Disk, load: Load, catalogue: Catalogue) -> list[Priced]:
    found: list[Priced] = []
    for kind in catalogue.per_unit_disks:
        bought = buy_per_unit(kind, disk_gib(disk), _peak(load.iops), _peak(load.mb_per_s))
        if bought:
            gib, iops, mb_per_s, cost = bought
            placed = PlacedDisk(
                key=disk.key,
                sku=kind.sku,
                tier="",
                capacity_gib=gib,
                os_disk=False,
                cost_per_month=cost,
                iops=iops,
                mb_per_s=mb_per_s,
            )
            found.append((placed, plain_bank(iops), plain_bank(mb_per_s)))
    return found


def buy_per_unit(kind: PerUnitDisk, gib: int, iops: float, mb_per_s: float) -> tuple[int, int, int, Decimal] | None:
    """The least GiB, IOPS and MB/s of this kind that carry a demand, with their price a month; None beyond its limits.

    MB/s need IOPS, and IOPS need GiB. Source: MicrosoftDocs/azure-compute-docs
    articles/virtual-machines/disks-types.md (2026-08-11).
    """
    throughput = max(kind.free_mb_per_s, int(np.ceil(mb_per_s)))
    operations = max(kind.free_iops, int(np.ceil(iops)), int(np.ceil(throughput / float(kind.mb_per_s_per_iops))))
    for_iops = kind.gib_with_free_iops + -(-(operations - kind.free_iops) // kind.iops_per_gib)
    capacity = max(gib, kind.least_gib, for_iops if operations > kind.free_iops else 0)
    if capacity > kind.most_gib or operations > kind.most_iops or throughput > kind.most_mb_per_s:
        return None
    cost = (
        kind.per_gib * capacity
        + kind.per_iops * (operations - kind.free_iops)
        + kind.per_mb_per_s * (throughput - kind.free_mb_per_s)
    )
    return capacity, operations, throughput, cost


def _peak(demand: Series | None) -> float:
    return 0.0 if demand is None else float(np.nanmax(demand))


def cheapest_together(choices: Sequence[Sequence[Option]], taken: int, allowed: int) -> DiskPlan | None:
    """The cheapest option for each disk, so that with the intervals `taken` at most `allowed` are not delivered.

    Exact, and `exhaustive`, unless there are more than `WAYS_AT_MOST` sets of intervals to choose from: it keeps the
    cheapest way to each, disk by disk. None: no combination does it.
    """
    if taken.bit_count() > allowed:
        return None
    ways: Ways = {taken: (Decimal(0), ())}
    exhaustive = True
    for options in choices:
        ways = _worth_keeping(_longer(ways, options, allowed), taken)
        if len(ways) > WAYS_AT_MOST:
            ways, exhaustive = _fewest(ways), False
    if not ways:
        return None
    missed, (cost, disks) = min(ways.items(), key=lambda way: (way[1][0], way[0].bit_count()))
    return DiskPlan(disks, cost, missed, exhaustive)


def _longer(ways: Ways, options: Sequence[Option], allowed: int) -> Ways:
    """Each way with each option of one disk more, where that is still allowed."""
    longer: Ways = {}
    for missed, (cost, disks) in ways.items():
        for option in options:
            union = missed | option.unmet
            if union.bit_count() <= allowed:
                way = (cost + option.disk.cost_per_month, (*disks, option.disk))
                if union not in longer or way[0] < longer[union][0]:
                    longer[union] = way
    return longer


def _worth_keeping(ways: Ways, taken: int) -> Ways:
    """Without those that cost as much as the way that misses nothing more."""
    if taken not in ways:
        return ways
    best = ways[taken][0]
    return {missed: way for missed, way in ways.items() if missed == taken or way[0] < best}


def _fewest(ways: Ways) -> Ways:
    """The cheapest, and the one that misses least: it has the most left for the disks to come."""
    least = min(ways, key=int.bit_count)
    kept = dict(sorted(ways.items(), key=lambda way: way[1][0])[:WAYS_AT_MOST])
    return {**kept, least: ways[least]}
