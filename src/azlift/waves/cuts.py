"""Rows that every feasible plan obeys and shares of groups may not: what capacity says of distances.

For a root i, a dimension p and groups U on a tree of paths from i,
    sum over the tree's edges e of p(U below e) * |T - T'| of e's ends >= f_i(p(U)),
f_i: the least sum of distances from a week that i may have when p(U) is poured into the weeks nearest to it.
Proof: |T_g - T_i| is at most the sum of the edges on g's path, so the left side is at least the sum of
p_g * |T_g - T_i|; and no slot holds more of p than its room.
Source: spreading metrics (Even, Naor, Rao, Schieber 2000).
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from azlift.waves.problem import Flags, Floats, Ints, Problem
from azlift.waves.relaxing import Relaxed

LEAST_VIOLATION = 1e-3
"""Of a row's right side: what is violated by less is not worth a row."""
SHORTEST = 1e-4
"""Weeks added to each edge when paths are sought: a group's parent on its path is nearer than the group itself."""
TREES = 30
"""Sizes of U that are tried for a root, from two groups to all."""
NO_PARENT = -1


class Paths(NamedTuple):
    """From each root (K, G): groups by distance, their rank in this order, whether reached, and the parents."""

    order: Ints
    rank: Ints
    reached: Flags
    above: Ints


def spreading_rows(relaxed: Relaxed, lengths: Floats, roots: Ints, dimension: int) -> csr_array:
    """Per root, the row that the edges' `lengths` fall short of most, as a share: coefficients (K, E), right side 1.

    No row for a root whose rows all hold. Not for stocks: a slot that is used late can take what those before it left.
    """
    problem, size = relaxed.problem, relaxed.size[dimension]
    distance, paths = _paths(problem, lengths, roots)
    reached = np.take_along_axis(np.where(paths.reached, size, 0.0), paths.order, axis=1)
    far = np.take_along_axis(np.where(paths.reached, distance, 0.0), paths.order, axis=1)
    ends = np.unique(np.geomspace(min(2, problem.groups), problem.groups, TREES).astype(np.int64)) - 1
    ends = np.minimum(ends, paths.reached.sum(axis=1, keepdims=True) - 1)
    least = _least_spread(relaxed, dimension, roots, np.take_along_axis(reached.cumsum(axis=1), ends, axis=1))
    short = least - np.take_along_axis((reached * far).cumsum(axis=1), ends, axis=1)
    share = np.where(least > SHORTEST, short / np.maximum(least, SHORTEST), 0.0)
    at = (np.arange(len(roots)), share.argmax(axis=1))
    below = _below(paths, size, ends[at])
    carried = _carried(problem, paths, below)
    chosen = np.flatnonzero(share[at] > LEAST_VIOLATION)
    scale = csr_array((1.0 / least[at][chosen], (np.arange(len(chosen)), chosen)), shape=(len(chosen), len(roots)))
    return (scale @ carried).tocsr()


def _paths(problem: Problem, lengths: Floats, roots: Ints) -> tuple[Floats, Paths]:
    """Distances (K, G) and shortest paths from the roots."""
    shape = (problem.groups, problem.groups)
    graph = csr_array((lengths + SHORTEST, (problem.edge_one, problem.edge_other)), shape=shape)
    distance, above = dijkstra(graph, directed=False, indices=roots, return_predecessors=True)
    order = np.argsort(distance, axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.broadcast_to(np.arange(problem.groups), order.shape), axis=1)
    return distance, Paths(order, rank, np.isfinite(distance), np.where(above < 0, NO_PARENT, above))


def _least_spread(relaxed: Relaxed, dimension: int, roots: Ints, amounts: Floats) -> Floats:
    """The least sum of distances from any week a root may have, for each of its amounts (K, N)."""
    weeks, room = relaxed.problem.weeks, relaxed.cap[dimension]
    found = np.full(amounts.shape, np.inf)
    for slot, centre in enumerate(weeks):
        distance = np.abs(weeks - centre)
        nearest = np.argsort(distance, kind="stable")
        sums = poured(amounts, room[nearest], distance[nearest])
        found = np.where(relaxed.usable[roots, slot, None], np.minimum(found, sums), found)
    return found


def poured(amounts: Floats, room: Floats, worth: Floats) -> Floats:
    """The sum of `worth` when each of the amounts is poured into `room`, the first slots first."""
    sums: Floats = np.interp(amounts, np.append(0.0, room.cumsum()), np.append(0.0, (room * worth).cumsum()))
    return sums


def _below(paths: Paths, size: Floats, ends: Ints) -> Floats:
    """What hangs below each group (K, G), itself included, on the tree of the groups up to rank `ends`."""
    below = np.where(paths.reached & (paths.rank <= ends[:, None]), size, 0.0)
    for rank in range(int(ends.max(initial=0)), 0, -1):
        inside = np.flatnonzero(rank <= ends)
        group = paths.order[inside, rank]
        below[inside, paths.above[inside, group]] += below[inside, group]
    return below


def _carried(problem: Problem, paths: Paths, below: Floats) -> csr_array:
    """Per root and edge (K, E), what hangs below the edge."""
    keys = problem.edge_one * problem.groups + problem.edge_other
    order = np.argsort(keys)
    root, group = np.nonzero((below > 0) & (paths.above != NO_PARENT))
    parent = paths.above[root, group]
    pairs = np.minimum(group, parent) * problem.groups + np.maximum(group, parent)
    edge = order[np.searchsorted(keys[order], pairs)]
    return csr_array((below[root, group], (root, edge)), shape=(len(below), len(keys)))
