"""The planner: orders, first-fit, annealing, and the best of what was tried; tiny problems are solved exactly.

Never a plan that breaks a hard row: who finds no slot is NOWHERE. Never worse than the starts, or than a feasible plan
it is given. The same for the same problem, seed and number of moves, however the groups are numbered, unless seconds or
somebody cut it short.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from azlift.model import Worth
from azlift.waves.problem import NOWHERE, Ints, Problem, breaches_of
from azlift.waves.solving.annealing import HOT, WARM, Watch, anneal
from azlift.waves.solving.anytime import Patience, Stop, set_out
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
    """`value` is of the groups that have a slot; `moves_made` is what was looked at, 0 where every plan was.

    `cut_short`: seconds or somebody ended it, or made it hurry, before its work was done.
    """

    plan: Ints
    value: Worth
    moves_made: int
    tried: tuple[Try, ...]
    cut_short: bool


def solve(
    problem: Problem,
    *,
    seed: int,
    moves: int,
    seconds: float | None = None,
    start: Ints | None = None,
    report: Report | None = None,
    stop: Stop | None = None,
) -> Solution:
    """A plan for the problem, whenever it ends.

    `moves` is the work: how many moves all annealings together look at. `seconds` of the clock on the wall end it
    sooner, and `stop` does when it is set; the first plan is made whole all the same. `start` is a plan somebody has;
    where it breaks rows it is mended first. `report` is told the value of the best so far and the moves made: of the
    first plan, then every 100,000 moves.
    """
    patience = Patience(stop, None if seconds is None else time.monotonic() + seconds)
    order = settled_order(problem)
    settled = picked(problem, order)
    search = Search(report, patience)
    if is_tiny(settled):
        found = best_plan(settled)
    else:
        found = search.run(settled, seed, moves, None if start is None else np.asarray(start)[order])
    plan = np.empty_like(found)
    plan[order] = found
    return Solution(plan, placed_value(problem, plan), search.made, tuple(search.tried), patience.cut_short)


def starts_of(problem: Problem, seed: int, given: Ints | None, patience: Patience) -> list[Start]:
    """The cheapest first; one, as whole as can be, and no more once the patience is over."""
    starts: list[Start] = []

    def is_over() -> bool:
        return bool(starts) and patience.is_over()

    def add(name: str, make: Callable[[], Ints]) -> None:
        if not is_over():
            plan = make()
            starts.append(Start(name, plan, cost_of(open_board(problem, plan))))

    if given is not None:
        whole = not breaches_of(problem, given)
        add(GIVEN, lambda: given if whole else fill(problem, by_saving(problem), given, is_over))
    add("savings", lambda: fill(problem, by_saving(problem), is_over=is_over))
    add("clusters", lambda: fill(problem, by_cluster(problem, seed), is_over=is_over))
    return sorted(starts, key=lambda start: start.cost)


@dataclass(eq=False)
class Search:
    """What several annealings of one problem share; `made`, `told` (of which was reported) and `tried` are of all."""

    report: Report | None = None
    patience: Patience = field(default_factory=Patience)
    made: int = 0
    told: int | None = None
    tried: list[Try] = field(default_factory=list)

    def run(self, problem: Problem, seed: int, moves: int, given: Ints | None) -> Ints:
        """Anneal who has a slot at all: from the cheapest start, or a few groups so often as RUNS says, from each."""
        windows = narrowed(problem)
        mine = np.flatnonzero(windows.any(axis=1))
        found = np.full(problem.groups, NOWHERE)
        if len(mine):
            inside = picked(replace(problem, allowed=windows), mine)
            starts = starts_of(inside, seed, None if given is None else given[mine], self.patience)
            found[mine] = self.best_of(inside, starts, seed, moves)
        return found

    def best_of(self, problem: Problem, starts: list[Start], seed: int, moves: int) -> Ints:
        best, least = starts[0].plan, starts[0].cost
        runs = RUNS if problem.groups < FEW_GROUPS else 1
        for number in range(runs):
            start = starts[number % len(starts)]
            share = moves * (number + 1) // runs - moves * number // runs
            watch = self.watch_of(problem, best, least, share)
            rng = np.random.default_rng((seed, number))
            hot = WARM if start.name == GIVEN else HOT
            plan, cost, made = anneal(open_board(problem, start.plan), rng, share, watch, hot)
            self.made += made
            self.tried.append(Try(start.name, start.cost, cost))
            if cost < least:
                best, least = plan, cost
        return best

    def watch_of(self, problem: Problem, best: Ints, least: float, moves: int) -> Watch:
        """Of an annealing that begins now, after others of which the best plan costs `least`."""
        course = set_out(self.patience, moves)

        def watch(plan: Ints, cost: float, made: int) -> float:
            self.tell(problem, plan if cost < least else best, made)
            return course.done(made)

        return watch

    def tell(self, problem: Problem, plan: Ints, made: int) -> None:
        """Report the plan if it is the first, or so many moves after the last."""
        made += self.made
        if self.report is not None and (self.told is None or made >= self.told + REPORT_EVERY):
            self.told = made
            self.report(placed_value(problem, plan), made)
