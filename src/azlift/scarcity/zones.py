"""In which zone each group lands, where the one it would land in is closed to a family of it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from azlift.model import GroupId, MoveGroup, Placement, Workload, WorkloadId, shared_zones
from azlift.rendering import choose_zone
from azlift.scarcity.scene import Scene


class Seat(NamedTuple):
    """`zone` is where the group lands, empty for none; `was` where it would have.

    `moved` land there with the size they have; `stuck` are those whose size no zone gives that the group shares: they
    need another size in `zone`, or capacity that is reserved.
    """

    zone: str
    was: str
    moved: tuple[WorkloadId, ...] = ()
    stuck: tuple[WorkloadId, ...] = ()


def seats(scene: Scene) -> dict[GroupId, Seat]:
    return {group.id: _seat(group, members, scene) for group, members in scene.groups}


def _seat(group: MoveGroup, members: Sequence[Workload], scene: Scene) -> Seat:
    placed = {machine.id: scene.shop.placements[machine.id] for machine in members}
    zone, slot = choose_zone(group, placed) or "", scene.slot_of[group.id]
    closed = {id_: scene.closed_zones(placement, slot) for id_, placement in placed.items()}
    hit = tuple(id_ for id_ in placed if zone in closed[id_])
    if not zone or not hit or scene.is_begun(group.id):
        return Seat(zone, zone)
    open_there = {id_: without(placement, closed[id_]) for id_, placement in placed.items()}
    other = choose_zone(group, open_there)
    if other:
        return Seat(other, zone, moved=hit)
    return Seat(_zone_for_others(hit, open_there, members, scene, slot) or zone, zone, stuck=hit)


def without(placement: Placement, closed: frozenset[str]) -> Placement:
    """The placement as if its size were not sold in these zones."""
    left = tuple(zone for zone in placement.zones if zone not in closed)
    return placement.model_copy(update={"zones": left})


def _zone_for_others(
    hit: tuple[WorkloadId, ...],
    placed: Mapping[WorkloadId, Placement],
    members: Sequence[Workload],
    scene: Scene,
    slot: int,
) -> str:
    """The first zone the others share in which something stands in for each that is hit; empty: there is none."""
    others = [placement for id_, placement in placed.items() if id_ not in hit]
    home = scene.shop.home
    zones = shared_zones(others) if others else sorted({zone for size in home.sizes for zone in size.zones})
    machines = [machine for machine in members if machine.id in hit]
    for zone in zones:
        if all(any(True for _ in scene.stand_ins(machine, zone, slot)) for machine in machines):
            return zone
    return ""
