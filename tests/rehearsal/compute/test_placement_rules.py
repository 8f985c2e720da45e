"""Where machines have their place, and spot capacity."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, VM, act, from_image, ident, refusal, words_of
from tests.rehearsal.compute.estate import put, scale_set
from tests.rehearsal.conftest import Desk


def machine(desk: Desk, **properties: Any) -> Any:
    given = from_image(desk)
    given["properties"] |= properties
    return given


@pytest.mark.parametrize(
    ("properties", "words"),
    [
        ({"evictionPolicy": "Delete"}, "Eviction policy can be set only on Azure Spot Virtual Machines."),
        ({"priority": "Regular", "evictionPolicy": "Delete"}, "Eviction policy can be set only"),
        ({"billingProfile": {"maxPrice": 0.1}}, "Max price is supported only for Azure Spot Virtual Machines."),
        ({"priority": "Spot", "billingProfile": {"maxPrice": 0}}, "Invalid max price value."),
        ({"priority": "Spot", "billingProfile": {"maxPrice": -2}}, "Invalid max price value."),
        (
            {"scheduledEventsProfile": {"terminateNotificationProfile": {"enable": True, "notBeforeTimeout": "PT4M"}}},
            "PT5M to PT15M are valid",
        ),
    ],
)
def test_spot_settings_that_contradict_are_refused(ready: Desk, properties: Any, words: str) -> None:
    reply = ready.ask("PUT", VM, machine(ready, **properties))
    assert reply.refusal == (400, "InvalidParameter")
    assert words in words_of(reply)


def test_a_spot_machine_has_defaults_and_no_availability_set(ready: Desk) -> None:
    group = put(ready, "availabilitySets/set1", {}, sku={"name": "Aligned"})
    reply = ready.ask("PUT", VM, machine(ready, priority="Spot", availabilitySet={"id": group}))
    assert "Azure Spot Virtual Machine is not supported in Availability Set." in words_of(reply)
    made = ready.put(VM, machine(ready, priority="Spot"))["properties"]
    assert (made["evictionPolicy"], made["billingProfile"]) == ("Deallocate", {"maxPrice": -1.0})


def test_a_price_changes_when_the_machine_is_deallocated_and_a_priority_never(ready: Desk) -> None:
    ready.put(VM, machine(ready, priority="Spot", billingProfile={"maxPrice": 1.5}))
    patch = {"properties": {"billingProfile": {"maxPrice": 2.5}}}
    assert "currently allocated. Deallocate" in words_of(ready.ask("PATCH", VM, patch))
    act(ready, f"{VM}/deallocate")
    assert ready.ask("PATCH", VM, patch).status == 200
    ready.wait()
    regular = {"properties": {"priority": "Regular", "evictionPolicy": None, "billingProfile": None}}
    assert ready.ask("PATCH", VM, regular).refusal == (409, "PropertyChangeNotAllowed")


def test_a_machine_without_a_priority_does_not_become_spot(ready: Desk) -> None:
    ready.put(VM, machine(ready))
    reply = ready.ask("PATCH", VM, {"properties": {"priority": "Spot"}})
    assert reply.refusal == (409, "OperationNotAllowed")
    assert "since no priority was specified when the Virtual Machine was created" in words_of(reply)


def test_a_machine_joins_a_flexible_set_in_one_of_its_fault_domains(ready: Desk) -> None:
    uniform, flexible = (
        put(ready, f"virtualMachineScaleSets/{mode.lower()}", **scale_set(ready, mode, capacity=0))
        for mode in ("Uniform", "Flexible")
    )
    assert refusal(ready, machine(ready, virtualMachineScaleSet={"id": uniform})) == (400, "BadRequest")
    second = machine(ready, virtualMachineScaleSet={"id": flexible}, platformFaultDomain=1)
    assert refusal(ready, second) == (400, "InvalidParameter")
    ready.put(VM, machine(ready, virtualMachineScaleSet={"id": flexible}))
    query = f"$filter='virtualMachineScaleSet/id' eq '{flexible}'"
    listed = ready.ask("GET", f"{COMPUTE}/virtualMachines?{query}").json()["value"]
    assert [each["id"] for each in listed] == [ident(ready, VM)]


def test_a_set_and_its_machine_are_in_one_proximity_group(ready: Desk) -> None:
    near, far = (put(ready, f"proximityPlacementGroups/{name}", {}) for name in ("near", "far"))
    place = {"proximityPlacementGroup": {"id": near}}
    group = put(ready, "availabilitySets/set1", place, sku={"name": "Aligned"})
    apart = machine(ready, availabilitySet={"id": group}, proximityPlacementGroup={"id": far})
    assert refusal(ready, apart) == (400, "BadRequest")
    ready.put(VM, machine(ready, availabilitySet={"id": group}, proximityPlacementGroup={"id": near.upper()}))
