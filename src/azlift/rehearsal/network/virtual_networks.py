"""Virtual networks: address spaces that do not overlap, subnets and peerings inside; what is in use stays."""

from ipaddress import ip_address

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.kinds import Action, Json, Surroundings, Wanted, by_action
from azlift.rehearsal.network.allocation import free_addresses, taken_addresses
from azlift.rehearsal.network.children import forbid_same_names, kept_children, land_children, shown_children
from azlift.rehearsal.network.models import network_kind
from azlift.rehearsal.network.naming import referenced
from azlift.rehearsal.network.peerings import PEERINGS, compose_peering, judge_peering, tell_remote
from azlift.rehearsal.network.prefixes import check_inside, forbid_overlaps, prefixes_of, spaces_of
from azlift.rehearsal.network.subnets import (
    SUBNETS,
    check_subnet_references,
    forbid_moved_prefix,
    forbid_used_subnet,
    present_subnet,
)
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Voice, missing
from azlift.rehearsal.world import World

LEAST_FLOW_TIMEOUT, MOST_FLOW_TIMEOUT = 4, 30  # minutes. Source: network API, virtualNetworks.flowTimeoutInMinutes
PLAN = "ddosProtectionPlan"
OFFERED = 5  # free addresses checkIPAddressAvailability proposes beside a taken one


def _judge(wanted: Wanted, around: Surroundings) -> None:
    if not wanted.properties.get("addressSpace", {}).get("addressPrefixes"):
        raise missing(Voice.NETWORK, "properties.addressSpace.addressPrefixes")
    spaces = spaces_of(wanted.properties)
    forbid_overlaps([(str(space), [space]) for space in spaces], wanted.id.name, "NetcfgAddressSpacesOverlap")
    timeout = wanted.properties.get("flowTimeoutInMinutes", LEAST_FLOW_TIMEOUT)
    if not LEAST_FLOW_TIMEOUT <= timeout <= MOST_FLOW_TIMEOUT:
        message = (
            f"FlowTimeoutInMinutes {timeout} of {wanted.id} is not between {LEAST_FLOW_TIMEOUT} and "
            f"{MOST_FLOW_TIMEOUT}."
        )
        raise AzureError(400, "FlowTimeoutInMinutesOutOfRange", message)
    if PLAN in wanted.properties:
        plan = wanted.properties[PLAN]["id"]
        referenced(plan, wanted, around, "Microsoft.Network/ddosProtectionPlans", anywhere=True)
    _judge_subnets(wanted, around)
    forbid_same_names(PEERINGS, wanted)
    for each in wanted.properties.get("virtualNetworkPeerings", []):
        inside = wanted.id.child("virtualNetworkPeerings", each["name"])
        judge_peering(inside, each.get("properties", {}), around)


def _judge_subnets(wanted: Wanted, around: Surroundings) -> None:
    standing = around.world.find(str(wanted.id))
    held: list[Json] = standing.properties["subnets"] if standing else []
    inline: list[Json] = wanted.properties.get("subnets", held)
    forbid_same_names(SUBNETS, wanted)
    named = [(subnet["name"], prefixes_of(subnet.get("properties", {}))) for subnet in inline]
    for name, prefixes in named:
        check_inside(name, prefixes, spaces_of(wanted.properties), wanted.id.name)
    forbid_overlaps(named, wanted.id.name, "NetcfgSubnetRangesOverlap")
    for subnet in inline:
        check_subnet_references(subnet.get("properties", {}), wanted, around)
        forbid_moved_prefix(around.world, f"{wanted.id}/subnets/{subnet['name']}", subnet["properties"])
    kept = {name.lower() for name, _ in named}
    for gone in held:
        if gone["name"].lower() not in kept:
            forbid_used_subnet(around.world, f"{wanted.id}/subnets/{gone['name']}")


def _compose(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    peerings = kept_children(PEERINGS, wanted, standing)
    for each in peerings:
        peering = wanted.id.child("virtualNetworkPeerings", each["name"])
        each["properties"] = compose_peering(world, peering, each["properties"])
    return {
        **wanted.properties,
        "resourceGuid": standing.properties["resourceGuid"] if standing else world.new_guid(),
        "enableDdosProtection": wanted.properties.get("enableDdosProtection", False),
        "virtualNetworkPeerings": peerings,
        "subnets": kept_children(SUBNETS, wanted, standing),
    }


def _land(world: World, network: Resource) -> None:
    land_children(world, network, SUBNETS)
    land_children(world, network, PEERINGS)
    for each in network.properties["virtualNetworkPeerings"]:
        tell_remote(world, network.id.child("virtualNetworkPeerings", each["name"]), each["properties"], "Connected")


def _forbid_delete(world: World, network: Resource) -> None:
    for subnet in network.properties["subnets"]:
        forbid_used_subnet(world, f"{network.id}/subnets/{subnet['name']}")
    users = sorted(world.index.users_of(str(network.id)))
    if users:
        message = f"Virtual network {network.id} is in use by {world.resources[users[0]].id} and cannot be deleted."
        raise AzureError(400, "InUseVirtualNetworkCannotBeDeleted", message)


def _present(world: World, network: Resource) -> Json:
    body = network.body()
    body["properties"]["subnets"] = shown_children(world, network, SUBNETS, present_subnet)
    body["properties"]["virtualNetworkPeerings"] = shown_children(world, network, PEERINGS)
    return body


def _check_address(world: World, network: Resource, asked: Json) -> Json:
    """Whether an address of the network is free; where it is not, a few that are."""
    try:
        address = ip_address(asked.get("ipAddress", ""))
    except ValueError as error:
        message = f"IP address {asked.get('ipAddress', '')} is not formatted correctly."
        raise AzureError(400, "InvalidIPAddressFormat", message) from error
    for subnet in network.properties["subnets"]:
        home = world.resources[f"{network.key}/subnets/{subnet['name'].lower()}"]
        if any(address in prefix for prefix in prefixes_of(home.properties)):
            taken = taken_addresses(world, str(home.id))
            if str(address) not in taken:
                return {"available": True, "availableIPAddresses": [], "isPlatformReserved": False}
            offered = list(free_addresses(world, home, set(), str(address), OFFERED))
            return {"available": False, "availableIPAddresses": offered, "isPlatformReserved": False}
    message = f"The IP address {address} does not lie in a subnet of virtual network {network.id}."
    raise AzureError(400, "PrivateIPAddressNotInAnySubnet", message)


VIRTUAL_NETWORK = network_kind(
    "virtualNetworks",
    "VirtualNetwork",
    longest=64,
    check=_judge,
    compose=_compose,
    references=lambda network: [network.properties[name]["id"] for name in (PLAN,) if name in network.properties],
    landed=_land,
    forbid_delete=_forbid_delete,
    present=_present,
    actions=by_action(Action("CheckIPAddressAvailability", _check_address, "GET", ("ipAddress",))),
)
