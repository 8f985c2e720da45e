"""What may be bought: the placements there are, and what each region sells in their stead."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from azlift.catalog import read_catalogue
from azlift.errors import SettingsError
from azlift.model import Catalogue, Estate, Placement, Roster, SizingRules, Trace, Workload, WorkloadId
from azlift.sizing import Floor, Shelf, extra_of, floor_of, size_called
from azlift.venue import Venue
from azlift.waves import Taken


class Families(NamedTuple):
    """In lower case: those of which the cheapest is wanted each, and those not to be had."""

    apart: frozenset[str]
    closed: frozenset[str]


@dataclass(frozen=True, eq=False)
class Shop:
    """`catalogue_of` tells what another region sells, and raises SettingsError for one that nobody knows."""

    placements: Mapping[WorkloadId, Placement]
    home: Catalogue
    catalogue_of: Callable[[str], Catalogue]
    disk_sku: str
    rules: SizingRules
    read_traces: Callable[[], Mapping[WorkloadId, Trace]]
    _shelves: dict[str, Shelf | None] = field(default_factory=dict)

    @cached_property
    def traces(self) -> Mapping[WorkloadId, Trace]:
        """Read at first use: a large estate's take seconds."""
        return self.read_traces()

    @cached_property
    def quota_of(self) -> Mapping[str, int]:
        """What each size of the home region takes of its family's quota."""
        return {size.name: size.vcpu_quota for size in self.home.sizes}

    def taken(self) -> dict[WorkloadId, Taken]:
        """What each placement takes of which family's quota."""
        return {id_: self.takes(placement) for id_, placement in self.placements.items()}

    def takes(self, placement: Placement) -> Taken:
        return (placement.family, placement.region), self._vcpu(placement)

    def _vcpu(self, placement: Placement) -> int:
        if placement.region == self.home.region:
            return self.quota_of[placement.size]
        return size_called(placement.size, self.catalogue_of(placement.region)).vcpu_quota

    def shelf(self, region: str) -> Shelf | None:
        """What a region sells; None where no catalogue knows it, or no price of its disks."""
        if region not in self._shelves:
            self._shelves[region] = self._opened(region)
        return self._shelves[region]

    def _opened(self, region: str) -> Shelf | None:
        if region == self.home.region:
            return Shelf(self.home, self.disk_sku, self.rules)
        try:
            catalogue = self.catalogue_of(region)
        except SettingsError:
            return None
        priced = any(tier.sku == self.disk_sku for tier in catalogue.disk_tiers)
        return Shelf(catalogue, self.disk_sku, self.rules) if priced else None

    def stand_ins(
        self, workload: Workload, region: str, zone: str, families: Families, dearer_at_most: float | None
    ) -> Iterator[tuple[Placement, Decimal]]:
        """What may stand in for a workload's placement in a region, and its extra cost; not the placement itself."""
        first, trace, shelf = self.placements[workload.id], self.traces.get(workload.id), self.shelf(region)
        if shelf is None:
            return
        for placement in shelf.stand_ins(workload, self._floor(workload, zone), trace, *families):
            extra = extra_of(placement, first)
            same = (placement.size, placement.region) == (first.size, first.region)
            dear = dearer_at_most is not None and extra > first.cost_per_month * Decimal(dearer_at_most)
            if not same and not dear:
                yield placement, extra

    def _floor(self, workload: Workload, zone: str) -> Floor:
        placement = self.placements[workload.id]
        return floor_of(workload, placement, self.home, self.rules, self.traces.get(workload.id), zone)


def _traces(estate: Estate, venue: Venue) -> Mapping[WorkloadId, Trace]:
    from azlift.estate import surveyed_traces  # the readers of inventories: most shops need none of them

    return surveyed_traces(venue.workspace, estate)


def open_shop(roster: Roster, estate: Estate, venue: Venue) -> Shop:
    """What was placed of a surveyed estate, and what may stand in for it, here and elsewhere."""
    settings = venue.settings
    return Shop(
        placements=roster.by_workload,
        home=venue.catalogue,
        catalogue_of=lambda region: read_catalogue(region, venue.workspace),
        disk_sku=settings.disk_sku,
        rules=settings.sizing,
        read_traces=lambda: _traces(estate, venue),
    )
