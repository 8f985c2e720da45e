"""Network interfaces: plugged into a subnet of their region, with an address Azure would give, one machine at a
time."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, ip_address

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json, Kind, Surroundings, Wanted
from azlift.rehearsal.network.load_balancers import judge_public_address
from azlift.rehearsal.network.naming import invalid_reference, name_rule, name_words, referenced, retryable
from azlift.rehearsal.network.public_addresses import allocate
from azlift.rehearsal.network.virtual_networks import GROUP_TYPE, find_subnet, prefixes_of
from azlift.rehearsal.operations import NETWORK
from azlift.rehearsal.records import DONE, Resource
from azlift.rehearsal.strict import Shape, Voice, flag, list_of, one_of, reference_to, text, unmodelled
from azlift.rehearsal.world import World

BALANCER_MEMBERS = ("loadBalancerBackendAddressPools", "loadBalancerInboundNatRules")
FIRST_FREE = 4  # Azure keeps the first four addresses and the last of every subnet. Source: Azure VNet FAQ.
CONFIGURATION_PROPERTIES = Shape(
    "NetworkInterfaceIPConfigurationPropertiesFormat",
    {
        "subnet": reference_to("Subnet"),
        "privateIPAddress": text,
        "privateIPAllocationMethod": one_of("Dynamic", "Static"),
        "privateIPAddressVersion": one_of("IPv4", "IPv6"),
        "primary": flag,
        "publicIPAddress": reference_to("PublicIPAddress"),
        "applicationSecurityGroups": list_of(reference_to("ApplicationSecurityGroup")),
        "loadBalancerBackendAddressPools": list_of(reference_to("BackendAddressPool")),
        "loadBalancerInboundNatRules": list_of(reference_to("InboundNatRule")),
        "applicationGatewayBackendAddressPools": list_of(unmodelled("application gateways")),
    },
    required=("subnet",),
    read_only=("provisioningState",),
)
CONFIGURATION = Shape(
    "NetworkInterfaceIPConfiguration",
    {"name": text, "properties": CONFIGURATION_PROPERTIES},
    ("name", "properties"),
    ("id", "etag", "type"),
)
INTERFACE_PROPERTIES = Shape(
    "NetworkInterfacePropertiesFormat",
    {
        "ipConfigurations": list_of(CONFIGURATION, least=1),
        "networkSecurityGroup": reference_to("NetworkSecurityGroup"),
        "enableAcceleratedNetworking": flag,
        "enableIPForwarding": flag,
        "disableTcpStateTracking": flag,
        "dnsSettings": Shape(
            "NetworkInterfaceDnsSettings",
            {"dnsServers": list_of(text), "internalDnsNameLabel": text},
            read_only=("appliedDnsServers", "internalFqdn", "internalDomainNameSuffix"),
        ),
        "nicType": one_of("Standard", "Elastic"),
        "auxiliaryMode": one_of("None"),
        "auxiliarySku": one_of("None"),
    },
    required=("ipConfigurations",),
    read_only=(
        "provisioningState", "resourceGuid", "virtualMachine", "macAddress", "primary", "tapConfigurations",
        "hostedWorkloads", "vnetEncryptionSupported", "allowPort25Out",
    ),
)  # fmt: skip


def _judge_interface(wanted: Wanted, around: Surroundings) -> None:
    names = [each["name"].lower() for each in wanted.properties["ipConfigurations"]]
    if len(set(names)) < len(names):
        raise AzureError(400, "DuplicateResourceName", f"IP configuration names of {wanted.id.name} are not unique.")
    for configuration in wanted.properties["ipConfigurations"]:
        _judge_configuration(configuration["properties"], wanted, around)
    if "networkSecurityGroup" in wanted.properties:
        referenced(wanted.properties["networkSecurityGroup"]["id"], wanted, around, GROUP_TYPE)


def _judge_configuration(properties: Json, wanted: Wanted, around: Surroundings) -> None:
    subnet_id = properties["subnet"]["id"]
    found = find_subnet(around, subnet_id)
    if found is None or found[0].location != wanted.location:
        raise invalid_reference(subnet_id, wanted.id)
    if "publicIPAddress" in properties:
        judge_public_address(wanted, properties["publicIPAddress"]["id"], around)
    for member in BALANCER_MEMBERS:
        for each in properties.get(member, []):
            _judge_balancer_part(wanted, each["id"], around)
    static = properties.get("privateIPAllocationMethod") == "Static"
    given = properties.get("privateIPAddress")
    if static and given is None:
        message = f"Private static IP address was not given for {wanted.id.name} although its allocation is Static."
        raise AzureError(400, "PrivateIPAddressNotSpecified", message)
    if static and given is not None:
        _check_address(given, subnet_id, _ranges(found[1]), around.world, wanted)


def _judge_balancer_part(wanted: Wanted, part_id: str, around: Surroundings) -> None:
    """A pool or NAT rule an interface joins: of a load balancer that has it, standing or planned."""
    balancer_id, _, name = key_of(part_id).rpartition("/")
    balancer_id, _, collection = balancer_id.rpartition("/")
    balancer = around.find(balancer_id)
    parts = {member.lower(): each for member, each in (balancer.properties if balancer else {}).items()}
    names = {each["name"].lower() for each in parts.get(collection, [])}
    if name not in names and around.find(part_id) is None:
        raise invalid_reference(part_id, wanted.id)


def _check_address(given: str, subnet_id: str, ranges: list[IPv4Network], world: World, wanted: Wanted) -> None:
    try:
        address = ip_address(given)
    except ValueError as error:
        raise AzureError(400, "InvalidIPAddressFormat", f"IP address {given} is not formatted correctly.") from error
    home = next((each for each in ranges if address in each), None)
    if home is None or not isinstance(address, IPv4Address):
        message = f"Private static IP address {given} does not belong to the range of subnet prefix {ranges[0]}."
        raise AzureError(400, "PrivateIPAddressNotInSubnet", message)
    if address < home[FIRST_FREE] or address == home[-1]:
        message = f"Private static IP address {given} falls within reserved IP range of subnet prefix {home}."
        raise AzureError(400, "PrivateIPAddressInReservedRange", message)
    owner = _taken(world, subnet_id).get(given)
    if owner is not None and owner != wanted.key:
        message = f"IP configuration {world.resources[owner].id} is using the private IP address {given} already."
        raise AzureError(400, "PrivateIPAddressIsAllocated", message)


def _ranges(subnet: Json) -> list[IPv4Network]:
    return [prefix for prefix in prefixes_of(subnet) if isinstance(prefix, IPv4Network)]


def _taken(world: World, subnet_id: str) -> dict[str, str]:
    """Addresses given out in a subnet, and to which interface."""
    taken: dict[str, str] = {}
    subnet = key_of(subnet_id)
    for key in world.index.users_of(subnet):
        for each in world.resources[key].properties.get("ipConfigurations", []):
            if key_of(each["properties"]["subnet"]["id"]) == subnet:
                taken[each["properties"]["privateIPAddress"]] = key
    return taken


def _compose_interface(world: World, wanted: Wanted, standing: Resource | None) -> Json:
    held = standing.properties if standing else {}
    before = {each["name"].lower(): each["properties"] for each in held.get("ipConfigurations", [])}
    configurations: list[Json] = []
    for number, each in enumerate(wanted.properties["ipConfigurations"]):
        properties = _compose_configuration(world, wanted, each["properties"], before.get(each["name"].lower()), number)
        given = {one["properties"]["privateIPAddress"] for one in configurations}
        properties["privateIPAddress"] = properties.get("privateIPAddress") or _next_address(world, properties, given)
        configurations.append(
            {"name": each["name"], "id": f"{wanted.id}/ipConfigurations/{each['name']}", "properties": properties}
        )
    rest = {name: value for name, value in wanted.properties.items() if name != "ipConfigurations"}
    kept: Json = {name: held[name] for name in ("macAddress", "virtualMachine", "primary") if name in held}
    return {
        "resourceGuid": held.get("resourceGuid") or world.new_guid(),
        "enableAcceleratedNetworking": False,
        "enableIPForwarding": False,
        "nicType": "Standard",
        **rest,
        **kept,
        "ipConfigurations": configurations,
    }


def _compose_configuration(world: World, wanted: Wanted, given: Json, before: Json | None, number: int) -> Json:
    subnet = world.find(given["subnet"]["id"])
    if subnet is None:
        raise invalid_reference(given["subnet"]["id"], wanted.id)
    if subnet.state not in DONE:
        raise retryable(subnet.id, subnet.state)
    defaults = {
        "privateIPAllocationMethod": "Dynamic",
        "privateIPAddressVersion": "IPv4",
        "primary": number == 0,
    }
    composed = {**defaults, **given, "subnet": {"id": str(subnet.id)}}
    if composed["privateIPAllocationMethod"] == "Dynamic":
        same = before is not None and key_of(before["subnet"]["id"]) == subnet.key
        composed["privateIPAddress"] = before["privateIPAddress"] if same and before else None
    return composed


def _next_address(world: World, properties: Json, given: set[str]) -> str:
    """The lowest free address, as Azure's dynamic allocation gives it."""
    subnet = world.resources[key_of(properties["subnet"]["id"])]
    taken = _taken(world, str(subnet.id)).keys() | given
    ranges = _ranges(subnet.properties)
    for network in ranges:
        for offset in range(FIRST_FREE, network.num_addresses - 1):
            address = str(network[offset])
            if address not in taken:
                return address
    message = (
        f"Subnet {subnet.id.segments[-1][1]} with address prefix {ranges[0]} does not have enough capacity "
        "for 1 IP addresses."
    )
    raise AzureError(400, "SubnetIsFull", message)


def _references(interface: Resource) -> Sequence[str]:
    inside = [each["properties"] for each in interface.properties["ipConfigurations"]]
    named = [each[member]["id"] for each in inside for member in ("subnet", "publicIPAddress") if member in each]
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
        raise AzureError(409, "NicInUse", message)


INTERFACE = Kind(
    type="Microsoft.Network/networkInterfaces",
    voice=Voice.NETWORK,
    family=NETWORK,
    tags_only=True,
    properties=INTERFACE_PROPERTIES,
    seconds=durations.NETWORK_INTERFACE,
    name_rule=name_rule(80),
    name_words=name_words(80),
    check=_judge_interface,
    compose=_compose_interface,
    references=_references,
    landed=_land_interface,
    forbid_delete=_forbid_delete,
)
