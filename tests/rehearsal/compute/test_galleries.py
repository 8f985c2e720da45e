"""Galleries, definitions and versions."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, VM, act, from_image, ident, on_nic
from tests.rehearsal.compute.estate import copy_of, put
from tests.rehearsal.conftest import Desk

GALLERY = f"{COMPUTE}/galleries/g1"
DEFINITION = f"{GALLERY}/images/linux"
IDENTIFIER = {"publisher": "p", "offer": "o", "sku": "s"}


def definition(**members: Any) -> Any:
    base = {"osType": "Linux", "osState": "Generalized", "identifier": IDENTIFIER, "hyperVGeneration": "V2"}
    return {"location": "westeurope", "properties": {**base, **members}}


def version(desk: Desk, *regions: str, source: str | None = None, **profile: Any) -> Any:
    targets = [{"name": region} for region in regions]
    disk = source or ident(desk, f"{COMPUTE}/snapshots/s1")
    publishing = {**({"targetRegions": targets} if targets else {}), **profile}
    storage = {"osDiskImage": {"source": {"id": disk}}}
    return {"location": "westeurope", "properties": {"publishingProfile": publishing, "storageProfile": storage}}


@pytest.fixture
def gallery(ready: Desk) -> Desk:
    put(ready, "snapshots/s1", copy_of(ident(ready, f"{COMPUTE}/disks/os1")))
    ready.put(GALLERY, {"location": "westeurope", "properties": {}})
    ready.put(DEFINITION, definition())
    return ready


def test_a_gallery_has_a_unique_name(gallery: Desk) -> None:
    subscription = gallery.subscription.rsplit("/", 1)[-1]
    found = gallery.ask("GET", GALLERY).json()["properties"]
    assert found["identifier"] == {"uniqueName": f"{subscription}-G1"}


def test_a_version_goes_to_its_regions_and_tells_how_far_it_is(gallery: Desk) -> None:
    path = f"{DEFINITION}/versions/1.0.0"
    assert gallery.ask("PUT", path, version(gallery, "West Europe", "northeurope")).status == 201
    running = gallery.ask("GET", f"{path}?$expand=ReplicationStatus").json()["properties"]["replicationStatus"]
    assert (running["aggregatedState"], running["summary"][0]["progress"]) == ("InProgress", 0)
    gallery.wait()
    done = gallery.ask("GET", f"{path}?$expand=ReplicationStatus").json()["properties"]
    assert {each["state"] for each in done["replicationStatus"]["summary"]} == {"Completed"}
    targets = done["publishingProfile"]["targetRegions"]
    assert [(each["name"], each["regionalReplicaCount"]) for each in targets] == [
        ("West Europe", 1),
        ("North Europe", 1),
    ]
    assert done["storageProfile"]["osDiskImage"]["sizeInGB"] == 64


def machine(desk: Desk, reference: str, nic: str) -> Any:
    given = on_nic(from_image(desk), desk, nic)
    storage = {"imageReference": {"id": ident(desk, reference)}, "osDisk": {"createOption": "FromImage"}}
    given["properties"]["storageProfile"] = storage
    return given


def test_a_machine_is_made_from_a_version_or_from_the_newest(gallery: Desk) -> None:
    for number in ("1.0.0", "1.10.0", "1.9.0"):
        gallery.put(f"{DEFINITION}/versions/{number}", version(gallery))
    gallery.put(f"{DEFINITION}/versions/2.0.0", version(gallery, excludeFromLatest=True))
    gallery.put(f"{DEFINITION}/versions/3.0.0", version(gallery, "northeurope"))
    exact = gallery.put(VM, machine(gallery, f"{DEFINITION}/versions/1.9.0", "nic1"))["properties"]["storageProfile"]
    newest = gallery.put(f"{COMPUTE}/virtualMachines/vm2", machine(gallery, DEFINITION, "nic2"))
    assert exact["imageReference"]["exactVersion"] == "1.9.0"
    assert newest["properties"]["storageProfile"]["imageReference"]["exactVersion"] == "1.10.0"
    gallery.put(f"{DEFINITION}/versions/1.11.0", version(gallery))
    again = gallery.put(f"{COMPUTE}/virtualMachines/vm2", machine(gallery, DEFINITION, "nic2"))
    assert again["properties"]["storageProfile"]["imageReference"]["exactVersion"] == "1.10.0"
    elsewhere = machine(gallery, f"{DEFINITION}/versions/3.0.0", "nic3")
    assert gallery.ask("PUT", f"{COMPUTE}/virtualMachines/vm3", elsewhere).refusal == (404, "NotFound")


def test_a_machine_of_a_specialized_image_brings_no_profile(gallery: Desk) -> None:
    other = definition(osState="Specialized", identifier={**IDENTIFIER, "sku": "special"})
    gallery.put(f"{GALLERY}/images/special", other)
    gallery.put(f"{GALLERY}/images/special/versions/1.0.0", version(gallery))
    given = machine(gallery, f"{GALLERY}/images/special", "nic1")
    assert gallery.ask("PUT", VM, given).refusal == (400, "InvalidParameter")
    del given["properties"]["osProfile"]
    assert gallery.ask("PUT", VM, given).status == 201


def test_a_version_is_made_from_a_generalized_machine_only(gallery: Desk) -> None:
    gallery.put(VM, from_image(gallery))
    source = {"storageProfile": {"source": {"virtualMachineId": ident(gallery, VM)}}}
    given = {"location": "westeurope", "properties": source}
    assert gallery.ask("PUT", f"{DEFINITION}/versions/1.0.0", given).refusal == (409, "OperationNotAllowed")
    act(gallery, f"{VM}/powerOff")
    act(gallery, f"{VM}/generalize")
    made = gallery.put(f"{DEFINITION}/versions/1.0.0", given)["properties"]["storageProfile"]
    assert [each["lun"] for each in made["dataDiskImages"]] == [0]


@pytest.mark.parametrize(
    ("path", "given", "expected"),
    [
        (f"{GALLERY}/images/other", definition(), (409, "Conflict")),
        (f"{GALLERY}/images/other", definition(identifier={"publisher": "p"}), (400, "InvalidParameter")),
        (DEFINITION, definition(osState="Specialized"), (409, "PropertyChangeNotAllowed")),
        (f"{COMPUTE}/galleries/none/images/x", definition(), (404, "ParentResourceNotFound")),
        (f"{COMPUTE}/galleries/with-hyphen", {"location": "westeurope", "properties": {}}, (400, "InvalidParameter")),
    ],
)
def test_definitions_azure_refuses_are_refused(gallery: Desk, path: str, given: Any, expected: Any) -> None:
    assert gallery.ask("PUT", path, given).refusal == expected


def test_versions_azure_refuses_are_refused(gallery: Desk) -> None:
    put_version = f"{DEFINITION}/versions/1.0.0"
    assert gallery.ask("PUT", f"{DEFINITION}/versions/one", version(gallery)).refusal == (400, "InvalidParameter")
    nowhere = version(gallery, "atlantis")
    assert gallery.ask("PUT", put_version, nowhere).refusal == (400, "LocationNotAvailableForResourceType")
    empty = {"location": "westeurope", "properties": {"storageProfile": {}}}
    assert gallery.ask("PUT", put_version, empty).refusal == (400, "InvalidParameter")
    lost = version(gallery, source=ident(gallery, f"{COMPUTE}/snapshots/none"))
    assert gallery.ask("PUT", put_version, lost).refusal == (404, "NotFound")


def test_what_holds_something_does_not_go(gallery: Desk) -> None:
    gallery.put(f"{DEFINITION}/versions/1.0.0", version(gallery))
    for path in (GALLERY, DEFINITION):
        assert gallery.ask("DELETE", path).refusal == (409, "CannotDeleteResource")
    for path in (f"{DEFINITION}/versions/1.0.0", DEFINITION, GALLERY):
        assert gallery.ask("DELETE", path).status == 202
        gallery.wait()
