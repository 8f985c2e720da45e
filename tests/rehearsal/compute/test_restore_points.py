"""Restore points."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, VM, act, data_disk, from_image, ident
from tests.rehearsal.compute.estate import put
from tests.rehearsal.compute.sdk_models import SDK
from tests.rehearsal.conftest import Desk

POINTS = f"{COMPUTE}/restorePointCollections/c1"
POINT = f"{POINTS}/restorePoints/p1"


@pytest.fixture
def collected(ready: Desk) -> Desk:
    given = from_image(ready)
    given["properties"]["storageProfile"]["dataDisks"].append(data_disk(ready, lun=1))
    ready.put(VM, given)
    assert ready.ask("PUT", POINTS, collection(ident(ready, VM))).status == 201
    return ready


def collection(source: str, location: str = "westeurope") -> Any:
    return {"location": location, "properties": {"source": {"id": source}}}


def test_a_point_is_made_with_201_and_keeps_its_machine(collected: Desk) -> None:
    reply = collected.ask("PUT", POINT, {"properties": {"consistencyMode": "CrashConsistent"}})
    assert reply.status == 201
    collected.wait()
    found = collected.ask("GET", POINT).json()["properties"]
    assert (found["provisioningState"], found["consistencyMode"]) == ("Succeeded", "CrashConsistent")
    metadata = found["sourceMetadata"]
    assert metadata["hardwareProfile"] == {"vmSize": "Standard_D2s_v5"}
    assert [each["lun"] for each in metadata["storageProfile"]["dataDisks"]] == [0, 1]
    assert collected.ask("PUT", POINT, {"properties": {"consistencyMode": "CrashConsistent"}}).status == 201
    other = collected.ask("PUT", POINT, {"properties": {"consistencyMode": "ApplicationConsistent"}})
    assert other.refusal == (409, "OperationNotAllowed")


def test_the_disks_of_a_point_are_listed_and_read(collected: Desk) -> None:
    collected.put(POINT, {"properties": {}})
    rows = collected.ask("GET", f"{POINT}/diskRestorePoints").json()["value"]
    assert len(rows) == 3
    assert [list(SDK.problems("DiskRestorePoint", row)) for row in rows] == [[], [], []]
    path = rows[0]["id"]
    found = act(collected, f"{path}/beginGetAccess", {"access": "Read", "durationInSeconds": 3600})
    assert found["accessSAS"].startswith("https://md-")
    assert collected.ask("DELETE", POINT).refusal == (409, "DiskRestorePointUsedByCustomer")
    act(collected, f"{path}/endGetAccess")
    assert collected.ask("PUT", path, {"properties": {}}).refusal == (409, "OperationNotAllowed")
    collected.ask("DELETE", POINT)
    collected.wait()
    assert collected.ask("GET", path).status == 404


def test_disks_are_left_out_when_asked(collected: Desk) -> None:
    data1 = ident(collected, f"{COMPUTE}/disks/data1")
    made = collected.put(POINT, {"properties": {"excludeDisks": [{"id": data1}]}})["properties"]
    assert [each["lun"] for each in made["sourceMetadata"]["storageProfile"]["dataDisks"]] == [0]
    wrong = {"properties": {"excludeDisks": [{"id": ident(collected, f"{COMPUTE}/disks/os1")}]}}
    assert collected.ask("PUT", f"{POINTS}/restorePoints/p2", wrong).refusal == (400, "InvalidParameter")


def test_a_collection_shows_its_points_and_takes_them_along(collected: Desk) -> None:
    collected.put(POINT, {"properties": {}})
    shown = collected.ask("GET", f"{POINTS}?$expand=restorePoints").json()["properties"]
    assert [each["name"] for each in shown["restorePoints"]] == ["p1"]
    assert shown["source"] == {"location": "westeurope", "id": ident(collected, VM)}
    assert collected.ask("DELETE", POINTS).status == 200
    assert collected.ask("GET", POINT).status == 404


def test_points_are_copied_to_another_region(collected: Desk) -> None:
    source = collected.put(POINT, {"properties": {}})
    put(collected, "restorePointCollections/far", collection(ident(collected, POINTS))["properties"])
    copy = f"{COMPUTE}/restorePointCollections/far/restorePoints/p1"
    assert collected.ask("PUT", copy, {"properties": {}}).refusal == (400, "InvalidParameter")
    made = collected.put(copy, {"properties": {"sourceRestorePoint": {"id": source["id"]}}})
    assert list(SDK.problems("RestorePoint", made)) == []
    assert len(collected.ask("GET", f"{copy}/diskRestorePoints").json()["value"]) == 3


def test_collections_azure_refuses_are_refused(collected: Desk) -> None:
    vm = ident(collected, VM)
    other = f"{COMPUTE}/restorePointCollections/c2"
    assert collected.ask("PUT", other, collection(f"{vm}x")).refusal == (404, "NotFound")
    assert collected.ask("PUT", other, collection(vm, "eastus")).refusal == (400, "InvalidParameter")
    assert collected.ask("PUT", other, {"location": "westeurope", "properties": {}}).refusal[1] == "InvalidParameter"
    moved = collection(ident(collected, POINTS))
    assert collected.ask("PUT", POINTS, moved).refusal == (409, "PropertyChangeNotAllowed")
    collected.ask("DELETE", VM)
    collected.wait()
    assert collected.ask("PUT", POINT, {"properties": {}}).refusal == (404, "NotFound")
