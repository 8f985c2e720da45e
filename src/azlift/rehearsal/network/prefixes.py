"""Address prefixes as the network provider judges them: without host bits, inside their network, not overlapping."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from itertools import pairwise

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.kinds import Json
from azlift.rehearsal.strict import Voice, missing

Network = IPv4Network | IPv6Network
SMALLEST_IPV4 = 29  # a subnet smaller than /29 leaves no address besides those Azure keeps. Source: Azure VNet FAQ.


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


def spaces_of(network: Json) -> list[Network]:
    """The address spaces of a virtual network's properties."""
    return [read_prefix(each) for each in network["addressSpace"]["addressPrefixes"]]


def is_inside(prefix: Network, spaces: list[Network]) -> bool:
    return any(space.version == prefix.version and prefix.subnet_of(space) for space in spaces)  # type: ignore[arg-type]


def check_inside(name: str, prefixes: list[Network], spaces: list[Network], network: str) -> None:
    """A subnet's prefixes lie in its network's address spaces and are not too small."""
    for prefix in prefixes:
        if is_inside(prefix, spaces) and (prefix.version == 6 or prefix.prefixlen <= SMALLEST_IPV4):
            continue
        message = (
            f"Subnet '{name}' is not valid because its IP address range is outside the IP address range of virtual "
            f"network '{network}' or smaller than /{SMALLEST_IPV4}."
        )
        raise AzureError(400, "NetcfgInvalidSubnet", message)


def forbid_overlaps(named: list[tuple[str, list[Network]]], network: str, code: str) -> None:
    """Refuse prefixes of one network that overlap."""
    flat = [(name, prefix) for name, prefixes in named for prefix in prefixes]
    flat.sort(key=lambda each: (each[1].version, int(each[1].network_address), each[1].prefixlen))
    for (first, one), (second, other) in pairwise(flat):
        if one.overlaps(other):
            message = (
                f"Subnet '{second}' is not valid because its IP address range overlaps with that of an existing subnet "
                f"'{first}' in virtual network '{network}'."
            )
            raise AzureError(400, code, message)
