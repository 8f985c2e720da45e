"""When things were made and changed, as their providers say it."""

import re

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import deployment, template

from azlift.rehearsal.shells import SHELLS
from azlift.rehearsal.shells.shell import Shell
from azlift.rehearsal.shells.times import TIMES, with_times

GROUP = "~/resourceGroups/rg1/providers"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z")
ACCOUNT = {"location": "westeurope", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}


def test_every_entry_is_of_a_shell() -> None:
    assert TIMES.keys() <= {shell.type for shell in SHELLS}
    assert with_times(Shell("Microsoft.Contoso/things")) == Shell("Microsoft.Contoso/things")


def test_a_namespace_says_when_it_was_made_and_when_it_was_changed(desk: Desk) -> None:
    desk.world.keep_registration("Microsoft.ServiceBus", "Registered")
    path = f"{GROUP}/Microsoft.ServiceBus/namespaces/sb1"
    first = desk.put(path, {"location": "westeurope"})["properties"]
    assert TIME.fullmatch(first["createdAt"])
    desk.wait(100)
    again = desk.put(path, {"location": "westeurope"})["properties"]
    assert again == first
    changed = desk.put(path, {"location": "westeurope", "tags": {"a": "b"}})["properties"]
    assert changed["createdAt"] == first["createdAt"] < changed["updatedAt"]


def test_a_time_is_said_below_members_that_are_there(desk: Desk) -> None:
    desk.world.keep_registration("Microsoft.Storage", "Registered")
    path = f"{GROUP}/Microsoft.Storage/storageAccounts/account1"
    found = desk.put(path, ACCOUNT)["properties"]
    assert TIME.fullmatch(found["creationTime"])
    assert found["encryption"]["services"]["blob"]["lastEnabledTime"] == found["creationTime"]
    own = desk.put(path, {**ACCOUNT, "properties": {"encryption": {"services": None}}})["properties"]
    assert own["encryption"]["services"] is None


def test_a_template_reads_a_time(desk: Desk) -> None:
    desk.world.keep_registration("Microsoft.Storage", "Registered")
    account = {"type": "Microsoft.Storage/storageAccounts", "apiVersion": "2021-04-01", "name": "account1", **ACCOUNT}
    made = {"type": "string", "value": "[reference('account1').creationTime]"}
    path = f"{GROUP}/Microsoft.Resources/deployments/d"
    desk.ask("PUT", path, deployment(template([account], outputs={"made": made})))
    desk.wait()
    assert TIME.fullmatch(desk.ask("GET", path).json()["properties"]["outputs"]["made"]["value"])


def test_a_vault_says_who_wrote_it_and_shows_tags_it_does_not_have(desk: Desk) -> None:
    desk.world.keep_registration("Microsoft.KeyVault", "Registered")
    path = f"{GROUP}/Microsoft.KeyVault/vaults/vault1"
    body = {"location": "westeurope", "properties": {"tenantId": "t", "sku": {"name": "standard"}}}
    assert "systemData" not in desk.ask("PUT", path, body, api="2019-09-01").json()
    body["properties"] |= {"enabledForDeployment": True}  # type: ignore[operator]
    made = desk.ask("PUT", path, body, api="2022-07-01").json()
    assert made["tags"] == {}
    assert made["systemData"]["createdByType"] == made["systemData"]["lastModifiedByType"] == "Application"
    assert made["systemData"]["createdBy"]
    assert TIME.fullmatch(made["systemData"]["createdAt"])
