"""Whether a name is free."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk

BATCH = "~/providers/Microsoft.Batch/checkNameAvailability"
STORAGE, ACCOUNT = "~/providers/Microsoft.Storage/checkNameAvailability", "Microsoft.Storage/storageAccounts"


def asked(desk: Desk, name: str, kind: str = ACCOUNT, path: str = STORAGE) -> Any:
    return desk.ask("POST", path, {"name": name, "type": kind}).json()


def test_a_name_is_free_until_somebody_takes_it(desk: Desk) -> None:
    assert asked(desk, "estate1") == {"nameAvailable": True}
    desk.world.keep_registration("Microsoft.Storage", "Registered")
    body = {"location": "westeurope", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
    desk.put(f"~/resourceGroups/rg1/providers/{ACCOUNT}/estate1", body)
    taken = asked(desk, "estate1")
    assert (taken["nameAvailable"], taken["reason"]) == (False, "AlreadyExists")
    assert taken["message"] == "The storage account named estate1 is already taken."


def test_a_name_that_cannot_be_is_not_free(desk: Desk) -> None:
    answer = asked(desk, "No_Name")
    assert (answer["nameAvailable"], answer["reason"]) == (False, "AccountNameInvalid")
    assert "between 3 and 24 characters" in answer["message"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [(STORAGE, "Microsoft.KeyVault/vaults"), (BATCH, "x")],
)
def test_a_question_to_the_wrong_provider_gets_no_answer(desk: Desk, path: str, kind: str) -> None:
    assert desk.ask("POST", path, {"name": "n", "type": kind}).refusal == (400, "NotModelledInRehearsal")


PROVIDERS = "~/providers"
CHECKS: list[tuple[str, str | None, str, dict[str, Any]]] = [
    ("Microsoft.Sql", "Microsoft.Sql/servers", "server1", {"name": "server1", "available": True}),
    ("Microsoft.ServiceBus", None, "bus1", {"nameAvailable": True, "reason": "None", "message": None}),
    ("Microsoft.ApiManagement", None, "apim1", {"nameAvailable": True, "message": "", "reason": "Valid"}),
    ("Microsoft.Search", "searchServices", "s1", {"nameAvailable": True, "reason": "", "message": ""}),
    ("Microsoft.Web", "Site", "app1", {"nameAvailable": True}),
    ("Microsoft.Web", "Microsoft.Web/sites", "app1", {"nameAvailable": True}),
    (
        "Microsoft.DBforPostgreSQL/locations/westeurope",
        "Microsoft.DBforPostgreSQL/flexibleServers",
        "pg1",
        {"name": "pg1", "nameAvailable": True, "message": ""},
    ),
]


@pytest.mark.parametrize(("place", "kind", "name", "free"), CHECKS)
def test_every_provider_says_in_its_own_way_that_a_name_is_free(
    desk: Desk, place: str, kind: str | None, name: str, free: dict[str, Any]
) -> None:
    body = {"name": name, **({"type": kind} if kind else {})}
    assert desk.ask("POST", f"{PROVIDERS}/{place}/checkNameAvailability", body).json() == free


def test_a_taken_server_name_and_one_that_cannot_be_are_told_apart(desk: Desk) -> None:
    desk.world.keep_registration("Microsoft.Sql", "Registered")
    server = "~/resourceGroups/rg1/providers/Microsoft.Sql/servers/server1"
    desk.put(server, {"location": "westeurope", "properties": {"administratorLogin": "me"}})
    kind, path = "Microsoft.Sql/servers", f"{PROVIDERS}/Microsoft.Sql/checkNameAvailability"
    assert asked(desk, "server1", kind, path) == {
        "name": "server1",
        "available": False,
        "reason": "AlreadyExists",
        "message": "Specified server name is already used",
    }
    wrong = asked(desk, "SERVER1", kind, path)
    assert (wrong["available"], wrong["reason"]) == (False, "Invalid")
    assert "no longer than 63 characters" in wrong["message"]


def test_the_name_of_a_cosmos_account_is_found_or_it_is_free(desk: Desk) -> None:
    path = "/providers/Microsoft.DocumentDB/databaseAccountNames/account1"
    assert desk.ask("HEAD", path).status == 404
    desk.world.keep_registration("Microsoft.DocumentDB", "Registered")
    place = {"locations": [{"locationName": "West Europe"}], "databaseAccountOfferType": "Standard"}
    account = "~/resourceGroups/rg1/providers/Microsoft.DocumentDB/databaseAccounts/account1"
    desk.put(account, {"location": "westeurope", "properties": place})
    assert desk.ask("HEAD", path).status == 200
