"""A machine's interfaces: those that come with it, plugged and unplugged."""

from azlift.rehearsal.compute.answers import remember
from azlift.rehearsal.compute.interface_rules import (
    ADDRESS_TYPE,
    INTERFACE_TYPE,
    as_interface,
    as_public_addresses,
    configurations_of,
)
from azlift.rehearsal.compute.machine_parts import interfaces_of
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Wanted
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World
from azlift.rehearsal.writing import write_resource


def compose_interfaces(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    """The networkProfile an answer shows: references only, those made with the machine among them."""
    interfaces: list[Json] = [
        {**each, "id": str(world.resources[key_of(each["id"])].id)} for each in interfaces_of(wanted.properties)
    ]
    made: Json = standing.inside.get("made", {}) if standing else {}
    for each in configurations_of(wanted.properties):
        name = made.get(each["name"]) or f"{each['name']}-{world.new_guid()[:8]}"
        given = {
            member: each["properties"][member] for member in ("primary", "deleteOption") if member in each["properties"]
        }
        reference = {"id": f"{wanted.id.scope}/providers/{INTERFACE_TYPE}/{name}"}
        interfaces.append({**reference, **({"properties": given} if given else {})})
    return {"networkInterfaces": interfaces}


def land_interfaces(world: World, machine: Resource) -> None:
    """Make what comes with the machine, then plug every interface."""
    for configuration, reference in _to_make(world, machine):
        _make(world, machine, configuration, reference["id"].rsplit("/", 1)[-1])
    for number, each in enumerate(interfaces_of(machine.properties)):
        _plug(world, machine, each, number)


def _to_make(world: World, machine: Resource) -> list[tuple[Json, Json]]:
    """Each interface configuration with the reference that stands for it, where it is not made yet."""
    made = configurations_of(machine.wanted)
    references = interfaces_of(machine.properties)[-len(made) :] if made else []
    return [pair for pair in zip(made, references, strict=True) if world.find(pair[1]["id"]) is None]


def _make(world: World, machine: Resource, configuration: Json, name: str) -> None:
    wanted = Wanted(machine.id, machine.api_version, machine.location, {}, machine.top, machine.wanted)
    for address in as_public_addresses(world, wanted, configuration, name):
        write_resource(world, world.kind(ADDRESS_TYPE), address)
    write_resource(world, world.kind(INTERFACE_TYPE), as_interface(world, wanted, configuration, name))
    remember(world, machine, made={**machine.inside.get("made", {}), configuration["name"]: name})


def _plug(world: World, machine: Resource, reference: Json, number: int) -> None:
    interface = world.resources[key_of(reference["id"])]
    primary = reference.get("properties", {}).get("primary", number == 0)
    mac = interface.properties.get("macAddress") or _mac_address(world)
    link = {"virtualMachine": {"id": str(machine.id)}, "primary": primary, "macAddress": mac}
    if any(interface.properties.get(name) != value for name, value in link.items()):
        interface.properties = {**interface.properties, **link}
        world.keep(interface)


def _mac_address(world: World) -> str:
    """00-0D-3A is the prefix of Azure's network cards."""
    number = world.count("mac")
    return "00-0D-3A-" + "-".join(f"{number >> shift & 255:02X}" for shift in (16, 8, 0))


def unplug(world: World, interface: Resource) -> None:
    """Take an interface from its machine."""
    interface.properties = {name: value for name, value in interface.properties.items() if name != "virtualMachine"}
    world.keep(interface)
