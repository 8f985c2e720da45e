"""What providers add to resources of types without semantics. Shapes: Azure's documentation of each type; the forms of
names were compared with public quickstart templates, which ask for them in their outputs."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.computed import TOKEN, comes_with_parent, entry_of
from azlift.rehearsal.identifiers import read_id
from azlift.rehearsal.known_types import canonical_type

GROUP = "~/resourceGroups/rg1/providers"
TABLE: dict[str, Any] = json.loads(files("azlift.rehearsal").joinpath("computed.json").read_text(encoding="utf-8"))


def stored(desk: Desk, path: str, **members: Any) -> Any:
    desk.world.keep_registration(path.partition("/")[0], "Registered")
    return desk.put(f"{GROUP}/{path}", {"location": "westeurope", "properties": {}, **members})


def listed(desk: Desk, path: str, action: str) -> Any:
    reply = desk.ask("POST", f"{GROUP}/{path}/{action}")
    assert reply.status == 200, reply.body
    return reply.json()


@pytest.mark.parametrize(
    ("path", "member", "value"),
    [
        ("Microsoft.ContainerRegistry/registries/Acr1", "loginServer", "acr1.azurecr.io"),
        ("Microsoft.KeyVault/vaults/Kv1", "vaultUri", "https://kv1.vault.azure.net/"),
        ("Microsoft.Web/sites/App1", "defaultHostName", "app1.azurewebsites.net"),
        ("Microsoft.Sql/servers/sql1", "fullyQualifiedDomainName", "sql1.database.windows.net"),
        ("Microsoft.Batch/batchAccounts/b1", "accountEndpoint", "b1.westeurope.batch.azure.com"),
        ("Microsoft.EventHub/namespaces/eh1", "serviceBusEndpoint", "https://eh1.servicebus.windows.net:443/"),
    ],
)
def test_a_provider_names_what_it_makes(desk: Desk, path: str, member: str, value: str) -> None:
    assert stored(desk, path)["properties"][member] == value


def test_what_is_computed_depends_on_what_was_asked_for(desk: Desk) -> None:
    path = "Microsoft.ContainerInstance/containerGroups"
    with_address = stored(desk, f"{path}/c1", properties={"ipAddress": {"type": "Public", "dnsNameLabel": "shop"}})
    address = with_address["properties"]["ipAddress"]
    assert (address["type"], address["fqdn"]) == ("Public", "shop.westeurope.azurecontainer.io")
    assert address["ip"].startswith("203.0.113.")
    unlabelled = stored(desk, f"{path}/c2", properties={"ipAddress": {"type": "Public"}})
    assert "fqdn" not in unlabelled["properties"]["ipAddress"]
    assert "ipAddress" not in stored(desk, f"{path}/c3")["properties"]


def test_a_default_gives_way_to_what_was_asked_for_and_a_computed_value_does_not(desk: Desk) -> None:
    asked = {"replicaCount": 3, "status": "degraded"}
    found = stored(desk, "Microsoft.Search/searchServices/s1", properties=asked)["properties"]
    assert (found["replicaCount"], found["partitionCount"]) == (3, 1)
    vault = stored(desk, "Microsoft.KeyVault/vaults/kv1", properties={"vaultUri": "https://elsewhere/"})
    assert vault["properties"]["vaultUri"] == "https://kv1.vault.azure.net/"


def test_members_are_found_in_the_case_they_were_asked_for_in(desk: Desk) -> None:
    path = "Microsoft.CognitiveServices/accounts"
    named = stored(desk, f"{path}/a1", properties={"CustomSubDomainName": "shop"})
    assert named["properties"]["endpoint"] == "https://shop.cognitiveservices.azure.com/"
    unnamed = stored(desk, f"{path}/a2")
    assert unnamed["properties"]["endpoint"] == "https://westeurope.api.cognitive.microsoft.com/"


def test_keys_stay_the_same_and_differ_between_resources(desk: Desk) -> None:
    path = "Microsoft.DocumentDB/databaseAccounts"
    for name in ("c1", "c2"):
        stored(desk, f"{path}/{name}")
    first = listed(desk, f"{path}/c1", "listKeys")
    assert first == listed(desk, f"{path}/c1", "listKeys")
    assert len({*first.values(), *listed(desk, f"{path}/c2", "listKeys").values()}) == 8


def test_a_namespace_comes_with_its_root_key(desk: Desk) -> None:
    stored(desk, "Microsoft.ServiceBus/namespaces/sb1")
    rule = "Microsoft.ServiceBus/namespaces/sb1/AuthorizationRules/RootManageSharedAccessKey"
    assert desk.ask("GET", f"{GROUP}/{rule}").json()["properties"]["rights"] == ["Listen", "Manage", "Send"]
    text = listed(desk, rule, "listKeys")["primaryConnectionString"]
    assert text.startswith("Endpoint=sb://sb1.servicebus.windows.net/;SharedAccessKeyName=RootManageSharedAccessKey;")


def test_a_queue_rule_names_its_queue(desk: Desk) -> None:
    for inner in ("", "/queues/q1", "/queues/q1/authorizationRules/send"):
        stored(desk, f"Microsoft.ServiceBus/namespaces/sb1{inner}")
    rule = "Microsoft.ServiceBus/namespaces/sb1/queues/q1/authorizationRules/send"
    assert listed(desk, rule, "listKeys")["primaryConnectionString"].endswith(";EntityPath=q1")


def test_triggers_come_with_the_workflow_that_defines_them(desk: Desk) -> None:
    definition = {"definition": {"triggers": {"manual": {"type": "Request"}}}}
    stored(desk, "Microsoft.Logic/workflows/w1", properties=definition)
    answer = listed(desk, "Microsoft.Logic/workflows/w1/triggers/manual", "listCallbackUrl")
    assert "/triggers/manual/paths/invoke" in answer["value"]


def test_managed_identities_have_principals(desk: Desk) -> None:
    site = stored(desk, "Microsoft.Web/sites/w1", identity={"type": "SystemAssigned"})
    other = stored(desk, "Microsoft.Web/sites/w2", identity={"type": "SystemAssigned"})
    assert site["identity"]["tenantId"] == desk.world.account.tenant_id
    assert site["identity"]["principalId"] != other["identity"]["principalId"]


def test_identities_of_the_user_are_answered_with_their_ids(desk: Desk) -> None:
    made = stored(desk, "Microsoft.ManagedIdentity/userAssignedIdentities/i1")
    identity = {"type": "UserAssigned", "userAssignedIdentities": {made["id"]: {}}}
    found = stored(desk, "Microsoft.Web/sites/w1", identity=identity)["identity"]["userAssignedIdentities"]
    assert found == {made["id"]: {name: made["properties"][name] for name in ("principalId", "clientId")}}


def test_a_provider_answers_a_write_in_its_own_way(desk: Desk) -> None:
    """At once or after a while, with or without a state, in its own casing, with regions as people write them."""
    desk.world.keep_registration("Microsoft.ServiceBus", "Registered")
    namespace = f"{GROUP}/Microsoft.ServiceBus/namespaces/sb1"
    body = {"location": "westeurope", "sku": {"name": "Standard"}, "properties": {}}
    made = desk.ask("PUT", namespace, body)
    assert (made.status, made.json()["type"]) == (200, "Microsoft.ServiceBus/Namespaces")
    assert (made.json()["location"], made.json()["sku"]) == ("West Europe", {"name": "Standard", "tier": "Standard"})
    desk.wait()
    queue = desk.ask("PUT", f"{namespace}/queues/q1", {"properties": {"maxDeliveryCount": 3}})
    assert (queue.status, queue.json()["type"]) == (200, "Microsoft.ServiceBus/Namespaces/Queues")
    found = queue.json()["properties"]
    assert (found["maxDeliveryCount"], found["lockDuration"], "provisioningState" in found) == (3, "PT1M", False)


def test_parts_of_a_network_resource_are_named(desk: Desk) -> None:
    pools = {"backendAddressPools": [{"name": "pool"}]}
    made = stored(desk, "Microsoft.Network/loadBalancers/lb1", properties=pools)
    (pool,) = made["properties"]["backendAddressPools"]
    assert pool["id"] == f"{made['id']}/backendAddressPools/pool"
    assert pool["type"] == "Microsoft.Network/loadBalancers/backendAddressPools"
    assert pool["properties"]["provisioningState"] == "Succeeded"
    assert made["sku"] == {"name": "Basic", "tier": "Regional"}


def test_a_secret_is_never_answered(desk: Desk) -> None:
    stored(desk, "Microsoft.KeyVault/vaults/kv1")
    secret = stored(desk, "Microsoft.KeyVault/vaults/kv1/secrets/s1", properties={"value": "hush"})
    assert secret["properties"]["secretUri"] == "https://kv1.vault.azure.net/secrets/s1"
    assert "value" not in secret["properties"]


def test_a_template_reaches_what_is_computed(desk: Desk) -> None:
    done = desk.deploy({"properties": {"mode": "Incremental", "template": _template(), "parameters": {}}})
    assert done["properties"]["provisioningState"] == "Succeeded", done["properties"].get("error")
    outputs = {name: each["value"] for name, each in done["properties"]["outputs"].items()}
    assert outputs == {"login": "acr1.azurecr.io", "user": "acr1"}


def _template() -> dict[str, Any]:
    registry = "resourceId('Microsoft.ContainerRegistry/registries', 'acr1')"
    return {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "resources": [
            {
                "type": "Microsoft.ContainerRegistry/registries",
                "apiVersion": "2023-07-01",
                "name": "acr1",
                "location": "westeurope",
                "sku": {"name": "Basic"},
            }
        ],
        "outputs": {
            "login": {"type": "string", "value": f"[reference({registry}).loginServer]"},
            "user": {"type": "string", "value": f"[listCredentials({registry}, '2023-07-01').username]"},
        },
    }


def test_what_a_provider_takes_as_given_needs_no_parent_of_its_own() -> None:
    account = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a"
    assert comes_with_parent(read_id(f"{account}/blobServices/default"))
    assert not comes_with_parent(read_id(f"{account}/blobServices/other"))
    vault = "/subscriptions/s/resourceGroups/g/providers/Microsoft.RecoveryServices/vaults/v"
    assert comes_with_parent(read_id(f"{vault}/backupFabrics/Azure/protectionContainers/whatever"))


PLAIN = {
    *("name", "lower", "parent", "parentlower", "top", "toplower", "id", "group", "subscription", "tenant"),
    *("region", "created", "storage", "ip"),
}


def tokens(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from TOKEN.findall(value)
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from tokens(inner)


def test_every_fact_the_table_names_is_one_there_is() -> None:
    """A fact is plain, made from a label, or a path into the request; a misspelt one would silently be left out."""
    for token in (each for name in TABLE for each in tokens(entry_of(name))):
        head, _, rest = token.partition(":")
        if head in {"key", "hex", "HEX", "digits"}:
            assert rest.partition(":")[0].isdigit(), token
        elif rest:
            assert head in {"guid", "unique", "word", "kind", "where", "head"}, token
        else:
            assert token in PLAIN or token.startswith(("properties.", "sku.")), token


def test_every_type_of_the_table_is_one_azure_has() -> None:
    """But for links, and two that only answer actions, which the published type definitions leave out."""
    unknown = {name for name in TABLE if canonical_type(name) is None}
    assert unknown == {"Microsoft.Web/sites/host", "Microsoft.Devices/IotHubs/IotHubKeys", "Microsoft.Resources/links"}


def test_a_type_that_only_answers_actions_answers_them(desk: Desk) -> None:
    stored(desk, "Microsoft.Web/sites/w1")
    assert listed(desk, "Microsoft.Web/sites/w1/host/default", "listKeys")["functionKeys"]["default"]
