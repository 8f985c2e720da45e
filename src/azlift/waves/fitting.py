"""Whether some of a problem's facts can hold together: a mixed-integer programme with one variable per group and slot.

Solved by HiGHS (scipy.optimize.milp), so the answer is complete for what it decides in time. Each row is scaled to its
limit: what exceeds a limit by less than a millionth of it counts as fitting.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from azlift.waves.problem import Floats, Ints, Problem
from azlift.waves.windows import roomy

NO_SLOT = -1
INFEASIBLE, OPTIMAL = 2, 0
"""scipy.optimize.milp's status."""


class Atom(NamedTuple):
    """One fact: a group must move (window: `row` the group), a dimension's or stock's row at a slot (capacity, supply),
    a member of `before` (order: `row` its place). Without its window a group is left behind."""

    kind: str
    row: int
    slot: int = NO_SLOT


@dataclass(frozen=True, eq=False)
class Line:
    """weights @ chosen[at] <= limit."""

    at: Ints
    weights: Floats
    limit: float


@dataclass(frozen=True, eq=False)
class Choice:
    """The variables: the group and the slot of each, those of a group side by side."""

    group: Ints
    slot: Ints


def fits(problem: Problem, atoms: Collection[Atom], seconds: float) -> bool | None:
    """Whether a plan obeys all of these facts; None: not decided in time."""
    choice = _choice(problem, atoms)
    if choice is None:
        return False
    lines = [line for atom in atoms if (line := _line(problem, choice, atom))]
    if not len(choice.group):
        return all(line.limit >= 0 for line in lines)
    status, _ = _solved(choice, lines, np.zeros(len(choice.group)), None, seconds)
    return {OPTIMAL: True, INFEASIBLE: False}.get(status)


def least_raise(problem: Problem, atoms: Collection[Atom], raised: Atom, seconds: float) -> float | None:
    """By how much the limit of one row must grow for all of these facts to hold: in its unit, an order's in slots.

    None: no growth is enough, or none was found in time.
    """
    choice = _choice(problem, atoms)
    line = None if choice is None else _line(problem, choice, raised)
    if choice is None or line is None:
        return None
    others = [made for atom in atoms if atom != raised and (made := _line(problem, choice, atom))]
    _, chosen = _solved(choice, others, np.zeros(len(choice.group)), line, seconds)
    return None if chosen is None else max(0.0, float(line.weights @ chosen[line.at]) - line.limit)


def nearest_slot(problem: Problem, atoms: Collection[Atom], group: int, seconds: float) -> int | None:
    """The slot, nearest in weeks to those the group may have, that would let all of these facts hold.

    None: no slot is enough, or none was found in time. Only slots that take the group alone count.
    """
    alone = np.ones(problem.slots, bool)
    for size, limit in (*zip(problem.size, problem.cap, strict=True), *zip(problem.stock, problem.supply, strict=True)):
        alone &= size[group] <= roomy(limit)
    mine = np.flatnonzero(problem.allowed[group])
    if not len(mine):
        distance = problem.weeks - problem.weeks[0]
    else:
        distance = np.abs(problem.weeks[:, None] - problem.weeks[mine]).min(axis=1)
    choice = _choice(problem, atoms, (group, alone))
    if choice is None:
        return None
    cost = np.where(choice.group == group, distance[choice.slot], 0.0)
    lines = [line for atom in atoms if (line := _line(problem, choice, atom))]
    _, chosen = _solved(choice, lines, cost, None, seconds)
    if chosen is None:
        return None
    return int(choice.slot[(choice.group == group) & (chosen > 0)][0])


def cheapest_plan(problem: Problem, cost: Floats, seconds: float) -> Ints | None:
    """The plan of least `cost` (groups by slots) that breaks no row; None: there is none, or none in time."""
    atoms = list(every_atom(problem))
    choice = _choice(problem, atoms)
    if choice is None:
        return None
    lines = [line for atom in atoms if (line := _line(problem, choice, atom))]
    _, chosen = _solved(choice, lines, cost[choice.group, choice.slot], None, seconds)
    return None if chosen is None else choice.slot[chosen > 0]


def _choice(problem: Problem, atoms: Collection[Atom], opened: tuple[int, object] | None = None) -> Choice | None:
    """One variable per group that must move and slot it may have; None if a group has none."""
    moving = np.array(sorted(atom.row for atom in atoms if atom.kind == "window"), dtype=np.int64)
    may = problem.allowed[moving]
    if opened is not None:
        may = may | ((moving == opened[0])[:, None] & opened[1])
    if not may.any(axis=1).all():
        return None
    at, slot = np.nonzero(may)
    return Choice(moving[at], slot)


def _line(problem: Problem, choice: Choice, atom: Atom) -> Line | None:
    """The row of a fact; None if it says nothing of the groups that must move."""
    if atom.kind == "capacity":
        at = np.flatnonzero(choice.slot == atom.slot)
        return Line(at, problem.size[atom.row, choice.group[at]], float(problem.cap[atom.row, atom.slot]))
    if atom.kind == "supply":
        at = np.flatnonzero(choice.slot <= atom.slot)
        return Line(at, problem.stock[atom.row, choice.group[at]], float(problem.supply[atom.row, atom.slot]))
    if atom.kind == "order":
        first, then, gap = problem.before[atom.row]
        ahead, behind = (np.arange(*np.searchsorted(choice.group, [group, group + 1])) for group in (first, then))
        if len(ahead) and len(behind):
            at = np.concatenate([ahead, behind])
            sign = np.repeat([1.0, -1.0], [len(ahead), len(behind)])
            return Line(at, sign * choice.slot[at], -float(gap))
    return None


def _solved(
    choice: Choice, lines: list[Line], cost: Floats, raised: Line | None, seconds: float
) -> tuple[int, Floats | None]:
    """milp's status and the variables, 0 or 1; with `raised`, the least its limit must grow is sought instead."""
    wide, growing = len(cost), raised is not None
    every = [*lines, *([raised] if raised is not None else [])]
    scale = np.array([_scale(line) for line in every])
    matrix = _matrix(every, scale, wide + growing)
    if growing:
        matrix += csr_array(([-1.0], ([len(every) - 1], [wide])), shape=matrix.shape)
    limit = roomy(np.array([line.limit for line in every])) / scale
    starts = np.flatnonzero(np.diff(choice.group, prepend=-1, append=-1))
    once = csr_array((np.ones(wide), np.arange(wide), starts), shape=(len(starts) - 1, wide + growing))
    result = milp(
        np.append(cost, [1.0] * growing),
        integrality=np.append(np.ones(wide), [0.0] * growing),
        bounds=Bounds(0.0, np.append(np.ones(wide), [np.inf] * growing)),
        constraints=[LinearConstraint(once, 1.0, 1.0), *([LinearConstraint(matrix, -np.inf, limit)] if every else [])],
        options={"time_limit": max(seconds, 0.0)},
    )
    return result.status, None if result.status != OPTIMAL else np.round(result.x[:wide])


def _scale(line: Line) -> float:
    return float(max(abs(line.limit), np.abs(line.weights).max(initial=0.0))) or 1.0


def _matrix(lines: list[Line], scale: Floats, width: int) -> csr_array:
    starts = np.cumsum([0, *(len(line.at) for line in lines)])
    if not lines:
        return csr_array((0, width))
    values = np.concatenate([line.weights / one for line, one in zip(lines, scale, strict=True)])
    return csr_array((values, np.concatenate([line.at for line in lines]), starts), shape=(len(lines), width))


def every_atom(problem: Problem) -> Iterator[Atom]:
    """All facts of a problem: who must move, then the order, then the rows."""
    yield from (Atom("window", group) for group in range(problem.groups))
    yield from (Atom("order", place) for place in range(len(problem.before)))
    for slot in range(problem.slots):
        yield from (Atom("capacity", row, slot) for row in range(len(problem.dimensions)))
        yield from (Atom("supply", row, slot) for row in range(len(problem.stocks)))
