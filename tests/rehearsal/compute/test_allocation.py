"""Room for machines: it can run out, by region, zone and size, and is free again when a machine goes."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, NETWORK, VM, body, ident
from tests.rehearsal.conftest import Desk, Reply
from tests.rehearsal.landing_template import deployment, disk, landing, plain

from azlift.rehearsal.compute.allocation import allocation_error, is_allocated
from azlift.rehearsal.identifiers import read_id
from azlift.rehearsal.kinds import Wanted

VM2 = VM.replace("vm1", "vm2")


def room(desk: Desk, machines: int, **place: Any) -> None:
    given = {"location": "westeurope", "machines": machines, **place}
    assert desk.ask("POST", "/rehearsal/capacity", given, api=None).status == 200


def second(desk: Desk, **members: Any) -> Any:
    """A second machine beside the first."""
    desk.put(f"{COMPUTE}/disks/os2", plain(disk("os2", **{k: v for k, v in members.items() if k == "zones"})))
    made = body(desk, **members)
    made["properties"]["storageProfile"]["osDisk"]["managedDisk"]["id"] = ident(desk, f"{COMPUTE}/disks/os2")
    (interface,) = made["properties"]["networkProfile"]["networkInterfaces"]
    interface["id"] = ident(desk, f"{NETWORK}/networkInterfaces/nic2")
    return made


def end(desk: Desk, reply: Reply) -> str | None:
    """The code an operation ended with; None where it succeeded."""
    assert reply.status in (200, 201, 202), reply.body
    desk.wait()
    told = desk.follow(reply, "azure-asyncoperation").json()
    return told["error"]["code"] if told["status"] == "Failed" else None


def test_a_machine_that_finds_no_room_is_accepted_and_fails_at_the_end(ready: Desk) -> None:
    room(ready, 0)
    reply = ready.ask("PUT", VM, body(ready))
    assert reply.status == 201
    assert ready.ask("GET", VM).json()["properties"]["provisioningState"] == "Creating"
    assert end(ready, reply) == "AllocationFailed"
    message = ready.follow(reply, "azure-asyncoperation").json()["error"]["message"]
    assert "We do not have sufficient capacity for the requested VM size in this region" in message
    assert ready.ask("GET", VM).json()["properties"]["provisioningState"] == "Failed"
    room(ready, 1)
    assert end(ready, ready.ask("PUT", VM, body(ready))) is None


def test_room_runs_out_with_the_last_machine_and_comes_back_when_one_is_deallocated_or_deleted(ready: Desk) -> None:
    room(ready, 1)
    assert end(ready, ready.ask("PUT", VM, body(ready))) is None
    other = second(ready)
    assert end(ready, ready.ask("PUT", VM2, other)) == "AllocationFailed"
    assert end(ready, ready.ask("POST", f"{VM}/deallocate")) is None
    assert end(ready, ready.ask("PUT", VM2, other)) is None
    assert end(ready, ready.ask("POST", f"{VM}/start")) == "AllocationFailed"
    assert end(ready, ready.ask("DELETE", VM2)) is None
    assert end(ready, ready.ask("POST", f"{VM}/start")) is None


def test_two_machines_at_once_do_not_share_the_last_room(ready: Desk) -> None:
    room(ready, 1)
    other = second(ready)
    first, later = ready.ask("PUT", VM, body(ready)), ready.ask("PUT", VM2, other)
    assert [end(ready, first), end(ready, later)] == [None, "AllocationFailed"]


def test_a_machine_that_is_stopped_but_not_deallocated_keeps_its_room(ready: Desk) -> None:
    room(ready, 1)
    assert end(ready, ready.ask("PUT", VM, body(ready))) is None
    assert end(ready, ready.ask("POST", f"{VM}/powerOff")) is None
    room(ready, 0)
    assert end(ready, ready.ask("POST", f"{VM}/start")) is None


def test_what_runs_already_is_not_put_out_and_may_be_changed_but_not_resized(ready: Desk) -> None:
    ready.put(VM, body(ready))
    room(ready, 0)
    assert end(ready, ready.ask("PUT", VM, body(ready, tags={"a": "b"}))) is None
    larger = body(ready)
    larger["properties"]["hardwareProfile"]["vmSize"] = "Standard_D4s_v5"
    assert end(ready, ready.ask("PUT", VM, larger)) == "AllocationFailed"


def test_a_zone_runs_out_for_what_is_in_it_and_not_for_what_is_in_none(ready: Desk) -> None:
    room(ready, 0, zone="1")
    zonal = second(ready, zones=["1"])
    assert end(ready, ready.ask("PUT", VM2, zonal)) == "ZonalAllocationFailed"
    assert end(ready, ready.ask("PUT", VM, body(ready))) is None


def test_a_size_runs_out_and_the_others_do_not(ready: Desk) -> None:
    room(ready, 0, size="standard_d2s_v5")
    assert end(ready, ready.ask("PUT", VM, body(ready))) == "AllocationFailed"
    other = second(ready)
    other["properties"]["hardwareProfile"]["vmSize"] = "Standard_D4s_v5"
    assert end(ready, ready.ask("PUT", VM2, other)) is None


def test_a_machine_that_was_never_allocated_has_no_power_and_can_be_started_when_there_is_room(ready: Desk) -> None:
    room(ready, 0)
    ready.put(VM, body(ready))
    (machine,) = [each for each in ready.world.resources.values() if each.id.name == "vm1"]
    assert not is_allocated(machine)
    room(ready, 1)
    assert end(ready, ready.ask("POST", f"{VM}/start")) is None
    assert is_allocated(machine)


def test_a_machine_that_was_deallocated_may_be_changed_without_room(ready: Desk) -> None:
    ready.put(VM, body(ready))
    assert end(ready, ready.ask("POST", f"{VM}/deallocate")) is None
    room(ready, 0)
    larger = body(ready)
    larger["properties"]["hardwareProfile"]["vmSize"] = "Standard_D4s_v5"
    assert end(ready, ready.ask("PUT", VM, larger)) is None
    assert end(ready, ready.ask("POST", f"{VM}/start")) == "AllocationFailed"


def test_a_deployment_tells_the_failed_allocation_as_azure_does(desk: Desk) -> None:
    room(desk, 1)
    done = desk.deploy(deployment(landing(machines=2)))["properties"]
    assert done["provisioningState"] == "Failed"
    (detail,) = done["error"]["details"]
    assert "ResourceDeploymentFailure" in detail["message"]
    assert "AllocationFailed" in detail["message"]


@pytest.mark.parametrize(
    ("zones", "code", "told"),
    [
        ([], "OverconstrainedAllocationRequest", ["Proximity Placement Group", "VM Size"]),
        (["1"], "OverconstrainedZonalAllocationRequest", ["Availability Zone", "Proximity Placement Group", "VM Size"]),
    ],
)
def test_a_machine_bound_to_its_neighbours_is_overconstrained(
    ready: Desk, zones: list[str], code: str, told: list[str]
) -> None:
    room(ready, 0)
    properties = {"hardwareProfile": {"vmSize": "Standard_D2s_v5"}, "proximityPlacementGroup": {"id": "/x"}}
    wanted = Wanted(read_id(ident(ready, VM)), "2024-07-01", "westeurope", {}, {"zones": zones}, properties)
    error = allocation_error(ready.world, wanted, None)
    assert error is not None
    assert error["code"] == code
    assert error["message"].splitlines()[1:] == [f"  - {each}" for each in told]
