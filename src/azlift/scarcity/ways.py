"""The ways each machine can be placed when quota is short: as it was, later, by a stand-in, or on what is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from azlift.model import GroupId, Placement, Workload, WorkloadId
from azlift.scarcity.scene import Scene
from azlift.scarcity.zones import Seat
from azlift.sizing import Joint, Option, Unit, choose_shares

CENTS = 100
CHANGE = 1
"""Cents for every machine that lands otherwise than it was placed: of equal prices, the fewest change."""


class State(Enum):
    AS_PLACED = "as placed"
    LATER = "later, when there is quota"
    STANDS_IN = "another placement"
    RESERVED = "as placed, in a zone that must be reserved"
    GRANTED = "as placed, on quota that must be granted"


class Way(NamedTuple):
    """`placement` is what stands in, where something does."""

    state: State
    option: Option
    placement: Placement | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """A group as a whole in another region."""

    machines: tuple[WorkloadId, ...]
    placements: tuple[Placement, ...]
    option: Option


class Own(NamedTuple):
    machine: WorkloadId
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """Machines of a unit have the same options, which may be of different placements."""

    units: tuple[tuple[Own, ...], ...]
    aways: tuple[Away, ...]

    def choose(self, supply: NDArray[np.float64]) -> tuple[dict[WorkloadId, Way], list[Away]]:
        """The best way of each machine that stays in its region, and the groups that do not."""
        place = {unit[0].machine: number for number, unit in enumerate(self.units) if len(unit) == 1}
        joints = [Joint(tuple(place[machine] for machine in away.machines), away.option) for away in self.aways]
        units = [Unit(len(unit), tuple(way.option for way in unit[0].ways)) for unit in self.units]
        shares = choose_shares(units, joints, supply)
        found = dict(
            pair for unit, counts in zip(self.units, shares.units, strict=True) for pair in _deal(unit, counts)
        )
        return found, [away for away, taken in zip(self.aways, shares.joints, strict=True) if taken]


def _deal(unit: Sequence[Own], counts: Sequence[int]) -> Iterator[tuple[WorkloadId, Way]]:
    """The first of a unit take its first options, which are the surest; a machine whose group goes away takes none."""
    places = [place for place, count in enumerate(counts) for _ in range(count)]
    for own, place in zip(unit, places, strict=False):
        yield own.machine, own.ways[place]


def find_ways(scene: Scene, seats: Mapping[GroupId, Seat], aways: Sequence[Away]) -> Ways:
    """The ways of each machine, those who move first first: of equals, they keep what is sure.

    One that may go away with its group is a unit of its own.
    """
    covered = {machine for away in aways for machine in away.machines}
    units: dict[tuple[object, ...], list[Own]] = {}
    for group, members in sorted(scene.groups, key=lambda one: (scene.slot_of[one[0].id], one[0].id)):
        for machine in members:
            own = Own(machine.id, tuple(_ways(machine, group.id, seats[group.id], scene)))
            key = (machine.id,) if machine.id in covered else tuple(way.option for way in own.ways)
            units.setdefault(key, []).append(own)
    return Ways(tuple(map(tuple, units.values())), tuple(aways))


def _ways(machine: Workload, group: GroupId, seat: Seat, scene: Scene) -> Iterator[Way]:
    placed, slot = scene.shop.placements[machine.id], scene.slot_of[group]
    stuck = machine.id in seat.stuck
    taken, (_, vcpu) = scene.take(placed, slot), scene.shop.takes(placed)
    if not stuck:
        yield Way(State.AS_PLACED, Option(taken))
    if not stuck and not (scene.short & {take.row for take in taken}):
        return
    if not scene.is_begun(group):
        yield from _stand_ins(machine, slot, seat.zone, scene)
    if stuck:
        yield Way(State.RESERVED, Option(taken, beyond=vcpu))
        yield Way(State.GRANTED, Option((), beyond=2 * vcpu))
    else:
        later = scene.take(placed, scene.last_slot[group])
        if later != taken:
            yield Way(State.LATER, Option(later, late=vcpu))
        yield Way(State.GRANTED, Option((), beyond=vcpu))


def _stand_ins(machine: Workload, slot: int, zone: str, scene: Scene) -> Iterator[Way]:
    """Cheapest first."""
    for placement, extra in sorted(scene.stand_ins(machine, zone, slot), key=lambda one: (one[1], one[0].size)):
        yield Way(State.STANDS_IN, Option(scene.take(placement, slot), cost=cents(extra) + CHANGE), placement)


def cents(extra: Decimal) -> int:
    """What it costs more, in whole cents; nothing where it costs less: a lower price alone moves no machine."""
    return max(0, round(extra * CENTS))
