"""The same problem for some of its groups, or for all in another order."""

from dataclasses import replace

import numpy as np

from azlift.model import Worth
from azlift.waves.problem import NOWHERE, Before, Ints, Problem, value_of


def picked(problem: Problem, groups: Ints) -> Problem:
    """The problem of these groups alone, numbered as they stand in `groups`; rows with others in them fall away."""
    place = np.full(problem.groups, NOWHERE)
    place[groups] = np.arange(len(groups))
    ends = np.sort(np.stack((place[problem.edge_one], place[problem.edge_other])), axis=0)
    order = np.lexsort((ends[1], ends[0]))
    order = order[ends[0, order] != NOWHERE]
    before = (Before(int(place[first]), int(place[then]), gap) for first, then, gap in problem.before)
    return replace(
        problem,
        allowed=problem.allowed[groups],
        size=problem.size[:, groups],
        stock=problem.stock[:, groups],
        before=tuple(sorted(row for row in before if NOWHERE not in (row.first, row.then))),
        saving=problem.saving[groups],
        edge_one=ends[0, order],
        edge_other=ends[1, order],
        edge_weight=problem.edge_weight[order],
        anchor=problem.anchor[groups],
        burden=replace(
            problem.burden,
            double_running=problem.burden.double_running[groups],
            risk=problem.burden.risk[groups],
            machines=problem.burden.machines[groups],
        ),
    )


def settled_order(problem: Problem) -> Ints:
    """An order of the groups that depends on what they are, not on how they are numbered; twins stay as they stand."""
    degree = np.bincount(np.concatenate((problem.edge_one, problem.edge_other)), minlength=problem.groups)
    burden, windows = problem.burden, np.packbits(problem.allowed, axis=1)
    alone = (burden.double_running, burden.risk, burden.machines)
    return np.lexsort((degree, *alone, problem.anchor, *windows.T, *problem.stock, *problem.size, problem.saving))


def placed_value(problem: Problem, plan: Ints) -> Worth:
    """The value of what has a slot."""
    placed = np.flatnonzero(plan != NOWHERE)
    return value_of(picked(problem, placed), plan[placed])
