"""Subnets: what is plugged in keeps them and their prefixes."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.network.conftest import NIC, SUBNET, VNET, ident, interface, with_subnets


@pytest.mark.parametrize(
    ("prefixes", "code"),
    [
        (["10.0.9.0/24"], "InUsePrefixCannotBeDeleted"),
        (["10.0.0.0/25"], "InUsePrefixCannotBeDeleted"),
        (["10.0.0.0/24", "10.0.9.0/24"], None),
    ],
)
def test_a_prefix_in_use_stays_whichever_way_it_is_changed(wired: Desk, prefixes: Any, code: str | None) -> None:
    wired.put(NIC, interface(wired))
    alone = wired.ask("PUT", SUBNET, {"properties": {"addressPrefixes": prefixes}})
    wired.wait()
    inside = with_subnets(("s1", ""))
    inside["properties"]["subnets"][0]["properties"] = {"addressPrefixes": prefixes}
    for reply in (alone, wired.ask("PUT", VNET, inside)):
        if code:
            assert reply.refusal == (400, code)
        else:
            assert reply.status == 200, reply.body


def test_a_subnet_names_the_configuration_that_keeps_it(wired: Desk) -> None:
    wired.put(NIC, interface(wired))
    place = f"{ident(wired, NIC)}/ipConfigurations/ip1"
    assert wired.ask("GET", SUBNET).json()["properties"]["ipConfigurations"] == [{"id": place}]
    refused = wired.ask("DELETE", SUBNET)
    assert refused.refusal == (400, "InUseSubnetCannotBeDeleted")
    assert f"in use by {place} and cannot be deleted" in refused.json()["error"]["message"]


def test_a_subnet_has_azures_defaults_and_takes_delegations(wired: Desk) -> None:
    delegation = {"name": "d1", "properties": {"serviceName": "Microsoft.Web/serverFarms"}}
    made = wired.put(SUBNET, {"properties": {"addressPrefix": "10.0.0.0/24", "delegations": [delegation]}})
    properties = made["properties"]
    assert properties["privateEndpointNetworkPolicies"] == "Disabled"
    assert properties["delegations"][0]["id"] == f"{ident(wired, SUBNET)}/delegations/d1"
    assert properties["delegations"][0]["properties"]["provisioningState"] == "Succeeded"


@pytest.mark.parametrize(
    ("version", "policies"), [("2020-06-01", "Enabled"), ("2021-08-01", "Enabled"), ("2022-01-01", "Disabled")]
)
def test_network_policies_for_private_endpoints_are_on_by_default_in_old_api_versions(
    desk: Desk, version: str, policies: str
) -> None:
    assert desk.ask("PUT", VNET, with_subnets(("s1", "10.0.0.0/24")), api=version).status == 201
    desk.wait()
    assert desk.ask("GET", SUBNET).json()["properties"]["privateEndpointNetworkPolicies"] == policies
    alone = {"properties": {"addressPrefix": "10.0.1.0/24"}}
    assert desk.ask("PUT", f"{VNET}/subnets/s2", alone, api=version).status == 201
    assert desk.ask("GET", f"{VNET}/subnets/s2").json()["properties"]["privateEndpointNetworkPolicies"] == policies
