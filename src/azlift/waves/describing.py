"""Slots of a draft's groups -> the plan people read, whoever chose the slots: a planner, or a person in a file.

Waves under way come as they were; of the others each is one slot, or what a person numbered as one.
"""

from collections.abc import Iterator

import numpy as np

from azlift.model import Choice, GroupId, Wave, WavePlan
from azlift.waves.breaches import Numbers, judge_slots
from azlift.waves.burdens import callers_of, risk_points
from azlift.waves.drafting import Draft
from azlift.waves.explaining import Explanation, explain
from azlift.waves.packing import describe_waves
from azlift.waves.problem import NOWHERE, Ints, Problem
from azlift.waves.risks import risks_of
from azlift.waves.solving.picking import placed_value

WEEKS, MONTHS = 52, 12
"""Of a year."""


def describe_plan(
    draft: Draft, problem: Problem, slots: Ints, numbers: Numbers | None = None, bound: float | None = None
) -> WavePlan:
    """The plan in which the groups of the draft's frame move in these slots (NOWHERE: in none), with its violations.

    `numbers` are the waves of all groups; without them waves are numbered in order of time, after those under way.
    """
    numbers = numbers or numbers_in_time(draft, slots)
    seen = explain(problem, slots)
    return WavePlan(
        planned_on=draft.conditions.today,
        counted_from=draft.conditions.counted_from or draft.conditions.today,
        calendar=draft.conditions.calendar,
        limits=draft.limits,
        groups=draft.groups,
        waves=tuple(_waves(draft, slots, numbers, seen)),
        staying=draft.staying,
        choices=tuple(_choices(draft, slots, seen)),
        worth=placed_value(problem, slots),
        bound=bound,
        violations=tuple(judge_slots(draft, problem, slots, numbers)),
        findings=draft.findings,
        suggestions=draft.suggestions,
    )


def numbers_in_time(draft: Draft, slots: Ints) -> dict[GroupId, int]:
    """Groups under way keep their waves; the slots of the others are numbered in order of time after these, once for
    each region that is landed in."""
    settled = {group: wave.number for group, wave in draft.settled.items()}
    landed = {
        group.id: (int(slot), draft.conditions.away_of(group.workloads))
        for group, slot in zip(draft.frame.groups, slots, strict=True)
        if group.id not in settled
    }
    used = sorted(set(landed.values()))
    number = {place: count for count, place in enumerate(used, start=max(settled.values(), default=0) + 1)}
    return settled | {group: number[place] for group, place in landed.items()}


def _waves(draft: Draft, slots: Ints, numbers: Numbers, seen: Explanation) -> Iterator[Wave]:
    slot_of = {group.id: int(slot) for group, slot in zip(draft.frame.groups, slots, strict=True)}
    pilot, callers = _pilot_wave(draft, numbers), callers_of(draft.ordering)
    points = dict(zip(draft.by_group, risk_points(draft.groups, draft.ordering).tolist(), strict=True))
    before = {wave.id: wave for wave in draft.settled.values()}
    for wave in describe_waves(numbers, draft.by_group, draft.ordering, draft.limits, pilot=pilot):
        places = {slot_of[group] for group in wave.groups if group in slot_of} - {NOWHERE}
        if draft.moved.issuperset(wave.groups) and wave.id in before:
            yield before[wave.id].model_copy(update={"groups": wave.groups})
            continue
        risk = sum(points[group] for group in wave.groups)
        risks = risks_of(wave.groups, draft.ordering, callers)
        priced = wave.model_copy(update={**_money(wave, draft), "risk": risk, "risks": risks})
        yield _dated(priced, places.pop(), draft, seen) if places else priced


def _pilot_wave(draft: Draft, numbers: Numbers) -> int | None:
    """The wave that holds the pilot and nobody else."""
    of_pilot = {numbers[group] for group in draft.pilot}
    if len(of_pilot) == 1 and {group for group, number in numbers.items() if number in of_pilot} == draft.pilot:
        return of_pilot.pop()
    return next((wave.number for wave in draft.settled.values() if wave.pilot), None)


def _money(wave: Wave, draft: Draft) -> dict[str, float | None]:
    """What its machines cost a month in Azure, and what that saves; None where not all are priced."""
    machines = [workload for group in wave.groups for workload in draft.by_group[group].workloads]
    today, prices = draft.conditions.costs, draft.conditions.prices
    if not all(machine in prices and machine in today for machine in machines):
        return {"cost_per_month": None, "saving_per_month": None}
    cost = sum(prices[machine] for machine in machines) * WEEKS / MONTHS
    saved = sum(today[machine] for machine in machines) * WEEKS / MONTHS - cost
    return {"cost_per_month": round(cost, 2), "saving_per_month": round(saved, 2)}


def _dated(wave: Wave, place: int, draft: Draft, seen: Explanation) -> Wave:
    slot, binding = draft.frame.slots[place], int(seen.binding[place])
    return wave.model_copy(
        update={
            "slot": slot.id,
            "opens": slot.start,
            "closes": slot.end,
            "binding": "" if binding == NOWHERE else seen.rows[binding],
            "used": {name: float(seen.used[row, place]) for row, name in enumerate(seen.rows)},
            "slack": {name: float(seen.slack[row, place]) for row, name in enumerate(seen.rows)},
        }
    )


def _choices(draft: Draft, slots: Ints, seen: Explanation) -> Iterator[Choice]:
    """For each group, the next best slot, what that would cost more, and what keeps it from the slot before its own."""
    frame = draft.frame
    for place in np.flatnonzero(slots != NOWHERE):
        slot, following = int(slots[place]), int(seen.next_slot[place])
        before = seen.last_forbidden(int(place), slot)
        yield Choice(
            group=frame.groups[place].id,
            slot=frame.slots[slot].id,
            next_best="" if following == NOWHERE else frame.slots[following].id,
            costs_more=None if following == NOWHERE else float(seen.next_delta[place]),
            not_earlier=" ".join(filter(None, (before.kind, before.row))) if before else "",
        )
