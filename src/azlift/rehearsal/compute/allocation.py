"""Allocation: whether there is room for a machine where it is to run, and Azure's words when there is not.

It is decided when the operation begins and told at its end, as Azure does: at creation, at a change of size, and at
the start of a machine that was deallocated.
"""

from azlift.rehearsal.compute.quota import INSTANCE_TYPE, MACHINE_TYPE
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Seen
from azlift.rehearsal.records import Resource
from azlift.rehearsal.supply import CONSTRAINED, NO_ROOM, Room
from azlift.rehearsal.world import World

NOWHERE = ("", "deallocated")  # the powers of a machine that has no place on any host
CONSTRAINTS = {"availabilitySet": "Availability Set", "proximityPlacementGroup": "Proximity Placement Group"}


def allocation_error(world: World, machine: Seen, standing: Resource | None) -> Json | None:
    """The error at the end of an operation that wants a place for a machine; None when it has one or finds one."""
    size = size_name(machine)
    if standing is not None and is_allocated(standing) and size_name(standing).lower() == size.lower():
        return None
    return crowding_error(world, machine, machine.top.get("zones", []), size, more=1)


def crowding_error(world: World, machine: Seen, zones: list[str], size: str, *, more: int) -> Json | None:
    """The error where so many more machines of a size find no place; `machine` is who asks, and is not counted."""
    for room in world.supply.rooms:
        holds = room.holds(machine.location or "", zones, size)
        if holds and _taken(world, room, but=machine) + more > room.machines:
            return _no_room(machine, zonal=bool(zones))
    return None


def _taken(world: World, room: Room, *, but: Seen) -> int:
    """How many other machines have a place in a room."""
    keys = world.index.of_type(MACHINE_TYPE) | world.index.of_type(INSTANCE_TYPE)
    machines = (world.resources[key] for key in keys if key != key_of(str(but.id)))
    return sum(
        is_allocated(each) and room.holds(each.location or "", zones_of(each), size_name(each)) for each in machines
    )


def zones_of(machine: Resource) -> list[str]:
    """The zone of a machine; that of a scale set's instance is the set's choice and shown beside its answer."""
    zones: list[str] = machine.top.get("zones") or machine.inside.get("shown", {}).get("zones", [])
    return zones


def is_allocated(machine: Resource) -> bool:
    """Whether a machine has a place on a host: not one that was deallocated or never got one."""
    return (machine.inside.get("power") or "") not in NOWHERE


def size_name(machine: Seen) -> str:
    name: str = machine.properties["hardwareProfile"]["vmSize"]
    return name


def _no_room(machine: Seen, *, zonal: bool) -> Json:
    """Azure's code: zonal or not; overconstrained where more than size and zone narrows the choice of a host."""
    named = [words for member, words in CONSTRAINTS.items() if machine.properties.get(member)]
    if not named:
        code = "ZonalAllocationFailed" if zonal else "AllocationFailed"
        return {"code": code, "message": NO_ROOM[code]}
    constraints = sorted([*named, "VM Size", *(["Availability Zone"] if zonal else [])])
    listed = "".join(f"\n  - {each}" for each in constraints)
    code = "OverconstrainedZonalAllocationRequest" if zonal else "OverconstrainedAllocationRequest"
    return {"code": code, "message": f"{CONSTRAINED}{listed}\n"}


def allocation_ended(world: World, machine: Resource, error: Json | None) -> None:
    """A machine that found no place has no power."""
    if error is not None and error["code"] in NO_ROOM:
        machine.inside = {**machine.inside, "power": ""}
