"""A world with a network, and the bodies tests put into it."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import network, plain

NETWORK = "~/resourceGroups/rg1/providers/Microsoft.Network"
VNET, SUBNET = f"{NETWORK}/virtualNetworks/vnet1", f"{NETWORK}/virtualNetworks/vnet1/subnets/s1"
NSG, NIC = f"{NETWORK}/networkSecurityGroups/nsg1", f"{NETWORK}/networkInterfaces/nic1"


def ident(desk: Desk, path: str) -> str:
    return desk.subscription + path[1:]


def interface(desk: Desk, subnet: str = SUBNET, **configuration: Any) -> Any:
    properties = {"subnet": {"id": ident(desk, subnet)}, **configuration}
    return {
        "location": "westeurope",
        "properties": {"ipConfigurations": [{"name": "ip1", "properties": properties}]},
    }


def with_subnets(*subnets: tuple[str, str]) -> Any:
    made = plain(network())
    made["properties"]["subnets"] = [
        {"name": name, "properties": {"addressPrefix": prefix}} for name, prefix in subnets
    ]
    return made


@pytest.fixture
def wired(desk: Desk) -> Desk:
    desk.put(VNET, plain(network()))
    return desk
