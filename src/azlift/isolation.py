"""Judging whether the network of an isolated copy leads anywhere, from what Azure says of it. Pure.

A copy is a second machine with the name, the addresses and the jobs of one that works: where it can reach home, it
writes to production's database and mails its customers. So this is judged by what stands, not by what was sent.
"""

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import IPv4Network
from typing import Any

from azlift.model import CheckResult, Rendering, StandingResource

NETWORK = "microsoft.network/virtualnetworks"
SECURITY_GROUP = "microsoft.network/networksecuritygroups"
ROUTE_TABLE = "microsoft.network/routetables"
TYPES = frozenset({NETWORK, SECURITY_GROUP, ROUTE_TABLE})
NOWHERE = frozenset({"none", "vnetlocal"})
ANY = frozenset({"*", "any", "0.0.0.0/0"})
Body = Mapping[str, Any]


def judge_isolation(rendering: Rendering, standing: Iterable[StandingResource]) -> tuple[CheckResult, ...]:
    """One result per network, route table and security group that the rendering expects; what is missing fails."""
    found = {resource.id.lower(): resource.body.get("properties") or {} for resource in standing}
    spaces = [space for id_, body in found.items() if f"/{NETWORK}/" in id_ for space in _prefixes(body)]
    return tuple(
        _judged(expected.type.lower(), expected.name, expected.id.lower(), found, spaces)
        for expected in rendering.expected
        if expected.type.lower() in TYPES
    )


def _judged(kind: str, name: str, id_: str, found: Mapping[str, Body], spaces: list[IPv4Network]) -> CheckResult:
    body = found.get(id_)
    if body is None:
        faults = ["it does not stand"]
    elif kind == NETWORK:
        faults = list(_network_faults(body, set(found)))
    elif kind == ROUTE_TABLE:
        faults = list(_route_faults(body))
    else:
        faults = list(_guard_faults(body, spaces))
    return CheckResult(
        name=name,
        kind="isolation",
        passed=not faults,
        expected={
            NETWORK: "no peering; every subnet with the copy's own guard and routes",
            ROUTE_TABLE: "no route that leads anywhere, and none learnt",
            SECURITY_GROUP: "nothing allowed but the copy's own network, and all else denied",
        }[kind],
        found="; ".join(faults) or "so it stands",
    )


def _network_faults(network: Body, judged: set[str]) -> Iterator[str]:
    for peering in network.get("virtualNetworkPeerings") or ():
        remote = (peering.get("properties") or {}).get("remoteVirtualNetwork") or {}
        yield f"a peering {peering.get('name')} to {remote.get('id', 'another network')}"
    for subnet in network.get("subnets") or ():
        properties = subnet.get("properties") or {}
        for what, member in (("guard", "networkSecurityGroup"), ("routes", "routeTable")):
            id_ = str((properties.get(member) or {}).get("id", ""))
            if id_.lower() not in judged:
                yield f"the subnet {subnet.get('name')} has {'other' if id_ else 'no'} {what}"
        if properties.get("natGateway"):
            yield f"the subnet {subnet.get('name')} has a NAT gateway"


def _route_faults(table: Body) -> Iterator[str]:
    if not table.get("disableBgpRoutePropagation"):
        yield "it takes the routes of a gateway (disableBgpRoutePropagation is false)"
    hops = {route.get("name"): route.get("properties") or {} for route in table.get("routes") or ()}
    for name, route in hops.items():
        if str(route.get("nextHopType", "")).lower() not in NOWHERE:
            yield f"the route {name} leads {route.get('addressPrefix')} to {route.get('nextHopType')}"
    if not any(
        route.get("addressPrefix") == "0.0.0.0/0" and str(route.get("nextHopType", "")).lower() == "none"
        for route in hops.values()
    ):
        yield "no route takes 0.0.0.0/0 to nowhere"


def _guard_faults(guard: Body, spaces: list[IPv4Network]) -> Iterator[str]:
    rules = [(rule.get("name"), rule.get("properties") or {}) for rule in guard.get("securityRules") or ()]
    for name, rule in rules:
        if str(rule.get("access")).lower() == "allow" and not all(
            _within(prefix, spaces) for end in ("source", "destination") for prefix in _ends(rule, end)
        ):
            yield f"the rule {name} allows more than the copy's own network"
    for direction in ("inbound", "outbound"):
        if not any(_denies_all(rule, direction) for _, rule in rules):
            yield f"no rule denies all that is {direction}"


def _denies_all(rule: Body, direction: str) -> bool:
    return (
        str(rule.get("access")).lower() == "deny"
        and str(rule.get("direction")).lower() == direction
        and str(rule.get("protocol")) == "*"
        and all(
            str(rule.get(member)).lower() in ANY
            for member in ("sourceAddressPrefix", "destinationAddressPrefix", "sourcePortRange", "destinationPortRange")
        )
    )


def _ends(rule: Body, end: str) -> list[str]:
    """The prefixes of one end of a rule; one that names application security groups has none, which is any."""
    one, more = rule.get(f"{end}AddressPrefix"), rule.get(f"{end}AddressPrefixes") or ()
    return [str(prefix) for prefix in ((one,) if one else ()) + tuple(more)] or ["*"]


def _within(prefix: str, spaces: list[IPv4Network]) -> bool:
    network = _network(prefix)  # a service tag, or everything, is none: not the copy's own network
    return network is not None and any(network.subnet_of(space) for space in spaces)


def _prefixes(network: Body) -> list[IPv4Network]:
    prefixes = (network.get("addressSpace") or {}).get("addressPrefixes") or ()
    return [space for prefix in prefixes if (space := _network(str(prefix)))]


def _network(prefix: str) -> IPv4Network | None:
    try:
        return IPv4Network(prefix)
    except ValueError:
        return None
