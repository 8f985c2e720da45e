"""Virtual machines: what becomes of their disks and interfaces."""

from tests.rehearsal.compute.conftest import COMPUTE, NETWORK, VM, body, data_disk, from_image, ident, refusal
from tests.rehearsal.conftest import Desk


def test_a_machine_owns_its_disk_and_interface_and_lets_them_go(ready: Desk) -> None:
    machine = ready.put(VM, body(ready))
    assert machine["properties"]["storageProfile"]["osDisk"]["managedDisk"]["storageAccountType"] == "Premium_LRS"
    os_disk = ready.ask("GET", f"{COMPUTE}/disks/os1").json()
    assert (os_disk["managedBy"], os_disk["properties"]["diskState"]) == (machine["id"], "Attached")
    nic = ready.ask("GET", f"{NETWORK}/networkInterfaces/nic1").json()
    assert nic["properties"]["virtualMachine"] == {"id": machine["id"]}
    assert nic["properties"]["macAddress"].startswith("00-0D-3A-")
    assert ready.ask("DELETE", f"{COMPUTE}/disks/os1").refusal == (409, "OperationNotAllowed")
    assert ready.ask("DELETE", f"{NETWORK}/networkInterfaces/nic1").refusal == (400, "NicInUse")
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


def test_one_write_at_a_time_and_no_move_to_another_region(ready: Desk) -> None:
    assert ready.ask("PUT", VM, body(ready)).status == 201
    assert refusal(ready, body(ready)) == (409, "Conflict")
    assert ready.ask("POST", f"{VM}/restart").refusal == (409, "Conflict")
    ready.wait()
    assert refusal(ready, {**body(ready), "location": "eastus"}) == (409, "InvalidResourceLocation")


def test_a_patch_is_laid_over_what_was_asked_for_last(ready: Desk) -> None:
    ready.put(VM, body(ready))
    assert ready.ask("PATCH", VM, {"tags": {"a": "b"}}).json()["tags"] == {"a": "b"}
    changed = ready.ask("PATCH", VM, {"properties": {"hardwareProfile": {"vmSize": "Standard_D4s_v5"}}}).json()
    assert changed["properties"]["hardwareProfile"] == {"vmSize": "Standard_D4s_v5"}
    assert (changed["tags"], changed["properties"]["storageProfile"]["osDisk"]["name"]) == ({"a": "b"}, "os1")


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
