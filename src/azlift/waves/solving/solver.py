"""The planner: orders, first-fit, annealing, and the best of what was tried; tiny problems are solved exactly.

Never a plan that breaks a hard row: who finds no slot is NOWHERE. Never worse than the starts, or than a feasible plan
it is given. The same for the same problem, seed and number of moves, however the groups are numbered.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from azlift.model import Worth
from azlift.waves.problem import NOWHERE, Ints, Problem, breaches_of
from azlift.waves.solving.annealing import HOT, WARM, anneal
from azlift.waves.solving.board import cost_of, open_board
from azlift.waves.solving.exact import best_plan, is_tiny
from azlift.waves.solving.filling import fill
from azlift.waves.solving.orders import by_cluster, by_saving
from azlift.waves.solving.picking import picked, placed_value, settled_order
from azlift.waves.solving.windows import narrowed

FEW_GROUPS, RUNS = 300, 8
"""Below so many groups one annealing is often 5 to 15 % off, and the best of eight is not: study, section 1.4 (k)."""
REPORT_EVERY = 100_000
GIVEN = "given"

Report = Callable[[Worth, int], None]
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
    value: Worth
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
    search = Search(report or (lambda value, made: None), stop or (lambda: False))
    if is_tiny(settled):
        found = best_plan(settled)
    else:
        found = search.run(settled, seed, moves, None if start is None else np.asarray(start)[order])
    plan = np.empty_like(found)
    plan[order] = found
    return Solution(plan, placed_value(problem, plan), search.made, tuple(search.tried))


def starts_of(problem: Problem, seed: int, given: Ints | None) -> list[Start]:
    """The cheapest first."""
    plans = {"clusters": fill(problem, by_cluster(problem, seed)), "savings": fill(problem, by_saving(problem))}
    if given is not None:
        whole = not breaches_of(problem, given)
        plans[GIVEN] = given if whole else fill(problem, by_saving(problem), given)
    starts = [Start(name, plan, cost_of(open_board(problem, plan))) for name, plan in plans.items()]
    return sorted(starts, key=lambda start: start.cost)


@dataclass(eq=False)
class Search:
    """What several annealings of one problem share; `made`, `told` (of which was reported) and `tried` are of all."""

    report: Report
    stop: Stop
    made: int = 0
    told: int = 0
    tried: list[Try] = field(default_factory=list)

    def run(self, problem: Problem, seed: int, moves: int, given: Ints | None) -> Ints:
        """Anneal who has a slot at all: from the cheapest start, or a few groups so often as RUNS says, from each."""
        windows = narrowed(problem)
        mine = np.flatnonzero(windows.any(axis=1))
        found = np.full(problem.groups, NOWHERE)
        if len(mine):
            inside = picked(replace(problem, allowed=windows), mine)
            starts = starts_of(inside, seed, None if given is None else given[mine])
            found[mine] = self.best_of(inside, starts, seed, moves)
        return found

    def best_of(self, problem: Problem, starts: list[Start], seed: int, moves: int) -> Ints:
        best, least = starts[0].plan, starts[0].cost
        runs = RUNS if problem.groups < FEW_GROUPS else 1

        def watch(plan: Ints, cost: float, made: int) -> bool:
            if self.made + made >= self.told + REPORT_EVERY:
                self.told = self.made + made
                self.report(placed_value(problem, plan if cost < least else best), self.told)
            return self.stop()

        for number in range(runs):
            start = starts[number % len(starts)]
            share = moves * (number + 1) // runs - moves * number // runs
            rng = np.random.default_rng((seed, number))
            hot = WARM if start.name == GIVEN else HOT
            plan, cost, made = anneal(open_board(problem, start.plan), rng, share, watch, hot)
            self.made += made
            self.tried.append(Try(start.name, start.cost, cost))
            if cost < least:
                best, least = plan, cost
        return best
