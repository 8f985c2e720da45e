"""What may stand in for a size there is not enough of: proven equal or better in all that was relied on, or not taken.

A stand-in is chosen as the placement was: the cheapest size of its family, and disks, that hold what the machine needs
or carry what it was measured to use at the same stated risk (`find_placement`). Of what that does not ask for, the
stand-in keeps what the first size had:
- accelerated networking, encryption at host, and a zone where the group lands in one;
- IOPS and MB/s as far as the machine's disks can use them, and Mbit/s, where nobody measured how much of it is used;
- vCPU as strong: by Azure's published scores where both sizes have one. Where one has none, by series: D and E of a
  version run on the same processors, B of version 2 on those of version 5 (MicrosoftDocs/azure-compute-docs
  articles/virtual-machines/sizes: dsv5-series-summary.md, esv5-series-summary.md, basv2-series-summary.md,
  bsv2-series-specs.md). azlift assumes that no later version is weaker, and that Intel and AMD of one version are
  equals; other series are not compared, and not taken.
What is not known proves nothing: a size without a figure stands in for none that has it.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from azlift.model import Catalogue, Placement, Size, SizingRules, Trace, Workload
from azlift.sizing.demand import read_demand
from azlift.sizing.families import is_burstable, is_candidate, series_of
from azlift.sizing.placement import find_placement

LATER_BY = {"D": 0, "E": 0, "B": 3}
"""Series whose versions count the same processors, one of them from another version on."""
UNRESERVABLE = frozenset({("M", 1)})
"""Azure reserves no capacity of these: capacity-reservation-overview.md (2026-02-17), of the series a machine may be
rehosted on."""


@dataclass(frozen=True, slots=True)
class Floor:
    """What a stand-in has at least, besides what its machine needs. `zone` is empty where the group lands in none."""

    size: Size
    zone: str
    disk_iops: float
    disk_mb_per_s: float
    network_mbit_per_s: float


def floor_of(
    workload: Workload,
    placement: Placement,
    catalogue: Catalogue,
    rules: SizingRules,
    trace: Trace | None = None,
    zone: str = "",
) -> Floor:
    """What was relied on in the size it has, beyond its needs; `catalogue` is the one it was placed by."""
    size = size_called(placement.size, catalogue)
    demand = read_demand(workload, rules, trace) if placement.basis == "performance" else None
    iops, mb_per_s = _of_disks(placement, catalogue)
    return Floor(
        size=size,
        zone=zone,
        disk_iops=0.0 if demand and demand.disk_iops is not None else min(float(size.uncached_iops or 0), iops),
        disk_mb_per_s=(
            0.0 if demand and demand.disk_mb_per_s is not None else min(float(size.uncached_mb_per_s or 0), mb_per_s)
        ),
        network_mbit_per_s=(
            0.0 if demand and demand.network_mbit_per_s is not None else float(size.network_mbit_per_s or 0)
        ),
    )


def size_called(name: str, catalogue: Catalogue) -> Size:
    """The size of that name. Raises KeyError where the catalogue has none."""
    for size in catalogue.sizes:
        if size.name == name:
            return size
    raise KeyError(name)


def _of_disks(placement: Placement, catalogue: Catalogue) -> tuple[float, float]:
    """IOPS and MB/s its disks have together; infinite where one's are not known."""
    tiers = {(tier.sku, tier.tier): (tier.iops, tier.mb_per_s) for tier in catalogue.disk_tiers}
    iops = mb_per_s = 0.0
    for disk in placement.disks:
        own = (disk.iops, disk.mb_per_s) if disk.bought_apart else tiers.get((disk.sku, disk.tier), (None, None))
        iops += math.inf if own[0] is None else own[0]
        mb_per_s += math.inf if own[1] is None else float(own[1])
    return iops, mb_per_s


def losses(size: Size, floor: Floor) -> list[str]:
    """Everything in which this size is worse than the floor, or not proven to be as good."""
    return _lost_limits(size, floor) + _lost_features(size, floor)


def _lost_limits(size: Size, floor: Floor) -> list[str]:
    lost = []
    if (size.uncached_iops or 0) < floor.disk_iops:
        lost.append("disk IOPS")
    if (size.uncached_mb_per_s or 0) < floor.disk_mb_per_s:
        lost.append("disk MB/s")
    if (size.network_mbit_per_s or 0) < floor.network_mbit_per_s:
        lost.append("network")
    return lost


def _lost_features(size: Size, floor: Floor) -> list[str]:
    first, lost = floor.size, []
    if not _as_strong(size, first):
        lost.append("strength of its vCPU")
    if first.accelerated_networking and not size.accelerated_networking:
        lost.append("accelerated networking")
    if first.encryption_at_host and not size.encryption_at_host:
        lost.append("encryption at host")
    if size.architecture != first.architecture:
        lost.append("architecture")
    if floor.zone and floor.zone not in size.zones:
        lost.append("zone")
    return lost


def _as_strong(size: Size, first: Size) -> bool:
    if size.family == first.family:
        return True
    if size.cpu_score is not None and first.cpu_score is not None:
        return size.cpu_score >= first.cpu_score
    one, other = series_of(size.name), series_of(first.name)
    if one is None or other is None:
        return False
    if one.letters == other.letters:
        return one.version >= other.version
    if not {one.letters, other.letters} <= LATER_BY.keys():
        return False
    return one.version + LATER_BY[one.letters] >= other.version + LATER_BY[other.letters]


def is_reservable(size_name: str) -> bool:
    """Whether Azure reserves capacity of this size."""
    series = series_of(size_name)
    return series is not None and tuple(series) not in UNRESERVABLE


class Shelf:
    """What a region sells that is no worse than a floor, family by family.

    Floors that leave the same sizes share one narrowed catalogue, so that equal needs are searched once.
    """

    def __init__(self, catalogue: Catalogue, disk_sku: str, rules: SizingRules) -> None:
        self.catalogue, self.disk_sku, self.rules = catalogue, disk_sku, rules
        self._sizes = [size for size in catalogue.sizes if is_candidate(size) or is_burstable(size)]
        self._equipped: dict[tuple[str, str], dict[str, list[Size]]] = {}
        self._narrowed: dict[tuple[bool, tuple[str, ...]], Catalogue] = {}

    def stand_ins(
        self,
        workload: Workload,
        floor: Floor,
        trace: Trace | None = None,
        apart: frozenset[str] = frozenset(),
        closed: frozenset[str] = frozenset(),
    ) -> Iterator[Placement]:
        """The cheapest that is proven: of each family that is `apart`, and of all others together.

        `closed` are families not to be had; families are given in lower case.
        """
        shelves: dict[str, list[Size]] = defaultdict(list)
        for family, sizes in self._by_family(floor).items():
            if family.casefold() not in closed:
                kept = [size for size in sizes if not _lost_limits(size, floor)]
                shelves[family if family.casefold() in apart else ""] += kept
        for kept in filter(None, shelves.values()):
            narrowed = self._only(kept, zonal=bool(floor.zone))
            placed = find_placement(workload, narrowed, self.disk_sku, self.rules, trace)
            if placed:
                yield placed.model_copy(update={"zones": (floor.zone,)}) if floor.zone else placed

    def _by_family(self, floor: Floor) -> dict[str, list[Size]]:
        """The sizes that lose no feature, in order of their families."""
        key = floor.size.name, floor.zone
        if key not in self._equipped:
            found: dict[str, list[Size]] = defaultdict(list)
            for size in self._sizes:
                if not _lost_features(size, floor):
                    found[size.family].append(size)
            self._equipped[key] = dict(sorted(found.items()))
        return self._equipped[key]

    def _only(self, sizes: list[Size], *, zonal: bool) -> Catalogue:
        """The catalogue of these sizes alone; without a zone none of the disks that need one."""
        key = zonal, tuple(size.name for size in sizes)
        if key not in self._narrowed:
            changed = {} if zonal else {"per_unit_disks": ()}
            self._narrowed[key] = self.catalogue.model_copy(update={"sizes": tuple(sizes), **changed})
        return self._narrowed[key]


def extra_of(placement: Placement, first: Placement) -> Decimal:
    """USD a month that it costs more than the first; below zero: less."""
    return placement.cost_per_month - first.cost_per_month
