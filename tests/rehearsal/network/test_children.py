"""Children of a network resource: one mechanism for subnets, routes, pools and NAT rules."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import network, plain
from tests.rehearsal.network.conftest import SUBNET, VNET


def test_a_child_written_alone_and_one_written_inside_are_the_same(wired: Desk) -> None:
    alone = wired.put(SUBNET, {"properties": {"addressPrefix": "10.0.0.0/24"}})
    (inside,) = wired.ask("GET", VNET).json()["properties"]["subnets"]
    assert inside["properties"] == alone["properties"]


def test_a_child_left_out_of_its_parent_is_gone_and_one_at_a_time_is_written(wired: Desk) -> None:
    wired.put(f"{VNET}/subnets/s2", {"properties": {"addressPrefix": "10.0.1.0/24"}})
    wired.ask("PUT", f"{VNET}/subnets/s3", {"properties": {"addressPrefix": "10.0.2.0/24"}})
    busy = wired.ask("PUT", f"{VNET}/subnets/s4", {"properties": {"addressPrefix": "10.0.3.0/24"}})
    assert busy.refusal == (409, "AnotherOperationInProgress")
    wired.wait()
    wired.put(VNET, plain(network()))
    assert [each["name"] for each in wired.ask("GET", f"{VNET}/subnets").json()["value"]] == ["s1"]


def test_children_go_with_their_parent(wired: Desk) -> None:
    wired.ask("DELETE", VNET)
    wired.wait()
    assert wired.ask("GET", SUBNET).status == 404
    assert not wired.world.resources


def test_a_child_is_of_no_region_whatever_its_request_says(wired: Desk) -> None:
    made = wired.put(SUBNET, {"location": "westeurope", "properties": {"addressPrefix": "10.0.0.0/24"}})
    assert "location" not in made
