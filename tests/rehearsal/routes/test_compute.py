"""What the compute provider answers beside its resources."""

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, VM, body, ident, on_nic
from tests.rehearsal.compute.conftest import ready as ready  # a fixture
from tests.rehearsal.compute.sdk_models import problems
from tests.rehearsal.conftest import Desk

PROVIDER = "~/providers/Microsoft.Compute"


def test_machines_are_listed_with_what_they_do_when_asked(ready: Desk) -> None:
    ready.put(VM, body(ready))
    for scope in (COMPUTE, PROVIDER):
        (plain,) = ready.ask("GET", f"{scope}/virtualMachines").json()["value"]
        assert "instanceView" not in plain["properties"]
        for query in ("statusOnly=true", "$expand=instanceView"):
            (found,) = ready.ask("GET", f"{scope}/virtualMachines?{query}").json()["value"]
            assert found["properties"]["instanceView"]["statuses"][1]["code"] == "PowerState/running"
            assert list(problems("VirtualMachine", found)) == []
    assert ready.ask("GET", f"{COMPUTE}/virtualMachines?$expand=colour").refusal == (400, "InvalidParameter")
    assert ready.ask("GET", "~/resourceGroups/none/providers/Microsoft.Compute/virtualMachines").status == 404


def test_machines_are_listed_by_region(ready: Desk) -> None:
    ready.put(VM, body(ready))
    here = ready.ask("GET", f"{PROVIDER}/locations/westeurope/virtualMachines").json()["value"]
    assert [each["id"] for each in here] == [ident(ready, VM)]
    assert ready.ask("GET", f"{PROVIDER}/locations/eastus/virtualMachines").json()["value"] == []


def test_many_machines_come_in_pages(ready: Desk) -> None:
    ready.put(VM, body(ready))
    second = on_nic(body(ready), ready, "nic2")
    second["properties"]["storageProfile"]["osDisk"]["managedDisk"]["id"] = ident(ready, f"{COMPUTE}/disks/data1")
    ready.put(f"{COMPUTE}/virtualMachines/vm2", second)
    page = ready.ask("GET", f"{PROVIDER}/virtualMachines?$top=1").json()
    assert (len(page["value"]), "nextLink" in page) == (1, True)


def test_sizes_usages_and_commands_of_a_region(desk: Desk) -> None:
    sizes = desk.ask("GET", f"{PROVIDER}/locations/West Europe/vmSizes").json()["value"]
    assert list(problems("VirtualMachineSize", sizes[0])) == []
    usages = desk.ask("GET", f"{PROVIDER}/locations/westeurope/usages").json()["value"]
    assert list(problems("Usage", usages[0])) == []
    commands = desk.ask("GET", f"{PROVIDER}/locations/westeurope/runCommands").json()["value"]
    assert {"RunShellScript", "RunPowerShellScript"} <= {each["id"] for each in commands}
    assert desk.ask("GET", f"{PROVIDER}/locations/westeurope/runCommands/IPConfig").json()["osType"] == "Windows"
    assert desk.ask("GET", f"{PROVIDER}/locations/westeurope/runCommands/dance").refusal == (404, "NotFound")


@pytest.mark.parametrize("path", ["usages", "vmSizes", "runCommands", "virtualMachines", "publishers"])
def test_a_region_azure_does_not_have_is_refused(desk: Desk, path: str) -> None:
    assert desk.ask("GET", f"{PROVIDER}/locations/atlantis/{path}").refusal == (400, "NoRegisteredProviderFound")


def test_extensions_are_named_in_a_list_and_shown_alone(ready: Desk) -> None:
    ready.put(VM, body(ready))
    handler = {"publisher": "Microsoft.Azure.Extensions", "type": "CustomScript", "typeHandlerVersion": "2.1"}
    made = ready.put(f"{VM}/extensions/script", {"location": "westeurope", "properties": handler})
    (listed,) = ready.ask("GET", f"{COMPUTE}/virtualMachines").json()["value"]
    assert listed["resources"] == [{"id": made["id"]}]
    assert ready.ask("GET", VM).json()["resources"] == [made]
