"""What a group would cost in another slot if another group took its place: where every other slot is full."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from azlift.waves.explaining import cost_of_moving, left_until, slack_of
from azlift.waves.problem import NOWHERE, TOLERANCE, Flags, Floats, Ints, Problem, machines_in
from azlift.waves.windows import orders


class Swap(NamedTuple):
    """The group would move in `slot`, `other` in the group's; the plan's total would rise by `delta`."""

    other: int
    slot: int
    delta: float


def best_swap(problem: Problem, plan: Ints, group: int) -> Swap | None:
    """The cheapest exchange of the slots of `group` and one other that keeps a feasible plan feasible."""
    mine = int(plan[group])
    others = np.flatnonzero((plan != NOWHERE) & (plan != mine))
    if mine == NOWHERE or not len(others):
        return None
    theirs = plan[others]
    may = problem.allowed[group, theirs] & problem.allowed[others, mine]
    others = others[may & _fits(problem, plan, group, others)]
    deltas = _deltas(problem, plan, group, others)
    for place in np.argsort(deltas, kind="stable"):
        other = int(others[place])
        if _in_order(problem, plan, group, other):
            return Swap(other, int(plan[other]), float(deltas[place]))
    return None


def _fits(problem: Problem, plan: Ints, group: int, others: Ints) -> Flags:
    """Whether both slots hold the exchange, and the stocks last for whoever now moves earlier."""
    mine, theirs, slack = plan[group], plan[others], slack_of(problem, plan)
    limits = np.concatenate([problem.cap, problem.supply])
    left = slack + TOLERANCE * np.maximum(1.0, np.abs(limits))
    held, stocked = np.split(left, [len(problem.dimensions)])
    fits = np.ones(len(others), bool)
    for size, room in zip(problem.size, held, strict=True):
        more = size[group] - size[others]
        fits &= (more <= room[theirs]) & (-more <= room[mine])
    for stock, room in zip(problem.stock, stocked, strict=True):
        more = stock[group] - stock[others]
        between = left_until(room)[np.minimum(mine, theirs), np.maximum(mine, theirs)]
        fits &= np.where(theirs < mine, more, -more) <= between
    return fits


def _deltas(problem: Problem, plan: Ints, group: int, others: Ints) -> Floats:
    """Each moved by itself, less what that counts of the edge between the two; the length stays as it is, and what it
    costs that slots are crowded is that of the exchange."""
    alone = cost_of_moving(replace(problem, finish=0.0, burden=replace(problem.burden, crowding=0.0)), plan)
    weeks, tie = problem.weeks[plan], np.zeros(problem.groups)
    for one, other in ((problem.edge_one, problem.edge_other), (problem.edge_other, problem.edge_one)):
        np.add.at(tie, other[one == group], problem.edge_weight[one == group])
    apart = np.abs(weeks[others] - weeks[group])
    deltas: Floats = alone[group, plan[others]] + alone[others, plan[group]] + 2 * tie[others] * apart
    return deltas + _crowding(problem, plan, group, others)


def _crowding(problem: Problem, plan: Ints, group: int, others: Ints) -> Floats:
    """By how much unevenness costs more after each exchange."""
    burden, over = problem.burden, machines_in(problem, plan) - problem.burden.level
    more = burden.machines[group] - burden.machines[others]
    beyond = [np.maximum(0.0, over[plan[others]] + more), np.maximum(0.0, over[plan[group]] - more)]
    change: Floats = sum(beyond) - np.maximum(0.0, over[plan[others]]) - np.maximum(0.0, over[plan[group]])
    return burden.crowding * change


def _in_order(problem: Problem, plan: Ints, group: int, other: int) -> bool:
    """Whether the exchange breaks no order of the two."""
    swapped = plan.copy()
    swapped[[group, other]] = plan[[other, group]]
    first, then, gap = orders(problem)
    known = (swapped[first] != NOWHERE) & (swapped[then] != NOWHERE)
    of_two = np.isin(first, (group, other)) | np.isin(then, (group, other))
    return bool((swapped[first] + gap <= swapped[then])[known & of_two].all())
