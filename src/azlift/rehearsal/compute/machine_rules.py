"""What the compute provider refuses of a virtual machine before it allocates anything."""

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.catalogue import SizeFacts
from azlift.rehearsal.compute.allocation import is_allocated
from azlift.rehearsal.compute.identities import judge_identity
from azlift.rehearsal.compute.image_sources import ImageSource
from azlift.rehearsal.compute.interface_rules import judge_interfaces
from azlift.rehearsal.compute.machine_parts import disks_of, is_ephemeral, same_id
from azlift.rehearsal.compute.placement_rules import judge_moves, judge_placement, judge_plan
from azlift.rehearsal.compute.platform_images import PUBLISHERS, guessed_system
from azlift.rehearsal.compute.profile_rules import check_base64, judge_profile, judge_profile_change
from azlift.rehearsal.compute.quota import judge_quota, size_of
from azlift.rehearsal.compute.refusals import change_not_allowed, invalid, not_allowed
from azlift.rehearsal.compute.sizes import check_zones
from azlift.rehearsal.compute.storage_rules import guessed_os, judge_storage, os_disk_swapped
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Surroundings, Wanted
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Voice, missing

NEEDED = ("hardwareProfile", "storageProfile", "networkProfile")
LICENSES = frozenset((
    "windows_server", "windows_client", "rhel_byos", "sles_byos", "rhel_base", "rhel_eus", "rhel_sapapps", "rhel_sapha",
    "rhel_basesapapps", "rhel_basesapha", "sles", "sles_sap", "sles_hpc", "sles_standard", "ubuntu_pro", "none",
))  # fmt: skip
MOST_EXTENSION_MINUTES = (15, 120)  # extensionsTimeBudget. Source: the compute API.


def judge_machine(wanted: Wanted, around: Surroundings) -> None:
    """Every rule, in the order Azure tells of them: size, zone, disks, names, interfaces, places, quota."""
    for member in NEEDED:
        if member not in wanted.properties:
            raise missing(Voice.COMPUTE, member)
    standing = around.world.find(str(wanted.id))
    size = judge_size(wanted, around)
    check_zones(around.world, wanted)
    _judge_zone_of_size(wanted, size)
    image = judge_storage(wanted, size, around)
    system = system_of(wanted.properties, image)
    needed = image is not None and not image.specialized
    judge_profile(wanted.properties.get("osProfile"), system, needed=needed, is_new=standing is None)
    judge_interfaces(wanted, size, around)
    judge_identity(wanted, around)
    _judge_rest(wanted, image)
    judge_placement(wanted, around)
    if standing is not None:
        _judge_change(wanted, standing, size, around)
    if not around.planned:
        judge_quota(around.world, [wanted], 409, "OperationNotAllowed")


def system_of(properties: Json, image: ImageSource | None) -> str:
    """Windows or Linux: by the image, else as the request says it, else by the publisher's name."""
    if image is not None and image.os_disk.os_type is not None:
        return image.os_disk.os_type
    publisher = properties["storageProfile"].get("imageReference", {}).get("publisher", "")
    return guessed_os(properties) or guessed_system(publisher)


def judge_size(wanted: Wanted, around: Surroundings) -> SizeFacts:
    """The size asked for, offered in the region."""
    name = wanted.properties["hardwareProfile"].get("vmSize")
    if name is None:
        raise missing(Voice.COMPUTE, "hardwareProfile.vmSize")
    size = around.world.catalogue.find(name)
    region = wanted.location or ""
    if size is None:
        sizes = ",".join(each.name for each in around.world.catalogue.in_region(region)[:100])
        raise invalid(
            f"The value {name} provided for the VM size is not valid. The valid sizes in the current "
            f"region are: {sizes}. "
            "Find out more on the valid VM sizes in each region at https://aka.ms/azure-regionservices.",
            "vmSize",
        )
    if region not in size.regions or _is_restricted(wanted, size, around):
        raise sku_not_available(wanted, name)
    limits = wanted.properties["hardwareProfile"].get("vmSizeProperties", {})
    if not 1 <= limits.get("vCPUsAvailable", 1) <= size.vcpus:
        message = (
            f"The value '{limits['vCPUsAvailable']}' of parameter 'vCPUsAvailable' is not within 1 and {size.vcpus}."
        )
        raise invalid(message, "hardwareProfile.vmSizeProperties.vCPUsAvailable")
    return size


def _is_restricted(wanted: Wanted, size: SizeFacts, around: Surroundings) -> bool:
    """Whether the subscription may not have a size here; without a zone only a restriction of the whole region counts.

    A machine that has the size already keeps it.
    """
    restriction = around.world.supply.restriction(wanted.location or "", size.name)
    standing = around.world.find(str(wanted.id))
    if restriction is None or (standing is not None and size_of(around.world, standing) == size):
        return False
    return not restriction.zones or bool(set(restriction.zones) & set(wanted.top.get("zones", [])))


def _judge_zone_of_size(wanted: Wanted, size: SizeFacts) -> None:
    if set(wanted.top.get("zones", [])) - set(size.regions[wanted.location or ""]):
        raise sku_not_available(wanted, size.name)


def sku_not_available(wanted: Wanted, size: str) -> AzureError:
    """Azure's refusal of a size that is not to be had in a place."""
    zones = ",".join(wanted.top.get("zones", []))
    return AzureError(
        409,
        "SkuNotAvailable",
        f"The requested VM size for resource '{wanted.id.type}/{wanted.id.name}' ({size}) is currently not "
        "available in "
        f"location '{wanted.location}' zones '{zones}' for subscription '{wanted.id.subscription}'. Please "
        "try another size "
        "or deploy to a different location or different zone. See https://aka.ms/azureskunotavailable for details.",
    )


def _judge_rest(wanted: Wanted, image: ImageSource | None) -> None:
    properties = wanted.properties
    reference = properties["storageProfile"].get("imageReference", {})
    in_table = image is not None and image.platform and reference.get("publisher", "").lower() in PUBLISHERS
    name = properties["storageProfile"]["osDisk"].get("name", "")
    judge_plan(wanted, platform_table=in_table, os_disk=name)
    license_type = properties.get("licenseType")
    if license_type is not None and license_type.lower() not in LICENSES:
        raise invalid(f"The license type {license_type} is invalid.", "licenseType")
    check_base64(properties.get("userData"), "User data", "userData")
    boot = properties.get("diagnosticsProfile", {}).get("bootDiagnostics", {})
    if "storageUri" in boot and not boot["storageUri"].lower().startswith(("http://", "https://")):
        raise invalid(
            f"The URI {boot['storageUri']} does not look to be correct blob URI.", "bootDiagnostics.storageUri"
        )
    orders = [each.get("order") for each in properties.get("applicationProfile", {}).get("galleryApplications", [])]
    if any(order is not None and orders.count(order) > 1 for order in orders):
        raise invalid("The order of gallery applications must be unique.", "applicationProfile.galleryApplications")


def _judge_change(wanted: Wanted, standing: Resource, size: SizeFacts, around: Surroundings) -> None:
    """What can not change on a standing machine, or not while it runs."""
    if standing.inside.get("generalized"):
        message = f"Operation 'Update VM' is not allowed on VM '{standing.id.name}' since the VM is generalized."
        raise not_allowed(message)
    if standing.top.get("zones", []) != wanted.top.get("zones", []):
        raise change_not_allowed("zones")
    if os_disk_swapped(standing, wanted) and is_allocated(standing):
        raise change_not_allowed("osDisk.managedDisk.id")
    _judge_image_change(standing, wanted)
    judge_profile_change(wanted.properties.get("osProfile"), standing)
    judge_moves(standing, wanted)
    _judge_growth(standing, wanted)
    _judge_resize(standing, wanted, size, around)
    capable = (each.get("additionalCapabilities", {}).get("ultraSSDEnabled", False)
               for each in (standing.properties, wanted.properties))  # fmt: skip
    if len(set(capable)) > 1 and is_allocated(standing):
        raise not_allowed(f"Changing 'ultraSSDEnabled' of VM '{standing.id.name}' needs the VM to be deallocated.")


def _judge_image_change(standing: Resource, wanted: Wanted) -> None:
    before, after = (each["storageProfile"].get("imageReference") for each in (standing.wanted, wanted.properties))
    if before is None or after is None:
        return
    if {name: key_of(value) for name, value in before.items()} != {
        name: key_of(value) for name, value in after.items()
    }:
        raise change_not_allowed("imageReference")


def _judge_growth(standing: Resource, wanted: Wanted) -> None:
    """A disk that came with the machine grows through it only when the machine is deallocated."""
    sizes = {disk.get("lun", "os"): disk for disk in disks_of(standing.properties)}
    for disk in disks_of(wanted.properties):
        held = sizes.get(disk.get("lun", "os"))
        asked = disk.get("diskSizeGB")
        same = held is not None and same_id(
            held.get("managedDisk", {}).get("id"),
            disk.get("managedDisk", {}).get("id", held.get("managedDisk", {}).get("id")),
        )
        if held is None or not same or asked is None or asked == held["diskSizeGB"]:
            continue
        if is_allocated(standing):
            message = "Disk resizing is allowed only when creating a VM or when the VM is deallocated."
            raise AzureError(409, "Conflict", message)
        if asked < held["diskSizeGB"]:
            message = f"Disk {held['name']} of size {held['diskSizeGB']} GB cannot be resized to {asked} GB."
            raise not_allowed(message)


def _judge_resize(standing: Resource, wanted: Wanted, size: SizeFacts, around: Surroundings) -> None:
    """Another size within the family is a restart; another family needs another cluster, so the machine, and all of
    its availability set, must be deallocated. That a family is one cluster is our estimate."""
    before = around.world.catalogue.find(standing.properties["hardwareProfile"]["vmSize"])
    if before is None or before == size or before.family == size.family:
        return
    advice = "Read more on VM resizing strategy at https://aka.ms/azure-resizevm."
    if is_allocated(standing):
        raise not_allowed(
            f"Unable to resize the VM because the requested size {size.name} is not available in the cluster where the "
            f"VM is currently allocated. To resize your VM to {size.name} please deallocate (this is Stop operation in "
            f"the Azure portal) and try the resize operation again. {advice}"
        )
    if is_ephemeral(standing.properties):
        raise not_allowed(f"VM '{standing.id.name}' with an ephemeral OS disk can not be resized to another family.")
    group = standing.properties.get("availabilitySet", {}).get("id")
    users = around.world.index.users_of(group) - {standing.key} if group else frozenset()
    if any(is_allocated(around.world.resources[key]) for key in users):
        sizes = [
            each.name
            for each in around.world.catalogue.in_region(wanted.location or "")
            if each.family == before.family
        ]
        raise not_allowed(
            f"Unable to resize the VM because the requested size {size.name} is not available in the cluster where the "
            f"availability set is currently allocated. The available sizes are: {','.join(sizes)}. {advice}"
        )
