"""The body of a virtual machine, member by member."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, body, refusal
from tests.rehearsal.conftest import Desk


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
