"""Every rule that refuses a virtual machine."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, NETWORK, VM, body, data_disk, from_image, ident, refusal
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, plain

from azlift.rehearsal.catalogue import SizeFacts, catalogue_of
from azlift.rehearsal.compute.machine_rules import LINUX_NAME, MOST_LUN, WINDOWS_NAME, os_type, shown_profile


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


def test_a_disk_must_be_free_and_in_the_region_and_zone(ready: Desk) -> None:
    ready.put(VM, body(ready))
    other = body(ready)
    other["properties"]["networkProfile"]["networkInterfaces"][0]["id"] = ident(
        ready, f"{NETWORK}/networkInterfaces/nic2"
    )
    vm2 = f"{COMPUTE}/virtualMachines/vm2"
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
    upload["properties"]["creationData"] = {"createOption": "Upload", "uploadSizeBytes": 64 * 1024**3 + 512}
    ready.put(f"{COMPUTE}/disks/up", upload)
    given = body(ready)
    given["properties"]["storageProfile"]["osDisk"]["managedDisk"]["id"] = ident(ready, f"{COMPUTE}/disks/up")
    assert refusal(ready, given) == (409, "OperationNotAllowed")


def test_interfaces_must_be_there_free_few_enough_and_one_primary(ready: Desk) -> None:
    def with_interfaces(*names: str, primary: str | None = None) -> Any:
        given = body(ready)
        given["properties"]["networkProfile"]["networkInterfaces"] = [
            {"id": ident(ready, f"{NETWORK}/networkInterfaces/{name}"), "properties": {"primary": name == primary}}
            for name in names
        ]
        return given

    assert refusal(ready, with_interfaces("none")) == (400, "InvalidResourceReference")
    assert refusal(ready, with_interfaces("nic1", "nic2", "nic3")) == (400, "InvalidParameter")
    assert refusal(ready, with_interfaces("nic1", "nic2")) == (
        400,
        "VirtualMachineMustHaveOneNetworkInterfaceAsPrimary",
    )
    assert refusal(ready, with_interfaces("nic1", "nic1", primary="nic2")) == (
        400,
        "VirtualMachineMustHaveOneNetworkInterfaceAsPrimary",
    )
    ready.put(VM, with_interfaces("nic1", "nic2", primary="nic2"))
    second = with_interfaces("nic2")
    second["properties"]["storageProfile"]["osDisk"]["managedDisk"]["id"] = ident(ready, f"{COMPUTE}/disks/data1")
    assert refusal(ready, second, f"{COMPUTE}/virtualMachines/vm2") == (400, "NicInUse")


def test_sizes_decide_on_premium_disks_generations_regions_and_zones(ready: Desk) -> None:
    given = body(ready)
    given["properties"]["hardwareProfile"]["vmSize"] = "Standard_D2_v5"
    assert refusal(ready, given) == (400, "InvalidParameter")
    given["properties"]["hardwareProfile"]["vmSize"] = "Standard_A1_v2"
    standard = plain(disk("cheap", sku={"name": "StandardSSD_LRS"}))
    ready.put(f"{COMPUTE}/disks/cheap", standard)
    given["properties"]["storageProfile"]["osDisk"]["managedDisk"]["id"] = ident(ready, f"{COMPUTE}/disks/cheap")
    assert refusal(ready, given) == (400, "BadRequest")
    rare = SizeFacts("Standard_Rare", "rare", 2, 4, 4, 2, True, ("V2",), {"westeurope": ("1",), "eastus": ()})
    far = SizeFacts("Standard_Far", "far", 2, 4, 4, 2, True, ("V2",), {"eastus": ()})
    wide = SizeFacts("Standard_Wide", "wide", 2, 4, 4, 2, True, ("V2",), {"westeurope": ("1", "2")})
    ready.world.catalogue = catalogue_of([rare, far, wide])
    given["properties"]["hardwareProfile"]["vmSize"] = "Standard_Far"
    assert refusal(ready, given) == (409, "SkuNotAvailable")
    given["properties"]["hardwareProfile"]["vmSize"] = "standard_rare"
    assert refusal(ready, {**given, "zones": ["2"]}) == (409, "SkuNotAvailable")
    assert refusal(ready, {**given, "zones": ["3"]}) == (400, "InvalidAvailabilityZone")
    assert refusal(ready, {**given, "zones": ["1", "2"]}) == (400, "InvalidParameter")
    assert ready.put(VM, given)["properties"]["hardwareProfile"]["vmSize"] == "Standard_Rare"


def restrict(desk: Desk, *zones: str) -> None:
    restriction = {"location": "westeurope", "size": "Standard_D2s_v5", "zones": list(zones)}
    desk.ask("POST", "/rehearsal/restrictions", {"restrictions": [restriction]}, api=None)


def test_a_size_the_subscription_may_not_have_is_refused_in_its_zones_or_everywhere(ready: Desk) -> None:
    restrict(ready, "1")
    assert refusal(ready, body(ready, zones=["1"])) == (409, "SkuNotAvailable")
    assert refusal(ready, body(ready, zones=["2"])) == (400, "BadRequest")  # the disk is in no zone: past the size
    restrict(ready)
    assert refusal(ready, body(ready)) == (409, "SkuNotAvailable")


def test_a_machine_keeps_a_size_that_was_restricted_since(ready: Desk) -> None:
    ready.put(VM, body(ready))
    restrict(ready)
    assert ready.ask("PUT", VM, body(ready, tags={"a": "b"})).status == 200


def test_trusted_launch_needs_generation_two(ready: Desk) -> None:
    ready.put(f"{COMPUTE}/disks/old", plain(disk("old", generation="V1")))
    given = body(ready)
    given["properties"]["securityProfile"] = {"securityType": "TrustedLaunch"}
    given["properties"]["storageProfile"]["osDisk"]["managedDisk"]["id"] = ident(ready, f"{COMPUTE}/disks/old")
    assert refusal(ready, given) == (400, "InvalidParameter")


@pytest.mark.parametrize(
    ("publisher", "profile"),
    [
        ("MicrosoftWindowsServer", {"computerName": "a-name-of-16-chr"}),
        ("MicrosoftWindowsServer", {"adminPassword": None}),
        ("MicrosoftWindowsServer", {"linuxConfiguration": {"disablePasswordAuthentication": True}}),
        ("Canonical", {"computerName": "l" * 65}),
        ("Canonical", {"computerName": "12345"}),
        ("Canonical", {"adminUsername": None}),
        ("Canonical", {"windowsConfiguration": {"provisionVMAgent": True}}),
    ],
)
def test_os_profiles_are_judged_by_operating_system(ready: Desk, publisher: str, profile: Any) -> None:
    assert refusal(ready, from_image(ready, publisher, **profile)) == (400, "InvalidParameter")


def test_an_os_profile_is_required_with_an_image(ready: Desk) -> None:
    given = from_image(ready)
    del given["properties"]["osProfile"]
    assert refusal(ready, given) == (400, "InvalidParameter")
    keys = {"linuxConfiguration": {"ssh": {"publicKeys": [{"path": "/h", "keyData": "ssh-rsa A"}]}}}
    assert ready.ask("PUT", VM, from_image(ready, adminPassword=None, **keys)).status == 201


def test_what_is_fixed_at_creation_can_not_change(ready: Desk) -> None:
    ready.put(VM, body(ready))
    assert refusal(ready, {**body(ready), "zones": ["1"]}) == (400, "BadRequest")
    swapped = body(ready)
    ready.put(f"{COMPUTE}/disks/os2", plain(disk("os2")))
    swapped["properties"]["storageProfile"]["osDisk"]["managedDisk"]["id"] = ident(ready, f"{COMPUTE}/disks/os2")
    assert refusal(ready, swapped) == (409, "PropertyChangeNotAllowed")
    ready.ask("POST", f"{VM}/deallocate")
    ready.wait()
    assert ready.ask("PUT", VM, swapped).status == 200


def test_an_os_profile_can_not_change(ready: Desk) -> None:
    ready.put(VM, from_image(ready))
    assert refusal(ready, from_image(ready, adminUsername="other")) == (409, "PropertyChangeNotAllowed")


@pytest.mark.parametrize(
    ("publisher", "longest"), [("MicrosoftWindowsServer", WINDOWS_NAME), ("Canonical", LINUX_NAME)]
)
def test_a_computer_name_may_be_as_long_as_its_system_allows(ready: Desk, publisher: str, longest: int) -> None:
    assert refusal(ready, from_image(ready, publisher, computerName="n" * (longest + 1))) == (400, "InvalidParameter")
    assert ready.ask("PUT", VM, from_image(ready, publisher, computerName="n" * longest)).status == 201


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
    assert "attached to a VM of this size is 4; 5 were asked for." in reply.json()["error"]["message"]
    assert ready.ask("PUT", VM, with_disks(4)).status == 201


def test_a_zone_redundant_disk_goes_to_a_machine_in_any_zone(ready: Desk) -> None:
    ready.put(f"{COMPUTE}/disks/zrs", plain(disk("zrs", sku={"name": "Premium_ZRS"})))
    given = body(ready)
    given["properties"]["storageProfile"]["osDisk"]["managedDisk"]["id"] = ident(ready, f"{COMPUTE}/disks/zrs")
    assert ready.ask("PUT", VM, {**given, "zones": ["3"]}).status == 201


def test_the_system_is_what_the_disk_says_and_else_what_the_publisher_makes() -> None:
    def storage(publisher: str, **disk: str) -> Any:
        return {"storageProfile": {"imageReference": {"publisher": publisher}, "osDisk": disk}}

    assert os_type(storage("MicrosoftWindowsDesktop")) == "Windows"
    assert os_type(storage("canonical")) == "Linux"
    assert os_type(storage("canonical", osType="Windows")) == "Windows"
    assert os_type({"storageProfile": {"osDisk": {}}}) == "Linux"


def test_no_secret_of_a_profile_is_shown() -> None:
    shown = shown_profile({"computerName": "c", "adminPassword": "p", "customData": "d"})
    assert shown == {"allowExtensionOperations": True, "computerName": "c", "requireGuestProvisionSignal": True}
    assert shown_profile({"allowExtensionOperations": False})["allowExtensionOperations"] is False
