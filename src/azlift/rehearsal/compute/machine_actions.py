"""What else a machine can be asked: generalize, capture, patches, boot diagnostics, eviction, disks by an action."""

from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.compute.access import STORAGE
from azlift.rehearsal.compute.allocation import is_allocated
from azlift.rehearsal.compute.answers import remember
from azlift.rehearsal.compute.instance_view import instance_view
from azlift.rehearsal.compute.members import size_rows
from azlift.rehearsal.compute.models import shape
from azlift.rehearsal.compute.operating import PLAIN, begin, compute_due
from azlift.rehearsal.compute.power import POWER_ACTIONS, POWERS, change_power, forbid_overlap
from azlift.rehearsal.compute.quota import MACHINE_TYPE
from azlift.rehearsal.compute.refusals import forbidden, invalid, not_allowed, out_of_range
from azlift.rehearsal.compute.run_commands import run_command
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Action, by_action
from azlift.rehearsal.records import DONE, Event, Operation, Resource
from azlift.rehearsal.strict import Voice
from azlift.rehearsal.world import World
from azlift.rehearsal.writing import delete_resource, patch_resource

# Where a view tells of a patch action, and what it calls its number.
PATCHING = {
    "assessPatches": ("availablePatchSummary", "assessmentActivityId"),
    "installPatches": ("lastPatchInstallationSummary", "installationActivityId"),
}
EVICTION_NOTICE = 30.0  # seconds. Source: Azure's page on Spot machines (at least 30 seconds of notice).
LEAST_SAS_MINUTES, MOST_SAS_MINUTES = 1, 1440  # Source: the compute API, sasUriExpirationTimeInMinutes


def generalize(world: World, machine: Resource, body: Json) -> None:
    """Mark a machine that is off as an image to be; it never starts again."""
    forbid_overlap(machine)
    if machine.inside.get("power") == "running":
        raise forbidden("running", "generalize", machine.id.name)
    remember(world, machine, generalized=True)


def capture(world: World, machine: Resource, body: Json) -> None:
    """Refused: every machine here has managed disks."""
    shape("VirtualMachineCaptureParameters").read(body, "", Voice.COMPUTE)
    if not machine.inside.get("generalized"):
        raise not_allowed("Capture operation cannot be completed because the VM is not generalized.")
    raise not_allowed(
        "The Capture action is only supported on a Virtual Machine with blob based disks. Please use the 'Image' "
        "resource APIs to create an Image from a managed Virtual Machine."
    )


def convert_to_managed(world: World, machine: Resource, body: Json) -> None:
    """Refused: every machine here has managed disks."""
    if is_allocated(machine):
        raise forbidden("not deallocated", "convertToManagedDisks", machine.id.name)
    raise not_allowed(f"VM '{machine.id.name}' is already using managed disks.")


def perform_maintenance(world: World, machine: Resource, body: Json) -> None:
    """Refused: nothing here is ever due for maintenance."""
    raise forbidden("not eligible", "performMaintenance", machine.id.name)


def boot_diagnostics(world: World, machine: Resource, body: Json) -> Json:
    """Where the console of a machine with managed boot diagnostics can be read."""
    boot = machine.properties.get("diagnosticsProfile", {}).get("bootDiagnostics", {})
    if not boot.get("enabled"):
        message = f"Boot diagnostics is not enabled for VM '{machine.id.name}'."
        raise AzureError(409, "BootDiagnosticsNotEnabled", message)
    given = str(body.get("sasUriExpirationTimeInMinutes", 120))
    minutes = int(given) if given.isdigit() else 0
    if not LEAST_SAS_MINUTES <= minutes <= MOST_SAS_MINUTES:
        raise out_of_range("sasUriExpirationTimeInMinutes", minutes, LEAST_SAS_MINUTES, MOST_SAS_MINUTES)
    vm_id = machine.properties["vmId"]
    place = f"https://md-hdd-{vm_id[:12].replace('-', '')}.z1.blob.{STORAGE}/bootdiagnostics/{machine.id.name}.{vm_id}"
    query = f"sv=2018-03-28&sr=b&se={iso_time(world.instant + 60 * minutes)[:19]}Z&sp=r&sig=rehearsal"
    return {
        "consoleScreenshotBlobUri": f"{place}.screenshot.bmp?{query}",
        "serialConsoleLogBlobUri": f"{place}.serialconsole.log?{query}",
    }


def simulate_eviction(world: World, machine: Resource, body: Json) -> None:
    """A spot machine is evicted a little later."""
    if machine.properties.get("priority") not in ("Spot", "Low"):
        message = f"Operation 'simulateEviction' is not allowed on VM '{machine.id.name}' since it is not a Spot VM."
        raise not_allowed(message)
    if not is_allocated(machine):
        raise forbidden("deallocated", "simulateEviction", machine.id.name)
    world.schedule(EVICTION_NOTICE, "eviction", machine.key)


def eviction(world: World, event: Event) -> None:
    """The event of an eviction: the machine is deallocated or deleted, as its policy says."""
    machine = world.resources.get(event.key)
    if machine is None or machine.state not in DONE or not is_allocated(machine):
        return
    if machine.properties.get("evictionPolicy") == "Delete":
        delete_resource(world, world.kind(MACHINE_TYPE), machine)
    else:
        change_power(world, machine, POWERS["deallocate"], {})


def assess_patches(world: World, machine: Resource, body: Json) -> Operation:
    """An assessment that finds nothing: there is no guest."""
    return _patch(world, machine, "assessPatches", _assessment())


def install_patches(world: World, machine: Resource, body: Json) -> Operation:
    """An installation of nothing: there is no guest."""
    asked = shape("VirtualMachineInstallPatchesParameters").read(body, "", Voice.COMPUTE)
    wrong = (
        "linuxParameters"
        if machine.properties["storageProfile"]["osDisk"]["osType"] == "Windows"
        else "windowsParameters"
    )
    if wrong in asked:
        raise invalid(f"Parameter '{wrong}' is not allowed for this operating system.", wrong)
    return _patch(world, machine, "installPatches", _installation())


def _assessment() -> tuple[Json, Json]:
    """The summary of the view, and what the operation's result has beyond it."""
    summary = {"status": "Succeeded", "rebootPending": False, "criticalAndSecurityPatchCount": 0, "otherPatchCount": 0}
    return summary, {"availablePatches": []}


def _installation() -> tuple[Json, Json]:
    counts = (
        "excludedPatchCount",
        "notSelectedPatchCount",
        "pendingPatchCount",
        "installedPatchCount",
        "failedPatchCount",
    )
    summary = {"status": "Succeeded", "maintenanceWindowExceeded": False, **dict.fromkeys(counts, 0)}
    return summary, {"rebootStatus": "NotNeeded", "patches": []}


def _patch(world: World, machine: Resource, action: str, found: tuple[Json, Json]) -> Operation:
    """Begin one of the two, and remember its summary for the view."""
    member, activity = PATCHING[action]
    forbid_overlap(machine)
    if machine.inside.get("power") != "running":
        raise not_allowed("The operation requires the VM to be running (or set to run).")
    summary, more = found
    moment = iso_time(world.instant)
    named = {**summary, activity: world.new_guid()}
    patches = {**machine.inside.get("patches", {}), member: {**named, "startTime": moment, "lastModifiedTime": moment}}
    remember(world, machine, patches=patches)
    return begin(world, machine, action, result={**named, **more, "startDateTime": moment})


def attach_and_detach(world: World, machine: Resource, body: Json) -> Operation:
    """Attach and detach data disks without the rest of the machine: the PATCH it amounts to."""
    asked = shape("AttachDetachDataDisksRequest").read(body, "", Voice.COMPUTE)
    forbid_overlap(machine)
    disks: list[Json] = list(machine.properties["storageProfile"].get("dataDisks", []))
    for leaving in asked.get("dataDisksToDetach", []):
        held = [
            each for each in disks if key_of(each.get("managedDisk", {}).get("id", "")) == key_of(leaving["diskId"])
        ]
        if not held:
            raise invalid(
                f"Disk '{leaving['diskId']}' is not attached to VM '{machine.id.name}'.", "dataDisksToDetach.diskId"
            )
        disks.remove(held[0])
    for coming in asked.get("dataDisksToAttach", []):
        disks.append(_attachment(coming, disks))
    written = patch_resource(
        world,
        world.kind(MACHINE_TYPE),
        machine,
        {"properties": {"storageProfile": {"dataDisks": disks}}},
        machine.api_version,
    )
    operation = written.operation
    if operation is None:
        return begin(world, machine, "attachDetachDataDisks", result=machine.properties["storageProfile"])
    operation.result = machine.properties["storageProfile"]
    world.keep_operation(operation)
    return operation


def _attachment(coming: Json, disks: list[Json]) -> Json:
    """A data disk as the machine's body has it; without a LUN it takes the lowest that is free."""
    taken = {each["lun"] for each in disks}
    lun = coming.get("lun", next(each for each in range(len(taken) + 1) if each not in taken))
    given: Json = {
        name: coming[name] for name in ("caching", "deleteOption", "writeAcceleratorEnabled") if name in coming
    }
    managed = {
        "id": coming["diskId"],
        **({"diskEncryptionSet": coming["diskEncryptionSet"]} if "diskEncryptionSet" in coming else {}),
    }
    return {"lun": lun, "createOption": "Attach", "managedDisk": managed, **given}


ACTIONS = by_action(
    *POWER_ACTIONS.values(),
    Action("instanceView", lambda world, machine, body: instance_view(world, machine), "GET"),
    Action("vmSizes", lambda world, machine, body: {"value": size_rows(world, machine)}, "GET"),
    Action("generalize", generalize),
    Action("capture", capture),
    Action("convertToManagedDisks", convert_to_managed),
    Action("performMaintenance", perform_maintenance),
    Action("retrieveBootDiagnosticsData", boot_diagnostics, query=("sasUriExpirationTimeInMinutes",)),
    Action("simulateEviction", simulate_eviction, empty=204),
    Action("assessPatches", assess_patches),
    Action("installPatches", install_patches),
    Action("attachDetachDataDisks", attach_and_detach),
    Action("runCommand", run_command),
)
EFFECTS = {PLAIN: compute_due, "eviction": eviction}
