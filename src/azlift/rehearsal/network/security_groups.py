"""Network security groups: rules inside Azure's bounds, the six default rules, no removal while something uses the
group."""

import re
from collections.abc import Iterator
from ipaddress import ip_network

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.kinds import Json, Kind, Surroundings, Wanted
from azlift.rehearsal.network.naming import name_rule, name_words
from azlift.rehearsal.operations import NETWORK
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Shape, Voice, flag, list_of, one_of, text, unmodelled, whole_number
from azlift.rehearsal.world import World

RULE_PROPERTIES = Shape(
    "SecurityRulePropertiesFormat",
    {
        "description": text,
        "protocol": one_of("Tcp", "Udp", "Icmp", "Esp", "Ah", "*"),
        "sourcePortRange": text,
        "sourcePortRanges": list_of(text),
        "destinationPortRange": text,
        "destinationPortRanges": list_of(text),
        "sourceAddressPrefix": text,
        "sourceAddressPrefixes": list_of(text),
        "destinationAddressPrefix": text,
        "destinationAddressPrefixes": list_of(text),
        "access": one_of("Allow", "Deny"),
        "priority": whole_number,
        "direction": one_of("Inbound", "Outbound"),
        "sourceApplicationSecurityGroups": list_of(unmodelled("application security groups")),
        "destinationApplicationSecurityGroups": list_of(unmodelled("application security groups")),
    },
    required=("protocol", "access", "priority", "direction"),
    read_only=("provisioningState",),
)
RULE = Shape(
    "SecurityRule", {"name": text, "properties": RULE_PROPERTIES}, ("name", "properties"), ("id", "etag", "type")
)
GROUP_PROPERTIES = Shape(
    "NetworkSecurityGroupPropertiesFormat",
    {"securityRules": list_of(RULE), "flushConnection": flag},
    read_only=(
        "provisioningState", "resourceGuid", "defaultSecurityRules", "networkInterfaces", "subnets", "flowLogs",
    ),
)  # fmt: skip
LEAST_PRIORITY, MOST_PRIORITY = 100, 4096  # Source: Azure NSG documentation
PORTS = re.compile(r"^(\*|\d{1,5}(-\d{1,5})?)$")
SERVICE_TAG = re.compile(r"^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*$")
# name, priority, direction, access, source, destination. Source: Azure NSG documentation, default security rules.
DEFAULT_RULES = (
    ("AllowVnetInBound", 65000, "Inbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
    ("AllowAzureLoadBalancerInBound", 65001, "Inbound", "Allow", "AzureLoadBalancer", "*"),
    ("DenyAllInBound", 65500, "Inbound", "Deny", "*", "*"),
    ("AllowVnetOutBound", 65000, "Outbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
    ("AllowInternetOutBound", 65001, "Outbound", "Allow", "*", "Internet"),
    ("DenyAllOutBound", 65500, "Outbound", "Deny", "*", "*"),
)


def _judge_group(wanted: Wanted, around: Surroundings) -> None:
    seen: dict[tuple[str, int], str] = {}
    names: set[str] = set()
    for rule in wanted.properties.get("securityRules", []):
        name, properties = rule["name"], rule["properties"]
        _judge_rule(name, properties)
        place = (properties["direction"], properties["priority"])
        if name.lower() in names:
            raise AzureError(400, "DuplicateResourceName", f"Security rule name {name} is not unique in the group.")
        if place in seen:
            message = (
                f"Security rule {name} conflicts with rule {seen[place]}. "
                "Rules cannot have the same Priority and Direction."
            )
            raise AzureError(400, "SecurityRuleConflict", message)
        names.add(name.lower())
        seen[place] = name


def _judge_rule(name: str, rule: Json) -> None:
    if not LEAST_PRIORITY <= rule["priority"] <= MOST_PRIORITY:
        message = (
            f"Security rule has invalid priority. Value provided: {rule['priority']}. "
            f"Allowed range {LEAST_PRIORITY}-{MOST_PRIORITY}. Rule: {name}."
        )
        raise AzureError(400, "SecurityRuleInvalidPriority", message)
    for member in ("sourcePortRange", "destinationPortRange"):
        for port in _values(rule, member, name):
            if not _is_port_range(port):
                message = f"Security rule {name} has an invalid port range. Value provided: {port}."
                raise AzureError(400, "SecurityRuleInvalidPortRange", message)
    for member in ("sourceAddressPrefix", "destinationAddressPrefix"):
        for prefix in _values(rule, member, name):
            if not _is_address(prefix):
                message = f"Security rule {name} has an invalid address prefix. Value provided: {prefix}."
                raise AzureError(400, "SecurityRuleInvalidAddressPrefix", message)


def _values(rule: Json, member: str, name: str) -> Iterator[str]:
    """The values of a member in its singular and plural form; one of them must be there."""
    plural = member + ("es" if member.endswith("x") else "s")
    found = [*([rule[member]] if member in rule else []), *rule.get(plural, [])]
    if not found:
        message = f"Security rule {name} must have {member} or {plural}."
        raise AzureError(400, "SecurityRuleParameterNotSpecified", message)
    yield from found


def _is_port_range(text_: str) -> bool:
    if not PORTS.fullmatch(text_):
        return False
    bounds = [int(each) for each in text_.split("-")] if text_ != "*" else [0]
    return all(each <= 65535 for each in bounds) and bounds == sorted(bounds)


def _is_address(text_: str) -> bool:
    if text_ == "*" or SERVICE_TAG.fullmatch(text_):
        return True
    try:
        ip_network(text_, strict=False)
    except ValueError:
        return False
    return True


def _compose_group(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    guid = standing.properties["resourceGuid"] if standing else world.new_guid()
    rules = [
        {"name": rule["name"], "id": f"{wanted.id}/securityRules/{rule['name']}", "properties": rule["properties"]}
        for rule in wanted.properties.get("securityRules", [])
    ]
    defaults = [_default_rule(wanted, *row) for row in DEFAULT_RULES]
    return {"resourceGuid": guid, "securityRules": rules, "defaultSecurityRules": defaults}


def _default_rule(
    wanted: Wanted, name: str, priority: int, direction: str, access: str, source: str, target: str
) -> Json:
    properties = {
        "protocol": "*",
        "sourcePortRange": "*",
        "destinationPortRange": "*",
        "sourceAddressPrefix": source,
        "destinationAddressPrefix": target,
        "access": access,
        "priority": priority,
        "direction": direction,
    }
    return {"name": name, "id": f"{wanted.id}/defaultSecurityRules/{name}", "properties": properties}


def _forbid_delete(world: World, group: Resource) -> None:
    users = sorted(world.index.users_of(str(group.id)))
    if users:
        listed = ", ".join(str(world.resources[key].id) for key in users[:3])
        message = (
            f"Network security group {group.id} cannot be deleted because it is in use by the following resources: "
            f"{listed}. In order to delete the Network security group, remove the association with the resource(s). "
            "To learn how to do this, see aka.ms/deletensg."
        )
        raise AzureError(409, "InUseNetworkSecurityGroupCannotBeDeleted", message)


def _present_group(world: World, group: Resource) -> Json:
    """A group with who uses it."""
    body = group.body()
    users = [world.resources[key].id for key in sorted(world.index.users_of(str(group.id)))]
    for member, suffix in (("networkInterfaces", "networkInterfaces"), ("subnets", "virtualNetworks/subnets")):
        found = [{"id": str(user)} for user in users if user.type.endswith(f"/{suffix}")]
        if found:
            body["properties"][member] = found
    return body


SECURITY_GROUP = Kind(
    type="Microsoft.Network/networkSecurityGroups",
    voice=Voice.NETWORK,
    family=NETWORK,
    tags_only=True,
    properties=GROUP_PROPERTIES,
    seconds=durations.NETWORK_SECURITY_GROUP,
    name_rule=name_rule(80),
    name_words=name_words(80),
    check=_judge_group,
    compose=_compose_group,
    forbid_delete=_forbid_delete,
    present=_present_group,
)
