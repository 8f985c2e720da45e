"""Communities: machines that say more to each other than to the rest, none larger than a cap.

Louvain's method (networkx), over and over inside what it found, since a single pass finds business domains rather than
applications. A link counts less the more its two ends say to others: strength / √(total of one · total of the other).
The same machines and strengths give the same communities, whatever their order.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

import networkx as nx

from azlift.model import WorkloadId
from azlift.waves.strength import Pair

Community = tuple[WorkloadId, ...]
CLEAR = 0.3
"""A partition's modularity above which it counts as structure rather than chance: the usual reading of the measure,
which several public courses and libraries give with Newman and Girvan, Phys. Rev. E 69, 2004."""
OTHER_SEEDS = (1, 2)


def find_communities(
    machines: Iterable[WorkloadId], strengths: Mapping[Pair, float], most: int, seed: int = 0
) -> list[Community]:
    """Every machine in one community of at most `most`; strengths to others than these machines do not count."""
    order = sorted(machines)
    graph = _graph(order, strengths)
    parts = _split(graph, list(range(len(order))), most, seed)
    return sorted(tuple(order[number] for number in part) for part in parts)


def find_domains(machines: Iterable[WorkloadId], strengths: Mapping[Pair, float]) -> list[Community]:
    """Every machine in one domain, of any size: what a single pass of Louvain finds."""
    order = sorted(machines)
    found = nx.community.louvain_communities(_graph(order, strengths), weight="weight", seed=0)
    return sorted(tuple(order[number] for number in sorted(part)) for part in found)


def stability_of(
    communities: Sequence[Community], machines: Iterable[WorkloadId], strengths: Mapping[Pair, float], most: int
) -> dict[Community, float]:
    """How surely each is found: the mean over other seeds of its best match (Jaccard index, 0 to 1) among theirs."""
    among = list(machines)
    matches: dict[Community, float] = defaultdict(float)
    for seed in OTHER_SEEDS:
        others = find_communities(among, strengths, most, seed)
        home = {machine: place for place, other in enumerate(others) for machine in other}
        for community in communities:
            shared = Counter(home[machine] for machine in community)
            matches[community] += max(
                count / (len(community) + len(others[place]) - count) for place, count in shared.items()
            )
    return {community: matches[community] / len(OTHER_SEEDS) for community in communities}


def _graph(order: Sequence[WorkloadId], strengths: Mapping[Pair, float]) -> nx.Graph:
    """Nodes are numbers: sets of texts have another order in every process."""
    number = {machine: place for place, machine in enumerate(order)}
    inside = {pair: strength for pair, strength in sorted(strengths.items()) if pair[0] in number and pair[1] in number}
    total: dict[WorkloadId, float] = defaultdict(float)
    for (one, other), strength in inside.items():
        total[one] += strength
        total[other] += strength
    graph = nx.Graph()
    graph.add_nodes_from(range(len(order)))
    for (one, other), strength in inside.items():
        if strength > 0:
            graph.add_edge(number[one], number[other], weight=strength / sqrt(total[one] * total[other]))
    return graph


def _split(graph: nx.Graph, part: list[int], most: int, seed: int) -> list[list[int]]:
    """What nothing connects is apart; of the rest `_cut` says how."""
    inside = _inside(graph, part)
    return [small for found in nx.connected_components(inside) for small in _cut(graph, sorted(found), most, seed)]


def _cut(graph: nx.Graph, part: list[int], most: int, seed: int) -> list[list[int]]:
    """Louvain while it finds clear communities; what is still larger than the cap is cut in two where least is said."""
    if len(part) < 3 and len(part) <= most:
        return [part]
    inside = _inside(graph, part)
    found = nx.community.louvain_communities(inside, weight="weight", seed=seed)
    if len(found) < 2 or nx.community.modularity(inside, found, weight="weight") < CLEAR:
        if len(part) <= most:
            return [part]
        found = nx.community.kernighan_lin_bisection(inside, weight="weight", seed=seed)
    return [small for one in found for small in _split(graph, sorted(one), most, seed)]


def _inside(graph: nx.Graph, part: Sequence[int]) -> nx.Graph:
    """The part alone, its nodes and links in their order: a view of the whole has the order of a set."""
    members, inside = set(part), nx.Graph()
    inside.add_nodes_from(part)
    for one in part:
        links = ((other, said["weight"]) for other, said in graph[one].items() if one < other and other in members)
        inside.add_weighted_edges_from((one, other, weight) for other, weight in sorted(links))
    return inside
