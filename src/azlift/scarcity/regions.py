"""Groups that may land in another region: only where the calendar allows it and the latency they bear is known.

A group goes as a whole, as it is landed by one deployment into one network; a wave lands in one region.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice

from azlift.model import GroupId, Placement, Workload
from azlift.scarcity.scene import Scene
from azlift.scarcity.ways import CHANGE, Away, cents
from azlift.scarcity.zones import Seat
from azlift.sizing import Option


def find_aways(scene: Scene, seats: Mapping[GroupId, Seat]) -> list[Away]:
    """Of each group that quota or a zone concerns, the ways it may go as a whole."""
    found: list[Away] = []
    for group, members in scene.groups:
        if not scene.is_begun(group.id) and _concerned(members, seats[group.id], scene):
            for region in allowed_regions(members, scene):
                found += _aways(members, region, bool(seats[group.id].zone), scene.slot_of[group.id], scene)
    return found


def _concerned(members: tuple[Workload, ...], seat: Seat, scene: Scene) -> bool:
    rows = {scene.row_of(scene.shop.placements[machine.id]) for machine in members}
    return bool(seat.stuck or rows & scene.short)


def allowed_regions(members: tuple[Workload, ...], scene: Scene) -> list[str]:
    """The regions that are near enough for every machine of a group, in order of their names."""
    near = [
        {
            entry.region.casefold()
            for entry in scene.rules.regions
            if entry.covers(machine) and entry.round_trip_ms <= _borne_ms(machine, scene)
        }
        for machine in members
    ]
    return sorted(set.intersection(*near) - {scene.shop.home.region}) if near else []


def _borne_ms(machine: Workload, scene: Scene) -> float:
    """The shortest of the round trips given for it; below zero where none is, which nothing is within."""
    given = [need.round_trip_ms for need in scene.rules.latency_needs if need.covers(machine)]
    return min(given, default=-1.0)


def _aways(members: tuple[Workload, ...], region: str, zonal: bool, slot: int, scene: Scene) -> Iterator[Away]:
    """The cheapest at all, and the cheapest without families whose quota the calendar gives: that may not suffice.

    In the first zone that has something for every machine, where the group lands in one.
    """
    for shut in dict.fromkeys((frozenset[str](), scene.given(region))):
        found = (_together(members, region, zone, slot, shut, scene) for zone in _zones(region, zonal, scene))
        yield from islice(filter(None, found), 1)


def _zones(region: str, zonal: bool, scene: Scene) -> list[str]:
    shelf = scene.shop.shelf(region)
    if shelf is None:
        return []
    return sorted({zone for size in shelf.catalogue.sizes for zone in size.zones}) if zonal else [""]


def _together(
    members: tuple[Workload, ...], region: str, zone: str, slot: int, shut: frozenset[str], scene: Scene
) -> Away | None:
    placements: list[Placement] = []
    total = Decimal(0)
    for machine in members:
        best = scene.cheapest(machine, region, zone, slot, shut)
        if best is None:
            return None
        placements.append(best[0])
        total += best[1]
    takes = tuple(take for placement in placements for take in scene.take(placement, slot))
    option = Option(takes, cost=cents(total) + CHANGE * len(members))
    return Away(tuple(machine.id for machine in members), tuple(placements), option)
