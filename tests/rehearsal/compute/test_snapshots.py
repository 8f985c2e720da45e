"""Snapshots, full and incremental, here and in another region."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, VM, act, body, ident
from tests.rehearsal.compute.estate import copy_of, put
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.compute.snapshots import COPY_SECONDS, COPY_SECONDS_PER_GIB

DATA1 = f"{COMPUTE}/disks/data1"


def snapshot(desk: Desk, name: str = "s1", source: str = DATA1, **properties: Any) -> Any:
    return desk.put(
        f"{COMPUTE}/snapshots/{name}",
        {"location": "westeurope", "properties": {**copy_of(ident(desk, source)), **properties}},
    )


def test_a_snapshot_answers_as_a_disk_does(ready: Desk) -> None:
    given = {"location": "westeurope", "properties": copy_of(ident(ready, DATA1))}
    reply = ready.ask("PUT", f"{COMPUTE}/snapshots/s1", given)
    assert (reply.status, "location" in reply.headers) == (202, True)
    ready.wait()
    found = ready.follow(reply, "location").json()
    assert found["sku"] == {"name": "Standard_LRS", "tier": "Standard"}
    assert (found["properties"]["incremental"], found["properties"]["diskState"]) == (False, "Unattached")


def test_an_incremental_snapshot_is_zone_redundant_and_of_its_disks_family(ready: Desk) -> None:
    first, second = (snapshot(ready, name, incremental=True) for name in ("s1", "s2"))
    assert first["sku"]["name"] == "Standard_ZRS"
    families = [each["properties"]["incrementalSnapshotFamilyId"] for each in (first, second)]
    assert families[0] == families[1]
    other = snapshot(ready, "s3", f"{COMPUTE}/disks/os1", incremental=True)
    assert other["properties"]["incrementalSnapshotFamilyId"] != families[0]


def test_a_snapshot_of_a_running_machine_is_taken(ready: Desk) -> None:
    ready.put(VM, body(ready))
    assert snapshot(ready, source=f"{COMPUTE}/disks/os1")["properties"]["osType"] == "Linux"


def test_a_snapshot_goes_to_another_region_in_the_background(ready: Desk) -> None:
    source = snapshot(ready, incremental=True)
    far = {"location": "eastus", "properties": {**copy_of(source["id"], "CopyStart"), "incremental": True}}
    path = f"{COMPUTE}/snapshots/far"
    assert ready.ask("PUT", path, far).status == 202
    ready.wait(10)
    found = ready.ask("GET", path).json()["properties"]
    assert found["provisioningState"] == "Succeeded"
    assert 0 < found["completionPercent"] < 100
    assert ready.ask("POST", f"{path}/beginGetAccess", {"access": "Read", "durationInSeconds": 60}).status == 409
    disk = {"location": "eastus", "properties": copy_of(ident(ready, path))}
    assert ready.ask("PUT", f"{COMPUTE}/disks/d2", disk).refusal == (409, "OperationNotAllowed")
    ready.wait(COPY_SECONDS + 64 * COPY_SECONDS_PER_GIB)
    done = ready.ask("GET", path).json()["properties"]
    assert (done["completionPercent"], done["snapshotAccessState"]) == (100, "Available")
    assert ready.ask("PUT", f"{COMPUTE}/disks/d2", disk).status == 202


@pytest.mark.parametrize(
    ("option", "source_incremental", "incremental", "location"),
    [("CopyStart", False, True, "eastus"), ("CopyStart", True, False, "eastus"), ("Copy", True, True, "eastus")],
)
def test_other_copies_to_another_region_are_refused(
    ready: Desk, option: str, source_incremental: bool, incremental: bool, location: str
) -> None:
    source = snapshot(ready, incremental=source_incremental)
    given = {"location": location, "properties": {**copy_of(source["id"], option), "incremental": incremental}}
    assert ready.ask("PUT", f"{COMPUTE}/snapshots/far", given).refusal == (400, "InvalidParameter")


def test_disks_with_settable_performance_have_incremental_snapshots_that_take_their_time(ready: Desk) -> None:
    put(ready, "disks/v2", {"creationData": {"createOption": "Empty"}, "diskSizeGB": 100},
        sku={"name": "PremiumV2_LRS"}, zones=["1"])  # fmt: skip
    given = {"location": "westeurope", "properties": copy_of(ident(ready, f"{COMPUTE}/disks/v2"))}
    assert ready.ask("PUT", f"{COMPUTE}/snapshots/s1", given).refusal == (400, "InvalidParameter")
    given["properties"]["incremental"] = True
    ready.ask("PUT", f"{COMPUTE}/snapshots/s1", given)
    ready.wait(30)
    assert ready.ask("GET", f"{COMPUTE}/snapshots/s1").json()["properties"]["completionPercent"] < 100


def test_a_snapshot_keeps_its_kind_and_never_shrinks(ready: Desk) -> None:
    snapshot(ready)
    path = f"{COMPUTE}/snapshots/s1"
    assert ready.ask("PATCH", path, {"properties": {"incremental": True}}).refusal[1] == "PropertyChangeNotAllowed"
    assert ready.ask("PATCH", path, {"properties": {"diskSizeGB": 8}}).refusal == (409, "OperationNotAllowed")
    assert ready.ask("PATCH", path, {"sku": {"name": "Premium_LRS"}}).status == 202


def test_a_snapshot_under_a_sas_is_not_deleted(ready: Desk) -> None:
    snapshot(ready)
    path = f"{COMPUTE}/snapshots/s1"
    act(ready, f"{path}/beginGetAccess", {"access": "Read", "durationInSeconds": 3600})
    assert ready.ask("GET", path).json()["properties"]["diskState"] == "ActiveSAS"
    assert ready.ask("DELETE", path).refusal == (409, "OperationNotAllowed")
    ready.wait(3600)
    assert ready.ask("DELETE", path).status == 202


def test_a_snapshot_is_made_of_something(ready: Desk) -> None:
    given = {"location": "westeurope", "properties": {"creationData": {"createOption": "FromImage"}}}
    assert ready.ask("PUT", f"{COMPUTE}/snapshots/s1", given).refusal == (400, "InvalidParameter")
    nothing = {"location": "westeurope", "properties": copy_of(ident(ready, f"{COMPUTE}/disks/none"))}
    assert ready.ask("PUT", f"{COMPUTE}/snapshots/s1", nothing).refusal == (404, "ResourceNotFound")


def test_a_blob_is_imported_by_its_address_alone(ready: Desk) -> None:
    told = {"createOption": "Import", "sourceUri": "https://store.blob.core.windows.net/vhds/a.vhd"}
    made = ready.put(f"{COMPUTE}/snapshots/s1", {"location": "westeurope", "properties": {"creationData": told}})
    assert made["properties"]["creationData"] == told
    assert made["properties"]["diskSizeBytes"] == made["properties"]["diskSizeGB"] * 1024**3
    disk = {"location": "westeurope", "properties": {"creationData": told, "osType": "Linux"}}
    assert ready.put(f"{COMPUTE}/disks/d1", disk)["properties"]["diskSizeGB"] == 30
