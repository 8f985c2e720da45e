"""Commands in a machine: the action runCommand, managed run commands, and the documents that say which there are.

There is no guest: a command succeeds with exit code 0 and says nothing.
"""

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.compute.allocation import is_allocated
from azlift.rehearsal.compute.answers import remember, status
from azlift.rehearsal.compute.extensions import judge_guest
from azlift.rehearsal.compute.machine_parts import is_running, os_type
from azlift.rehearsal.compute.members import children_of
from azlift.rehearsal.compute.models import compute_kind, shape
from azlift.rehearsal.compute.operating import begin
from azlift.rehearsal.compute.refusals import forbidden, invalid, not_allowed
from azlift.rehearsal.kinds import Surroundings, Wanted
from azlift.rehearsal.records import Operation, Resource
from azlift.rehearsal.strict import Voice, missing
from azlift.rehearsal.world import World

COMMAND_TYPE = "Microsoft.Compute/virtualMachines/runCommands"
MOST_COMMANDS = 25  # of one machine. Source: Azure's page on managed run commands.
SHELL, POWERSHELL = "RunShellScript", "RunPowerShellScript"
SCHEMA = "http://schema.management.azure.com/schemas/2016-11-17/runcommands.json"
UNSEEN = ("protectedParameters", "runAsPassword")
# The commands a machine knows: id, system, label, whether the caller brings the script.
DOCUMENTS = (
    (POWERSHELL, "Windows", "Executes a PowerShell script", True),
    ("DisableNLA", "Windows", "Disable Network Level Authentication", False),
    ("DisableWindowsUpdate", "Windows", "Disable Windows Update Automatic Updates", False),
    ("EnableAdminAccount", "Windows", "Enable administrator account", False),
    ("EnableEMS", "Windows", "Enable EMS", False),
    ("EnableRemotePS", "Windows", "Enable remote PowerShell", False),
    ("EnableWindowsUpdate", "Windows", "Enable Windows Update Automatic Updates", False),
    ("IPConfig", "Windows", "List IP configuration", False),
    ("RDPSettings", "Windows", "Verify RDP Listener Settings", False),
    ("ResetRDPCert", "Windows", "Restore RDP Authentication mode to defaults", False),
    ("SetRDPPort", "Windows", "Set Remote Desktop port", False),
    ("WindowsActivationValidation", "Windows", "Windows activation validation", False),
    ("WindowsGhostedNicValidationScript", "Windows", "Find hidden network adapters", False),
    ("WindowsUpgradeAssessmentValidation", "Windows", "Windows upgrade assessment", False),
    (SHELL, "Linux", "Executes a Linux shell script", True),
    ("ifconfig", "Linux", "List network configuration", False),
)
SYSTEMS = {name.lower(): system for name, system, _, _ in DOCUMENTS}


def documents() -> list[Json]:
    """The commands a region lists."""
    return [
        {"$schema": SCHEMA, "id": name, "osType": system, "label": label, "description": label}
        for name, system, label, _ in DOCUMENTS
    ]


def document(name: str) -> Json:
    """One command with what it takes; Azure's 404 of one that is not there."""
    for found, row in zip(documents(), DOCUMENTS, strict=True):
        if found["id"].lower() == name.lower():
            given = [{"name": "arg1", "type": "string", "required": False}] if row[3] else []
            return {**found, "script": ["# brought by the caller"] if row[3] else [f"# {row[2]}"], "parameters": given}
    message = f"The entity was not found in this Azure location: run command '{name}'."
    raise AzureError(404, "NotFound", message)


def run_command(world: World, machine: Resource, body: Json) -> Operation:
    """The action: refused unless the machine runs and knows the command; one at a time."""
    asked = shape("RunCommandInput").read(body, "", Voice.COMPUTE)
    if not is_allocated(machine):
        raise forbidden("deallocated", "runCommand", machine.id.name)
    if not is_running(machine):
        raise not_allowed("The operation requires the VM to be running (or set to run).")
    judge_guest(machine)
    system = os_type(machine.properties)
    if SYSTEMS.get(asked["commandId"].lower()) != system:
        message = f"The entity was not found in this Azure location: run command '{asked['commandId']}'."
        raise AzureError(404, "NotFound", message)
    if machine.inside.get("command_until", 0) > world.instant:
        message = (
            "Run command extension execution is in progress. Please wait for completion before invoking a run command."
        )
        raise AzureError(409, "Conflict", message)
    operation = begin(world, machine, "runCommand", result={"value": _output(system)})
    remember(world, machine, command_until=operation.due)
    return operation


def _output(system: str) -> list[Json]:
    words = "Provisioning succeeded"
    if system == "Linux":
        return [status("ProvisioningState/succeeded", words, message="Enable succeeded: \n[stdout]\n\n[stderr]\n")]
    return [status(f"ComponentStatus/{stream}/succeeded", words, message="") for stream in ("StdOut", "StdErr")]


def _judge_command(wanted: Wanted, around: Surroundings) -> None:
    source = wanted.properties.get("source", {})
    given = [member for member in ("script", "scriptUri", "commandId", "galleryScriptReferenceId") if member in source]
    if len(given) != 1:
        raise invalid(
            "Exactly one of script, scriptUri, commandId and galleryScriptReferenceId must be given.", "source"
        )
    if "runAsPassword" in wanted.properties and "runAsUser" not in wanted.properties:
        raise missing(Voice.COMPUTE, "runAsUser")
    machine = around.world.find(str(wanted.id.parent))
    if machine is None:
        return
    if not is_running(machine):
        raise not_allowed("The operation requires the VM to be running (or set to run).")
    judge_guest(machine)
    others = [each for each in children_of(around.world, machine.key, COMMAND_TYPE) if each.key != wanted.key]
    if len(others) >= MOST_COMMANDS:
        raise not_allowed(f"A Virtual Machine can have {MOST_COMMANDS} run commands at most.")


def _compose_command(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    asked = {name: value for name, value in wanted.properties.items() if name not in UNSEEN}
    return {"asyncExecution": False, "timeoutInSeconds": 0, "treatFailureAsDeploymentFailure": False, **asked}


def _view(world: World, command: Resource) -> Json:
    ended = command.state in ("Succeeded", "Failed")
    view: Json = {
        "executionState": "Succeeded" if ended else "Running",
        "executionMessage": "RunCommand script execution completed" if ended else "Execution in progress",
        "exitCode": 0,
        "output": "",
        "error": "",
        "startTime": iso_time(command.changed),
    }
    done = {"endTime": iso_time(command.changed + durations.usual(COMMAND_TYPE))} if ended else {}
    return {"instanceView": {**view, **done, "statuses": []}}


RUN_COMMAND = compute_kind(
    "virtualMachines/runCommands",
    "VirtualMachineRunCommand",
    check=_judge_command,
    compose=_compose_command,
    expands={"instanceview": _view},
    unseen=UNSEEN,
)
