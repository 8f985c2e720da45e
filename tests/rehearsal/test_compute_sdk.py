"""Microsoft.Compute through the unmodified SDK, each long-running call to its end."""

from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError, ResourceExistsError
from tests.rehearsal.conftest import Clients

IMAGE = {
    "publisher": "Canonical",
    "offer": "0001-com-ubuntu-server-jammy",
    "sku": "22_04-lts-gen2",
    "version": "latest",
}
HERE = {"location": "westeurope"}
EMPTY: Any = {**HERE, "properties": {"creationData": {"createOption": "Empty"}, "diskSizeGB": 32}}


async def group(sdk: Clients, name: str) -> str:
    """A resource group with a subnet; answers the subnet's id."""
    await sdk.resources.resource_groups.create_or_update(name, HERE)
    properties = {
        "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
        "subnets": [{"name": "s1", "properties": {"addressPrefix": "10.0.0.0/24"}}],
    }
    network = {**HERE, "properties": properties}
    made = await (await sdk.network.virtual_networks.begin_create_or_update(name, "vnet1", network)).result()
    found: str = made.subnets[0].id
    return found


def machine(subnet: str, **members: Any) -> Any:
    """A machine from an image with an interface of its own."""
    addresses = [{"name": "ip1", "properties": {"subnet": {"id": subnet}}}]
    own = {"name": "nic", "properties": {"primary": True, "deleteOption": "Delete", "ipConfigurations": addresses}}
    properties = {
        "hardwareProfile": {"vmSize": "Standard_D2s_v5"},
        "storageProfile": {"imageReference": IMAGE, "osDisk": {"createOption": "FromImage", "deleteOption": "Delete"}},
        "osProfile": {"computerName": "vm1", "adminUsername": "me", "adminPassword": "Secret-12345"},
        "networkProfile": {"networkApiVersion": "2022-11-01", "networkInterfaceConfigurations": [own]},
        **members,
    }
    return {**HERE, "identity": {"type": "SystemAssigned"}, "properties": properties}


async def test_a_disk_is_uploaded_to_and_attached(sdk: Clients) -> None:
    subnet = await group(sdk, "rg-upload")
    creation = {"createOption": "Upload", "uploadSizeBytes": 20_972_032}
    disk = {**HERE, "properties": {"creationData": creation}}
    made = await (await sdk.compute.disks.begin_create_or_update("rg-upload", "up", disk)).result()
    assert made.disk_state == "ReadyToUpload"
    grant = {"access": "Write", "durationInSeconds": 3600}
    access = await (await sdk.compute.disks.begin_grant_access("rg-upload", "up", grant)).result()
    assert access.access_sas.startswith("https://md-impexp-")
    await (await sdk.compute.disks.begin_revoke_access("rg-upload", "up")).result()
    given = machine(subnet)
    attached = {"lun": 0, "createOption": "Attach", "managedDisk": {"id": made.id}}
    given["properties"]["storageProfile"]["dataDisks"] = [attached]
    vm = await (await sdk.compute.virtual_machines.begin_create_or_update("rg-upload", "vm1", given)).result()
    assert (await sdk.compute.disks.get("rg-upload", "up")).managed_by == vm.id
    with pytest.raises(ResourceExistsError) as caught:
        await sdk.compute.disks.begin_delete("rg-upload", "up")
    assert caught.value.error is not None
    assert caught.value.error.code == "OperationNotAllowed"


async def test_a_disk_is_copied_by_a_snapshot(sdk: Clients) -> None:
    await group(sdk, "rg-snap")
    disk = await (await sdk.compute.disks.begin_create_or_update("rg-snap", "d1", EMPTY)).result()
    copy = {"createOption": "Copy", "sourceResourceId": disk.id}
    snapshot = {**HERE, "properties": {"creationData": copy, "incremental": True}}
    taken = await (await sdk.compute.snapshots.begin_create_or_update("rg-snap", "s1", snapshot)).result()
    assert (taken.incremental, taken.sku.name, taken.creation_data.source_resource_id) == (
        True,
        "Standard_ZRS",
        disk.id,
    )
    restored = {**HERE, "properties": {"creationData": {**copy, "sourceResourceId": taken.id}}}
    back = await (await sdk.compute.disks.begin_create_or_update("rg-snap", "d2", restored)).result()
    assert back.disk_size_gb == 32
    grown = await (await sdk.compute.disks.begin_update("rg-snap", "d2", {"properties": {"diskSizeGB": 64}})).result()
    assert grown.disk_size_gb == 64


async def test_a_machine_lives_from_image_to_image(sdk: Clients) -> None:
    subnet = await group(sdk, "rg-life")
    machines = sdk.compute.virtual_machines
    vm = await (await machines.begin_create_or_update("rg-life", "vm1", machine(subnet, userData="aGk="))).result()
    assert vm.identity.principal_id
    assert vm.network_profile.network_interfaces[0].id.rsplit("/", 1)[-1].startswith("nic-")
    assert (await machines.get("rg-life", "vm1", expand="userData")).user_data == "aGk="
    handler = {"publisher": "Microsoft.Azure.Extensions", "type": "CustomScript", "typeHandlerVersion": "2.1"}
    extensions = sdk.compute.virtual_machine_extensions
    script = {**HERE, "properties": {**handler, "protectedSettings": {"commandToExecute": "ls"}}}
    poller = await extensions.begin_create_or_update("rg-life", "vm1", "script", script)
    assert (await poller.result()).provisioning_state == "Succeeded"
    ran = await (await machines.begin_run_command("rg-life", "vm1", {"commandId": "RunShellScript"})).result()
    assert ran.value[0].code == "ProvisioningState/succeeded"
    view = await machines.instance_view("rg-life", "vm1")
    assert view.extensions[0].type == "Microsoft.Azure.Extensions.CustomScript"
    statuses = {each.name: each.instance_view.statuses[1].code async for each in machines.list_all(status_only="true")}
    assert statuses["vm1"] == "PowerState/running"
    await (await machines.begin_deallocate("rg-life", "vm1")).result()
    await machines.generalize("rg-life", "vm1")
    with pytest.raises(HttpResponseError, match="since the VM is generalized"):
        await machines.begin_start("rg-life", "vm1")
    captured = {**HERE, "properties": {"sourceVirtualMachine": {"id": vm.id}}}
    image = await (await sdk.compute.images.begin_create_or_update("rg-life", "i1", captured)).result()
    second = machine(subnet)
    second["properties"]["storageProfile"]["imageReference"] = {"id": image.id}
    vm2 = await (await machines.begin_create_or_update("rg-life", "vm2", second)).result()
    assert vm2.storage_profile.os_disk.os_type == "Linux"
    await (await machines.begin_delete("rg-life", "vm2")).result()
    names = [each.name async for each in sdk.network.network_interfaces.list("rg-life")]
    assert len(names) == 1


async def test_places_answer_as_the_sdk_expects(sdk: Clients) -> None:
    await group(sdk, "rg-places")
    aligned = {**HERE, "sku": {"name": "Aligned"}, "properties": {}}
    made = await sdk.compute.availability_sets.create_or_update("rg-places", "set1", aligned)
    assert (made.platform_update_domain_count, made.sku.name) == (5, "Aligned")
    await sdk.compute.proximity_placement_groups.create_or_update("rg-places", "near", {**HERE, "properties": {}})
    kept = await sdk.compute.capacity_reservation_groups.create_or_update(
        "rg-places", "kept", {**HERE, "properties": {}}
    )
    assert kept.name == "kept"
    places = {**HERE, "sku": {"name": "Standard_D2s_v5", "capacity": 1}, "properties": {}}
    poller = await sdk.compute.capacity_reservations.begin_create_or_update("rg-places", "kept", "d2", places)
    assert (await poller.result()).reservation_id
    await sdk.compute.ssh_public_keys.create("rg-places", "key1", {**HERE, "properties": {}})
    pair = await sdk.compute.ssh_public_keys.generate_key_pair("rg-places", "key1")
    assert pair.public_key.startswith("ssh-rsa ")
    await sdk.compute.ssh_public_keys.delete("rg-places", "key1")
    await sdk.compute.availability_sets.delete("rg-places", "set1")
    await sdk.compute.proximity_placement_groups.delete("rg-places", "near")


async def test_restore_points_and_their_disks_are_read(sdk: Clients) -> None:
    subnet = await group(sdk, "rg-points")
    vm = await (await sdk.compute.virtual_machines.begin_create_or_update("rg-points", "vm1", machine(subnet))).result()
    collection = {**HERE, "properties": {"source": {"id": vm.id}}}
    await sdk.compute.restore_point_collections.create_or_update("rg-points", "c1", collection)
    point = await (await sdk.compute.restore_points.begin_create("rg-points", "c1", "p1", {"properties": {}})).result()
    assert point.source_metadata.vm_id == vm.vm_id
    disks = [each async for each in sdk.compute.disk_restore_point.list_by_restore_point("rg-points", "c1", "p1")]
    grant = {"access": "Read", "durationInSeconds": 3600}
    poller = await sdk.compute.disk_restore_point.begin_grant_access("rg-points", "c1", "p1", disks[0].name, grant)
    assert (await poller.result()).access_sas


async def test_a_scale_set_is_made_scaled_and_stopped(sdk: Clients) -> None:
    subnet = await group(sdk, "rg-scale")
    addresses = [{"name": "ip1", "properties": {"subnet": {"id": subnet}}}]
    interfaces = [{"name": "nic", "properties": {"primary": True, "ipConfigurations": addresses}}]
    profile = {
        "osProfile": {"computerNamePrefix": "web", "adminUsername": "me", "adminPassword": "Secret-12345"},
        "storageProfile": {"imageReference": IMAGE, "osDisk": {"createOption": "FromImage"}},
        "networkProfile": {"networkInterfaceConfigurations": interfaces},
    }
    body = {
        **HERE,
        "sku": {"name": "Standard_D2s_v5", "capacity": 2},
        "properties": {"upgradePolicy": {"mode": "Manual"}, "virtualMachineProfile": profile},
    }
    sets = sdk.compute.virtual_machine_scale_sets
    await (await sets.begin_create_or_update("rg-scale", "web", body)).result()
    await (await sets.begin_update("rg-scale", "web", {"sku": {"capacity": 3}})).result()
    found = [each.instance_id async for each in sdk.compute.virtual_machine_scale_set_vms.list("rg-scale", "web")]
    assert found == ["0", "1", "2"]
    await (await sets.begin_power_off("rg-scale", "web")).result()
    view = await sdk.compute.virtual_machine_scale_set_vms.get_instance_view("rg-scale", "web", "0")
    assert view.statuses[1].code == "PowerState/stopped"
    await (await sets.begin_delete("rg-scale", "web")).result()


async def test_published_images_and_commands_are_listed(sdk: Clients) -> None:
    images = sdk.compute.virtual_machine_images
    named = ("westeurope", IMAGE["publisher"], IMAGE["offer"], IMAGE["sku"])
    (newest,) = await images.list(*named, top=1, orderby="name desc")
    image = await images.get(*named, newest.name)
    assert image.os_disk_image.operating_system == "Linux"
    publishers = await images.list_publishers("westeurope")
    assert "MicrosoftWindowsServer" in {each.name for each in publishers}
    skus = {each.resource_type async for each in sdk.compute.resource_skus.list(filter="location eq 'westeurope'")}
    assert skus == {"virtualMachines", "disks", "snapshots", "availabilitySets"}
    versions = await sdk.compute.virtual_machine_extension_images.list_versions(
        "westeurope", "Microsoft.Azure.Extensions", "CustomScript"
    )
    assert versions[-1].name == "2.1.13"
