"""Managed disks: bodies by create option, attached to one machine at a time, not removed while attached."""

import re

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError, resource_not_found
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.compute.sizes import DISK_SKUS, check_zones
from azlift.rehearsal.kinds import Json, Kind, Surroundings, Wanted
from azlift.rehearsal.operations import DISK
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Shape, Voice, flag, list_of, missing, one_of, text, unmodelled, whole_number
from azlift.rehearsal.world import World

DISK_TYPE = "Microsoft.Compute/disks"
GIB = 1024**3
MOST_GIB, MOST_GIB_ULTRA = 32_767, 65_536  # Source: Azure managed disk limits
# A VHD is whole MiB and a footer of 512 bytes, 20 MiB at least. Source: Azure disks upload documentation.
MIB, FOOTER, LEAST_UPLOAD = 1024**2, 512, 20_972_032
IMAGE_DISK = Shape("ImageDiskReference", {"id": text, "lun": whole_number}, ("id",))
CREATION_DATA = Shape(
    "CreationData",
    {
        "createOption": one_of("Empty", "Copy", "Upload", "Import", "FromImage"),
        "sourceResourceId": text,
        "sourceUri": text,
        "storageAccountId": text,
        "uploadSizeBytes": whole_number,
        "imageReference": IMAGE_DISK,
        "galleryImageReference": unmodelled("image galleries"),
        "logicalSectorSize": whole_number,
        "performancePlus": flag,
        "securityDataUri": unmodelled("confidential disks"),
        "elasticSanResourceId": unmodelled("elastic SANs"),
    },
    required=("createOption",),
    read_only=("sourceUniqueId",),
)
DISK_PROPERTIES = Shape(
    "DiskProperties",
    {
        "creationData": CREATION_DATA,
        "osType": one_of("Windows", "Linux"),
        "hyperVGeneration": one_of("V1", "V2"),
        "diskSizeGB": whole_number,
        "diskIOPSReadWrite": whole_number,
        "diskMBpsReadWrite": whole_number,
        "networkAccessPolicy": one_of("AllowAll", "DenyAll"),
        "publicNetworkAccess": one_of("Enabled", "Disabled"),
        "tier": text,
        "burstingEnabled": flag,
        "supportsHibernation": flag,
        "optimizedForFrequentAttach": flag,
        "maxShares": unmodelled("shared disks"),
        "encryption": Shape("Encryption", {"type": one_of("EncryptionAtRestWithPlatformKey")}),
        "supportedCapabilities": Shape(
            "SupportedCapabilities",
            {"diskControllerTypes": text, "acceleratedNetwork": flag, "architecture": one_of("x64", "Arm64")},
        ),
        "securityProfile": Shape("DiskSecurityProfile", {"securityType": one_of("TrustedLaunch", "Standard")}),
        "diskAccessId": unmodelled("disk accesses"),
        "dataAccessAuthMode": unmodelled("Entra authentication of disk access"),
        "purchasePlan": unmodelled("purchase plans"),
    },
    required=("creationData",),
    read_only=(
        "provisioningState", "timeCreated", "uniqueId", "diskState", "diskSizeBytes", "encryptionSettingsCollection",
        "LastOwnershipUpdateTime", "completionPercent", "shareInfo", "propertyUpdatesInProgress",
    ),
)  # fmt: skip
SKU = Shape("DiskSku", {"name": one_of(*DISK_SKUS)}, ("name",), read_only=("tier",))
DEFAULT_SKU = "Standard_LRS"
DISK_DEFAULTS: Json = {
    "hyperVGeneration": "V1",
    "networkAccessPolicy": "AllowAll",
    "publicNetworkAccess": "Enabled",
    "encryption": {"type": "EncryptionAtRestWithPlatformKey"},
}


def disk_sku(top: Json) -> str:
    sku: str = top.get("sku", {}).get("name", DEFAULT_SKU)
    return sku


def _judge_disk(wanted: Wanted, around: Surroundings) -> None:
    check_zones(around.world, wanted)
    _judge_creation(wanted, around)
    size = wanted.properties.get("diskSizeGB")
    most = MOST_GIB_ULTRA if disk_sku(wanted.top) in ("UltraSSD_LRS", "PremiumV2_LRS") else MOST_GIB
    if size is not None and not 1 <= size <= most:
        message = (
            f"The value '{size}' of parameter 'disk.diskSizeGB' is out of range. "
            f"The value must be between '1' and '{most}', inclusive."
        )
        raise AzureError(400, "InvalidParameter", message, target="disk.diskSizeGB")
    if disk_sku(wanted.top).endswith("_ZRS") and wanted.top.get("zones"):
        message = "A zone-redundant disk can not be put into one zone."
        raise AzureError(400, "InvalidParameter", message, target="zones")
    _judge_change(wanted, around.world.find(str(wanted.id)))


def _judge_creation(wanted: Wanted, around: Surroundings) -> None:
    creation = wanted.properties["creationData"]
    option = creation["createOption"]
    need = {
        "Copy": ("sourceResourceId",),
        "Upload": ("uploadSizeBytes",),
        "Import": ("sourceUri", "storageAccountId"),
        "FromImage": ("imageReference",),
        "Empty": (),
    }[option]
    for member in need:
        if member not in creation:
            raise missing(Voice.COMPUTE, f"disk.creationData.{member}")
    for member in ("sourceResourceId", "sourceUri", "uploadSizeBytes", "imageReference"):
        if member in creation and member not in need:
            message = f"Parameter 'disk.creationData.{member}' is not allowed when createOption is '{option}'."
            raise AzureError(400, "InvalidParameter", message, target=f"disk.creationData.{member}")
    if option == "Empty" and "diskSizeGB" not in wanted.properties:
        raise missing(Voice.COMPUTE, "disk.diskSizeGB")
    if option == "Copy":
        _judge_copy(creation["sourceResourceId"], wanted, around)
    if option == "Upload":
        _judge_upload(creation["uploadSizeBytes"])


def _judge_copy(source_id: str, wanted: Wanted, around: Surroundings) -> None:
    source = around.find(source_id)
    if source is None or source.id.type != DISK_TYPE:
        name = source_id.rsplit("/", 1)[-1]
        raise resource_not_found(DISK_TYPE, name, wanted.id.group)
    if source.location != wanted.location:
        message = f"Source resource {source.id} is in location '{source.location}', the disk in '{wanted.location}'."
        raise AzureError(400, "InvalidParameter", message, target="disk.creationData.sourceResourceId")


def _judge_upload(size: int) -> None:
    if size < LEAST_UPLOAD or (size - FOOTER) % MIB:
        message = (
            f"The value '{size}' of parameter 'disk.creationData.uploadSizeBytes' is invalid: it must be a "
            "whole number of "
            f"MiB and {FOOTER} bytes of VHD footer, at least {LEAST_UPLOAD}."
        )
        raise AzureError(400, "InvalidParameter", message, target="disk.creationData.uploadSizeBytes")


def _judge_change(wanted: Wanted, standing: Resource | None) -> None:
    if standing is None:
        return
    if standing.wanted["creationData"] != wanted.properties["creationData"]:
        raise change_not_allowed("disk.creationData")
    if standing.top.get("zones", []) != wanted.top.get("zones", []):
        raise change_not_allowed("disk.zones")
    size = wanted.properties.get("diskSizeGB", standing.properties["diskSizeGB"])
    if size < standing.properties["diskSizeGB"]:
        message = (
            f"Disk {standing.id.name} of size {standing.properties['diskSizeGB']} GB cannot be resized to {size} GB: "
            "the size of a disk can only be increased."
        )
        raise AzureError(409, "OperationNotAllowed", message)


def change_not_allowed(path: str) -> AzureError:
    """Azure's refusal to change what is fixed at creation."""
    return AzureError(409, "PropertyChangeNotAllowed", f"Changing property '{path}' is not allowed.", target=path)


def _compose_disk(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    held = standing.properties if standing else {"timeCreated": iso_time(world.instant), "uniqueId": world.new_guid()}
    size = wanted.properties.get("diskSizeGB") or held.get("diskSizeGB") or _source_size(world, wanted)
    return {
        **DISK_DEFAULTS,
        **wanted.properties,
        "diskSizeGB": size,
        "diskSizeBytes": size * GIB,
        "timeCreated": held["timeCreated"],
        "uniqueId": held["uniqueId"],
        "diskState": held.get("diskState") or first_state(wanted.properties),
    }


def first_state(properties: Json) -> str:
    return "ReadyToUpload" if properties["creationData"]["createOption"] == "Upload" else "Unattached"


def _source_size(world: World, wanted: Wanted) -> int:
    """Without a size of its own a disk is as large as what it comes from; 30 GiB is the usual Linux image."""
    creation = wanted.properties["creationData"]
    if creation["createOption"] == "Upload":
        return max(1, -(-(int(creation["uploadSizeBytes"]) - FOOTER) // GIB))
    source = world.find(creation.get("sourceResourceId", ""))
    return int(source.properties["diskSizeGB"]) if source else 30


def set_owner(world: World, disk: Resource, owner: str | None, state: str) -> None:
    """Attach a disk to a machine, or detach it."""
    disk.inside = {**disk.inside, "shown": {"managedBy": owner} if owner else {}}
    disk.properties = {**disk.properties, "diskState": state}
    world.keep(disk)


def owner_of(disk: Resource) -> str | None:
    owner: str | None = disk.inside.get("shown", {}).get("managedBy")
    return owner


def _forbid_delete(world: World, disk: Resource) -> None:
    owner = owner_of(disk)
    if owner:
        message = f"Disk {disk.id.name} is attached to VM {owner}."
        raise AzureError(409, "OperationNotAllowed", message)


DISK_KIND = Kind(
    type=DISK_TYPE,
    voice=Voice.COMPUTE,
    family=DISK,
    properties=DISK_PROPERTIES,
    seconds=durations.DISK,
    name_rule=re.compile(r"^[A-Za-z0-9_](?:[\w.\-]{0,78}\w)?$", re.ASCII),
    name_words="1 to 80 letters, digits, '_', '-' or '.'",
    statuses=(202, 202),
    top={"sku": SKU, "zones": list_of(text)},
    check=_judge_disk,
    compose=_compose_disk,
    forbid_delete=_forbid_delete,
)
