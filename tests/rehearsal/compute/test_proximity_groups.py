"""Proximity placement groups."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, VM, act, from_image, ident
from tests.rehearsal.compute.estate import put, scale_set
from tests.rehearsal.conftest import Desk

NEAR = f"{COMPUTE}/proximityPlacementGroups/near"


def test_a_group_lists_what_stands_in_it_and_stays_while_anything_does(ready: Desk) -> None:
    assert ready.ask("PUT", NEAR, {"location": "westeurope", "properties": {}}).status == 201
    place = {"proximityPlacementGroup": {"id": ident(ready, NEAR)}}
    put(ready, "availabilitySets/set1", place, sku={"name": "Aligned"})
    given = from_image(ready)
    given["properties"] |= place
    ready.put(VM, given)
    model = scale_set(ready)
    put(ready, "virtualMachineScaleSets/web", {**model.pop("properties"), **place}, **model)
    found = ready.ask("GET", NEAR).json()["properties"]
    assert found == {
        "proximityPlacementGroupType": "Standard",
        "virtualMachines": [{"id": ident(ready, VM)}],
        "virtualMachineScaleSets": [{"id": ident(ready, f"{COMPUTE}/virtualMachineScaleSets/web")}],
        "availabilitySets": [{"id": ident(ready, f"{COMPUTE}/availabilitySets/set1")}],
    }
    assert ready.ask("DELETE", NEAR).refusal == (409, "OperationNotAllowed")


@pytest.mark.parametrize(
    ("members", "properties"),
    [
        ({"zones": ["1"]}, {}),
        ({"zones": ["1", "2"]}, {"intent": {"vmSizes": ["Standard_D2s_v5"]}}),
        ({}, {"intent": {"vmSizes": ["Standard_None"]}}),
    ],
)
def test_groups_azure_refuses_are_refused(desk: Desk, members: Any, properties: Any) -> None:
    given = {"location": "westeurope", **members, "properties": properties}
    assert desk.ask("PUT", NEAR, given).refusal == (400, "InvalidParameter")


def test_a_group_with_an_intent_may_be_in_a_zone_and_keeps_it(desk: Desk) -> None:
    given = {"location": "westeurope", "properties": {"intent": {"vmSizes": ["Standard_D2s_v5"]}}}
    desk.put(NEAR, {**given, "zones": ["1"]})
    assert desk.ask("PUT", NEAR, given).refusal == (409, "PropertyChangeNotAllowed")


def test_a_machine_moves_between_groups_when_it_is_deallocated(ready: Desk) -> None:
    put(ready, "proximityPlacementGroups/near", {})
    ready.put(VM, from_image(ready))
    move = {"properties": {"proximityPlacementGroup": {"id": ident(ready, NEAR)}}}
    assert ready.ask("PATCH", VM, move).refusal == (409, "OperationNotAllowed")
    act(ready, f"{VM}/deallocate")
    assert ready.ask("PATCH", VM, move).status == 200
