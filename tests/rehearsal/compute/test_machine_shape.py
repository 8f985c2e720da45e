"""The body of a virtual machine, member by member."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, body, refusal
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.compute.machine_shape import MACHINE_PROPERTIES, TOP
from azlift.rehearsal.strict import Shape, Voice


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("hardwareProfile.vmSize", "Standard_None", (400, "InvalidParameter")),
        ("hardwareProfile.size", "x", (400, "BadRequest")),
        ("hardwareProfile.vmSize", 5, (400, "BadRequest")),
        ("storageProfile.osDisk.osType", None, (400, "InvalidParameter")),
        ("storageProfile.osDisk.osType", "Solaris", (400, "BadRequest")),
        ("storageProfile.osDisk.managedDisk", None, (400, "InvalidParameter")),
        ("storageProfile.osDisk.managedDisk.id", "/nowhere", (404, "ResourceNotFound")),
        ("osProfile", {"computerName": "x"}, (400, "InvalidParameter")),
        ("networkProfile.networkInterfaces", [], (400, "BadRequest")),
        ("networkProfile", None, (400, "InvalidParameter")),
        ("availabilitySet", {"id": "/x"}, (400, "NotModelledInRehearsal")),
        ("made_up", 1, (400, "BadRequest")),
        ("storageProfile.imageReference", {"publisher": "p", "offer": "o", "sku": "s", "version": "v"},
         (400, "InvalidParameter")),
    ],
)  # fmt: skip
def test_bodies_azure_refuses_are_refused(ready: Desk, path: str, value: Any, expected: tuple[int, str]) -> None:
    given = body(ready)
    *outer, last = path.split(".")
    inner = given["properties"]
    for name in outer:
        inner = inner[name]
    inner[last] = value
    assert refusal(ready, given) == expected


def test_an_unknown_member_at_the_top_is_refused_as_arm_refuses_it(ready: Desk) -> None:
    assert refusal(ready, {**body(ready), "hardware_profile": {}}) == (400, "InvalidRequestContent")
    assert refusal(ready, {"properties": body(ready)["properties"]}) == (400, "LocationRequired")
    assert refusal(ready, body(ready), f"{COMPUTE}/virtualMachines/{'v' * 65}") == (400, "InvalidParameter")


LEAST: dict[str, Any] = {
    "hardwareProfile": {"vmSize": "s"},
    "storageProfile": {"osDisk": {"createOption": "attach"}},
    "networkProfile": {"networkInterfaces": [{"id": "/n"}]},
}


def read(**members: Any) -> Any:
    return MACHINE_PROPERTIES.read({**LEAST, **members}, "", Voice.COMPUTE)


def test_the_least_body_is_read_in_azures_casing() -> None:
    assert read()["storageProfile"] == {"osDisk": {"createOption": "Attach"}}
    for member in LEAST:
        with pytest.raises(AzureError, match=f"Required parameter '{member}' is missing"):
            read(**{member: None})


def test_what_a_get_adds_is_taken_back_and_dropped() -> None:
    given = {"vmId": "x", "timeCreated": "t", "instanceView": {}, "provisioningState": "Succeeded"}
    assert read(**given) == read()


@pytest.mark.parametrize(
    ("disk", "code"),
    [
        ({"createOption": "Attach"}, "InvalidParameter"),
        ({"lun": "first", "createOption": "Attach"}, "BadRequest"),
        ({"lun": 0, "createOption": "FromImage"}, "BadRequest"),
        ({"lun": 0, "createOption": "Empty", "vhd": {}}, "NotModelledInRehearsal"),
        ({"lun": 0, "createOption": "Empty", "caching": "WriteOnly"}, "BadRequest"),
        ({"lun": 0, "createOption": "Empty", "managedDisk": {"storageAccountType": "Gold"}}, "BadRequest"),
    ],
)
def test_data_disks_are_read_strictly(disk: Any, code: str) -> None:
    with pytest.raises(AzureError) as caught:
        read(storageProfile={**LEAST["storageProfile"], "dataDisks": [disk]})
    assert caught.value.code == code


@pytest.mark.parametrize("member", ["host", "virtualMachineScaleSet", "proximityPlacementGroup", "evictionPolicy"])
def test_what_the_rehearsal_does_not_model_is_refused_by_name(member: str) -> None:
    with pytest.raises(AzureError, match=f"member '{member}'") as caught:
        read(**{member: {"id": "/x"}})
    assert caught.value.code == "NotModelledInRehearsal"


@pytest.mark.parametrize("member", ["identity", "plan", "extendedLocation", "placement"])
def test_members_beside_the_properties_that_are_not_modelled_are_refused(member: str) -> None:
    with pytest.raises(AzureError, match="does not model"):
        Shape("Resource", TOP).read({member: {}}, "", Voice.COMPUTE)
