"""Managed disks of the pretend Azure: bodies by create option, and what can not change."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, plain

DISKS = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks"
GIB = 1024**3


def body(creation: Any, size: int | None = 32, **members: Any) -> Any:
    properties = {"creationData": creation, **({} if size is None else {"diskSizeGB": size})}
    return {"location": "westeurope", **members, "properties": properties}


def test_a_put_answers_202_with_both_urls_and_then_the_disk(desk: Desk) -> None:
    reply = desk.ask("PUT", f"{DISKS}/d1", plain(disk("d1")))
    assert reply.status == 202
    assert "DiskOperations" in reply.headers["azure-asyncoperation"]
    assert reply.headers["location"].endswith("monitor=true")
    assert reply.json()["properties"]["provisioningState"] == "Updating"
    desk.wait()
    found = desk.ask("GET", f"{DISKS}/D1").json()
    assert (found["name"], found["properties"]["diskState"]) == ("d1", "Unattached")
    assert found["properties"]["diskSizeBytes"] == 64 * GIB
    assert found["sku"] == {"name": "Premium_LRS", "tier": "Premium"}
    assert (found["properties"]["tier"], found["properties"]["diskIOPSReadWrite"]) == ("P6", 240)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (body({"createOption": "Empty"}, None), (400, "InvalidParameter")),
        (body({"createOption": "Empty"}, 0), (400, "InvalidParameter")),
        (body({"createOption": "Empty"}, 32768), (400, "InvalidParameter")),
        (body({"createOption": "Empty", "sourceResourceId": "/x"}), (400, "InvalidParameter")),
        (body({"createOption": "Copy"}), (400, "InvalidParameter")),
        (body({"createOption": "Copy", "sourceResourceId": "/x/y"}), (404, "ResourceNotFound")),
        (body({"createOption": "Upload"}), (400, "InvalidParameter")),
        (body({"createOption": "Upload", "uploadSizeBytes": 32 * GIB}), (400, "InvalidParameter")),
        (body({"createOption": "Upload", "uploadSizeBytes": 512}), (400, "InvalidParameter")),
        (body({"createOption": "ImportSecure", "sourceUri": "https://x/y.vhd"}), (400, "InvalidParameter")),
        (body({"createOption": "FromImage"}), (400, "InvalidParameter")),
        (body({"createOption": "FromImage", "imageReference": {"id": "/i"}}), (400, "LinkedInvalidPropertyId")),
        (body({"createOption": "Restore"}), (400, "InvalidParameter")),
        (body({"createOption": "Restored"}), (400, "BadRequest")),
        (body({"createOption": "Attach", "sourceUri": "https://x"}), (400, "NotModelledInRehearsal")),
        (body({"createOption": "UploadPreparedSecure", "uploadSizeBytes": 20_972_032}), (400, "InvalidParameter")),
        (
            body({"createOption": "Empty"}, 512, sku={"name": "UltraSSD_LRS"}) | {"zones": ["1", "2"]},
            (400, "InvalidParameter"),
        ),
        (body({"creation_option": "Empty"}), (400, "BadRequest")),
        (body({}), (400, "InvalidParameter")),
        (body({"createOption": "Empty"}, sku={"name": "Gold_LRS"}), (400, "BadRequest")),
        (body({"createOption": "Empty"}, zones=["9"]), (400, "InvalidAvailabilityZone")),
        (body({"createOption": "Empty"}, zones=["1"], sku={"name": "Premium_ZRS"}), (400, "InvalidParameter")),
        (body({"createOption": "Empty"}, creation_data={}), (400, "InvalidRequestContent")),
    ],
)
def test_bodies_azure_refuses_are_refused(desk: Desk, given: Any, expected: tuple[int, str]) -> None:
    assert desk.ask("PUT", f"{DISKS}/d1", given).refusal == expected


@pytest.mark.parametrize(
    "creation",
    [
        {"createOption": "Upload", "uploadSizeBytes": 32 * GIB + 512},
        {"createOption": "Import", "sourceUri": "https://x/y.vhd", "storageAccountId": "/s"},
        {"createOption": "Import", "sourceUri": "https://x/y.vhd"},
        {"CreateOption": "empty"},
    ],
)
def test_good_bodies_of_every_create_option_are_taken(desk: Desk, creation: Any) -> None:
    made = desk.put(f"{DISKS}/d1", body(creation))
    state = "ReadyToUpload" if creation.get("createOption") == "Upload" else "Unattached"
    assert (made["properties"]["diskState"], made["properties"]["provisioningState"]) == (state, "Succeeded")


def test_a_copy_is_as_large_as_its_source_and_in_its_region(desk: Desk) -> None:
    source = desk.put(f"{DISKS}/d1", body({"createOption": "Empty"}, 77))
    copied = body({"createOption": "Copy", "sourceResourceId": source["id"]}, None)
    assert desk.put(f"{DISKS}/d2", copied)["properties"]["diskSizeGB"] == 77
    assert desk.ask("PUT", f"{DISKS}/d3", {**copied, "location": "eastus"}).refusal == (400, "InvalidParameter")


def test_disks_grow_and_never_shrink_and_keep_their_origin(desk: Desk) -> None:
    first = desk.put(f"{DISKS}/d1", body({"createOption": "Empty"}))
    grown = desk.put(f"{DISKS}/d1", body({"createOption": "Empty"}, 64))
    assert grown["properties"]["uniqueId"] == first["properties"]["uniqueId"]
    assert desk.ask("PUT", f"{DISKS}/d1", body({"createOption": "Empty"}, 32)).refusal == (409, "OperationNotAllowed")
    other = body({"createOption": "Upload", "uploadSizeBytes": 64 * GIB + 512}, 64)
    assert desk.ask("PUT", f"{DISKS}/d1", other).refusal == (409, "PropertyChangeNotAllowed")
    assert desk.ask("PUT", f"{DISKS}/d1", body({"createOption": "Empty"}, 64, zones=["1"])).refusal == (
        409,
        "PropertyChangeNotAllowed",
    )


def test_a_disk_is_deleted_in_time(desk: Desk) -> None:
    desk.put(f"{DISKS}/d1", body({"createOption": "Empty"}))
    reply = desk.ask("DELETE", f"{DISKS}/d1")
    assert reply.status == 202
    assert desk.ask("GET", f"{DISKS}/d1").json()["properties"]["provisioningState"] == "Deleting"
    assert desk.ask("PUT", f"{DISKS}/d1", body({"createOption": "Empty"})).refusal == (409, "Conflict")
    desk.wait()
    assert desk.follow(reply, "azure-asyncoperation").json()["status"] == "Succeeded"
    assert desk.ask("GET", f"{DISKS}/d1").refusal == (404, "ResourceNotFound")


def test_names_of_disks_are_judged(desk: Desk) -> None:
    assert desk.ask("PUT", f"{DISKS}/{'d' * 81}", body({"createOption": "Empty"})).refusal == (400, "InvalidParameter")


def test_a_disk_without_an_operating_system_has_no_generation(desk: Desk) -> None:
    made = desk.put(f"{DISKS}/d1", body({"createOption": "Empty"}))
    assert not made["properties"].keys() & {"hyperVGeneration", "osType"}
    assert made["sku"] == {"name": "Standard_LRS", "tier": "Standard"}


def test_on_demand_bursting_is_for_large_premium_disks_and_says_since_when(desk: Desk) -> None:
    large = body({"createOption": "Empty"}, 1024, sku={"name": "Premium_LRS"})
    large["properties"]["burstingEnabled"] = True
    assert "burstingEnabledTime" in desk.put(f"{DISKS}/d1", large)["properties"]
    for refused in ({**large, "sku": {"name": "StandardSSD_LRS"}}, body({"createOption": "Empty"}, 512)):
        refused["properties"] = {**refused["properties"], "burstingEnabled": True}
        assert desk.ask("PUT", f"{DISKS}/d2", refused).refusal == (400, "InvalidParameter")


def test_performance_plus_and_sectors_are_for_some_disks_only(desk: Desk) -> None:
    plus = body({"createOption": "Empty", "performancePlus": True}, 512, sku={"name": "Premium_LRS"})
    assert desk.ask("PUT", f"{DISKS}/d1", plus).refusal == (400, "InvalidParameter")
    plus["properties"]["diskSizeGB"] = 513
    assert desk.ask("PUT", f"{DISKS}/d1", plus).status == 202
    sectors = body({"createOption": "Empty", "logicalSectorSize": 512}, 64)
    assert desk.ask("PUT", f"{DISKS}/d2", sectors).refusal == (400, "InvalidParameter")
    assert desk.ask("PUT", f"{DISKS}/d2", {**sectors, "sku": {"name": "PremiumV2_LRS"}}).status == 202


def test_a_disk_can_be_patched_and_answers_as_a_disk_does(desk: Desk) -> None:
    desk.put(f"{DISKS}/d1", body({"createOption": "Empty"}))
    reply = desk.ask("PATCH", f"{DISKS}/d1", {"properties": {"diskSizeGB": 128}, "sku": {"name": "StandardSSD_LRS"}})
    assert (reply.status, "location" in reply.headers) == (202, True)
    desk.wait()
    found = desk.follow(reply, "location").json()
    assert (found["properties"]["diskSizeGB"], found["sku"]["name"]) == (128, "StandardSSD_LRS")


def test_shares_follow_type_and_size(desk: Desk) -> None:
    shared = body({"createOption": "Empty"}, 256, sku={"name": "Premium_LRS"})
    shared["properties"]["maxShares"] = 4
    assert desk.ask("PUT", f"{DISKS}/d1", shared).refusal == (400, "InvalidParameter")
    shared["properties"]["maxShares"] = 3
    assert desk.ask("PUT", f"{DISKS}/d1", shared).status == 202


def test_an_answer_put_back_with_another_size_or_type_takes_the_figures_of_that(desk: Desk) -> None:
    made = desk.put(f"{DISKS}/d1", body({"createOption": "Empty"}, 8, sku={"name": "Premium_LRS"}))
    made["properties"]["diskSizeGB"] = 256
    grown = desk.put(f"{DISKS}/d1", made)
    assert (grown["properties"]["tier"], grown["properties"]["diskIOPSReadWrite"]) == ("P15", 1100)
    grown["properties"]["tier"] = "P50"
    raised = desk.put(f"{DISKS}/d1", grown)
    assert raised["properties"]["diskIOPSReadWrite"] == 7500
    raised["properties"]["diskSizeGB"] = 512
    assert desk.put(f"{DISKS}/d1", raised)["properties"]["tier"] == "P50"
    other = {**desk.ask("GET", f"{DISKS}/d1").json(), "sku": {"name": "StandardSSD_LRS"}}
    cheaper = desk.put(f"{DISKS}/d1", other)["properties"]
    assert (cheaper["diskMBpsReadWrite"], "tier" in cheaper) == (100, False)


def test_what_was_set_of_a_settable_disk_stays(desk: Desk) -> None:
    v2 = body({"createOption": "Empty"}, 64, sku={"name": "PremiumV2_LRS"}, zones=["1"])
    v2["properties"] |= {"diskIOPSReadWrite": 5000}
    desk.put(f"{DISKS}/d1", v2)
    assert desk.ask("PATCH", f"{DISKS}/d1", {"properties": {"diskSizeGB": 128}}).status == 202
    desk.wait()
    assert desk.ask("GET", f"{DISKS}/d1").json()["properties"]["diskIOPSReadWrite"] == 5000
