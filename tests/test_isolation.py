import copy
from collections.abc import Callable
from typing import Any

import pytest

from azlift.isolation import judge_isolation
from azlift.model import ExpectedResource, Rendering, StandingResource

SCOPE = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network"
NETWORK, GUARD, ROUTES = f"{SCOPE}/virtualNetworks/v", f"{SCOPE}/networkSecurityGroups/g", f"{SCOPE}/routeTables/r"
EXPECTED = tuple(
    ExpectedResource(
        id=id_, type=id_.split("/providers/")[1].rpartition("/")[0], name=id_[-1], api_version="2024-05-01"
    )
    for id_ in (ROUTES, GUARD, NETWORK)
)
RENDERING = Rendering(
    subject="test-zone:shop",
    resource_group=None,
    location="westeurope",
    parts=(),
    expected=(
        ExpectedResource(
            id="/subscriptions/s/resourceGroups/rg",
            type="Microsoft.Resources/resourceGroups",
            name="rg",
            api_version="2024-03-01",
        ),
        *EXPECTED,
    ),
    tags={},
    digest="d",
)
OWN = "10.64.0.0/20"


def rule(name: str, access: str, direction: str, prefix: str) -> dict[str, Any]:
    ends = {f"{end}AddressPrefix": prefix for end in ("source", "destination")}
    ports = {f"{end}PortRange": "*" for end in ("source", "destination")}
    return {"name": name, "properties": {"access": access, "direction": direction, "protocol": "*", **ends, **ports}}


def bodies() -> dict[str, Any]:
    """An isolated network as Azure answers it."""
    subnet = {"networkSecurityGroup": {"id": GUARD.upper()}, "routeTable": {"id": ROUTES}}
    routes = [{"name": "nowhere", "properties": {"addressPrefix": "0.0.0.0/0", "nextHopType": "None"}}]
    rules = [
        rule(f"{access}-{direction}", access, direction, OWN if access == "Allow" else "*")
        for access in ("Allow", "Deny")
        for direction in ("Inbound", "Outbound")
    ]
    return {
        ROUTES: {"disableBgpRoutePropagation": True, "routes": routes},
        GUARD: {"securityRules": rules},
        NETWORK: {
            "addressSpace": {"addressPrefixes": [OWN]},
            "subnets": [{"name": "snet-app", "properties": subnet}],
            "virtualNetworkPeerings": [],
        },
    }


def faults(found: dict[str, Any]) -> list[str]:
    standing = [StandingResource(id=id_, api_version="v", body={"properties": body}) for id_, body in found.items()]
    return [result.found for result in judge_isolation(RENDERING, standing) if not result.passed]


def test_a_network_that_leads_nowhere_passes_by_each_of_its_parts() -> None:
    standing = [StandingResource(id=id_, api_version="v", body={"properties": b}) for id_, b in bodies().items()]
    results = judge_isolation(RENDERING, standing)
    assert [(result.name, result.passed, result.found) for result in results] == [
        ("r", True, "so it stands"),
        ("g", True, "so it stands"),
        ("v", True, "so it stands"),
    ]


Change = Callable[[dict[str, Any]], None]


def peered(found: dict[str, Any]) -> None:
    remote = {"properties": {"remoteVirtualNetwork": {"id": "/hub"}}}
    found[NETWORK]["virtualNetworkPeerings"] = [{"name": "to-hub", **remote}]


def unguarded(found: dict[str, Any]) -> None:
    del found[NETWORK]["subnets"][0]["properties"]["networkSecurityGroup"]


def routed_by_another(found: dict[str, Any]) -> None:
    found[NETWORK]["subnets"][0]["properties"]["routeTable"] = {"id": "/other"}


def translated(found: dict[str, Any]) -> None:
    found[NETWORK]["subnets"][0]["properties"]["natGateway"] = {"id": "/nat"}


def learning(found: dict[str, Any]) -> None:
    found[ROUTES]["disableBgpRoutePropagation"] = False


def routed(found: dict[str, Any]) -> None:
    home = {"addressPrefix": "192.168.0.0/16", "nextHopType": "VirtualNetworkGateway"}
    found[ROUTES]["routes"].append({"name": "home", "properties": home})


def routeless(found: dict[str, Any]) -> None:
    found[ROUTES]["routes"] = []


def let_in(found: dict[str, Any]) -> None:
    found[GUARD]["securityRules"].append(rule("ssh", "Allow", "Inbound", "VirtualNetwork"))


def let_out(found: dict[str, Any]) -> None:
    found[GUARD]["securityRules"].append(rule("wide", "Allow", "Outbound", "10.0.0.0/8"))


def let_by_application(found: dict[str, Any]) -> None:
    one = {"access": "Allow", "direction": "Inbound", "sourceApplicationSecurityGroups": [{"id": "/asg"}]}
    found[GUARD]["securityRules"].append({"name": "asg", "properties": one})


def undenied(found: dict[str, Any]) -> None:
    found[GUARD]["securityRules"] = [r for r in found[GUARD]["securityRules"] if r["name"] != "Deny-Outbound"]


def denied_in_part(found: dict[str, Any]) -> None:
    for one in found[GUARD]["securityRules"]:
        if one["name"] == "Deny-Inbound":
            one["properties"]["sourceAddressPrefix"] = "Internet"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (peered, "a peering to-hub to /hub"),
        (unguarded, "the subnet snet-app has no guard"),
        (routed_by_another, "the subnet snet-app has other routes"),
        (translated, "the subnet snet-app has a NAT gateway"),
        (learning, "it takes the routes of a gateway (disableBgpRoutePropagation is false)"),
        (routed, "the route home leads 192.168.0.0/16 to VirtualNetworkGateway"),
        (routeless, "no route takes 0.0.0.0/0 to nowhere"),
        (let_in, "the rule ssh allows more than the copy's own network"),
        (let_out, "the rule wide allows more than the copy's own network"),
        (let_by_application, "the rule asg allows more than the copy's own network"),
        (undenied, "no rule denies all that is outbound"),
        (denied_in_part, "no rule denies all that is inbound"),
        (lambda found: found.pop(GUARD), "it does not stand"),
    ],
)
def test_each_way_out_is_found_and_named(change: Change, fault: str) -> None:
    found = copy.deepcopy(bodies())
    change(found)
    assert fault in faults(found)


def test_an_address_space_that_is_no_ipv4_allows_nothing() -> None:
    found = bodies()
    found[NETWORK]["addressSpace"]["addressPrefixes"] = ["fd00::/8"]
    assert faults(found) == [
        "; ".join(f"the rule Allow-{way} allows more than the copy's own network" for way in ("Inbound", "Outbound"))
    ]
