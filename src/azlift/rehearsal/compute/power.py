"""Power: start, powerOff, deallocate, restart, and the instance view."""

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.compute.allocation import allocation_error
from azlift.rehearsal.compute.disks import set_owner
from azlift.rehearsal.compute.machines import disks_of
from azlift.rehearsal.compute.quota import MACHINE_TYPE
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Action, Json, by_action
from azlift.rehearsal.operations import COMPUTE, finish_operation, start_operation
from azlift.rehearsal.records import DONE, Event, Operation, Resource
from azlift.rehearsal.world import World

OUTCOMES = {"start": "running", "restart": "running", "poweroff": "stopped", "deallocate": "deallocated"}
WORDS = {"running": "VM running", "stopped": "VM stopped", "deallocated": "VM deallocated"}


def change_power(world: World, machine: Resource, action: str) -> Operation:
    """Begin a power action; refused while the machine is being written, and a restart of a machine that is off."""
    if machine.state not in DONE:
        message = (
            "The request failed due to conflict with a concurrent request. To resolve it, please refer to "
            "https://aka.ms/activitylog to get more details on the conflicting requests."
        )
        raise AzureError(409, "Conflict", message)
    if action == "restart" and machine.inside.get("power") != "running":
        message = f"Cannot restart VM '{machine.id.name}' because it is {machine.inside.get('power')}."
        raise AzureError(409, "OperationNotAllowed", message)
    error = allocation_error(world, machine, machine) if action == "start" else None
    machine.state = "Updating"
    world.keep(machine)
    seconds, effect = durations.usual(MACHINE_TYPE, action), f"power_{OUTCOMES[action]}"
    return start_operation(world, COMPUTE, machine.location or "", machine.key, seconds, effect, error)


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
    power = event.kind.removeprefix("power_")
    machine.inside = {**machine.inside, "power": power}
    world.keep(machine)
    for disk in disks_of(machine.properties):
        found = world.resources.get(key_of(disk["managedDisk"]["id"]))
        if found is not None:
            set_owner(world, found, str(machine.id), "Reserved" if power == "deallocated" else "Attached")


def instance_view(machine: Resource) -> Json:
    """Statuses of a machine and its disks, as the instanceView answers them."""
    state = machine.state.lower()
    words = {"succeeded": "Provisioning succeeded", "failed": "Provisioning failed"}.get(state, machine.state)
    moment = iso_time(machine.changed)
    statuses: list[Json] = [_status(f"ProvisioningState/{state}", words, moment)]
    power = machine.inside.get("power")
    if power and state != "failed":
        statuses.append({"code": f"PowerState/{power}", "level": "Info", "displayStatus": WORDS[power]})
    disks = [
        {"name": disk["name"], "statuses": [_status("ProvisioningState/succeeded", "Provisioning succeeded", moment)]}
        for disk in disks_of(machine.properties)
    ]
    return {"disks": disks, "statuses": statuses}


def _status(code: str, words: str, moment: str) -> Json:
    level = "Error" if code.endswith("/failed") else "Info"
    return {"code": code, "level": level, "displayStatus": words, "time": moment}


def _power(name: str) -> Action:
    return Action(name, lambda world, machine, body: change_power(world, machine, name.lower()))


ACTIONS = by_action(
    *map(_power, ("start", "restart", "powerOff", "deallocate")),
    Action("instanceView", lambda world, machine, body: instance_view(machine), "GET"),
)
