"""Who a disk is attached to, and the state that gives it."""

from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.compute.allocation import is_allocated
from azlift.rehearsal.compute.answers import remember, show
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World


def owners_of(disk: Resource) -> list[str]:
    """The machines a disk is attached to; more than one only where it is shared."""
    owners: list[str] = disk.inside.get("owners", [])
    return owners


def attach(world: World, disk: Resource, machine: str) -> None:
    """Give a disk to a machine."""
    if key_of(machine) not in map(key_of, owners_of(disk)):
        _own(world, disk, [*owners_of(disk), machine])


def detach(world: World, disk: Resource, machine: str) -> None:
    """Take a disk from a machine."""
    _own(world, disk, [each for each in owners_of(disk) if key_of(each) != key_of(machine)])


def _own(world: World, disk: Resource, owners: list[str]) -> None:
    shared = disk.properties.get("maxShares", 1) > 1
    remember(world, disk, owners=owners)
    show(world, disk, managedBy=next(iter(owners), None), managedByExtended=owners if shared and owners else None)
    share: Json = {"shareInfo": [{"vmUri": each} for each in owners]} if shared else {}
    disk.properties = {**disk.properties, **share, "LastOwnershipUpdateTime": iso_time(world.instant)}
    settle_state(world, disk)


def settle_state(world: World, disk: Resource) -> None:
    """Give a disk the state its owners give it; one under a SAS keeps its own."""
    if not disk.inside.get("access"):
        disk.properties = {**disk.properties, "diskState": free_state(world, disk)}
    world.keep(disk)


def free_state(world: World, disk: Resource) -> str:
    """The state of a disk without a SAS: Attached, Reserved (its machine is deallocated), Frozen (hibernated),
    Unattached."""
    owners = [world.find(each) for each in owners_of(disk)]
    standing = [each for each in owners if each is not None]
    if not standing:
        return "Attached" if owners else "Unattached"
    if any(map(is_allocated, standing)):
        return "Attached"
    return "Frozen" if any(each.inside.get("hibernated") for each in standing) else "Reserved"


def running_owner(world: World, disk: Resource) -> str | None:
    """A machine that holds a disk allocated, or None."""
    for owner in owners_of(disk):
        machine = world.find(owner)
        if machine is not None and is_allocated(machine):
            return owner
    return None
