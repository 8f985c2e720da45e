"""Rows of a dependency export -> links: what a machine says to itself left out, the rest each once.

Addresses and names are handed on as they stand; which machine they are is settled with the inventories.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from azlift.estate.azure_migrate.slots import Slot
from azlift.estate.record import End, StatedLink
from azlift.model import Origin

FIRST_DYNAMIC_PORT = 49_152
"""From here on ports are given out for a while, to clients first of all: RFC 6335, section 6, and Windows since 2008
(support/windows-server/networking/default-dynamic-port-range-tcpip-chang.md of MicrosoftDocs/SupportArticles-docs)."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One row. `slot` is its text where that could not be read; `count` is None where the export counts nothing."""

    origin: Origin
    source: End
    target: End
    port: int | None
    process: str
    protocol: str
    slot: Slot | str
    count: int | None


EndKey = tuple[str, str, tuple[tuple[str, ...], ...]]
"""By what two rows name the same end: its name in any case, its address, its keys."""


def key_of(end: End) -> EndKey:
    return end.name.casefold(), end.address, end.keys


def to_itself(observations: Sequence[Observation]) -> set[int]:
    """The positions of rows in which a machine talks to itself.

    Its two ends have one name, one ARM id or one address, or the target's address is another that the export gives the
    source: a machine has several.
    """
    addresses: Mapping[str, set[str]] = defaultdict(set)
    for end in (end for seen in observations for end in (seen.source, seen.target) if end.name):
        addresses[end.name.casefold()].add(end.address)
    return {
        position
        for position, seen in enumerate(observations)
        if _is_one_machine(seen.source, seen.target, addresses[seen.source.name.casefold()])
    }


def chance_ports(observations: Iterable[Observation]) -> set[tuple[EndKey, int]]:
    """Ports at a target that are the client's side of a connection it opened, rather than a service.

    A port from FIRST_DYNAMIC_PORT on which one source met in one slot was drawn by chance; one that is met again, or
    by another source, is listened on (an RPC endpoint, a Db2 on 50000).
    """
    met: dict[tuple[EndKey, int], set[tuple[EndKey, Slot | str]]] = defaultdict(set)
    for seen in observations:
        if seen.port is not None and seen.port >= FIRST_DYNAMIC_PORT:
            met[key_of(seen.target), seen.port].add((key_of(seen.source), seen.slot))
    return {key for key, sightings in met.items() if len(sightings) == 1}


def without_ports(observations: Iterable[Observation], ports: set[tuple[EndKey, int]]) -> list[Observation]:
    """The same, these ports not stated: the dependency stays, its port is nothing to plan by."""
    return [
        replace(seen, port=None) if seen.port is not None and (key_of(seen.target), seen.port) in ports else seen
        for seen in observations
    ]


def make_links(observations: Iterable[Observation]) -> tuple[StatedLink, ...]:
    """One link for each source, target, port, process and protocol, at the place of its first row."""
    groups: dict[tuple[EndKey, EndKey, int | None, str, str], list[Observation]] = defaultdict(list)
    for seen in observations:
        groups[key_of(seen.source), key_of(seen.target), seen.port, seen.process, seen.protocol].append(seen)
    return tuple(map(_link, groups.values()))


def _link(group: Sequence[Observation]) -> StatedLink:
    """Connections where they are counted, distinct slots where they are not."""
    first, slots = group[0], {seen.slot for seen in group}
    known = [slot for slot in slots if isinstance(slot, Slot)]
    counted = [seen.count for seen in group if seen.count is not None]
    return StatedLink(
        origin=first.origin,
        source=first.source,
        target=first.target,
        port=first.port,
        kind="observed",
        protocol=first.protocol,
        process=first.process,
        observations=sum(counted) if counted else len(slots),
        first_seen=min((slot.start for slot in known), default=None),
        last_seen=max((slot.end for slot in known), default=None),
    )


def _is_one_machine(source: End, target: End, own_addresses: set[str]) -> bool:
    ids = [key for end in (source, target) for key in end.keys if key[0] == "arm-id"]
    if len(ids) > 1:
        return ids[0] == ids[1]
    if source.name and target.name:
        return source.name.casefold() == target.name.casefold()
    return bool(target.address) and (target.address == source.address or target.address in own_addresses)
