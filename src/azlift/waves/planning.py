"""A draft -> its problem as numbers -> which group moves in which slot, or the facts that make it impossible.

The pilot (`packing.choose_pilot`) moves in the first slot that takes all of it; nobody else moves in that or before.
A plan that a person made is not held to that.
This is how waves are planned where a workspace has a calendar; where it has none, `plan_waves` fills them by limits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from azlift.errors import PlanError
from azlift.model import GroupId
from azlift.waves.compiling import Frame, StockRow, make_problem
from azlift.waves.conflict_words import Names, said
from azlift.waves.conflicts import conflict_of
from azlift.waves.drafting import Draft
from azlift.waves.problem import NOWHERE, Ints, Problem
from azlift.waves.solving import solve
from azlift.waves.windows import reach

SEED = 1
"""The same estate under the same conditions has the same plan."""
MOVES_PER_GROUP, FEWEST_MOVES, MOST_MOVES = 2_000, 40_000, 3_000_000
CHANGE_ONE = "Change one of these facts in calendar.yaml, the settings' limits or estate.yaml, and plan again."
SHOWN = 20
"""Groups without a slot that are named."""


def problem_of(draft: Draft, stocks: Sequence[StockRow] = (), anchors: Mapping[GroupId, str] | None = None) -> Problem:
    """The draft as numbers, with `stocks` of the caller's besides; `anchors` are the slots of the plan before."""
    problem = make_problem(draft.frame, draft.conditions, draft.edges, anchors or {}, stocks)
    beside = np.array([draft.beside.get(group.id, 0.0) for group in draft.frame.groups])
    return replace(problem, saving=problem.saving + beside)


def pilot_first(problem: Problem, draft: Draft) -> Problem:
    """Leave the pilot the first slot that takes all of it, and the others those after; as it was where no slot does."""
    inside = np.array([group.id in draft.pilot for group in draft.frame.groups], bool)
    takes = problem.allowed[inside].all(axis=0) & (problem.size[:, inside].sum(axis=1)[:, None] <= problem.cap).all(
        axis=0
    )
    for stock, supply in zip(problem.stock, problem.supply, strict=True):
        takes &= stock[inside].sum() <= reach(supply)
    if not inside.any() or not takes.any():
        return problem
    first, allowed = int(takes.argmax()), problem.allowed.copy()
    allowed[inside] = False
    allowed[inside, first] = True
    allowed[~inside, : first + 1] = False
    return replace(problem, allowed=allowed)


def solved(draft: Draft, problem: Problem) -> Ints:
    """The slot of each group of the draft's frame. Raises PlanError where not all can have one."""
    slots = solve(problem, seed=SEED, moves=work_of(problem)).plan
    if (slots == NOWHERE).any():
        raise _infeasible(problem, draft.frame, slots)
    return slots


def work_of(problem: Problem) -> int:
    """How many moves are looked at."""
    return min(MOST_MOVES, max(FEWEST_MOVES, MOVES_PER_GROUP * problem.groups))


def _infeasible(problem: Problem, frame: Frame, plan: Ints) -> PlanError:
    """The facts that make it impossible, in plain words; where they cannot be told, the groups that found no place."""
    conflict = conflict_of(problem)
    if conflict is None:
        left = [frame.groups[place].id for place in np.flatnonzero(plan == NOWHERE)]
        named = ", ".join(left[:SHOWN]) + (", …" if len(left) > SHOWN else "")
        return PlanError(
            f"{len(left)} groups find no window: {named}",
            advice="Give the calendar more windows, or waves more room; what is tight is not proven to be impossible.",
        )
    names = Names([group.id for group in frame.groups], [slot.id for slot in frame.slots])
    return PlanError("no plan is possible: " + " ".join(said(conflict, names)), advice=CHANGE_ONE)
