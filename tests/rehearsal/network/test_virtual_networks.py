"""Virtual networks and their subnets."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import network, plain, security_group
from tests.rehearsal.network.conftest import NETWORK, NIC, NSG, SUBNET, VNET, ident, interface, with_subnets

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.network.prefixes import prefixes_of, read_prefix


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
    given["properties"]["subnets"][0]["properties"]["ipAllocations"] = [{"id": "/x"}]
    reply = desk.ask("PUT", VNET, given)
    assert reply.refusal == (400, "NotModelledInRehearsal")
    assert "ipAllocations" in reply.json()["error"]["message"]


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
    assert wired.ask("DELETE", SUBNET).refusal == (400, "InUseSubnetCannotBeDeleted")
    assert wired.ask("DELETE", VNET).refusal == (400, "InUseSubnetCannotBeDeleted")
    assert wired.ask("DELETE", NSG).refusal == (400, "InUseNetworkSecurityGroupCannotBeDeleted")
    assert wired.ask("PUT", VNET, with_subnets(("s2", "10.0.3.0/24"))).refusal == (400, "InUseSubnetCannotBeDeleted")
    moved = {"properties": {"addressPrefix": "10.0.9.0/24"}}
    assert wired.ask("PUT", SUBNET, moved).refusal == (400, "InUsePrefixCannotBeDeleted")
    assert wired.ask("GET", SUBNET).json()["properties"]["ipConfigurations"][0]["id"].endswith("/ipConfigurations/ip1")
    assert wired.ask("GET", NSG).json()["properties"]["networkInterfaces"] == [{"id": ident(wired, NIC)}]
    for path in (NIC, SUBNET, VNET, NSG):
        assert wired.ask("DELETE", path).status == 202
        wired.wait()
    assert not wired.world.resources


@pytest.mark.parametrize(("prefix", "status"), [("10.0.0.0/29", 201), ("10.0.0.0/30", 400), ("10.0.0.0/16", 201)])
def test_a_subnet_is_no_smaller_than_29_and_no_larger_than_its_network(desk: Desk, prefix: str, status: int) -> None:
    assert desk.ask("PUT", VNET, with_subnets(("a", prefix))).status == status


def test_subnets_may_touch_and_not_overlap(desk: Desk) -> None:
    assert desk.ask("PUT", VNET, with_subnets(("b", "10.0.0.128/25"), ("a", "10.0.0.0/25"))).status == 201
    desk.wait()
    reply = desk.ask("PUT", VNET, with_subnets(("b", "10.0.0.64/26"), ("a", "10.0.0.0/25")))
    assert reply.refusal == (400, "NetcfgSubnetRangesOverlap")
    assert "overlaps with that of an existing subnet 'a' in virtual network 'vnet1'" in reply.json()["error"]["message"]


@pytest.mark.parametrize("text", ["10.0.0.0", "10.0.0.1/24", "10.0.0.0/33", "", "fd00::1/64", "ten/8"])
def test_a_prefix_has_a_length_and_no_host_bits(text: str) -> None:
    with pytest.raises(AzureError, match="is not formatted correctly") as caught:
        read_prefix(text)
    assert caught.value.code == "InvalidCIDRNotation"
    assert str(read_prefix("fd00::/64")) == "fd00::/64"


def test_a_subnet_says_its_prefix_in_either_way() -> None:
    one, many = {"addressPrefix": "10.0.0.0/24"}, {"addressPrefixes": ["10.0.0.0/24"]}
    assert prefixes_of(one) == prefixes_of(many)
    with pytest.raises(AzureError, match=r"Cannot parse the request\."):
        prefixes_of({})


def test_an_address_is_asked_for_before_it_is_used(wired: Desk) -> None:
    wired.put(NIC, interface(wired))
    asked = f"{VNET}/CheckIPAddressAvailability?ipaddress="
    assert wired.ask("GET", f"{asked}10.0.0.9").json()["available"] is True
    taken = wired.ask("GET", f"{asked}10.0.0.4").json()
    assert (taken["available"], taken["availableIPAddresses"][0]) == (False, "10.0.0.5")
    assert wired.ask("GET", f"{asked}10.0.9.9").refusal == (400, "PrivateIPAddressNotInAnySubnet")
    assert wired.ask("GET", f"{asked}four").refusal == (400, "InvalidIPAddressFormat")


@pytest.mark.parametrize(("minutes", "status"), [(3, 400), (4, 200), (30, 200), (31, 400)])
def test_a_flow_times_out_within_bounds(wired: Desk, minutes: int, status: int) -> None:
    body = plain(network())
    body["properties"]["flowTimeoutInMinutes"] = minutes
    assert wired.ask("PUT", VNET, body).status == status
