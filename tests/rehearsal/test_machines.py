"""Virtual machines of the pretend Azure: every rule that refuses one, and what becomes of their disks and
interfaces."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import disk, network, plain

from azlift.rehearsal.catalogue import SizeFacts, catalogue_of

COMPUTE = "~/resourceGroups/rg1/providers/Microsoft.Compute"
NETWORK = "~/resourceGroups/rg1/providers/Microsoft.Network"
VM = f"{COMPUTE}/virtualMachines/vm1"


def ident(desk: Desk, path: str) -> str:
    return desk.subscription + path[1:]


def interface_body(desk: Desk, location: str = "westeurope") -> Any:
    subnet = ident(desk, f"{NETWORK}/virtualNetworks/vnet1/subnets/s1")
    configurations = [{"name": "ip1", "properties": {"subnet": {"id": subnet}}}]
    return {"location": location, "properties": {"ipConfigurations": configurations}}


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """A network, three interfaces, an OS disk of generation 2 and a data disk."""
    desk.put(f"{NETWORK}/virtualNetworks/vnet1", plain(network()))
    for number in (1, 2, 3):
        desk.put(f"{NETWORK}/networkInterfaces/nic{number}", interface_body(desk))
    desk.put(f"{COMPUTE}/disks/os1", plain(disk("os1")))
    data = plain(disk("data1"))
    del data["properties"]["osType"], data["properties"]["hyperVGeneration"]
    desk.put(f"{COMPUTE}/disks/data1", data)
    return desk


def body(desk: Desk, **members: Any) -> Any:
    properties: dict[str, Any] = {
        "hardwareProfile": {"vmSize": "Standard_D2s_v5"},
        "storageProfile": {
            "osDisk": {
                "createOption": "Attach",
                "osType": "Linux",
                "managedDisk": {"id": ident(desk, f"{COMPUTE}/disks/os1")},
            },
            "dataDisks": [],
        },
        "networkProfile": {"networkInterfaces": [{"id": ident(desk, f"{NETWORK}/networkInterfaces/nic1")}]},
    }
    return {"location": "westeurope", **members, "properties": properties}


def data_disk(desk: Desk, lun: int = 0, name: str = "data1", **members: Any) -> Any:
    return {
        "lun": lun,
        "createOption": "Attach",
        "managedDisk": {"id": ident(desk, f"{COMPUTE}/disks/{name}")},
        **members,
    }


def from_image(desk: Desk, publisher: str = "Canonical", **profile: Any) -> Any:
    made = body(desk)
    made["properties"]["storageProfile"] = {
        "imageReference": {"publisher": publisher, "offer": "o", "sku": "s", "version": "latest"},
        "osDisk": {"createOption": "FromImage", "deleteOption": "Delete"},
        "dataDisks": [{"lun": 0, "createOption": "Empty", "diskSizeGB": 32}],
    }
    base = {"computerName": "vm1", "adminUsername": "me", "adminPassword": "Secret-12345"}
    made["properties"]["osProfile"] = {name: value for name, value in {**base, **profile}.items() if value is not None}
    return made


def refusal(desk: Desk, given: Any, path: str = VM) -> tuple[int, str]:
    before = dict(desk.world.resources)
    found = desk.ask("PUT", path, given).refusal
    assert desk.world.resources.keys() == before.keys()
    return found


def test_a_machine_owns_its_disk_and_interface_and_lets_them_go(ready: Desk) -> None:
    machine = ready.put(VM, body(ready))
    assert machine["properties"]["storageProfile"]["osDisk"]["managedDisk"]["storageAccountType"] == "Premium_LRS"
    os_disk = ready.ask("GET", f"{COMPUTE}/disks/os1").json()
    assert (os_disk["managedBy"], os_disk["properties"]["diskState"]) == (machine["id"], "Attached")
    nic = ready.ask("GET", f"{NETWORK}/networkInterfaces/nic1").json()
    assert nic["properties"]["virtualMachine"] == {"id": machine["id"]}
    assert nic["properties"]["macAddress"].startswith("00-0D-3A-")
    assert ready.ask("DELETE", f"{COMPUTE}/disks/os1").refusal == (409, "OperationNotAllowed")
    assert ready.ask("DELETE", f"{NETWORK}/networkInterfaces/nic1").refusal == (409, "NicInUse")
    assert ready.ask("DELETE", VM).status == 202
    ready.wait()
    free = ready.ask("GET", f"{COMPUTE}/disks/os1").json()
    assert ("managedBy" not in free, free["properties"]["diskState"]) == (True, "Unattached")
    assert ready.ask("DELETE", f"{NETWORK}/networkInterfaces/nic1").status == 202
    assert ready.ask("DELETE", VM).status == 204


def test_delete_options_are_honoured(ready: Desk) -> None:
    given = body(ready)
    given["properties"]["storageProfile"]["osDisk"]["deleteOption"] = "Delete"
    given["properties"]["storageProfile"]["dataDisks"] = [data_disk(ready)]
    given["properties"]["networkProfile"]["networkInterfaces"][0]["properties"] = {"deleteOption": "Delete"}
    ready.put(VM, given)
    ready.ask("DELETE", VM)
    ready.wait()
    statuses = [
        ready.ask("GET", path).status
        for path in (f"{COMPUTE}/disks/os1", f"{COMPUTE}/disks/data1", f"{NETWORK}/networkInterfaces/nic1")
    ]
    assert statuses == [404, 200, 404]


def test_a_data_disk_can_be_attached_and_detached_by_putting_the_machine_again(ready: Desk) -> None:
    ready.put(VM, body(ready))
    given = body(ready)
    given["properties"]["storageProfile"]["dataDisks"] = [data_disk(ready, lun=3)]
    machine = ready.put(VM, given)
    assert machine["properties"]["storageProfile"]["dataDisks"][0]["lun"] == 3
    assert "managedBy" in ready.ask("GET", f"{COMPUTE}/disks/data1").json()
    ready.put(VM, body(ready))
    assert "managedBy" not in ready.ask("GET", f"{COMPUTE}/disks/data1").json()


def test_a_machine_from_an_image_brings_its_disks(ready: Desk) -> None:
    machine = ready.put(VM, from_image(ready))
    storage = machine["properties"]["storageProfile"]
    assert storage["osDisk"]["name"].startswith("vm1_OsDisk_1_")
    assert "adminPassword" not in machine["properties"]["osProfile"]
    assert (
        ready.ask("GET", f"{COMPUTE}/disks/{storage['dataDisks'][0]['name']}").json()["properties"]["diskSizeGB"] == 32
    )
    again = ready.put(VM, from_image(ready))
    assert again == machine
    ready.ask("DELETE", VM)
    ready.wait()
    assert ready.ask("GET", f"{COMPUTE}/disks/{storage['osDisk']['name']}").status == 404


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("hardwareProfile.vmSize", "Standard_None", (400, "InvalidParameter")),
        ("hardwareProfile.size", "x", (400, "BadRequest")),
        ("hardwareProfile.vmSize", 5, (400, "BadRequest")),
        ("storageProfile.osDisk.osType", None, (400, "InvalidParameter")),
        ("storageProfile.osDisk.osType", "Solaris", (400, "BadRequest")),
        ("storageProfile.osDisk.managedDisk", None, (400, "InvalidParameter")),
        ("storageProfile.osDisk.managedDisk.id", "/nowhere", (404, "ResourceNotFound")),
        ("osProfile", {"computerName": "x"}, (400, "InvalidParameter")),
        ("networkProfile.networkInterfaces", [], (400, "BadRequest")),
        ("networkProfile", None, (400, "InvalidParameter")),
        ("availabilitySet", {"id": "/x"}, (400, "NotModelledInRehearsal")),
        ("made_up", 1, (400, "BadRequest")),
        ("storageProfile.imageReference", {"publisher": "p", "offer": "o", "sku": "s", "version": "v"},
         (400, "InvalidParameter")),
    ],
)  # fmt: skip
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


def test_quotas_refuse_a_direct_put_by_region_and_by_family(ready: Desk) -> None:
    for name in ("cores", "standardDSv5Family"):
        quota = {"location": "westeurope", "name": name, "limit": 1}
        ready.ask("POST", "/rehearsal/quotas", quota, api=None)
        reply = ready.ask("PUT", VM, body(ready))
        assert reply.refusal == (409, "OperationNotAllowed")
        words = "Total Regional" if name == "cores" else name
        assert f"exceeding approved {words} Cores quota" in reply.json()["error"]["message"]
        ready.ask("POST", "/rehearsal/quotas", {**quota, "limit": 2}, api=None)
    ready.put(VM, body(ready))
    usages = ready.ask("GET", "~/providers/Microsoft.Compute/locations/westeurope/usages").json()["value"]
    found = {each["name"]["value"]: (each["currentValue"], each["limit"]) for each in usages}
    assert found["cores"] == found["standardDSv5Family"] == (2, 2)
    assert found["virtualMachines"] == (1, 25000)


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


def test_one_write_at_a_time_and_no_move_to_another_region(ready: Desk) -> None:
    assert ready.ask("PUT", VM, body(ready)).status == 201
    assert refusal(ready, body(ready)) == (409, "Conflict")
    assert ready.ask("POST", f"{VM}/restart").refusal == (409, "Conflict")
    ready.wait()
    assert refusal(ready, {**body(ready), "location": "eastus"}) == (409, "InvalidResourceLocation")


def test_power_actions_answer_asynchronously_with_both_urls(ready: Desk) -> None:
    ready.put(VM, body(ready))
    reply = ready.ask("POST", f"{VM}/powerOff")
    assert reply.status == 202
    assert ready.follow(reply, "azure-asyncoperation").json()["status"] == "InProgress"
    assert ready.follow(reply, "location").status == 202
    ready.wait()
    body_ = ready.follow(reply, "azure-asyncoperation").json()
    assert (body_["status"], "endTime" in body_) == ("Succeeded", True)
    assert ready.follow(reply, "location").status == 200
    assert ready.ask("POST", f"{VM}/restart").refusal == (409, "OperationNotAllowed")
    view = ready.ask("GET", f"{VM}/instanceView").json()
    assert view["statuses"][1]["code"] == "PowerState/stopped"
    ready.ask("POST", f"{VM}/deallocate")
    ready.wait()
    assert ready.ask("GET", f"{COMPUTE}/disks/os1").json()["properties"]["diskState"] == "Reserved"
    assert ready.ask("POST", f"{VM}/generalize").refusal == (400, "InvalidResourceType")


def test_tags_are_patched_and_nothing_else(ready: Desk) -> None:
    ready.put(VM, body(ready))
    assert ready.ask("PATCH", VM, {"tags": {"a": "b"}}).json()["tags"] == {"a": "b"}
    assert ready.ask("PATCH", VM, {"properties": {}}).refusal == (400, "NotModelledInRehearsal")


def test_skus_and_sizes_come_from_the_catalogue(ready: Desk) -> None:
    skus = ready.ask("GET", "~/providers/Microsoft.Compute/skus?$filter=location eq 'ukwest'").json()["value"]
    found = next(each for each in skus if each["name"] == "Standard_D2s_v5")
    assert found["locationInfo"][0]["zones"] == []
    assert {"name": "vCPUs", "value": "2"} in found["capabilities"]
    sizes = ready.ask("GET", "~/providers/Microsoft.Compute/locations/westeurope/vmSizes").json()["value"]
    assert {each["name"]: each["memoryInMB"] for each in sizes}["Standard_D2s_v5"] == 8192
    nowhere = ready.ask("GET", "~/providers/Microsoft.Compute/locations/atlantis/usages")
    assert nowhere.refusal == (400, "NoRegisteredProviderFound")
    assert ready.ask("GET", "~/providers/Microsoft.Compute/skus?$filter=tier eq 'x'").refusal == (
        400,
        "InvalidFilterInQueryString",
    )


def test_machines_are_listed_in_their_group_and_in_the_subscription(ready: Desk) -> None:
    ready.put(VM, body(ready))
    for scope in ("~/resourceGroups/rg1", "~"):
        listed = ready.ask("GET", f"{scope}/providers/Microsoft.Compute/virtualMachines").json()["value"]
        assert [each["name"] for each in listed] == ["vm1"]
    assert ready.ask("GET", f"{COMPUTE}/virtualMachines?$filter=x eq 'y'").refusal[1] == "InvalidFilterInQueryString"


def test_what_a_get_answered_can_be_put_back_and_changes_nothing(ready: Desk) -> None:
    ready.put(VM, from_image(ready))
    second = body(ready)
    second["properties"]["networkProfile"]["networkInterfaces"][0]["id"] = ident(
        ready, f"{NETWORK}/networkInterfaces/nic2"
    )
    ready.put(f"{COMPUTE}/virtualMachines/vm2", second)
    paths = [str(each.id).replace(ready.subscription, "~", 1) for each in ready.world.resources.values()]
    assert len(paths) == 11
    for path in paths:
        before = ready.ask("GET", path).json()
        assert ready.put(path, before) == before


def test_an_os_profile_can_not_change(ready: Desk) -> None:
    ready.put(VM, from_image(ready))
    assert refusal(ready, from_image(ready, adminUsername="other")) == (409, "PropertyChangeNotAllowed")
