"""What is refused of a machine's network interfaces: those that stand, and those that come with the machine."""

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.catalogue import SizeFacts
from azlift.rehearsal.compute.machine_parts import interfaces_of
from azlift.rehearsal.compute.refusals import invalid
from azlift.rehearsal.identifiers import ResourceId, key_of
from azlift.rehearsal.intake import read_wanted
from azlift.rehearsal.kinds import Json, Surroundings, Wanted
from azlift.rehearsal.network.naming import invalid_reference
from azlift.rehearsal.strict import Voice, missing
from azlift.rehearsal.world import World

NETWORK, INTERFACE_TYPE = "Microsoft.Network", "Microsoft.Network/networkInterfaces"
ADDRESS_TYPE = "Microsoft.Network/publicIPAddresses"
# Members of an interface configuration that an interface has under the same name.
SAME = ("enableAcceleratedNetworking", "enableIPForwarding", "disableTcpStateTracking", "networkSecurityGroup",
        "dnsSettings", "auxiliaryMode", "auxiliarySku")  # fmt: skip
SAME_ADDRESS = ("subnet", "primary", "privateIPAddressVersion", "applicationSecurityGroups",
                "applicationGatewayBackendAddressPools", "loadBalancerBackendAddressPools")  # fmt: skip


def configurations_of(properties: Json) -> list[Json]:
    found: list[Json] = properties.get("networkProfile", {}).get("networkInterfaceConfigurations", [])
    return found


def judge_interfaces(wanted: Wanted, size: SizeFacts, around: Surroundings) -> None:
    """Enough of them, not too many, one of them primary, each there and free or such as can be made."""
    interfaces, made = interfaces_of(wanted.properties), configurations_of(wanted.properties)
    name = wanted.id.name
    count = len(interfaces) + len(made)
    if not count:
        message = f"Virtual machine {name} must have at least one network interface."
        raise invalid(message, "networkProfile.networkInterfaces")
    if count > size.max_nics:
        message = (
            f"The number of network interfaces for virtual machine {name} exceeds the maximum allowed for the virtual "
            f"machine size {size.name}. The number of network interfaces is {count} and the maximum allowed is "
            f"{size.max_nics}."
        )
        raise invalid(message, "networkInterfaces")
    primary = [each for each in [*interfaces, *made] if each.get("properties", {}).get("primary")]
    if (count > 1 and len(primary) != 1) or len(primary) > 1:
        message = f"Virtual machine {name} must have one network interface set as the primary."
        raise invalid(message, code="VirtualMachineMustHaveOneNetworkInterfaceAsPrimary")
    _judge_standing(interfaces, wanted, around)
    if made and around.world.find(str(wanted.id)) is None:
        _judge_made(made, wanted, around)


def _judge_standing(interfaces: list[Json], wanted: Wanted, around: Surroundings) -> None:
    for each in interfaces:
        if "id" not in each:
            raise missing(Voice.COMPUTE, "networkInterfaces.id")
    ids = [key_of(each["id"]) for each in interfaces]
    if len(set(ids)) < len(ids):
        raise invalid("The same network interface is used more than once.", "networkInterfaces")
    for each in interfaces:
        found = around.find(each["id"])
        if found is None or found.id.type != INTERFACE_TYPE or found.location != wanted.location:
            raise invalid_reference(each["id"], wanted.id)
        users = around.world.index.users_of(each["id"]) - {wanted.key}
        if users:
            owner = around.world.resources[min(users)].id
            message = f"Network Interface {found.id} is used by existing VM {owner}."
            raise invalid(message, code="NicInUse")


def _judge_made(made: list[Json], wanted: Wanted, around: Surroundings) -> None:
    """What comes with the machine is judged by the network provider, as it would be made."""
    if "networkApiVersion" not in wanted.properties["networkProfile"]:
        raise missing(Voice.COMPUTE, "networkProfile.networkApiVersion")
    for each in made:
        if "properties" not in each:
            raise missing(Voice.COMPUTE, "networkInterfaceConfigurations.properties")
        name = f"{each['name']}-judged"
        addresses = as_public_addresses(around.world, wanted, each, name)
        beside = Surroundings(around.world, {**around.planned, **{address.key: address for address in addresses}})
        around.world.kind(INTERFACE_TYPE).check(as_interface(around.world, wanted, each, name), beside)


def as_interface(world: World, wanted: Wanted, configuration: Json, name: str) -> Wanted:
    """The request to the network provider that an interface configuration amounts to."""
    given = configuration["properties"]
    addresses = [
        {"name": each["name"], "properties": _address(wanted, each.get("properties", {}), each["name"], name)}
        for each in given["ipConfigurations"]
    ]
    properties = {member: given[member] for member in SAME if member in given}
    if len(addresses) == 1:
        addresses[0]["properties"]["primary"] = True
    body = {
        "location": wanted.location,
        "tags": configuration.get("tags", {}),
        "properties": {**properties, "ipConfigurations": addresses},
    }
    interface = ResourceId(wanted.id.scope, NETWORK, (("networkInterfaces", name),))
    return read_wanted(world, world.kind(INTERFACE_TYPE), interface, body, wanted.api_version)


def _address(wanted: Wanted, given: Json, configuration: str, interface: str) -> Json:
    address = {member: given[member] for member in SAME_ADDRESS if member in given}
    public = given.get("publicIPAddressConfiguration")
    if public is None:
        return address
    name = public_name(interface, public["name"])
    return {**address, "publicIPAddress": {"id": f"{wanted.id.scope}/providers/{ADDRESS_TYPE}/{name}"}}


def public_name(interface: str, configuration: str) -> str:
    """The name of the public address that comes with an interface: its suffix is the interface's."""
    return f"{configuration}-{interface.rpartition('-')[2]}"


def as_public_addresses(world: World, wanted: Wanted, configuration: Json, interface: str) -> list[Wanted]:
    """The public addresses that come with an interface."""
    found = []
    for each in configuration["properties"]["ipConfigurations"]:
        public = each.get("properties", {}).get("publicIPAddressConfiguration")
        if public is not None:
            found.append(_public(world, wanted, public, public_name(interface, public["name"])))
    return found


def _public(world: World, wanted: Wanted, public: Json, name: str) -> Wanted:
    given = dict(public.get("properties", {}))
    given.pop("deleteOption", None)
    if "publicIPPrefix" in given:
        raise AzureError(
            400, "NotModelledInRehearsal", "The pretend Azure does not model public IP prefixes of machines."
        )
    body = {
        "location": wanted.location,
        "tags": public.get("tags", {}),
        **({"zones": wanted.top["zones"]} if wanted.top.get("zones") else {}),
        "sku": {"name": "Standard", **public.get("sku", {})},
        "properties": {"publicIPAllocationMethod": "Static", **given},
    }
    address = ResourceId(wanted.id.scope, NETWORK, (("publicIPAddresses", name),))
    return read_wanted(world, world.kind(ADDRESS_TYPE), address, body, wanted.api_version)
