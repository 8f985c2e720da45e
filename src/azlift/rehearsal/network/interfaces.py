"""Network interfaces: plugged into a subnet of their region, with an address Azure would give, one machine at a
time."""

from collections.abc import Sequence
from ipaddress import ip_address

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Surroundings, Wanted
from azlift.rehearsal.network.allocation import FIRST_FREE, assigned, ready_subnet, taken_addresses
from azlift.rehearsal.network.load_balancers import judge_public_address
from azlift.rehearsal.network.models import network_kind
from azlift.rehearsal.network.naming import invalid_reference, referenced
from azlift.rehearsal.network.prefixes import Network, prefixes_of
from azlift.rehearsal.network.public_addresses import allocate
from azlift.rehearsal.network.security_groups import APPLICATION_TYPE
from azlift.rehearsal.network.subnets import GROUP_TYPE, find_subnet
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Voice, missing
from azlift.rehearsal.world import World

BALANCER_MEMBERS = (
    "loadBalancerBackendAddressPools",
    "loadBalancerInboundNatRules",
    "applicationGatewayBackendAddressPools",
)
APPLICATIONS = "applicationSecurityGroups"


def _judge_interface(wanted: Wanted, around: Surroundings) -> None:
    configurations = wanted.properties.get("ipConfigurations")
    if not configurations:
        raise missing(Voice.NETWORK, "properties.ipConfigurations")
    names = [each["name"].lower() for each in configurations]
    if len(set(names)) < len(names):
        raise AzureError(400, "DuplicateResourceName", f"IP configuration names of {wanted.id.name} are not unique.")
    _judge_primary(wanted, configurations)
    for configuration in configurations:
        _judge_configuration(configuration.get("properties", {}), wanted, around)
    if "networkSecurityGroup" in wanted.properties:
        referenced(wanted.properties["networkSecurityGroup"]["id"], wanted, around, GROUP_TYPE)


def _judge_primary(wanted: Wanted, configurations: list[Json]) -> None:
    """One configuration is the primary one, of IPv4: the first where none is named; all lie in one network."""
    inside = [each.get("properties", {}) for each in configurations]
    named = [each for each in inside if each.get("primary")]
    if len(named) > 1 or (not named and any("primary" in each for each in inside) and len(inside) > 1):
        message = f"Network interface {wanted.id} must have exactly one primary IP configuration."
        raise AzureError(400, "NetworkInterfaceMustHaveOnePrimaryIpConfiguration", message)
    first = (named or inside)[0]
    if first.get("privateIPAddressVersion", "IPv4") != "IPv4":
        message = f"Primary IP configuration of network interface {wanted.id} must be of IP version IPv4."
        raise AzureError(400, "PrimaryIpConfigurationMustBeIPv4", message)
    networks = {key_of(each["subnet"]["id"]).rpartition("/subnets/")[0] for each in inside if "subnet" in each}
    if len(networks) > 1:
        message = f"All IP configurations of network interface {wanted.id} must belong to the same virtual network."
        raise AzureError(400, "AllIpConfigurationsMustBelongToSameVnet", message)


def _judge_configuration(properties: Json, wanted: Wanted, around: Surroundings) -> None:
    if "subnet" not in properties:
        raise missing(Voice.NETWORK, "properties.ipConfigurations.properties.subnet")
    subnet_id = properties["subnet"]["id"]
    found = find_subnet(around, subnet_id)
    if found is None or found[0].location != wanted.location:
        raise invalid_reference(subnet_id, wanted.id)
    if "publicIPAddress" in properties:
        judge_public_address(wanted, properties["publicIPAddress"]["id"], around)
    for member in BALANCER_MEMBERS:
        for each in properties.get(member, []):
            _judge_balancer_part(wanted, each["id"], around)
    for each in properties.get(APPLICATIONS, []):
        referenced(each["id"], wanted, around, APPLICATION_TYPE)
    static = properties.get("privateIPAllocationMethod") == "Static"
    given = properties.get("privateIPAddress")
    if static and given is None:
        message = f"Private static IP address was not given for {wanted.id.name} although its allocation is Static."
        raise AzureError(400, "PrivateIPAddressNotSpecified", message)
    if static and given is not None:
        _check_address(given, subnet_id, prefixes_of(found[1]), around.world, wanted)


def _judge_balancer_part(wanted: Wanted, part_id: str, around: Surroundings) -> None:
    """A pool or NAT rule an interface joins: of a load balancer that has it, standing or planned."""
    balancer_id, _, name = key_of(part_id).rpartition("/")
    balancer_id, _, collection = balancer_id.rpartition("/")
    balancer = around.find(balancer_id)
    parts = {member.lower(): each for member, each in (balancer.properties if balancer else {}).items()}
    names = {each["name"].lower() for each in parts.get(collection, [])}
    if name not in names and around.find(part_id) is None:
        raise invalid_reference(part_id, wanted.id)


def _check_address(given: str, subnet_id: str, prefixes: list[Network], world: World, wanted: Wanted) -> None:
    try:
        address = ip_address(given)
    except ValueError as error:
        raise AzureError(400, "InvalidIPAddressFormat", f"IP address {given} is not formatted correctly.") from error
    home = next((each for each in prefixes if address in each), None)
    if home is None:
        message = f"Private static IP address {given} does not belong to the range of subnet prefix {prefixes[0]}."
        raise AzureError(400, "PrivateIPAddressNotInSubnet", message)
    if int(address) < int(home[FIRST_FREE]) or address == home[-1]:
        message = f"Private static IP address {given} falls within reserved IP range of subnet prefix {home}."
        raise AzureError(400, "PrivateIPAddressInReservedRange", message)
    owner = taken_addresses(world, subnet_id).get(given)
    if owner is not None and owner != wanted.key:
        message = f"IP configuration {world.resources[owner].id} is using the private IP address {given} already."
        raise AzureError(400, "PrivateIPAddressIsAllocated", message)


def _compose_interface(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    held = standing.properties if standing else {}
    before = {each["name"].lower(): each["properties"] for each in held.get("ipConfigurations", [])}
    given: set[str] = set()
    configurations: list[Json] = []
    for number, each in enumerate(wanted.properties["ipConfigurations"]):
        properties = _compose_configuration(world, wanted, each["properties"], number)
        address = assigned(world, wanted.id, properties, before.get(each["name"].lower()), given)
        given.add(address)
        configurations.append({"name": each["name"], "properties": {**properties, "privateIPAddress": address}})
    rest = {name: value for name, value in wanted.properties.items() if name != "ipConfigurations"}
    kept: Json = {name: held[name] for name in ("macAddress", "virtualMachine", "primary") if name in held}
    return {
        "resourceGuid": held.get("resourceGuid") or world.new_guid(),
        "enableAcceleratedNetworking": False,
        "enableIPForwarding": False,
        "disableTcpStateTracking": False,
        "nicType": "Standard",
        "auxiliaryMode": "None",
        "auxiliarySku": "None",
        "vnetEncryptionSupported": False,
        "hostedWorkloads": [],
        "tapConfigurations": [],
        **rest,
        **kept,
        "dnsSettings": _dns(world, wanted),
        "ipConfigurations": configurations,
    }


def _dns(world: World, wanted: Wanted) -> Json:
    """Name settings; the suffix of an interface's network is the provider's."""
    given = wanted.properties.get("dnsSettings", {})
    suffix = f"{world.guid_of('dns ' + wanted.key)[-12:]}.ax.internal.cloudapp.net"
    made: Json = {"dnsServers": [], "appliedDnsServers": [], **given, "internalDomainNameSuffix": suffix}
    label = given.get("internalDnsNameLabel")
    return {**made, **({"internalFqdn": f"{label}.{suffix}"} if label else {})}


def _compose_configuration(world: World, wanted: Wanted, given: Json, number: int) -> Json:
    subnet = ready_subnet(world, given["subnet"]["id"], wanted.id)
    defaults = {"privateIPAllocationMethod": "Dynamic", "privateIPAddressVersion": "IPv4", "primary": number == 0}
    if any(each["properties"].get("primary") for each in wanted.properties["ipConfigurations"]):
        defaults["primary"] = False
    return {**defaults, **given, "subnet": {"id": str(subnet.id)}}


def _references(interface: Resource) -> Sequence[str]:
    inside = [each["properties"] for each in interface.properties["ipConfigurations"]]
    named = [each[member]["id"] for each in inside for member in ("subnet", "publicIPAddress") if member in each]
    named += [each["id"] for one in inside for each in one.get(APPLICATIONS, [])]
    group = interface.properties.get("networkSecurityGroup")
    return [*named, *([group["id"]] if group else [])]


def _land_interface(world: World, interface: Resource) -> None:
    """A dynamic public address gets its number when it is put to use."""
    for each in interface.properties["ipConfigurations"]:
        address = world.find(each["properties"].get("publicIPAddress", {}).get("id", ""))
        if address is not None:
            allocate(world, address)


def _forbid_delete(world: World, interface: Resource) -> None:
    users = sorted(world.index.users_of(str(interface.id)))
    if users:
        message = (
            f"Network Interface {interface.id} is used by existing resource "
            f"{world.resources[users[0]].id}. In order to "
            "delete the network interface, it must be dissociated from the resource. "
            "To learn more, see aka.ms/deletenic."
        )
        raise AzureError(400, "NicInUse", message)


INTERFACE = network_kind(
    "networkInterfaces",
    "NetworkInterface",
    check=_judge_interface,
    compose=_compose_interface,
    references=_references,
    landed=_land_interface,
    forbid_delete=_forbid_delete,
)
