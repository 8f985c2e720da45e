"""Disks made with a machine, attached to it and taken from it."""

from tests.rehearsal.compute.conftest import COMPUTE, VM, body, data_disk, from_image, ident
from tests.rehearsal.compute.estate import put
from tests.rehearsal.conftest import Desk

KEY = {"activeKey": {"keyUrl": "https://vault1.vault.azure.net/keys/key1/1"}}


def test_disks_made_with_a_machine_are_named_after_it_and_know_where_they_are_from(ready: Desk) -> None:
    given = {**from_image(ready), "zones": ["2"], "tags": {"wave": "1"}}
    storage = ready.put(VM, given)["properties"]["storageProfile"]
    assert storage["osDisk"]["name"].startswith("vm1_OsDisk_1_")
    assert storage["dataDisks"][0]["name"].startswith("vm1_disk2_")
    found = ready.ask("GET", f"{COMPUTE}/disks/{storage['osDisk']['name']}").json()
    assert (found["zones"], found["tags"], found["sku"]["name"]) == (["2"], {"wave": "1"}, "Standard_LRS")
    properties = found["properties"]
    assert (properties["osType"], properties["hyperVGeneration"], properties["diskSizeGB"]) == ("Linux", "V2", 30)
    assert properties["creationData"]["createOption"] == "FromImage"
    assert storage["imageReference"]["exactVersion"].startswith("22.04.")


def test_a_version_that_was_newest_stays(ready: Desk) -> None:
    first = ready.put(VM, from_image(ready))
    assert ready.put(VM, from_image(ready)) == first


def test_disks_of_a_machine_can_be_encrypted_with_a_key(ready: Desk) -> None:
    keys = put(ready, "diskEncryptionSets/keys", KEY, identity={"type": "SystemAssigned"})
    given = from_image(ready)
    managed = {"storageAccountType": "Premium_LRS", "diskEncryptionSet": {"id": keys}}
    given["properties"]["storageProfile"]["osDisk"]["managedDisk"] = managed
    shown = ready.put(VM, given)["properties"]["storageProfile"]["osDisk"]
    assert shown["managedDisk"]["diskEncryptionSet"] == {"id": keys}
    disk = ready.ask("GET", f"{COMPUTE}/disks/{shown['name']}").json()["properties"]
    assert disk["encryption"] == {"type": "EncryptionAtRestWithCustomerKey", "diskEncryptionSetId": keys}


def test_a_disk_marked_to_be_detached_is_let_go(ready: Desk) -> None:
    given = body(ready)
    given["properties"]["storageProfile"]["dataDisks"] = [data_disk(ready)]
    assert ready.put(VM, given)["properties"]["storageProfile"]["dataDisks"][0]["toBeDetached"] is False
    marked = data_disk(ready, toBeDetached=True, detachOption="ForceDetach")
    patch = {"properties": {"storageProfile": {"dataDisks": [marked]}}}
    assert ready.ask("PATCH", VM, patch).json()["properties"]["storageProfile"]["dataDisks"] == []
    assert "managedBy" not in ready.ask("GET", f"{COMPUTE}/disks/data1").json()


def test_a_disk_is_attached_by_a_patch(ready: Desk) -> None:
    ready.put(VM, body(ready))
    patch = {"properties": {"storageProfile": {"dataDisks": [data_disk(ready, lun=7, caching="ReadWrite")]}}}
    (shown,) = ready.ask("PATCH", VM, patch).json()["properties"]["storageProfile"]["dataDisks"]
    assert (shown["name"], shown["lun"], shown["caching"]) == ("data1", 7, "ReadWrite")
    found = ready.ask("GET", f"{COMPUTE}/disks/data1").json()
    assert (found["managedBy"], found["properties"]["diskState"]) == (ident(ready, VM), "Attached")


def test_redundant_disks_of_a_zonal_machine_are_in_no_zone(ready: Desk) -> None:
    given = {**from_image(ready), "zones": ["1"]}
    given["properties"]["storageProfile"]["osDisk"]["managedDisk"] = {"storageAccountType": "Premium_ZRS"}
    name = ready.put(VM, given)["properties"]["storageProfile"]["osDisk"]["name"]
    assert "zones" not in ready.ask("GET", f"{COMPUTE}/disks/{name}").json()


def test_a_further_put_need_not_name_the_image_again(ready: Desk) -> None:
    before = ready.put(VM, from_image(ready))
    given = ready.ask("GET", VM).json()
    del given["properties"]["storageProfile"]["imageReference"]
    assert ready.put(VM, given) == before
