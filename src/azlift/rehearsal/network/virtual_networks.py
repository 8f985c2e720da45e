"""Virtual networks and their subnets: prefixes valid, inside, not overlapping; what is in use stays."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from itertools import pairwise
from typing import Any

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Kind, Seen, Surroundings, Wanted
from azlift.rehearsal.network.children import (
    Children,
    child_deleted,
    forbid_busy_family,
    land_child,
    land_children,
    shown_children,
)
from azlift.rehearsal.network.naming import name_rule, name_words, referenced
from azlift.rehearsal.operations import NETWORK
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Shape, Voice, flag, list_of, missing, one_of, reference_to, text, unmodelled
from azlift.rehearsal.world import World

Network = IPv4Network | IPv6Network
NETWORK_TYPE, SUBNET_TYPE = "Microsoft.Network/virtualNetworks", "Microsoft.Network/virtualNetworks/subnets"
GROUP_TYPE = "Microsoft.Network/networkSecurityGroups"
REFERENCES = {
    "networkSecurityGroup": GROUP_TYPE,
    "routeTable": "Microsoft.Network/routeTables",
    "natGateway": "Microsoft.Network/natGateways",
}
SMALLEST_IPV4 = 29  # a subnet smaller than /29 leaves no address besides those Azure keeps. Source: Azure VNet FAQ.

SUBNET_PROPERTIES = Shape(
    "SubnetPropertiesFormat",
    {
        "addressPrefix": text,
        "addressPrefixes": list_of(text, least=1),
        "networkSecurityGroup": reference_to("NetworkSecurityGroup"),
        "serviceEndpoints": list_of(
            Shape("ServiceEndpoint", {"service": text, "locations": list_of(text)}, read_only=("provisioningState",))
        ),
        "privateEndpointNetworkPolicies": text,
        "privateLinkServiceNetworkPolicies": one_of("Enabled", "Disabled"),
        "defaultOutboundAccess": flag,
        "routeTable": reference_to("RouteTable"),
        "natGateway": reference_to(),
        "delegations": list_of(
            Shape(
                "Delegation",
                {"name": text, "properties": Shape("ServiceDelegationPropertiesFormat", {"serviceName": text})},
                read_only=("id", "etag", "type", "actions", "provisioningState"),
            )
        ),
        "ipAllocations": unmodelled("IP allocations"),
    },
    read_only=("provisioningState", "ipConfigurations", "purpose", "privateEndpoints", "resourceNavigationLinks"),
)
INLINE_SUBNET = Shape(
    "Subnet", {"name": text, "properties": SUBNET_PROPERTIES}, ("name",), read_only=("id", "etag", "type")
)
NETWORK_PROPERTIES = Shape(
    "VirtualNetworkPropertiesFormat",
    {
        "addressSpace": Shape("AddressSpace", {"addressPrefixes": list_of(text, least=1)}, ("addressPrefixes",)),
        "dhcpOptions": Shape("DhcpOptions", {"dnsServers": list_of(text)}),
        "subnets": list_of(INLINE_SUBNET),
        "enableDdosProtection": flag,
        "enableVmProtection": flag,
        "privateEndpointVNetPolicies": one_of("Disabled", "Basic"),
        "virtualNetworkPeerings": list_of(unmodelled("virtual network peerings")),
        "ddosProtectionPlan": unmodelled("DDoS protection plans"),
        "flowTimeoutInMinutes": unmodelled("flow timeouts"),
        "encryption": unmodelled("virtual network encryption"),
        "bgpCommunities": unmodelled("BGP communities"),
    },
    required=("addressSpace",),
    read_only=("provisioningState", "resourceGuid"),
)


def read_prefix(text_: str) -> Network:
    """A network prefix without host bits, or Azure's refusal."""
    try:
        if "/" not in text_:
            raise ValueError(text_)
        return ip_network(text_)
    except ValueError as error:
        message = f"The address prefix {text_} is not formatted correctly: a network in CIDR notation is expected."
        raise AzureError(400, "InvalidCIDRNotation", message) from error


def prefixes_of(subnet: Json) -> list[Network]:
    """The prefixes of a subnet's properties; addressPrefix and addressPrefixes are two ways to say it."""
    given = subnet.get("addressPrefixes") or [subnet[name] for name in ("addressPrefix",) if name in subnet]
    if not given:
        raise missing(Voice.NETWORK, "properties.addressPrefix")
    return [read_prefix(each) for each in given]


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


def _judge_network(wanted: Wanted, around: Surroundings) -> None:
    spaces = [read_prefix(each) for each in wanted.properties["addressSpace"]["addressPrefixes"]]
    _forbid_overlaps([(str(space), [space]) for space in spaces], wanted.id.name, "NetcfgAddressSpacesOverlap")
    inline = wanted.properties.get("subnets")
    standing = around.world.find(str(wanted.id))
    if inline is None:
        inline = standing.properties["subnets"] if standing else []
    names = [subnet["name"].lower() for subnet in inline]
    if len(set(names)) < len(names):
        raise AzureError(400, "DuplicateResourceName", f"Subnet names in network {wanted.id.name} are not unique.")
    named = [(subnet["name"], prefixes_of(subnet.get("properties", {}))) for subnet in inline]
    for name, prefixes in named:
        _check_inside(name, prefixes, spaces, wanted.id.name)
    _forbid_overlaps(named, wanted.id.name, "NetcfgSubnetRangesOverlap")
    for subnet in inline:
        _check_subnet_references(subnet.get("properties", {}), wanted, around)
    for gone in _removed_subnets(standing, names):
        forbid_used_subnet(around.world, f"{wanted.id}/subnets/{gone}")


def _removed_subnets(standing: Resource | None, names: Sequence[str]) -> list[str]:
    held = standing.properties["subnets"] if standing else []
    return [subnet["name"] for subnet in held if subnet["name"].lower() not in names]


def _judge_subnet(wanted: Wanted, around: Surroundings) -> None:
    network = around.find(str(wanted.id.parent))
    if network is None:
        return  # the missing parent is refused with its own code
    name = wanted.id.segments[-1][1]
    spaces = [read_prefix(each) for each in network.properties["addressSpace"]["addressPrefixes"]]
    prefixes = prefixes_of(wanted.properties)
    _check_inside(name, prefixes, spaces, network.id.name)
    siblings = {each["name"].lower(): each.get("properties", {}) for each in network.properties.get("subnets", [])}
    for each in around.of_type(SUBNET_TYPE):
        if key_of(str(each.id.parent)) == key_of(str(network.id)):
            siblings[each.id.segments[-1][1].lower()] = each.properties
    siblings.pop(name.lower(), None)
    named = [(name, prefixes), *((other, prefixes_of(properties)) for other, properties in siblings.items())]
    _forbid_overlaps(named, network.id.name, "NetcfgSubnetRangesOverlap")
    standing = around.world.find(str(wanted.id))
    if standing is not None and prefixes_of(standing.properties) != prefixes:
        forbid_used_subnet(around.world, str(wanted.id), "InUsePrefixCannotBeDeleted")
    in_region = Wanted(wanted.id, "", network.location, {}, {}, {})
    _check_subnet_references(wanted.properties, in_region, around)


def _check_subnet_references(properties: Json, wanted: Wanted, around: Surroundings) -> None:
    for member, resource_type in REFERENCES.items():
        if member in properties:
            referenced(properties[member]["id"], wanted, around, resource_type)


def _check_inside(name: str, prefixes: list[Network], spaces: list[Network], network: str) -> None:
    for prefix in prefixes:
        inside = any(space.version == prefix.version and prefix.subnet_of(space) for space in spaces)  # type: ignore[arg-type]
        if inside and (prefix.version == 6 or prefix.prefixlen <= SMALLEST_IPV4):
            continue
        message = (
            f"Subnet '{name}' is not valid because its IP address range is outside the IP address range of virtual "
            f"network '{network}' or smaller than /{SMALLEST_IPV4}."
        )
        raise AzureError(400, "NetcfgInvalidSubnet", message)


def _forbid_overlaps(named: list[tuple[str, list[Network]]], network: str, code: str) -> None:
    flat = [(name, prefix) for name, prefixes in named for prefix in prefixes]
    flat.sort(key=lambda each: (each[1].version, int(each[1].network_address), each[1].prefixlen))
    for (first, one), (second, other) in pairwise(flat):
        if one.overlaps(other):
            message = (
                f"Subnet '{second}' is not valid because its IP address range overlaps with that of an existing subnet "
                f"'{first}' in virtual network '{network}'."
            )
            raise AzureError(400, code, message)


def forbid_used_subnet(world: World, subnet_id: str, code: str = "InUseSubnetCannotBeDeleted") -> None:
    """Refuse the removal or move of a subnet something is plugged into."""
    users = sorted(world.index.users_of(subnet_id))
    if users:
        name = subnet_id.rsplit("/", 1)[-1]
        user = world.resources[users[0]].id
        message = (
            f"Subnet {name} is in use by {user} and cannot be deleted. In order to delete the subnet, "
            "delete all the resources within the subnet. See aka.ms/deletesubnet."
        )
        raise AzureError(400 if code.startswith("InUsePrefix") else 409, code, message)


def _compose_network(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    kept = standing.properties if standing else {"resourceGuid": world.new_guid(), "subnets": []}
    subnets = wanted.properties.get("subnets")
    return {
        "resourceGuid": kept["resourceGuid"],
        "addressSpace": wanted.properties["addressSpace"],
        **{name: value for name, value in wanted.properties.items() if name not in ("addressSpace", "subnets")},
        "enableDdosProtection": wanted.properties.get("enableDdosProtection", False),
        "virtualNetworkPeerings": [],
        "subnets": kept["subnets"] if subnets is None else [SUBNETS.inline(each) for each in subnets],
    }


def _subnet_defaults(properties: Json) -> Json:
    defaults = {
        "delegations": [],
        "privateEndpointNetworkPolicies": "Disabled",
        "privateLinkServiceNetworkPolicies": "Enabled",
    }
    return {**defaults, **properties}


def _subnet_references(properties: Json) -> Sequence[str]:
    found = [
        properties[name]["id"] for name in ("networkSecurityGroup", "routeTable", "natGateway") if name in properties
    ]
    return [str(each) for each in found]


SUBNETS = Children("subnets", SUBNET_TYPE, _subnet_defaults, _subnet_references)


def _compose_subnet(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    network = world.resources[key_of(str(wanted.id.parent))]
    forbid_busy_family(world, network, SUBNETS)
    return _subnet_defaults(wanted.properties)


def _forbid_network_delete(world: World, network: Resource) -> None:
    for subnet in network.properties["subnets"]:
        forbid_used_subnet(world, f"{network.id}/subnets/{subnet['name']}")


def _forbid_subnet_delete(world: World, subnet: Resource) -> None:
    forbid_used_subnet(world, str(subnet.id))


def _present_subnet(world: World, subnet: Resource) -> Json:
    """A subnet with what is plugged into it."""
    body = subnet.body()
    used: list[Any] = []
    for key in sorted(world.index.users_of(str(subnet.id))):
        interface = world.resources[key]
        used.extend(
            {"id": f"{interface.id}/ipConfigurations/{each['name']}"}
            for each in interface.properties.get("ipConfigurations", [])
            if key_of(each["properties"]["subnet"]["id"]) == subnet.key
        )
    if used:
        body["properties"]["ipConfigurations"] = used
    return body


def _present_network(world: World, network: Resource) -> Json:
    body = network.body()
    body["properties"]["subnets"] = shown_children(world, network, SUBNETS, _present_subnet)
    return body


VIRTUAL_NETWORK = Kind(
    type=NETWORK_TYPE,
    voice=Voice.NETWORK,
    family=NETWORK,
    tags_only=True,
    properties=NETWORK_PROPERTIES,
    seconds=durations.VIRTUAL_NETWORK,
    name_rule=name_rule(64),
    name_words=name_words(64),
    check=_judge_network,
    compose=_compose_network,
    landed=lambda world, network: land_children(world, network, SUBNETS),
    forbid_delete=_forbid_network_delete,
    present=_present_network,
)
SUBNET = Kind(
    type=SUBNET_TYPE,
    voice=Voice.NETWORK,
    family=NETWORK,
    tags_only=True,
    properties=SUBNET_PROPERTIES,
    seconds=durations.SUBNET,
    name_rule=name_rule(80),
    name_words=name_words(80),
    tracked=False,
    listed=False,
    check=_judge_subnet,
    compose=_compose_subnet,
    references=lambda subnet: _subnet_references(subnet.properties),
    landed=lambda world, subnet: land_child(world, subnet, SUBNETS),
    forbid_delete=_forbid_subnet_delete,
    deleted=lambda world, subnet: child_deleted(world, subnet, SUBNETS),
    present=_present_subnet,
)
