"""Power: start, powerOff, deallocate, restart and their like; what each is refused for, and what it leaves."""

from dataclasses import dataclass

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.compute.access import UNDER_SAS
from azlift.rehearsal.compute.allocation import allocation_error, is_allocated
from azlift.rehearsal.compute.answers import remember
from azlift.rehearsal.compute.machine_parts import disks_of, is_ephemeral
from azlift.rehearsal.compute.models import shape
from azlift.rehearsal.compute.operating import begin
from azlift.rehearsal.compute.ownership import settle_state
from azlift.rehearsal.compute.refusals import forbidden, not_allowed
from azlift.rehearsal.kinds import Action, Json, by_action
from azlift.rehearsal.operations import finish_operation
from azlift.rehearsal.records import DONE, Event, Operation, Resource
from azlift.rehearsal.strict import Shape, Voice
from azlift.rehearsal.world import World


@dataclass(frozen=True)
class Power:
    """A power action: what the machine is afterwards, whether it needs a place on a host and whether a generalized
    machine takes it; `body` is the model of what it is told, `query` what its path may say."""

    name: str
    leaves: str
    needs_place: bool = True
    generalized: bool = False
    body: str = ""
    query: tuple[str, ...] = ()


POWERS = {
    each.name: each
    for each in (
        Power("start", "running", needs_place=False),
        Power("restart", "running"),
        Power("redeploy", "running"),
        Power("reapply", "", needs_place=False, generalized=True),
        Power("reimage", "running", body="VirtualMachineReimageParameters"),
        Power("powerOff", "stopped", generalized=True, query=("skipShutdown",)),
        Power("deallocate", "deallocated", needs_place=False, generalized=True, query=("hibernate", "forceDeallocate")),
    )
}


def forbid_overlap(machine: Resource) -> None:
    """Refuse an action while the machine is being changed."""
    if machine.state not in DONE:
        message = (
            "The request failed due to conflict with a concurrent request. To resolve it, please refer to "
            "https://aka.ms/activitylog to get more details on the conflicting requests."
        )
        raise AzureError(409, "Conflict", message)


def change_power(world: World, machine: Resource, power: Power, body: Json) -> Operation:
    """Begin a power action, or refuse it by what is said or by the state of the machine."""
    read = shape(power.body) if power.body else Shape("NoParameters", {})
    read.read({name: value for name, value in body.items() if name not in power.query}, "", Voice.COMPUTE)
    forbid_overlap(machine)
    name = machine.id.name
    if machine.inside.get("generalized") and not power.generalized:
        raise forbidden("generalized", power.name, name)
    if power.needs_place and not is_allocated(machine):
        raise forbidden("deallocated", power.name, name)
    if power.name == "deallocate":
        _judge_deallocation(world, machine, hibernate=body.get("hibernate") in ("true", True))
    if power.name == "reimage" and "imageReference" not in machine.properties["storageProfile"]:
        raise not_allowed(f"Operation 'reimage' is not allowed on VM '{name}' since its OS disk is not from an image.")
    if power.name == "start":
        _judge_start(world, machine)
    error = allocation_error(world, machine, machine) if power.name == "start" else None
    machine.state = "Updating"
    world.keep(machine)
    return begin(world, machine, power.name, effect=f"power_{power.name.lower()}", error=error)


def _judge_deallocation(world: World, machine: Resource, *, hibernate: bool) -> None:
    if is_ephemeral(machine.properties):
        message = "Operation 'deallocate' is not supported for VMs or VM Scale Set instances with ephemeral OS disks."
        raise not_allowed(message)
    if hibernate and not machine.properties.get("additionalCapabilities", {}).get("hibernationEnabled"):
        message = (
            f"Operation 'hibernate' is not allowed on VM '{machine.id.name}' since it is not enabled for hibernation."
        )
        raise not_allowed(message)
    remember(world, machine, hibernate=hibernate)


def _judge_start(world: World, machine: Resource) -> None:
    """A disk under a SAS keeps its machine from starting. Source: Azure's pages on downloading a VHD."""
    for disk in disks_of(machine.properties):
        found = world.find(disk.get("managedDisk", {}).get("id", ""))
        if found is not None and not is_allocated(machine) and found.properties.get("diskState") in UNDER_SAS:
            message = (
                f"There is an active shared access signature outstanding for disk {found.id.name}. Call EndGetAccess "
                "before attaching or deleting the disk. Learn more here: aka.ms/revokeaccessapi."
            )
            raise not_allowed(message)


def power_due(world: World, event: Event) -> None:
    """The event at the end of a power action; one that failed leaves the power as it was."""
    operation = finish_operation(world, event)
    machine = world.resources.get(operation.target) if operation else None
    if operation is None or machine is None or machine.state == "Deleting":
        return
    machine.state = operation.status
    if operation.error:
        world.keep(machine)
        return
    power = next(each for each in POWERS.values() if f"power_{each.name.lower()}" == event.kind)
    hibernated = power.name == "deallocate" and bool(machine.inside.get("hibernate"))
    before = machine.inside.get("power", "running")
    remember(world, machine, power=power.leaves or before, hibernate=False, hibernated=hibernated)
    settle_disks(world, machine)


def settle_disks(world: World, machine: Resource) -> None:
    """Give a machine's disks the state its power gives them."""
    for disk in disks_of(machine.properties):
        found = world.find(disk.get("managedDisk", {}).get("id", ""))
        if found is not None:
            settle_state(world, found)


def _action(power: Power) -> Action:
    return Action(power.name, lambda world, machine, body: change_power(world, machine, power, body), query=power.query)


POWER_ACTIONS = by_action(*map(_action, POWERS.values()))
EFFECTS = {f"power_{name.lower()}": power_due for name in POWERS}
