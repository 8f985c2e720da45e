"""Move groups: what must be landed, cut over and rolled back together, and the evidence for it.

The order of the evidence: a declared application (per environment, when it has several), then links between machines
of which no application is known, then the machine alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from azlift.model import MIB_PER_GIB, MOVING_ROUTES, Estate, GroupId, Link, MoveGroup, Workload, WorkloadId
from azlift.waves.environments import canonical_environment, same_words
from azlift.waves.names import name_groups

SHOWN = 3
"""How many machines or links a reason names before it counts the rest."""


@dataclass(frozen=True)
class Gathered:
    """A group before its dependencies are known; `key` identifies it whatever its id."""

    key: str
    label: str
    members: tuple[WorkloadId, ...]
    because: str


def moves(workload: Workload) -> bool:
    """Whether it needs a wave; without a route it does."""
    return workload.route is None or workload.route in MOVING_ROUTES


def by_name(workloads: Iterable[WorkloadId], estate: Estate) -> tuple[WorkloadId, ...]:
    """The one order in which machines are listed: by name, then by id."""
    return tuple(sorted(workloads, key=lambda workload: (estate.by_id[workload].name.casefold(), workload)))


def disk_gib(workloads: Iterable[WorkloadId], estate: Estate) -> int:
    return -(-sum(estate.by_id[workload].disk_capacity_mib for workload in workloads) // MIB_PER_GIB)


def links_within(estate: Estate, machines: frozenset[WorkloadId]) -> tuple[Link, ...]:
    """Links between two different of these machines: each once, whatever the order of the files."""
    inside = {
        (link.source, link.target, link.port or 0): link
        for link in sorted(estate.links, key=lambda link: link.kind, reverse=True)
        if link.source != link.target and link.source in machines and link.target in machines
    }
    return tuple(inside[key] for key in sorted(inside))


def gather_groups(estate: Estate) -> dict[GroupId, Gathered]:
    """Every moving workload in exactly one group, by group id."""
    moving = frozenset(workload.id for workload in estate.workloads if moves(workload))
    links = links_within(estate, moving)
    applications = _by_application(estate, moving)
    home = {member: key for key, members in applications.items() for member in members}
    joined, apart = _place_the_rest(_connected(moving - home.keys(), links), _neighbours(links), home)
    gathered = [_application_group(key, applications[key], joined[key], estate) for key in applications]
    gathered += [_linked_group(members, around, links, estate) for members, around in apart]
    ids = name_groups({group.key: group.label for group in gathered})
    return {ids[group.key]: group for group in sorted(gathered, key=lambda group: ids[group.key])}


def make_groups(
    found: Mapping[GroupId, tuple[tuple[WorkloadId, ...], str]],
    after: Mapping[GroupId, tuple[GroupId, ...]],
    estate: Estate,
) -> tuple[MoveGroup, ...]:
    """The nouns, in the order of their ids, from members and reason per group."""
    return tuple(
        MoveGroup(id=group, workloads=members, because=because, after=after[group], disk_gib=disk_gib(members, estate))
        for group, (members, because) in sorted(found.items())
    )


# -- which machines belong together -------------------------------------------------------------------------------


def _by_application(estate: Estate, moving: frozenset[WorkloadId]) -> dict[str, list[WorkloadId]]:
    """Machines by application, and by environment where the application's machines state more than one."""
    members: dict[str, dict[str, list[WorkloadId]]] = defaultdict(lambda: defaultdict(list))
    for workload in estate.workloads:
        if workload.id in moving and (application := same_words(workload.application)):
            members[application][canonical_environment(workload.environment)].append(workload.id)
    groups: dict[str, list[WorkloadId]] = {}
    for application, environments in members.items():
        if len(environments.keys() - {""}) > 1:
            groups |= {_key(application, environment): found for environment, found in environments.items()}
        else:
            groups[_key(application)] = [member for found in environments.values() for member in found]
    return groups


def _key(application: str, environment: str = "") -> str:
    """A unit separator cannot be part of a normalised name: it is a blank there."""
    return f"application\x1f{application}\x1f{environment}"


def _neighbours(links: Iterable[Link]) -> dict[WorkloadId, set[WorkloadId]]:
    around: dict[WorkloadId, set[WorkloadId]] = defaultdict(set)
    for link in links:
        around[link.source].add(link.target)
        around[link.target].add(link.source)
    return around


def _connected(machines: frozenset[WorkloadId], links: Iterable[Link]) -> list[list[WorkloadId]]:
    """The connected parts of these machines under the links between them."""
    around = _neighbours(link for link in links if link.source in machines and link.target in machines)
    parts, seen = [], set[WorkloadId]()
    for start in sorted(machines):
        if start in seen:
            continue
        part, front = [], [start]
        seen.add(start)
        while front:
            machine = front.pop()
            part.append(machine)
            front.extend(around[machine] - seen)
            seen |= around[machine]
        parts.append(part)
    return parts


def _place_the_rest(
    parts: Iterable[list[WorkloadId]],
    around: Mapping[WorkloadId, set[WorkloadId]],
    home: Mapping[WorkloadId, str],
) -> tuple[dict[str, list[WorkloadId]], list[tuple[list[WorkloadId], int]]]:
    """Parts linked to exactly one application's group join it; the others come with how many they are linked to."""
    joined: dict[str, list[WorkloadId]] = defaultdict(list)
    apart = []
    for part in parts:
        homes = {home[other] for machine in part for other in around.get(machine, ()) if other in home}
        if len(homes) == 1:
            joined[homes.pop()].extend(part)
        else:
            apart.append((part, len(homes)))
    return joined, apart


# -- why, in plain words ------------------------------------------------------------------------------------------


def _application_group(key: str, members: list[WorkloadId], joined: list[WorkloadId], estate: Estate) -> Gathered:
    environment = key.rpartition("\x1f")[2]
    application = _commonest(estate.by_id[member].application.strip() for member in members)
    apart = f", environment {environment}: its environments may move apart" if environment else ""
    because = f"declared application {application} ({counted(len(members), 'machine')}){apart}"
    if joined:
        because += (
            f"; with {listed([estate.by_id[m].name for m in by_name(joined, estate)])}, linked to no other application"
        )
    return Gathered(key, f"{application} {environment}", by_name([*members, *joined], estate), because)


def _linked_group(members: list[WorkloadId], around: int, links: Sequence[Link], estate: Estate) -> Gathered:
    ordered = by_name(members, estate)
    inside = frozenset(members)
    if len(members) > 1:
        between = [link_text(link, estate) for link in links if link.source in inside and link.target in inside]
        because = f"no declared application; linked to each other: {listed(between)}"
    elif around:
        because = f"no declared application; linked to {around} groups, so it belongs to none of them"
    else:
        because = "no declared application and no link to another machine that moves"
    return Gathered(f"machine\x1f{min(members)}", estate.by_id[ordered[0]].name, ordered, because)


def _commonest(spellings: Iterable[str]) -> str:
    return min(Counter(spellings).items(), key=lambda spelling: (-spelling[1], spelling[0]))[0]


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(texts: Sequence[str]) -> str:
    """The first few, and how many more there are."""
    more = f" and {len(texts) - SHOWN:,} more" if len(texts) > SHOWN else ""
    return ", ".join(texts[:SHOWN]) + more


def link_text(link: Link, estate: Estate) -> str:
    port = "" if link.port is None else f" port {link.port}"
    return f"{estate.by_id[link.source].name} → {estate.by_id[link.target].name}{port}"
