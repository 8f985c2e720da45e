"""The storage shells: every one takes a smallest body and answers what it computes."""

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.shells.smallest import put_smallest

from azlift.rehearsal.shells import storage
from azlift.rehearsal.shells.shell import Shell


@pytest.mark.parametrize("shell", storage.SHELLS, ids=lambda shell: shell.type)
def test_a_smallest_body_is_taken_and_answered(desk: Desk, shell: Shell) -> None:
    made = put_smallest(desk, shell)
    assert shell.computed.keys() <= made["properties"].keys()
    assert "{" not in str(made["properties"]).replace("{'", "").replace("{}", "")


@pytest.mark.parametrize(
    ("sku", "second", "readable"),
    [
        ("Standard_LRS", None, False),
        ("Standard_GRS", "northeurope", False),
        ("Standard_RAGRS", "northeurope", True),
        ("Standard_RAGZRS", "northeurope", True),
    ],
)
def test_an_account_kept_in_two_regions_answers_the_second(
    desk: Desk, sku: str, second: str | None, readable: bool
) -> None:
    desk.world.keep_registration("Microsoft.Storage", "Registered")
    path = "~/resourceGroups/rg1/providers/Microsoft.Storage/storageAccounts/account1"
    found = desk.put(path, {"location": "westeurope", "kind": "StorageV2", "sku": {"name": sku}})["properties"]
    assert found.get("secondaryLocation") == second
    assert found.get("statusOfSecondary") == (second and "available")
    told = found.get("secondaryEndpoints", {})
    assert told.get("blob") == ("https://account1-secondary.blob.core.windows.net/" if readable else None)
    assert "file" not in told
