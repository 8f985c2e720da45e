"""A draft -> its problem as numbers -> which group moves in which slot, or the facts that make it impossible.

The pilot (`packing.choose_pilot`) moves in the first slot that takes all of it; nobody else moves in that or before.
A plan that a person made is not held to that.
This is how waves are planned where a workspace has a calendar; where it has none, `plan_waves` fills them by limits.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from azlift.errors import PlanError
from azlift.escaping import plain
from azlift.model import GroupId, Severity, Worth
from azlift.waves.capacity import MACHINES
from azlift.waves.compiling import Frame, StockRow, make_problem
from azlift.waves.conflict_words import Names, said
from azlift.waves.conflicts import SECONDS, Conflict, conflict_of
from azlift.waves.drafting import Draft
from azlift.waves.problem import NOWHERE, Ints, Problem
from azlift.waves.solving import Solution, Stop, solve
from azlift.waves.windows import reach

SEED = 1
"""The same estate under the same conditions has the same plan."""
MOVES_PER_GROUP, FEWEST_MOVES, MOST_MOVES = 2_000, 40_000, 3_000_000
CHANGE_ONE = "Change one of these facts in calendar.yaml, the settings' limits or estate.yaml, and plan again."
HURRIED = 3.0
"""Seconds for each half of the search for the facts that make it impossible, where time is limited."""
SHOWN = 20
"""Groups without a slot that are named."""
FACTS_SHOWN = 5
"""Of those that refuse windows to a group that has none."""


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
    if (problem.allowed.any(axis=1) & ~allowed.any(axis=1)).any():
        return problem  # a pilot is a good habit: where it leaves somebody no window, nobody goes first
    return replace(problem, allowed=allowed)


def pilot_kept(problem: Problem, draft: Draft, slots: Ints) -> Problem:
    """The problem of a plan that has these slots, with no more machines in its pilot's than a pilot may have."""
    inside = np.array([group.id in draft.pilot for group in draft.frame.groups], bool)
    where = set(slots[inside].tolist()) - {NOWHERE}
    if len(where) != 1 or MACHINES not in problem.dimensions:
        return problem
    row, slot, cap = problem.dimensions.index(MACHINES), where.pop(), problem.cap.copy()
    most = max(float(draft.limits.pilot_machines), float(problem.size[row, inside].sum()))
    cap[row, slot] = min(cap[row, slot], most)
    return replace(problem, cap=cap)


@dataclass(frozen=True)
class Effort:
    """How long to look for a better plan: until the work is done, `ends` on the monotonic clock, or `stop` is set.
    `report` is told what the best so far is worth, the moves looked at, and what no plan costs less than. `start` has
    the slots of a plan somebody has."""

    ends: float | None = None
    stop: Stop | None = None
    report: Callable[[Worth, int, float], None] | None = None
    start: Mapping[GroupId, str] = field(default_factory=dict)


def solved(
    draft: Draft, problem: Problem, start: Ints | None = None, effort: Effort | None = None, bound: float = 0.0
) -> Solution:
    """The slot of each group of the draft's frame. Raises PlanError where not all can have one.

    `start` is a plan somebody has: the solution is no worse, where that breaks nothing. `bound` is for the report.
    """
    effort = effort or Effort()
    told = effort.report
    found = solve(
        problem,
        seed=SEED,
        moves=work_of(problem),
        seconds=None if effort.ends is None else max(0.0, effort.ends - time.monotonic()),
        start=start,
        report=None if told is None else lambda worth, moves: told(worth, moves, bound),
        stop=effort.stop,
    )
    if (found.plan == NOWHERE).any():
        raise _infeasible(problem, draft, found.plan, SECONDS if effort.ends is None else HURRIED)
    return found


def work_of(problem: Problem) -> int:
    """How many moves are looked at."""
    return min(MOST_MOVES, max(FEWEST_MOVES, MOVES_PER_GROUP * problem.groups))


def _infeasible(problem: Problem, draft: Draft, plan: Ints, seconds: float) -> PlanError:
    """The facts that make it impossible, in plain words; where they cannot be told, the groups that found no place.

    A group that no window is open to is told with what refuses them, and the calendar's own faults with their rows.
    """
    frame, conflict = draft.frame, conflict_of(problem, seconds=seconds)
    if conflict is None:
        left = [frame.groups[place].id for place in np.flatnonzero(plan == NOWHERE)]
        named = ", ".join(left[:SHOWN]) + (", …" if len(left) > SHOWN else "")
        return PlanError(
            f"{len(left)} groups find no window: {named}",
            advice="Give the calendar more windows, or waves more room; what is tight is not proven to be impossible.",
        )
    names = Names([group.id for group in frame.groups], [slot.id for slot in frame.slots])
    lines = [*said(conflict, names), *_refusing(conflict, frame), *_faults(draft)]
    return PlanError("no plan is possible: " + " ".join(lines), advice=CHANGE_ONE)


def _refusing(conflict: Conflict, frame: Frame) -> Iterator[str]:
    """What refuses every window to each group of the conflict that none is open to: the facts of the most windows."""
    for fact in conflict.facts:
        if fact.kind == "window" and not fact.slots:
            refused = frame.refusals(fact.group).values()
            counts = Counter(refusal.fact for refusals in refused for refusal in refusals)
            said_of = ", ".join(f"{plain(text)} ({count} windows)" for text, count in counts.most_common(FACTS_SHOWN))
            if said_of:
                yield f"Its windows are refused to {plain(frame.groups[fact.group].id)} by: {said_of}."


def _faults(draft: Draft) -> Iterator[str]:
    for finding in draft.findings:
        if finding.severity is Severity.BLOCKING and finding.origin:
            row = f", row {finding.origin.row}" if finding.origin.row else ""
            yield f"{finding.origin.file}{row}: {plain(finding.message)}."
