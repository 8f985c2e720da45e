"""Every answer is one the SDK's models know: no member of ours, none missing, each of its kind."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, VM, act, from_image, ident, on_nic
from tests.rehearsal.compute.estate import build_estate
from tests.rehearsal.compute.sdk_models import problems
from tests.rehearsal.conftest import Desk

from azlift.rehearsal import compute
from azlift.rehearsal.compute.answers import remember, show, shown, status

MODELS = {
    "virtualMachines": "VirtualMachine",
    "virtualMachines/extensions": "VirtualMachineExtension",
    "virtualMachines/runCommands": "VirtualMachineRunCommand",
    "disks": "Disk",
    "snapshots": "Snapshot",
    "diskAccesses": "DiskAccess",
    "diskEncryptionSets": "DiskEncryptionSet",
    "images": "Image",
    "galleries": "Gallery",
    "galleries/images": "GalleryImage",
    "galleries/images/versions": "GalleryImageVersion",
    "availabilitySets": "AvailabilitySet",
    "proximityPlacementGroups": "ProximityPlacementGroup",
    "capacityReservationGroups": "CapacityReservationGroup",
    "capacityReservationGroups/capacityReservations": "CapacityReservation",
    "hostGroups": "DedicatedHostGroup",
    "hostGroups/hosts": "DedicatedHost",
    "sshPublicKeys": "SshPublicKeyResource",
    "restorePointCollections": "RestorePointCollection",
    "restorePointCollections/restorePoints": "RestorePoint",
    "restorePointCollections/restorePoints/diskRestorePoints": "DiskRestorePoint",
    "virtualMachineScaleSets": "VirtualMachineScaleSet",
    "virtualMachineScaleSets/virtualMachines": "VirtualMachineScaleSetVM",
}
VIEWS = {
    "virtualMachines": "VirtualMachineInstanceView",
    "virtualMachineScaleSets": "VirtualMachineScaleSetInstanceView",
    "virtualMachineScaleSets/virtualMachines": "VirtualMachineScaleSetVMInstanceView",
}


def short(resource_type: str) -> str:
    return resource_type.removeprefix("Microsoft.Compute/")


def test_the_table_of_models_has_every_kind() -> None:
    assert {short(kind.type) for kind in compute.KINDS} == MODELS.keys()


def test_every_resource_answers_what_its_model_knows(ready: Desk) -> None:
    build_estate(ready)
    seen = set()
    for resource in list(ready.world.resources.values()):
        name = short(resource.id.type)
        if name in MODELS:
            found = ready.ask("GET", str(resource.id)).json()
            assert list(problems(MODELS[name], found, name)) == []
            seen.add(name)
    assert seen == MODELS.keys()


def test_every_expansion_and_view_answers_what_its_model_knows(ready: Desk) -> None:
    build_estate(ready)
    for resource in list(ready.world.resources.values()):
        name = short(resource.id.type)
        kind = ready.world.kind(resource.id.type)
        for expand in kind.expands if name in MODELS else ():
            reply = ready.ask("GET", f"{resource.id}?$expand={expand}")
            assert reply.status == 200
            assert list(problems(MODELS[name], reply.json(), f"{name}?{expand}")) == []
        if name in VIEWS:
            view = ready.ask("GET", f"{resource.id}/instanceView").json()
            assert list(problems(VIEWS[name], view, f"{name}/instanceView")) == []


def test_what_an_answer_said_can_be_put_back_and_changes_nothing(ready: Desk) -> None:
    build_estate(ready)
    for resource in list(ready.world.resources.values()):
        fixed = resource.inside.get("generalized") or resource.id.type.endswith("/diskRestorePoints")
        if short(resource.id.type) in MODELS and not fixed:
            before = ready.ask("GET", str(resource.id)).json()
            assert ready.put(str(resource.id), before) == before, resource.id


def test_a_list_of_each_type_answers_its_resources(ready: Desk) -> None:
    build_estate(ready)
    for resource in list(ready.world.resources.values()):
        name = short(resource.id.type)
        if name in MODELS:
            listed = ready.ask("GET", str(resource.id).rsplit("/", 1)[0]).json()["value"]
            assert str(resource.id) in [each["id"] for each in listed]


def test_a_disk_machine_and_snapshot_can_be_patched_and_answer_alike(ready: Desk) -> None:
    ready.put(VM, on_nic(from_image(ready), ready, "nic1"))
    for path, model in ((VM, "VirtualMachine"), (f"{COMPUTE}/disks/data1", "Disk")):
        reply = ready.ask("PATCH", path, {"tags": {"a": "b"}, "properties": {}})
        assert reply.status in (200, 202)
        ready.wait()
        found: Any = ready.ask("GET", path).json()
        assert (found["tags"], list(problems(model, found))) == ({"a": "b"}, [])


def test_shown_members_come_and_go(ready: Desk) -> None:
    disk = ready.world.resources[ident(ready, f"{COMPUTE}/disks/data1").lower()]
    show(ready.world, disk, managedBy="me")
    assert (shown(disk, "managedBy"), disk.body()["managedBy"]) == ("me", "me")
    show(ready.world, disk, managedBy=None)
    assert "managedBy" not in disk.body()
    remember(ready.world, disk, secret=1)
    assert "secret" not in str(disk.body())


@pytest.mark.parametrize(("code", "level"), [("A/failed", "Error"), ("A/succeeded", "Info")])
def test_a_status_that_failed_is_an_error(code: str, level: str) -> None:
    assert status(code, "words") == {"code": code, "level": level, "displayStatus": "words"}


def test_actions_need_no_body(ready: Desk) -> None:
    ready.put(VM, on_nic(from_image(ready), ready, "nic1"))
    assert act(ready, f"{VM}/reapply") is None
    assert ready.ask("POST", f"{VM}/restart", []).refusal == (400, "InvalidRequestContent")


def test_tags_are_answered_when_they_were_spoken_of(ready: Desk) -> None:
    empty = {"location": "westeurope", "properties": {}}
    assert "tags" not in ready.put(f"{COMPUTE}/proximityPlacementGroups/a", empty)
    assert ready.put(f"{COMPUTE}/proximityPlacementGroups/b", {**empty, "tags": {}})["tags"] == {}
