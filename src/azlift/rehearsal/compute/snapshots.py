"""Snapshots, full and incremental, of disks and of snapshots, in the region and across regions."""

import uuid

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.compute.access import ACCESS, forbid_under_sas
from azlift.rehearsal.compute.answers import remember, show
from azlift.rehearsal.compute.creation import (
    DISK_TYPE,
    GIB,
    SNAPSHOT_TYPE,
    UPLOADED,
    answered_creation,
    copied,
    inherited,
    judge_creation,
    only_grows,
)
from azlift.rehearsal.compute.disk_changes import judge_fixed
from azlift.rehearsal.compute.disk_performance import ADJUSTABLE, disk_sku
from azlift.rehearsal.compute.disks import sku_shown
from azlift.rehearsal.compute.encryption import judge_protection, protection, protectors
from azlift.rehearsal.compute.models import compute_kind
from azlift.rehearsal.compute.refusals import invalid
from azlift.rehearsal.compute.sizes import zones_of_region
from azlift.rehearsal.kinds import Json, Surroundings, Wanted
from azlift.rehearsal.operations import DISK
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World

MOST_OF_A_DISK = 500  # Source: Azure's page on incremental snapshots
COPY_SECONDS, COPY_SECONDS_PER_GIB = 60.0, 2.0  # our estimate of a copy to another region
HELD = ("osType", "hyperVGeneration", "supportedCapabilities", "purchasePlan", "securityProfile", "timeCreated",
        "uniqueId", "diskState", "incrementalSnapshotFamilyId", "incremental", "diskSizeGB",
        "creationData")  # fmt: skip
ANSWERED_ONLY = ("completionPercent", "copyCompletionError")
OPTIONS = frozenset({"Copy", "CopyStart", "Import", "Empty", "Upload"})


def _judge_snapshot(wanted: Wanted, around: Surroundings) -> None:
    standing = around.world.find(str(wanted.id))
    judge_protection(wanted, around, "snapshot")
    if standing is not None:
        judge_fixed(standing, wanted, "snapshot", "incremental", "hyperVGeneration")
        size: int = wanted.properties.get("diskSizeGB") or standing.properties["diskSizeGB"]
        only_grows(standing.id.name, standing.properties["diskSizeGB"], size)
        return
    creation = wanted.properties["creationData"]
    if creation["createOption"] not in OPTIONS:
        message = f"The createOption '{creation['createOption']}' is not allowed for snapshots."
        raise invalid(message, "snapshot.creationData.createOption")
    judge_creation(wanted, around, "snapshot")
    incremental = wanted.properties.get("incremental", False)
    if creation["createOption"] == "CopyStart" and not incremental:
        message = "A snapshot made with createOption 'CopyStart' must be incremental."
        raise invalid(message, "snapshot.incremental")
    source = around.find(creation.get("sourceResourceId", ""))
    if source is None or source.id.type != DISK_TYPE:
        return
    if disk_sku(source.top) in ADJUSTABLE and not incremental:
        message = f"A snapshot of a {disk_sku(source.top)} disk must be incremental."
        raise invalid(message, "snapshot.incremental")
    if incremental and _count(around.world, str(source.id)) >= MOST_OF_A_DISK:
        message = "The snapshot count was exceeded for a disk. Please delete a snapshot before creating another one."
        raise AzureError(409, "SnapshotLimitReached", message)


def _count(world: World, source: str) -> int:
    found = (world.resources[key].properties for key in world.index.of_type(SNAPSHOT_TYPE))
    return sum(each["incremental"] and each["creationData"].get("sourceResourceId") == source for each in found)


def _compose_snapshot(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    around = Surroundings(world)
    if standing is None:
        base = {**inherited(wanted, around), **_new(world, wanted), "creationData": answered_creation(wanted, around)}
    else:
        base = {name: standing.properties[name] for name in HELD if name in standing.properties}
    own = {name: value for name, value in wanted.properties.items() if name not in ("creationData", *ANSWERED_ONLY)}
    composed = {**base, **own, **protection(wanted, around)}
    return {**composed, "diskSizeBytes": composed["diskSizeGB"] * GIB}


def _new(world: World, wanted: Wanted) -> Json:
    creation = wanted.properties["creationData"]
    incremental = wanted.properties.get("incremental", False)
    state = "ReadyToUpload" if creation["createOption"] in UPLOADED else "Unattached"
    new: Json = {
        "timeCreated": iso_time(world.instant),
        "uniqueId": world.new_guid(),
        "diskState": state,
        "incremental": incremental,
    }
    source = world.find(creation.get("sourceResourceId", ""))
    if incremental and source is not None:
        own = uuid.uuid5(uuid.NAMESPACE_OID, source.properties["uniqueId"])
        new["incrementalSnapshotFamilyId"] = source.properties.get("incrementalSnapshotFamilyId", str(own))
    return new


def default_sku(world: World, snapshot: Resource) -> str:
    """Incremental snapshots are zone-redundant where the region has zones. Source: Azure's page on incremental
    snapshots."""
    zones = zones_of_region(world.catalogue, snapshot.location or "")
    return "Standard_ZRS" if snapshot.properties["incremental"] and zones else "Standard_LRS"


def _landed(world: World, snapshot: Resource) -> None:
    if snapshot.state == "Creating":
        snapshot.state = "Updating"
        _begin_copy(world, snapshot)
    show(world, snapshot, sku=sku_shown(snapshot.top, default_sku(world, snapshot)))


def _begin_copy(world: World, snapshot: Resource) -> None:
    """What is copied in the background: another region's snapshot, and the bytes of Premium v2 and Ultra disks."""
    creation = snapshot.properties["creationData"]
    source = world.find(creation.get("sourceResourceId", ""))
    slow = source is not None and source.id.type == DISK_TYPE and disk_sku(source.top) in ADJUSTABLE
    if creation["createOption"] == "CopyStart" or slow:
        quick = creation.get("provisionedBandwidthCopySpeed") == "Enhanced"
        seconds = COPY_SECONDS + COPY_SECONDS_PER_GIB * snapshot.properties["diskSizeGB"] / (2 if quick else 1)
        remember(world, snapshot, copy={"begun": world.instant, "seconds": seconds})


def _present(world: World, snapshot: Resource) -> Json:
    """A snapshot with how far its background copy is."""
    body = snapshot.body()
    copy = snapshot.inside.get("copy")
    if copy is None:
        return body
    done = copied(copy, world.instant)
    access = {"snapshotAccessState": "Available" if done >= 100 else "Pending"}
    return {**body, "properties": {**body["properties"], "completionPercent": done, **access}}


def _forbid_delete(world: World, snapshot: Resource) -> None:
    forbid_under_sas(snapshot, "deleting")


SNAPSHOT = compute_kind(
    "snapshots",
    "Snapshot",
    family=DISK,
    statuses=(202, 202),
    check=_judge_snapshot,
    compose=_compose_snapshot,
    references=lambda snapshot: protectors(snapshot.properties),
    landed=_landed,
    forbid_delete=_forbid_delete,
    present=_present,
    actions=ACCESS,
)
