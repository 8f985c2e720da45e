"""VM extensions: one handler of a type a machine, on machines that run, their secrets never shown."""

import re

from azlift.rehearsal.compute.answers import status
from azlift.rehearsal.compute.machine_parts import is_running
from azlift.rehearsal.compute.members import children_of
from azlift.rehearsal.compute.models import compute_kind
from azlift.rehearsal.compute.refusals import change_not_allowed, invalid, not_allowed
from azlift.rehearsal.kinds import Json, Surroundings, Wanted
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Voice, missing
from azlift.rehearsal.world import World

EXTENSION_TYPE = "Microsoft.Compute/virtualMachines/extensions"
HANDLER_VERSION = re.compile(r"\d+(\.\d+){1,3}")
UNSEEN = ("protectedSettings",)
NOT_RUNNING = "Cannot modify extensions in the VM when the VM is not running."
NO_AGENT = (
    "This operation cannot be performed when extension operations are disallowed. To allow, please ensure VM Agent is "
    "installed on the VM and the osProfile.allowExtensionOperations property is true."
)


def _judge_extension(wanted: Wanted, around: Surroundings) -> None:
    properties = wanted.properties
    for member in ("publisher", "type", "typeHandlerVersion"):
        if member not in properties:
            raise missing(Voice.COMPUTE, member)
    if not HANDLER_VERSION.fullmatch(properties["typeHandlerVersion"]):
        message = f"The value of parameter typeHandlerVersion is invalid: '{properties['typeHandlerVersion']}'."
        raise invalid(message, "typeHandlerVersion")
    if "protectedSettings" in properties and "protectedSettingsFromKeyVault" in properties:
        message = "protectedSettings and protectedSettingsFromKeyVault are mutually exclusive."
        raise invalid(message, "protectedSettings")
    standing = around.world.find(str(wanted.id))
    for member in ("publisher", "type"):
        if standing is not None and standing.properties[member].lower() != properties[member].lower():
            raise change_not_allowed(member)
    machine = around.world.find(str(wanted.id.parent))
    if machine is not None:
        judge_guest(machine)
        _judge_handler(wanted, machine, around.world)


def judge_guest(machine: Resource) -> None:
    """Refuse what needs an agent in a machine that runs."""
    if not is_running(machine):
        raise not_allowed(NOT_RUNNING)
    profile = machine.properties.get("osProfile", {})
    configuration = profile.get("windowsConfiguration") or profile.get("linuxConfiguration") or {}
    if not profile.get("allowExtensionOperations", True) or not configuration.get("provisionVMAgent", True):
        raise not_allowed(NO_AGENT)


def handler_of(properties: Json) -> str:
    return f"{properties['publisher']}.{properties['type']}"


def _judge_handler(wanted: Wanted, machine: Resource, world: World) -> None:
    mine = handler_of(wanted.properties).lower()
    for other in children_of(world, machine.key, EXTENSION_TYPE):
        if other.key != wanted.key and handler_of(other.properties).lower() == mine:
            system = machine.properties["storageProfile"]["osDisk"]["osType"]
            name = wanted.id.segments[-1][1]
            message = (
                f"Multiple VMExtensions per handler not supported for OS type '{system}'. VMExtension '{name}' with "
                f"handler '{handler_of(wanted.properties)}' already added or specified in input."
            )
            raise invalid(message, code="BadRequest")


def _compose_extension(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    hidden = (*UNSEEN, "instanceView")
    asked = {name: value for name, value in wanted.properties.items() if name not in hidden}
    return {"autoUpgradeMinorVersion": False, **asked}


def extension_view(extension: Resource) -> Json:
    """The instance view of one extension."""
    name, state = extension.id.segments[-1][1], extension.state.lower()
    words = {"succeeded": "Provisioning succeeded", "failed": "Provisioning failed"}.get(state, "Transitioning")
    code = state if state in ("succeeded", "failed") else "transitioning"
    message = "Enable succeeded." if state == "succeeded" else words
    version = extension.properties["typeHandlerVersion"]
    full = version if version.count(".") > 1 else f"{version}.0"
    return {
        "name": name,
        "type": handler_of(extension.properties),
        "typeHandlerVersion": full,
        "statuses": [status(f"ProvisioningState/{code}", words, extension.changed, message=message)],
    }


def _forbid_delete(world: World, extension: Resource) -> None:
    machine = world.find(str(extension.id.parent))
    if machine is not None and not is_running(machine):
        raise not_allowed(NOT_RUNNING)


EXTENSION = compute_kind(
    "virtualMachines/extensions",
    "VirtualMachineExtension",
    check=_judge_extension,
    compose=_compose_extension,
    forbid_delete=_forbid_delete,
    expands={"instanceview": lambda world, extension: {"instanceView": extension_view(extension)}},
    unseen=UNSEEN,
)
