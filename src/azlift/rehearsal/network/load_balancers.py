"""Load balancers: frontends, pools, probes and rules that refer to one another; pools and NAT rules are resources,
too."""

from collections.abc import Iterator, Sequence

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Action, Json, Surroundings, Wanted, by_action
from azlift.rehearsal.network.allocation import assigned
from azlift.rehearsal.network.children import Children, child_kind, land_children, shown_children
from azlift.rehearsal.network.models import network_kind, placed
from azlift.rehearsal.network.naming import invalid_reference
from azlift.rehearsal.network.public_addresses import ADDRESS_TYPE, allocate, users_of
from azlift.rehearsal.network.subnets import find_subnet
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World

BALANCER_TYPE = "Microsoft.Network/loadBalancers"
COLLECTIONS = (
    "frontendIPConfigurations", "backendAddressPools", "loadBalancingRules", "probes", "inboundNatRules",
    "inboundNatPools", "outboundRules",
)  # fmt: skip
# Member of a rule -> the collection of the same balancer it points into.
POINTERS = {
    "frontendIPConfiguration": "frontendIPConfigurations",
    "frontendIPConfigurations": "frontendIPConfigurations",
    "backendAddressPool": "backendAddressPools",
    "backendAddressPools": "backendAddressPools",
    "probe": "probes",
}
POOL_DEFAULTS: Json = {"loadBalancerBackendAddresses": []}
POOLS = Children(
    "backendAddressPools",
    f"{BALANCER_TYPE}/backendAddressPools",
    lambda given, api_version: POOL_DEFAULTS | given,
)
NAT_RULES = Children("inboundNatRules", f"{BALANCER_TYPE}/inboundNatRules")


def _sku(top: Json) -> str:
    sku: str = top.get("sku", {}).get("name", "Basic")
    return sku


def _judge(wanted: Wanted, around: Surroundings) -> None:
    for collection in COLLECTIONS:
        names = [each["name"].lower() for each in wanted.properties.get(collection, [])]
        if len(set(names)) < len(names):
            message = f"Names of {collection} in load balancer {wanted.id.name} are not unique."
            raise AzureError(400, "DuplicateResourceName", message)
    standing = around.world.find(str(wanted.id))
    for target, pointed in _pointers(wanted):
        if not _is_own(wanted, standing, pointed, target):
            raise invalid_reference(target, wanted.id)
    for frontend in wanted.properties.get("frontendIPConfigurations", []):
        _judge_frontend(wanted, frontend.get("properties", {}), around)


def _pointers(wanted: Wanted) -> Iterator[tuple[str, str]]:
    """Every reference from one part of the balancer to another: the id, and the collection it must be in."""
    for collection in COLLECTIONS:
        for each in wanted.properties.get(collection, []):
            for member, pointed in POINTERS.items():
                given = each.get("properties", {}).get(member, [])
                for reference in given if isinstance(given, list) else [given]:
                    yield reference["id"], pointed


def _is_own(wanted: Wanted, standing: Resource | None, collection: str, target: str) -> bool:
    known = wanted.properties.get(collection)
    if known is None:
        known = standing.properties.get(collection, []) if standing else []
    return key_of(target) in {key_of(f"{wanted.id}/{collection}/{each['name']}") for each in known}


def _judge_frontend(wanted: Wanted, properties: Json, around: Surroundings) -> None:
    if "subnet" in properties:
        found = find_subnet(around, properties["subnet"]["id"])
        if found is None or found[0].location != wanted.location:
            raise invalid_reference(properties["subnet"]["id"], wanted.id)
    if "publicIPAddress" in properties:
        judge_public_address(wanted, properties["publicIPAddress"]["id"], around)
        address = around.find(properties["publicIPAddress"]["id"])
        theirs = address.top.get("sku", {}).get("name", "Basic") if address else "Basic"
        if theirs.removesuffix("V2") != _sku(wanted.top):
            message = (
                f"{_sku(wanted.top)} sku load balancer {wanted.id} cannot reference {theirs} sku publicIP "
                f"{properties['publicIPAddress']['id']}."
            )
            raise AzureError(400, "DifferentSkuLoadBalancersAndPublicIPAddressNotAllowed", message)


def judge_public_address(wanted: Wanted, address_id: str, around: Surroundings) -> None:
    """A public address something wants: there, of the region, and nobody else's."""
    address = around.find(address_id)
    if address is None or address.id.type != ADDRESS_TYPE or address.location != wanted.location:
        raise invalid_reference(address_id, wanted.id)
    others = [each for each in users_of(around.world, address_id) if not key_of(each).startswith(f"{wanted.key}/")]
    if others:
        message = (
            f"Resource {wanted.id} is referencing public IP address {address.id} that is already allocated to resource "
            f"{others[0]}."
        )
        raise AzureError(400, "PublicIPAddressInUse", message)


def _compose(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    held: Json = standing.properties if standing else {"resourceGuid": world.new_guid()}
    made: Json = {"resourceGuid": held["resourceGuid"]}
    for collection in COLLECTIONS:
        given = wanted.properties.get(collection)
        if given is None and collection in (POOLS.member, NAT_RULES.member):
            made[collection] = held.get(collection, [])
        else:
            made[collection] = [_part(each, collection) for each in given or []]
    frontends: list[Json] = held.get("frontendIPConfigurations", [])
    _allocate(world, wanted, made["frontendIPConfigurations"], frontends)
    return made


def _allocate(world: World, wanted: Wanted, frontends: list[Json], held: list[Json]) -> None:
    """A frontend in a subnet has an address of it."""
    before = {each["name"].lower(): each["properties"] for each in held}
    given: set[str] = set()
    for each in frontends:
        if "subnet" in each["properties"]:
            address = assigned(world, wanted.id, each["properties"], before.get(each["name"].lower()), given)
            each["properties"]["privateIPAddress"] = address
            given.add(address)


def _part(given: Json, collection: str) -> Json:
    defaults: Json = {}
    if collection == "frontendIPConfigurations":
        defaults = {"privateIPAllocationMethod": "Dynamic", "privateIPAddressVersion": "IPv4"}
    elif collection == POOLS.member:
        defaults = POOL_DEFAULTS
    elif collection in ("loadBalancingRules", "inboundNatRules"):
        defaults = {"enableFloatingIP": False, "idleTimeoutInMinutes": 4, "enableTcpReset": False}
    kept = {name: value for name, value in given.items() if name in ("name", "zones")}
    return {**kept, "properties": {**defaults, **given.get("properties", {})}}


def _references(balancer: Resource) -> Sequence[str]:
    frontends = [each["properties"] for each in balancer.properties["frontendIPConfigurations"]]
    return [each[name]["id"] for each in frontends for name in ("subnet", "publicIPAddress") if name in each]


def _land(world: World, balancer: Resource) -> None:
    for target in balancer.references:
        address = world.find(target)
        if address is not None and address.id.type == ADDRESS_TYPE:
            allocate(world, address)
    for children in (POOLS, NAT_RULES):
        land_children(world, balancer, children)


def _collection(member: str) -> Action:
    """A collection of parts, asked for as a list."""
    return Action(member, lambda world, balancer, asked: {"value": _parts(world, balancer, member)}, "GET")


def _parts(world: World, balancer: Resource, member: str) -> list[Json]:
    found: list[Json] = placed("LoadBalancer", _present(world, balancer))["properties"][member]
    return found


def _present(world: World, balancer: Resource) -> Json:
    body = balancer.body()
    body["sku"] = {"name": "Basic", "tier": "Regional", **body.get("sku", {})}
    for children in (POOLS, NAT_RULES):
        body["properties"][children.member] = shown_children(world, balancer, children)
    return body


LOAD_BALANCER = network_kind(
    "loadBalancers",
    "LoadBalancer",
    check=_judge,
    compose=_compose,
    references=_references,
    landed=_land,
    present=_present,
    actions=by_action(*(_collection(each) for each in COLLECTIONS if each not in (POOLS.member, NAT_RULES.member))),
)
POOL = child_kind(POOLS, "BackendAddressPool")
NAT_RULE = child_kind(NAT_RULES, "InboundNatRule")
