"""Route tables and their routes."""

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.kinds import Json, Surroundings, Wanted
from azlift.rehearsal.network.children import (
    Children,
    child_kind,
    forbid_same_names,
    kept_children,
    land_children,
    shown_children,
)
from azlift.rehearsal.network.models import network_kind
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World

ROUTE_TYPE = "Microsoft.Network/routeTables/routes"
APPLIANCE = "VirtualAppliance"
ROUTES = Children("routes", ROUTE_TYPE, lambda given, api_version: {"hasBgpOverride": False, **given})


def _judge_route(name: str, properties: Json) -> None:
    appliance = properties["nextHopType"] == APPLIANCE
    if appliance != ("nextHopIpAddress" in properties):
        message = f"Route {name} must have a next hop IP address exactly when its next hop type is {APPLIANCE}."
        raise AzureError(400, "RouteNextHopIpAddressInvalid", message)


def _judge_table(wanted: Wanted, around: Surroundings) -> None:
    routes = wanted.properties.get("routes", [])
    forbid_same_names(ROUTES, wanted)
    for each in routes:
        _judge_route(each["name"], each.get("properties", {}))


def _compose_table(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    return {
        "resourceGuid": standing.properties["resourceGuid"] if standing else world.new_guid(),
        "disableBgpRoutePropagation": wanted.properties.get("disableBgpRoutePropagation", False),
        "routes": kept_children(ROUTES, wanted, standing),
    }


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


ROUTE_TABLE = network_kind(
    "routeTables",
    "RouteTable",
    check=_judge_table,
    compose=_compose_table,
    landed=lambda world, table: land_children(world, table, ROUTES),
    forbid_delete=_forbid_delete,
    present=_present_table,
)
ROUTE_KIND = child_kind(
    ROUTES,
    "Route",
    check=lambda wanted, around: _judge_route(wanted.id.segments[-1][1], wanted.properties),
)
