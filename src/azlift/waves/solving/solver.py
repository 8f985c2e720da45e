"""The planner: orders, first-fit, annealing, and the best of what was tried; tiny problems are solved exactly.

Never a plan that breaks a hard row: who finds no slot is NOWHERE. Never worse than the starts, or than a feasible plan
it is given. The same for the same problem, seed and number of moves, however the groups are numbered.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from azlift.waves.problem import Ints, Problem, Value, breaches_of
from azlift.waves.solving.annealing import BATCH, anneal
from azlift.waves.solving.board import cost_of, open_board
from azlift.waves.solving.exact import best_plan, is_tiny
from azlift.waves.solving.filling import fill
from azlift.waves.solving.orders import by_cluster, by_saving
from azlift.waves.solving.picking import picked, placed_value, settled_order
from azlift.waves.solving.windows import narrowed

FEW_GROUPS, RUNS = 300, 8
"""Below so many groups one annealing is often 5 to 15 % off, and the best of eight is not: study, section 1.4 (k)."""
REPORT_EVERY = 100_000

Report = Callable[[Value, int], None]
Stop = Callable[[], bool]


class Try(NamedTuple):
    """One annealing: what it began with, and what the plan cost before and after."""

    start: str
    began: float
    ended: float


class Start(NamedTuple):
    name: str
    plan: Ints
    cost: float


@dataclass(frozen=True, eq=False)
class Solution:
    """`value` is of the groups that have a slot; `moves_made` is what was looked at, 0 where every plan was."""

    plan: Ints
    value: Value
    moves_made: int
    tried: tuple[Try, ...]


def solve(
    problem: Problem,
    *,
    seed: int,
    moves: int,
    start: Ints | None = None,
    report: Report | None = None,
    stop: Stop | None = None,
) -> Solution:
    """A plan for the problem.

    `moves` is the work: how many moves all annealings together look at. `start` is a plan somebody has; where it
    breaks rows it is mended first. `report` is told the value so far and the moves made; `stop` ends it with the best.
    """
    order = settled_order(problem)
    settled = picked(problem, order)
    settled = replace(settled, allowed=narrowed(settled))
    given = None if start is None else np.asarray(start)[order]
    search = Search(settled, report or (lambda value, made: None), stop or (lambda: False))
    if is_tiny(settled):
        search.best = best_plan(settled)
    else:
        search.run(starts_of(settled, seed, given), seed, moves)
    plan = np.empty_like(search.best)
    plan[order] = search.best
    return Solution(plan, placed_value(problem, plan), search.made, tuple(search.tried))


def starts_of(problem: Problem, seed: int, given: Ints | None) -> list[Start]:
    """The cheapest first."""
    plans = {"clusters": fill(problem, by_cluster(problem, seed)), "savings": fill(problem, by_saving(problem))}
    if given is not None:
        whole = not breaches_of(problem, given)
        plans["given"] = given if whole else fill(problem, by_saving(problem), given)
    starts = [Start(name, plan, cost_of(open_board(problem, plan))) for name, plan in plans.items()]
    return sorted(starts, key=lambda start: start.cost)


@dataclass(eq=False)
class Search:
    """What several annealings of one problem share: the best plan so far, what it costs, the moves made."""

    problem: Problem
    report: Report
    stop: Stop
    best: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    least: float = np.inf
    made: int = 0
    tried: list[Try] = field(default_factory=list)

    def run(self, starts: list[Start], seed: int, moves: int) -> None:
        """Anneal from the cheapest start; a few groups so often as RUNS says, from one start after the other."""
        self.best, self.least = starts[0].plan, starts[0].cost
        runs = RUNS if self.problem.groups < FEW_GROUPS else 1
        for number in range(runs):
            start = starts[number % len(starts)]
            rng = np.random.default_rng((seed, number))
            share = moves * (number + 1) // runs - moves * number // runs
            plan, cost, made = anneal(open_board(self.problem, start.plan), rng, share, self.watch)
            self.made += made
            self.tried.append(Try(start.name, start.cost, cost))
            if cost < self.least:
                self.best, self.least = plan, cost

    def watch(self, plan: Ints, cost: float, made: int) -> bool:
        """Keep the best for the report; whether to stop."""
        if made % REPORT_EVERY < BATCH:
            self.report(placed_value(self.problem, plan if cost < self.least else self.best), self.made + made)
        return self.stop()
