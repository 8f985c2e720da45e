"""Proofs that no feasible plan exists, each by few facts and quick to look for in a large problem.

Each proof gives facts that cannot hold together; they may be more than are needed.
"""

from collections.abc import Iterator

import networkx as nx
import numpy as np

from azlift.waves.fitting import Atom
from azlift.waves.problem import Flags, Floats, Ints, Problem
from azlift.waves.windows import earliest, fitting_alone, in_order, latest, roomy


def proofs(problem: Problem) -> Iterator[list[Atom]]:
    """In the order of how plain they are to people: a group alone, an order, too much for a span of slots."""
    alone = fitting_alone(problem)
    if not alone.any(axis=1).all():
        for group in np.flatnonzero(~alone.any(axis=1)):
            yield _about(problem, alone, np.array([group]))
        return
    usable = in_order(alone, problem)
    stuck = np.flatnonzero(~usable.any(axis=1))
    if len(stuck):
        yield _about(problem, alone, _related(problem, stuck[:1]))
        return
    yield from _crowded(problem, alone, usable)
    yield from _undersupplied(problem, alone, usable)


def _crowded(problem: Problem, alone: Flags, usable: Flags) -> Iterator[list[Atom]]:
    """Hall's condition: the groups that can only be in a span of slots need more of a dimension than it has."""
    first, last = earliest(usable), latest(usable)
    for row, (size, cap) in enumerate(zip(problem.size, problem.cap, strict=True)):
        need = np.zeros((problem.slots, problem.slots))
        np.add.at(need, (first, last), size)
        need = need[::-1].cumsum(axis=0)[::-1].cumsum(axis=1)
        total = np.append(0.0, roomy(cap).cumsum())
        begins, ends = np.nonzero(np.triu(need > total[None, 1:] - total[:-1, None]))
        if len(begins):
            tightest = np.argmin(ends - begins)
            begin, end = int(begins[tightest]), int(ends[tightest])
            inside = np.flatnonzero((first >= begin) & (last <= end))
            chosen = _largest(inside, size, float(total[end + 1] - total[begin]))
            rows = [Atom("capacity", row, slot) for slot in range(begin, end + 1)]
            yield _with_reasons(problem, alone, usable, chosen, rows)


def _undersupplied(problem: Problem, alone: Flags, usable: Flags) -> Iterator[list[Atom]]:
    """What must have moved up to a slot needs more of a stock than has been supplied."""
    last = latest(usable)
    for row, (stock, supply) in enumerate(zip(problem.stock, problem.supply, strict=True)):
        need = np.bincount(last, stock, problem.slots).cumsum()
        short = np.flatnonzero(need > roomy(supply))
        if len(short):
            slot = int(short[0])
            chosen = _largest(np.flatnonzero(last <= slot), stock, float(roomy(supply)[slot]))
            yield _with_reasons(problem, alone, usable, chosen, [Atom("supply", row, slot)])


def _largest(groups: Ints, size: Floats, have: float) -> Ints:
    """The fewest of the groups that together need more than there is."""
    ordered = groups[np.argsort(-size[groups], kind="stable")]
    return ordered[: int(np.searchsorted(size[ordered].cumsum(), have, side="right")) + 1]


def _with_reasons(problem: Problem, alone: Flags, usable: Flags, groups: Ints, rows: list[Atom]) -> list[Atom]:
    """The rows and the groups, and why those whose slots the order narrowed have no others."""
    narrowed = groups[(usable[groups] != alone[groups]).any(axis=1)]
    every = np.union1d(groups, _related(problem, narrowed)) if len(narrowed) else groups
    return list(dict.fromkeys([*rows, *_about(problem, alone, every)]))


def _about(problem: Problem, alone: Flags, groups: Ints) -> list[Atom]:
    """That these groups must move, the order among them, and the rows that alone shut one out of a slot."""
    chosen = set(groups.tolist())
    windows = [Atom("window", int(group)) for group in groups]
    order = [
        Atom("order", place)
        for place, (first, then, _) in enumerate(problem.before)
        if first in chosen and then in chosen
    ]
    rows: list[Atom] = []
    shut = (problem.allowed & ~alone)[groups]
    for kind, sizes, limits, where in (
        ("capacity", problem.size, problem.cap, shut),
        ("supply", problem.stock, problem.supply, np.logical_or.accumulate(shut, axis=1)),
    ):
        for row, (size, limit) in enumerate(zip(sizes, limits, strict=True)):
            over = (size[groups, None] > roomy(limit)) & where
            rows += [Atom(kind, row, int(slot)) for slot in np.flatnonzero(over.any(axis=0))]
    return [*windows, *order, *rows]


def _related(problem: Problem, groups: Ints) -> Ints:
    """The groups and all that any order puts before or after them."""
    graph = nx.DiGraph((first, then) for first, then, _ in problem.before)
    found = set(groups.tolist())
    for group in groups.tolist():
        if group in graph:
            found |= nx.ancestors(graph, group) | nx.descendants(graph, group)
    return np.array(sorted(found), dtype=np.int64)
