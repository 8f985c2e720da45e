"""What is refused of a machine as a whole, and of a change of one that stands."""

from typing import Any

import pytest
from tests.rehearsal.compute.conftest import (
    COMPUTE,
    NETWORK,
    VM,
    act,
    body,
    from_image,
    ident,
    image,
    on_nic,
    refusal,
    words_of,
)
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, plain

from azlift.rehearsal.catalogue import SizeFacts, catalogue_of
from azlift.rehearsal.compute.machine_rules import system_of


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("hardwareProfile.vmSize", "Standard_None", (400, "InvalidParameter")),
        ("hardwareProfile.size", "x", (400, "BadRequest")),
        ("hardwareProfile.vmSize", 5, (400, "BadRequest")),
        ("hardwareProfile.vmSizeProperties", {"vCPUsAvailable": 3}, (400, "InvalidParameter")),
        ("storageProfile", None, (400, "InvalidParameter")),
        ("networkProfile", None, (400, "InvalidParameter")),
        ("licenseType", "Solaris", (400, "InvalidParameter")),
        ("userData", "not base64!", (400, "InvalidParameter")),
        ("diagnosticsProfile", {"bootDiagnostics": {"enabled": True, "storageUri": "x"}}, (400, "InvalidParameter")),
        ("flexProfile", {"preferredVMSize": "x"}, (400, "NotModelledInRehearsal")),
        ("made_up", 1, (400, "BadRequest")),
    ],
)
def test_bodies_azure_refuses_are_refused(ready: Desk, path: str, value: Any, expected: tuple[int, str]) -> None:
    given = body(ready)
    *outer, last = path.split(".")
    inner = given["properties"]
    for name in outer:
        inner = inner[name]
    inner[last] = value
    assert refusal(ready, given) == expected


def test_an_unknown_member_at_the_top_is_refused_as_arm_refuses_it(ready: Desk) -> None:
    assert refusal(ready, {**body(ready), "hardware_profile": {}}) == (400, "InvalidRequestContent")
    assert refusal(ready, {"properties": body(ready)["properties"]}) == (400, "LocationRequired")
    assert refusal(ready, body(ready), f"{COMPUTE}/virtualMachines/{'v' * 65}") == (400, "InvalidParameter")
    assert refusal(ready, {**body(ready), "extendedLocation": {}}) == (400, "NotModelledInRehearsal")


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


def test_what_is_fixed_at_creation_can_not_change(ready: Desk) -> None:
    ready.put(VM, body(ready))
    assert refusal(ready, {**body(ready), "zones": ["1"]}) == (400, "BadRequest")
    swapped = body(ready)
    ready.put(f"{COMPUTE}/disks/os2", plain(disk("os2")))
    swapped["properties"]["storageProfile"]["osDisk"]["managedDisk"]["id"] = ident(ready, f"{COMPUTE}/disks/os2")
    assert refusal(ready, swapped) == (409, "PropertyChangeNotAllowed")
    act(ready, f"{VM}/deallocate")
    assert ready.ask("PUT", VM, swapped).status == 200
    ready.wait()
    assert "managedBy" not in ready.ask("GET", f"{COMPUTE}/disks/os1").json()


def test_the_image_of_a_machine_can_not_change(ready: Desk) -> None:
    ready.put(VM, from_image(ready))
    other = from_image(ready)
    other["properties"]["storageProfile"]["imageReference"]["sku"] = "22_04-lts"
    assert refusal(ready, other) == (409, "PropertyChangeNotAllowed")


def test_a_size_of_the_family_is_a_restart_and_another_family_needs_deallocation(ready: Desk) -> None:
    ready.put(VM, body(ready))

    def resized(size: str) -> Any:
        return {"properties": {"hardwareProfile": {"vmSize": size}}}

    assert ready.ask("PATCH", VM, resized("Standard_D4s_v5")).status == 200
    ready.wait()
    reply = ready.ask("PATCH", VM, resized("Standard_E4s_v5"))
    assert reply.refusal == (409, "OperationNotAllowed")
    assert "To resize your VM to Standard_E4s_v5 please deallocate" in words_of(reply)
    act(ready, f"{VM}/deallocate")
    assert ready.ask("PATCH", VM, resized("Standard_E4s_v5")).status == 200
    ready.wait()
    assert ready.ask("GET", VM).json()["properties"]["hardwareProfile"]["vmSize"] == "Standard_E4s_v5"


def test_a_whole_availability_set_must_be_deallocated_for_another_family(ready: Desk) -> None:
    group = f"{COMPUTE}/availabilitySets/set1"
    ready.put(group, {"location": "westeurope", "sku": {"name": "Aligned"}, "properties": {}})
    place = {"id": ident(ready, group)}
    for number in (1, 2):
        given = on_nic(from_image(ready), ready, f"nic{number}")
        given["properties"]["availabilitySet"] = place
        ready.put(f"{COMPUTE}/virtualMachines/vm{number}", given)
    act(ready, f"{VM}/deallocate")
    patch = {"properties": {"hardwareProfile": {"vmSize": "Standard_E2s_v5"}}}
    reply = ready.ask("PATCH", VM, patch)
    assert reply.refusal == (409, "OperationNotAllowed")
    assert "cluster where the availability set is currently allocated" in words_of(reply)
    act(ready, f"{COMPUTE}/virtualMachines/vm2/deallocate")
    assert ready.ask("PATCH", VM, patch).status == 200


def test_a_disk_grows_through_its_machine_when_that_is_deallocated(ready: Desk) -> None:
    ready.put(VM, from_image(ready))
    given = from_image(ready)
    given["properties"]["storageProfile"]["osDisk"]["diskSizeGB"] = 64
    reply = ready.ask("PUT", VM, given)
    assert reply.refusal == (409, "Conflict")
    assert words_of(reply) == "Disk resizing is allowed only when creating a VM or when the VM is deallocated."
    act(ready, f"{VM}/deallocate")
    machine = ready.put(VM, given)
    name = machine["properties"]["storageProfile"]["osDisk"]["name"]
    assert ready.ask("GET", f"{COMPUTE}/disks/{name}").json()["properties"]["diskSizeGB"] == 64
    given["properties"]["storageProfile"]["osDisk"]["diskSizeGB"] = 32
    assert refusal(ready, given) == (409, "OperationNotAllowed")


def test_a_plan_is_whole_and_not_for_an_image_that_has_none(ready: Desk) -> None:
    plan = {"name": "n", "publisher": "p", "product": "o"}
    assert refusal(ready, {**from_image(ready), "plan": plan}) == (400, "VMMarketplaceInvalidInput")
    bought = from_image(ready)
    bought["properties"]["storageProfile"]["imageReference"] = {**image(), "publisher": "some-vendor"}
    assert refusal(ready, {**bought, "plan": {"name": "n"}}) == (400, "InvalidParameter")
    assert ready.put(VM, {**bought, "plan": plan})["plan"] == plan


def test_the_system_is_what_the_disk_says_and_else_what_the_publisher_makes() -> None:
    def storage(publisher: str, **disk: str) -> Any:
        return {"storageProfile": {"imageReference": {"publisher": publisher}, "osDisk": disk}}

    assert system_of(storage("MicrosoftWindowsDesktop"), None) == "Windows"
    assert system_of(storage("canonical"), None) == "Linux"
    assert system_of(storage("canonical", osType="Windows"), None) == "Windows"
    assert system_of({"storageProfile": {"osDisk": {}}}, None) == "Linux"


def test_one_network_is_not_enough_without_an_interface(ready: Desk) -> None:
    given = body(ready)
    given["properties"]["networkProfile"] = {"networkInterfaces": []}
    assert refusal(ready, given) == (400, "InvalidParameter")
    assert ready.ask("GET", f"{NETWORK}/networkInterfaces/nic1").status == 200


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
