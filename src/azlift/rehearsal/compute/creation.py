"""What a disk or snapshot is made from: which members each create option needs, and what the source gives it.

A blob is imported without its storage account's id where it is in the own subscription: the samples of disks and of
snapshots in Azure's REST documentation do, with every api-version, though the text on the member calls it required. How
large such a blob is nobody here can measure: without a size it has that of Azure's own Linux images, which is inferred.
"""

from dataclasses import dataclass

from azlift.rehearsal.azure_errors import AzureError, not_modelled, resource_not_found
from azlift.rehearsal.compute.image_sources import DiskSource, find_disk_source
from azlift.rehearsal.compute.refusals import invalid, not_allowed, out_of_range
from azlift.rehearsal.identifiers import read_id
from azlift.rehearsal.kinds import Json, Seen, Surroundings, Wanted
from azlift.rehearsal.strict import Voice, missing

DISK_TYPE, SNAPSHOT_TYPE = "Microsoft.Compute/disks", "Microsoft.Compute/snapshots"
POINT_TYPE = "Microsoft.Compute/restorePointCollections/restorePoints/diskRestorePoints"
GIB, MIB, FOOTER = 1024**3, 1024**2, 512
# A VHD is whole MiB and a footer of 512 bytes. Source: the compute API, creationData.uploadSizeBytes.
LEAST_UPLOAD, MOST_UPLOAD = 20_972_032, 35_183_298_347_520
IMPORTED = frozenset({"Import", "ImportSecure"})
IMPORTED_GIB = 30
UPLOADED = frozenset({"Upload", "UploadPreparedSecure"})


@dataclass(frozen=True)
class Option:
    """A create option: the members of creationData it needs, and the types its source may have."""

    needs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


OPTIONS = {
    "Empty": Option(),
    "Copy": Option(("sourceResourceId",), (DISK_TYPE, SNAPSHOT_TYPE)),
    "CopyStart": Option(("sourceResourceId",), (SNAPSHOT_TYPE,)),
    "Restore": Option(("sourceResourceId",), (POINT_TYPE,)),
    "Import": Option(("sourceUri",)),
    "ImportSecure": Option(("sourceUri", "storageAccountId", "securityDataUri")),
    "Upload": Option(("uploadSizeBytes",)),
    "UploadPreparedSecure": Option(("uploadSizeBytes",)),
    "FromImage": Option(),
}
UNMODELLED = {
    "Attach": "disks made from the blob of an unmanaged disk",
    "CopyFromSanSnapshot": "elastic SANs",
}
# Members that say where the content comes from; each belongs to the options that need it.
ORIGINS = ("sourceResourceId", "sourceUri", "uploadSizeBytes", "securityDataUri")
IMAGES = ("imageReference", "galleryImageReference")


def judge_creation(wanted: Wanted, around: Surroundings, word: str) -> None:
    """Refuse what contradicts its create option; `word` is what the messages call the resource."""
    creation = wanted.properties["creationData"]
    name = creation["createOption"]
    if name in UNMODELLED:
        raise not_modelled(UNMODELLED[name])
    option = OPTIONS[name]
    for member in option.needs:
        if member not in creation:
            raise missing(Voice.COMPUTE, f"{word}.creationData.{member}")
    for member in (*ORIGINS, *IMAGES):
        if member in creation and member not in option.needs and not (name == "FromImage" and member in IMAGES):
            message = f"Parameter '{word}.creationData.{member}' is not allowed when createOption is '{name}'."
            raise invalid(message, f"{word}.creationData.{member}")
    if name == "Empty" and "diskSizeGB" not in wanted.properties:
        raise missing(Voice.COMPUTE, f"{word}.diskSizeGB")
    if name in UPLOADED:
        _judge_upload(creation["uploadSizeBytes"], word)
    if name in ("UploadPreparedSecure", "ImportSecure") and "securityProfile" not in wanted.properties:
        raise missing(Voice.COMPUTE, f"{word}.securityProfile")
    if name == "FromImage":
        find_image(wanted, around, word)
    if option.sources:
        _judge_source(wanted, around, option, word)


def _judge_upload(size: int, word: str) -> None:
    path = f"{word}.creationData.uploadSizeBytes"
    if not LEAST_UPLOAD <= size <= MOST_UPLOAD:
        raise out_of_range(path, size, LEAST_UPLOAD, MOST_UPLOAD)
    if (size - FOOTER) % MIB:
        message = (
            f"The value '{size}' of parameter '{path}' is invalid: it must be a whole number of MiB and {FOOTER} bytes "
            "of VHD footer."
        )
        raise invalid(message, path)


def _judge_source(wanted: Wanted, around: Surroundings, option: Option, word: str) -> None:
    creation, path = wanted.properties["creationData"], f"{word}.creationData.sourceResourceId"
    source = find_source(creation["sourceResourceId"], around, option, wanted)
    if source.location != wanted.location and creation["createOption"] != "CopyStart":
        message = (
            f"Source resource {source.id} is in location '{source.location}', the {word} in '{wanted.location}'. "
            "Only an incremental snapshot can be copied to another location, with createOption 'CopyStart'."
        )
        raise invalid(message, path)
    if creation["createOption"] == "CopyStart" and not source.properties.get("incremental"):
        message = (
            f"Snapshot {source.id.name} is not incremental: createOption 'CopyStart' copies incremental ones only."
        )
        raise invalid(message, path)
    _judge_readable(source, around)
    least, size = source.properties.get("diskSizeGB"), wanted.properties.get("diskSizeGB")
    if least is not None and size is not None and size < least:
        message = f"The {word} of size {size} GB is smaller than its source {source.id.name} of size {least} GB."
        raise invalid(message, f"{word}.diskSizeGB")


def _judge_readable(source: Seen, around: Surroundings) -> None:
    """A source has all its bytes: not one that is still being uploaded or copied."""
    standing = around.world.find(str(source.id))
    state = source.properties.get("diskState")
    if state in ("ReadyToUpload", "ActiveUpload"):
        raise not_allowed(f"The source {source.id} can not be copied in state {state}: its upload must be ended first.")
    if standing is not None and copied(standing.inside.get("copy"), around.world.instant) < 100:
        raise not_allowed(f"The source {source.id} can not be copied before its own background copy is complete.")


def copied(copy: Json | None, instant: float) -> float:
    """Per cent of a background copy that are done; 100 where there is none."""
    if not copy:
        return 100.0
    done: float = 100 * (instant - copy["begun"]) / copy["seconds"]
    return max(0.0, min(100.0, round(done, 1)))


def find_source(source_id: str, around: Surroundings, option: Option, wanted: Wanted) -> Seen:
    """The resource to copy; Azure's 404 where it is none of the option's types or does not stand."""
    source = around.find(source_id)
    if source is None or source.id.type not in option.sources:
        expected = read_id(source_id).type if source_id.count("/") > 6 else option.sources[0]
        raise resource_not_found(expected, source_id.rsplit("/", 1)[-1], wanted.id.group)
    return source


def find_image(wanted: Wanted, around: Surroundings, word: str) -> DiskSource:
    """The disk of the image a disk is made from."""
    creation = wanted.properties["creationData"]
    given = [creation[member] for member in IMAGES if member in creation]
    if len(given) != 1:
        raise missing(Voice.COMPUTE, f"{word}.creationData.imageReference")
    if "id" not in given[0]:
        raise missing(Voice.COMPUTE, f"{word}.creationData.imageReference.id")
    return find_disk_source(around, given[0]["id"], given[0].get("lun"), wanted.location or "")


def inherited(wanted: Wanted, around: Surroundings) -> Json:
    """What a disk takes over from its source unless it says otherwise: size, operating system, generation."""
    creation = wanted.properties["creationData"]
    if creation["createOption"] == "FromImage":
        image = find_image(wanted, around, "disk")
        found = {"osType": image.os_type, "hyperVGeneration": image.generation, "diskSizeGB": image.gib}
        return {name: value for name, value in found.items() if value is not None}
    if creation["createOption"] in UPLOADED:
        return {"diskSizeGB": max(1, -(-(creation["uploadSizeBytes"] - FOOTER) // GIB))}
    if creation["createOption"] in IMPORTED:
        return {"diskSizeGB": IMPORTED_GIB}
    source = around.world.find(creation.get("sourceResourceId", ""))
    taken = ("diskSizeGB", "osType", "hyperVGeneration", "supportedCapabilities", "purchasePlan", "securityProfile")
    return {name: source.properties[name] for name in taken if source and name in source.properties}


def answered_creation(wanted: Wanted, around: Surroundings) -> Json:
    """The creationData an answer shows: with the source's unique id and its id in Azure's casing."""
    creation: Json = dict(wanted.properties["creationData"])
    source = around.world.find(creation.get("sourceResourceId", ""))
    if source is None:
        return creation
    unique = source.properties.get("uniqueId")
    return {**creation, "sourceResourceId": str(source.id), **({"sourceUniqueId": unique} if unique else {})}


def only_grows(name: str, before: int, after: int) -> None:
    """Refuse a smaller size."""
    if after < before:
        message = f"Disk {name} of size {before} GB cannot be resized to {after} GB: a disk can only be increased."
        raise AzureError(409, "OperationNotAllowed", message)
