"""What azure-cli 2.91 sends and reads, as plain requests: recorded from the real client, replayed without it."""

from typing import Any

from tests.rehearsal.conftest import Desk

GROUP = "~/resourceGroups/rg1/providers"
DISK = f"{GROUP}/Microsoft.Compute/disks/d1"
API = "2025-01-02"  # the api-version of az disk


def disk(**properties: Any) -> dict[str, Any]:
    """The body of `az disk create --size-gb 8 --sku Premium_LRS`."""
    created = {"creationData": {"createOption": "Empty"}, "diskSizeGB": 8, **properties}
    return {"location": "westeurope", "properties": created, "sku": {"name": "Premium_LRS"}, "tags": {}}


def test_az_reads_a_new_disk_from_the_location_of_its_put(desk: Desk) -> None:
    reply = desk.ask("PUT", DISK, disk(), api=API)
    assert reply.status == 202
    assert desk.follow(reply, "location").status == 202
    desk.wait()
    outcome = desk.follow(reply, "location")
    assert outcome.status == 200
    assert outcome.json() == desk.ask("GET", DISK, api=API).json()
    assert outcome.json()["properties"]["provisioningState"] == "Succeeded"


def test_az_reads_a_changed_disk_from_the_location_of_its_put(desk: Desk) -> None:
    desk.put(DISK, disk())
    body = desk.ask("GET", DISK, api=API).json()
    body["properties"]["diskSizeGB"] = 16
    reply = desk.ask("PUT", DISK, body, api=API)
    desk.wait()
    outcome = desk.follow(reply, "location").json()["properties"]
    assert (outcome["diskSizeGB"], outcome["diskSizeBytes"]) == (16, 16 * 1024**3)


def test_the_location_of_a_removal_answers_nothing_not_even_a_new_disk_of_that_name(desk: Desk) -> None:
    desk.put(DISK, disk())
    reply = desk.ask("DELETE", DISK, api=API)
    desk.wait()
    assert (desk.follow(reply, "location").status, desk.follow(reply, "location").body) == (200, b"")
    desk.put(DISK, disk())
    assert desk.follow(reply, "location").body == b""


def machine_template(desk: Desk) -> dict[str, Any]:
    """What `az vm create --attach-os-disk d1 --os-type Linux --public-ip-address ""` deploys without a network there.

    Old api-versions, short dependsOn, words in lower case, a null deleteOption and empty tags are az's own.
    """
    base = f"{desk.subscription}/resourceGroups/rg1/providers"
    interface = f"{base}/Microsoft.Network/networkInterfaces/vm1VMNic"
    group = f"{base}/Microsoft.Network/networkSecurityGroups/vm1NSG"
    subnet = f"{base}/Microsoft.Network/virtualNetworks/vm1VNET/subnets/vm1Subnet"
    common: dict[str, Any] = {"location": "westeurope", "tags": {}}
    rule = {
        "protocol": "Tcp", "sourcePortRange": "*", "destinationPortRange": "22", "sourceAddressPrefix": "*",
        "destinationAddressPrefix": "*", "access": "Allow", "priority": 1000, "direction": "Inbound",
    }  # fmt: skip
    configuration = {"privateIPAllocationMethod": "Dynamic", "subnet": {"id": subnet}}
    subnets = [{"name": "vm1Subnet", "properties": {"addressPrefix": "10.0.0.0/24"}}]
    resources = [
        {
            **common, "type": "Microsoft.Network/virtualNetworks", "name": "vm1VNET", "apiVersion": "2015-06-15",
            "dependsOn": [],
            "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": subnets},
        },
        {
            **common, "type": "Microsoft.Network/networkSecurityGroups", "name": "vm1NSG", "apiVersion": "2015-06-15",
            "dependsOn": [], "properties": {"securityRules": [{"name": "default-allow-ssh", "properties": rule}]},
        },
        {
            **common, "type": "Microsoft.Network/networkInterfaces", "name": "vm1VMNic", "apiVersion": "2015-06-15",
            "dependsOn": [
                "Microsoft.Network/virtualNetworks/vm1VNET", "Microsoft.Network/networkSecurityGroups/vm1NSG",
            ],
            "properties": {
                "ipConfigurations": [{"name": "ipconfigvm1", "properties": configuration}],
                "networkSecurityGroup": {"id": group},
            },
        },
        {
            **common, "type": "Microsoft.Compute/virtualMachines", "name": "vm1", "apiVersion": "2026-04-01",
            "dependsOn": ["Microsoft.Network/networkInterfaces/vm1VMNic"],
            "properties": {
                "hardwareProfile": {"vmSize": "Standard_D2s_v5"},
                "networkProfile": {"networkInterfaces": [{"id": interface, "properties": {"deleteOption": None}}]},
                "storageProfile": {
                    "osDisk": {
                        "createOption": "attach", "osType": "linux",
                        "managedDisk": {"id": f"{base}/Microsoft.Compute/disks/d1"},
                    }
                },
            },
        },
    ]  # fmt: skip
    schema = "https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#"
    empty: dict[str, Any] = {"parameters": {}, "variables": {}, "outputs": {}}
    template = {"$schema": schema, "contentVersion": "1.0.0.0", "resources": resources, **empty}
    return {"properties": {"template": template, "parameters": {}, "mode": "incremental"}}


def test_the_template_az_makes_for_a_machine_with_a_standing_disk_is_deployed(desk: Desk) -> None:
    desk.put(DISK, disk(osType="Linux", hyperVGeneration="V2"))
    deployed = desk.deploy(machine_template(desk), "vm_deploy_x")["properties"]
    assert deployed["provisioningState"] == "Succeeded", deployed
    machine = desk.ask("GET", f"{GROUP}/Microsoft.Compute/virtualMachines/vm1?$expand=instanceView").json()
    codes = [each["code"] for each in machine["properties"]["instanceView"]["statuses"]]
    assert codes == ["ProvisioningState/succeeded", "PowerState/running"]
    assert desk.ask("GET", DISK, api=API).json()["managedBy"] == machine["id"]
