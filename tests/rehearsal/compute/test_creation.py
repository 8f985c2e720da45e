"""What disks are made from."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, VM, act, body, from_image, ident
from tests.rehearsal.compute.estate import build_estate, copy_of, put
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.compute.creation import LEAST_UPLOAD, MOST_UPLOAD, copied

DATA1 = f"{COMPUTE}/disks/data1"


def test_a_copy_of_a_snapshot_knows_its_source_and_takes_its_nature(ready: Desk) -> None:
    snapshot = put(ready, "snapshots/s1", copy_of(ident(ready, f"{COMPUTE}/disks/os1")))
    put(ready, "disks/d2", copy_of(snapshot.upper()))
    found = ready.ask("GET", f"{COMPUTE}/disks/d2").json()["properties"]
    source = ready.ask("GET", f"{COMPUTE}/snapshots/s1").json()["properties"]
    assert found["creationData"] == {
        "createOption": "Copy",
        "sourceResourceId": snapshot,
        "sourceUniqueId": source["uniqueId"],
    }
    assert (found["osType"], found["hyperVGeneration"], found["diskSizeGB"]) == ("Linux", "V2", 64)


def test_a_copy_is_at_least_as_large_as_its_source(ready: Desk) -> None:
    small = {**copy_of(ident(ready, DATA1)), "diskSizeGB": 32}
    given = {"location": "westeurope", "properties": small}
    assert ready.ask("PUT", f"{COMPUTE}/disks/d2", given).refusal == (400, "InvalidParameter")
    given["properties"]["diskSizeGB"] = 128
    assert ready.put(f"{COMPUTE}/disks/d2", given)["properties"]["diskSizeGB"] == 128


def test_a_disk_under_upload_is_not_copied(ready: Desk) -> None:
    creation = {"createOption": "Upload", "uploadSizeBytes": 20_972_032}
    source = put(ready, "disks/up", {"creationData": creation})
    given = {"location": "westeurope", "properties": copy_of(source)}
    assert ready.ask("PUT", f"{COMPUTE}/disks/d2", given).refusal == (409, "OperationNotAllowed")


@pytest.mark.parametrize("size", [LEAST_UPLOAD, MOST_UPLOAD, 32 * 1024**3 + 512])
def test_uploads_of_whole_mebibytes_with_a_footer_are_taken(ready: Desk, size: int) -> None:
    creation = {"createOption": "Upload", "uploadSizeBytes": size}
    found = ready.put(f"{COMPUTE}/disks/up", {"location": "westeurope", "properties": {"creationData": creation}})
    assert found["properties"]["diskSizeGB"] == max(1, -(-(size - 512) // 1024**3))


@pytest.mark.parametrize("size", [LEAST_UPLOAD - 1, MOST_UPLOAD + 1, LEAST_UPLOAD + 1, 32 * 1024**3])
def test_other_uploads_are_not(ready: Desk, size: int) -> None:
    creation = {"createOption": "Upload", "uploadSizeBytes": size}
    given = {"location": "westeurope", "properties": {"creationData": creation}}
    assert ready.ask("PUT", f"{COMPUTE}/disks/up", given).refusal == (400, "InvalidParameter")


def test_disks_are_made_from_images_of_azure_captured_ones_and_gallery_versions(ready: Desk) -> None:
    build_estate(ready)
    machine = ready.ask("GET", VM).json()
    made = ready.ask("GET", f"{COMPUTE}/disks/{machine['properties']['storageProfile']['osDisk']['name']}").json()
    platform = made["properties"]["creationData"]["imageReference"]["id"]
    assert "/Publishers/Canonical/ArtifactTypes/VMImage/Offers/0001-com-ubuntu-server-jammy/" in platform
    sources: list[Any] = [
        {"imageReference": {"id": platform}},
        {"imageReference": {"id": ident(ready, f"{COMPUTE}/images/captured")}},
        {"galleryImageReference": {"id": ident(ready, f"{COMPUTE}/galleries/gallery1/images/linux/versions/1.0.0")}},
    ]
    for number, source in enumerate(sources):
        put(ready, f"disks/i{number}", {"creationData": {"createOption": "FromImage", **source}})
        found = ready.ask("GET", f"{COMPUTE}/disks/i{number}").json()["properties"]
        assert (found["osType"], found["hyperVGeneration"], found["diskSizeGB"]) == ("Linux", "V2", 30)
    data = {"createOption": "FromImage", "imageReference": {**sources[1]["imageReference"], "lun": 0}}
    put(ready, "disks/lun0", {"creationData": data})
    assert ready.ask("GET", f"{COMPUTE}/disks/lun0").json()["properties"]["diskSizeGB"] == 32
    data["imageReference"]["lun"] = 9
    given = {"location": "westeurope", "properties": {"creationData": data}}
    assert ready.ask("PUT", f"{COMPUTE}/disks/lun9", given).refusal == (400, "InvalidParameter")


def test_a_disk_is_restored_from_the_disk_of_a_restore_point(ready: Desk) -> None:
    ready.put(VM, from_image(ready))
    put(ready, "restorePointCollections/c", {"source": {"id": ident(ready, VM)}})
    point = ready.put(f"{COMPUTE}/restorePointCollections/c/restorePoints/p", {"properties": {}})
    source = point["properties"]["sourceMetadata"]["storageProfile"]["osDisk"]["diskRestorePoint"]["id"]
    put(ready, "disks/back", copy_of(source, "Restore"))
    assert ready.ask("GET", f"{COMPUTE}/disks/back").json()["properties"]["osType"] == "Linux"
    given = {"location": "westeurope", "properties": copy_of(ident(ready, DATA1), "Restore")}
    assert ready.ask("PUT", f"{COMPUTE}/disks/wrong", given).refusal == (404, "ResourceNotFound")


def test_a_disk_of_a_machine_can_be_copied_while_it_runs(ready: Desk) -> None:
    ready.put(VM, body(ready))
    put(ready, "disks/copy", copy_of(ident(ready, f"{COMPUTE}/disks/os1")))
    act(ready, f"{VM}/deallocate")
    assert ready.ask("GET", f"{COMPUTE}/disks/copy").json()["properties"]["diskState"] == "Unattached"


def test_how_far_a_background_copy_is() -> None:
    copy = {"begun": 100.0, "seconds": 50.0}
    assert [copied(copy, at) for at in (90, 100, 125, 150, 999)] == [0, 0, 50, 100, 100]
    assert copied(None, 0) == 100
