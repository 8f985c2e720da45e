"""Private addresses: which a subnet has given out, and which it gives next."""

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network
from itertools import islice

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import ResourceId, key_of
from azlift.rehearsal.kinds import Json
from azlift.rehearsal.network.naming import invalid_reference, retryable
from azlift.rehearsal.network.prefixes import prefixes_of
from azlift.rehearsal.records import DONE, Resource
from azlift.rehearsal.world import World

FIRST_FREE = 4  # Azure keeps the first four addresses and the last of every subnet. Source: Azure VNet FAQ.
HOLDERS = ("ipConfigurations", "frontendIPConfigurations")


def ranges(subnet: Resource, version: str = "IPv4") -> list[IPv4Network | IPv6Network]:
    """A subnet's prefixes of one version."""
    wanted = 4 if version == "IPv4" else 6
    return [prefix for prefix in prefixes_of(subnet.properties) if prefix.version == wanted]


def taken_addresses(world: World, subnet_id: str) -> dict[str, str]:
    """Addresses given out in a subnet, and to which resource."""
    taken: dict[str, str] = {}
    subnet = key_of(subnet_id)
    for key in world.index.users_of(subnet):
        for holder in HOLDERS:
            for each in world.resources[key].properties.get(holder, []):
                inside = each.get("properties", {})
                if "privateIPAddress" in inside and key_of(inside.get("subnet", {}).get("id", "")) == subnet:
                    taken[inside["privateIPAddress"]] = key
    return taken


def free_addresses(
    world: World, subnet: Resource, given: set[str], after: str = "", most: int = 1, version: str = "IPv4"
) -> Iterator[str]:
    """The lowest free addresses, as Azure's dynamic allocation gives them; `after` skips what is not above it."""
    taken = taken_addresses(world, str(subnet.id)).keys() | given
    return islice((each for each in _addresses(subnet, version, after) if each not in taken), most)


def _addresses(subnet: Resource, version: str, after: str) -> Iterator[str]:
    passed = not after
    for network in ranges(subnet, version):
        for offset in range(FIRST_FREE, network.num_addresses - 1):
            address = str(network[offset])
            if passed:
                yield address
            passed = passed or address == after


def ready_subnet(world: World, subnet_id: str, user: ResourceId) -> Resource:
    """The subnet something plugs into; refused while it is still being written."""
    subnet = world.find(subnet_id)
    if subnet is None:
        raise invalid_reference(subnet_id, user)
    if subnet.state not in DONE:
        raise retryable(subnet.id, subnet.state)
    return subnet


def assigned(world: World, user: ResourceId, properties: Json, before: Json | None, given: set[str]) -> str:
    """The address of a configuration: the one asked for, the one it had in this subnet, or the next free one."""
    subnet = ready_subnet(world, properties["subnet"]["id"], user)
    if properties.get("privateIPAllocationMethod") == "Static":
        return str(properties["privateIPAddress"])
    if before is not None and key_of(before.get("subnet", {}).get("id", "")) == subnet.key:
        return str(before["privateIPAddress"])
    version = properties.get("privateIPAddressVersion", "IPv4")
    for address in free_addresses(world, subnet, given, version=version):
        return address
    known = ranges(subnet, version) or prefixes_of(subnet.properties)
    message = (
        f"Subnet {subnet.id.segments[-1][1]} with address prefix {known[0]} does not have enough capacity "
        "for 1 IP addresses."
    )
    raise AzureError(400, "SubnetIsFull", message)
