"""Network interfaces: addresses, references, full subnets."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.network.conftest import NETWORK, NIC, NSG, SUBNET, VNET, ident, interface, with_subnets


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
        ({"publicIPAddress": {"id": "/x"}}, "InvalidResourceReference"),
        ({"loadBalancerBackendAddressPools": [{"id": "/x/y/z"}]}, "InvalidResourceReference"),
        ({"applicationGatewayBackendAddressPools": [{"id": "/x/y/z"}]}, "InvalidResourceReference"),
        ({"virtualNetworkTaps": [{}]}, "NotModelledInRehearsal"),
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


def test_azure_keeps_the_first_four_addresses_and_the_last(desk: Desk) -> None:
    desk.put(VNET, with_subnets(("s1", "10.0.0.8/29")))
    for address, code in (
        ("10.0.0.11", "PrivateIPAddressInReservedRange"),
        ("10.0.0.15", "PrivateIPAddressInReservedRange"),
    ):
        static = interface(desk, privateIPAllocationMethod="Static", privateIPAddress=address)
        assert desk.ask("PUT", NIC, static).refusal == (400, code)
    for name, address in (("a", "10.0.0.12"), ("b", "10.0.0.14")):
        static = interface(desk, privateIPAllocationMethod="Static", privateIPAddress=address)
        assert desk.ask("PUT", f"{NETWORK}/networkInterfaces/{name}", static).status == 201


def test_an_address_is_free_again_when_its_interface_is_gone(wired: Desk) -> None:
    wired.put(NIC, interface(wired))
    wired.ask("DELETE", NIC)
    wired.wait()
    again = wired.put(f"{NETWORK}/networkInterfaces/other", interface(wired))
    assert again["properties"]["ipConfigurations"][0]["properties"]["privateIPAddress"] == "10.0.0.4"


def test_configurations_of_one_interface_have_names_and_addresses_of_their_own(wired: Desk) -> None:
    given = interface(wired)
    given["properties"]["ipConfigurations"] *= 2
    assert wired.ask("PUT", NIC, given).refusal == (400, "DuplicateResourceName")
    given["properties"]["ipConfigurations"][1] = {**given["properties"]["ipConfigurations"][0], "name": "ip2"}
    made = wired.put(NIC, given)["properties"]["ipConfigurations"]
    assert [each["properties"]["privateIPAddress"] for each in made] == ["10.0.0.4", "10.0.0.5"]
    assert [each["properties"]["primary"] for each in made] == [True, False]


def test_a_subnet_is_found_in_any_case_and_shown_in_its_own(wired: Desk) -> None:
    given = interface(wired)
    subnet = given["properties"]["ipConfigurations"][0]["properties"]["subnet"]
    subnet["id"] = subnet["id"].upper()
    made = wired.put(NIC, given)
    assert made["properties"]["ipConfigurations"][0]["properties"]["subnet"]["id"] == ident(wired, SUBNET)


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ({"primary": True}, {"primary": True}, "NetworkInterfaceMustHaveOnePrimaryIpConfiguration"),
        ({"primary": False}, {"primary": False}, "NetworkInterfaceMustHaveOnePrimaryIpConfiguration"),
        ({"privateIPAddressVersion": "IPv6"}, {}, "PrimaryIpConfigurationMustBeIPv4"),
        ({}, {"subnet": {"id": "/subscriptions/x/virtualNetworks/v/subnets/s"}}, "AllIpConfigurationsMustBelong"),
        ({}, {"subnet": None}, "InvalidRequestFormat"),
    ],
)
def test_of_several_configurations_one_is_primary_in_one_network(
    wired: Desk, first: Any, second: Any, code: str
) -> None:
    body = interface(wired, **first)
    properties = {"subnet": {"id": ident(wired, SUBNET)}, **second}
    body["properties"]["ipConfigurations"].append({"name": "ip2", "properties": properties})
    refused = wired.ask("PUT", NIC, body).refusal
    assert refused[0] == 400
    assert refused[1].startswith(code)


def test_an_interface_has_names_of_its_own(wired: Desk) -> None:
    body = interface(wired)
    body["properties"]["dnsSettings"] = {"internalDnsNameLabel": "web1"}
    made = wired.put(NIC, body)["properties"]["dnsSettings"]
    assert made["internalFqdn"] == f"web1.{made['internalDomainNameSuffix']}"
    assert made["appliedDnsServers"] == []


def test_an_interface_has_at_least_one_configuration(wired: Desk) -> None:
    assert wired.ask("PUT", NIC, {"location": "westeurope", "properties": {}}).refusal == (400, "InvalidRequestFormat")


def test_a_dynamic_address_is_azures_to_give(wired: Desk) -> None:
    made = wired.put(NIC, interface(wired, privateIPAddress="10.0.0.99"))["properties"]["ipConfigurations"]
    assert made[0]["properties"]["privateIPAddress"] == "10.0.0.4"
