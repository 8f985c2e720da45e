"""The instances of a scale set: made and removed as its capacity says, each with power of its own."""

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.compute.answers import remember, show
from azlift.rehearsal.compute.image_sources import find_source
from azlift.rehearsal.compute.instance_view import instance_view
from azlift.rehearsal.compute.machine_rules import system_of
from azlift.rehearsal.compute.making import make
from azlift.rehearsal.compute.members import children_of
from azlift.rehearsal.compute.models import compute_kind
from azlift.rehearsal.compute.power import POWER_ACTIONS
from azlift.rehearsal.compute.profile_rules import shown_profile
from azlift.rehearsal.compute.quota import INSTANCE_TYPE, MACHINE_TYPE, sort_of
from azlift.rehearsal.compute.scale_set_rules import capacity_of, instance_request, mode_of
from azlift.rehearsal.compute.storage_rules import guessed_os
from azlift.rehearsal.identifiers import ResourceId
from azlift.rehearsal.intake import read_wanted
from azlift.rehearsal.kinds import Action, Json, Surroundings, Wanted, by_action
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World
from azlift.rehearsal.writing import delete_resource, remove, write_resource

# What an instance has of its model as it is.
MODEL = ("hardwareProfile", "securityProfile", "diagnosticsProfile", "licenseType")
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def instances_of(world: World, scale_set: Resource) -> list[Resource]:
    """The instances in the order they were made: children of a uniform set, machines that name a flexible one."""
    if mode_of(scale_set.properties) == "Flexible":
        keys = world.index.users_of(scale_set.key)
        found = [world.resources[key] for key in keys if world.resources[key].id.type == MACHINE_TYPE]
        return sorted(found, key=lambda each: (each.created, each.key))
    children = children_of(world, scale_set.key, INSTANCE_TYPE)
    return sorted(children, key=lambda each: int(each.id.segments[-1][1]))


def fill(world: World, scale_set: Resource) -> None:
    """Make the instances that are missing, remove those beyond the capacity, the newest first."""
    if "virtualMachineProfile" not in scale_set.properties:
        return
    standing = [each for each in instances_of(world, scale_set) if each.state != "Deleting"]
    wanted = capacity_of(scale_set.top)
    for extra in standing[wanted:]:
        _take_away(world, extra)
    flexible = mode_of(scale_set.properties) == "Flexible"
    first, missing = scale_set.inside.get("next", 0), max(0, wanted - len(standing))
    made = [(_make_machine if flexible else _make_instance)(world, scale_set, first + at) for at in range(missing)]
    remember(world, scale_set, next=first + missing, made=made)


def _take_away(world: World, instance: Resource) -> None:
    if instance.id.type == MACHINE_TYPE:
        delete_resource(world, world.kind(MACHINE_TYPE), instance)
    else:
        world.drop(instance.key)


def _zone(scale_set: Resource, number: int) -> Json:
    zones = scale_set.top.get("zones", [])
    return {"zones": [zones[number % len(zones)]]} if zones else {}


def as_wanted(scale_set: Resource) -> Wanted:
    """The request a set amounts to."""
    asked = scale_set.wanted
    return Wanted(scale_set.id, scale_set.api_version, scale_set.location, scale_set.tags, scale_set.top, asked)


def _in_base_36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits.rjust(6, "0")


def _make_instance(world: World, scale_set: Resource, number: int) -> str:
    """An instance of a uniform set: its interfaces and disks are part of it, not resources of their own."""
    profile = scale_set.wanted["virtualMachineProfile"]
    asked = instance_request(as_wanted(scale_set), profile, _in_base_36(number)).properties
    system, storage = _storage(world, scale_set, asked, number)
    properties = {
        **{member: asked[member] for member in MODEL if member in asked},
        "latestModelApplied": True,
        "modelDefinitionApplied": "VirtualMachineScaleSet",
        "networkProfileConfiguration": {
            "networkInterfaceConfigurations": profile["networkProfile"]["networkInterfaceConfigurations"]
        },
        "networkProfile": {"networkInterfaces": _interfaces(scale_set, number)},
        "storageProfile": storage,
        "vmId": world.new_guid(),
        "timeCreated": iso_time(world.instant),
    }
    if "osProfile" in asked:
        properties["osProfile"] = shown_profile(asked["osProfile"], system)
    made = make(
        world,
        scale_set.id.child("virtualMachines", str(number)),
        properties,
        location=scale_set.location,
        tags=dict(scale_set.tags),
        inside={"power": "running"},
    )
    sku = {"name": scale_set.top["sku"]["name"], "tier": scale_set.top["sku"].get("tier", "Standard")}
    show(world, made, instanceId=str(number), name=f"{scale_set.id.name}_{number}", sku=sku, **_zone(scale_set, number))
    return made.key


def _storage(world: World, scale_set: Resource, asked: Json, number: int) -> tuple[str, Json]:
    """The operating system of an instance, and its disks with names of its own."""
    given = asked["storageProfile"]
    image = find_source(Surroundings(world), given["imageReference"], scale_set.location or "", guessed_os(asked))
    system, name = system_of(asked, image), f"{scale_set.id.name}_{number}"
    disk = {"osType": system, "name": f"{name}_OsDisk_1", "caching": "ReadWrite", "diskSizeGB": image.os_disk.gib or 30}
    data = [{"name": f"{name}_disk{each['lun'] + 2}", "caching": "None", **each} for each in given.get("dataDisks", [])]
    return system, {**given, "osDisk": {**disk, **given["osDisk"]}, "dataDisks": data}


def _interfaces(scale_set: Resource, number: int) -> list[Json]:
    configurations = scale_set.wanted["virtualMachineProfile"]["networkProfile"]["networkInterfaceConfigurations"]
    base = f"{scale_set.id}/virtualMachines/{number}/networkInterfaces"
    return [
        {
            "id": f"{base}/{each['name']}",
            "properties": {"primary": each["properties"].get("primary", len(configurations) == 1)},
        }
        for each in configurations
    ]


def _make_machine(world: World, scale_set: Resource, number: int) -> str:
    """An instance of a flexible set is a machine like any other, with interfaces of its own."""
    profile = scale_set.wanted["virtualMachineProfile"]
    suffix = world.new_guid()[:8]
    request = instance_request(as_wanted(scale_set), profile, _in_base_36(number))
    network = profile["networkProfile"]
    properties = {
        **request.properties,
        "networkProfile": {
            "networkApiVersion": network.get("networkApiVersion"),
            "networkInterfaceConfigurations": [_own(each) for each in network["networkInterfaceConfigurations"]],
        },
        "virtualMachineScaleSet": {"id": str(scale_set.id)},
    }
    body = {
        "location": scale_set.location,
        "tags": scale_set.tags,
        **_zone(scale_set, number),
        "properties": properties,
    }
    machine = ResourceId(
        scale_set.id.scope, "Microsoft.Compute", (("virtualMachines", f"{scale_set.id.name}_{suffix}"),)
    )
    kind = world.kind(MACHINE_TYPE)
    return write_resource(world, kind, read_wanted(world, kind, machine, body, scale_set.api_version)).resource.key


def _own(configuration: Json) -> Json:
    """An interface configuration of a set as one of a machine: what comes with an instance goes with it."""
    given = {name: value for name, value in configuration["properties"].items() if name != "ipConfigurations"}
    addresses = [
        {"name": each["name"], "properties": {name: value for name, value in each.get("properties", {}).items()
                                              if name != "loadBalancerInboundNatPools"}}
        for each in configuration["properties"]["ipConfigurations"]
    ]  # fmt: skip
    return {**configuration, "properties": {"deleteOption": "Delete", **given, "ipConfigurations": addresses}}


def _judge_instance(wanted: Wanted, around: Surroundings) -> None:
    if around.world.find(str(wanted.id)) is None:
        raise AzureError(404, "NotFound", f"The entity was not found: instance {wanted.id.name}.")


def _compose_instance(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    """Only the protection of an instance can be written."""
    held = standing.properties if standing else {}
    protection = wanted.properties.get("protectionPolicy")
    return {**held, **({"protectionPolicy": protection} if protection else {})}


def _instance_deleted(world: World, instance: Resource) -> None:
    """A set shrinks by an instance that is deleted."""
    scale_set = world.find(str(instance.id.parent))
    if scale_set is not None:
        sku = scale_set.top["sku"]
        scale_set.top = {**scale_set.top, "sku": {**sku, "capacity": max(0, sku.get("capacity", 1) - 1)}}
        world.keep(scale_set)


def remove_instance(world: World, instance: Resource) -> None:
    """Remove an instance and count the set down."""
    if instance.id.type == MACHINE_TYPE:
        delete_resource(world, world.kind(MACHINE_TYPE), instance)
        scale_set = world.find(instance.properties["virtualMachineScaleSet"]["id"])
        if scale_set is not None:
            sku = scale_set.top["sku"]
            scale_set.top = {**scale_set.top, "sku": {**sku, "capacity": max(0, sku.get("capacity", 1) - 1)}}
            world.keep(scale_set)
    else:
        remove(world, instance)


INSTANCE = compute_kind(
    "virtualMachineScaleSets/virtualMachines",
    "VirtualMachineScaleSetVM",
    listed=False,
    check=_judge_instance,
    compose=_compose_instance,
    deleted=_instance_deleted,
    sort=sort_of,
    expands={"instanceview": lambda world, instance: {"instanceView": instance_view(world, instance)}},
    actions=by_action(
        *POWER_ACTIONS.values(),
        Action("instanceView", lambda world, instance, body: instance_view(world, instance), "GET"),
    ),
)
