"""What a machine can be asked beside power."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, VM, act, body, from_image, ident, words_of
from tests.rehearsal.compute.sdk_models import SDK
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.compute.machine_actions import EVICTION_NOTICE

CAPTURE = {"vhdPrefix": "p", "destinationContainerName": "c", "overwriteVhds": True}


def test_only_a_machine_that_is_off_is_generalized(ready: Desk) -> None:
    ready.put(VM, from_image(ready))
    reply = ready.ask("POST", f"{VM}/generalize")
    assert reply.refusal == (409, "OperationNotAllowed")
    assert words_of(reply).startswith("Operation 'generalize' is not allowed on VM 'vm1' since the VM is running.")
    act(ready, f"{VM}/powerOff")
    assert ready.ask("POST", f"{VM}/generalize").status == 200


def test_a_machine_with_managed_disks_is_not_captured_and_says_what_to_do(ready: Desk) -> None:
    ready.put(VM, from_image(ready))
    assert words_of(ready.ask("POST", f"{VM}/capture", CAPTURE)).endswith("because the VM is not generalized.")
    assert ready.ask("POST", f"{VM}/capture", {"vhdPrefix": "p"}).refusal == (400, "InvalidParameter")
    act(ready, f"{VM}/deallocate")
    act(ready, f"{VM}/generalize")
    assert "Please use the 'Image' resource APIs" in words_of(ready.ask("POST", f"{VM}/capture", CAPTURE))


def test_conversion_and_maintenance_are_refused_by_state(ready: Desk) -> None:
    ready.put(VM, body(ready))
    assert words_of(ready.ask("POST", f"{VM}/convertToManagedDisks")).endswith("since the VM is not deallocated.")
    act(ready, f"{VM}/deallocate")
    assert words_of(ready.ask("POST", f"{VM}/convertToManagedDisks")) == "VM 'vm1' is already using managed disks."
    assert words_of(ready.ask("POST", f"{VM}/performMaintenance")) == (
        "Operation 'performMaintenance' is not allowed on VM 'vm1' since the Subscription of this VM is not eligible."
    )


def test_boot_diagnostics_have_addresses_for_a_time(ready: Desk) -> None:
    ready.put(VM, body(ready))
    assert ready.ask("POST", f"{VM}/retrieveBootDiagnosticsData").status == 409
    given = body(ready)
    given["properties"]["diagnosticsProfile"] = {"bootDiagnostics": {"enabled": True}}
    ready.put(VM, given)
    found = act(ready, f"{VM}/retrieveBootDiagnosticsData?sasUriExpirationTimeInMinutes=60")
    assert list(SDK.problems("RetrieveBootDiagnosticsDataResult", found)) == []
    for wrong in ("0", "1441", "soon"):
        reply = ready.ask("POST", f"{VM}/retrieveBootDiagnosticsData?sasUriExpirationTimeInMinutes={wrong}")
        assert reply.refusal == (400, "InvalidParameter")


@pytest.mark.parametrize(("policy", "left"), [("Deallocate", "PowerState/deallocated"), ("Delete", None)])
def test_a_spot_machine_is_evicted_as_its_policy_says(ready: Desk, policy: str, left: str | None) -> None:
    given = from_image(ready)
    given["properties"] |= {"priority": "Spot", "evictionPolicy": policy}
    ready.put(VM, given)
    assert ready.ask("POST", f"{VM}/simulateEviction").status == 204
    ready.wait(EVICTION_NOTICE - 1)
    assert ready.ask("GET", f"{VM}/instanceView").json()["statuses"][1]["code"] == "PowerState/running"
    ready.wait()
    found = ready.ask("GET", f"{VM}/instanceView")
    assert (found.json()["statuses"][1]["code"] if found.status == 200 else None) == left


def test_a_machine_that_is_not_spot_is_not_evicted(ready: Desk) -> None:
    ready.put(VM, body(ready))
    assert ready.ask("POST", f"{VM}/simulateEviction").refusal == (409, "OperationNotAllowed")


def test_patches_are_assessed_and_installed_and_remembered(ready: Desk) -> None:
    ready.put(VM, from_image(ready))
    assessed = act(ready, f"{VM}/assessPatches")
    assert list(SDK.problems("VirtualMachineAssessPatchesResult", assessed)) == []
    asked = {"rebootSetting": "IfRequired", "maximumDuration": "PT2H", "linuxParameters": {}}
    installed = act(ready, f"{VM}/installPatches", asked)
    assert list(SDK.problems("VirtualMachineInstallPatchesResult", installed)) == []
    view = ready.ask("GET", f"{VM}/instanceView").json()["patchStatus"]
    assert view.keys() == {"availablePatchSummary", "lastPatchInstallationSummary"}
    assert ready.ask("POST", f"{VM}/installPatches", {}).refusal == (400, "InvalidParameter")
    wrong = {"rebootSetting": "Never", "windowsParameters": {}}
    assert ready.ask("POST", f"{VM}/installPatches", wrong).refusal == (400, "InvalidParameter")
    act(ready, f"{VM}/powerOff")
    assert ready.ask("POST", f"{VM}/assessPatches").refusal == (409, "OperationNotAllowed")


def test_data_disks_are_attached_and_detached_without_the_rest(ready: Desk) -> None:
    ready.put(VM, from_image(ready))
    data1: Any = ident(ready, f"{COMPUTE}/disks/data1")
    found = act(ready, f"{VM}/attachDetachDataDisks", {"dataDisksToAttach": [{"diskId": data1, "caching": "ReadOnly"}]})
    assert list(SDK.problems("StorageProfile", found)) == []
    assert [(each["lun"], each["caching"]) for each in found["dataDisks"]] == [(0, "None"), (1, "ReadOnly")]
    assert ready.ask("GET", f"{COMPUTE}/disks/data1").json()["managedBy"] == ident(ready, VM)
    act(ready, f"{VM}/attachDetachDataDisks", {"dataDisksToDetach": [{"diskId": data1}]})
    assert "managedBy" not in ready.ask("GET", f"{COMPUTE}/disks/data1").json()
    again = ready.ask("POST", f"{VM}/attachDetachDataDisks", {"dataDisksToDetach": [{"diskId": data1}]})
    assert again.refusal == (400, "InvalidParameter")


def test_the_sizes_a_machine_can_be_given_are_listed(ready: Desk) -> None:
    ready.put(VM, body(ready))
    rows = ready.ask("GET", f"{VM}/vmSizes").json()["value"]
    assert list(SDK.problems("VirtualMachineSize", rows[0])) == []
    assert "Standard_D4s_v5" in {each["name"] for each in rows}
