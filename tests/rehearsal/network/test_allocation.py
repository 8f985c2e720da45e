"""Private addresses: the lowest free one, of either version, by whatever holds the others."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.network.conftest import NIC, SUBNET, VNET, ident, interface

from azlift.rehearsal.network.allocation import free_addresses, ranges, taken_addresses

BOTH = {"properties": {"addressPrefixes": ["10.0.0.0/24", "fd00:0:0:1::/64"]}}


def test_the_lowest_free_address_is_next(wired: Desk) -> None:
    subnet = wired.world.resources[ident(wired, SUBNET).lower()]
    assert list(free_addresses(wired.world, subnet, {"10.0.0.4"}, most=2)) == ["10.0.0.5", "10.0.0.6"]
    wired.put(NIC, interface(wired))
    assert taken_addresses(wired.world, str(subnet.id)) == {"10.0.0.4": ident(wired, NIC).lower()}
    assert list(free_addresses(wired.world, subnet, set(), after="10.0.0.9")) == ["10.0.0.10"]


def test_an_interface_has_an_address_of_each_version_its_subnet_has(wired: Desk) -> None:
    network = wired.ask("GET", VNET).json()
    network["properties"]["addressSpace"]["addressPrefixes"].append("fd00::/48")
    wired.put(VNET, network)
    wired.put(SUBNET, BOTH)
    body = interface(wired)
    six = {"subnet": {"id": ident(wired, SUBNET)}, "privateIPAddressVersion": "IPv6"}
    body["properties"]["ipConfigurations"].append({"name": "ip6", "properties": six})
    first, second = wired.put(NIC, body)["properties"]["ipConfigurations"]
    assert first["properties"]["privateIPAddress"] == "10.0.0.4"
    assert second["properties"]["privateIPAddress"] == "fd00:0:0:1::4"
    assert (first["properties"]["primary"], second["properties"]["primary"]) == (True, False)
    assert len(ranges(wired.world.resources[ident(wired, SUBNET).lower()], "IPv6")) == 1


def test_a_subnet_without_the_version_gives_none(wired: Desk) -> None:
    body = interface(wired)
    six = {"subnet": {"id": ident(wired, SUBNET)}, "privateIPAddressVersion": "IPv6"}
    body["properties"]["ipConfigurations"].append({"name": "ip6", "properties": six})
    assert wired.ask("PUT", NIC, body).refusal == (400, "SubnetIsFull")
