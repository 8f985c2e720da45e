"""Move groups: what must be landed, cut over and rolled back together, and the evidence for it.

The order of the evidence: a declared application (per environment, when it has several), then links between machines
of which no application is known, then the machine alone; and bonds (shared disks, clusters, strong links) join what
they hold, whatever their applications. Links of infrastructure, and of databases and buses that many share, hold
nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from azlift.model import MIB_PER_GIB, MOVING_ROUTES, Estate, GroupId, Link, MoveGroup, Workload, WorkloadId
from azlift.waves.applications import application_of, declared_applications, environment_in
from azlift.waves.bonds import THRESHOLDS, Bond, Thresholds, find_bonds
from azlift.waves.communities import find_communities
from azlift.waves.joining import Joined, join_groups
from azlift.waves.names import name_groups
from azlift.waves.services import Service, find_services
from azlift.waves.splitting import Cuts, strongest_cuts
from azlift.waves.strength import WEIGHTS, Pair, calls_of, strengths_of

SHOWN = 3
"""How many machines or links a reason names before it counts the rest."""


@dataclass(frozen=True)
class Gathered:
    """A group before its dependencies are known; `key` identifies it whatever its id."""

    key: str
    label: str
    members: tuple[WorkloadId, ...]
    because: str


@dataclass(frozen=True)
class Grouping:
    """The groups by id, and what was seen on the way: services, all bonds, and those of them cut, each with why."""

    groups: dict[GroupId, Gathered]
    services: dict[WorkloadId, Service]
    bonds: tuple[Bond, ...]
    cut: tuple[tuple[Bond, str], ...]
    strengths: dict[Pair, float]


@dataclass(frozen=True)
class Part:
    """Machines without an application that links hold together; `of`: how many they were before they were cut."""

    members: list[WorkloadId]
    of: int


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
    return distinct(
        link
        for link in estate.links
        if link.source != link.target and link.source in machines and link.target in machines
    )


def distinct(links: Iterable[Link]) -> tuple[Link, ...]:
    """Each call once, in the order of machines and ports; a declared link rather than an observed one."""
    inside = {
        (link.source, link.target, link.port or 0): link
        for link in sorted(links, key=lambda link: link.kind, reverse=True)
    }
    return tuple(inside[key] for key in sorted(inside))


def gather_groups(estate: Estate) -> dict[GroupId, Gathered]:
    """Every moving workload in exactly one group, by group id."""
    return group_estate(estate).groups


def group_estate(estate: Estate, thresholds: Thresholds = THRESHOLDS) -> Grouping:
    """Every moving workload in exactly one group; the same whatever the order of workloads and links."""
    moving = frozenset(workload.id for workload in estate.workloads if moves(workload))
    calls = calls_of(estate, WEIGHTS)
    strengths, services = strengths_of(calls, WEIGHTS), find_services(estate, calls, WEIGHTS)
    links = tuple(link for link in links_within(estate, moving) if _holds(link, services))
    applications = declared_applications(estate, moving)
    home = {member: key for key, members in applications.items() for member in members}
    parts = _parts(moving - home.keys(), links, strengths, thresholds.most_machines)
    joined, apart = _place_the_rest(parts, _neighbours(links), home)
    gathered = [_application_group(key, applications[key], joined[key], estate) for key in applications]
    links_of = _by_source(links)
    gathered += [_linked_group(part, around, links_of, services, estate) for part, around in apart]
    bonds = find_bonds(estate, calls, infrastructure_in(services), thresholds, WEIGHTS)
    by_key = {group.key: group for group in gathered}
    together = join_groups({g.key: g.members for g in gathered}, bonds, thresholds.most_machines, estate)
    whole = list(_whole_groups(by_key, together, estate))
    ids = name_groups({group.key: group.label for group in whole})
    groups = {ids[group.key]: group for group in sorted(whole, key=lambda group: ids[group.key])}
    return Grouping(groups, services, tuple(bonds), together.cut, strengths)


def infrastructure_in(services: Mapping[WorkloadId, Service]) -> frozenset[WorkloadId]:
    return frozenset(machine for machine, service in services.items() if service.kind == "infrastructure")


def make_groups(
    found: Mapping[GroupId, tuple[tuple[WorkloadId, ...], str]],
    after: Mapping[GroupId, tuple[GroupId, ...]],
    estate: Estate,
    cuts: Cuts,
) -> tuple[MoveGroup, ...]:
    """The nouns, in the order of their ids, from members and reason per group."""
    said = strongest_cuts(cuts, estate)
    return tuple(
        MoveGroup(
            id=group,
            workloads=members,
            because=because,
            after=after[group],
            disk_gib=disk_gib(members, estate),
            cut=said.get(group, ""),
        )
        for group, (members, because) in sorted(found.items())
    )


# -- which machines belong together -------------------------------------------------------------------------------


def _holds(link: Link, services: Mapping[WorkloadId, Service]) -> bool:
    """Infrastructure holds nothing together; a database or bus that many share holds only those of its own kind."""
    kinds = {services[end].kind if end in services else "" for end in (link.source, link.target)}
    return len(kinds) == 1 and "infrastructure" not in kinds


def _neighbours(links: Iterable[Link]) -> dict[WorkloadId, set[WorkloadId]]:
    around: dict[WorkloadId, set[WorkloadId]] = defaultdict(set)
    for link in links:
        around[link.source].add(link.target)
        around[link.target].add(link.source)
    return around


def _by_source(links: Iterable[Link]) -> Mapping[WorkloadId, list[Link]]:
    found: dict[WorkloadId, list[Link]] = defaultdict(list)
    for link in links:
        found[link.source].append(link)
    return found


def _parts(
    machines: frozenset[WorkloadId], links: Iterable[Link], strengths: Mapping[Pair, float], most: int
) -> Iterator[Part]:
    """The connected parts of these machines under the links between them, cut into communities where they are too
    large."""
    graph = nx.Graph()
    graph.add_nodes_from(sorted(machines))
    graph.add_edges_from((one.source, one.target) for one in links if {one.source, one.target} <= machines)
    for found in nx.connected_components(graph):
        if len(found) <= most:
            yield Part(sorted(found), len(found))
            continue
        inside = {pair: strength for pair, strength in strengths.items() if graph.has_edge(*pair)}
        for community in find_communities(found, inside, most):
            yield Part(list(community), len(found))


def _place_the_rest(
    parts: Iterable[Part],
    around: Mapping[WorkloadId, set[WorkloadId]],
    home: Mapping[WorkloadId, str],
) -> tuple[dict[str, list[WorkloadId]], list[tuple[Part, int]]]:
    """Whole parts linked to exactly one application's group join it; the others come with how many they are linked
    to."""
    joined: dict[str, list[WorkloadId]] = defaultdict(list)
    apart = []
    for part in parts:
        homes = {home[other] for machine in part.members for other in around.get(machine, ()) if other in home}
        if len(homes) == 1 and len(part.members) == part.of:
            joined[homes.pop()].extend(part.members)
        else:
            apart.append((part, len(homes)))
    return joined, apart


# -- why, in plain words ------------------------------------------------------------------------------------------


def _application_group(key: str, members: list[WorkloadId], joined: list[WorkloadId], estate: Estate) -> Gathered:
    environment = environment_in(key)
    application = application_of(members, estate)
    apart = f", environment {environment}: its environments may move apart" if environment else ""
    because = f"declared application {application} ({counted(len(members), 'machine')}){apart}"
    if joined:
        because += (
            f"; with {listed([estate.by_id[m].name for m in by_name(joined, estate)])}, linked to no other application"
        )
    return Gathered(key, f"{application} {environment}", by_name([*members, *joined], estate), because)


def _linked_group(
    part: Part,
    around: int,
    links_of: Mapping[WorkloadId, list[Link]],
    services: Mapping[WorkloadId, Service],
    estate: Estate,
) -> Gathered:
    ordered = by_name(part.members, estate)
    inside = frozenset(part.members)
    if len(ordered) > 1:
        between = [link_text(link, estate) for one in sorted(inside) for link in links_of[one] if link.target in inside]
        because = f"no declared application; linked to each other: {listed(between)}"
    elif ordered[0] in services:
        because = f"no declared application; {services[ordered[0]].evidence}, so it belongs to none of them"
    elif around:
        because = f"no declared application; linked to {around} groups, so it belongs to none of them"
    else:
        because = "no declared application and no link to another machine that moves"
    if len(ordered) < part.of:
        because += f"; cut out of {part.of:,} linked machines, more than a wave may hold, where least is said"
    return Gathered(f"machine\x1f{min(ordered)}", estate.by_id[ordered[0]].name, ordered, because)


def _whole_groups(by_key: Mapping[str, Gathered], together: Joined, estate: Estate) -> Iterator[Gathered]:
    """What bonds join becomes one group, under the name of its first."""
    for keys, bonds in together.sets:
        first, *others = (by_key[key] for key in keys)
        if not others:
            yield first
            continue
        members = by_name((member for key in keys for member in by_key[key].members), estate)
        reasons = listed([group.because for group in others])
        held = listed([bond.evidence for bond in bonds])
        yield Gathered(first.key, first.label, members, f"{first.because}; with {reasons}; held together: {held}")


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(texts: Sequence[str]) -> str:
    """The first few, and how many more there are."""
    more = f" and {len(texts) - SHOWN:,} more" if len(texts) > SHOWN else ""
    return ", ".join(texts[:SHOWN]) + more


def link_text(link: Link, estate: Estate) -> str:
    port = "" if link.port is None else f" port {link.port}"
    return f"{estate.by_id[link.source].name} → {estate.by_id[link.target].name}{port}"
