"""The best plan of a tiny problem, proved: all plans are looked through, but those that cannot become better."""

import math
from dataclasses import dataclass

import numpy as np

from azlift.waves.problem import NOWHERE, Ints, Problem
from azlift.waves.solving.board import NOBODY, Board, open_board
from azlift.waves.solving.filling import free_slots

MOST_PLANS = 20_000


def is_tiny(problem: Problem) -> bool:
    """Whether there are so few plans, feasible or not, that all can be looked through in about a second."""
    return problem.groups * math.log(max(2, problem.slots + 1)) <= math.log(MOST_PLANS)


def best_plan(problem: Problem) -> Ints:
    """Of the plans with the fewest left out the cheapest; of equals the first met."""
    board = open_board(problem, np.full(problem.groups, NOWHERE))
    search = Search(board, board.as_plan(), np.inf)
    search.place(0, 0.0)
    return search.best


@dataclass(eq=False)
class Search:
    """Depth first, group by group; `least` is what the best plan so far costs."""

    board: Board
    best: Ints
    least: float

    def place(self, group: int, cost: float) -> None:
        """Try every slot for this group and, in each, all that come after; `cost` is of those before it."""
        board = self.board
        if group == board.problem.groups:
            self.best, self.least = board.as_plan(), self.at_least(group, cost)
            return
        slots = [*np.flatnonzero(free_slots(board, group)).tolist(), board.parked]
        prices = {slot: float(board.price[group, slot]) for slot in slots}
        for slot in sorted(slots, key=prices.__getitem__):
            board.move(group, slot)
            if self.at_least(group + 1, cost + prices[slot]) < self.least:
                self.place(group + 1, cost + prices[slot])
            board.move(group, board.parked)

    def at_least(self, group: int, cost: float) -> float:
        """What a plan costs at least that begins so: each group still open takes its cheapest slot, room or not."""
        return cost + self.board.shared() + float(self.board.price[group:NOBODY].min(axis=1).sum())
