"""Load balancers: parts that refer to one another, frontends, pools and NAT rules of interfaces."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.network.conftest import NETWORK, NIC, SUBNET, ident, interface
from tests.rehearsal.network.test_public_addresses import PIP, address

BALANCER = f"{NETWORK}/loadBalancers/lb1"


def part(desk: Desk, collection: str, name: str) -> Any:
    return {"id": f"{ident(desk, BALANCER)}/{collection}/{name}"}


def balancer(desk: Desk, frontend: Any = None, **rule: Any) -> Any:
    rule = {
        "frontendIPConfiguration": part(desk, "frontendIPConfigurations", "front"),
        "backendAddressPool": part(desk, "backendAddressPools", "pool"),
        "probe": part(desk, "probes", "alive"),
        "protocol": "Tcp",
        "frontendPort": 443,
        "backendPort": 443,
        **rule,
    }
    frontend = frontend or {"subnet": {"id": ident(desk, SUBNET)}}
    nat = {
        "frontendIPConfiguration": part(desk, "frontendIPConfigurations", "front"),
        "protocol": "Tcp",
        "frontendPort": 50001,
        "backendPort": 22,
    }
    properties = {
        "frontendIPConfigurations": [{"name": "front", "properties": frontend}],
        "backendAddressPools": [{"name": "pool"}],
        "probes": [{"name": "alive", "properties": {"protocol": "Tcp", "port": 443}}],
        "loadBalancingRules": [{"name": "https", "properties": rule}],
        "inboundNatRules": [{"name": "ssh", "properties": nat}],
    }
    return {"location": "westeurope", "properties": properties}


def test_every_part_has_an_id_and_pools_are_resources(wired: Desk) -> None:
    made = wired.put(BALANCER, balancer(wired))
    assert made["sku"] == {"name": "Basic", "tier": "Regional"}
    rule = made["properties"]["loadBalancingRules"][0]
    assert rule["id"] == f"{ident(wired, BALANCER)}/loadBalancingRules/https"
    assert rule["properties"]["provisioningState"] == "Succeeded"
    assert wired.ask("GET", f"{BALANCER}/backendAddressPools/pool").json()["name"] == "pool"
    wired.put(f"{BALANCER}/backendAddressPools/second", {"properties": {}})
    shown = wired.ask("GET", BALANCER).json()["properties"]["backendAddressPools"]
    assert [each["name"] for each in shown] == ["pool", "second"]


def test_interfaces_join_pools_and_rules_that_are_there(wired: Desk) -> None:
    wired.put(BALANCER, balancer(wired))
    joins = {
        "loadBalancerBackendAddressPools": [part(wired, "backendAddressPools", "pool")],
        "loadBalancerInboundNatRules": [part(wired, "inboundNatRules", "ssh")],
    }
    assert wired.ask("PUT", NIC, interface(wired, **joins)).status == 201
    wrong = {"loadBalancerBackendAddressPools": [part(wired, "backendAddressPools", "none")]}
    assert wired.ask("PUT", f"{NIC}2", interface(wired, **wrong)).refusal == (400, "InvalidResourceReference")


def test_a_rule_points_into_its_own_balancer(wired: Desk) -> None:
    body = balancer(wired, probe=part(wired, "probes", "dead"))
    assert wired.ask("PUT", BALANCER, body).refusal == (400, "InvalidResourceReference")


@pytest.mark.parametrize(("theirs", "status"), [("Standard", 400), (None, 201)])
def test_a_public_frontend_is_of_the_same_sku(wired: Desk, theirs: str | None, status: int) -> None:
    wired.put(PIP, address(theirs, publicIPAllocationMethod="Static"))
    reply = wired.ask("PUT", BALANCER, balancer(wired, {"publicIPAddress": {"id": ident(wired, PIP)}}))
    assert reply.status == status, reply.body
    if status == 201:
        wired.wait()
        shown = wired.ask("GET", PIP).json()["properties"]["ipConfiguration"]["id"]
        assert shown.endswith("/loadBalancers/lb1/frontendIPConfigurations/front")
        assert wired.ask("DELETE", PIP).refusal == (400, "PublicIPAddressCannotBeDeleted")
    else:
        assert reply.refusal[1] == "DifferentSkuLoadBalancersAndPublicIPAddressNotAllowed"


def test_parts_are_listed_and_a_private_frontend_has_an_address_of_its_subnet(wired: Desk) -> None:
    wired.put(BALANCER, balancer(wired))
    (frontend,) = wired.ask("GET", f"{BALANCER}/frontendIPConfigurations").json()["value"]
    assert frontend["properties"]["privateIPAddress"] == "10.0.0.4"
    for collection, name in (("probes", "alive"), ("loadBalancingRules", "https"), ("inboundNatRules", "ssh")):
        assert [each["name"] for each in wired.ask("GET", f"{BALANCER}/{collection}").json()["value"]] == [name]
    assert wired.put(NIC, interface(wired))["properties"]["ipConfigurations"][0]["properties"]["privateIPAddress"] == (
        "10.0.0.5"
    )
