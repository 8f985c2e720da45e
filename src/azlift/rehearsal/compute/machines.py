"""Virtual machines as the provider keeps them: their disks and interfaces attached, taken along or left behind on
removal."""

import re

from azlift.rehearsal import durations
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.compute.allocation import allocation_ended, allocation_error
from azlift.rehearsal.compute.disks import DEFAULT_SKU, DISK_DEFAULTS, DISK_TYPE, GIB, owner_of, set_owner
from azlift.rehearsal.compute.machine_rules import judge_machine, os_type, shown_profile
from azlift.rehearsal.compute.machine_shape import MACHINE_PROPERTIES, TOP
from azlift.rehearsal.compute.quota import MACHINE_TYPE
from azlift.rehearsal.identifiers import ResourceId, key_of
from azlift.rehearsal.kinds import Json, Kind, Wanted
from azlift.rehearsal.operations import COMPUTE
from azlift.rehearsal.records import SUCCEEDED, Resource
from azlift.rehearsal.strict import Voice
from azlift.rehearsal.world import World

IMAGE_GIB = {"Windows": 127, "Linux": 30}  # OS disk sizes of the usual marketplace images


def disks_of(properties: Json) -> list[Json]:
    """The OS disk and the data disks of a machine's properties."""
    storage = properties["storageProfile"]
    return [storage["osDisk"], *storage.get("dataDisks", [])]


def interfaces_of(properties: Json) -> list[Json]:
    found: list[Json] = properties["networkProfile"]["networkInterfaces"]
    return found


def _compose_machine(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    held = standing.properties if standing else {"vmId": world.new_guid(), "timeCreated": iso_time(world.instant)}
    storage = wanted.properties["storageProfile"]
    os_disk = {"caching": "ReadWrite", **storage["osDisk"], "osType": os_type(wanted.properties)}
    before = {_slot(disk): disk for disk in disks_of(held)} if standing else {}
    data = [
        _compose_disk(world, wanted, disk, before)
        for disk in storage.get("dataDisks", [])
        if not disk.get("toBeDetached")
    ]
    composed = {**storage, "osDisk": _compose_disk(world, wanted, os_disk, before), "dataDisks": data}
    if "imageReference" in storage:
        composed["imageReference"] = {**storage["imageReference"], "exactVersion": storage["imageReference"]["version"]}
    properties = {
        **wanted.properties,
        "storageProfile": composed,
        "vmId": held["vmId"],
        "timeCreated": held["timeCreated"],
    }
    size = world.catalogue.find(wanted.properties["hardwareProfile"]["vmSize"])
    if size is not None:
        properties["hardwareProfile"] = {"vmSize": size.name}
    if "osProfile" in properties:
        properties["osProfile"] = shown_profile(properties["osProfile"])
    properties["networkProfile"] = {
        "networkInterfaces": [
            {**each, "id": str(world.resources[key_of(each["id"])].id)} for each in interfaces_of(properties)
        ]
    }
    return properties


def _slot(disk: Json) -> str:
    return str(disk.get("lun", "os"))


def _compose_disk(world: World, wanted: Wanted, disk: Json, before: dict[str, Json]) -> Json:
    """A disk with the id it has or will have; one created with the machine keeps its name on every further PUT."""
    held = before.get(_slot(disk), {})
    given = disk.get("managedDisk", {}).get("id")
    if disk["createOption"] == "Attach":
        found = world.resources[key_of(given or "")]
        managed = {"id": str(found.id), "storageAccountType": found.top.get("sku", {}).get("name", DEFAULT_SKU)}
        name, size = found.id.name, found.properties["diskSizeGB"]
    elif held:
        managed, name, size = held["managedDisk"], held["name"], disk.get("diskSizeGB", held["diskSizeGB"])
    else:
        part = "OsDisk_1" if _slot(disk) == "os" else f"DataDisk_{disk['lun']}"
        name = disk.get("name") or f"{wanted.id.name}_{part}_{world.new_guid().replace('-', '')}"
        disk_id = f"{wanted.id.scope}/providers/{DISK_TYPE}/{name}"
        sku = disk.get("managedDisk", {}).get("storageAccountType", DEFAULT_SKU)
        managed, size = {"id": disk_id, "storageAccountType": sku}, disk.get("diskSizeGB") or IMAGE_GIB[disk["osType"]]
    defaults = {"caching": "None", "deleteOption": "Detach"}
    return {**defaults, **disk, "name": name, "managedDisk": managed, "diskSizeGB": size}


def _foresee(world: World, wanted: Wanted, standing: Resource | None) -> Json | None:
    """No room for it; a machine that was deallocated stays so and needs none."""
    if standing is not None and standing.inside.get("power") == "deallocated":
        return None
    return allocation_error(world, wanted, standing)


def _references(machine: Resource) -> list[str]:
    attached = [disk["managedDisk"]["id"] for disk in disks_of(machine.properties)]
    return attached + [each["id"] for each in interfaces_of(machine.properties)]


def _land_machine(world: World, machine: Resource) -> None:
    """Create the disks that come with the machine, attach disks and interfaces, let go of those no longer named."""
    for disk in disks_of(machine.properties):
        found = world.find(disk["managedDisk"]["id"]) or _create_disk(world, machine, disk)
        if owner_of(found) is None:
            set_owner(world, found, str(machine.id), "Attached")
    for number, each in enumerate(interfaces_of(machine.properties)):
        _plug(world, machine, each, number)
    named = set(map(key_of, machine.references))
    for key in map(key_of, machine.inside.get("attached", [])):
        if key not in named and key in world.resources:
            _let_go(world, world.resources[key])
    power = machine.inside.get("power") or "running"
    machine.inside = {**machine.inside, "power": power, "attached": list(machine.references)}
    world.keep(machine)


def _create_disk(world: World, machine: Resource, disk: Json) -> Resource:
    managed = disk["managedDisk"]
    creation: Json = {"createOption": "Empty"}
    if _slot(disk) == "os":
        creation = {"createOption": "FromImage", "imageReference": {"id": _image_id(machine)}}
    properties = {
        **DISK_DEFAULTS,
        "creationData": creation,
        "diskSizeGB": disk["diskSizeGB"],
        "diskSizeBytes": disk["diskSizeGB"] * GIB,
        "timeCreated": iso_time(world.instant),
        "uniqueId": world.new_guid(),
        "diskState": "Attached",
    }
    if "osType" in disk:
        properties["osType"] = disk["osType"]
    disk_id = ResourceId(machine.id.scope, "Microsoft.Compute", (("disks", disk["name"]),))
    zones = {"zones": machine.top["zones"]} if machine.top.get("zones") else {}
    created = Resource(
        id=disk_id,
        location=machine.location,
        tags={},
        top={"sku": {"name": managed["storageAccountType"]}, **zones},
        properties=properties,
        wanted={"creationData": creation},
        state=SUCCEEDED,
        etag=world.new_guid(),
        created=world.instant,
        changed=world.instant,
    )
    world.keep(created)
    return created


def _image_id(machine: Resource) -> str:
    """The id Azure gives a marketplace image."""
    image = machine.properties["storageProfile"]["imageReference"]
    return (
        f"/Subscriptions/{machine.id.subscription}/Providers/Microsoft.Compute/Locations/{machine.location}"
        f"/Publishers/{image['publisher']}/ArtifactTypes/VMImage/Offers/{image['offer']}/Skus/{image['sku']}"
        f"/Versions/{image['exactVersion']}"
    )


def _plug(world: World, machine: Resource, reference: Json, number: int) -> None:
    interface = world.resources[key_of(reference["id"])]
    primary = reference.get("properties", {}).get("primary", number == 0)
    mac = interface.properties.get("macAddress") or _mac_address(world)
    link = {"virtualMachine": {"id": str(machine.id)}, "primary": primary, "macAddress": mac}
    if any(interface.properties.get(name) != value for name, value in link.items()):
        interface.properties = {**interface.properties, **link}
        world.keep(interface)


def _mac_address(world: World) -> str:
    """00-0D-3A is the prefix of Azure's network cards."""
    number = world.count("mac")
    return "00-0D-3A-" + "-".join(f"{number >> shift & 255:02X}" for shift in (16, 8, 0))


def _let_go(world: World, resource: Resource) -> None:
    """Detach a disk or unplug an interface."""
    if resource.id.type == DISK_TYPE:
        set_owner(world, resource, None, "Unattached")
        return
    resource.properties = {name: value for name, value in resource.properties.items() if name != "virtualMachine"}
    world.keep(resource)


def _machine_deleted(world: World, machine: Resource) -> None:
    """Honour each deleteOption: Delete goes with the machine, Detach stays behind, free."""
    gone = {
        key_of(disk["managedDisk"]["id"])
        for disk in disks_of(machine.properties)
        if disk.get("deleteOption") == "Delete"
    }
    for each in interfaces_of(machine.properties):
        if each.get("properties", {}).get("deleteOption") == "Delete":
            gone.add(key_of(each["id"]))
    for key in map(key_of, machine.references):
        resource = world.resources.get(key)
        if resource is None:
            continue
        if key in gone:
            world.drop(key)
        else:
            _let_go(world, resource)


MACHINE = Kind(
    type=MACHINE_TYPE,
    voice=Voice.COMPUTE,
    family=COMPUTE,
    properties=MACHINE_PROPERTIES,
    seconds=durations.VIRTUAL_MACHINE,
    name_rule=re.compile(r"^[^_\W](?:[\w.\-]{0,62}[\w])?$", re.ASCII),
    name_words="1 to 64 letters, digits, '_', '-' or '.'; starts with a letter or digit, does not end with '.' or '-'",
    top=TOP,
    check=judge_machine,
    compose=_compose_machine,
    references=_references,
    foresee=_foresee,
    ended=allocation_ended,
    landed=_land_machine,
    deleted=_machine_deleted,
)
