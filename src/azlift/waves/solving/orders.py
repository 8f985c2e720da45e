"""Orders in which groups are offered to the calendar: the starts of the solver."""

import heapq

import networkx as nx
import numpy as np

from azlift.waves.problem import Floats, Ints, Problem


def by_saving(problem: Problem) -> Ints:
    """The largest saving per size first: Smith's rule, best where nobody talks to anybody."""
    return np.argsort(-problem.saving / sizes(problem), kind="stable")


def by_cluster(problem: Problem, seed: int) -> Ints:
    """Those who talk beside each other: Louvain communities, drawn up greedily, and inside each its groups."""
    graph = nx.Graph()
    graph.add_nodes_from(range(problem.groups))
    ties = (problem.edge_one.tolist(), problem.edge_other.tolist(), problem.edge_weight.tolist())
    graph.add_weighted_edges_from(zip(*ties, strict=True))
    community = np.zeros(problem.groups, np.int64)
    for number, members in enumerate(nx.community.louvain_communities(graph, seed=seed)):
        community[list(members)] = number
    return in_communities(problem, community)


def in_communities(problem: Problem, community: Ints) -> Ints:
    """Communities, each a number of groups, drawn up greedily by what they say to each other; in each its groups."""
    clusters = greedy_order(*contracted(problem, community))
    rank = np.empty_like(clusters)
    rank[clusters] = np.arange(len(clusters))
    place = np.empty(problem.groups, np.int64)
    ties_between = (problem.edge_one, problem.edge_other, problem.edge_weight)
    place[greedy_order(problem.saving, sizes(problem), *ties_between)] = np.arange(problem.groups)
    return np.lexsort((place, rank[community]))


def sizes(problem: Problem) -> Floats:
    """Of each group: the largest share it takes of all there is of anything; never nothing."""
    shares = [size / max(cap.sum(), 1e-300) for size, cap in zip(problem.size, problem.cap, strict=True)]
    shares += [
        stock / max(supply.max(initial=0.0), 1e-300)
        for stock, supply in zip(problem.stock, problem.supply, strict=True)
    ]
    return np.maximum(1e-12, np.max(shares, axis=0)) if shares else np.ones(problem.groups)


def contracted(problem: Problem, community: Ints) -> tuple[Floats, Floats, Ints, Ints, Floats]:
    """Savings, sizes and ties of communities instead of groups."""
    count = int(community.max(initial=-1)) + 1
    one, other = community[problem.edge_one], community[problem.edge_other]
    between = one != other
    keys, inverse = np.unique(
        np.minimum(one, other)[between] * count + np.maximum(one, other)[between], return_inverse=True
    )
    return (
        np.bincount(community, problem.saving, count).astype(np.float64),
        np.bincount(community, sizes(problem), count).astype(np.float64),
        keys // count,
        keys % count,
        np.bincount(inverse, problem.edge_weight[between], len(keys)).astype(np.float64),
    )


def greedy_order(saving: Floats, size: Floats, one: Ints, other: Ints, weight: Floats) -> Ints:
    """Again and again the one of largest (saving + 2 attraction - degree) / size, attraction being its ties to those
    already drawn: what each week of waiting costs, by size. Source: the planning study, section 4, step 4."""
    count = len(saving)
    talks: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    gain = saving.copy()
    for a, b, w in zip(one.tolist(), other.tolist(), weight.tolist(), strict=True):
        talks[a].append((b, w))
        talks[b].append((a, w))
        gain[a] -= w
        gain[b] -= w
    heap = [(-gain[i] / size[i], i) for i in range(count)]
    heapq.heapify(heap)
    drawn: list[int] = []
    waiting = np.ones(count, bool)
    while heap:
        score, i = heapq.heappop(heap)
        if not waiting[i] or score != -gain[i] / size[i]:
            continue
        waiting[i] = False
        drawn.append(i)
        for j, w in talks[i]:
            gain[j] += 2.0 * w
            heapq.heappush(heap, (-gain[j] / size[j], j))
    return np.array(drawn, np.int64)
