"""Why a plan is as it is: what binds each slot, and for each group what another slot would cost or what forbids it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array

from azlift.waves.problem import NOWHERE, TOLERANCE, Floats, Ints, Problem, crowded, machines_in, prices_alone
from azlift.waves.windows import orders

FREE, WINDOW, ORDER, FIRST_ROW = 0, 1, 2, 3
"""What forbids a group a slot: nothing, `allowed`, `before`, and from FIRST_ROW on the rows, dimensions first."""


class Forbidden(NamedTuple):
    """A slot a group cannot move to and why: `kind` is window, order, capacity or supply, `row` the latter's name."""

    slot: int
    kind: str
    row: str


@dataclass(frozen=True, eq=False)
class Explanation:
    """G groups, T slots, R rows (`rows`: the dimensions, then the stocks).

    used, slack (R, T): what the plan takes of each limit and leaves of it, a stock's up to the slot.
    share (R, T): the slack, of the limit; 0 of a limit of 0.
    binding (T): the row with the least share; NOWHERE if there are no rows.
    forbids (G, T): FREE, WINDOW, ORDER or FIRST_ROW and the row, for the group alone in that slot, all others staying.
    delta (G, T): what the plan's total would rise by; its unit is the `Worth`'s.
    next_slot, next_delta (G): the cheapest other slot that is free; NOWHERE and inf if there is none.
    """

    rows: tuple[str, ...]
    dimensions: int
    used: Floats
    slack: Floats
    share: Floats
    binding: Ints
    forbids: Ints
    delta: Floats
    next_slot: Ints
    next_delta: Floats

    def last_forbidden(self, group: int, until: int) -> Forbidden | None:
        """The last slot before `until` that is forbidden to the group, and by what; None where none is."""
        found = np.flatnonzero(self.forbids[group, :until])[-1:]
        return Forbidden(int(found[0]), *self._kind(int(self.forbids[group, found[0]]))) if len(found) else None

    def named(self, code: int) -> str:
        """The row that a code of FIRST_ROW or more means."""
        return self.rows[code - FIRST_ROW]

    def _kind(self, code: int) -> tuple[str, str]:
        if code < FIRST_ROW:
            return ("window" if code == WINDOW else "order"), ""
        return ("capacity" if code - FIRST_ROW < self.dimensions else "supply"), self.named(code)


def explain(problem: Problem, plan: Ints) -> Explanation:
    """A group that is in no slot weighs nothing; its delta is what it would cost in each."""
    slack = slack_of(problem, plan)
    limit = np.concatenate([problem.cap, problem.supply])
    share = np.divide(slack, limit, out=np.zeros_like(slack), where=limit > 0)
    forbids, delta = _forbids(problem, plan, slack), cost_of_moving(problem, plan)
    open_cost = np.where(forbids == FREE, delta, np.inf)
    placed = np.flatnonzero(plan != NOWHERE)
    open_cost[placed, plan[placed]] = np.inf
    cheapest = open_cost.argmin(axis=1)
    least: Floats = open_cost[np.arange(problem.groups), cheapest]
    return Explanation(
        rows=(*problem.dimensions, *problem.stocks),
        dimensions=len(problem.dimensions),
        used=limit - slack,
        slack=slack,
        share=share,
        binding=share.argmin(axis=0) if len(share) else np.full(problem.slots, NOWHERE),
        forbids=forbids,
        delta=delta,
        next_slot=np.where(np.isfinite(least), cheapest, NOWHERE),
        next_delta=least,
    )


def slack_of(problem: Problem, plan: Ints) -> Floats:
    """What is left of each limit (R, T); below 0 where the plan breaks it."""
    placed = np.flatnonzero(plan != NOWHERE)
    shape = (problem.groups, problem.slots)
    there = coo_array((np.ones(len(placed)), (placed, plan[placed])), shape=shape).tocsr()
    held, moved = problem.size @ there, (problem.stock @ there).cumsum(axis=1)
    slack: Floats = np.concatenate([problem.cap - held, problem.supply - moved])
    return slack


# -- what forbids -------------------------------------------------------------------------------------------------


def _forbids(problem: Problem, plan: Ints, slack: Floats) -> Ints:
    """The plainest reason of each: a window, then the order, then the first row that is full."""
    slot, dimensions = np.arange(problem.slots), len(problem.dimensions)
    forbids = np.full((problem.groups, problem.slots), FREE)
    limits = np.concatenate([problem.cap, problem.supply])
    forgiven = TOLERANCE * np.maximum(1.0, np.abs(limits))
    for row in reversed(range(len(slack))):
        left = slack[row] + forgiven[row]
        if row < dimensions:
            full = (problem.size[row][:, None] > left) & (problem.size[row][:, None] > 0)
        else:
            full = problem.stock[row - dimensions][:, None] > left_until(left)[:, plan].T
        forbids[full] = FIRST_ROW + row
    soonest, last = _between(problem, plan)
    forbids[(slot < soonest[:, None]) | (slot > last[:, None])] = ORDER
    forbids[~problem.allowed] = WINDOW
    placed = np.flatnonzero(plan != NOWHERE)
    forbids[placed, plan[placed]] = FREE
    return forbids


def left_until(left: Floats) -> Floats:
    """[t, x]: the least of `left` over the slots t to x - 1; inf where t is not before x; x of NOWHERE: to the end."""
    slots = len(left)
    least = np.full((slots, slots + 1), np.inf)
    for until in range(1, slots + 1):
        least[:until, until] = np.minimum.accumulate(left[:until][::-1])[::-1]
    return least


def _between(problem: Problem, plan: Ints) -> tuple[Ints, Ints]:
    """The first and last slot that those before and after each group leave it."""
    first, then, gap = orders(problem)
    soonest, last = np.zeros(problem.groups, np.int64), np.full(problem.groups, problem.slots - 1)
    ahead, behind = plan[first] != NOWHERE, plan[then] != NOWHERE
    np.maximum.at(soonest, then[ahead], (plan[first] + gap)[ahead])
    np.minimum.at(last, first[behind], (plan[then] - gap)[behind])
    return soonest, last


# -- what it would cost -------------------------------------------------------------------------------------------


def cost_of_moving(problem: Problem, plan: Ints) -> Floats:
    """By how much the total rises with each group in each slot, all others staying (G, T)."""
    weeks, placed = problem.weeks, np.flatnonzero(plan != NOWHERE)
    apart = np.abs(weeks[:, None] - weeks)
    cost = prices_alone(problem) + _pull(problem, plan) @ apart + _ending(problem, plan) + _crowding(problem, plan)
    now = np.full(problem.groups, problem.finish * weeks[plan[placed]].max(initial=0.0))
    now[placed] = cost[placed, plan[placed]]
    delta: Floats = cost - now[:, None]
    return delta


def _pull(problem: Problem, plan: Ints) -> Floats:
    """Per group and slot, the weight of the edges to groups that are there."""
    ends = np.concatenate([problem.edge_one, problem.edge_other])
    where = plan[np.concatenate([problem.edge_other, problem.edge_one])]
    weight = np.tile(problem.edge_weight, 2)
    known = where != NOWHERE
    shape = (problem.groups, problem.slots)
    pull: Floats = coo_array((weight[known], (ends[known], where[known])), shape=shape).toarray()
    return pull


def _ending(problem: Problem, plan: Ints) -> Floats:
    """The cost of the length, with each group in each slot and all others where they are."""
    placed = plan != NOWHERE
    week = np.where(placed, problem.weeks[plan], 0.0)
    last = week.max(initial=0.0)
    others = np.full(problem.groups, last)
    at_end = np.flatnonzero(placed & (week == last))
    if len(at_end) == 1:
        others[at_end] = np.delete(week, at_end).max(initial=0.0)
    ending: Floats = problem.finish * np.maximum(others[:, None], problem.weeks)
    return ending


def _crowding(problem: Problem, plan: Ints) -> Floats:
    """What it costs more of unevenness that each group is in each slot, all others being where they are."""
    burden, placed = problem.burden, np.flatnonzero(plan != NOWHERE)
    held = np.tile(machines_in(problem, plan), (problem.groups, 1))
    held[placed, plan[placed]] -= burden.machines[placed]
    more: Floats = crowded(burden, held + burden.machines[:, None]) - crowded(burden, held)
    return more
