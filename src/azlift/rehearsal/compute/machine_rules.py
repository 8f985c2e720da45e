"""What the compute provider refuses of a virtual machine before it allocates anything."""

from typing import Any

from azlift.rehearsal.azure_errors import AzureError, resource_not_found
from azlift.rehearsal.catalogue import SizeFacts
from azlift.rehearsal.compute.disks import DISK_TYPE, change_not_allowed, disk_sku, first_state, owner_of
from azlift.rehearsal.compute.quota import judge_quota, size_of
from azlift.rehearsal.compute.sizes import PREMIUM_SKUS, check_zones
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Seen, Surroundings, Wanted
from azlift.rehearsal.network.naming import invalid_reference
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Voice, missing

MOST_LUN = 63  # Source: compute API, dataDisk.lun is 0..63
WINDOWS_NAME, LINUX_NAME = 15, 64  # Source: compute API, osProfile.computerName
INTERFACE_TYPE = "Microsoft.Network/networkInterfaces"


def judge_machine(wanted: Wanted, around: Surroundings) -> None:
    """Every rule, in the order Azure tells of them: size, zone, disks, names, interfaces, quota."""
    size = _judge_size(wanted, around)
    check_zones(around.world, wanted)
    _judge_zone_of_size(wanted, size)
    _judge_os_disk(wanted, size, around)
    _judge_data_disks(wanted, size, around)
    _judge_os_profile(wanted, is_new=around.world.find(str(wanted.id)) is None)
    _judge_interfaces(wanted, size, around)
    _judge_change(wanted, around.world.find(str(wanted.id)))
    if not around.planned:
        judge_quota(around.world, [wanted], 409, "OperationNotAllowed")


def invalid(message: str, target: str | None = None, status: int = 400, code: str = "InvalidParameter") -> AzureError:
    return AzureError(status, code, message, target=target)


def _judge_size(wanted: Wanted, around: Surroundings) -> SizeFacts:
    name = wanted.properties["hardwareProfile"]["vmSize"]
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
        raise _sku_not_available(wanted, name)
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
        raise _sku_not_available(wanted, size.name)


def _sku_not_available(wanted: Wanted, size: str) -> AzureError:
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


def _judge_os_disk(wanted: Wanted, size: SizeFacts, around: Surroundings) -> None:
    storage = wanted.properties["storageProfile"]
    disk = storage["osDisk"]
    if disk["createOption"] == "FromImage":
        if "imageReference" not in storage:
            raise missing(Voice.COMPUTE, "storageProfile.imageReference")
        _judge_type(disk.get("managedDisk", {}).get("storageAccountType"), size, "osDisk")
        return
    if "imageReference" in storage:
        raise invalid("Parameter 'imageReference' is not allowed.", "imageReference")
    if "osType" not in disk:
        raise missing(Voice.COMPUTE, "osDisk.osType")
    found = _judge_attached(disk, "osDisk", wanted, size, around)
    generation = found.properties.get("hyperVGeneration", "V1")
    if generation not in size.hyperv_generations:
        message = (
            f"The selected VM size '{size.name}' cannot boot Hypervisor Generation '{generation[1:]}'. If "
            "this was a Create "
            "operation please check that the Hypervisor Generation of the Image matches the Hypervisor "
            "Generation of the "
            "selected VM Size. For more information, see https://aka.ms/azuregen2vm"
        )
        raise invalid(message, code="BadRequest")
    security = wanted.properties.get("securityProfile", {}).get("securityType")
    if security == "TrustedLaunch" and generation != "V2":
        raise invalid("Trusted Launch needs an OS disk of Hypervisor Generation 2.", "securityProfile.securityType")


def _judge_data_disks(wanted: Wanted, size: SizeFacts, around: Surroundings) -> None:
    storage = wanted.properties["storageProfile"]
    disks = storage.get("dataDisks", [])
    if len(disks) > size.max_data_disks:
        message = (
            "The maximum number of data disks allowed to be attached to a VM of this size is "
            f"{size.max_data_disks}; {len(disks)} were asked for."
        )
        raise invalid(message, "dataDisks", 409, "OperationNotAllowed")
    luns = [disk["lun"] for disk in disks]
    for lun in luns:
        if not 0 <= lun <= MOST_LUN:
            message = (
                f"The value '{lun}' of parameter 'dataDisk.lun' is out of range. "
                f"The value must be between '0' and '{MOST_LUN}', inclusive."
            )
            raise invalid(message, "dataDisk.lun")
        if luns.count(lun) > 1:
            raise invalid(f"More than one data disk is assigned to LUN {lun}.", "dataDisk.lun")
    for disk in disks:
        if disk["createOption"] == "Empty":
            if "diskSizeGB" not in disk:
                raise missing(Voice.COMPUTE, "dataDisk.diskSizeGB")
            _judge_type(disk.get("managedDisk", {}).get("storageAccountType"), size, "dataDisk")
        else:
            _judge_attached(disk, "dataDisk", wanted, size, around)
    ids = [
        key_of(disk["managedDisk"]["id"]) for disk in [storage["osDisk"], *disks] if "id" in disk.get("managedDisk", {})
    ]
    if len(set(ids)) < len(ids):
        raise invalid("The same disk is attached more than once to the machine.", "dataDisks")


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
    owner = owner_of(standing) if standing else None
    if owner is not None and key_of(owner) != wanted.key:
        message = f"Disk '{found.id}' cannot be attached as the disk is already owned by VM '{owner}'."
        raise invalid(message, code="ConflictingUserInput", status=409)
    state = found.properties.get("diskState") or first_state(found.properties)
    if state in ("ReadyToUpload", "ActiveUpload"):
        message = f"Disk '{found.id}' cannot be attached: it is in state {state}; the upload must be ended first."
        raise invalid(message, code="OperationNotAllowed", status=409)
    _judge_type(disk_sku(found.top), size, member)
    return found


def _judge_zone_of_disk(found: Seen, wanted: Wanted) -> None:
    zones, of_machine = found.top.get("zones", []), wanted.top.get("zones", [])
    redundant = disk_sku(found.top).endswith("_ZRS")
    if zones != of_machine and not (redundant and not zones):
        where = f"zone '{zones[0]}'" if zones else "no zone"
        message = (
            f"Disk '{found.id}' cannot be attached to the VM because it is in {where} and the VM is in "
            f"{f'zone {of_machine[0]!r}' if of_machine else 'no zone'}."
        )
        raise invalid(message, code="BadRequest")


def _judge_type(sku: str | None, size: SizeFacts, member: str) -> None:
    if sku in PREMIUM_SKUS and not size.premium_io:
        message = (
            f"Requested operation cannot be performed because the VM size {size.name} does not support the "
            "storage account "
            f"type {sku} of disk '{member}'. Consider updating the VM to a size that supports Premium storage."
        )
        raise invalid(message, member)


def os_type(properties: Json) -> str:
    """Windows or Linux: as the OS disk says, else from the publisher of the image."""
    storage = properties["storageProfile"]
    publisher = storage.get("imageReference", {}).get("publisher", "")
    guessed = "Windows" if publisher.lower().startswith("microsoftwindows") else "Linux"
    kind: str = storage["osDisk"].get("osType", guessed)
    return kind


def _judge_os_profile(wanted: Wanted, *, is_new: bool) -> None:
    """A password is asked for at creation only: a later PUT sends back what a GET answered, which never has it."""
    profile: dict[str, Any] | None = wanted.properties.get("osProfile")
    attached = wanted.properties["storageProfile"]["osDisk"]["createOption"] == "Attach"
    if attached:
        if profile is not None:
            raise invalid("Parameter 'osProfile' is not allowed.", "osProfile")
        return
    if profile is None:
        raise missing(Voice.COMPUTE, "osProfile")
    for member in ("computerName", "adminUsername"):
        if not profile.get(member):
            raise missing(Voice.COMPUTE, f"osProfile.{member}")
    windows = os_type(wanted.properties) == "Windows"
    longest = WINDOWS_NAME if windows else LINUX_NAME
    name = profile["computerName"]
    if len(name) > longest or name.isdigit():
        system = "Windows" if windows else "Linux"
        message = (
            f"{system} computer name cannot be more than {longest} characters long, be entirely numeric, or contain "
            "special characters."
        )
        raise invalid(message, "computerName")
    has_key = bool(profile.get("linuxConfiguration", {}).get("ssh", {}).get("publicKeys"))
    if is_new and "adminPassword" not in profile and (windows or not has_key):
        raise missing(Voice.COMPUTE, "osProfile.adminPassword")
    wrong = "linuxConfiguration" if windows else "windowsConfiguration"
    if wrong in profile:
        raise invalid(f"Parameter '{wrong}' is not allowed for this operating system.", wrong)


def _judge_interfaces(wanted: Wanted, size: SizeFacts, around: Surroundings) -> None:
    interfaces = wanted.properties["networkProfile"]["networkInterfaces"]
    if len(interfaces) > size.max_nics:
        message = (
            f"The number of network interfaces for virtual machine {wanted.id.name} exceeds the maximum "
            "allowed for the "
            f"virtual machine size {size.name}. The number of network interfaces is {len(interfaces)} and the maximum "
            f"allowed is {size.max_nics}."
        )
        raise invalid(message, "networkInterfaces")
    primary = [each for each in interfaces if each.get("properties", {}).get("primary")]
    if (len(interfaces) > 1 and len(primary) != 1) or len(primary) > 1:
        message = f"Virtual machine {wanted.id.name} must have one network interface set as the primary."
        raise invalid(message, code="VirtualMachineMustHaveOneNetworkInterfaceAsPrimary")
    ids = [key_of(each["id"]) for each in interfaces]
    if len(set(ids)) < len(ids):
        raise invalid("The same network interface is used more than once.", "networkInterfaces")
    for each in interfaces:
        found = around.find(each["id"])
        if found is None or found.id.type != INTERFACE_TYPE or found.location != wanted.location:
            raise invalid_reference(each["id"], wanted.id)
        users = around.world.index.users_of(each["id"]) - {wanted.key}
        if users:
            owner = around.world.resources[min(users)].id
            message = f"Network Interface {found.id} is used by existing VM {owner}."
            raise invalid(message, code="NicInUse")


def shown_profile(profile: Json) -> Json:
    """An osProfile as a GET answers it: defaults filled in, secrets left out."""
    kept = {name: value for name, value in profile.items() if name not in ("adminPassword", "customData")}
    return {"allowExtensionOperations": True, **kept, "requireGuestProvisionSignal": True}


def _judge_change(wanted: Wanted, standing: Resource | None) -> None:
    """What can not change on a standing machine."""
    if standing is None:
        return
    if standing.top.get("zones", []) != wanted.top.get("zones", []):
        raise change_not_allowed("zones")
    before = standing.wanted["storageProfile"]["osDisk"]
    after = wanted.properties["storageProfile"]["osDisk"]
    same_disk = key_of(before.get("managedDisk", {}).get("id", "")) == key_of(
        after.get("managedDisk", {}).get("id", "")
    )
    swapped = "id" in before.get("managedDisk", {}) and not same_disk
    if swapped and standing.inside.get("power") != "deallocated":
        raise change_not_allowed("osDisk.managedDisk.id")
    held = standing.properties.get("osProfile", {})
    if shown_profile(wanted.properties.get("osProfile", {})) != held and (held or "osProfile" in wanted.properties):
        raise change_not_allowed("osProfile")
