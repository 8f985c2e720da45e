"""What is refused of a machine's disks."""

from azlift.rehearsal.azure_errors import AzureError, not_modelled, resource_not_found
from azlift.rehearsal.catalogue import SizeFacts
from azlift.rehearsal.compute.access import UNDER_SAS, UPLOADING
from azlift.rehearsal.compute.creation import DISK_TYPE, OPTIONS
from azlift.rehearsal.compute.disk_performance import ADJUSTABLE, disk_sku, needs_zone
from azlift.rehearsal.compute.disks import first_state
from azlift.rehearsal.compute.encryption import ENCRYPTION_SET
from azlift.rehearsal.compute.image_sources import ImageSource, find_source
from azlift.rehearsal.compute.machine_parts import same_id
from azlift.rehearsal.compute.ownership import owners_of
from azlift.rehearsal.compute.refusals import invalid, not_allowed, out_of_range, referenced
from azlift.rehearsal.compute.sizes import PREMIUM_SKUS
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Seen, Surroundings, Wanted
from azlift.rehearsal.records import DONE, Resource
from azlift.rehearsal.strict import Voice, missing

MOST_LUN = 63  # Source: compute API, dataDisk.lun is 0..63
DATA_OPTIONS = {"Copy": "Copy", "Restore": "Restore"}  # data disks made from a source, by their disk create option


def judge_storage(wanted: Wanted, size: SizeFacts, around: Surroundings) -> ImageSource | None:
    """Refuse disks that can not be; answers the image of the machine, None where its OS disk is attached."""
    storage = wanted.properties["storageProfile"]
    if "osDisk" not in storage:
        raise missing(Voice.COMPUTE, "storageProfile.osDisk")
    image = _judge_os_disk(storage, wanted, size, around)
    _judge_data_disks(storage, wanted, size, around, image)
    return image


def image_of(wanted: Wanted, around: Surroundings) -> ImageSource | None:
    """The image a machine is made from; a further PUT need not name it again."""
    reference = image_reference(wanted.properties, around.world.find(str(wanted.id)))
    if reference is None:
        return None
    return find_source(around, reference, wanted.location or "", guessed_os(wanted.properties))


def image_reference(properties: Json, standing: Resource | None) -> Json | None:
    """The reference asked for, else the one the machine was made with."""
    storage = properties["storageProfile"]
    held = standing.properties["storageProfile"] if standing is not None else {}
    from_image = storage["osDisk"]["createOption"] == "FromImage"
    told: Json | None = storage.get("imageReference", held.get("imageReference") if from_image else None)
    return {name: value for name, value in told.items() if name != "exactVersion"} if told else None


def guessed_os(properties: Json) -> str | None:
    """The operating system as the request says it: by its OS disk, or by whose configuration it has."""
    told: str | None = properties["storageProfile"]["osDisk"].get("osType")
    if told is None and "windowsConfiguration" in properties.get("osProfile", {}):
        return "Windows"
    return told


def _judge_os_disk(storage: Json, wanted: Wanted, size: SizeFacts, around: Surroundings) -> ImageSource | None:
    disk = storage["osDisk"]
    if disk["createOption"] not in ("FromImage", "Attach"):
        message = f"The value '{disk['createOption']}' of parameter 'osDisk.createOption' is invalid."
        raise invalid(message, "osDisk.createOption")
    if disk["createOption"] == "FromImage":
        image = image_of(wanted, around)
        if image is None:
            raise missing(Voice.COMPUTE, "storageProfile.imageReference")
        _judge_from_image(disk, image, wanted, size, around)
        return image
    if "imageReference" in storage and around.world.find(str(wanted.id)) is None:
        raise invalid("Cannot attach an existing OS disk if the VM is created from a platform or user image.",
                      "imageReference")  # fmt: skip
    if "osType" not in disk:
        raise missing(Voice.COMPUTE, "osDisk.osType")
    found = _judge_attached(disk, "osDisk", wanted, size, around)
    _judge_generation(found.properties.get("hyperVGeneration", "V1"), wanted, size)
    return None


def _judge_from_image(disk: Json, image: ImageSource, wanted: Wanted, size: SizeFacts, around: Surroundings) -> None:
    managed, standing = disk.get("managedDisk", {}), around.world.find(str(wanted.id))
    if "id" in managed and standing is None:
        raise invalid("Parameter 'osDisk.managedDisk.id' is not allowed.", "osDisk.managedDisk.id")
    if standing is not None and os_disk_swapped(standing, wanted):
        _judge_attached(disk, "osDisk", wanted, size, around)
    _judge_sku(managed.get("storageAccountType"), disk, "osDisk", wanted, size)
    _judge_encryption(managed, "osDisk", wanted, around)
    least, asked = image.os_disk.gib, disk.get("diskSizeGB")
    if standing is None and least is not None and asked is not None and asked < least:
        message = (
            f"Disk with size {asked}GB, which is smaller than the size {least}GB of corresponding disk in Image, "
            "is not allowed."
        )
        raise not_allowed(message)
    if "diffDiskSettings" in disk:
        _judge_ephemeral(disk, standing)
    if image.os_disk.generation is not None:
        _judge_generation(image.os_disk.generation, wanted, size)


def _judge_ephemeral(disk: Json, standing: Resource | None) -> None:
    """Source: Azure's page on ephemeral OS disks (read-only caching, gone with the machine). How large one can be on a
    size is not in the catalogue."""
    if "option" not in disk["diffDiskSettings"]:
        raise missing(Voice.COMPUTE, "osDisk.diffDiskSettings.option")
    if disk.get("caching") != "ReadOnly":
        raise invalid("An ephemeral OS disk must have caching 'ReadOnly'.", "osDisk.caching")
    if disk.get("deleteOption", "Delete") != "Delete":
        raise invalid("An ephemeral OS disk must have deleteOption 'Delete'.", "osDisk.deleteOption")
    if standing is not None and "diffDiskSettings" not in standing.wanted["storageProfile"]["osDisk"]:
        raise invalid("An OS disk can not become ephemeral on an existing machine.", "osDisk.diffDiskSettings")


def _judge_generation(generation: str, wanted: Wanted, size: SizeFacts) -> None:
    if generation not in size.hyperv_generations:
        message = (
            f"The selected VM size '{size.name}' cannot boot Hypervisor Generation '{generation[1:]}'. If this was a "
            "Create operation please check that the Hypervisor Generation of the Image matches the Hypervisor "
            "Generation of the selected VM Size. If this was an Update operation please select a Hypervisor Generation "
            f"'{generation[1:]}' VM Size. For more information, see https://aka.ms/azuregen2vm"
        )
        raise invalid(message, code="BadRequest")
    security = wanted.properties.get("securityProfile", {})
    if security.get("securityType") == "ConfidentialVM":
        raise not_modelled("confidential machines (member 'securityProfile.securityType')")
    if security.get("securityType") == "TrustedLaunch" and generation != "V2":
        message = (
            "Use of TrustedLaunch setting is not supported for the provided image. Please select Trusted Launch "
            "Supported Gen2 OS Image. For more information, see https://aka.ms/TrustedLaunch-FAQ."
        )
        raise invalid(message, "securityProfile.securityType", code="BadRequest")


def _judge_data_disks(
    storage: Json, wanted: Wanted, size: SizeFacts, around: Surroundings, image: ImageSource | None
) -> None:
    disks = [disk for disk in storage.get("dataDisks", []) if not disk.get("toBeDetached")]
    of_image = dict(image.data_disks) if image else {}
    _judge_luns(disks, size, of_image)
    for disk in disks:
        _judge_data_disk(disk, wanted, size, around, of_image)
    every = [storage["osDisk"], *disks]
    ids = [key_of(disk["managedDisk"]["id"]) for disk in every if "id" in disk.get("managedDisk", {})]
    if len(set(ids)) < len(ids):
        raise invalid("The same disk is attached more than once to the machine.", "dataDisks")
    names = [disk["name"].lower() for disk in every if "name" in disk]
    for name in names:
        if names.count(name) > 1:
            raise invalid(f"A disk named '{name}' already exists.", "dataDisk.name")


def _judge_luns(disks: list[Json], size: SizeFacts, of_image: dict[int, int | None]) -> None:
    luns = [disk["lun"] for disk in disks]
    for lun in luns:
        if not 0 <= lun <= MOST_LUN:
            raise out_of_range("dataDisk.lun", lun, 0, MOST_LUN)
        if luns.count(lun) > 1:
            raise invalid(f"A disk at LUN {lun} already exists.", "dataDisk.lun")
    if len({*luns, *of_image}) > size.max_data_disks:
        raise not_allowed(
            f"The maximum number of data disks allowed to be attached to a VM of this size is {size.max_data_disks}.",
            "dataDisks",
        )


def _judge_data_disk(
    disk: Json, wanted: Wanted, size: SizeFacts, around: Surroundings, of_image: dict[int, int | None]
) -> None:
    option, managed = disk["createOption"], disk.get("managedDisk", {})
    standing = around.world.find(str(wanted.id))
    if option == "Attach":
        _judge_attached(disk, "dataDisk", wanted, size, around)
        return
    _judge_sku(managed.get("storageAccountType"), disk, "dataDisk", wanted, size)
    _judge_encryption(managed, "dataDisk", wanted, around)
    if standing is not None and "id" in managed:
        return  # one that came with the machine, sent back
    if option == "FromImage":
        if disk["lun"] not in of_image:
            message = f"The image has no data disk at LUN {disk['lun']}."
            raise invalid(message, "dataDisk.createOption")
        return
    if disk["lun"] in of_image and standing is None:
        message = "Cannot specify user image overrides for a disk already defined in the specified image reference."
        raise invalid(message, "dataDisk.lun")
    if option == "Empty" and "diskSizeGB" not in disk:
        raise missing(Voice.COMPUTE, "dataDisk.diskSizeGB")
    if option in DATA_OPTIONS:
        source = disk.get("sourceResource", {}).get("id")
        path = "dataDisk.sourceResource.id"
        types = OPTIONS[option].sources
        referenced(around, source, "source", *types, path=path, location=wanted.location)


def _judge_attached(disk: Json, member: str, wanted: Wanted, size: SizeFacts, around: Surroundings) -> Seen:
    """A disk that shall be attached: there, free, of the machine's region and zone, of a type the size can carry."""
    disk_id = disk.get("managedDisk", {}).get("id")
    if disk_id is None:
        raise missing(Voice.COMPUTE, f"{member}.managedDisk.id")
    found = around.find(disk_id)
    if found is None or found.id.type != DISK_TYPE:
        raise resource_not_found(DISK_TYPE, disk_id.rsplit("/", 1)[-1], wanted.id.group)
    if found.location != wanted.location:
        message = f"Disk {found.id} is in location '{found.location}', the machine in '{wanted.location}'."
        raise invalid(message, f"{member}.managedDisk.id")
    _judge_zone_of_disk(found, wanted)
    standing = around.world.find(disk_id)
    if standing is not None:
        _judge_free(standing, wanted, around)
    state = found.properties.get("diskState") or first_state(found.properties)
    if state in UPLOADING:
        message = f"Disk '{found.id}' cannot be attached: it is in state {state}; the upload must be ended first."
        raise not_allowed(message)
    _judge_sku(disk_sku(found.top), disk, member, wanted, size)
    _judge_capability(found, wanted)
    return found


def _judge_capability(found: Seen, wanted: Wanted) -> None:
    """Ultra disks need their capability on the machine."""
    able = wanted.properties.get("additionalCapabilities", {}).get("ultraSSDEnabled", False)
    if disk_sku(found.top) == "UltraSSD_LRS" and not able:
        message = "StorageAccountType UltraSSD_LRS can be used only when additionalCapabilities.ultraSSDEnabled is set."
        raise invalid(message, "managedDisk.storageAccountType")


def _judge_free(standing: Resource, wanted: Wanted, around: Surroundings) -> None:
    others = [owner for owner in owners_of(standing) if key_of(owner) != wanted.key]
    mine = len(others) < len(owners_of(standing))
    if others and not mine and len(others) >= standing.properties.get("maxShares", 1):
        message = f"Disk '{standing.id}' cannot be attached as the disk is already owned by VM '{others[0]}'."
        raise AzureError(409, "ConflictingUserInput", message)
    leaving = around.world.find(standing.inside.get("leaving", ""))
    if not mine and leaving is not None and leaving.state not in DONE:
        message = (
            f"Cannot attach data disk '{standing.id.name}' to VM '{wanted.id.name}' because the disk is currently "
            "being detached. Please wait until the disk is completely detached and then try again."
        )
        raise AzureError(409, "AttachDiskWhileBeingDetached", message)
    if not mine and standing.properties.get("diskState") in UNDER_SAS - UPLOADING:
        message = (
            f"There is an active shared access signature outstanding for disk {standing.id.name}. "
            "Call EndGetAccess before attaching or deleting the disk."
        )
        raise not_allowed(message)


def _judge_zone_of_disk(found: Seen, wanted: Wanted) -> None:
    """Source of the wordings: jenkins-infra/azure#1406, jrudlin/Azure#7; that of a machine in no zone is ours."""
    zones, of_machine = found.top.get("zones", []), wanted.top.get("zones", [])
    redundant = disk_sku(found.top).endswith("_ZRS")
    if zones == of_machine or (redundant and not zones):
        return
    because = f"it is in zone '{zones[0]}' and the VM is in none." if zones else f"it is not in zone '{of_machine[0]}'."
    if zones and of_machine:
        because = f"it is not in the same zone as the VM. VM zone: '{of_machine[0]}'. Disk zone: '{zones[0]}'."
    raise invalid(f"Disk {found.id} cannot be attached to the VM because {because}", code="BadRequest")


def _judge_sku(sku: str | None, disk: Json, member: str, wanted: Wanted, size: SizeFacts) -> None:
    """What a type of disk asks of its machine, and where it can not go.

    Source of the wordings: kubernetes-sigs/azuredisk-csi-driver#1715 (caching) and Azure/AKS#3880 (zone), as recorded
    there; that of the OS disk is ours.
    """
    if sku in PREMIUM_SKUS and not size.premium_io:
        message = (
            f"Requested operation cannot be performed because the VM size {size.name} does not support the storage "
            f"account type {sku} of disk '{member}'. Consider updating the VM to a size that supports Premium storage."
        )
        raise invalid(message, member)
    if sku not in ADJUSTABLE:
        return
    if member == "osDisk":
        raise invalid(f"A disk of type {sku} can not be an OS disk.", "osDisk.managedDisk.storageAccountType")
    caching = disk.get("caching", "None")
    if caching != "None":
        message = f"Storage Account type {sku} is not supported with caching type {caching}. "
        raise invalid(f"{message}Please use caching type None.", f"{member}.caching")
    if not wanted.top.get("zones") and needs_zone(sku, wanted.location or ""):
        message = (
            f"Managed disks with '{sku}' storage account type can be used only with Virtual Machines in an "
            "Availability Zone."
        )
        raise invalid(message, "managedDisk.storageAccountType")


def _judge_encryption(managed: Json, member: str, wanted: Wanted, around: Surroundings) -> None:
    given = managed.get("diskEncryptionSet")
    if given is not None:
        path = f"{member}.managedDisk.diskEncryptionSet.id"
        words = "Disk Encryption Set"
        referenced(around, given.get("id"), words, ENCRYPTION_SET, path=path, location=wanted.location)


def os_disk_swapped(standing: Resource, wanted: Wanted) -> bool:
    """Whether a PUT names another OS disk than the machine has."""
    before = standing.properties["storageProfile"]["osDisk"].get("managedDisk", {}).get("id")
    after = wanted.properties["storageProfile"]["osDisk"].get("managedDisk", {}).get("id")
    return after is not None and not same_id(before, after)
