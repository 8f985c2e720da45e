"""Networks, subnets, security groups and interfaces of the pretend Azure."""

import copy
from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import network, plain, security_group

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


def test_a_network_shows_its_subnets_and_they_are_resources_of_their_own(wired: Desk) -> None:
    found = wired.ask("GET", VNET).json()
    assert found["properties"]["subnets"][0]["id"].endswith("/virtualNetworks/vnet1/subnets/s1")
    assert found["etag"].startswith('W/"')
    assert wired.ask("GET", SUBNET).json()["properties"]["addressPrefix"] == "10.0.0.0/24"
    assert [each["name"] for each in wired.ask("GET", f"{VNET}/subnets").json()["value"]] == ["s1"]
    listed = wired.ask("GET", "~/resources").json()["value"]
    assert [each["type"] for each in listed] == ["Microsoft.Network/virtualNetworks"]


def test_the_asynchronous_style_is_the_network_providers(desk: Desk) -> None:
    reply = desk.ask("PUT", VNET, plain(network()))
    assert reply.status == 201
    assert reply.headers["azure-asyncnotification"] == "Enabled"
    assert desk.follow(reply, "azure-asyncoperation").json() == {"status": "InProgress"}
    assert desk.ask("PUT", VNET, plain(network())).refusal == (409, "AnotherOperationInProgress")
    desk.wait()
    assert desk.follow(reply, "azure-asyncoperation").json() == {"status": "Succeeded"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (with_subnets(("a", "10.1.0.0/24")), "NetcfgInvalidSubnet"),
        (with_subnets(("a", "10.0.0.0/30")), "NetcfgInvalidSubnet"),
        (with_subnets(("a", "10.0.0.0/24"), ("b", "10.0.0.128/25")), "NetcfgSubnetRangesOverlap"),
        (with_subnets(("a", "10.0.0.5/24")), "InvalidCIDRNotation"),
        (with_subnets(("a", "ten")), "InvalidCIDRNotation"),
        (with_subnets(("a", "10.0.0.0/24"), ("A", "10.0.1.0/24")), "DuplicateResourceName"),
        (plain(network(prefix="10.0.0.0/33")), "InvalidCIDRNotation"),
        ({"location": "westeurope", "properties": {}}, "InvalidRequestFormat"),
        ({"location": "westeurope", "properties": {"addressSpace": {"address_prefixes": []}}}, "InvalidRequestFormat"),
        ({"location": "westeurope", "properties": {"addressSpace": {"addressPrefixes": []}}}, "InvalidRequestFormat"),
    ],
)
def test_networks_azure_refuses_are_refused(desk: Desk, given: Any, code: str) -> None:
    assert desk.ask("PUT", VNET, given).refusal == (400, code)


def test_address_spaces_of_one_network_do_not_overlap(desk: Desk) -> None:
    given = plain(network())
    given["properties"]["addressSpace"]["addressPrefixes"] = ["10.0.0.0/16", "10.0.4.0/24"]
    assert desk.ask("PUT", VNET, given).refusal == (400, "NetcfgAddressSpacesOverlap")


def test_what_the_network_does_not_model_is_refused_by_name(desk: Desk) -> None:
    given = plain(network())
    given["properties"]["subnets"][0]["properties"]["natGateway"] = {"id": "/x"}
    reply = desk.ask("PUT", VNET, given)
    assert reply.refusal == (400, "NotModelledInRehearsal")
    assert "natGateway" in reply.json()["error"]["message"]


def test_subnets_are_added_one_at_a_time(wired: Desk) -> None:
    body = {"properties": {"addressPrefix": "10.0.1.0/24"}}
    assert wired.ask("PUT", f"{VNET}/subnets/s2", body).status == 201
    other = {"properties": {"addressPrefix": "10.0.2.0/24"}}
    assert wired.ask("PUT", f"{VNET}/subnets/s3", other).refusal == (409, "AnotherOperationInProgress")
    wired.wait()
    names = [each["name"] for each in wired.ask("GET", VNET).json()["properties"]["subnets"]]
    assert names == ["s1", "s2"]
    overlapping = {"properties": {"addressPrefix": "10.0.1.128/25"}}
    assert wired.ask("PUT", f"{VNET}/subnets/s3", overlapping).refusal == (400, "NetcfgSubnetRangesOverlap")
    assert wired.ask("PUT", f"{NETWORK}/virtualNetworks/no/subnets/s", body).refusal == (404, "ParentResourceNotFound")
    assert wired.ask("PUT", f"{VNET}/subnets/s3", {"properties": {}}).refusal == (400, "InvalidRequestFormat")


def test_a_network_put_without_subnets_keeps_them_and_with_others_replaces_them(wired: Desk) -> None:
    bare = plain(network())
    del bare["properties"]["subnets"]
    assert [each["name"] for each in wired.put(VNET, bare)["properties"]["subnets"]] == ["s1"]
    wired.put(VNET, with_subnets(("s2", "10.0.3.0/24")))
    assert wired.ask("GET", SUBNET).status == 404


def test_what_is_in_use_can_not_be_deleted(wired: Desk) -> None:
    wired.put(NSG, plain(security_group()))
    nic = interface(wired)
    nic["properties"]["networkSecurityGroup"] = {"id": ident(wired, NSG)}
    wired.put(NIC, nic)
    assert wired.ask("DELETE", SUBNET).refusal == (409, "InUseSubnetCannotBeDeleted")
    assert wired.ask("DELETE", VNET).refusal == (409, "InUseSubnetCannotBeDeleted")
    assert wired.ask("DELETE", NSG).refusal == (409, "InUseNetworkSecurityGroupCannotBeDeleted")
    assert wired.ask("PUT", VNET, with_subnets(("s2", "10.0.3.0/24"))).refusal == (409, "InUseSubnetCannotBeDeleted")
    moved = {"properties": {"addressPrefix": "10.0.9.0/24"}}
    assert wired.ask("PUT", SUBNET, moved).refusal == (400, "InUsePrefixCannotBeDeleted")
    assert wired.ask("GET", SUBNET).json()["properties"]["ipConfigurations"][0]["id"].endswith("/ipConfigurations/ip1")
    assert wired.ask("GET", NSG).json()["properties"]["networkInterfaces"] == [{"id": ident(wired, NIC)}]
    for path in (NIC, SUBNET, VNET, NSG):
        assert wired.ask("DELETE", path).status == 202
        wired.wait()
    assert not wired.world.resources


def test_addresses_are_given_as_azure_gives_them(wired: Desk) -> None:
    first = wired.put(NIC, interface(wired))["properties"]["ipConfigurations"][0]["properties"]
    assert (first["privateIPAddress"], first["privateIPAllocationMethod"]) == ("10.0.0.4", "Dynamic")
    static = interface(wired, privateIPAllocationMethod="Static", privateIPAddress="10.0.0.5")
    wired.put(f"{NETWORK}/networkInterfaces/nic2", static)
    third = wired.put(f"{NETWORK}/networkInterfaces/nic3", interface(wired))
    assert third["properties"]["ipConfigurations"][0]["properties"]["privateIPAddress"] == "10.0.0.6"
    again = wired.put(NIC, interface(wired))
    assert again["properties"]["ipConfigurations"][0]["properties"]["privateIPAddress"] == "10.0.0.4"


@pytest.mark.parametrize(
    ("configuration", "code"),
    [
        ({"privateIPAllocationMethod": "Static"}, "PrivateIPAddressNotSpecified"),
        ({"privateIPAllocationMethod": "Static", "privateIPAddress": "10.9.0.4"}, "PrivateIPAddressNotInSubnet"),
        ({"privateIPAllocationMethod": "Static", "privateIPAddress": "10.0.0.3"}, "PrivateIPAddressInReservedRange"),
        ({"privateIPAllocationMethod": "Static", "privateIPAddress": "10.0.0.255"}, "PrivateIPAddressInReservedRange"),
        ({"privateIPAllocationMethod": "Static", "privateIPAddress": "10.0.0.4"}, "PrivateIPAddressIsAllocated"),
        ({"privateIPAllocationMethod": "Static", "privateIPAddress": "four"}, "InvalidIPAddressFormat"),
        ({"privateIPAllocationMethod": "Sometimes"}, "InvalidRequestFormat"),
        ({"private_ip_address": "10.0.0.9"}, "InvalidRequestFormat"),
        ({"publicIPAddress": {"id": "/x"}}, "NotModelledInRehearsal"),
    ],
)
def test_addresses_azure_refuses_are_refused(wired: Desk, configuration: Any, code: str) -> None:
    wired.put(NIC, interface(wired))
    path = f"{NETWORK}/networkInterfaces/nic2"
    assert wired.ask("PUT", path, interface(wired, **configuration)).refusal == (400, code)


def test_a_full_subnet_takes_no_more(desk: Desk) -> None:
    desk.put(VNET, with_subnets(("s1", "10.0.0.0/29")))
    for number in range(3):
        desk.put(f"{NETWORK}/networkInterfaces/n{number}", interface(desk))
    assert desk.ask("PUT", NIC, interface(desk)).refusal == (400, "SubnetIsFull")


def test_references_must_be_there_in_the_region_and_ready(wired: Desk) -> None:
    assert wired.ask("PUT", NIC, interface(wired, f"{VNET}/subnets/no")).refusal == (400, "InvalidResourceReference")
    far = {**interface(wired), "location": "eastus"}
    assert wired.ask("PUT", NIC, far).refusal == (400, "InvalidResourceReference")
    grouped = interface(wired)
    grouped["properties"]["networkSecurityGroup"] = {"id": ident(wired, NSG)}
    assert wired.ask("PUT", NIC, grouped).refusal == (400, "InvalidResourceReference")
    wired.ask("PUT", f"{VNET}/subnets/s2", {"properties": {"addressPrefix": "10.0.1.0/24"}})
    reply = wired.ask("PUT", NIC, interface(wired, f"{VNET}/subnets/s2"))
    assert reply.refusal == (429, "RetryableError")
    assert reply.json()["error"]["details"][0]["code"] == "ReferencedResourceNotProvisioned"


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("priority", 99, "SecurityRuleInvalidPriority"),
        ("priority", 4097, "SecurityRuleInvalidPriority"),
        ("priority", "100", "InvalidRequestFormat"),
        ("protocol", "Sctp", "InvalidRequestFormat"),
        ("destinationPortRange", "70000", "SecurityRuleInvalidPortRange"),
        ("destinationPortRange", "90-80", "SecurityRuleInvalidPortRange"),
        ("sourceAddressPrefix", "10.0.0.0/99", "SecurityRuleInvalidAddressPrefix"),
        ("sourceAddressPrefix", None, "SecurityRuleParameterNotSpecified"),
        ("access", None, "InvalidRequestFormat"),
        ("destination_port", "1", "InvalidRequestFormat"),
    ],
)
def test_security_rules_azure_refuses_are_refused(desk: Desk, member: str, value: Any, code: str) -> None:
    given = plain(security_group())
    given["properties"]["securityRules"][0]["properties"][member] = value
    assert desk.ask("PUT", NSG, given).refusal == (400, code)


def test_rules_of_one_direction_have_their_own_priority_and_name(desk: Desk) -> None:
    given = plain(security_group())
    rules = given["properties"]["securityRules"]
    rules.append({**copy.deepcopy(rules[0]), "name": "other"})
    assert desk.ask("PUT", NSG, given).refusal == (400, "SecurityRuleConflict")
    rules[1]["properties"]["priority"] = 101
    rules[1]["name"] = "HTTPS"
    assert desk.ask("PUT", NSG, given).refusal == (400, "DuplicateResourceName")
    rules[1]["name"] = "other"
    assert len(desk.put(NSG, given)["properties"]["defaultSecurityRules"]) == 6


def test_names_of_network_resources_are_judged(desk: Desk) -> None:
    assert desk.ask("PUT", f"{NETWORK}/virtualNetworks/-v", plain(network())).refusal == (400, "InvalidResourceName")
    long = f"{NETWORK}/virtualNetworks/{'v' * 65}"
    assert desk.ask("PUT", long, plain(network())).refusal == (400, "InvalidResourceName")
