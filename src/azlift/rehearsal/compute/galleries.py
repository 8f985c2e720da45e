"""Compute galleries: image definitions and their versions, replicated to regions."""

import re

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.catalogue import normal_location
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.compute.creation import DISK_TYPE, SNAPSHOT_TYPE
from azlift.rehearsal.compute.identities import judge_identity, keep_identity, show_identity
from azlift.rehearsal.compute.image_sources import DEFINITION_TYPE, IMAGE_TYPE, VERSION_TYPE
from azlift.rehearsal.compute.members import children_of
from azlift.rehearsal.compute.models import compute_kind
from azlift.rehearsal.compute.quota import MACHINE_TYPE
from azlift.rehearsal.compute.refusals import change_not_allowed, forbidden, invalid, referenced
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.intake import check_location
from azlift.rehearsal.kinds import Json, Surroundings, Wanted
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Voice, missing
from azlift.rehearsal.world import World

NESTED = {"Microsoft.Compute/galleries": "images", DEFINITION_TYPE: "versions"}
FIXED = ("osType", "osState", "hyperVGeneration", "identifier", "architecture")


def _compose_gallery(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    unique = f"{(wanted.id.subscription or '').lower()}-{wanted.id.name.upper()}"
    return {**wanted.properties, "identifier": {"uniqueName": unique}}


def _forbid_nested(world: World, resource: Resource) -> None:
    """Source of the wording: what users report of galleries and definitions that still hold something."""
    if children_of(world, resource.key, f"{resource.id.type}/{NESTED[resource.id.type]}"):
        message = "Can not delete resource before nested resources are deleted."
        raise AzureError(409, "CannotDeleteResource", message)


def _judge_definition(wanted: Wanted, around: Surroundings) -> None:
    standing = around.world.find(str(wanted.id))
    held = standing.properties if standing is not None else {}
    for name in FIXED:
        if standing is not None and wanted.properties.get(name) not in (None, held.get(name)):
            raise change_not_allowed(f"galleryImage.properties.{name}")
    own = {name: word.lower() for name, word in wanted.properties["identifier"].items()}
    for other in around.of_type(DEFINITION_TYPE):
        same_gallery = other.id.parent is not None and str(other.id.parent).lower() == str(wanted.id.parent).lower()
        theirs = {name: word.lower() for name, word in other.properties.get("identifier", {}).items()}
        if same_gallery and key_of(str(other.id)) != wanted.key and theirs == own:
            message = f"The gallery image identifier is already used by '{other.id.segments[-1][1]}'."
            raise AzureError(409, "Conflict", message)


def _compose_definition(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    return {"hyperVGeneration": "V1", "architecture": "x64", **wanted.properties}


def _judge_version(wanted: Wanted, around: Surroundings) -> None:
    storage = wanted.properties["storageProfile"]
    standing = around.world.find(str(wanted.id))
    for region in wanted.properties.get("publishingProfile", {}).get("targetRegions", []):
        check_location(around.world, region["name"], VERSION_TYPE)
    if standing is not None:
        if "source" in storage and storage["source"] != standing.wanted["storageProfile"].get("source"):
            raise change_not_allowed("galleryImageVersion.properties.storageProfile.source.id")
        return
    if "source" in storage:
        _judge_source(storage["source"], wanted, around)
        return
    if "osDiskImage" not in storage:
        raise missing(Voice.COMPUTE, "storageProfile.source")
    for number, disk in enumerate([storage["osDiskImage"], *storage.get("dataDiskImages", [])]):
        path = "osDiskImage" if number == 0 else f"dataDiskImages[{number - 1}]"
        source = disk.get("source", {})
        if "uri" not in source:
            where = f"storageProfile.{path}.source.id"
            referenced(around, source.get("id"), "source", DISK_TYPE, SNAPSHOT_TYPE, path=where)


def _judge_source(source: Json, wanted: Wanted, around: Surroundings) -> None:
    """A version is made from an image, a machine or another version; the definition says what state it must be in."""
    given = source.get("virtualMachineId") or source.get("id")
    path = "storageProfile.source.id"
    found = referenced(around, given, "source", IMAGE_TYPE, MACHINE_TYPE, VERSION_TYPE, path=path)
    parent = around.find(str(wanted.id.parent))
    generalized = parent is None or parent.properties.get("osState") == "Generalized"
    standing = around.world.find(str(found.id))
    if (
        standing is not None
        and standing.id.type == MACHINE_TYPE
        and generalized
        and not standing.inside.get("generalized")
    ):
        raise forbidden("not generalized", "Create Gallery Image Version", standing.id.name)
    if found.id.type == IMAGE_TYPE and not generalized:
        message = "A version of a definition whose osState is 'Specialized' can not be made from a generalized image."
        raise invalid(message, path)


def _compose_version(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    home = wanted.location or ""
    asked = wanted.properties.get("publishingProfile", {})
    replicas, kind = asked.get("replicaCount", 1), asked.get("storageAccountType", "Standard_LRS")
    targets = asked.get("targetRegions") or [{"name": home}]
    regions = [_target(world, each, replicas, kind) for each in targets]
    published = standing.properties["publishingProfile"]["publishedDate"] if standing else iso_time(world.instant)
    profile = {
        **asked,
        "targetRegions": regions,
        "replicaCount": replicas,
        "excludeFromLatest": asked.get("excludeFromLatest", False),
        "publishedDate": published,
        "storageAccountType": kind,
        "replicationMode": asked.get("replicationMode", "Full"),
    }
    storage = (
        standing.properties["storageProfile"] if standing else _storage(world, wanted.properties["storageProfile"])
    )
    safety = {"reportedForPolicyViolation": False, "allowDeletionOfReplicatedLocations": False}
    answered = {name: value for name, value in wanted.properties.items() if name != "restore"}
    return {
        **answered,
        "publishingProfile": profile,
        "storageProfile": storage,
        "safetyProfile": {**safety, **wanted.properties.get("safetyProfile", {})},
    }


def _target(world: World, region: Json, replicas: int, kind: str) -> Json:
    name = normal_location(region["name"])
    defaults = {"regionalReplicaCount": replicas, "storageAccountType": kind, "excludeFromLatest": False}
    return {**defaults, **region, "name": world.catalogue.regions.get(name, name)}


def _storage(world: World, asked: Json) -> Json:
    """The disks of a version with their sizes, taken from what it is made from."""
    if "source" not in asked:
        disks = [_measured(world, each) for each in (asked["osDiskImage"], *asked.get("dataDiskImages", []))]
        return {**asked, "osDiskImage": disks[0], "dataDiskImages": disks[1:]}
    source = world.resources[key_of(asked["source"].get("virtualMachineId") or asked["source"]["id"])]
    storage = source.properties["storageProfile"]
    if source.id.type == VERSION_TYPE:
        return {**storage, **asked}
    os_disk = {
        "sizeInGB": storage["osDisk"].get("diskSizeGB", 30),
        "hostCaching": storage["osDisk"].get("caching", "None"),
    }
    data = [
        {"lun": each["lun"], "sizeInGB": each.get("diskSizeGB", 30), "hostCaching": each.get("caching", "None")}
        for each in storage.get("dataDisks", [])
    ]
    return {**asked, "osDiskImage": os_disk, "dataDiskImages": data}


def _measured(world: World, disk: Json) -> Json:
    source = world.find(disk.get("source", {}).get("id", ""))
    size = source.properties["diskSizeGB"] if source else 30
    return {"hostCaching": "None", **disk, "sizeInGB": size}


def _replication(world: World, version: Resource) -> Json:
    """What `$expand=ReplicationStatus` adds."""
    done = version.state == "Succeeded"
    state, progress = ("Completed", 100) if done else ("Replicating", 0)
    summary = [
        {"region": each["name"], "state": state, "details": "", "progress": progress}
        for each in version.properties["publishingProfile"]["targetRegions"]
    ]
    return {"replicationStatus": {"aggregatedState": "Completed" if done else "InProgress", "summary": summary}}


GALLERY = compute_kind(
    "galleries",
    "Gallery",
    name_rule=re.compile(r"^[A-Za-z0-9](?:[A-Za-z0-9_.]{0,78}[A-Za-z0-9])?$"),
    name_words="1 to 80 letters, digits, '_' or '.'; starts and ends with a letter or digit",
    whole=keep_identity,
    check=judge_identity,
    compose=_compose_gallery,
    landed=show_identity,
    forbid_delete=_forbid_nested,
)
DEFINITION = compute_kind(
    "galleries/images",
    "GalleryImage",
    check=_judge_definition,
    compose=_compose_definition,
    forbid_delete=_forbid_nested,
)
VERSION = compute_kind(
    "galleries/images/versions",
    "GalleryImageVersion",
    name_rule=re.compile(r"^\d{1,10}\.\d{1,10}\.\d{1,10}$"),
    name_words="three numbers as in 1.0.0",
    check=_judge_version,
    compose=_compose_version,
    expands={"replicationstatus": _replication},
)
