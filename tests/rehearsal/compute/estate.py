"""One resource of every type of Microsoft.Compute, as clients would make them."""

from typing import Any

from tests.rehearsal.compute.conftest import COMPUTE, NETWORK, VM, act, data_disk, from_image, ident, image, on_nic
from tests.rehearsal.conftest import Desk

HERE = {"location": "westeurope"}
DATA1 = f"{COMPUTE}/disks/data1"


def of(properties: Any, **members: Any) -> Any:
    return {**HERE, **members, "properties": properties}


def put(desk: Desk, name: str, properties: Any, **members: Any) -> str:
    """A resource of the group; answers its id."""
    found: str = desk.put(f"{COMPUTE}/{name}", of(properties, **members))["id"]
    return found


def copy_of(source: str, option: str = "Copy") -> Any:
    return {"creationData": {"createOption": option, "sourceResourceId": source}}


def build_estate(desk: Desk) -> None:
    """Places and keys first, then machines in them, then what is taken of machines and disks."""
    _places(desk)
    _machine(desk)
    _copies(desk)
    _images(desk)
    for mode in ("Uniform", "Flexible"):
        put(desk, f"virtualMachineScaleSets/{mode.lower()}", **scale_set(desk, mode))


def _places(desk: Desk) -> None:
    put(desk, "proximityPlacementGroups/near", {})
    put(desk, "availabilitySets/set1", {"platformFaultDomainCount": 2}, sku={"name": "Aligned"})
    put(desk, "capacityReservationGroups/kept", {})
    put(
        desk,
        "capacityReservationGroups/kept/capacityReservations/d2",
        {},
        sku={"name": "Standard_D2s_v5", "capacity": 2},
    )
    put(desk, "hostGroups/hosts1", {"platformFaultDomainCount": 1, "supportAutomaticPlacement": True})
    put(desk, "hostGroups/hosts1/hosts/host1", {}, sku={"name": "DSv5-Type1"})
    put(desk, "sshPublicKeys/key1", {"publicKey": "ssh-rsa AAAA me"})
    put(desk, "diskAccesses/private", {})
    key = {"keyUrl": "https://vault1.vault.azure.net/keys/key1/1"}
    put(desk, "diskEncryptionSets/keys", {"activeKey": key}, identity={"type": "SystemAssigned"})


def _machine(desk: Desk) -> None:
    """A machine with everything a template says of one, its extension and its command."""
    given = from_image(desk)
    given["identity"] = {"type": "SystemAssigned"}
    given["properties"] |= {
        "availabilitySet": {"id": ident(desk, f"{COMPUTE}/availabilitySets/set1")},
        "proximityPlacementGroup": {"id": ident(desk, f"{COMPUTE}/proximityPlacementGroups/near")},
        "diagnosticsProfile": {"bootDiagnostics": {"enabled": True}},
        "userData": "aGVsbG8=",
        "extensionsTimeBudget": "PT1H30M",
        "securityProfile": {"securityType": "TrustedLaunch", "uefiSettings": {"secureBootEnabled": True}},
    }
    given["properties"]["storageProfile"]["dataDisks"].append(data_disk(desk, lun=1))
    desk.put(VM, given)
    handler = {"publisher": "Microsoft.Azure.Extensions", "type": "CustomScript", "typeHandlerVersion": "2.1"}
    secret = {"settings": {"a": 1}, "protectedSettings": {"commandToExecute": "ls"}}
    put(desk, "virtualMachines/vm1/extensions/script", {**handler, **secret})
    put(desk, "virtualMachines/vm1/runCommands/list", {"source": {"script": "ls"}})
    reserved = on_nic(from_image(desk, "MicrosoftWindowsServer"), desk, "nic2")
    group = {"id": ident(desk, f"{COMPUTE}/capacityReservationGroups/kept")}
    reserved["properties"] |= {"capacityReservation": {"capacityReservationGroup": group}}
    desk.put(f"{COMPUTE}/virtualMachines/vm2", reserved)


def _copies(desk: Desk) -> None:
    put(desk, "snapshots/full", copy_of(ident(desk, DATA1)))
    put(desk, "snapshots/more", {**copy_of(ident(desk, DATA1)), "incremental": True})
    put(desk, "disks/copy", copy_of(ident(desk, f"{COMPUTE}/snapshots/full")))
    upload = {"createOption": "Upload", "uploadSizeBytes": 20_972_032}
    put(desk, "disks/upload", {"creationData": upload, "osType": "Linux"})
    v2 = {"creationData": {"createOption": "Empty"}, "diskSizeGB": 64, "diskIOPSReadWrite": 5000}
    put(desk, "disks/fast", v2, sku={"name": "PremiumV2_LRS"}, zones=["1"])
    put(desk, "restorePointCollections/points", {"source": {"id": ident(desk, VM)}})
    reply = desk.ask("PUT", f"{COMPUTE}/restorePointCollections/points/restorePoints/p1", {"properties": {}})
    assert reply.status == 201, reply.body
    desk.wait()


def _images(desk: Desk) -> None:
    machine = f"{COMPUTE}/virtualMachines/vm3"
    desk.put(machine, on_nic(from_image(desk), desk, "nic3"))
    act(desk, f"{machine}/deallocate")
    act(desk, f"{machine}/generalize")
    captured = put(desk, "images/captured", {"sourceVirtualMachine": {"id": ident(desk, machine)}})
    put(desk, "galleries/gallery1", {"description": "d"})
    identifier = {"publisher": "p", "offer": "o", "sku": "s"}
    definition = {"osType": "Linux", "osState": "Generalized", "identifier": identifier, "hyperVGeneration": "V2"}
    put(desk, "galleries/gallery1/images/linux", definition)
    version = {"storageProfile": {"source": {"id": captured}}}
    put(desk, "galleries/gallery1/images/linux/versions/1.0.0", version)


def scale_set(desk: Desk, mode: str = "Uniform", capacity: int = 2, **members: Any) -> Any:
    """The properties and the other members of a scale set."""
    subnet = {"id": ident(desk, f"{NETWORK}/virtualNetworks/vnet1/subnets/s1")}
    addresses = [{"name": "ip1", "properties": {"subnet": subnet}}]
    interfaces = [{"name": "nic", "properties": {"primary": True, "ipConfigurations": addresses}}]
    network = {"networkInterfaceConfigurations": interfaces}
    flexible = {"platformFaultDomainCount": 1, "orchestrationMode": "Flexible"}
    profile = {
        "osProfile": {"computerNamePrefix": "web", "adminUsername": "me", "adminPassword": "Secret-12345"},
        "storageProfile": {"imageReference": image(), "osDisk": {"createOption": "FromImage"}},
        "networkProfile": network | ({"networkApiVersion": "2022-11-01"} if mode == "Flexible" else {}),
    }
    own = flexible if mode == "Flexible" else {"upgradePolicy": {"mode": "Manual"}}
    sku = {"name": "Standard_D2s_v5", "tier": "Standard", "capacity": capacity}
    return {"properties": {**own, "virtualMachineProfile": profile}, "sku": sku, **members}
