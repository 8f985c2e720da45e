"""Peerings: two halves, Connected when both stand."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.network.conftest import NETWORK, VNET, ident

OTHER = f"{NETWORK}/virtualNetworks/vnet2"
THERE, BACK = f"{VNET}/virtualNetworkPeerings/there", f"{OTHER}/virtualNetworkPeerings/back"


def space(*prefixes: str, **properties: Any) -> Any:
    return {"location": "westeurope", "properties": {"addressSpace": {"addressPrefixes": list(prefixes)}, **properties}}


def to(desk: Desk, network: str, **properties: Any) -> Any:
    return {"properties": {"remoteVirtualNetwork": {"id": ident(desk, network)}, **properties}}


def state(desk: Desk, path: str) -> str:
    found: str = desk.ask("GET", path).json()["properties"]["peeringState"]
    return found


@pytest.fixture
def two(wired: Desk) -> Desk:
    wired.put(OTHER, space("10.1.0.0/16"))
    return wired


def test_the_second_half_connects_both_and_its_removal_disconnects_the_first(two: Desk) -> None:
    made = two.put(THERE, to(two, OTHER))["properties"]
    assert (made["peeringState"], made["allowVirtualNetworkAccess"]) == ("Initiated", True)
    assert made["remoteAddressSpace"] == {"addressPrefixes": ["10.1.0.0/16"]}
    two.put(BACK, to(two, VNET))
    assert (state(two, THERE), state(two, BACK)) == ("Connected", "Connected")
    (shown,) = two.ask("GET", VNET).json()["properties"]["virtualNetworkPeerings"]
    assert shown["properties"]["peeringState"] == "Connected"
    two.ask("DELETE", BACK)
    two.wait()
    assert state(two, THERE) == "Disconnected"
    refused = two.ask("PUT", BACK, to(two, VNET))
    assert refused.refusal == (400, "RemotePeeringIsDisconnected")
    two.put(THERE, to(two, OTHER))
    assert state(two, THERE) == "Initiated"


def test_a_network_that_goes_leaves_its_peers_disconnected(two: Desk) -> None:
    two.put(THERE, to(two, OTHER))
    two.put(BACK, to(two, VNET))
    two.ask("DELETE", OTHER)
    two.wait()
    assert state(two, THERE) == "Disconnected"


def test_a_peering_written_inside_its_network_is_the_same(two: Desk) -> None:
    inside = {"name": "back", **to(two, VNET)}
    two.put(THERE, to(two, OTHER))
    two.put(OTHER, space("10.1.0.0/16", virtualNetworkPeerings=[inside]))
    assert (state(two, THERE), state(two, BACK)) == ("Connected", "Connected")
    before = two.ask("GET", OTHER).json()
    two.put(OTHER, space("10.1.0.0/16", virtualNetworkPeerings=[inside]))
    assert two.ask("GET", OTHER).json() == before
    two.put(OTHER, space("10.1.0.0/16"))
    assert state(two, BACK) == "Connected"


def test_networks_that_overlap_are_not_peered(wired: Desk) -> None:
    wired.put(OTHER, space("10.0.128.0/17"))
    refused = wired.ask("PUT", THERE, to(wired, OTHER))
    assert refused.refusal == (400, "VnetAddressSpacesOverlap")
    assert "Overlapping address prefixes: 10.0.0.0/16." in refused.json()["error"]["message"]


def test_what_azure_refuses_is_refused(two: Desk) -> None:
    assert two.ask("PUT", THERE, {"properties": {}}).refusal == (400, "InvalidRequestFormat")
    assert two.ask("PUT", THERE, to(two, f"{OTHER}x")).refusal == (400, "InvalidResourceReference")
    lent = to(two, OTHER, useRemoteGateways=True)
    assert two.ask("PUT", THERE, lent).refusal == (400, "RemoteVnetHasNoGateways")
    two.put(THERE, to(two, OTHER))
    again = two.ask("PUT", f"{VNET}/virtualNetworkPeerings/again", to(two, OTHER))
    assert again.refusal == (400, "AnotherPeeringAlreadyReferencesRemoteVnet")
    two.ask("PUT", OTHER, space("10.1.0.0/16", enableVmProtection=True))
    assert two.ask("PUT", THERE, to(two, OTHER)).refusal == (429, "RetryableError")
