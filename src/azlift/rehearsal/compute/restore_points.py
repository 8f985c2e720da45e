"""Restore points: a machine and its disks at one moment, in collections; each disk of a point can be read and
restored."""

import uuid

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.compute.access import ACCESS
from azlift.rehearsal.compute.creation import POINT_TYPE
from azlift.rehearsal.compute.machine_parts import disks_of
from azlift.rehearsal.compute.making import make
from azlift.rehearsal.compute.members import children_of
from azlift.rehearsal.compute.models import compute_kind
from azlift.rehearsal.compute.quota import MACHINE_TYPE
from azlift.rehearsal.compute.refusals import change_not_allowed, invalid, not_allowed, referenced
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Kind, Surroundings, Wanted
from azlift.rehearsal.operations import DISK
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Shape, Voice, missing
from azlift.rehearsal.world import World

COLLECTION_TYPE = "Microsoft.Compute/restorePointCollections"
RESTORE_POINT_TYPE = "Microsoft.Compute/restorePointCollections/restorePoints"
# What a point keeps of its machine beside the disks.
FIXED = ("consistencyMode", "excludeDisks", "sourceRestorePoint", "instantAccessDurationMinutes")
KEPT = ("hardwareProfile", "osProfile", "diagnosticsProfile", "licenseType", "vmId", "securityProfile")
DISK_KEPT = (
    "osType",
    "hyperVGeneration",
    "encryption",
    "networkAccessPolicy",
    "publicNetworkAccess",
    "supportedCapabilities",
)


def _judge_collection(wanted: Wanted, around: Surroundings) -> None:
    source = wanted.properties.get("source", {}).get("id")
    if source is None:
        raise missing(Voice.COMPUTE, "restorePointCollection.source.id")
    found = referenced(around, source, "source", MACHINE_TYPE, COLLECTION_TYPE, path="restorePointCollection.source.id")
    if found.id.type == MACHINE_TYPE and found.location != wanted.location:
        message = f"A collection must be in the location of its source Virtual Machine, '{found.location}'."
        raise invalid(message, "location")
    standing = around.world.find(str(wanted.id))
    if standing is not None and key_of(standing.wanted["source"]["id"]) != key_of(source):
        raise change_not_allowed("source.id")


def _compose_collection(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    source = world.resources[key_of(wanted.properties["source"]["id"])]
    own = standing.properties["restorePointCollectionId"] if standing else world.new_guid()
    instant = {"instantAccess": wanted.properties["instantAccess"]} if "instantAccess" in wanted.properties else {}
    return {"source": {"location": source.location, "id": str(source.id)}, "restorePointCollectionId": own, **instant}


def _points(world: World, collection: Resource) -> Json:
    return {"restorePoints": [each.body() for each in children_of(world, collection.key, RESTORE_POINT_TYPE)]}


def _judge_point(wanted: Wanted, around: Surroundings) -> None:
    standing = around.world.find(str(wanted.id))
    if standing is not None:
        held, asked = standing.properties, wanted.properties
        if any(name in asked and asked[name] != held.get(name) for name in FIXED):
            raise not_allowed(f"The restore point '{wanted.id.segments[-1][1]}' exists and can not be changed.")
        return
    collection = around.world.find(str(wanted.id.parent))
    source = around.world.find(collection.properties["source"]["id"]) if collection else None
    if source is None:
        if collection is not None:
            raise AzureError(404, "NotFound", f"Source Virtual Machine '{collection.properties['source']['id']}' "
                             "specified in the request does not exist in this Azure location.")  # fmt: skip
        return
    if source.id.type == COLLECTION_TYPE:
        path = "sourceRestorePoint.id"
        given = wanted.properties.get("sourceRestorePoint", {}).get("id")
        referenced(around, given, "source restore point", RESTORE_POINT_TYPE, path=path)
        return
    ids = {key_of(each) for each in _disk_ids(source)}
    for each in wanted.properties.get("excludeDisks", []):
        if key_of(each.get("id", "")) not in ids:
            raise invalid(f"The disk '{each.get('id')}' is not a disk of the source Virtual Machine.", "excludeDisks")


def _disk_ids(machine: Resource) -> list[str]:
    return [disk["managedDisk"]["id"] for disk in disks_of(machine.properties) if "id" in disk.get("managedDisk", {})]


def _compose_point(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    if standing is not None:
        return {**standing.properties}
    copied = world.find(wanted.properties.get("sourceRestorePoint", {}).get("id", ""))
    base = {"timeCreated": iso_time(world.instant), "consistencyMode": "ApplicationConsistent"}
    if copied is not None:
        metadata = _renamed(copied.properties["sourceMetadata"], wanted)
        return {**base, **wanted.properties, "sourceMetadata": metadata}
    machine = world.resources[key_of(world.resources[key_of(str(wanted.id.parent))].properties["source"]["id"])]
    return {**base, **wanted.properties, "sourceMetadata": _metadata(world, wanted, machine)}


def _metadata(world: World, wanted: Wanted, machine: Resource) -> Json:
    excluded = {key_of(each["id"]) for each in wanted.properties.get("excludeDisks", [])}
    storage = machine.properties["storageProfile"]
    os_disk = world.find(storage["osDisk"].get("managedDisk", {}).get("id", ""))
    generation = os_disk.properties.get("hyperVGeneration", "V1") if os_disk else "V1"
    data = [_disk(world, wanted, each) for each in storage.get("dataDisks", [])
            if key_of(each["managedDisk"]["id"]) not in excluded]  # fmt: skip
    return {
        **{name: machine.properties[name] for name in KEPT if name in machine.properties},
        "storageProfile": {"osDisk": _disk(world, wanted, storage["osDisk"]), "dataDisks": data},
        "location": machine.location,
        "hyperVGeneration": generation,
    }


def _disk(world: World, wanted: Wanted, disk: Json) -> Json:
    kept = ("lun", "osType", "name", "caching", "diskSizeGB", "managedDisk", "writeAcceleratorEnabled")
    known = {name: disk[name] for name in kept if name in disk}
    if "id" not in disk.get("managedDisk", {}):
        return known
    point = wanted.id.child("diskRestorePoints", f"{disk['name']}_{world.new_guid()}")
    return {**known, "diskRestorePoint": {"id": str(point)}}


def _renamed(metadata: Json, wanted: Wanted) -> Json:
    """The disks of a copied point under the ids of the copy."""
    storage = metadata["storageProfile"]

    def moved(disk: Json) -> Json:
        name = disk["diskRestorePoint"]["id"].rsplit("/", 1)[-1]
        own = str(wanted.id.child("diskRestorePoints", name))
        return {
            **disk,
            "diskRestorePoint": {"id": own, "sourceDiskRestorePoint": {"id": disk["diskRestorePoint"]["id"]}},
        }

    disks = {"osDisk": moved(storage["osDisk"]), "dataDisks": [moved(each) for each in storage["dataDisks"]]}
    return {**metadata, "storageProfile": disks}


def _land_point(world: World, point: Resource) -> None:
    """Each disk of a point is a resource of its own."""
    storage = point.properties["sourceMetadata"]["storageProfile"]
    for disk in (storage["osDisk"], *storage["dataDisks"]):
        given = disk.get("diskRestorePoint", {}).get("id")
        if given is not None and world.find(given) is None:
            _make_disk_point(world, point, disk)


def _make_disk_point(world: World, point: Resource, disk: Json) -> None:
    source = world.resources[key_of(disk["managedDisk"]["id"])]
    name = disk["diskRestorePoint"]["id"].rsplit("/", 1)[-1]
    unique = source.properties["uniqueId"]
    collection = world.resources[key_of(str(point.id.parent))]
    properties = {
        **{each: source.properties[each] for each in DISK_KEPT if each in source.properties},
        "timeCreated": point.properties["timeCreated"],
        "sourceResourceId": str(source.id),
        "sourceResourceLocation": source.location,
        "sourceUniqueId": unique,
        "familyId": str(uuid.uuid5(uuid.NAMESPACE_OID, unique)),
        "uniqueId": world.new_guid(),
        "diskSizeGB": disk["diskSizeGB"],
    }
    place = point.id.child("diskRestorePoints", name)
    make(world, place, properties, location=collection.location, shows_state=False)


def _present_disk_point(world: World, point: Resource) -> Json:
    """A disk of a restore point without what only its restoration asks for."""
    body = {name: value for name, value in point.body().items() if name != "location"}
    inner = ("diskSizeGB", "uniqueId")
    return {**body, "properties": {name: value for name, value in body["properties"].items() if name not in inner}}


def _forbid_delete(world: World, point: Resource) -> None:
    for disk in children_of(world, point.key, POINT_TYPE):
        if disk.inside.get("access"):
            name = disk.id.segments[-1][1]
            message = (
                f"There is an active shared access signature outstanding for disk restore point {name}. "
                "Call EndGetAccess before deleting the restore point."
            )
            raise AzureError(409, "DiskRestorePointUsedByCustomer", message)


def _not_by_itself(wanted: Wanted, around: Surroundings) -> None:
    raise not_allowed("A disk restore point comes with its restore point and can not be written by itself.")


COLLECTION = compute_kind(
    "restorePointCollections",
    "RestorePointCollection",
    seconds=0,
    check=_judge_collection,
    compose=_compose_collection,
    expands={"restorepoints": _points},
)
POINT = compute_kind(
    "restorePointCollections/restorePoints",
    "RestorePoint",
    statuses=(201, 201),
    tracked=False,
    check=_judge_point,
    compose=_compose_point,
    landed=_land_point,
    forbid_delete=_forbid_delete,
)
DISK_POINT = Kind(
    type=POINT_TYPE,
    voice=Voice.COMPUTE,
    family=DISK,
    properties=Shape("DiskRestorePointProperties", {}),
    seconds=0,
    name_rule=POINT.name_rule,
    name_words=POINT.name_words,
    tracked=False,
    listed=False,
    shows_state=False,
    check=_not_by_itself,
    present=_present_disk_point,
    actions=ACCESS,
)
