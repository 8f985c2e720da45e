"""A plan while it is being changed: what is left of every limit, and what each group would cost in every slot.

A group without a slot lies in the column after the last, PARKED for short: without limits, without distance to any
other, and dearer than all else together, so that a plan is first complete and then cheap. Slots beyond that column do
not exist.

Cost of one group g in slot t, with all others where they are: `price[g, t]`, infinite where g is not allowed. It is
kept up to date as groups move: a move touches the rows of those the group talks to. The length and the unevenness of
the plan are no group's own and not in it. Costs are in the problem's money.

The last row of the arrays over groups is NOBODY: who swaps with nobody shifts. It has no size, price or order.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from azlift.waves.problem import NOWHERE, TOLERANCE, Floats, Ints, Problem, crowded, prices_alone

NOBODY = -1
Others = dict[int, list[tuple[int, int]]]
"""Of a group: who must move after (or before) it, and by how many slots."""

HALF = 0.5 * TOLERANCE
"""Of what `breaches_of` forgives we use half, so that sums in another order are forgiven too."""


@dataclass(frozen=True, eq=False)
class Ties:
    """Whom each group talks to: rows `start[g]:start[g + 1]` of `other` and `weight`."""

    start: Ints
    other: Ints
    weight: Floats


def ties_of(problem: Problem) -> Ties:
    one = np.concatenate((problem.edge_one, problem.edge_other))
    order = np.argsort(one, kind="stable")
    other = np.concatenate((problem.edge_other, problem.edge_one))[order]
    weight = np.tile(problem.edge_weight, 2)[order]
    return Ties(np.searchsorted(one[order], np.arange(problem.groups + 1)), other, weight)


@dataclass(eq=False)
class Board:
    """Arrays over groups g and NOBODY, slots t and PARKED, dimensions d and stocks r.

    `room[t, d]` and `left[r, t]` are what is free in a slot, and up to a slot; `soonest[g]` and `latest[g]` are the
    slots between which the order of others holds g; `members[t]` counts the groups of a slot, `held[t]` their
    `machines[g]`.
    """

    problem: Problem
    ties: Ties
    talking: dict[tuple[int, int], float]
    plan: Ints
    apart: Floats
    price: Floats
    size: Floats
    stock: Floats
    room: Floats
    left: Floats
    soonest: Ints
    latest: Ints
    machines: Floats
    level: Floats
    held: Floats
    members: Ints
    successors: Others
    predecessors: Others

    @property
    def parked(self) -> int:
        return self.problem.slots

    def as_plan(self) -> Ints:
        """The plan as it is now, NOWHERE for PARKED."""
        return np.where(self.plan == self.parked, NOWHERE, self.plan)

    def shared(self) -> float:
        """What the plan costs that is no one group's: its length and its unevenness."""
        used = np.flatnonzero(self.members[: self.parked])
        length = self.problem.finish * float(self.problem.weeks[used].max(initial=0.0))
        return length + float(crowded(self.problem.burden, self.held[: self.parked]).sum())

    def ordered(self, one: int, other: int) -> bool:
        """Whether one of the two must not move later than the other: such never change places."""
        rows = (*self.successors.get(one, ()), *self.predecessors.get(one, ()))
        return any(related == other for related, _ in rows)

    def move(self, group: int, slot: int) -> None:
        """Put a group into a slot. Whether that may be is the caller's to know."""
        now = int(self.plan[group])
        self.plan[group] = slot
        self.room[now] += self.size[group]
        self.room[slot] -= self.size[group]
        if slot < now:
            self.left[:, slot:now] -= self.stock[group, :, None]
        else:
            self.left[:, now:slot] += self.stock[group, :, None]
        self.members[now] -= 1
        self.members[slot] += 1
        self.held[now] -= self.machines[group]
        self.held[slot] += self.machines[group]
        ties = slice(self.ties.start[group], self.ties.start[group + 1])
        self.price[self.ties.other[ties]] += self.ties.weight[ties, None] * (self.apart[slot] - self.apart[now])
        for then, _ in self.successors.get(group, ()):
            self.hold(then)
        for first, _ in self.predecessors.get(group, ()):
            self.hold(first)

    def hold(self, group: int) -> None:
        """Between which slots the others' places hold the group; those that lie parked hold nobody."""
        before = [(int(self.plan[first]), gap) for first, gap in self.predecessors.get(group, ())]
        after = [(int(self.plan[then]), gap) for then, gap in self.successors.get(group, ())]
        self.soonest[group] = max((slot + gap for slot, gap in before if slot != self.parked), default=0)
        self.latest[group] = min((slot - gap for slot, gap in after if slot != self.parked), default=self.parked)


def open_board(problem: Problem, plan: Ints) -> Board:
    """The board of a plan that breaks no hard row; NOWHERE in it becomes PARKED."""
    plan = np.where(plan == NOWHERE, problem.slots, plan)
    apart = np.zeros((problem.slots + 1, problem.slots + 1))
    apart[:-1, :-1] = np.abs(problem.weeks[:, None] - problem.weeks)
    edges = (problem.edge_one, problem.edge_other, problem.edge_weight)
    board = Board(
        problem=problem,
        ties=ties_of(problem),
        talking={(one, other): weight for one, other, weight in zip(*(e.tolist() for e in edges), strict=True)},
        plan=plan,
        apart=apart,
        price=_prices(problem, plan, apart),
        size=_with_nobody(problem.size.T),
        stock=_with_nobody(problem.stock.T),
        room=_room(problem, plan),
        left=_left(problem, plan),
        soonest=np.zeros(problem.groups + 1, np.int64),
        latest=np.full(problem.groups + 1, problem.slots),
        machines=np.append(problem.burden.machines, 0.0),
        level=np.append(problem.burden.level, np.inf),
        held=np.bincount(plan, problem.burden.machines, problem.slots + 1).astype(np.float64),
        members=np.bincount(plan, minlength=problem.slots + 1),
        successors=_others((first, then, gap) for first, then, gap in problem.before),
        predecessors=_others((then, first, gap) for first, then, gap in problem.before),
    )
    for group in board.successors.keys() | board.predecessors.keys():
        board.hold(group)
    return board


def cost_of(board: Board) -> float:
    """The value of the plan and the price of all that lies parked, summed anew."""
    problem = board.problem
    split = problem.edge_weight @ board.apart[board.plan[problem.edge_one], board.plan[problem.edge_other]]
    alone = _prices_of_lone(problem)[np.arange(problem.groups), board.plan].sum()
    return float(alone + split) + board.shared()


def _others(rows: Iterable[tuple[int, int, int]]) -> Others:
    found: Others = {}
    for group, other, gap in rows:
        found.setdefault(group, []).append((other, gap))
    return found


def _with_nobody(rows: Floats) -> Floats:
    return np.vstack((rows, np.zeros((1, rows.shape[1]))))


def _prices(problem: Problem, plan: Ints, apart: Floats) -> Floats:
    price = _prices_of_lone(problem)
    np.add.at(price, problem.edge_one, problem.edge_weight[:, None] * apart[plan[problem.edge_other]])
    np.add.at(price, problem.edge_other, problem.edge_weight[:, None] * apart[plan[problem.edge_one]])
    return _with_nobody(price)


def _prices_of_lone(problem: Problem) -> Floats:
    """What each group costs in each slot if it talks to nobody; the last column is PARKED."""
    price = prices_alone(problem)
    price[~problem.allowed] = np.inf
    return np.hstack((price, np.full((problem.groups, 1), parking_price(problem))))


def parking_price(problem: Problem) -> float:
    """More than any two plans can differ by."""
    burden = problem.burden
    rate = np.abs(problem.saving).sum() + problem.edge_weight.sum() + problem.finish + burden.risk.sum()
    most = 2.0 * max(burden.ramp, float(np.abs(problem.weeks).max(initial=0.0)))
    once = burden.double_running.sum() + burden.crowding * burden.machines.sum() + problem.stay_once * problem.groups
    return 1.0 + 2.0 * float(most * (rate + problem.stay_weight * problem.groups) + once)


def _room(problem: Problem, plan: Ints) -> Floats:
    room = np.full((problem.slots + 1, len(problem.dimensions)), np.inf)
    room[:-1] = (problem.cap + HALF * np.maximum(1.0, np.abs(problem.cap))).T
    for row in range(len(problem.dimensions)):
        room[:, row] -= np.bincount(plan, problem.size[row], problem.slots + 1)
    return room


def _left(problem: Problem, plan: Ints) -> Floats:
    left = problem.supply + HALF * np.maximum(1.0, np.abs(problem.supply))
    for row in range(len(problem.stocks)):
        left[row] -= np.bincount(plan, problem.stock[row], problem.slots + 1)[:-1].cumsum()
    return left
