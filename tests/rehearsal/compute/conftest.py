"""A world ready for machines, and the bodies tests put into it."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, network, plain

COMPUTE = "~/resourceGroups/rg1/providers/Microsoft.Compute"
NETWORK = "~/resourceGroups/rg1/providers/Microsoft.Network"
VM = f"{COMPUTE}/virtualMachines/vm1"


def ident(desk: Desk, path: str) -> str:
    return desk.subscription + path[1:]


def interface_body(desk: Desk, location: str = "westeurope") -> Any:
    subnet = ident(desk, f"{NETWORK}/virtualNetworks/vnet1/subnets/s1")
    configurations = [{"name": "ip1", "properties": {"subnet": {"id": subnet}}}]
    return {"location": location, "properties": {"ipConfigurations": configurations}}


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """A network, three interfaces, an OS disk of generation 2 and a data disk."""
    desk.put(f"{NETWORK}/virtualNetworks/vnet1", plain(network()))
    for number in (1, 2, 3):
        desk.put(f"{NETWORK}/networkInterfaces/nic{number}", interface_body(desk))
    desk.put(f"{COMPUTE}/disks/os1", plain(disk("os1")))
    data = plain(disk("data1"))
    del data["properties"]["osType"], data["properties"]["hyperVGeneration"]
    desk.put(f"{COMPUTE}/disks/data1", data)
    return desk


def body(desk: Desk, **members: Any) -> Any:
    properties: dict[str, Any] = {
        "hardwareProfile": {"vmSize": "Standard_D2s_v5"},
        "storageProfile": {
            "osDisk": {
                "createOption": "Attach",
                "osType": "Linux",
                "managedDisk": {"id": ident(desk, f"{COMPUTE}/disks/os1")},
            },
            "dataDisks": [],
        },
        "networkProfile": {"networkInterfaces": [{"id": ident(desk, f"{NETWORK}/networkInterfaces/nic1")}]},
    }
    return {"location": "westeurope", **members, "properties": properties}


def data_disk(desk: Desk, lun: int = 0, name: str = "data1", **members: Any) -> Any:
    return {
        "lun": lun,
        "createOption": "Attach",
        "managedDisk": {"id": ident(desk, f"{COMPUTE}/disks/{name}")},
        **members,
    }


IMAGES = {
    "Canonical": ("0001-com-ubuntu-server-jammy", "22_04-lts-gen2"),
    "MicrosoftWindowsServer": ("WindowsServer", "2022-datacenter-g2"),
}


def image(publisher: str = "Canonical") -> Any:
    offer, sku = IMAGES[publisher]
    return {"publisher": publisher, "offer": offer, "sku": sku, "version": "latest"}


def from_image(desk: Desk, publisher: str = "Canonical", **profile: Any) -> Any:
    made = body(desk)
    made["properties"]["storageProfile"] = {
        "imageReference": image(publisher),
        "osDisk": {"createOption": "FromImage", "deleteOption": "Delete"},
        "dataDisks": [{"lun": 0, "createOption": "Empty", "diskSizeGB": 32}],
    }
    base = {"computerName": "vm1", "adminUsername": "me", "adminPassword": "Secret-12345"}
    made["properties"]["osProfile"] = {name: value for name, value in {**base, **profile}.items() if value is not None}
    return made


def on_nic(given: Any, desk: Desk, nic: str) -> Any:
    """The same machine on another interface."""
    interfaces = [{"id": ident(desk, f"{NETWORK}/networkInterfaces/{nic}")}]
    given["properties"]["networkProfile"]["networkInterfaces"] = interfaces
    return given


def act(desk: Desk, path: str, given: Any = None) -> Any:
    """An action that must be accepted, brought to its end; answers what its Location then says."""
    reply = desk.ask("POST", path, given)
    assert reply.status in (200, 202, 204), reply.body
    if reply.status != 202:
        return reply.json() if reply.body else None
    desk.wait()
    done = desk.follow(reply, "location")
    assert done.status == 200, done.body
    return done.json() if done.body else None


def words_of(reply: Any) -> str:
    """The message of a refusal."""
    message: str = reply.json()["error"]["message"]
    return message


def refusal(desk: Desk, given: Any, path: str = VM) -> tuple[int, str]:
    before = dict(desk.world.resources)
    found = desk.ask("PUT", path, given).refusal
    assert desk.world.resources.keys() == before.keys()
    return found
