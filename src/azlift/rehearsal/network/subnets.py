"""Subnets: inside their network, not overlapping; what is plugged into them keeps them and their prefixes."""

from collections.abc import Sequence
from typing import Any

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Seen, Surroundings, Wanted
from azlift.rehearsal.network.children import Children, child_kind
from azlift.rehearsal.network.naming import referenced
from azlift.rehearsal.network.prefixes import check_inside, forbid_overlaps, prefixes_of, spaces_of
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World

NETWORK_TYPE, SUBNET_TYPE = "Microsoft.Network/virtualNetworks", "Microsoft.Network/virtualNetworks/subnets"
GROUP_TYPE = "Microsoft.Network/networkSecurityGroups"
REFERENCES = {
    "networkSecurityGroup": GROUP_TYPE,
    "routeTable": "Microsoft.Network/routeTables",
    "natGateway": "Microsoft.Network/natGateways",
}
# The default of privateEndpointNetworkPolicies changed with this api-version. Source: Azure's REST specifications of
# the network provider, virtualNetwork.json, 2021-08-01 beside 2022-01-01; recordings agree.
FIRST_WITHOUT_POLICIES = "2022-01-01"


def find_subnet(around: Surroundings, subnet_id: str) -> tuple[Seen, Json] | None:
    """A subnet by id, with its network: standing, planned on its own, or planned inside a planned network."""
    network_id, _, name = key_of(subnet_id).rpartition("/subnets/")
    network = around.find(network_id) if network_id else None
    if network is None or network.id.type != NETWORK_TYPE:
        return None
    for inline in network.properties.get("subnets", []):
        if inline["name"].lower() == name:
            return network, inline.get("properties", {})
    found = around.find(subnet_id)
    return (network, found.properties) if found is not None else None


def _judge_subnet(wanted: Wanted, around: Surroundings) -> None:
    network = around.find(str(wanted.id.parent))
    if network is None:
        return  # the missing parent is refused with its own code
    name = wanted.id.segments[-1][1]
    prefixes = prefixes_of(wanted.properties)
    check_inside(name, prefixes, spaces_of(network.properties), network.id.name)
    siblings = {each["name"].lower(): each.get("properties", {}) for each in network.properties.get("subnets", [])}
    for each in around.of_type(SUBNET_TYPE):
        if key_of(str(each.id.parent)) == key_of(str(network.id)):
            siblings[each.id.segments[-1][1].lower()] = each.properties
    siblings.pop(name.lower(), None)
    named = [(name, prefixes), *((other, prefixes_of(properties)) for other, properties in siblings.items())]
    forbid_overlaps(named, network.id.name, "NetcfgSubnetRangesOverlap")
    forbid_moved_prefix(around.world, str(wanted.id), wanted.properties)
    check_subnet_references(wanted.properties, Wanted(wanted.id, "", network.location, {}, {}, {}), around)


def check_subnet_references(properties: Json, wanted: Wanted, around: Surroundings) -> None:
    """What a subnet names is there, of its type, in its network's region."""
    for member, resource_type in REFERENCES.items():
        if member in properties:
            referenced(properties[member]["id"], wanted, around, resource_type)


def forbid_moved_prefix(world: World, subnet_id: str, properties: Json) -> None:
    """Refuse other prefixes for a subnet something is plugged into; more of them are welcome."""
    standing = world.find(subnet_id)
    if standing is not None and not set(prefixes_of(standing.properties)) <= set(prefixes_of(properties)):
        forbid_used_subnet(world, subnet_id, "InUsePrefixCannotBeDeleted")


def forbid_used_subnet(world: World, subnet_id: str, code: str = "InUseSubnetCannotBeDeleted") -> None:
    """Refuse the removal or move of a subnet something is plugged into."""
    users = sorted(world.index.users_of(subnet_id))
    if users:
        name = subnet_id.rsplit("/", 1)[-1]
        user = world.resources[users[0]]
        place = next((each["id"] for each in _places(user, key_of(subnet_id))), str(user.id))
        message = (
            f"Subnet {name} is in use by {place} and cannot be deleted. In order to delete the subnet, "
            "delete all the resources within the subnet. See aka.ms/deletesubnet."
        )
        raise AzureError(400, code, message)


def _references(properties: Json) -> Sequence[str]:
    return [str(properties[name]["id"]) for name in REFERENCES if name in properties]


def _places(user: Resource, subnet: str) -> list[Json]:
    """The ids of a resource's IP configurations in a subnet."""
    return [
        {"id": f"{user.id}/{member}/{each['name']}"}
        for member in ("ipConfigurations", "frontendIPConfigurations", "gatewayIPConfigurations")
        for each in user.properties.get(member, [])
        if key_of(each.get("properties", {}).get("subnet", {}).get("id", "")) == subnet
    ]


def present_subnet(world: World, subnet: Resource) -> Json:
    """A subnet with what is plugged into it."""
    body = subnet.body()
    users = [world.resources[key] for key in sorted(world.index.users_of(str(subnet.id)))]
    used: list[Any] = [place for user in users for place in _places(user, subnet.key)]
    endpoints = [{"id": str(user.id)} for user in users if user.id.type == "Microsoft.Network/privateEndpoints"]
    named = (("ipConfigurations", used), ("privateEndpoints", endpoints))
    body["properties"] |= {name: found for name, found in named if found}
    return body


def _filled(properties: Json, api_version: str) -> Json:
    policies = "Disabled" if api_version >= FIRST_WITHOUT_POLICIES else "Enabled"
    return {
        "delegations": [],
        "privateEndpointNetworkPolicies": policies,
        "privateLinkServiceNetworkPolicies": "Enabled",
        **properties,
    }


SUBNETS = Children("subnets", SUBNET_TYPE, _filled, _references)
SUBNET = child_kind(
    SUBNETS,
    "Subnet",
    check=_judge_subnet,
    forbid_delete=lambda world, subnet: forbid_used_subnet(world, str(subnet.id)),
    present=present_subnet,
)
