"""What may change on a disk, and what its machine keeps from changing."""

from typing import Any

from tests.rehearsal.compute.conftest import COMPUTE, VM, act, body, data_disk, ident, words_of
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, plain

from azlift.rehearsal.compute.disk_changes import folded

OS1, DATA1 = f"{COMPUTE}/disks/os1", f"{COMPUTE}/disks/data1"


def with_machine(desk: Desk, *disks: str, size: str = "Standard_D2s_v5") -> None:
    given = body(desk)
    given["properties"]["hardwareProfile"]["vmSize"] = size
    given["properties"]["storageProfile"]["dataDisks"] = [
        data_disk(desk, lun=lun, name=name) for lun, name in enumerate(disks or ("data1",))
    ]
    desk.put(VM, given)


def grow(desk: Desk, path: str, size: int) -> Any:
    return desk.ask("PATCH", path, {"properties": {"diskSizeGB": size}})


def test_disks_grow_while_their_machine_runs_but_not_an_os_disk_on_a_hard_disk(ready: Desk) -> None:
    ready.ask("PATCH", OS1, {"sku": {"name": "Standard_LRS"}})
    ready.wait()
    with_machine(ready)
    assert grow(ready, DATA1, 128).status == 202
    reply = grow(ready, OS1, 128)
    assert reply.refusal == (409, "OperationNotAllowed")
    assert words_of(reply) == (
        f"Cannot resize disk os1 while it is attached to running VM {ident(ready, VM)}. Resizing a disk of an Azure "
        "Virtual Machine requires the virtual machine to be deallocated. Please stop your VM and retry the operation."
    )
    act(ready, f"{VM}/deallocate")
    assert grow(ready, OS1, 128).status == 202


def test_a_disk_does_not_cross_four_tebibytes_while_its_machine_runs(ready: Desk) -> None:
    with_machine(ready)
    assert grow(ready, DATA1, 4095).status == 202
    ready.wait()
    assert grow(ready, DATA1, 4096).refusal == (409, "OperationNotAllowed")


def test_a_shared_disk_does_not_grow_while_it_is_used(ready: Desk) -> None:
    shared = plain(disk("shared", size=256))
    shared["properties"] = {"creationData": {"createOption": "Empty"}, "diskSizeGB": 256, "maxShares": 2}
    ready.put(f"{COMPUTE}/disks/shared", shared)
    with_machine(ready, "shared")
    reply = grow(ready, f"{COMPUTE}/disks/shared", 512)
    assert words_of(reply) == "Cannot resize shared disk shared while it is attached to running VM(s)."
    fewer = ready.ask("PATCH", f"{COMPUTE}/disks/shared", {"properties": {"maxShares": 1}})
    assert fewer.refusal == (409, "OperationNotAllowed")


def test_the_type_of_a_disk_changes_when_its_machine_is_deallocated(ready: Desk) -> None:
    with_machine(ready)
    patch = {"sku": {"name": "StandardSSD_LRS"}}
    assert ready.ask("PATCH", DATA1, patch).refusal == (409, "OperationNotAllowed")
    act(ready, f"{VM}/deallocate")
    assert ready.ask("PATCH", DATA1, patch).status == 202
    ready.wait()
    found = ready.ask("GET", DATA1).json()
    assert (found["sku"]["name"], found["properties"]["diskIOPSReadWrite"]) == ("StandardSSD_LRS", 500)


def test_some_types_are_not_changed_into_each_other(ready: Desk) -> None:
    for name in ("Premium_ZRS", "UltraSSD_LRS"):
        reply = ready.ask("PATCH", DATA1, {"sku": {"name": name}})
        assert reply.refusal == (409, "PropertyChangeNotAllowed")


def test_generation_and_origin_stay(ready: Desk) -> None:
    assert ready.ask("PATCH", OS1, {"properties": {"hyperVGeneration": "V1"}}).refusal[1] == "PropertyChangeNotAllowed"
    other = {"properties": {"creationData": {"createOption": "Upload", "uploadSizeBytes": 20_972_032}}}
    assert ready.ask("PATCH", OS1, other).refusal == (409, "PropertyChangeNotAllowed")
    assert folded({"createOption": "Copy", "sourceResourceId": "/A/B/"}) == {
        "createOption": "Copy",
        "sourceResourceId": "/a/b",
    }
