"""Network interfaces, standing ones and those that come with a machine."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, NETWORK, VM, body, ident, refusal
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.compute.interface_rules import public_name


def test_interfaces_must_be_there_free_few_enough_and_one_primary(ready: Desk) -> None:
    def with_interfaces(*names: str, primary: str | None = None) -> Any:
        given = body(ready)
        given["properties"]["networkProfile"]["networkInterfaces"] = [
            {"id": ident(ready, f"{NETWORK}/networkInterfaces/{name}"), "properties": {"primary": name == primary}}
            for name in names
        ]
        return given

    one = (400, "VirtualMachineMustHaveOneNetworkInterfaceAsPrimary")
    assert refusal(ready, with_interfaces("none")) == (400, "InvalidResourceReference")
    assert refusal(ready, with_interfaces("nic1", "nic2", "nic3")) == (400, "InvalidParameter")
    assert refusal(ready, with_interfaces("nic1", "nic2")) == one
    assert refusal(ready, with_interfaces("nic1", "nic1", primary="nic2")) == one
    assert refusal(ready, with_interfaces()) == (400, "InvalidParameter")
    ready.put(VM, with_interfaces("nic1", "nic2", primary="nic2"))
    second = with_interfaces("nic2")
    second["properties"]["storageProfile"]["osDisk"]["managedDisk"]["id"] = ident(ready, f"{COMPUTE}/disks/data1")
    assert refusal(ready, second, f"{COMPUTE}/virtualMachines/vm2") == (400, "NicInUse")
    del second["properties"]["networkProfile"]["networkInterfaces"][0]["id"]
    assert refusal(ready, second, f"{COMPUTE}/virtualMachines/vm2") == (400, "InvalidParameter")


def made_with(desk: Desk, subnet: str = "s1", **members: Any) -> Any:
    given = body(desk)
    where = {"subnet": {"id": ident(desk, f"{NETWORK}/virtualNetworks/vnet1/subnets/{subnet}")}}
    configuration = {"name": "own", "properties": {"ipConfigurations": [{"name": "ip1", "properties": where}]}}
    given["properties"]["networkProfile"] = {
        "networkApiVersion": "2022-11-01",
        "networkInterfaceConfigurations": [configuration],
        **members,
    }
    return given


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"networkApiVersion": None}, (400, "InvalidParameter")),
        ({"networkInterfaceConfigurations": []}, (400, "InvalidParameter")),
        ({"networkInterfaceConfigurations": [{"name": "own"}]}, (400, "InvalidParameter")),
        ({"networkInterfaceConfigurations": [{"properties": {"ipConfigurations": []}}]}, (400, "InvalidParameter")),
        ({"interconnectGroupProfile": {}}, (400, "NotModelledInRehearsal")),
    ],
)
def test_configurations_azure_refuses_are_refused(ready: Desk, members: Any, expected: Any) -> None:
    assert refusal(ready, made_with(ready, **members)) == expected


def test_the_network_provider_judges_what_is_to_be_made(ready: Desk) -> None:
    assert refusal(ready, made_with(ready, "none")) == (400, "InvalidResourceReference")
    assert public_name("own-1234", "address") == "address-1234"
