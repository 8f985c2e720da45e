"""Network security groups: rules inside Azure's bounds, the six default rules, no removal while something uses the
group."""

import re
from collections.abc import Iterator, Sequence
from ipaddress import ip_network

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.kinds import Action, Json, Surroundings, Wanted, by_action
from azlift.rehearsal.network.children import (
    Children,
    child_kind,
    forbid_same_names,
    kept_children,
    land_children,
    shown_children,
)
from azlift.rehearsal.network.models import network_kind
from azlift.rehearsal.network.naming import referenced
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World

RULE_TYPE = "Microsoft.Network/networkSecurityGroups/securityRules"
APPLICATION_TYPE = "Microsoft.Network/applicationSecurityGroups"
ENDS = ("source", "destination")
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


# What Azure writes beside them, as its answers show.
WORDS = {
    "AllowVnetInBound": "Allow inbound traffic from all VMs in VNET",
    "AllowAzureLoadBalancerInBound": "Allow inbound traffic from azure load balancer",
    "DenyAllInBound": "Deny all inbound traffic",
    "AllowVnetOutBound": "Allow outbound traffic from all VMs to all VMs in VNET",
    "AllowInternetOutBound": "Allow outbound traffic from all VMs to Internet",
    "DenyAllOutBound": "Deny all outbound traffic",
}


def _judge_group(wanted: Wanted, around: Surroundings) -> None:
    forbid_same_names(RULES, wanted)
    seen: dict[tuple[str, int], str] = {}
    for rule in wanted.properties.get("securityRules", []):
        properties = rule.get("properties", {})
        _judge_rule(rule["name"], properties)
        _judge_applications(properties, wanted, around)
        _claim_place(rule["name"], properties, seen)


def _claim_place(name: str, properties: Json, seen: dict[tuple[str, int], str]) -> None:
    place = (properties["direction"], properties["priority"])
    if place in seen:
        message = (
            f"Security rule {name} conflicts with rule {seen[place]}. "
            "Rules cannot have the same Priority and Direction."
        )
        raise AzureError(400, "SecurityRuleConflict", message)
    seen[place] = name


def _judge_one(wanted: Wanted, around: Surroundings) -> None:
    """A rule written on its own, beside the others of its group."""
    group = around.find(str(wanted.id.parent))
    if group is None:
        return  # the missing parent is refused with its own code
    name = wanted.id.segments[-1][1]
    _judge_rule(name, wanted.properties)
    _judge_applications(wanted.properties, Wanted(wanted.id, "", group.location, {}, {}, {}), around)
    others = group.properties.get("securityRules", [])
    seen = {
        (each["properties"]["direction"], each["properties"]["priority"]): each["name"]
        for each in others
        if each["name"].lower() != name.lower()
    }
    _claim_place(name, wanted.properties, seen)


def _judge_applications(rule: Json, wanted: Wanted, around: Surroundings) -> None:
    for end in ENDS:
        for each in rule.get(f"{end}ApplicationSecurityGroups", []):
            referenced(each["id"], wanted, around, APPLICATION_TYPE)


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
    end = member.removesuffix("AddressPrefix")
    if not found and not rule.get(f"{end}ApplicationSecurityGroups"):
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
    return {"resourceGuid": guid, "securityRules": kept_children(RULES, wanted, standing)}


def _rule_defaults(properties: Json) -> Json:
    """The plural members are there, empty, beside the singular ones."""
    plurals = [f"{end}{what}" for end in ENDS for what in ("PortRanges", "AddressPrefixes")]
    return {**{name: [] for name in plurals}, **properties}


def _rule_references(properties: Json) -> Sequence[str]:
    return [each["id"] for end in ENDS for each in properties.get(f"{end}ApplicationSecurityGroups", [])]


def _default_rules(group: Resource) -> list[Json]:
    return [_default_rule(group, *row) for row in DEFAULT_RULES]


def _default_rule(
    group: Resource, name: str, priority: int, direction: str, access: str, source: str, target: str
) -> Json:
    properties = {
        "provisioningState": "Succeeded",
        "description": WORDS[name],
        "protocol": "*",
        "sourcePortRange": "*",
        "destinationPortRange": "*",
        "sourceAddressPrefix": source,
        "destinationAddressPrefix": target,
        "access": access,
        "priority": priority,
        "direction": direction,
    }
    placed = {"name": name, "id": f"{group.id}/defaultSecurityRules/{name}", "etag": f'W/"{group.etag}"'}
    return {**placed, "type": f"{group.id.type}/defaultSecurityRules", "properties": _rule_defaults(properties)}


def _forbid_delete(world: World, group: Resource) -> None:
    users = sorted(world.index.users_of(str(group.id)))
    if users:
        listed = ", ".join(str(world.resources[key].id) for key in users[:3])
        message = (
            f"Network security group {group.id} cannot be deleted because it is in use by the following resources: "
            f"{listed}. In order to delete the Network security group, remove the association with the resource(s). "
            "To learn how to do this, see aka.ms/deletensg."
        )
        raise AzureError(400, "InUseNetworkSecurityGroupCannotBeDeleted", message)


def _present_group(world: World, group: Resource) -> Json:
    """A group with who uses it."""
    body = group.body()
    body["properties"]["securityRules"] = shown_children(world, group, RULES)
    body["properties"]["defaultSecurityRules"] = _default_rules(group)
    users = [world.resources[key].id for key in sorted(world.index.users_of(str(group.id)))]
    for member, suffix in (("networkInterfaces", "networkInterfaces"), ("subnets", "virtualNetworks/subnets")):
        found = [{"id": str(user)} for user in users if user.type.endswith(f"/{suffix}")]
        if found:
            body["properties"][member] = found
    return body


def _forbid_application_delete(world: World, group: Resource) -> None:
    users = sorted(world.index.users_of(str(group.id)))
    if users:
        message = f"Cannot delete application security group {group.id} since it is in use by resources: "
        message += ", ".join(str(world.resources[key].id) for key in users[:3])
        raise AzureError(400, "InUseApplicationSecurityGroupCannotBeDeleted", message)


def _list_defaults(world: World, group: Resource, asked: Json) -> Json:
    return {"value": _default_rules(group)}


RULES = Children("securityRules", RULE_TYPE, lambda given, api_version: _rule_defaults(given), _rule_references)
SECURITY_GROUP = network_kind(
    "networkSecurityGroups",
    "NetworkSecurityGroup",
    check=_judge_group,
    compose=_compose_group,
    landed=lambda world, group: land_children(world, group, RULES),
    forbid_delete=_forbid_delete,
    present=_present_group,
    actions=by_action(Action("defaultSecurityRules", _list_defaults, "GET")),
)
SECURITY_RULE = child_kind(RULES, "SecurityRule", check=_judge_one)
APPLICATION_GROUP = network_kind(
    "applicationSecurityGroups",
    "ApplicationSecurityGroup",
    compose=lambda world, wanted, standing: {"resourceGuid": world.guid_of(f"group {wanted.key}")},
    forbid_delete=_forbid_application_delete,
)
