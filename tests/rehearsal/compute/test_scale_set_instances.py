"""Single instances of a scale set."""

from tests.rehearsal.compute.conftest import COMPUTE, act, ident
from tests.rehearsal.compute.estate import scale_set
from tests.rehearsal.conftest import Desk

SET = f"{COMPUTE}/virtualMachineScaleSets/web"
FIRST = f"{SET}/virtualMachines/0"


def test_an_instance_tells_of_itself(ready: Desk) -> None:
    ready.put(SET, {"location": "westeurope", **scale_set(ready, zones=["1", "2"])})
    first, second = ready.ask("GET", f"{SET}/virtualMachines").json()["value"]
    assert (first["instanceId"], first["zones"], second["zones"]) == ("0", ["1"], ["2"])
    assert second["properties"]["osProfile"]["computerName"] == "web000001"
    assert first["properties"]["networkProfile"]["networkInterfaces"][0]["id"] == (
        f"{ident(ready, FIRST)}/networkInterfaces/nic"
    )
    assert ready.ask("GET", f"{FIRST}/instanceView").json()["computerName"] == "web000000"


def test_an_instance_has_power_and_goes_alone(ready: Desk) -> None:
    ready.put(SET, {"location": "westeurope", **scale_set(ready)})
    act(ready, f"{FIRST}/powerOff")
    states = ready.ask("GET", f"{FIRST}?$expand=instanceView").json()["properties"]["instanceView"]["statuses"]
    assert states[1]["code"] == "PowerState/stopped"
    assert ready.ask("DELETE", FIRST).status == 202
    ready.wait()
    assert ready.ask("GET", SET).json()["sku"]["capacity"] == 1
    ready.put(SET, ready.ask("GET", SET).json())
    assert len(ready.ask("GET", f"{SET}/virtualMachines").json()["value"]) == 1


def test_only_the_protection_of_an_instance_is_written(ready: Desk) -> None:
    ready.put(SET, {"location": "westeurope", **scale_set(ready)})
    body = ready.ask("GET", FIRST).json()
    body["properties"]["protectionPolicy"] = {"protectFromScaleIn": True}
    assert ready.put(FIRST, body)["properties"]["protectionPolicy"] == {"protectFromScaleIn": True}
    assert ready.ask("PUT", f"{SET}/virtualMachines/7", body).refusal == (404, "NotFound")
