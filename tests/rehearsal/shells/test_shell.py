"""Shells: what a provider insists on, fills in, computes and keeps to itself, as data."""

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import deployment, template

from azlift.rehearsal.known_types import canonical_type
from azlift.rehearsal.shells import KINDS, SHELLS

GROUP = "~/resourceGroups/rg1/providers"
ACCOUNT = f"{GROUP}/Microsoft.Storage/storageAccounts/acct1"
VAULT = f"{GROUP}/Microsoft.KeyVault/vaults/vault1"


@pytest.fixture
def open_desk(desk: Desk) -> Desk:
    for kind in KINDS:
        desk.world.keep_registration(kind.namespace, "Registered")
    return desk


def account(**members: object) -> dict[str, object]:
    return {"location": "westeurope", "sku": {"name": "Standard_LRS"}, "kind": "StorageV2", "properties": {}, **members}


def test_no_type_stands_twice_and_every_one_is_azures() -> None:
    names = [shell.type.lower() for shell in SHELLS]
    assert len(names) == len(set(names)) > 90
    strange = {shell.type for shell in SHELLS if canonical_type(shell.type) != shell.type}
    assert strange == {"Microsoft.Web/sites/host"}  # it only answers actions: the published definitions leave it out


def test_a_storage_account_answers_as_its_provider_does(open_desk: Desk) -> None:
    reply = open_desk.ask("PUT", ACCOUNT, account(properties={"allowBlobPublicAccess": True}))
    assert reply.status == 202
    assert "azure-asyncoperation" not in reply.headers
    assert reply.headers["x-azlift-rehearsal-semantics"] == "outside-only"
    assert open_desk.follow(reply, "location").status == 202
    open_desk.wait()
    made = open_desk.follow(reply, "location").json()
    assert made["properties"]["primaryEndpoints"]["blob"] == "https://acct1.blob.core.windows.net/"
    assert (made["properties"]["allowBlobPublicAccess"], made["properties"]["accessTier"]) == (True, "Hot")
    keys = open_desk.ask("POST", f"{ACCOUNT}/listKeys").json()["keys"]
    assert [each["keyName"] for each in keys] == ["key1", "key2"]
    assert keys == open_desk.ask("POST", f"{ACCOUNT}/listkeys").json()["keys"]


@pytest.mark.parametrize(
    ("path", "body", "refusal"),
    [
        (ACCOUNT, {"location": "westeurope", "kind": "StorageV2"}, (400, "MissingRequiredProperty")),
        (ACCOUNT.replace("acct1", "Acct_1"), account(), (400, "AccountNameInvalid")),
        (ACCOUNT, account(colour="red"), (400, "InvalidRequestContent")),
        (ACCOUNT, account(properties=[]), (400, "InvalidRequestContent")),
        (
            VAULT,
            {"location": "westeurope", "properties": {"sku": {"name": "standard"}}},
            (400, "MissingRequiredProperty"),
        ),
    ],
)
def test_what_a_provider_insists_on_is_insisted_on(open_desk: Desk, path: str, body: object, refusal: object) -> None:
    assert open_desk.ask("PUT", path, body).refusal == refusal


def test_a_name_of_the_whole_cloud_is_taken_once(open_desk: Desk) -> None:
    open_desk.put(ACCOUNT, account())
    open_desk.ask("PUT", "~/resourceGroups/rg2", {"location": "westeurope"})
    reply = open_desk.ask("PUT", ACCOUNT.replace("rg1", "rg2"), account())
    assert reply.refusal == (409, "StorageAccountAlreadyTaken")
    assert open_desk.ask("PUT", ACCOUNT, account()).status == 200


def test_a_secret_is_taken_and_never_answered(open_desk: Desk) -> None:
    tenant = open_desk.world.account.tenant_id
    open_desk.put(VAULT, {"location": "westeurope", "properties": {"sku": {"name": "standard"}, "tenantId": tenant}})
    made = open_desk.put(f"{VAULT}/secrets/s1", {"properties": {"value": "hush"}})
    assert made["properties"]["secretUri"] == "https://vault1.vault.azure.net/secrets/s1"
    assert "hush" not in str(made)
    assert "hush" not in str(open_desk.ask("GET", f"{VAULT}/secrets").json())


def test_what_is_inside_by_itself_needs_no_writing_and_goes_along(open_desk: Desk) -> None:
    open_desk.put(ACCOUNT, account())
    inner = f"{ACCOUNT}/blobServices/default/containers/c1"
    assert open_desk.ask("PUT", inner, {"properties": {}}).status == 201
    assert open_desk.ask("PUT", inner.replace("acct1", "none"), {"properties": {}}).refusal == (
        404,
        "ParentResourceNotFound",
    )
    open_desk.ask("DELETE", ACCOUNT)
    open_desk.wait()
    assert not open_desk.world.resources


def test_a_template_reads_what_a_shell_computes(desk: Desk) -> None:
    site = {"type": "Microsoft.Web/sites", "apiVersion": "2024-04-01", "name": "site1", "location": "westeurope"}
    identity = {
        "type": "Microsoft.ManagedIdentity/userAssignedIdentities",
        "apiVersion": "2023-01-31",
        "name": "id1",
        "location": "westeurope",
    }
    outputs = {
        "host": {"type": "string", "value": "[reference('site1').defaultHostName]"},
        "principal": {"type": "string", "value": "[reference('id1').principalId]"},
    }
    done = desk.deploy(deployment(template([site | {"properties": {}}, identity], outputs=outputs)))["properties"]
    assert done["provisioningState"] == "Succeeded", done
    assert done["outputs"]["host"]["value"] == "site1.azurewebsites.net"
    assert len(done["outputs"]["principal"]["value"]) == 36


def test_children_come_once_with_what_bears_them_and_go_with_it(open_desk: Desk) -> None:
    namespace = f"{GROUP}/Microsoft.ServiceBus/namespaces/bus1"
    open_desk.put(namespace, {"location": "westeurope", "properties": {}})
    rules = open_desk.ask("GET", f"{namespace}/AuthorizationRules").json()["value"]
    assert [each["name"] for each in rules] == ["RootManageSharedAccessKey"]
    etag = open_desk.world.find(rules[0]["id"]).etag  # type: ignore[union-attr]
    open_desk.put(namespace, {"location": "westeurope", "tags": {"a": "b"}, "properties": {}})
    assert open_desk.world.find(rules[0]["id"]).etag == etag  # type: ignore[union-attr]
    listed = open_desk.ask("GET", "~/resourceGroups/rg1/resources").json()["value"]
    assert [each["name"] for each in listed] == ["bus1"]
    open_desk.ask("DELETE", namespace)
    open_desk.wait()
    assert open_desk.ask("GET", f"{namespace}/AuthorizationRules/RootManageSharedAccessKey").status == 404


def test_a_template_reaches_keys_that_came_with_a_resource(open_desk: Desk) -> None:
    rule = "resourceId('Microsoft.ServiceBus/namespaces/AuthorizationRules', 'bus1', 'RootManageSharedAccessKey')"
    namespace = {
        "type": "Microsoft.ServiceBus/namespaces",
        "apiVersion": "2022-10-01-preview",
        "name": "bus1",
        "location": "westeurope",
        "properties": {},
    }
    made = template(
        [namespace],
        outputs={
            "text": {"type": "string", "value": f"[listKeys({rule}, '2022-10-01-preview').primaryConnectionString]"}
        },
    )
    done = open_desk.deploy(deployment(made))["properties"]
    text = done["outputs"]["text"]["value"]
    assert text.startswith("Endpoint=sb://bus1.servicebus.windows.net/;SharedAccessKeyName=RootManageSharedAccessKey;")


def test_a_sku_answers_its_tier_and_an_account_is_gone_when_its_removal_is_answered(open_desk: Desk) -> None:
    assert open_desk.put(ACCOUNT, account())["sku"] == {"name": "Standard_LRS", "tier": "Standard"}
    assert open_desk.ask("DELETE", ACCOUNT).status == 200
    assert open_desk.ask("GET", ACCOUNT).status == 404


def test_a_name_that_cannot_be_is_refused_in_the_words_of_its_provider(open_desk: Desk) -> None:
    refusal = open_desk.ask("PUT", ACCOUNT.replace("acct1", "Acct_1"), account()).json()["error"]["message"]
    assert refusal.startswith("Acct_1 is not a valid storage account name. Storage account name must be between 3")


def test_a_child_takes_the_location_templates_give_it(open_desk: Desk) -> None:
    space = f"{GROUP}/Microsoft.EventHub/namespaces/ns1"
    open_desk.put(space, {"location": "westeurope", "properties": {}})
    made = open_desk.put(f"{space}/eventhubs/hub1", {"location": "West Europe", "properties": {}})
    assert made["location"] == "West Europe"
