"""What runs in a machine, as its instance view tells: agent, operating system, disks, extensions, power.

There is no guest: the agent of a machine that runs and may have one is always ready.
"""

from azlift.rehearsal.compute.answers import provisioned, status
from azlift.rehearsal.compute.extensions import EXTENSION_TYPE, extension_view
from azlift.rehearsal.compute.machine_parts import disks_of, is_running, os_type
from azlift.rehearsal.compute.members import children_of
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json
from azlift.rehearsal.records import FAILED, Resource
from azlift.rehearsal.world import World

POWER = {
    "running": "VM running",
    "stopped": "VM stopped",
    "deallocated": "VM deallocated",
    "starting": "VM starting",
    "stopping": "VM stopping",
    "deallocating": "VM deallocating",
}
AGENTS = {"Windows": "2.7.41491.1176", "Linux": "2.13.1.1"}
# What the agent of a machine from one of Azure's images says its operating system is, by publisher.
SYSTEMS = {"canonical": "ubuntu", "debian": "debian", "redhat": "rhel", "suse": "sles", "oracle": "oracle",
           "almalinux": "almalinux", "resf": "rocky", "microsoftwindowsserver": "Windows Server",
           "microsoftwindowsdesktop": "Windows"}  # fmt: skip


def instance_view(world: World, machine: Resource) -> Json:
    """The whole view."""
    views = [extension_view(each) for each in children_of(world, machine.key, EXTENSION_TYPE)]
    view: Json = {
        **(_guest(machine, views) if has_agent(machine) else {}),
        **_hardware(world, machine),
        "disks": [_disk(machine, disk) for disk in disks_of(machine.properties)],
        **({"extensions": views} if views else {}),
        **_boot(machine),
        "statuses": statuses(machine),
    }
    patches = machine.inside.get("patches")
    return {**view, "patchStatus": patches} if patches else view


def has_agent(machine: Resource) -> bool:
    """Whether an agent answers in the machine."""
    profile = machine.properties.get("osProfile", {})
    configuration = profile.get("windowsConfiguration") or profile.get("linuxConfiguration") or {}
    return is_running(machine) and machine.state != FAILED and bool(configuration.get("provisionVMAgent", True))


def _guest(machine: Resource, extensions: list[Json]) -> Json:
    ready = status("ProvisioningState/succeeded", "Ready", machine.changed, message="Guest Agent is running")
    handlers = [
        {"type": each["type"], "typeHandlerVersion": each["typeHandlerVersion"], "status": ready} for each in extensions
    ]
    agent = {"vmAgentVersion": AGENTS[os_type(machine.properties)], "extensionHandlers": handlers, "statuses": [ready]}
    name = machine.properties.get("osProfile", {}).get("computerName", machine.id.name)
    return {"computerName": name, **_system(machine), "vmAgent": agent}


def _system(machine: Resource) -> Json:
    publisher = machine.properties["storageProfile"].get("imageReference", {}).get("publisher", "").lower()
    return {"osName": SYSTEMS[publisher]} if publisher in SYSTEMS else {}


def _hardware(world: World, machine: Resource) -> Json:
    os_disk = machine.properties["storageProfile"]["osDisk"].get("managedDisk", {}).get("id", "")
    found = world.resources.get(key_of(os_disk))
    generation = found.properties.get("hyperVGeneration", "V1") if found else "V1"
    domains = {"platformUpdateDomain": 0, "platformFaultDomain": 0} if "availabilitySet" in machine.properties else {}
    host = machine.properties.get("host", {}).get("id")
    return {"hyperVGeneration": generation, **domains, **({"assignedHost": host} if host else {})}


def _disk(machine: Resource, disk: Json) -> Json:
    done = status("ProvisioningState/succeeded", "Provisioning succeeded", machine.changed)
    return {"name": disk["name"], "statuses": [done]}


def _boot(machine: Resource) -> Json:
    """Where the console is written to, in the account the machine names; the managed one has no address to show."""
    boot = machine.properties.get("diagnosticsProfile", {}).get("bootDiagnostics", {})
    if not boot.get("enabled"):
        return {}
    if "storageUri" not in boot:
        return {"bootDiagnostics": {}}
    vm_id = machine.properties["vmId"]
    container = f"bootdiagnostics-{machine.id.name.lower()[:9]}-{vm_id}"
    place = f"{boot['storageUri'].rstrip('/')}/{container}/{machine.id.name}.{vm_id}"
    return {
        "bootDiagnostics": {
            "consoleScreenshotBlobUri": f"{place}.screenshot.bmp",
            "serialConsoleLogBlobUri": f"{place}.serialconsole.log",
        }
    }


def statuses(machine: Resource) -> list[Json]:
    """Provisioning, whether it is generalized, and power; a machine that failed shows none."""
    found = [provisioned(machine)]
    if machine.inside.get("generalized"):
        found.append(status("OSState/generalized", "VM generalized"))
    power = machine.inside.get("power")
    if power and machine.state != FAILED:
        found.append(status(f"PowerState/{power}", POWER[power]))
    if machine.inside.get("hibernated"):
        found.append(status("HibernationState/Hibernated", "VM hibernated"))
    return found
