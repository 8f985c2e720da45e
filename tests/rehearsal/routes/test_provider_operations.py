"""The rights the providers list."""

from tests.rehearsal.conftest import Desk

OPERATIONS = "/providers/Microsoft.Authorization/providerOperations"


def test_a_provider_lists_what_its_types_can(desk: Desk) -> None:
    compute = desk.ask("GET", f"{OPERATIONS}/microsoft.compute?$expand=resourceTypes").json()
    assert compute["name"] == "Microsoft.Compute"
    types = {each["name"]: [operation["name"] for operation in each["operations"]] for each in compute["resourceTypes"]}
    machine = types["virtualMachines"]
    assert machine[:3] == [f"Microsoft.Compute/virtualMachines/{verb}" for verb in ("read", "write", "delete")]
    assert "Microsoft.Compute/virtualMachines/start/action" in machine
    assert "Microsoft.Compute/virtualMachines/instanceView/read" in machine


def test_all_providers_are_listed_and_others_refused(desk: Desk) -> None:
    listed = desk.ask("GET", OPERATIONS).json()["value"]
    assert {"Microsoft.Compute", "Microsoft.Network"} <= {each["name"] for each in listed}
    assert desk.ask("GET", f"{OPERATIONS}/Microsoft.Nothing").refusal == (404, "ProviderNotFound")


def test_a_provider_lists_its_operations_one_after_another(desk: Desk) -> None:
    listed = desk.ask("GET", "/providers/microsoft.storage/operations").json()["value"]
    named = {each["name"]: each for each in listed}
    read = named["Microsoft.Storage/storageAccounts/read"]
    assert read["display"].keys() == {"provider", "resource", "operation", "description"}
    assert (read["display"]["resource"], read["isDataAction"]) == ("storageAccounts", False)
    assert "Microsoft.Storage/storageAccounts/listKeys/action" in named
    assert desk.ask("GET", "/providers/Microsoft.Nothing/operations").refusal == (404, "ProviderNotFound")
