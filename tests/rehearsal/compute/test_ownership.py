"""Who a disk is attached to."""

from tests.rehearsal.compute.conftest import COMPUTE, VM, act, body, ident
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.compute.ownership import attach, detach, free_state, is_allocated, owners_of, running_owner


def test_owners_come_and_go_and_give_the_disk_its_state(ready: Desk) -> None:
    ready.put(VM, body(ready))
    world, machine = ready.world, ident(ready, VM)
    disk = world.resources[ident(ready, f"{COMPUTE}/disks/data1").lower()]
    attach(world, disk, machine)
    attach(world, disk, machine.upper())
    assert (owners_of(disk), running_owner(world, disk), free_state(world, disk)) == ([machine], machine, "Attached")
    act(ready, f"{VM}/deallocate")
    assert (running_owner(world, disk), free_state(world, disk)) == (None, "Reserved")
    assert not is_allocated(world.resources[machine.lower()])
    detach(world, disk, machine)
    assert (owners_of(disk), disk.properties["diskState"]) == ([], "Unattached")
    assert disk.properties["LastOwnershipUpdateTime"].startswith("20")
