"""What is refused of a machine's disks."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import (
    COMPUTE,
    VM,
    act,
    body,
    data_disk,
    from_image,
    ident,
    on_nic,
    refusal,
    words_of,
)
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, plain

from azlift.rehearsal.compute.storage_rules import MOST_LUN


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("osDisk.osType", None, (400, "InvalidParameter")),
        ("osDisk.osType", "Solaris", (400, "BadRequest")),
        ("osDisk.createOption", "Empty", (400, "InvalidParameter")),
        ("osDisk.managedDisk", None, (400, "InvalidParameter")),
        ("osDisk.managedDisk.id", "/nowhere", (404, "ResourceNotFound")),
        ("osDisk.vhd", {"uri": "https://x"}, (400, "NotModelledInRehearsal")),
        (
            "imageReference",
            {"publisher": "p", "offer": "o", "sku": "s", "version": "1.0.0"},
            (400, "InvalidParameter"),
        ),
    ],
)
def test_os_disks_azure_refuses_are_refused(ready: Desk, path: str, value: Any, expected: tuple[int, str]) -> None:
    given = body(ready)
    *outer, last = path.split(".")
    inner = given["properties"]["storageProfile"]
    for name in outer:
        inner = inner[name]
    inner[last] = value
    assert refusal(ready, given) == expected


def test_luns_are_unique_in_range_and_as_many_as_the_size_takes(ready: Desk) -> None:
    given = body(ready)
    disks = given["properties"]["storageProfile"]["dataDisks"]
    disks.append(data_disk(ready, lun=64))
    assert refusal(ready, given) == (400, "InvalidParameter")
    disks[:] = [data_disk(ready), data_disk(ready, name="os1")]
    assert refusal(ready, given) == (400, "InvalidParameter")
    disks[:] = [data_disk(ready), data_disk(ready, lun=1)]
    assert refusal(ready, given) == (400, "InvalidParameter")
    disks[:] = [{"lun": lun, "createOption": "Empty", "diskSizeGB": 8} for lun in range(5)]
    assert refusal(ready, given) == (409, "OperationNotAllowed")
    disks[:] = [{"lun": 0, "createOption": "Empty"}]
    assert refusal(ready, given) == (400, "InvalidParameter")
    disks[:] = [{"lun": at, "createOption": "Empty", "diskSizeGB": 8, "name": "same"} for at in (0, 1)]
    assert refusal(ready, given) == (400, "InvalidParameter")


def test_the_last_lun_is_taken_and_the_next_is_not(ready: Desk) -> None:
    given = body(ready)
    given["properties"]["storageProfile"]["dataDisks"] = [data_disk(ready, lun=MOST_LUN + 1)]
    assert refusal(ready, given) == (400, "InvalidParameter")
    given["properties"]["storageProfile"]["dataDisks"] = [data_disk(ready, lun=MOST_LUN)]
    assert ready.ask("PUT", VM, given).status == 201


def test_as_many_data_disks_as_the_size_takes_and_not_one_more(ready: Desk) -> None:
    def with_disks(count: int) -> Any:
        given = body(ready)
        disks = [{"lun": lun, "createOption": "Empty", "diskSizeGB": 8} for lun in range(count)]
        given["properties"]["storageProfile"]["dataDisks"] = disks
        return given

    reply = ready.ask("PUT", VM, with_disks(5))
    assert reply.refusal == (409, "OperationNotAllowed")
    assert words_of(reply) == "The maximum number of data disks allowed to be attached to a VM of this size is 4."
    assert ready.ask("PUT", VM, with_disks(4)).status == 201


def test_a_disk_must_be_free_and_in_the_region_and_zone(ready: Desk) -> None:
    ready.put(VM, body(ready))
    other, vm2 = on_nic(body(ready), ready, "nic2"), f"{COMPUTE}/virtualMachines/vm2"
    assert refusal(ready, other, vm2) == (409, "ConflictingUserInput")
    managed = other["properties"]["storageProfile"]["osDisk"]["managedDisk"]
    ready.put(f"{COMPUTE}/disks/zoned", plain(disk("zoned", zones=["2"])))
    managed["id"] = ident(ready, f"{COMPUTE}/disks/zoned")
    assert refusal(ready, other, vm2) == (400, "BadRequest")
    assert refusal(ready, {**other, "zones": ["1"]}, vm2) == (400, "BadRequest")
    ready.put(f"{COMPUTE}/disks/far", plain(disk("far", location="eastus")))
    managed["id"] = ident(ready, f"{COMPUTE}/disks/far")
    assert refusal(ready, other, vm2) == (400, "InvalidParameter")
    managed["id"] = ident(ready, f"{COMPUTE}/disks/zoned")
    assert ready.ask("PUT", vm2, {**other, "zones": ["2"]}).status == 201


def test_a_disk_still_to_be_uploaded_can_not_be_attached(ready: Desk) -> None:
    upload = plain(disk("up"))
    del upload["properties"]["diskSizeGB"]
    upload["properties"]["creationData"] = {"createOption": "Upload", "uploadSizeBytes": 64 * 1024**3 + 512}
    ready.put(f"{COMPUTE}/disks/up", upload)
    given = body(ready)
    given["properties"]["storageProfile"]["osDisk"]["managedDisk"]["id"] = ident(ready, f"{COMPUTE}/disks/up")
    assert refusal(ready, given) == (409, "OperationNotAllowed")


def test_a_disk_on_its_way_from_a_machine_is_not_attached_to_another(ready: Desk) -> None:
    given = body(ready)
    given["properties"]["storageProfile"]["dataDisks"] = [data_disk(ready)]
    ready.put(VM, given)
    second = on_nic(from_image(ready), ready, "nic2")
    vm2 = f"{COMPUTE}/virtualMachines/vm2"
    ready.put(vm2, second)
    assert ready.ask("PUT", VM, body(ready)).status == 200
    second["properties"]["storageProfile"]["dataDisks"].append(data_disk(ready, lun=5))
    reply = ready.ask("PUT", vm2, second)
    assert reply.refusal == (409, "AttachDiskWhileBeingDetached")
    assert "Cannot attach data disk 'data1' to VM 'vm2' because the disk is currently being detached" in words_of(reply)
    ready.wait()
    assert ready.ask("PUT", vm2, second).status == 200


def test_a_disk_under_a_sas_is_not_attached(ready: Desk) -> None:
    act(ready, f"{COMPUTE}/disks/data1/beginGetAccess", {"access": "Read", "durationInSeconds": 3600})
    given = body(ready)
    given["properties"]["storageProfile"]["dataDisks"] = [data_disk(ready)]
    reply = ready.ask("PUT", VM, given)
    assert reply.refusal == (409, "OperationNotAllowed")
    assert "active shared access signature outstanding for disk data1" in words_of(reply)


def test_a_shared_disk_goes_to_as_many_machines_as_it_has_shares(ready: Desk) -> None:
    shared = plain(disk("shared", size=256, sku={"name": "Premium_LRS"}))
    shared["properties"] = {"creationData": {"createOption": "Empty"}, "diskSizeGB": 256, "maxShares": 2}
    ready.put(f"{COMPUTE}/disks/shared", shared)
    for number, status in ((1, 201), (2, 201), (3, 409)):
        given = on_nic(from_image(ready), ready, f"nic{number}")
        given["properties"]["storageProfile"]["dataDisks"] = [data_disk(ready, name="shared")]
        assert ready.ask("PUT", f"{COMPUTE}/virtualMachines/vm{number}", given).status == status
        ready.wait()
    found = ready.ask("GET", f"{COMPUTE}/disks/shared").json()
    assert len(found["managedByExtended"]) == len(found["properties"]["shareInfo"]) == 2


def fast(desk: Desk, name: str = "fast", location: str = "westeurope", **members: Any) -> None:
    """A Premium SSD v2 disk."""
    made = {"creationData": {"createOption": "Empty", "logicalSectorSize": 512}, "diskSizeGB": 64}
    sku = {"name": "PremiumV2_LRS"}
    desk.put(f"{COMPUTE}/disks/{name}", {"location": location, "sku": sku, "properties": made, **members})


def zonal(desk: Desk, *disks: Any, zones: list[str] | None = None) -> Any:
    """A machine made from an image, with these data disks."""
    given = from_image(desk)
    given["properties"]["storageProfile"]["dataDisks"] = list(disks)
    return {**given, "zones": zones} if zones else given


def test_premium_v2_is_a_data_disk_of_a_machine_in_its_zone(ready: Desk) -> None:
    fast(ready, zones=["1"])
    given = zonal(ready, data_disk(ready, name="fast", caching="None"), zones=["1"])
    shown = ready.put(VM, given)["properties"]["storageProfile"]["dataDisks"][0]
    assert shown["managedDisk"]["storageAccountType"] == "PremiumV2_LRS"


def test_premium_v2_is_never_cached_by_the_host(ready: Desk) -> None:
    fast(ready, zones=["1"])
    for caching in ("ReadOnly", "ReadWrite"):
        reply = ready.ask("PUT", VM, zonal(ready, data_disk(ready, name="fast", caching=caching), zones=["1"]))
        assert reply.refusal == (400, "InvalidParameter")
        assert reply.json()["error"]["target"] == "dataDisk.caching"
        assert words_of(reply) == (
            f"Storage Account type PremiumV2_LRS is not supported with caching type {caching}. "
            "Please use caching type None."
        )


@pytest.mark.parametrize(
    ("zone", "zones", "because"),
    [
        ("1", None, "it is in zone '1' and the VM is in none."),
        ("1", ["2"], "it is not in the same zone as the VM. VM zone: '2'. Disk zone: '1'."),
        (None, ["2"], "it is not in zone '2'."),
    ],
)
def test_premium_v2_is_not_attached_outside_its_zone(
    ready: Desk, zone: str | None, zones: list[str] | None, because: str
) -> None:
    fast(ready, **({"zones": [zone]} if zone else {}))
    reply = ready.ask("PUT", VM, zonal(ready, data_disk(ready, name="fast"), zones=zones))
    assert reply.refusal == (400, "BadRequest")
    assert words_of(reply).endswith(f"/disks/fast cannot be attached to the VM because {because}")


def test_premium_v2_in_no_zone_is_not_attached_to_a_machine_in_none(ready: Desk) -> None:
    fast(ready)
    made = {"lun": 0, "createOption": "Empty", "diskSizeGB": 64, "managedDisk": {"storageAccountType": "PremiumV2_LRS"}}
    for asked in (data_disk(ready, name="fast"), made):
        reply = ready.ask("PUT", VM, zonal(ready, asked))
        assert reply.refusal == (400, "InvalidParameter")
        assert reply.json()["error"]["target"] == "managedDisk.storageAccountType"
        assert words_of(reply) == (
            "Managed disks with 'PremiumV2_LRS' storage account type can be used only with Virtual Machines in an "
            "Availability Zone."
        )


def test_premium_v2_is_no_os_disk(ready: Desk) -> None:
    fast(ready, zones=["1"])
    attached = {**body(ready), "zones": ["1"]}
    os_disk = attached["properties"]["storageProfile"]["osDisk"]
    os_disk["managedDisk"] = {"id": ident(ready, f"{COMPUTE}/disks/fast")}
    made = zonal(ready, zones=["1"])
    made["properties"]["storageProfile"]["osDisk"]["managedDisk"] = {"storageAccountType": "PremiumV2_LRS"}
    for given in (attached, made):
        reply = ready.ask("PUT", VM, given)
        assert reply.refusal == (400, "InvalidParameter")
        assert words_of(reply) == "A disk of type PremiumV2_LRS can not be an OS disk."


def test_a_zone_redundant_disk_goes_to_a_machine_in_any_zone(ready: Desk) -> None:
    ready.put(f"{COMPUTE}/disks/zrs", plain(disk("zrs", sku={"name": "Premium_ZRS"})))
    given = body(ready)
    given["properties"]["storageProfile"]["osDisk"]["managedDisk"]["id"] = ident(ready, f"{COMPUTE}/disks/zrs")
    assert ready.ask("PUT", VM, {**given, "zones": ["3"]}).status == 201


def test_trusted_launch_needs_generation_two(ready: Desk) -> None:
    ready.put(f"{COMPUTE}/disks/old", plain(disk("old", generation="V1")))
    given = body(ready)
    given["properties"]["securityProfile"] = {"securityType": "TrustedLaunch"}
    given["properties"]["storageProfile"]["osDisk"]["managedDisk"]["id"] = ident(ready, f"{COMPUTE}/disks/old")
    reply = ready.ask("PUT", VM, given)
    assert reply.refusal == (400, "BadRequest")
    assert "Please select Trusted Launch Supported Gen2 OS Image" in words_of(reply)
    given["properties"]["securityProfile"] = {"securityType": "ConfidentialVM"}
    assert refusal(ready, given) == (400, "NotModelledInRehearsal")


def test_an_image_may_be_larger_on_the_machine_and_not_smaller(ready: Desk) -> None:
    given = from_image(ready)
    given["properties"]["storageProfile"]["osDisk"]["diskSizeGB"] = 20
    reply = ready.ask("PUT", VM, given)
    assert reply.refusal == (409, "OperationNotAllowed")
    assert "Disk with size 20GB, which is smaller than the size 30GB of corresponding disk in Image" in words_of(reply)
    given["properties"]["storageProfile"]["osDisk"]["diskSizeGB"] = 100
    machine = ready.put(VM, given)
    assert machine["properties"]["storageProfile"]["osDisk"]["diskSizeGB"] == 100


def test_an_ephemeral_disk_is_read_only_goes_with_its_machine_and_is_no_resource(ready: Desk) -> None:
    given = from_image(ready)
    os_disk = {"createOption": "FromImage", "diffDiskSettings": {"option": "Local", "placement": "CacheDisk"}}
    given["properties"]["storageProfile"] = {
        **given["properties"]["storageProfile"],
        "osDisk": os_disk,
        "dataDisks": [],
    }
    assert refusal(ready, given) == (400, "InvalidParameter")
    os_disk["caching"] = "ReadOnly"
    machine = ready.put(VM, given)
    shown = machine["properties"]["storageProfile"]["osDisk"]
    assert (shown["deleteOption"], "id" in shown["managedDisk"]) == ("Delete", False)
    disks = ready.ask("GET", f"{COMPUTE}/disks").json()["value"]
    assert {each["name"] for each in disks} == {"os1", "data1"}
    reply = ready.ask("POST", f"{VM}/deallocate")
    assert reply.refusal == (409, "OperationNotAllowed")
    assert "with ephemeral OS disks" in words_of(reply)


def test_a_data_disk_can_be_made_from_a_snapshot(ready: Desk) -> None:
    source = {"createOption": "Copy", "sourceResourceId": ident(ready, f"{COMPUTE}/disks/data1")}
    snapshot = ready.put(f"{COMPUTE}/snapshots/s1", {"location": "westeurope", "properties": {"creationData": source}})
    given = from_image(ready)
    made = {"lun": 1, "createOption": "Copy", "sourceResource": {"id": snapshot["id"]}}
    given["properties"]["storageProfile"]["dataDisks"] = [made]
    machine = ready.put(VM, given)
    (shown,) = machine["properties"]["storageProfile"]["dataDisks"]
    assert shown["diskSizeGB"] == snapshot["properties"]["diskSizeGB"]
    found = ready.ask("GET", f"{COMPUTE}/disks/{shown['name']}").json()
    assert found["properties"]["creationData"]["sourceResourceId"] == snapshot["id"]
    made["sourceResource"] = {"id": f"{snapshot['id']}x"}
    assert refusal(ready, on_nic(given, ready, "nic2"), f"{COMPUTE}/virtualMachines/vm2") == (404, "NotFound")
