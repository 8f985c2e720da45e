"""Bonds: machines that must move together whatever their applications, each with its evidence.

Certain bonds always hold. A strong one (traffic, latency) holds unless the group it would make is larger than a wave
may be, or was planned by its sources for two waves: then it is cut, and the cut is told.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from azlift.model import Estate, Workload, WorkloadId
from azlift.waves.strength import Call, Pair, Weights, pair_of, strengths_of

CLUSTER_PORT = 3343
"""Nodes of a Windows failover cluster, and nobody else, talk on it: MicrosoftDocs/SupportArticles-docs,
windows-server, troubleshooting cluster issue with Event ID 1135 (Cluster Service, UDP and TCP 3343)."""
MIRRORING_PORT = 5022
"""The default of SQL Server's endpoint for availability groups, on which every replica both calls and is called:
MicrosoftDocs/SupportArticles-docs, sql, on SSL_PE_NO_CIPHER at endpoint port 5022."""


@dataclass(frozen=True)
class Thresholds:
    """`two_way_observations`: on one port, each way, from which on two machines "constantly exchange data", which is
    what Azure Migrate keeps in one wave without saying how often that is (azure-docs,
    automatic-wave-planning-architecture, condition 1): 100 of the 120 slots of six hours that a month has. Where a
    source counts connections rather than slots, it is less than constantly.

    `round_trip_ms`: what a dedicated link takes at least. Two milliseconds are Azure's aim between zones of one region
    (azure-docs, reliability/availability-zones-overview); into a region it is not less.
    `most_machines`: in a group that only strong bonds or links make; the default is a wave's (`Limits`), and the
    example of the same page's condition 8.
    """

    two_way_observations: int = 100
    round_trip_ms: float = 2.0
    most_machines: int = 50


THRESHOLDS = Thresholds()


@dataclass(frozen=True)
class Bond:
    """`strength` is that of the link that makes it; 0 where no link does. Certain bonds are never cut."""

    machines: Pair
    certain: bool
    evidence: str
    strength: float = 0.0


def find_bonds(
    estate: Estate, calls: Mapping[Call, float], apart: Iterable[WorkloadId], thresholds: Thresholds, weights: Weights
) -> list[Bond]:
    """Certain bonds first, then strong ones, the strongest first. Links of those `apart`, the infrastructure, make no
    strong bond."""
    strengths, without = strengths_of(calls, weights), frozenset(apart)
    strong = [
        bond
        for bond in (*_latencies(estate, strengths, thresholds), *_two_way(estate, calls, strengths, thresholds))
        if without.isdisjoint(bond.machines)
    ]
    certain = [*_shared_disks(estate), *_clusters(estate, calls, strengths)]
    return [
        *sorted(certain, key=lambda bond: (bond.machines, bond.evidence)),
        *sorted(strong, key=lambda bond: (-bond.strength, bond.machines, bond.evidence)),
    ]


def _shared_disks(estate: Estate) -> Iterator[Bond]:
    """Machines of one datacenter whose shared disks are stored in the same place."""
    holders: dict[tuple[str, str], set[WorkloadId]] = defaultdict(set)
    for workload in estate.workloads:
        for disk in workload.disks:
            if disk.shared and disk.backing:
                holders[workload.datacenter.casefold(), disk.backing].add(workload.id)
    for (_, backing), machines in holders.items():
        for one, other in pairwise(sorted(machines)):
            yield Bond((one, other), True, f"{_names(one, other, estate)} share the disk {backing}")


def _clusters(estate: Estate, calls: Mapping[Call, float], strengths: Mapping[Pair, float]) -> Iterator[Bond]:
    told = {
        CLUSTER_PORT: "are nodes of one failover cluster",
        MIRRORING_PORT: "are replicas of one availability group",
    }
    for source, target, port in calls:
        both_ways = (target, source, port) in calls
        if port in told and (port == CLUSTER_PORT or both_ways) and (source < target or not both_ways):
            pair = pair_of(source, target)
            text = f"{_names(*pair, estate)} {told[port]} (port {port}{', both ways' if both_ways else ''})"
            yield Bond(pair, True, text, strengths[pair])


def _latencies(estate: Estate, strengths: Mapping[Pair, float], thresholds: Thresholds) -> Iterator[Bond]:
    short = {w.id: w.latency_ms for w in estate.workloads if w.latency_ms and w.latency_ms < thresholds.round_trip_ms}
    for pair, strength in strengths.items():
        if bears := [short[machine] for machine in pair if machine in short]:
            text = (
                f"{_names(*pair, estate)} talk and bear {min(bears):g} ms, where a dedicated link takes "
                f"{thresholds.round_trip_ms:g} ms or more"
            )
            yield Bond(pair, False, text, strength)


def _two_way(
    estate: Estate, calls: Mapping[Call, float], strengths: Mapping[Pair, float], thresholds: Thresholds
) -> Iterator[Bond]:
    observed = {(link.source, link.target, link.port) for link in estate.links if link.kind == "observed"}
    for source, target, port in calls:
        ways = ((source, target, port), (target, source, port))
        if source < target and port and observed.issuperset(ways):
            seen = [int(calls[way]) for way in ways]
            if min(seen) >= thresholds.two_way_observations:
                names = _names(source, target, estate)
                text = f"{names} call each other on port {port}, seen {seen[0]:,} and {seen[1]:,} times"
                yield Bond((source, target), False, text, strengths[source, target])


def _names(one: WorkloadId, other: WorkloadId, estate: Estate) -> str:
    return " and ".join(sorted(estate.by_id[machine].name for machine in (one, other)))


# -- what only looks like a cluster -------------------------------------------------------------------------------


def suspected_clusters(estate: Estate, bonds: Iterable[Bond]) -> list[tuple[WorkloadId, ...]]:
    """Machines whose names differ in the last number alone, and which have shared disks alike of which no source says
    where they are stored: perhaps a cluster, which a name does not prove. Without those a bond holds already."""
    bound = {machine for bond in bonds if bond.certain for machine in bond.machines}
    alike: dict[tuple[str, tuple[int, ...]], list[WorkloadId]] = defaultdict(list)
    for workload in sorted(estate.workloads, key=lambda workload: workload.id):
        shared = tuple(sorted(disk.capacity_mib for disk in workload.disks if disk.shared and not disk.backing))
        if shared and workload.id not in bound and (stem := _stem(workload)):
            alike[stem, shared].append(workload.id)
    return sorted(tuple(machines) for machines in alike.values() if len(machines) > 1)


def _stem(workload: Workload) -> str:
    """The name without its last number; empty where it has none, or is nothing else."""
    found = re.fullmatch(r"(.*?[^0-9])[0-9]{1,9}", workload.name.strip().casefold(), re.ASCII | re.DOTALL)
    return f"{workload.datacenter.casefold()}\x1f{found.group(1)}" if found else ""
