"""What the compute provider answers beside its resources: usages, sizes and SKUs of a region, commands, and its own
lists of machines."""

from dataclasses import replace

from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.catalogue import normal_location
from azlift.rehearsal.compute.machine_parts import same_id
from azlift.rehearsal.compute.quota import MACHINE_TYPE, usages
from azlift.rehearsal.compute.run_commands import document, documents
from azlift.rehearsal.compute.sizes import list_vm_sizes
from azlift.rehearsal.compute.skus import every_sku
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.records import Resource
from azlift.rehearsal.routes.call import Answer, Call, answer_json, answer_page, read_filter
from azlift.rehearsal.routes.route import route
from azlift.rehearsal.world import World

COMPUTE = "Microsoft.Compute"
SKUS_PAGE = 1000
IN_SCALE_SET = "virtualMachineScaleSet/id"


def list_usages(world: World, call: Call, subscription: str, location: str) -> Answer:
    return answer_json({"value": usages(world, known_region(world, location))})


def list_sizes(world: World, call: Call, subscription: str, location: str) -> Answer:
    return answer_json({"value": list_vm_sizes(world, known_region(world, location))})


def list_compute_skus(world: World, call: Call, subscription: str) -> Answer:
    asked = read_filter(call, ("location",))
    location = normal_location(asked["location"]) if "location" in asked else None
    items = {_sku_key(sku): sku for sku in every_sku(world, location)}
    return answer_page(call, items, SKUS_PAGE)


def _sku_key(sku: Json) -> str:
    """Sizes first, as Azure lists them."""
    first = "0" if sku["resourceType"] == "virtualMachines" else "1"
    return "/".join([first, sku["locations"][0], sku["resourceType"], sku["name"], sku.get("size", "")])


def list_commands(world: World, call: Call, subscription: str, location: str) -> Answer:
    known_region(world, location)
    return answer_json({"value": documents()})


def show_command(world: World, call: Call, subscription: str, location: str, command: str) -> Answer:
    known_region(world, location)
    return answer_json(document(command))


def list_machines(world: World, call: Call, scope: str) -> Answer:
    """The machines of a group or a subscription; `statusOnly` and `$expand=instanceView` tell what they do."""
    world.check_scope(scope)
    told = call.query.get("$filter", "").replace(f"'{IN_SCALE_SET}'", IN_SCALE_SET)  # azure-cli quotes the name too
    asked = read_filter(replace(call, query={**call.query, "$filter": told}), (IN_SCALE_SET,))
    within = f"{key_of(scope)}/"
    keys = [key for key in world.index.of_type(MACHINE_TYPE) if key.startswith(within)]
    set_id = asked.get(IN_SCALE_SET.lower())
    found = [world.resources[key] for key in keys]
    if set_id is not None:
        found = [each for each in found if same_id(each.properties.get("virtualMachineScaleSet", {}).get("id"), set_id)]
    return _machines(world, call, found)


def list_machines_of_region(world: World, call: Call, subscription: str, location: str) -> Answer:
    region = known_region(world, location)
    within = f"/subscriptions/{subscription}/".lower()
    keys = [key for key in world.index.of_type(MACHINE_TYPE) if key.startswith(within)]
    return _machines(world, call, [world.resources[key] for key in keys if world.resources[key].location == region])


def _machines(world: World, call: Call, machines: list[Resource]) -> Answer:
    kind = world.kind(MACHINE_TYPE)
    expand = call.query.get("$expand", "").lower()
    if call.query.get("statusonly", "").lower() == "true":
        expand = "instanceview"
    if expand and expand not in kind.expands:
        message = (
            f"The value '{call.query['$expand']}' of the query parameter '$expand' is not known for '{kind.type}'."
        )
        raise AzureError(400, "InvalidParameter", message)
    items: dict[str, Json | bytes] = {}
    for machine in machines:
        body: Json = kind.present(world, machine) if kind.present else machine.body()
        more = kind.expands[expand](world, machine) if expand else {}
        items[machine.key] = {**body, **_children(body), "properties": {**body["properties"], **more}}
    return answer_page(call, items)


def _children(body: Json) -> Json:
    """In a list the extensions of a machine are named, not shown."""
    return {"resources": [{"id": each["id"]} for each in body["resources"]]} if "resources" in body else {}


def known_region(world: World, location: str) -> str:
    """The normal name of a region, or Azure's refusal of one it does not have."""
    normal = normal_location(location)
    if normal not in world.catalogue.regions:
        message = (
            f"No registered resource provider found for location '{location}' and API version in namespace '{COMPUTE}'."
        )
        raise AzureError(400, "NoRegisteredProviderFound", message)
    return normal


PROVIDER = "subscriptions/{}/providers/microsoft.compute"
IN_GROUP = "subscriptions/{}/resourcegroups/{}/providers/microsoft.compute"
MACHINES_READ = f"{MACHINE_TYPE}/read"
ROUTES = [
    route("GET", f"{PROVIDER}/locations/{{}}/usages", list_usages, "usages", f"{COMPUTE}/locations/usages/read"),
    route("GET", f"{PROVIDER}/locations/{{}}/vmsizes", list_sizes, "vm sizes", f"{COMPUTE}/locations/vmSizes/read"),
    route("GET", f"{PROVIDER}/skus", list_compute_skus, "skus", f"{COMPUTE}/skus/read"),
    route("GET", f"{PROVIDER}/locations/{{}}/runcommands", list_commands, "run command documents",
          f"{COMPUTE}/locations/runCommands/read"),
    route("GET", f"{PROVIDER}/locations/{{}}/runcommands/{{}}", show_command, "run command document",
          f"{COMPUTE}/locations/runCommands/read"),
    route("GET", f"{PROVIDER}/virtualmachines", list_machines, MACHINE_TYPE, MACHINES_READ, by_scope=True),
    route("GET", f"{IN_GROUP}/virtualmachines", list_machines, MACHINE_TYPE, MACHINES_READ, scope=4, by_scope=True),
    route("GET", f"{PROVIDER}/locations/{{}}/virtualmachines", list_machines_of_region, MACHINE_TYPE, MACHINES_READ),
]  # fmt: skip
