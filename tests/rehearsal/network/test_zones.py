"""DNS zones: of no region, with their own record sets, linked to networks."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.network.conftest import NETWORK, VNET, ident

ZONE, PUBLIC = f"{NETWORK}/privateDnsZones/corp.example", f"{NETWORK}/dnsZones/example.org"
GLOBAL = {"location": "global"}


def link(desk: Desk, *, registers: bool = False) -> Any:
    properties = {"virtualNetwork": {"id": ident(desk, VNET)}, "registrationEnabled": registers}
    return {"location": "global", "properties": properties}


def test_a_zone_is_of_no_region_and_counts_what_is_inside(wired: Desk) -> None:
    refused = wired.ask("PUT", ZONE, {"location": "westeurope"})
    assert refused.refusal == (400, "LocationNotAvailableForResourceType")
    assert wired.ask("PUT", ZONE, {**GLOBAL, "properties": ""}).status == 202
    wired.wait()
    wired.put(f"{ZONE}/virtualNetworkLinks/l1", link(wired, registers=True))
    found = wired.ask("GET", ZONE).json()["properties"]
    assert found["numberOfRecordSets"] == 1
    assert (found["numberOfVirtualNetworkLinks"], found["numberOfVirtualNetworkLinksWithRegistration"]) == (1, 1)


def test_a_public_zone_has_name_servers(wired: Desk) -> None:
    made = wired.put(PUBLIC, GLOBAL)["properties"]
    assert (made["zoneType"], len(made["nameServers"]), made["numberOfRecordSets"]) == ("Public", 4, 2)


def test_a_linked_zone_and_a_linked_network_stay(wired: Desk) -> None:
    wired.put(ZONE, GLOBAL)
    made = wired.put(f"{ZONE}/virtualNetworkLinks/l1", link(wired))
    assert made["properties"]["virtualNetworkLinkState"] == "Completed"
    refused = wired.ask("DELETE", ZONE)
    assert refused.refusal == (409, "CannotDeleteResource")
    assert "virtualNetworkLinks/l1" in refused.json()["error"]["message"]
    assert wired.ask("DELETE", VNET).status == 400
    wired.ask("DELETE", f"{ZONE}/virtualNetworkLinks/l1")
    wired.wait()
    assert wired.ask("DELETE", ZONE).status == 202
    wired.wait()
    assert wired.ask("GET", f"{ZONE}/SOA/@").status == 404


def test_a_network_registers_in_one_zone_and_is_linked_once_to_each(wired: Desk) -> None:
    other = f"{NETWORK}/privateDnsZones/other.example"
    for zone in (ZONE, other):
        wired.put(zone, GLOBAL)
    wired.put(f"{ZONE}/virtualNetworkLinks/l1", link(wired, registers=True))
    assert wired.ask("PUT", f"{ZONE}/virtualNetworkLinks/l2", link(wired)).refusal == (400, "BadRequest")
    refused = wired.ask("PUT", f"{other}/virtualNetworkLinks/l1", link(wired, registers=True))
    assert refused.refusal == (400, "BadRequest")
    assert wired.ask("PUT", f"{other}/virtualNetworkLinks/l1", link(wired)).status == 202


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"location": "global", "properties": {}}, "InvalidRequestContent"),
        ({"location": "global", "properties": {"virtualNetwork": {"id": "/x"}}}, "InvalidResourceReference"),
    ],
)
def test_a_link_names_a_network_that_stands(wired: Desk, body: Any, code: str) -> None:
    wired.put(ZONE, GLOBAL)
    assert wired.ask("PUT", f"{ZONE}/virtualNetworkLinks/l1", body).refusal == (400, code)
