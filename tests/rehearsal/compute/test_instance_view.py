"""What an instance view tells."""

from typing import Any

from tests.rehearsal.compute.conftest import VM, act, body, data_disk, from_image
from tests.rehearsal.compute.estate import build_estate
from tests.rehearsal.conftest import Desk


def view(desk: Desk) -> Any:
    return desk.ask("GET", f"{VM}?$expand=instanceView").json()["properties"]["instanceView"]


def test_a_running_machine_tells_of_agent_system_and_disks(ready: Desk) -> None:
    given = body(ready)
    given["properties"]["storageProfile"]["dataDisks"] = [data_disk(ready)]
    ready.put(VM, given)
    found = view(ready)
    assert [each["name"] for each in found["disks"]] == ["os1", "data1"]
    assert (found["computerName"], found["hyperVGeneration"]) == ("vm1", "V2")
    assert found["vmAgent"]["statuses"][0]["displayStatus"] == "Ready"
    assert "osName" not in found
    assert found == ready.ask("GET", f"{VM}/instanceView").json()


def test_a_machine_that_is_off_has_no_agent(ready: Desk) -> None:
    ready.put(VM, from_image(ready))
    assert view(ready)["osName"] == "ubuntu"
    act(ready, f"{VM}/powerOff")
    assert not view(ready).keys() & {"vmAgent", "computerName", "osName"}


def test_a_machine_without_an_agent_tells_nothing_of_its_inside(ready: Desk) -> None:
    ready.put(VM, from_image(ready, linuxConfiguration={"provisionVMAgent": False}))
    assert "vmAgent" not in view(ready)


def test_extensions_and_their_handlers_are_listed(ready: Desk) -> None:
    build_estate(ready)
    found = view(ready)
    (extension,) = found["extensions"]
    assert (extension["type"], extension["typeHandlerVersion"]) == ("Microsoft.Azure.Extensions.CustomScript", "2.1.0")
    assert extension["statuses"][0]["code"] == "ProvisioningState/succeeded"
    assert [each["type"] for each in found["vmAgent"]["extensionHandlers"]] == [extension["type"]]
    assert (found["platformFaultDomain"], found["bootDiagnostics"]) == (0, {})


def test_boot_diagnostics_lie_in_the_account_that_is_named(ready: Desk) -> None:
    given = body(ready)
    boot = {"enabled": True, "storageUri": "https://acc.blob.core.windows.net/"}
    given["properties"]["diagnosticsProfile"] = {"bootDiagnostics": boot}
    ready.put(VM, given)
    uri = view(ready)["bootDiagnostics"]["serialConsoleLogBlobUri"]
    assert uri.startswith("https://acc.blob.core.windows.net/bootdiagnostics-vm1-")


def test_a_generalized_machine_says_so(ready: Desk) -> None:
    ready.put(VM, from_image(ready))
    act(ready, f"{VM}/deallocate")
    act(ready, f"{VM}/generalize")
    assert [each["code"] for each in view(ready)["statuses"]] == [
        "ProvisioningState/succeeded",
        "OSState/generalized",
        "PowerState/deallocated",
    ]
