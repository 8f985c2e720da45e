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
