"""IP ranges in CIDR notation (Microsoft, "CIDR functions"); IPv4 hosts leave out network and broadcast addresses."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

from azlift.rehearsal.expressions.signatures import INTEGER, STRING, Function, by_name, refused

Network = IPv4Network | IPv6Network


def _network(function: str, text: str) -> Network:
    try:
        if "/" not in text:
            raise ValueError("no prefix length")
        return ip_network(text, strict=False)
    except ValueError as error:
        raise refused(function, f"the string '{text}' is not an IP range in CIDR notation.") from error


def _parse_cidr(text: str) -> dict[str, Any]:
    network = _network("parseCidr", text)
    parsed: dict[str, Any] = {"network": str(network.network_address), "netmask": str(network.netmask)}
    first, last = network[0], network[-1]
    if isinstance(network, IPv4Network):
        parsed["broadcast"] = str(network.broadcast_address)
        if network.prefixlen < 31:
            first, last = network[1], network[-2]
    return parsed | {"firstUsable": str(first), "lastUsable": str(last), "cidr": network.prefixlen}


def _cidr_subnet(text: str, prefix: int, index: int) -> str:
    network = _network("cidrSubnet", text)
    if not network.prefixlen <= prefix <= network.max_prefixlen:
        raise refused(
            "cidrSubnet", f"the new CIDR '{prefix}' must be between {network.prefixlen} and {network.max_prefixlen}."
        )
    if not 0 <= index < 2 ** (prefix - network.prefixlen):
        raise refused("cidrSubnet", f"the subnet index '{index}' is outside '{text}'.")
    start = network.network_address + (index << (network.max_prefixlen - prefix))
    return f"{start}/{prefix}"


def _cidr_host(text: str, index: int) -> str:
    network = _network("cidrHost", text)
    offset = index + 1
    last = network.num_addresses - (2 if network.version == 4 else 1)
    if index < 0 or offset > last:
        raise refused("cidrHost", f"the host index '{index}' is outside '{text}'.")
    return str(network[offset])


FUNCTIONS = by_name(
    Function("parseCidr", _parse_cidr, (STRING,)),
    Function("cidrSubnet", _cidr_subnet, (STRING, INTEGER, INTEGER)),
    Function("cidrHost", _cidr_host, (STRING, INTEGER)),
)
