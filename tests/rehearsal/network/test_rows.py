"""The network types that are data: each in a small estate of its own, answered as the SDK's models know it."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.network.conftest import NETWORK, VNET, ident, with_subnets
from tests.rehearsal.network.test_public_addresses import address

HOUR = 4 * 3600.0
HUB, PIP = f"{NETWORK}/virtualNetworks/hub", f"{NETWORK}/publicIPAddresses/front"
SUBNETS = ("GatewaySubnet", "AzureFirewallSubnet", "AzureBastionSubnet", "apps")


@pytest.fixture
def hub(desk: Desk) -> Desk:
    desk.put(HUB, with_subnets(*((name, f"10.0.{number}.0/24") for number, name in enumerate(SUBNETS))))
    desk.put(PIP, address("Standard", publicIPAllocationMethod="Static"))
    return desk


def put(desk: Desk, path: str, body: Any) -> Any:
    """Put what takes longer than ten minutes."""
    reply = desk.ask("PUT", f"{NETWORK}/{path}", body)
    assert reply.status == 201, reply.body
    desk.wait(HOUR)
    return desk.ask("GET", f"{NETWORK}/{path}").json()


def on_subnet(desk: Desk, name: str, **properties: Any) -> Any:
    inside = {"subnet": {"id": ident(desk, f"{HUB}/subnets/{name}")}, "publicIPAddress": {"id": ident(desk, PIP)}}
    configurations = [{"name": "ip1", "properties": inside}]
    return {"location": "westeurope", "properties": {"ipConfigurations": configurations, **properties}}


GATEWAY = {"sku": {"name": "VpnGw1", "tier": "VpnGw1"}}


@pytest.mark.parametrize(
    ("path", "home", "properties"),
    [
        ("virtualNetworkGateways/gw1", "GatewaySubnet", GATEWAY),
        ("azureFirewalls/fw1", "AzureFirewallSubnet", {}),
        ("bastionHosts/bastion1", "AzureBastionSubnet", {}),
    ],
)
def test_a_gateway_stands_in_the_subnet_of_its_name_and_uses_it(
    hub: Desk, path: str, home: str, properties: Any
) -> None:
    refused = hub.ask("PUT", f"{NETWORK}/{path}", on_subnet(hub, "apps", **properties))
    assert refused.refusal == (400, f"SubnetNameMustBe{home}")
    made = put(hub, path, on_subnet(hub, home, **properties))
    (configuration,) = made["properties"]["ipConfigurations"]
    assert configuration["id"].endswith(f"/{path}/ipConfigurations/ip1")
    assert configuration["properties"]["provisioningState"] == "Succeeded"
    assert hub.ask("DELETE", f"{HUB}/subnets/{home}").refusal == (400, "InUseSubnetCannotBeDeleted")
    assert hub.ask("DELETE", PIP).refusal == (400, "PublicIPAddressCannotBeDeleted")


def test_a_gateway_takes_its_time(hub: Desk) -> None:
    hub.ask("PUT", f"{NETWORK}/virtualNetworkGateways/gw1", on_subnet(hub, "GatewaySubnet", **GATEWAY))
    hub.wait(5 * 60)
    found = hub.ask("GET", f"{NETWORK}/virtualNetworkGateways/gw1").json()
    assert found["properties"]["provisioningState"] == "Updating"


def test_a_firewall_has_a_private_address_of_its_subnet(hub: Desk) -> None:
    made = put(hub, "azureFirewalls/fw1", on_subnet(hub, "AzureFirewallSubnet"))
    assert made["properties"]["ipConfigurations"][0]["properties"]["privateIPAddress"] == "10.0.1.4"


def test_a_nat_gateway_names_its_subnets_and_stays_while_they_use_it(hub: Desk) -> None:
    nat = f"{NETWORK}/natGateways/nat1"
    made = hub.put(nat, {"location": "westeurope", "properties": {"publicIpAddresses": [{"id": ident(hub, PIP)}]}})
    assert made["sku"]["name"] == "Standard"
    hub.put(f"{HUB}/subnets/apps", {"properties": {"addressPrefix": "10.0.3.0/24", "natGateway": {"id": made["id"]}}})
    found = hub.ask("GET", nat).json()["properties"]["subnets"]
    assert [each["id"].rsplit("/", 1)[-1] for each in found] == ["apps"]
    assert hub.ask("DELETE", nat).refusal == (400, "InUseNatGatewayCannotBeDeleted")


def test_an_application_gateway_points_into_itself(hub: Desk) -> None:
    own = f"{ident(hub, NETWORK)}/applicationGateways/agw1"
    subnet = {"subnet": {"id": ident(hub, f"{HUB}/subnets/apps")}}
    listener = {
        "frontendIPConfiguration": {"id": f"{own}/frontendIPConfigurations/front"},
        "frontendPort": {"id": f"{own}/frontendPorts/p80"},
        "protocol": "Http",
    }
    properties = {
        "sku": {"name": "Standard_v2", "tier": "Standard_v2", "capacity": 1},
        "gatewayIPConfigurations": [{"name": "home", "properties": subnet}],
        "frontendIPConfigurations": [{"name": "front", "properties": subnet}],
        "frontendPorts": [{"name": "p80", "properties": {"port": 80}}],
        "httpListeners": [{"name": "l1", "properties": listener}],
    }
    body = {"location": "westeurope", "properties": properties}
    made = put(hub, "applicationGateways/agw1", body)["properties"]
    assert made["operationalState"] == "Running"
    assert made["frontendIPConfigurations"][0]["properties"]["privateIPAddress"] == "10.0.3.4"
    assert made["httpListeners"][0]["id"] == f"{own}/httpListeners/l1"
    listener["frontendPort"] = {"id": f"{own}/frontendPorts/p443"}
    assert hub.ask("PUT", f"{NETWORK}/applicationGateways/agw1", body).refusal == (400, "InvalidResourceReference")


def test_what_a_row_insists_on_and_does_not_know_is_refused(hub: Desk) -> None:
    path = f"{NETWORK}/publicIPPrefixes/prefix1"
    for properties in ({}, {"prefixLength": "long"}, {"prefixLength": 28, "colour": "red"}):
        refused = hub.ask("PUT", path, {"location": "westeurope", "properties": properties})
        assert refused.refusal == (400, "InvalidRequestFormat")


def test_rule_groups_stand_beside_their_policy_and_are_listed_by_it(hub: Desk) -> None:
    policy = f"{NETWORK}/firewallPolicies/fp1"
    hub.put(policy, {"location": "westeurope", "properties": {}})
    group = hub.put(f"{policy}/ruleCollectionGroups/g1", {"properties": {"priority": 100, "ruleCollections": []}})
    assert hub.ask("GET", policy).json()["properties"]["ruleCollectionGroups"] == [{"id": group["id"]}]


def test_a_circuits_peerings_are_resources_too(hub: Desk) -> None:
    circuit = f"{NETWORK}/expressRouteCircuits/er1"
    sku = {"name": "Standard_MeteredData", "tier": "Standard", "family": "MeteredData"}
    hub.put(circuit, {"location": "westeurope", "sku": sku, "properties": {}})
    hub.put(f"{circuit}/peerings/AzurePrivatePeering", {"properties": {"peeringType": "AzurePrivatePeering"}})
    (shown,) = hub.ask("GET", circuit).json()["properties"]["peerings"]
    assert shown["properties"]["state"] == "Enabled"


def test_a_protected_network_names_its_plan_and_the_plan_its_networks(hub: Desk) -> None:
    plan = hub.put(f"{NETWORK}/ddosProtectionPlans/plan1", {"location": "westeurope"})
    body = with_subnets(("a", "10.0.0.0/24"))
    body["properties"]["ddosProtectionPlan"] = {"id": plan["id"]}
    hub.put(VNET, body)
    found = hub.ask("GET", f"{NETWORK}/ddosProtectionPlans/plan1").json()["properties"]["virtualNetworks"]
    assert found == [{"id": ident(hub, VNET)}]
