"""Scale sets as a whole."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, act, ident
from tests.rehearsal.compute.estate import scale_set
from tests.rehearsal.compute.sdk_models import SDK
from tests.rehearsal.conftest import Desk

SET = f"{COMPUTE}/virtualMachineScaleSets/web"


def made(desk: Desk, mode: str = "Uniform", capacity: int = 2, **members: Any) -> Any:
    return desk.put(SET, {"location": "westeurope", **scale_set(desk, mode, capacity, **members)})


def instances(desk: Desk) -> list[Any]:
    found: list[Any] = desk.ask("GET", f"{SET}/virtualMachines").json()["value"]
    return found


def powers(desk: Desk) -> dict[str, str]:
    view = (
        desk.ask("GET", f"{SET}/virtualMachines/{each['instanceId']}/instanceView").json() for each in instances(desk)
    )
    return {each["instanceId"]: state["statuses"][1]["code"] for each, state in zip(instances(desk), view, strict=True)}


def test_a_uniform_set_has_its_defaults_and_as_many_instances_as_its_capacity(ready: Desk) -> None:
    properties = made(ready)["properties"]
    assert (properties["overprovision"], properties["singlePlacementGroup"]) == (True, True)
    assert properties["orchestrationMode"] == "Uniform"
    assert "adminPassword" not in properties["virtualMachineProfile"]["osProfile"]
    assert [each["name"] for each in instances(ready)] == ["web_0", "web_1"]


def test_a_set_grows_and_shrinks_from_its_newest(ready: Desk) -> None:
    made(ready)
    assert ready.ask("PATCH", SET, {"sku": {"capacity": 4}}).status == 200
    ready.wait()
    ready.ask("PATCH", SET, {"sku": {"capacity": 1}})
    ready.wait()
    assert [each["instanceId"] for each in instances(ready)] == ["0"]
    ready.ask("PATCH", SET, {"sku": {"capacity": 2}})
    ready.wait()
    assert [each["instanceId"] for each in instances(ready)] == ["0", "4"]


def test_power_is_changed_of_all_or_of_those_named(ready: Desk) -> None:
    made(ready, capacity=3)
    act(ready, f"{SET}/deallocate", {"instanceIds": ["1"]})
    assert powers(ready) == {"0": "PowerState/running", "1": "PowerState/deallocated", "2": "PowerState/running"}
    act(ready, f"{SET}/powerOff")
    assert set(powers(ready).values()) == {"PowerState/stopped"}
    act(ready, f"{SET}/start", {"instanceIds": ["*"]})
    view = ready.ask("GET", f"{SET}/instanceView").json()
    assert view["virtualMachine"]["statusesSummary"] == [
        {"code": "PowerState/running", "count": 3},
        {"code": "ProvisioningState/succeeded", "count": 3},
    ]
    assert ready.ask("POST", f"{SET}/restart", {"instanceIds": ["9"]}).refusal == (400, "InvalidParameter")


def test_instances_are_deleted_by_name_and_the_capacity_follows(ready: Desk) -> None:
    made(ready, capacity=3)
    assert ready.ask("POST", f"{SET}/delete", {}).refusal == (400, "InvalidParameter")
    act(ready, f"{SET}/delete", {"instanceIds": ["0", "2"]})
    assert [each["instanceId"] for each in instances(ready)] == ["1"]
    assert ready.ask("GET", SET).json()["sku"]["capacity"] == 1


@pytest.mark.parametrize("action", ["manualUpgrade", "reimageAll", "redeploy"])
def test_what_is_done_to_instances_leaves_them_running(ready: Desk, action: str) -> None:
    made(ready)
    act(ready, f"{SET}/{action}", {"instanceIds": ["0"]})
    assert set(powers(ready).values()) == {"PowerState/running"}


def test_one_thing_at_a_time(ready: Desk) -> None:
    made(ready)
    ready.ask("POST", f"{SET}/restart")
    assert ready.ask("POST", f"{SET}/powerOff").refusal == (409, "Conflict")


def test_the_machines_of_a_flexible_set_are_machines(ready: Desk) -> None:
    made(ready, "Flexible", zones=["1", "2"])
    machines = ready.ask("GET", f"{COMPUTE}/virtualMachines").json()["value"]
    assert len(machines) == 2
    assert {each["properties"]["virtualMachineScaleSet"]["id"] for each in machines} == {ident(ready, SET)}
    assert sorted(each["zones"][0] for each in machines) == ["1", "2"]
    act(ready, f"{SET}/deallocate")
    codes = {
        each["code"] for each in ready.ask("GET", f"{SET}/instanceView").json()["virtualMachine"]["statusesSummary"]
    }
    assert codes == {"PowerState/deallocated", "ProvisioningState/succeeded"}
    ready.ask("DELETE", SET)
    ready.wait()
    ready.wait()
    assert ready.ask("GET", f"{COMPUTE}/virtualMachines").json()["value"] == []


def test_the_sizes_a_set_can_have(ready: Desk) -> None:
    made(ready)
    rows = ready.ask("GET", f"{SET}/skus").json()["value"]
    assert [problem for row in rows for problem in SDK.problems("VirtualMachineScaleSetSku", row)] == []
    assert "Standard_D4s_v5" in {row["sku"]["name"] for row in rows}


def test_secrets_of_extensions_are_not_shown(ready: Desk) -> None:
    given = scale_set(ready)
    secret = {"publisher": "p", "type": "t", "typeHandlerVersion": "1.0", "protectedSettings": {"password": "s3cr3t"}}
    profile = {"extensions": [{"name": "e", "properties": secret}]}
    given["properties"]["virtualMachineProfile"]["extensionProfile"] = profile
    ready.put(SET, {"location": "westeurope", **given})
    assert b"s3cr3t" not in ready.ask("GET", SET).body


def test_a_set_is_scaled_by_its_sku_alone(ready: Desk) -> None:
    beside = {"zones": ["1", "2"], "tags": {"a": "b"}, "identity": {"type": "SystemAssigned"}}
    before = made(ready, **beside)
    sku = {"location": "westeurope", "sku": {"name": "Standard_D2s_v5", "capacity": 3}}
    assert ready.ask("PUT", SET, sku).status == 200
    ready.wait()
    assert len(instances(ready)) == 3
    found = ready.ask("GET", SET).json()
    assert {**found, "sku": before["sku"], "etag": ""} == {**before, "etag": ""}
    assert ready.put(SET, {"location": "westeurope", "tags": {}})["tags"] == {}
    assert len(instances(ready)) == 3


@pytest.mark.parametrize("mode", ["Uniform", "Flexible"])
def test_a_set_that_finds_no_room_fails_at_the_end(ready: Desk, mode: str) -> None:
    made(ready, mode, capacity=1)
    ready.ask("POST", "/rehearsal/capacity", {"location": "westeurope", "machines": 2}, api=None)
    reply = ready.ask("PATCH", SET, {"sku": {"capacity": 4}})
    ready.wait()
    outcome = ready.follow(reply, "azure-asyncoperation").json()
    assert (outcome["status"], outcome["error"]["code"]) == ("Failed", "AllocationFailed")
    assert ready.ask("GET", SET).json()["properties"]["provisioningState"] == "Failed"
    if mode == "Uniform":
        assert len(instances(ready)) == 1


def test_a_zone_that_is_full_fails_the_set(ready: Desk) -> None:
    ready.ask("POST", "/rehearsal/capacity", {"location": "westeurope", "zone": "2", "machines": 0}, api=None)
    given = {"location": "westeurope", **scale_set(ready, zones=["1", "2"])}
    reply = ready.ask("PUT", SET, given)
    ready.wait()
    assert ready.follow(reply, "azure-asyncoperation").json()["error"]["code"] == "ZonalAllocationFailed"


def test_an_update_need_not_name_the_image_again(ready: Desk) -> None:
    made(ready)
    given = ready.ask("GET", SET).json()
    del given["properties"]["virtualMachineProfile"]["storageProfile"]["imageReference"]
    shown = ready.put(SET, {**given, "tags": {"a": "b"}})
    assert shown["properties"]["virtualMachineProfile"]["storageProfile"]["imageReference"]["publisher"] == "Canonical"


def test_a_set_is_brought_into_a_single_placement_group(ready: Desk) -> None:
    spread = scale_set(ready)
    spread["properties"]["singlePlacementGroup"] = False
    assert ready.put(SET, {"location": "westeurope", **spread})["properties"]["singlePlacementGroup"] is False
    assert ready.ask("POST", f"{SET}/convertToSinglePlacementGroup", {}).status == 200
    assert ready.ask("GET", SET).json()["properties"]["singlePlacementGroup"] is True


def test_no_upgrade_of_an_operating_system_has_happened(ready: Desk) -> None:
    made(ready)
    assert ready.ask("GET", f"{SET}/osUpgradeHistory").json() == {"value": []}
