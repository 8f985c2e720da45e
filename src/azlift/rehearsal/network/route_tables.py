"""Route tables and their routes."""

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Kind, Surroundings, Wanted
from azlift.rehearsal.network.children import (
    Children,
    child_deleted,
    forbid_busy_family,
    land_child,
    land_children,
    shown_children,
)
from azlift.rehearsal.network.naming import name_rule, name_words
from azlift.rehearsal.operations import NETWORK
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Shape, Voice, flag, list_of, one_of, text
from azlift.rehearsal.world import World

TABLE_TYPE, ROUTE_TYPE = "Microsoft.Network/routeTables", "Microsoft.Network/routeTables/routes"
APPLIANCE = "VirtualAppliance"
ROUTE_PROPERTIES = Shape(
    "RoutePropertiesFormat",
    {
        "addressPrefix": text,
        "nextHopType": one_of("VirtualNetworkGateway", "VnetLocal", "Internet", APPLIANCE, "None"),
        "nextHopIpAddress": text,
    },
    required=("nextHopType",),
    read_only=("provisioningState", "hasBgpOverride"),
)
ROUTE = Shape("Route", {"name": text, "properties": ROUTE_PROPERTIES}, ("name", "properties"), ("id", "etag", "type"))
TABLE_PROPERTIES = Shape(
    "RouteTablePropertiesFormat",
    {"routes": list_of(ROUTE), "disableBgpRoutePropagation": flag},
    read_only=("provisioningState", "resourceGuid", "subnets"),
)
ROUTES = Children("routes", ROUTE_TYPE, lambda properties: {"hasBgpOverride": False, **properties})


def _judge_route(name: str, properties: Json) -> None:
    appliance = properties["nextHopType"] == APPLIANCE
    if appliance != ("nextHopIpAddress" in properties):
        message = f"Route {name} must have a next hop IP address exactly when its next hop type is {APPLIANCE}."
        raise AzureError(400, "RouteNextHopIpAddressInvalid", message)


def _judge_table(wanted: Wanted, around: Surroundings) -> None:
    routes = wanted.properties.get("routes", [])
    names = [each["name"].lower() for each in routes]
    if len(set(names)) < len(names):
        raise AzureError(400, "DuplicateResourceName", f"Route names in table {wanted.id.name} are not unique.")
    for each in routes:
        _judge_route(each["name"], each["properties"])


def _compose_table(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    held = standing.properties if standing else {"resourceGuid": world.new_guid(), "routes": []}
    routes = wanted.properties.get("routes")
    return {
        "resourceGuid": held["resourceGuid"],
        "disableBgpRoutePropagation": wanted.properties.get("disableBgpRoutePropagation", False),
        "routes": held["routes"] if routes is None else [ROUTES.inline(each) for each in routes],
    }


def _compose_route(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    forbid_busy_family(world, world.resources[key_of(str(wanted.id.parent))], ROUTES)
    return ROUTES.filled(wanted.properties)


def _forbid_delete(world: World, table: Resource) -> None:
    users = sorted(world.index.users_of(str(table.id)))
    if users:
        message = (
            f"Route table {table.id.name} is in use and cannot be deleted: {world.resources[users[0]].id} uses it."
        )
        raise AzureError(400, "InUseRouteTableCannotBeDeleted", message)


def _present_table(world: World, table: Resource) -> Json:
    body = table.body()
    body["properties"]["routes"] = shown_children(world, table, ROUTES)
    subnets = [{"id": str(world.resources[key].id)} for key in sorted(world.index.users_of(str(table.id)))]
    if subnets:
        body["properties"]["subnets"] = subnets
    return body


ROUTE_TABLE = Kind(
    type=TABLE_TYPE,
    voice=Voice.NETWORK,
    family=NETWORK,
    tags_only=True,
    properties=TABLE_PROPERTIES,
    seconds=durations.ROUTE_TABLE,
    name_rule=name_rule(80),
    name_words=name_words(80),
    check=_judge_table,
    compose=_compose_table,
    landed=lambda world, table: land_children(world, table, ROUTES),
    forbid_delete=_forbid_delete,
    present=_present_table,
)
ROUTE_KIND = Kind(
    type=ROUTE_TYPE,
    voice=Voice.NETWORK,
    family=NETWORK,
    properties=ROUTE_PROPERTIES,
    seconds=durations.SUBNET,
    name_rule=name_rule(80),
    name_words=name_words(80),
    tracked=False,
    listed=False,
    check=lambda wanted, around: _judge_route(wanted.id.segments[-1][1], wanted.properties),
    compose=_compose_route,
    landed=lambda world, route: land_child(world, route, ROUTES),
    deleted=lambda world, route: child_deleted(world, route, ROUTES),
)
