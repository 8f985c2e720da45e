"""A machine's disks: how an answer shows them, those created with it, those attached and let go."""

from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.compute.answers import remember, show
from azlift.rehearsal.compute.creation import DISK_TYPE, GIB, answered_creation
from azlift.rehearsal.compute.disk_performance import DEFAULT_SKU, disk_sku, performance
from azlift.rehearsal.compute.disks import sku_shown
from azlift.rehearsal.compute.encryption import protection
from azlift.rehearsal.compute.image_sources import ImageSource
from azlift.rehearsal.compute.machine_parts import disks_of, same_id
from azlift.rehearsal.compute.making import make
from azlift.rehearsal.compute.ownership import attach, detach, owners_of
from azlift.rehearsal.compute.platform_images import GIB as IMAGE_GIB
from azlift.rehearsal.compute.platform_images import find_image, image_id
from azlift.rehearsal.compute.storage_rules import DATA_OPTIONS, image_of, image_reference
from azlift.rehearsal.identifiers import ResourceId, key_of
from azlift.rehearsal.kinds import Json, Surroundings, Wanted
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World

NOT_SHOWN = ("sourceResource", "detachOption")
EMPTY_GIB = 1  # a data disk of an image whose size nobody told


def compose_storage(world: World, wanted: Wanted, standing: Resource | None, system: str) -> Json:
    """The storageProfile an answer shows."""
    asked = wanted.properties["storageProfile"]
    image = image_of(wanted, Surroundings(world))
    before = {_slot(disk): disk for disk in disks_of(standing.properties)} if standing else {}
    os_disk = {"caching": "ReadWrite", **asked["osDisk"], "osType": system}
    data = [{"toBeDetached": False, **disk} for disk in _with_those_of_image(asked, image, standing)]
    composed = {
        **asked,
        "osDisk": _compose_disk(world, wanted, os_disk, before, image),
        "dataDisks": [_compose_disk(world, wanted, disk, before, image) for disk in data if not disk["toBeDetached"]],
    }
    reference = image_reference(wanted.properties, standing)
    if image is not None and reference is not None:
        held = standing.properties["storageProfile"].get("imageReference", {}) if standing else {}
        exact = {"exactVersion": held.get("exactVersion", image.version)} if image.version else {}
        composed["imageReference"] = {**reference, **exact}
    return composed


def _with_those_of_image(asked: Json, image: ImageSource | None, standing: Resource | None) -> list[Json]:
    """A machine has its image's data disks, named or not, until a PUT that speaks of data disks leaves one out."""
    disks: list[Json] = asked.get("dataDisks", [])
    named = {disk["lun"] for disk in disks}
    if standing is None:
        luns = [lun for lun, _ in image.data_disks] if image else []
        return [*disks, *({"lun": lun, "createOption": "FromImage"} for lun in luns if lun not in named)]
    held = standing.properties["storageProfile"].get("dataDisks", []) if "dataDisks" not in asked else []
    return [*disks, *(disk for disk in held if disk["createOption"] == "FromImage")]


def _slot(disk: Json) -> str:
    return str(disk.get("lun", "os"))


def _compose_disk(world: World, wanted: Wanted, disk: Json, before: dict[str, Json], image: ImageSource | None) -> Json:
    """A disk with the id it has or will have; one created with the machine keeps its name on every further PUT."""
    held, given = before.get(_slot(disk)), disk.get("managedDisk", {}).get("id")
    if held is not None and given is not None and not same_id(given, held.get("managedDisk", {}).get("id")):
        held = None
    shown = {name: value for name, value in disk.items() if name not in NOT_SHOWN}
    if disk["createOption"] == "Attach" or (given is not None and held is None):
        return {**_defaults("Detach"), **shown, **_attached(world, given or "", disk)}
    if held is not None:
        size = disk.get("diskSizeGB", held["diskSizeGB"])
        return {**_defaults("Detach"), **shown, **_kept(held), "diskSizeGB": size}
    return {
        **_defaults("Delete" if "diffDiskSettings" in disk else "Detach"),
        **shown,
        **_new(world, wanted, disk, image),
    }


def _defaults(delete: str) -> Json:
    return {"caching": "None", "deleteOption": delete}


def _kept(held: Json) -> Json:
    return {name: held[name] for name in ("name", "managedDisk") if name in held}


def _attached(world: World, disk_id: str, disk: Json) -> Json:
    found = world.resources[key_of(disk_id)]
    managed = {**_encryption(disk), "id": str(found.id), "storageAccountType": disk_sku(found.top)}
    return {"name": found.id.name, "managedDisk": managed, "diskSizeGB": found.properties["diskSizeGB"]}


def _encryption(disk: Json) -> Json:
    given = disk.get("managedDisk", {}).get("diskEncryptionSet")
    return {"diskEncryptionSet": given} if given else {}


def _new(world: World, wanted: Wanted, disk: Json, image: ImageSource | None) -> Json:
    part = "OsDisk_1" if _slot(disk) == "os" else f"disk{disk['lun'] + 2}"
    name = disk.get("name") or f"{wanted.id.name}_{part}_{world.new_guid().replace('-', '')}"
    managed: Json = {
        **_encryption(disk),
        "storageAccountType": disk.get("managedDisk", {}).get("storageAccountType", DEFAULT_SKU),
    }
    if "diffDiskSettings" not in disk:
        managed["id"] = f"{wanted.id.scope}/providers/{DISK_TYPE}/{name}"
    return {"name": name, "managedDisk": managed, "diskSizeGB": disk.get("diskSizeGB") or _size(world, disk, image)}


def _size(world: World, disk: Json, image: ImageSource | None) -> int:
    if _slot(disk) == "os":
        return (image.os_disk.gib if image else None) or IMAGE_GIB[disk["osType"]]
    source = world.find(disk.get("sourceResource", {}).get("id", ""))
    if source is not None:
        size: int = source.properties["diskSizeGB"]
        return size
    return dict(image.data_disks if image else ()).get(disk["lun"]) or EMPTY_GIB


def land_disks(world: World, machine: Resource) -> None:
    """Create the disks that come with the machine, attach all it names, grow those it was told to grow."""
    asked = {_slot(disk): disk for disk in disks_of(machine.wanted)}
    for disk in disks_of(machine.properties):
        disk_id = disk.get("managedDisk", {}).get("id")
        if disk_id is None:
            continue
        found = world.find(disk_id) or _create(world, machine, disk, asked.get(_slot(disk), {}))
        if found.properties["diskSizeGB"] != disk["diskSizeGB"]:
            _grow(world, found, disk["diskSizeGB"])
        if not any(same_id(owner, str(machine.id)) for owner in owners_of(found)):
            attach(world, found, str(machine.id))


def _grow(world: World, disk: Resource, size: int) -> None:
    measured = {"diskSizeGB": size, "diskSizeBytes": size * GIB, **performance(disk_sku(disk.top), size, {})}
    disk.properties = {**disk.properties, **measured}
    disk.wanted = {**disk.wanted, "diskSizeGB": size}
    world.keep(disk)


def _create(world: World, machine: Resource, disk: Json, asked: Json) -> Resource:
    """A disk made with its machine, as the disk provider would have made it."""
    managed = disk["managedDisk"]
    wanted = Wanted(
        id=ResourceId(machine.id.scope, "Microsoft.Compute", (("disks", disk["name"]),)),
        api_version=machine.api_version,
        location=machine.location,
        tags=dict(machine.tags),
        top={"sku": {"name": managed["storageAccountType"]}, **_zones(machine)},
        properties={"creationData": _creation(machine, disk, asked), "diskSizeGB": disk["diskSizeGB"], **_key(managed)},
    )
    size, around = disk["diskSizeGB"], Surroundings(world)
    properties = {
        **wanted.properties,
        **protection(wanted, around),
        **_origin(world, machine, disk),
        "creationData": answered_creation(wanted, around),
        "diskSizeBytes": size * GIB,
        **performance(managed["storageAccountType"], size, {}),
        "timeCreated": iso_time(world.instant),
        "uniqueId": world.new_guid(),
        "diskState": "Attached",
    }
    created = make(
        world,
        wanted.id,
        properties,
        location=wanted.location,
        tags=wanted.tags,
        top=wanted.top,
        wanted=wanted.properties,
        api_version=machine.api_version,
    )
    show(world, created, sku=sku_shown(created.top, DEFAULT_SKU))
    return created


def _zones(machine: Resource) -> Json:
    zoned = machine.top.get("zones") and not disk_is_redundant(machine)
    return {"zones": machine.top["zones"]} if zoned else {}


def disk_is_redundant(machine: Resource) -> bool:
    """Whether the machine's own disks are spread over the zones."""
    sku: str = machine.properties["storageProfile"]["osDisk"].get("managedDisk", {}).get("storageAccountType", "")
    return sku.endswith("_ZRS")


def _key(managed: Json) -> Json:
    given = managed.get("diskEncryptionSet", {}).get("id")
    return {"encryption": {"diskEncryptionSetId": given}} if given else {}


def _origin(world: World, machine: Resource, disk: Json) -> Json:
    """What the OS disk of an image is known by."""
    if _slot(disk) != "os":
        return {}
    wanted = Wanted(machine.id, "", machine.location, {}, machine.top, machine.wanted)
    image = image_of(wanted, Surroundings(world))
    generation = image.os_disk.generation if image else None
    return {"osType": disk["osType"], **({"hyperVGeneration": generation} if generation else {})}


def _creation(machine: Resource, disk: Json, asked: Json) -> Json:
    option = disk["createOption"]
    if option in DATA_OPTIONS:
        return {"createOption": DATA_OPTIONS[option], "sourceResourceId": asked["sourceResource"]["id"]}
    if option != "FromImage":
        return {"createOption": "Empty"}
    reference = machine.properties["storageProfile"]["imageReference"]
    lun = {} if _slot(disk) == "os" else {"lun": disk["lun"]}
    if "id" in reference:
        member = "galleryImageReference" if "/galleries/" in reference["id"].lower() else "imageReference"
        return {"createOption": "FromImage", member: {"id": reference["id"], **lun}}
    image = find_image(reference["publisher"], reference["offer"], reference["sku"], reference["exactVersion"])
    return {
        "createOption": "FromImage",
        "imageReference": {"id": image_id(machine.id.subscription or "", machine.location or "", image), **lun},
    }


def let_go_disk(world: World, disk: Resource, machine: Resource) -> None:
    """Detach a disk; until the machine's operation ends it is on its way."""
    detach(world, disk, str(machine.id))
    remember(world, disk, leaving=str(machine.id))
