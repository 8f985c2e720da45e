"""Key vaults: removed, recovered, purged; access policies one by one."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import deployment, template

from azlift.rehearsal.shells.key_vaults import DAY, changed_policies, find_deleted

API = "2022-07-01"
VAULT = "~/resourceGroups/rg1/providers/Microsoft.KeyVault/vaults/myVault"
GONE = "~/providers/Microsoft.KeyVault/locations/westeurope/deletedVaults/myVault"
CHECK = "~/providers/Microsoft.KeyVault/checkNameAvailability"
TENANT, ONE, TWO = (f"0000000{number}-0000-4000-8000-000000000000" for number in range(3))


def policy(object_id: str, *secrets: str, **kinds: Any) -> Any:
    return {"tenantId": TENANT, "objectId": object_id, "permissions": {"secrets": list(secrets), **kinds}}


def vault(**properties: Any) -> Any:
    whole = {"tenantId": TENANT, "sku": {"family": "A", "name": "standard"}, "accessPolicies": [], **properties}
    return {"location": "westeurope", "properties": whole}


@pytest.fixture
def keyed(desk: Desk) -> Desk:
    desk.world.keep_registration("Microsoft.KeyVault", "Registered")
    assert desk.ask("PUT", VAULT, vault(accessPolicies=[policy(ONE, "get", "list")]), api=API).status == 200
    return desk


def test_a_removed_vault_stays_for_ninety_days_and_keeps_its_name(keyed: Desk) -> None:
    assert keyed.ask("DELETE", VAULT, api=API).status == 200
    gone = keyed.ask("GET", GONE, api=API).json()
    assert gone["id"] == GONE.replace("~", keyed.subscription)
    assert (gone["type"], gone["name"]) == ("Microsoft.KeyVault/deletedVaults", "myVault")
    assert gone["properties"].keys() == {"vaultId", "location", "tags", "deletionDate", "scheduledPurgeDate"}
    assert keyed.ask("GET", "~/providers/Microsoft.KeyVault/deletedVaults", api=API).json()["value"] == [gone]
    refused = keyed.ask("PUT", VAULT, vault(), api=API)
    assert refused.refusal == (409, "ConflictError")
    assert "already exists in deleted state" in refused.json()["error"]["message"]
    asked = keyed.ask("POST", CHECK, {"name": "MYVAULT", "type": "Microsoft.KeyVault/vaults"}, api=API).json()
    assert (asked["nameAvailable"], asked["reason"]) == (False, "AlreadyExists")
    assert "recently deleted but not purged" in asked["message"]
    keyed.wait(91 * DAY)
    assert keyed.ask("GET", GONE, api=API).status == 404
    assert keyed.ask("PUT", VAULT, vault(), api=API).status == 200


def test_a_vault_is_recovered_with_what_it_had(keyed: Desk) -> None:
    before = keyed.ask("GET", VAULT, api=API).json()["properties"]
    keyed.ask("DELETE", VAULT, api=API)
    assert keyed.ask("PUT", VAULT, vault(createMode="recover"), api=API).json()["properties"] == before
    assert find_deleted(keyed.world, "myVault") is None
    nothing = keyed.ask("PUT", VAULT.replace("myVault", "other1"), vault(createMode="recover"), api=API)
    assert nothing.refusal == (400, "NotModelledInRehearsal")


def test_a_purge_takes_a_while_and_is_followed_at_its_location(keyed: Desk) -> None:
    keyed.ask("DELETE", VAULT, api=API)
    begun = keyed.ask("POST", f"{GONE}/purge", api=API)
    assert (begun.status, "azure-asyncoperation" in begun.headers) == (202, False)
    assert "/providers/Microsoft.KeyVault/locations/westeurope/operationResults/" in begun.headers["location"]
    keyed.wait()
    ended = keyed.follow(begun, "location")
    assert (ended.status, ended.json()["status"]) == (200, "Succeeded")
    assert keyed.ask("GET", GONE, api=API).status == 404
    assert keyed.ask("PUT", VAULT, vault(), api=API).status == 200
    keyed.wait(91 * DAY)
    assert keyed.ask("GET", VAULT, api=API).status == 200


def test_what_is_protected_cannot_be_purged_and_nothing_deleted_is_deleted_again(desk: Desk) -> None:
    desk.world.keep_registration("Microsoft.KeyVault", "Registered")
    desk.ask("PUT", VAULT, vault(enablePurgeProtection=True), api=API)
    desk.ask("DELETE", VAULT, api=API)
    assert desk.ask("GET", GONE, api=API).json()["properties"]["purgeProtectionEnabled"] is True
    assert desk.ask("POST", f"{GONE}/purge", api=API).refusal == (405, "MethodNotAllowed")
    assert desk.ask("DELETE", GONE, api=API).refusal == (405, "MethodNotAllowed")


def test_a_vault_without_soft_delete_is_gone_at_once(desk: Desk) -> None:
    desk.world.keep_registration("Microsoft.KeyVault", "Registered")
    desk.ask("PUT", VAULT, vault(enableSoftDelete=False), api="2019-09-01")
    desk.ask("DELETE", VAULT, api=API)
    assert desk.ask("GET", GONE, api=API).status == 404


def test_access_policies_are_added_and_the_answer_names_all_the_vault_has(keyed: Desk) -> None:
    added = keyed.ask("PUT", f"{VAULT}/accessPolicies/add", {"properties": {"accessPolicies": [policy(ONE, "get")]}})
    assert added.status == 200
    assert added.json() == {
        "id": f"{VAULT.replace('~', keyed.subscription)}/accessPolicies/",
        "type": "Microsoft.KeyVault/vaults/accessPolicies",
        "properties": {"accessPolicies": [policy(ONE, "get", "list")]},
    }
    more = {"properties": {"accessPolicies": [policy(TWO, "set")]}}
    for operation, held in (("add", [ONE, TWO]), ("remove", [ONE]), ("add", [ONE, TWO])):
        assert keyed.ask("PUT", f"{VAULT}/accessPolicies/{operation}", more).status == 200
        found = keyed.ask("GET", VAULT, api=API).json()["properties"]["accessPolicies"]
        assert [each["objectId"] for each in found] == held
    assert keyed.ask("PUT", f"{VAULT}/accessPolicies/mix", more).refusal[1] == "InvalidResourceName"


def test_a_template_adds_an_access_policy(keyed: Desk) -> None:
    told = {
        "type": "Microsoft.KeyVault/vaults/accessPolicies",
        "apiVersion": API,
        "name": "myVault/add",
        "properties": {"accessPolicies": [policy(TWO, "get")]},
    }
    path = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments/d"
    assert keyed.ask("PUT", path, deployment(template([told]))).status == 201
    keyed.wait()
    found = keyed.ask("GET", VAULT, api=API).json()["properties"]["accessPolicies"]
    assert [each["objectId"] for each in found] == [ONE, TWO]


@pytest.mark.parametrize(
    ("operation", "left"),
    [
        ("add", [policy(ONE, "get", "list", "set", keys=["get"]), policy(TWO, "get")]),
        ("replace", [policy(ONE, "GET", "set", keys=["get"]), policy(TWO, "get")]),
        ("remove", [policy(ONE, "list"), policy(TWO, "get")]),
    ],
)
def test_an_entry_is_known_by_its_principal(operation: str, left: list[Any]) -> None:
    held = [policy(ONE, "get", "list"), policy(TWO, "get")]
    given = [policy(ONE.upper(), "GET", "set", keys=["get"])]
    assert changed_policies(operation, held, given) == left
