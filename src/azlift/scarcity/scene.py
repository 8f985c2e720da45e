"""The plan as it is wanted: in which slot each group would move were there vCPU enough, and what quotas give then."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from azlift.model import ClosedZones, GroupId, MoveGroup, Placement, Scarcity, Slot, Workload
from azlift.scarcity.shop import Families, Shop
from azlift.sizing import Take
from azlift.waves import Draft, QuotaRow, Taken, quota_rows


@dataclass(frozen=True, eq=False)
class Scene:
    """`slot_of[g]` is the place of the slot group g wants. Times are the stretches in which no quota changes."""

    draft: Draft
    shop: Shop
    rows: tuple[QuotaRow, ...]
    slot_of: Mapping[GroupId, int]

    @property
    def slots(self) -> tuple[Slot, ...]:
        return self.draft.frame.slots

    @property
    def rules(self) -> Scarcity:
        return self.draft.frame.calendar.scarcity

    @cached_property
    def groups(self) -> tuple[tuple[MoveGroup, tuple[Workload, ...]], ...]:
        """Each group with those of its machines that were placed."""
        placed = self.shop.placements
        frame = self.draft.frame
        return tuple(
            (group, tuple(machine for machine in members if machine.id in placed))
            for group, members in zip(frame.groups, frame.members, strict=True)
        )

    def is_begun(self, group: GroupId) -> bool:
        """Whether its wave is under way: what it lands by is settled."""
        return group in self.draft.settled

    @cached_property
    def last_slot(self) -> Mapping[GroupId, int]:
        """The last slot each group may move in."""
        granted = self.draft.frame.granted
        return {group.id: int(np.flatnonzero(may)[-1]) for (group, _), may in zip(self.groups, granted, strict=True)}

    @cached_property
    def times(self) -> tuple[int, ...]:
        """The time of each slot."""
        supply = self._supply
        changes = (supply[:, 1:] != supply[:, :-1]).any(axis=0) if len(self.rows) else np.zeros(len(self.slots) - 1)
        return (0, *np.cumsum(changes).astype(int).tolist())

    @cached_property
    def supply(self) -> NDArray[np.float64]:
        """By row and time, vCPU."""
        return self._supply[:, [self.times.index(time) for time in range(self.times[-1] + 1)]]

    @property
    def _supply(self) -> NDArray[np.float64]:
        return np.array([row.supply for row in self.rows], np.float64).reshape(len(self.rows), len(self.slots))

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], int]:
        return {(row.family, row.region): place for place, row in enumerate(self.rows)}

    def row_of(self, placement: Placement) -> int | None:
        """The quota row it draws on; None where the calendar says nothing of its family."""
        return self._places.get((placement.family.casefold(), placement.region.casefold()))

    def take(self, placement: Placement, slot: int) -> tuple[Take, ...]:
        row = self.row_of(placement)
        return () if row is None else (Take(row, self.times[slot], self.shop.takes(placement)[1]),)

    @cached_property
    def wanted(self) -> NDArray[np.float64]:
        """By row and time, the vCPU that all who move by then take as they were placed."""
        wanted = np.zeros(self.supply.shape)
        for group, members in self.groups:
            for machine in members:
                for take in self.take(self.shop.placements[machine.id], self.slot_of[group.id]):
                    wanted[take.row, take.since :] += take.vcpu
        return wanted

    @cached_property
    def short(self) -> frozenset[int]:
        """The rows of which more is wanted by some time than there is."""
        return frozenset(np.flatnonzero((self.wanted > self.supply).any(axis=1)).tolist())

    def closed_zones(self, placement: Placement, slot: int) -> frozenset[str]:
        """The zones in which its family is not to be had on the day of the slot."""
        family = placement.family.casefold()
        return frozenset(
            zone
            for entry in self._closed(placement.region, slot)
            if entry.family.casefold() == family
            for zone in entry.zones
        )

    def stand_ins(self, machine: Workload, zone: str, slot: int) -> Iterator[tuple[Placement, Decimal]]:
        """What may stand in for a machine in its region, and its extra cost: the cheapest of each family with a quota,
        and of all others."""
        region = self.shop.home.region
        families = Families(self.given(region), self._shut(region, zone, slot))
        return self.shop.stand_ins(machine, region, zone, families, self.rules.dearer_at_most)

    def cheapest(
        self, machine: Workload, region: str, zone: str, slot: int, shut: frozenset[str]
    ) -> tuple[Placement, Decimal] | None:
        """The cheapest that may stand in for a machine in a region, without the families that are `shut`."""
        families = Families(frozenset(), shut | self._shut(region, zone, slot))
        return next(self.shop.stand_ins(machine, region, zone, families, self.rules.dearer_at_most), None)

    def given(self, region: str) -> frozenset[str]:
        """The families of which the calendar gives a quota."""
        return frozenset(row.family for row in self.rows if row.region == region.casefold())

    def _shut(self, region: str, zone: str, slot: int) -> frozenset[str]:
        return frozenset(entry.family.casefold() for entry in self._closed(region, slot) if zone in entry.zones)

    def _closed(self, region: str, slot: int) -> Iterator[ClosedZones]:
        day = self.slots[slot].start.date()
        for entry in self.rules.closed_zones:
            if entry.region.casefold() == region.casefold() and (entry.until is None or day <= entry.until):
                yield entry


def rows_of(draft: Draft) -> tuple[QuotaRow, ...]:
    """The quotas by slot, without what anybody takes of them."""
    return quota_rows(draft.frame.calendar, draft.frame.slots, (), draft.conditions.in_use)


def is_ample(rows: Sequence[QuotaRow], taken: Iterable[Taken]) -> bool:
    """Whether every quota gives at any time what all machines together take of it."""
    total: dict[tuple[str, str], int] = {}
    for (family, region), vcpu in taken:
        key = family.casefold(), region.casefold()
        total[key] = total.get(key, 0) + vcpu
    return all(total.get((row.family, row.region), 0) <= min(row.supply, default=0.0) for row in rows)
