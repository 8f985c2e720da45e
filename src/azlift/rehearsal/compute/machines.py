"""Virtual machines as the provider keeps them: composed, put in their place, taken apart on removal."""

import re

from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.compute.allocation import allocation_ended, allocation_error
from azlift.rehearsal.compute.answers import remember
from azlift.rehearsal.compute.creation import DISK_TYPE
from azlift.rehearsal.compute.extensions import EXTENSION_TYPE
from azlift.rehearsal.compute.identities import keep_identity, show_identity
from azlift.rehearsal.compute.instance_view import instance_view
from azlift.rehearsal.compute.interface_rules import ADDRESS_TYPE
from azlift.rehearsal.compute.machine_actions import ACTIONS
from azlift.rehearsal.compute.machine_disks import compose_storage, land_disks, let_go_disk
from azlift.rehearsal.compute.machine_interfaces import compose_interfaces, land_interfaces, unplug
from azlift.rehearsal.compute.machine_parts import attached_ids, disks_of, interfaces_of, places_of
from azlift.rehearsal.compute.machine_rules import judge_machine, system_of
from azlift.rehearsal.compute.members import children_of
from azlift.rehearsal.compute.models import compute_kind
from azlift.rehearsal.compute.ownership import settle_state
from azlift.rehearsal.compute.profile_rules import shown_profile
from azlift.rehearsal.compute.quota import sort_of
from azlift.rehearsal.compute.storage_rules import image_of
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Surroundings, Wanted
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World

UNSEEN = ("userData",)


def _compose_machine(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    held = standing.properties if standing else {"vmId": world.new_guid(), "timeCreated": iso_time(world.instant)}
    system = system_of(wanted.properties, image_of(wanted, Surroundings(world)))
    asked = wanted.properties
    size = world.catalogue.find(asked["hardwareProfile"]["vmSize"])
    properties = {
        **{name: value for name, value in asked.items() if name not in UNSEEN},
        "storageProfile": compose_storage(world, wanted, standing, system),
        "networkProfile": compose_interfaces(world, wanted, standing),
        "vmId": held["vmId"],
        "timeCreated": held["timeCreated"],
    }
    if size is not None:
        properties["hardwareProfile"] = {**asked["hardwareProfile"], "vmSize": size.name}
    if "osProfile" in asked:
        properties["osProfile"] = shown_profile(asked["osProfile"], system)
    if asked.get("priority") == "Spot":
        properties = {"evictionPolicy": "Deallocate", "billingProfile": {"maxPrice": -1.0}, **properties}
    return properties


def _foresee(world: World, wanted: Wanted, standing: Resource | None) -> Json | None:
    """No room for it; a machine that was deallocated stays so and needs none."""
    if standing is not None and standing.inside.get("power") == "deallocated":
        return None
    return allocation_error(world, wanted, standing)


def _references(machine: Resource) -> list[str]:
    return [*attached_ids(machine.properties), *places_of(machine.properties)]


def _land_machine(world: World, machine: Resource) -> None:
    """Make and attach what the machine names, and let go of what it no longer names."""
    land_disks(world, machine)
    land_interfaces(world, machine)
    attached = attached_ids(machine.properties)
    named = set(map(key_of, attached))
    for key in map(key_of, machine.inside.get("attached", [])):
        if key not in named and key in world.resources:
            _let_go(world, world.resources[key], machine)
    told = machine.wanted.get("userData", machine.inside.get("userData"))
    remember(world, machine, power=machine.inside.get("power") or "running", attached=attached, userData=told)
    show_identity(world, machine)
    for disk in disks_of(machine.properties):
        found = world.find(disk.get("managedDisk", {}).get("id", ""))
        if found is not None:
            settle_state(world, found)


def _let_go(world: World, resource: Resource, machine: Resource) -> None:
    if resource.id.type == DISK_TYPE:
        let_go_disk(world, resource, machine)
    else:
        unplug(world, resource)


def _machine_deleted(world: World, machine: Resource) -> None:
    """Honour each deleteOption: Delete goes with the machine, Detach stays behind, free."""
    gone = {
        key_of(disk["managedDisk"]["id"])
        for disk in disks_of(machine.properties)
        if disk.get("deleteOption") == "Delete" and "id" in disk.get("managedDisk", {})
    }
    for each in interfaces_of(machine.properties):
        if each.get("properties", {}).get("deleteOption") == "Delete":
            gone.add(key_of(each["id"]))
    for key in map(key_of, attached_ids(machine.properties)):
        resource = world.resources.get(key)
        if resource is None:
            continue
        _let_go(world, resource, machine)
        if key in gone:
            _drop(world, resource)


def _drop(world: World, resource: Resource) -> None:
    """Take a disk or an interface along, and the public addresses that came with the interface."""
    world.drop(resource.key)
    suffix = resource.id.name.rpartition("-")[2]
    for each in resource.properties.get("ipConfigurations", []):
        address = world.find(each["properties"].get("publicIPAddress", {}).get("id", ""))
        if address is not None and address.id.type == ADDRESS_TYPE and address.id.name.endswith(f"-{suffix}"):
            world.drop(address.key)


def _present(world: World, machine: Resource) -> Json:
    """A machine with its extensions beside it."""
    body = machine.body()
    children = children_of(world, machine.key, EXTENSION_TYPE)
    return {**body, "resources": [each.body() for each in children]} if children else body


def _user_data(world: World, machine: Resource) -> Json:
    told = machine.inside.get("userData")
    return {"userData": told} if told else {}


MACHINE = compute_kind(
    "virtualMachines",
    "VirtualMachine",
    name_rule=re.compile(r"^[^_\W](?:[\w.\-]{0,62}[\w])?$", re.ASCII),
    name_words="1 to 64 letters, digits, '_', '-' or '.'; starts with a letter or digit, does not end with '.' or '-'",
    whole=keep_identity,
    check=judge_machine,
    compose=_compose_machine,
    references=_references,
    foresee=_foresee,
    landed=_land_machine,
    ended=allocation_ended,
    deleted=_machine_deleted,
    present=_present,
    actions=ACTIONS,
    sort=sort_of,
    expands={
        "instanceview": lambda world, machine: {"instanceView": instance_view(world, machine)},
        "userdata": _user_data,
    },
    unseen=UNSEEN,
)
