"""Captured images, and machines made from them."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, VM, act, data_disk, from_image, ident, on_nic, words_of
from tests.rehearsal.compute.estate import copy_of, put
from tests.rehearsal.conftest import Desk

IMAGE = f"{COMPUTE}/images/i1"


def of_machine(desk: Desk) -> Any:
    return {"location": "westeurope", "properties": {"sourceVirtualMachine": {"id": ident(desk, VM)}}}


def generalized(desk: Desk) -> None:
    given = from_image(desk)
    given["properties"]["storageProfile"]["dataDisks"].append(data_disk(desk, lun=3))
    desk.put(VM, given)
    act(desk, f"{VM}/deallocate")
    act(desk, f"{VM}/generalize")


def test_a_machine_must_be_generalized(ready: Desk) -> None:
    ready.put(VM, from_image(ready))
    reply = ready.ask("PUT", IMAGE, of_machine(ready))
    assert reply.refusal == (409, "OperationNotAllowed")
    assert words_of(reply) == "The operation 'Create Image' requires the Virtual Machine 'vm1' to be Generalized."


def test_an_image_has_the_disks_of_its_machine(ready: Desk) -> None:
    generalized(ready)
    reply = ready.ask("PUT", IMAGE, of_machine(ready))
    assert reply.status == 201
    ready.wait()
    found = ready.ask("GET", IMAGE).json()["properties"]
    storage = found["storageProfile"]
    assert (storage["osDisk"]["osType"], storage["osDisk"]["osState"]) == ("Linux", "Generalized")
    assert [(each["lun"], each["diskSizeGB"]) for each in storage["dataDisks"]] == [(0, 32), (3, 64)]
    assert (found["hyperVGeneration"], storage["zoneResilient"]) == ("V2", False)


def test_a_machine_from_a_captured_image_has_its_data_disks(ready: Desk) -> None:
    generalized(ready)
    made = ready.put(IMAGE, of_machine(ready))
    given = on_nic(from_image(ready), ready, "nic2")
    given["properties"]["storageProfile"] = {
        "imageReference": {"id": made["id"]},
        "osDisk": {"createOption": "FromImage"},
        "dataDisks": [{"lun": 3, "createOption": "FromImage", "diskSizeGB": 100}],
    }
    vm2 = f"{COMPUTE}/virtualMachines/vm2"
    machine = ready.put(vm2, given)
    storage = machine["properties"]["storageProfile"]
    assert storage["imageReference"] == {"id": made["id"]}
    assert [(each["lun"], each["diskSizeGB"]) for each in storage["dataDisks"]] == [(3, 100), (0, 32)]
    del given["properties"]["storageProfile"]["dataDisks"]
    again = ready.put(vm2, given)
    assert [each["lun"] for each in again["properties"]["storageProfile"]["dataDisks"]] == [3, 0]


@pytest.mark.parametrize(
    ("disk", "status"),
    [
        ({"lun": 0, "createOption": "Empty", "diskSizeGB": 8}, (400, "InvalidParameter")),
        ({"lun": 9, "createOption": "FromImage"}, (400, "InvalidParameter")),
    ],
)
def test_data_disks_that_contradict_the_image_are_refused(ready: Desk, disk: Any, status: Any) -> None:
    generalized(ready)
    made = ready.put(IMAGE, of_machine(ready))
    given = on_nic(from_image(ready), ready, "nic2")
    os_disk = {"createOption": "FromImage"}
    storage = {"imageReference": {"id": made["id"]}, "osDisk": os_disk, "dataDisks": [disk]}
    given["properties"]["storageProfile"] = storage
    assert ready.ask("PUT", f"{COMPUTE}/virtualMachines/vm2", given).refusal == status


def test_an_image_is_made_of_disks_snapshots_and_blobs(ready: Desk) -> None:
    snapshot = put(ready, "snapshots/s1", copy_of(ident(ready, f"{COMPUTE}/disks/data1")))
    os_disk = {"osType": "Linux", "osState": "Generalized"}
    storage: Any = {
        "osDisk": {**os_disk, "managedDisk": {"id": ident(ready, f"{COMPUTE}/disks/os1")}},
        "dataDisks": [{"lun": 0, "snapshot": {"id": snapshot}}, {"lun": 1, "blobUri": "https://a/b.vhd"}],
    }
    made = ready.put(IMAGE, {"location": "westeurope", "properties": {"storageProfile": storage}})["properties"]
    assert made["storageProfile"]["osDisk"]["storageAccountType"] == "Premium_LRS"
    assert (made["hyperVGeneration"], made["storageProfile"]["dataDisks"][0]["diskSizeGB"]) == ("V2", 64)


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({}, (400, "InvalidParameter")),
        ({"storageProfile": {"osDisk": {"osType": "Linux"}}}, (400, "InvalidParameter")),
        ({"storageProfile": {"osDisk": {"osType": "Linux", "osState": "Generalized"}}}, (400, "InvalidParameter")),
        ({"sourceVirtualMachine": {"id": "{group}/virtualMachines/none"}}, (404, "NotFound")),
        ({"sourceVirtualMachine": {"id": "{group}/disks/os1"}}, (400, "InvalidParameter")),
    ],
)
def test_images_azure_refuses_are_refused(ready: Desk, properties: Any, expected: tuple[int, str]) -> None:
    machine = properties.get("sourceVirtualMachine")
    if machine:
        properties = {"sourceVirtualMachine": {"id": machine["id"].format(group=ident(ready, COMPUTE))}}
    assert ready.ask("PUT", IMAGE, {"location": "westeurope", "properties": properties}).refusal == expected


def test_an_image_is_of_use_in_its_region_once_it_is_made(ready: Desk) -> None:
    generalized(ready)
    made = ready.ask("PUT", IMAGE, of_machine(ready)).json()
    given = on_nic(from_image(ready), ready, "nic2")
    given["properties"]["storageProfile"] = {
        "imageReference": {"id": made["id"]},
        "osDisk": {"createOption": "FromImage"},
    }
    reply = ready.ask("PUT", f"{COMPUTE}/virtualMachines/vm2", given)
    assert reply.refusal == (409, "OperationNotAllowed")
    assert "until Image has been successfully created" in words_of(reply)
    far = {**of_machine(ready), "location": "eastus"}
    assert ready.ask("PUT", f"{COMPUTE}/images/far", far).refusal == (400, "InvalidParameter")
