"""Managed disks: what they answer, what may change on them, and when they can go."""

from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.compute.access import ACCESS, forbid_under_sas
from azlift.rehearsal.compute.answers import show
from azlift.rehearsal.compute.creation import (
    GIB,
    UPLOADED,
    answered_creation,
    inherited,
    judge_creation,
)
from azlift.rehearsal.compute.disk_changes import judge_change
from azlift.rehearsal.compute.disk_performance import (
    ADJUSTABLE,
    DEFAULT_SKU,
    ON_DEMAND_BURSTING_ABOVE,
    disk_sku,
    most_shares,
    performance,
    tier_of,
)
from azlift.rehearsal.compute.encryption import judge_protection, protection, protectors
from azlift.rehearsal.compute.models import compute_kind
from azlift.rehearsal.compute.ownership import owners_of
from azlift.rehearsal.compute.refusals import invalid, not_allowed, out_of_range
from azlift.rehearsal.compute.sizes import check_zones
from azlift.rehearsal.kinds import Json, Surroundings, Wanted
from azlift.rehearsal.operations import DISK
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World

MOST_GIB, MOST_GIB_ADJUSTABLE = 32_767, 65_536  # Source: Azure managed disk limits
SKU_TIERS = {"Standard": "Standard", "StandardSSD": "Standard", "Premium": "Premium", "PremiumV2": "Premium",
             "UltraSSD": "Ultra"}  # fmt: skip
PERFORMANCE_PLUS_FROM = 513  # GiB. Source: Azure's page on performance plus.
SECTORS = (512, 4096)
# What a further PUT need not say again.
HELD = ("osType", "hyperVGeneration", "supportedCapabilities", "purchasePlan", "diskSizeGB", "creationData",
        "timeCreated", "uniqueId", "diskState", "shareInfo", "LastOwnershipUpdateTime",
        "burstingEnabledTime")  # fmt: skip
SETTABLE = ("diskIOPSReadWrite", "diskMBpsReadWrite")
ANSWERED_ONLY = ("completionPercent",)


def _judge_disk(wanted: Wanted, around: Surroundings) -> None:
    check_zones(around.world, wanted)
    standing = around.world.find(str(wanted.id))
    if standing is None:
        judge_creation(wanted, around, "disk")
    judge_protection(wanted, around, "disk")
    sku, size = disk_sku(wanted.top), wanted.properties.get("diskSizeGB")
    if size is not None:
        most = MOST_GIB_ADJUSTABLE if sku in ADJUSTABLE else MOST_GIB
        least = 4 if sku == "UltraSSD_LRS" else 1
        if not least <= size <= most:
            raise out_of_range("disk.diskSizeGB", size, least, most)
    if sku.endswith("_ZRS") and wanted.top.get("zones"):
        raise invalid("A zone-redundant disk can not be put into one zone.", "zones")
    if standing is not None:
        judge_change(around.world, standing, wanted)
    known = size or (standing.properties["diskSizeGB"] if standing else None)
    if known is not None:
        _judge_size_bound(said(wanted.properties, standing, sku), sku, known)


def _judge_size_bound(properties: Json, sku: str, gib: int) -> None:
    """What only disks of some types and sizes can have."""
    shares = properties.get("maxShares", 1)
    if not 1 <= shares <= most_shares(sku, gib):
        raise out_of_range("disk.maxShares", shares, 1, most_shares(sku, gib))
    if properties.get("burstingEnabled") and not (sku.startswith("Premium_") and gib > ON_DEMAND_BURSTING_ABOVE):
        message = f"Bursting on demand needs a Premium SSD of more than {ON_DEMAND_BURSTING_ABOVE} GB."
        raise invalid(message, "disk.burstingEnabled")
    creation = properties["creationData"]
    if creation.get("performancePlus") and (sku in ADJUSTABLE or gib < PERFORMANCE_PLUS_FROM):
        message = (
            f"Performance plus needs a disk of {PERFORMANCE_PLUS_FROM} GB or more that is not Ultra or Premium v2."
        )
        raise invalid(message, "disk.creationData.performancePlus")
    if "logicalSectorSize" in creation and (sku not in ADJUSTABLE or creation["logicalSectorSize"] not in SECTORS):
        message = f"The logical sector size is {SECTORS[0]} or {SECTORS[1]}, of Ultra and Premium v2 disks only."
        raise invalid(message, "disk.creationData.logicalSectorSize")
    performance(sku, gib, properties)


def said(asked: Json, standing: Resource | None, sku: str) -> Json:
    """What a request says of performance, without what it merely repeats of an answer: size and type gave that.

    A tier that was raised by hand is said again as long as the type stays.
    """
    if standing is None:
        return asked
    held, before = standing.properties, disk_sku(standing.top)
    if before == sku and sku in ADJUSTABLE:
        return {**{name: held[name] for name in SETTABLE if name in held}, **asked}
    raised = before == sku and held.get("tier") != tier_of(before, held["diskSizeGB"]).name
    repeated = {name: held.get(name) for name in (*SETTABLE, *(() if raised else ("tier",)))}
    return {name: value for name, value in asked.items() if name not in repeated or value != repeated[name]}


def _compose_disk(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    around, sku = Surroundings(world), disk_sku(wanted.top)
    asked = {name: value for name, value in wanted.properties.items() if name not in ANSWERED_ONLY}
    if standing is None:
        new = {"timeCreated": iso_time(world.instant), "uniqueId": world.new_guid(), "diskState": first_state(asked)}
        base = {**inherited(wanted, around), **new, "creationData": answered_creation(wanted, around)}
    else:
        base = {name: standing.properties[name] for name in HELD if name in standing.properties}
    own = {name: value for name, value in asked.items() if name not in ("creationData", *SETTABLE, "tier")}
    composed = {**base, **own, **protection(wanted, around)}
    if sku in ADJUSTABLE:
        composed["creationData"] = {"logicalSectorSize": 4096, **composed["creationData"]}
    return {**composed, **_measured(world, sku, composed, said(asked, standing, sku))}


def _measured(world: World, sku: str, composed: Json, asked: Json) -> Json:
    """What follows from size and type."""
    size = composed["diskSizeGB"]
    more: Json = {"diskSizeBytes": size * GIB, **performance(sku, size, asked)}
    if asked.get("burstingEnabled"):
        more["burstingEnabledTime"] = composed.get("burstingEnabledTime") or iso_time(world.instant)
    if composed["creationData"]["createOption"] == "CopyStart":
        more["completionPercent"] = 100.0
    return more


def first_state(properties: Json) -> str:
    return "ReadyToUpload" if properties["creationData"]["createOption"] in UPLOADED else "Unattached"


def sku_shown(top: Json, default: str) -> Json:
    """A SKU as it is answered, with its tier."""
    name: str = top.get("sku", {}).get("name", default)
    return {"name": name, "tier": SKU_TIERS[name.partition("_")[0]]}


def _landed(world: World, disk: Resource) -> None:
    """Disks answer Updating while they are made. Source: a recorded answer of a disk's PUT."""
    if disk.state == "Creating":
        disk.state = "Updating"
    show(world, disk, sku=sku_shown(disk.top, DEFAULT_SKU))


def _forbid_delete(world: World, disk: Resource) -> None:
    for owner in owners_of(disk):
        raise not_allowed(f"Disk {disk.id.name} is attached to VM {owner}.")
    forbid_under_sas(disk, "deleting")


DISK_KIND = compute_kind(
    "disks",
    "Disk",
    family=DISK,
    statuses=(202, 202),
    check=_judge_disk,
    compose=_compose_disk,
    references=lambda disk: protectors(disk.properties),
    landed=_landed,
    forbid_delete=_forbid_delete,
    actions=ACCESS,
)
