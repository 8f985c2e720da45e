"""Recovery vaults: every type takes a smallest body; the policy a vault comes with; what it counts."""

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.shells.smallest import put_smallest

from azlift.rehearsal.shells import recovery
from azlift.rehearsal.shells.shell import Shell

VAULT = f"~/resourceGroups/g/providers/{recovery.VAULTS}/vault1"
ITEM = f"{VAULT}/backupFabrics/Azure/protectionContainers/iaasvmcontainer;x/protectedItems/vm;x"


def vault(desk: Desk) -> None:
    desk.world.keep_registration(recovery.VAULTS.partition("/")[0], "Registered")
    desk.put("~/resourceGroups/g", {"location": "westeurope"})
    desk.put(VAULT, {"location": "westeurope", "sku": {"name": "RS0", "tier": "Standard"}, "properties": {}})


@pytest.mark.parametrize("shell", recovery.SHELLS, ids=lambda shell: shell.type)
def test_a_smallest_body_is_taken_and_answered(desk: Desk, shell: Shell) -> None:
    made = put_smallest(desk, shell)
    assert shell.computed.keys() <= made["properties"].keys()


def test_a_vault_comes_with_a_policy_for_machines(desk: Desk) -> None:
    vault(desk)
    listed = desk.ask("GET", f"{VAULT}/backupPolicies").json()["value"]
    assert [each["name"] for each in listed] == ["DefaultPolicy"]
    assert listed[0]["properties"]["backupManagementType"] == "AzureIaasVM"
    assert listed[0]["properties"]["schedulePolicy"]["scheduleRunFrequency"] == "Daily"


def test_the_usages_of_a_vault_count_what_it_protects(desk: Desk) -> None:
    vault(desk)
    before = {each["name"]["value"]: each for each in desk.ask("GET", f"{VAULT}/usages").json()["value"]}
    assert (before["ProtectedItemCount"]["currentValue"], before["ProtectedItemCount"]["limit"]) == (0, -1)
    assert before["FailedJobsCount"]["quotaPeriod"] == "P1D"
    source = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/x"
    told = {"protectedItemType": "Microsoft.Compute/virtualMachines", "sourceResourceId": source}
    desk.put(ITEM.rpartition("/protectedItems")[0], {"properties": {}})
    desk.put(ITEM, {"properties": told})
    after = {each["name"]["value"]: each for each in desk.ask("GET", f"{VAULT}/usages").json()["value"]}
    assert after["IaaSVMProtectedItemCount"]["currentValue"] == after["ProtectedItemCount"]["currentValue"] == 1
