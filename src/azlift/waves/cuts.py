"""Rows that every feasible plan obeys and a relaxed one may not: what capacity says of weeks and of distances.

Scheduling rows. For a resource p and groups U of which none can move before slot r,
    sum over U of p_g * T_g >= h_r(p(U)),
h_r: the least sum of weeks when p(U) is poured into the calendar from r on. Source: the supply form of Queyranne's
scheduling polyhedron (1993).

Spreading rows. For a root i and groups U on a tree of paths from i,
    sum over the tree's edges e of p(U below e) * l_e >= f_i(p(U)),
f_i: the least sum of distances from a week that i may have when p(U) is poured into the weeks nearest to it; it holds
because |T_g - T_i| is at most the length of the path. Source: spreading metrics (Even, Naor, Rao, Schieber 2000).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from azlift.waves.problem import Flags, Floats, Ints, Problem
from azlift.waves.windows import earliest, reach, roomy, usable_slots

LEAST_VIOLATION = 1e-4
"""Of a row's right side: what is violated by less is not worth a row."""
LARGEST_TREE = 150
"""Groups: measured, larger trees make the programme several times slower and hardly raise the bound."""
SHORTEST = 1e-6
"""Weeks added to each edge when paths are sought: a group's parent on its path is nearer than the group itself."""


@dataclass(frozen=True, eq=False)
class Resource:
    """What groups use of a row of the problem: a dimension's `room` is per slot, a stock's accumulates (`lasting`)."""

    size: Floats
    room: Floats
    lasting: bool

    def rooms(self, release: int) -> Floats:
        """Per slot, what groups that cannot move before the slot `release` can use."""
        room = self.room.copy()
        if self.lasting:
            room[release] = room[: release + 1].sum()
        room[:release] = 0.0
        return room


@dataclass(frozen=True, eq=False)
class Row:
    """sum of `weights` * (T or the edges' lengths, by `at`) >= `least`."""

    spreading: bool
    at: Ints
    weights: Floats
    least: float


@dataclass(frozen=True, eq=False)
class Calendar:
    """What the rows are made of: the problem, where each group can be, and the resources."""

    problem: Problem
    usable: Flags
    release: Ints
    resources: tuple[Resource, ...]


def calendar_of(problem: Problem) -> Calendar:
    """A dimension holds per slot no more than the groups that can be there need."""
    usable = usable_slots(problem)
    held = [
        Resource(size, np.minimum(roomy(cap), size @ usable), lasting=False)
        for size, cap in zip(problem.size, problem.cap, strict=True)
    ]
    stocked = [
        Resource(stock, np.diff(roomy(reach(supply)), prepend=0.0), lasting=True)
        for stock, supply in zip(problem.stock, problem.supply, strict=True)
    ]
    used = tuple(resource for resource in (*held, *stocked) if resource.size.any())
    return Calendar(problem, usable, earliest(usable), used)


def poured(amounts: Floats, room: Floats, worth: Floats) -> Floats:
    """The sum of `worth` when each of the amounts is poured into `room`, the first slots first."""
    sums: Floats = np.interp(amounts, np.append(0.0, room.cumsum()), np.append(0.0, (room * worth).cumsum()))
    return sums


# -- scheduling ---------------------------------------------------------------------------------------------------


def scheduling_rows(calendar: Calendar, weeks: Floats, *, most: int, beyond: float) -> Iterator[Row]:
    """Rows of which the groups' `weeks` fall short by more than the share `beyond`: so many per resource, release."""
    for resource in calendar.resources:
        for release in np.unique(calendar.release):
            members = np.flatnonzero((calendar.release >= release) & (resource.size > 0))
            ordered = members[np.argsort(weeks[members], kind="stable")]
            size = resource.size[ordered]
            used = size.cumsum()
            least = poured(used, resource.rooms(int(release)), calendar.problem.weeks)
            short = least - (size * weeks[ordered]).cumsum()
            for end in _worst(short, least, most, beyond):
                yield Row(False, ordered[: end + 1], size[: end + 1], float(least[end]))


def _worst(short: Floats, least: Floats, most: int, beyond: float) -> Ints:
    """Where a prefix falls short most, one in each of `most` stretches of the prefixes."""
    stretches = np.array_split(np.arange(len(short)), most)
    ends = np.array([part[short[part].argmax()] for part in stretches if len(part)], dtype=np.int64)
    return ends[short[ends] > beyond * np.maximum(1.0, np.abs(least[ends]))]


# -- spreading ----------------------------------------------------------------------------------------------------


def spreading_rows(calendar: Calendar, lengths: Floats, roots: Ints) -> Iterator[Row]:
    """For each root and dimension, the tree of shortest paths that the edges' lengths fall short on most, as a share.

    Not for stocks: a slot that is used late can take what the slots before it left.
    """
    problem = calendar.problem
    slotwise = [resource for resource in calendar.resources if not resource.lasting]
    if not len(roots) or not len(lengths):
        return
    shape = (problem.groups, problem.groups)
    graph = csr_array((lengths + SHORTEST, (problem.edge_one, problem.edge_other)), shape=shape)
    distance, parent = dijkstra(graph, directed=False, indices=roots, return_predecessors=True)
    for root, far, above in zip(roots, distance, parent, strict=True):
        near = np.flatnonzero(np.isfinite(far))
        near = near[np.argsort(far[near], kind="stable")][:LARGEST_TREE]
        for resource in slotwise:
            least = _least_spread(calendar, resource, int(root), resource.size[near].cumsum())
            short = least - (resource.size[near] * far[near]).cumsum()
            end = int(np.argmax(short / np.maximum(least, SHORTEST)))
            if short[end] > LEAST_VIOLATION * max(1.0, float(least[end])):
                yield _tree(calendar, resource, near[: end + 1], above, float(least[end]))


def _least_spread(calendar: Calendar, resource: Resource, root: int, amounts: Floats) -> Floats:
    """The least sum of distances from any week the root may have, for each of the amounts."""
    weeks, room = calendar.problem.weeks, resource.room
    found = np.full(len(amounts), np.inf)
    for centre in weeks[calendar.usable[root]]:
        distance = np.abs(weeks - centre)
        nearest = np.argsort(distance, kind="stable")
        np.minimum(found, poured(amounts, room[nearest], distance[nearest]), out=found)
    return found


def _tree(calendar: Calendar, resource: Resource, near: Ints, above: Ints, least: float) -> Row:
    """The row of the groups `near` (the root first, parents before children): per edge, what hangs below it."""
    problem = calendar.problem
    below = resource.size.copy()
    for group in near[:0:-1]:
        below[above[group]] += below[group]
    children = near[1:]
    pairs = np.sort(np.stack([children, above[children]]), axis=0)
    keys = problem.edge_one * problem.groups + problem.edge_other
    order = np.argsort(keys)
    at = order[np.searchsorted(keys[order], pairs[0] * problem.groups + pairs[1])]
    carrying = below[children] > 0
    return Row(True, at[carrying], below[children][carrying], least)
