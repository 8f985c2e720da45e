"""Bodies and templates the tests deploy: small, complete, as a landing would send them."""

from typing import Any

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
SUBSCRIPTION_SCHEMA = "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#"
Json = dict[str, Any]


def template(resources: list[Json], schema: str = SCHEMA, **parts: Any) -> Json:
    return {"$schema": schema, "contentVersion": "1.0.0.0", **parts, "resources": resources}


def network(name: str = "vnet1", prefix: str = "10.0.0.0/16", subnet: str = "10.0.0.0/24", **members: Any) -> Json:
    properties = {
        "addressSpace": {"addressPrefixes": [prefix]},
        "subnets": [{"name": "s1", "properties": {"addressPrefix": subnet}}],
    }
    return _resource("Microsoft.Network/virtualNetworks", name, properties, **members)


def security_group(name: str = "nsg1", **members: Any) -> Json:
    rule = {
        "protocol": "Tcp",
        "sourcePortRange": "*",
        "destinationPortRange": "443",
        "sourceAddressPrefix": "*",
        "destinationAddressPrefix": "*",
        "access": "Allow",
        "priority": 100,
        "direction": "Inbound",
    }
    rules = {"securityRules": [{"name": "https", "properties": rule}]}
    return _resource("Microsoft.Network/networkSecurityGroups", name, rules, **members)


def interface(name: str = "nic1", subnet: str = "vnet1", **members: Any) -> Json:
    subnet_id = f"[resourceId('Microsoft.Network/virtualNetworks/subnets', '{subnet}', 's1')]"
    properties = {"ipConfigurations": [{"name": "ip1", "properties": {"subnet": {"id": subnet_id}}}]}
    return _resource("Microsoft.Network/networkInterfaces", name, properties, **members)


def disk(name: str = "os1", size: int = 64, generation: str = "V2", **members: Any) -> Json:
    properties = {
        "creationData": {"createOption": "Empty"},
        "diskSizeGB": size,
        "osType": "Linux",
        "hyperVGeneration": generation,
    }
    return _resource("Microsoft.Compute/disks", name, properties, **{"sku": {"name": "Premium_LRS"}, **members})


def machine(
    name: str = "vm1", nic: str = "nic1", os_disk: str = "os1", size: str = "Standard_D2s_v5", **members: Any
) -> Json:
    properties = {
        "hardwareProfile": {"vmSize": size},
        "storageProfile": {
            "osDisk": {
                "createOption": "Attach",
                "osType": "Linux",
                "managedDisk": {"id": f"[resourceId('Microsoft.Compute/disks', '{os_disk}')]"},
            }
        },
        "networkProfile": {
            "networkInterfaces": [{"id": f"[resourceId('Microsoft.Network/networkInterfaces', '{nic}')]"}]
        },
    }
    return _resource("Microsoft.Compute/virtualMachines", name, properties, **members)


def landing(machines: int = 1, **machine_members: Any) -> Json:
    """A network, and per machine an interface, a disk and the machine itself."""
    resources = [security_group(), network()]
    for number in range(1, machines + 1):
        nic, os_disk, name = f"nic{number}", f"os{number}", f"vm{number}"
        resources += [
            interface(nic, dependsOn=["[resourceId('Microsoft.Network/virtualNetworks', 'vnet1')]"]),
            disk(os_disk),
            machine(
                name,
                nic,
                os_disk,
                dependsOn=[
                    f"[resourceId('Microsoft.Network/networkInterfaces', '{nic}')]",
                    f"[resourceId('Microsoft.Compute/disks', '{os_disk}')]",
                ],
                **machine_members,
            ),
        ]
    return template(resources)


def _resource(resource_type: str, name: str, properties: Json, **members: Any) -> Json:
    base = {"type": resource_type, "apiVersion": "2024-07-01", "name": name, "location": "westeurope"}
    return {**base, **members, "properties": properties}


def plain(resource: Json) -> Json:
    """A template's resource as the body of a direct PUT."""
    return {name: value for name, value in resource.items() if name not in ("type", "apiVersion", "name", "dependsOn")}


def deployment(body: Json, mode: str = "Incremental", **properties: Any) -> Json:
    return {"properties": {"mode": mode, "template": body, **properties}}
