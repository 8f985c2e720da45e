"""Capacity reservations."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, VM, act, from_image, ident
from tests.rehearsal.conftest import Desk

GROUP = f"{COMPUTE}/capacityReservationGroups/kept"
PLACES = f"{GROUP}/capacityReservations/d2"
HERE = {"location": "westeurope", "properties": {}}


def places(capacity: int = 1, size: str = "Standard_D2s_v5", **members: Any) -> Any:
    return {**HERE, "sku": {"name": size, "capacity": capacity}, **members}


def reserved(desk: Desk, **members: Any) -> Any:
    given = {**from_image(desk), **members}
    given["properties"]["capacityReservation"] = {"capacityReservationGroup": {"id": ident(desk, GROUP)}}
    return given


def test_a_machine_fills_a_place_and_the_views_tell(ready: Desk) -> None:
    assert ready.ask("PUT", GROUP, HERE).status == 201
    ready.put(PLACES, places())
    ready.put(VM, reserved(ready))
    machine = [{"id": ident(ready, VM)}]
    view = ready.ask("GET", f"{PLACES}?$expand=instanceView").json()["properties"]
    assert view["virtualMachinesAssociated"] == machine
    use = view["instanceView"]["utilizationInfo"]
    assert use == {"currentCapacity": 1, "virtualMachinesAllocated": machine}
    group = ready.ask("GET", f"{GROUP}?$expand=instanceView").json()["properties"]
    assert group["capacityReservations"] == [{"id": ident(ready, PLACES)}]
    assert group["instanceView"]["capacityReservations"][0]["name"] == "d2"
    act(ready, f"{VM}/deallocate")
    use = ready.ask("GET", f"{PLACES}?$expand=instanceView").json()["properties"]["instanceView"]["utilizationInfo"]
    assert use["virtualMachinesAllocated"] == []


def test_what_is_filled_stays(ready: Desk) -> None:
    ready.put(GROUP, HERE)
    ready.put(PLACES, places())
    ready.put(VM, reserved(ready))
    assert ready.ask("DELETE", PLACES).refusal == (409, "OperationNotAllowed")
    assert ready.ask("DELETE", GROUP).refusal == (409, "OperationNotAllowed")
    ready.ask("DELETE", VM)
    ready.wait()
    assert ready.ask("DELETE", PLACES).status == 202
    ready.wait()
    assert ready.ask("DELETE", GROUP).status == 200


def test_a_machine_needs_a_place_of_its_size_and_zone(ready: Desk) -> None:
    ready.put(GROUP, {**HERE, "zones": ["1", "2"]})
    assert ready.ask("PUT", PLACES, places()).refusal == (400, "InvalidParameter")
    assert ready.ask("PUT", PLACES, places(zones=["3"])).refusal == (400, "InvalidParameter")
    ready.put(PLACES, places(zones=["1"]))
    assert ready.ask("PUT", VM, reserved(ready)).refusal == (400, "BadRequest")
    assert ready.ask("PUT", VM, reserved(ready, zones=["1"])).status == 201


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (HERE, (400, "InvalidParameter")),
        (places(-1), (400, "InvalidParameter")),
        (places(size="Standard_None"), (400, "InvalidParameter")),
        ({**places(), "location": "eastus"}, (400, "InvalidParameter")),
        ({**places(), "properties": {"scheduleProfile": {}}}, (400, "NotModelledInRehearsal")),
    ],
)
def test_reservations_azure_refuses_are_refused(ready: Desk, given: Any, expected: Any) -> None:
    ready.put(GROUP, HERE)
    assert ready.ask("PUT", PLACES, given).refusal == expected


def test_places_need_quota_and_keep_their_size(ready: Desk) -> None:
    ready.put(GROUP, HERE)
    ready.world.keep_quota("westeurope", "cores", 4)
    assert ready.ask("PUT", PLACES, places(3)).refusal == (409, "OperationNotAllowed")
    ready.put(PLACES, places(2))
    assert ready.ask("PATCH", PLACES, {"sku": {"capacity": 3}}).refusal == (409, "OperationNotAllowed")
    assert ready.ask("PATCH", PLACES, {"sku": {"name": "Standard_D4s_v5"}}).refusal[1] == "PropertyChangeNotAllowed"
    ready.put(VM, reserved(ready))


@pytest.mark.parametrize("members", [{"priority": "Spot"}, {"proximityPlacementGroup": {"id": "{near}"}}])
def test_some_machines_have_no_reservation(ready: Desk, members: Any) -> None:
    ready.put(GROUP, HERE)
    ready.put(PLACES, places())
    near = ready.put(f"{COMPUTE}/proximityPlacementGroups/near", HERE)["id"]
    given = reserved(ready)
    given["properties"] |= {name: {"id": near} if isinstance(value, dict) else value for name, value in members.items()}
    assert ready.ask("PUT", VM, given).refusal == (400, "BadRequest")


def test_the_zones_of_a_group_are_the_regions_and_stay(ready: Desk) -> None:
    assert ready.ask("PUT", GROUP, {**HERE, "zones": ["9"]}).refusal == (400, "InvalidAvailabilityZone")
    ready.put(GROUP, {**HERE, "zones": ["1"]})
    assert ready.ask("PUT", GROUP, HERE).refusal == (409, "PropertyChangeNotAllowed")
