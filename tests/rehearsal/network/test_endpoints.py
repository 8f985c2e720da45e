"""Private endpoints: an interface and a name for a resource elsewhere."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.network.conftest import NETWORK, SUBNET, ident
from tests.rehearsal.network.test_zones import GLOBAL

VAULT = "~/resourceGroups/rg1/providers/Microsoft.KeyVault/vaults/vault1"
ENDPOINT, ZONE = f"{NETWORK}/privateEndpoints/pe1", f"{NETWORK}/privateDnsZones/privatelink.vaultcore.azure.net"


@pytest.fixture
def vaulted(wired: Desk) -> Desk:
    wired.world.keep_registration("Microsoft.KeyVault", "Registered")
    properties = {"sku": {"name": "standard", "family": "A"}, "tenantId": wired.world.account.tenant_id}
    wired.put(VAULT, {"location": "westeurope", "properties": properties})
    return wired


def endpoint(desk: Desk, target: str = VAULT, member: str = "privateLinkServiceConnections", **more: Any) -> Any:
    connection = {"privateLinkServiceId": ident(desk, target), "groupIds": ["vault"]}
    properties = {
        "subnet": {"id": ident(desk, SUBNET)},
        member: [{"name": "c1", "properties": connection}],
        **more,
    }
    return {"location": "westeurope", "properties": properties}


def test_an_endpoint_has_an_interface_in_its_subnet_that_goes_with_it(vaulted: Desk) -> None:
    made = vaulted.put(ENDPOINT, endpoint(vaulted))["properties"]
    (interface,) = made["networkInterfaces"]
    found = vaulted.ask("GET", interface["id"]).json()["properties"]
    assert found["ipConfigurations"][0]["properties"]["privateIPAddress"] == "10.0.0.4"
    assert found["privateEndpoint"]["id"] == ident(vaulted, ENDPOINT)
    assert made["customDnsConfigs"] == [{"fqdn": "vault1.vault.azure.net", "ipAddresses": ["10.0.0.4"]}]
    assert vaulted.ask("DELETE", interface["id"]).refusal == (400, "NicInUse")
    assert vaulted.ask("DELETE", SUBNET).refusal == (400, "InUseSubnetCannotBeDeleted")
    vaulted.ask("DELETE", ENDPOINT)
    vaulted.wait()
    assert vaulted.ask("GET", interface["id"]).status == 404
    assert vaulted.ask("DELETE", SUBNET).status == 202


@pytest.mark.parametrize(
    ("member", "state"),
    [("privateLinkServiceConnections", "Approved"), ("manualPrivateLinkServiceConnections", "Pending")],
)
def test_a_connection_is_approved_by_itself_unless_asked_for_by_hand(vaulted: Desk, member: str, state: str) -> None:
    (made,) = vaulted.put(ENDPOINT, endpoint(vaulted, member=member))["properties"][member]
    assert made["properties"]["privateLinkServiceConnectionState"]["status"] == state
    assert made["id"] == f"{ident(vaulted, ENDPOINT)}/{member}/c1"


def test_a_zone_group_writes_the_address_into_its_zones(vaulted: Desk) -> None:
    vaulted.put(ZONE, GLOBAL)
    vaulted.put(ENDPOINT, endpoint(vaulted))
    config = {"name": "vault", "properties": {"privateDnsZoneId": ident(vaulted, ZONE)}}
    group = f"{ENDPOINT}/privateDnsZoneGroups/default"
    vaulted.put(group, {"properties": {"privateDnsZoneConfigs": [config]}})
    record = vaulted.ask("GET", f"{ZONE}/A/vault1").json()["properties"]
    assert (record["aRecords"], record["ttl"]) == ([{"ipv4Address": "10.0.0.4"}], 10)
    assert vaulted.ask("GET", ENDPOINT).json()["properties"]["customDnsConfigs"] == []
    vaulted.ask("DELETE", group)
    vaulted.wait()
    assert vaulted.ask("GET", f"{ZONE}/A/vault1").status == 404


def test_what_is_not_there_is_refused(vaulted: Desk) -> None:
    wrong = endpoint(vaulted, target=f"{VAULT}2")
    assert vaulted.ask("PUT", ENDPOINT, wrong).refusal == (400, "InvalidResourceReference")
    wrong = endpoint(vaulted, subnet={"id": ident(vaulted, f"{SUBNET}2")})
    assert vaulted.ask("PUT", ENDPOINT, wrong).refusal == (400, "InvalidResourceReference")
    none = {"location": "westeurope", "properties": {"subnet": {"id": ident(vaulted, SUBNET)}}}
    assert vaulted.ask("PUT", ENDPOINT, none).refusal[0] == 400
    vaulted.put(ENDPOINT, endpoint(vaulted))
    config = {"name": "vault", "properties": {"privateDnsZoneId": ident(vaulted, ZONE)}}
    group = vaulted.ask(
        "PUT", f"{ENDPOINT}/privateDnsZoneGroups/g", {"properties": {"privateDnsZoneConfigs": [config]}}
    )
    assert group.refusal == (400, "InvalidResourceReference")
