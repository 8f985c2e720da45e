"""An estate and its calendar -> the plan of waves, with what it is worth and how far it is from the best possible.

This is how waves are planned where a workspace has a calendar; where it has none, `plan_waves` fills them by limits.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from azlift.errors import PlanError
from azlift.model import Choice, Estate, GroupId, Wave, WavePlan
from azlift.waves.assumed import assumed_of
from azlift.waves.bonds import THRESHOLDS
from azlift.waves.bounds import lower_bound
from azlift.waves.compiling import Frame, StockRow, make_frame, make_problem
from azlift.waves.conditions import Conditions
from azlift.waves.conflict_words import Names, said
from azlift.waves.conflicts import conflict_of
from azlift.waves.explaining import Explanation, explain
from azlift.waves.findings import grouping_findings
from azlift.waves.groups import Grouping, by_name, group_estate, make_groups, moves
from azlift.waves.judging import judge_ordered
from azlift.waves.ordering import order_groups
from azlift.waves.packing import choose_pilot, describe_waves
from azlift.waves.problem import NOWHERE, Ints, Problem
from azlift.waves.solving import solve
from azlift.waves.splitting import edges
from azlift.waves.strength import WEIGHTS
from azlift.waves.suggestions import suggest_applications

SEED = 1
"""The same estate under the same conditions has the same plan."""
MOVES_PER_GROUP, FEWEST_MOVES, MOST_MOVES = 2_000, 40_000, 3_000_000
BOUND_SECONDS = 10.0
CHANGE_ONE = "Change one of these facts in calendar.yaml, the settings' limits or estate.yaml, and plan again."
SHOWN = 20
"""Groups without a slot that are named."""


@dataclass(frozen=True, eq=False)
class Draft:
    """Groups and slots of an estate, before the waves."""

    estate: Estate
    grouping: Grouping
    frame: Frame
    edges: Mapping[tuple[GroupId, GroupId], float]
    conditions: Conditions


def draft_plan(estate: Estate, conditions: Conditions) -> Draft:
    """What must move together, in which order, and the windows there are: the same for any order of rows and links."""
    limits = conditions.limits
    weights = replace(WEIGHTS, per_week=conditions.calendar.weights.split_per_week)
    grouping = group_estate(estate, replace(THRESHOLDS, most_machines=limits.machines_per_wave))
    gathered = grouping.groups
    membership = {group: found.members for group, found in gathered.items()}
    ordering = order_groups(membership, estate)
    groups = make_groups(
        {group: (found.members, found.because) for group, found in gathered.items()}, ordering.after, estate, weights
    )
    by_id = {group.id: group for group in groups}
    pilot = [] if conditions.calendar.per_wave.ramp else choose_pilot(by_id, ordering, limits).groups
    frame = make_frame(groups, ordering, estate, conditions, frozenset(pilot))
    talking = {(one, other): weight for one, other, weight in edges(membership, estate, weights)}
    return Draft(estate, grouping, frame, talking, conditions)


def plan_draft(
    draft: Draft,
    stocks: Sequence[StockRow] = (),
    anchors: Mapping[GroupId, str] | None = None,
) -> WavePlan:
    """The plan of a draft, with `stocks` of the caller's besides. Raises PlanError where there is none."""
    frame, conditions = draft.frame, draft.conditions
    staying = by_name((w.id for w in draft.estate.workloads if not moves(w)), draft.estate)
    empty = WavePlan(
        limits=conditions.limits,
        groups=(),
        waves=(),
        staying=staying,
        findings=grouping_findings(draft.grouping, draft.estate),
        suggestions=suggest_applications(draft.grouping, draft.estate),
    )
    if not frame.groups:
        return empty
    problem = make_problem(frame, conditions, draft.edges, anchors or {}, stocks)
    solved = solve(problem, seed=SEED, moves=work_of(problem))
    if (solved.plan == NOWHERE).any():
        raise _infeasible(problem, frame, solved.plan)
    plan = empty.model_copy(
        update={
            "groups": frame.groups,
            "waves": tuple(_waves(draft, problem, solved.plan)),
            "choices": tuple(_choices(frame, problem, solved.plan)),
            "worth": solved.value,
            "bound": lower_bound(problem, plan=solved.plan, seconds=BOUND_SECONDS).value,
            "findings": (*empty.findings, *assumed_of(frame.calendar)),
        }
    )
    return plan.model_copy(update={"violations": judge_ordered(plan, frame.ordering, draft.estate)})


def work_of(problem: Problem) -> int:
    """How many moves are looked at."""
    return min(MOST_MOVES, max(FEWEST_MOVES, MOVES_PER_GROUP * problem.groups))


def _waves(draft: Draft, problem: Problem, plan: Ints) -> list[Wave]:
    """A wave for each slot that is used, and each region in it, in order of time, with the limit that binds it most."""
    frame, seen = draft.frame, explain(problem, plan)
    landed = [
        (int(slot), draft.conditions.away_of(group.workloads)) for group, slot in zip(frame.groups, plan, strict=True)
    ]
    used = sorted(set(landed))
    number = {place: count for count, place in enumerate(used, 1)}
    numbers = {group.id: number[place] for group, place in zip(frame.groups, landed, strict=True)}
    pilot = next((numbers[group] for group in frame.pilot), None)
    by_id = {group.id: group for group in frame.groups}
    made = describe_waves(numbers, by_id, frame.ordering, draft.conditions.limits, pilot=pilot)
    return [_dated(wave, slot, frame, seen) for wave, (slot, _) in zip(made, used, strict=True)]


def _dated(wave: Wave, place: int, frame: Frame, seen: Explanation) -> Wave:
    slot, binding = frame.slots[place], int(seen.binding[place])
    slack = {name: float(seen.slack[row, place]) for row, name in enumerate(seen.rows)}
    return wave.model_copy(
        update={
            "slot": slot.id,
            "opens": slot.start,
            "closes": slot.end,
            "binding": "" if binding == NOWHERE else seen.rows[binding],
            "slack": slack,
        }
    )


def _choices(frame: Frame, problem: Problem, plan: Ints) -> Iterator[Choice]:
    """For each group, the next best slot, what that would cost more, and what keeps it from the slot before its own."""
    seen = explain(problem, plan)
    for place, group in enumerate(frame.groups):
        slot, following = int(plan[place]), int(seen.next_slot[place])
        before = seen.forbidden(place, slot)
        yield Choice(
            group=group.id,
            slot=frame.slots[slot].id,
            next_best="" if following == NOWHERE else frame.slots[following].id,
            costs_more=None if following == NOWHERE else float(seen.next_delta[place]),
            not_earlier=" ".join(filter(None, (before[-1].kind, before[-1].row))) if before else "",
        )


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
