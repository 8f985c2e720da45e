"""Where the groups of a graph stand: those that talk much near each other, whatever the order they are given in.

Louvain's communities are drawn each by itself, in a disc as large as its share, by the spring method; then the discs
are placed by what they say to each other, and pushed apart until none lies on another. Springs between all groups at
once would take a minute for 2,600 of them.
"""

from collections.abc import Iterator, Mapping, Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Tie = tuple[int, int]

CROWD = 1.1
"""Of a disc's radius, over the square root of its groups: the distance neighbours keep, about 1."""
PUSHES = 300
GAP = 1.5
STEP = 0.5
MOST_IN_DISC = 150
"""The spring method's seconds grow with the square of these."""
MOST_SPRUNG = 12
ROOM = 4.0
"""Between groups without a tie, so that their names have room."""
BREADTH = 1.4
"""The discs are spread over an area wider than high by about the square of this, as a screen is."""


def layout(count: int, ties: Mapping[Tie, float]) -> Floats:
    """(count, 2), in distances between neighbours; groups without a tie stand in rows below the others."""
    graph = nx.Graph()
    graph.add_nodes_from(sorted({end for tie in ties for end in tie}))
    graph.add_weighted_edges_from((one, other, weight) for (one, other), weight in sorted(ties.items()))
    places = np.zeros((count, 2))
    if graph:
        _place_tied(graph, places)
    tied = np.fromiter(graph.nodes, np.int64, len(graph))
    alone = np.setdiff1d(np.arange(count), tied)
    if len(alone):
        places[alone] = _rows(len(alone), places[tied])
    return places


def _place_tied(graph: nx.Graph, places: Floats) -> None:
    communities = sorted(_communities(graph), key=lambda one: (-len(one), one[0]))
    radii = CROWD * np.sqrt([len(one) for one in communities])
    centres = _apart(_centres(graph, communities, radii), radii)
    for community, radius, centre in zip(communities, radii, centres, strict=True):
        places[community] = centre + radius * _drawn(graph.subgraph(community), community)


def _communities(graph: nx.Graph) -> Iterator[list[int]]:
    """None of more than MOST_IN_DISC: larger ones are split again, and cut by number where all talk to all alike."""
    found = nx.community.louvain_communities(graph, weight="weight", seed=0)
    for one in sorted(map(sorted, found)):
        if len(one) <= MOST_IN_DISC:
            yield one
        elif len(found) > 1:
            yield from _communities(graph.subgraph(one))
        else:
            yield from (one[first : first + MOST_IN_DISC] for first in range(0, len(one), MOST_IN_DISC))


def _drawn(graph: nx.Graph, order: Sequence[int]) -> Floats:
    """Inside the unit disc, in this order. Springs leave most of many in a clump: they keep their directions and who is
    further out, and fill the disc evenly."""
    ordered = nx.Graph()
    ordered.add_nodes_from(order)
    ordered.add_weighted_edges_from(
        sorted((*sorted((one, other)), weight) for one, other, weight in graph.edges.data("weight"))
    )
    sprung = nx.spring_layout(ordered, seed=0, iterations=60)
    drawn = np.array([sprung[node] for node in order])
    drawn -= drawn.mean(axis=0)
    outward = np.linalg.norm(drawn, axis=1)
    reach = outward / max(outward.max(), 1e-9)
    if len(order) > MOST_SPRUNG:
        reach = np.sqrt((np.argsort(np.argsort(outward, kind="stable"), kind="stable") + 0.5) / len(order))
    inside: Floats = drawn * (reach / np.maximum(outward, 1e-9))[:, None]
    return inside


def _centres(graph: nx.Graph, communities: Sequence[Sequence[int]], radii: Floats) -> Floats:
    """By what communities say to each other, over about the room all discs take."""
    member_of = {node: number for number, one in enumerate(communities) for node in one}
    between = nx.Graph()
    between.add_nodes_from(range(len(communities)))
    for one, other, weight in graph.edges.data("weight"):
        ends = member_of[one], member_of[other]
        if ends[0] != ends[1]:
            known = between.get_edge_data(*ends, default={"weight": 0.0})["weight"]
            between.add_edge(*ends, weight=known + weight)
    breadth = np.array([BREADTH, 1 / BREADTH])
    centres: Floats = _drawn(between, range(len(communities))) * breadth * np.sqrt((radii**2).sum())
    return centres


def _apart(centres: Floats, radii: Floats) -> Floats:
    """Push discs that lie on each other apart, by half of what they share, until none does."""
    needed = radii[:, None] + radii + GAP
    np.fill_diagonal(needed, 0.0)
    for _ in range(PUSHES):
        way = centres[:, None] - centres
        distance = np.linalg.norm(way, axis=2)
        shared = np.maximum(needed - distance, 0.0)
        if shared.max() < 1e-3:
            break
        centres = centres + STEP * (way * (shared / np.maximum(distance, 1e-9))[:, :, None]).sum(axis=1)
    return centres


def _rows(count: int, above: Floats) -> Floats:
    """A grid as wide as what stands above it, or square."""
    width = max(float(np.ptp(above[:, 0])), np.sqrt(count)) if len(above) else float(np.sqrt(count))
    left, low = above.min(axis=0) if len(above) else (0.0, 0.0)
    columns = min(count, max(1, int(width / ROOM)))
    row, column = np.divmod(np.arange(count), columns)
    return np.stack([left + column * width / columns, low - 3.0 - row], axis=1)
