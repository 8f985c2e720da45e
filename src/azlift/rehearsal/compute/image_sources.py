"""What an image gives a machine or a disk: Azure's own images, captured images, versions in a gallery."""

from dataclasses import dataclass

from azlift.rehearsal.compute.platform_images import find_image, read_image_id
from azlift.rehearsal.compute.refusals import invalid, not_allowed, not_found
from azlift.rehearsal.identifiers import read_id
from azlift.rehearsal.kinds import Json, Seen, Surroundings
from azlift.rehearsal.strict import Voice, missing

IMAGE_TYPE = "Microsoft.Compute/images"
DEFINITION_TYPE, VERSION_TYPE = "Microsoft.Compute/galleries/images", "Microsoft.Compute/galleries/images/versions"


@dataclass(frozen=True)
class DiskSource:
    """One disk of an image; None is what only the finished image will know."""

    os_type: str | None
    generation: str | None
    gib: int | None


@dataclass(frozen=True)
class ImageSource:
    """An image: its OS disk, its data disks by LUN, whether it still is a particular machine (specialized), the version
    it resolves to, and the ids it stands on."""

    os_disk: DiskSource
    data_disks: tuple[tuple[int, int | None], ...] = ()
    specialized: bool = False
    version: str | None = None
    platform: bool = False


def find_source(around: Surroundings, reference: Json, region: str, os_type: str | None) -> ImageSource:
    """The image a reference names, by id or by publisher, offer, SKU and version."""
    if "id" in reference:
        return _by_id(around, reference["id"], region)
    for member in ("publisher", "offer", "sku", "version"):
        if member not in reference:
            raise missing(Voice.COMPUTE, f"imageReference.{member}")
    image = find_image(reference["publisher"], reference["offer"], reference["sku"], reference["version"], os_type)
    disk = DiskSource(image.os_type, image.generation, image.gib)
    return ImageSource(disk, version=image.version, platform=True)


def find_disk_source(around: Surroundings, image_id: str, lun: int | None, region: str) -> DiskSource:
    """The disk of an image a managed disk is made from: its OS disk, or the data disk of a LUN."""
    platform = read_image_id(image_id)
    if platform is not None:
        return DiskSource(platform.os_type, platform.generation, platform.gib)
    image = _by_id(around, image_id, region)
    if lun is None:
        return image.os_disk
    gib = dict(image.data_disks)
    if lun not in gib:
        raise invalid(f"The image {image_id} has no data disk at LUN {lun}.", "disk.creationData.imageReference.lun")
    return DiskSource(None, None, gib[lun])


def _by_id(around: Surroundings, image_id: str, region: str) -> ImageSource:
    kind = read_id(image_id).type.lower()
    found = around.find(image_id)
    if kind == IMAGE_TYPE.lower():
        if found is None:
            raise not_found("Image", image_id)
        return _captured(around, found, region)
    if kind == DEFINITION_TYPE.lower():
        return _newest(around, image_id, region)
    if kind == VERSION_TYPE.lower():
        return _version(around, image_id, found, region)
    raise invalid(f"The value '{image_id}' of parameter 'imageReference.id' is invalid.", "imageReference.id")


def _captured(around: Surroundings, image: Seen, region: str) -> ImageSource:
    if image.location != region:
        message = f"The image '{image.id}' is in location '{image.location}', not in '{region}'."
        raise invalid(message, "imageReference.id")
    standing = around.world.find(str(image.id))
    if standing is not None and standing.state != "Succeeded":
        raise not_allowed(
            f"The resource can not be created from Image {image.id} until Image has been successfully created."
        )
    storage = image.properties.get("storageProfile", {})
    os_disk = storage.get("osDisk", {})
    generation = image.properties.get("hyperVGeneration")
    disk = DiskSource(os_disk.get("osType"), generation, os_disk.get("diskSizeGB"))
    data = tuple((each["lun"], each.get("diskSizeGB")) for each in storage.get("dataDisks", []))
    return ImageSource(disk, data, os_disk.get("osState") == "Specialized")


def _newest(around: Surroundings, definition_id: str, region: str) -> ImageSource:
    """The newest version of a definition in the region that is not excluded from latest."""
    prefix = f"{definition_id.lower().rstrip('/')}/versions/"
    versions = [each for each in around.of_type(VERSION_TYPE) if str(each.id).lower().startswith(prefix)]
    offered = [each for each in versions if region in regions_of(each) and not _excluded(each)]
    if not offered:
        raise not_found("Gallery image", definition_id)
    newest = max(offered, key=lambda each: tuple(map(int, each.id.segments[-1][1].split("."))))
    return _version(around, str(newest.id), newest, region)


def _excluded(version: Seen) -> bool:
    excluded: bool = version.properties.get("publishingProfile", {}).get("excludeFromLatest", False)
    return excluded


def regions_of(version: Seen) -> list[str]:
    """The regions a gallery's version is replicated to."""
    targets = version.properties.get("publishingProfile", {}).get("targetRegions", [])
    return [each["name"].replace(" ", "").lower() for each in targets] or [version.location or ""]


def _version(around: Surroundings, version_id: str, version: Seen | None, region: str) -> ImageSource:
    if version is None or region not in regions_of(version):
        raise not_found(f"gallery image in '{region}' region:", version_id)
    parent = version.id.parent
    definition = around.find(str(parent)) if parent else None
    known = definition.properties if definition else {}
    storage = version.properties.get("storageProfile", {})
    os_disk = storage.get("osDiskImage", {})
    disk = DiskSource(known.get("osType"), known.get("hyperVGeneration", "V1"), os_disk.get("sizeInGB"))
    data = tuple((each["lun"], each.get("sizeInGB")) for each in storage.get("dataDiskImages", []))
    return ImageSource(disk, data, known.get("osState") == "Specialized", version.id.segments[-1][1])
