"""What is refused of a scale set."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, words_of
from tests.rehearsal.compute.estate import scale_set
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.compute.scale_set_rules import capacity_of, mode_of, without_public

SET = f"{COMPUTE}/virtualMachineScaleSets/web"


def changed(desk: Desk, path: str, value: Any, mode: str = "Uniform") -> Any:
    given = {"location": "westeurope", **scale_set(desk, mode)}
    *outer, last = path.split(".")
    inner = given
    for name in outer:
        inner = inner[name]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return given


PROFILE = "properties.virtualMachineProfile"


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("properties.upgradePolicy", None, (400, "InvalidParameter")),
        (PROFILE, None, (400, "InvalidParameter")),
        ("sku.name", None, (400, "InvalidParameter")),
        ("sku.name", "Standard_None", (400, "InvalidParameter")),
        ("sku.capacity", 1001, (400, "InvalidParameter")),
        ("zones", ["9"], (400, "InvalidAvailabilityZone")),
        ("properties.platformFaultDomainCount", 6, (400, "InvalidParameter")),
        ("properties.skuProfile", {}, (400, "NotModelledInRehearsal")),
        (f"{PROFILE}.storageProfile.imageReference", None, (400, "InvalidParameter")),
        (f"{PROFILE}.storageProfile.imageReference.sku", "none", (404, "PlatformImageNotFound")),
        (f"{PROFILE}.storageProfile.osDisk.createOption", "Empty", (400, "InvalidParameter")),
        (f"{PROFILE}.osProfile.adminPassword", "short", (400, "InvalidParameter")),
        (f"{PROFILE}.osProfile", None, (400, "InvalidParameter")),
        (f"{PROFILE}.networkProfile.networkInterfaceConfigurations", [], (400, "InvalidParameter")),
        (f"{PROFILE}.evictionPolicy", "Delete", (400, "InvalidParameter")),
        (f"{PROFILE}.made_up", 1, (400, "BadRequest")),
    ],
)
def test_models_azure_refuses_are_refused(ready: Desk, path: str, value: Any, expected: Any) -> None:
    assert ready.ask("PUT", SET, changed(ready, path, value)).refusal == expected


def test_a_flexible_set_says_how_many_fault_domains_and_which_network(ready: Desk) -> None:
    for path in ("properties.platformFaultDomainCount", f"{PROFILE}.networkProfile.networkApiVersion"):
        assert ready.ask("PUT", SET, changed(ready, path, None, "Flexible")).refusal == (400, "InvalidParameter")


def test_a_single_placement_group_has_a_hundred_instances(ready: Desk) -> None:
    given = changed(ready, "sku.capacity", 101)
    given["properties"]["singlePlacementGroup"] = True
    assert ready.ask("PUT", SET, given).refusal == (400, "InvalidParameter")


def test_a_set_needs_quota_for_what_it_grows_by(ready: Desk) -> None:
    ready.world.keep_quota("westeurope", "cores", 5)
    ready.put(SET, {"location": "westeurope", **scale_set(ready)})
    reply = ready.ask("PATCH", SET, {"sku": {"capacity": 4}})
    assert reply.refusal == (409, "OperationNotAllowed")
    assert "Current Usage: 4, Additional Required: 4" in words_of(reply)
    spot = changed(ready, f"{PROFILE}.priority", "Spot")
    assert ready.ask("PUT", f"{SET}2", spot).status == 201


@pytest.mark.parametrize(
    ("path", "value"),
    [("properties.orchestrationMode", "Flexible"), (f"{PROFILE}.osProfile.adminUsername", "other"), ("zones", ["2"])],
)
def test_what_is_fixed_stays(ready: Desk, path: str, value: Any) -> None:
    ready.put(SET, {"location": "westeurope", **scale_set(ready, zones=["1"])})
    given = {"zones": ["1"], **changed(ready, "properties.overprovision", False)}
    *outer, last = path.split(".")
    inner: Any = given
    for name in outer:
        inner = inner[name]
    inner.pop(last, None) if value is None else inner.update({last: value})
    if value == "Flexible":
        given["properties"] |= {"platformFaultDomainCount": 1}
        given["properties"]["virtualMachineProfile"]["networkProfile"]["networkApiVersion"] = "2022-11-01"
    assert ready.ask("PUT", SET, given).refusal == (409, "PropertyChangeNotAllowed")


def test_mode_and_capacity_of_what_says_none() -> None:
    assert (mode_of({}), capacity_of({})) == ("Uniform", 0)
    public = {"name": "p", "properties": {"publicIPAddressConfiguration": {}, "subnet": {"id": "/s"}}}
    plain = without_public({"name": "n", "properties": {"ipConfigurations": [public]}})
    assert plain["properties"]["ipConfigurations"] == [{"name": "p", "properties": {"subnet": {"id": "/s"}}}]
