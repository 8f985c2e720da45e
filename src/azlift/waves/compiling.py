"""Groups, order, calendar and limits -> the planning problem as numbers; and back from a plan of slots to waves.

The pilot is chosen first (`packing.choose_pilot`): its groups may move in the first slot alone, and no other may. A group
larger than a wave may be fills a wave by itself: its sizes are cut to the limits, and judging the plan says so.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from azlift.model import Allowance, Calendar, Estate, GroupId, Limits, MoveGroup, Refusal, Slot
from azlift.waves.calendar import allowed, slots_of
from azlift.waves.conditions import UNKNOWN_COST, Conditions
from azlift.waves.ordering import Ordering
from azlift.waves.packing import machines_allowed
from azlift.waves.problem import NOWHERE, Before, Floats, Ints, Problem

SPARE = 1.5
"""Where nobody wrote a calendar: so many times the weeks that the limits ask for at least."""


@dataclass(frozen=True, eq=False)
class Compiled:
    """The problem, with what its numbers stand for. `refusals[g][slot id]` says what keeps a group out of a slot."""

    problem: Problem
    groups: tuple[MoveGroup, ...]
    slots: tuple[Slot, ...]
    refusals: tuple[Mapping[str, tuple[Refusal, ...]], ...]
    calendar: Calendar


def compile_problem(
    groups: Sequence[MoveGroup],
    ordering: Ordering,
    edges: Mapping[tuple[GroupId, GroupId], float],
    estate: Estate,
    conditions: Conditions,
    pilot: Sequence[GroupId],
    anchors: Mapping[GroupId, str],
) -> Compiled:
    """`edges` are money a week; `anchors` the slot ids that groups had in the plan before."""
    limits = limits_of(conditions)
    calendar = conditions.calendar or _assumed_calendar(groups, ordering, limits)
    slots = slots_of(calendar, conditions.today)
    position = {group.id: place for place, group in enumerate(groups)}
    allowances = [_allowance(group, estate, calendar, slots) for group in groups]
    size, cap = _dimensions(groups, slots, calendar, limits, piloted=bool(pilot))
    ones, others, weights = _edge_arrays(edges, position)
    problem = Problem(
        weeks=np.array([slot.week for slot in slots]),
        allowed=_granted(groups, slots, allowances, frozenset(pilot)),
        dimensions=DIMENSIONS,
        size=size,
        cap=cap,
        stocks=(),
        stock=np.zeros((0, len(groups))),
        supply=np.zeros((0, len(slots))),
        before=tuple(_before(ordering, position)),
        saving=np.array([_cost(group, conditions) for group in groups]),
        edge_one=ones,
        edge_other=others,
        edge_weight=weights,
        finish=calendar.weights.length_per_week,
        anchor=_anchors(groups, slots, anchors),
        stay_weight=calendar.weights.change_per_week,
    )
    return Compiled(problem, tuple(groups), slots, tuple(a.refused for a in allowances), calendar)


DIMENSIONS = ("groups", "machines", "GiB")


def limits_of(conditions: Conditions) -> Limits:
    """The settings' limits, with what the calendar says of a wave instead where it says something."""
    said = conditions.calendar.per_wave if conditions.calendar else None
    if said is None:
        return conditions.limits
    changed = {
        name: value
        for name, value in (
            ("groups_per_wave", said.groups),
            ("machines_per_wave", said.machines),
            ("gib_per_wave", said.gib),
        )
        if value is not None
    }
    return conditions.limits.model_copy(update=changed)


def _assumed_calendar(groups: Sequence[MoveGroup], ordering: Ordering, limits: Limits) -> Calendar:
    """A window each week, for as long as the limits and the longest chain of groups can ask for."""
    least = max(
        len(groups) / limits.groups_per_wave,
        sum(len(group.workloads) for group in groups) / limits.machines_per_wave,
        sum(group.disk_gib for group in groups) / limits.gib_per_wave,
    )
    weeks = math.ceil(least * SPARE) + _longest_chain(ordering) + 4
    return Calendar(horizon_weeks=min(520, max(Calendar().horizon_weeks, weeks)))


def _longest_chain(ordering: Ordering) -> int:
    """How many slots the groups of the longest chain of earlier-than need."""
    depth: dict[GroupId, int] = {}
    for group in ordering.sequence:
        together = (depth[earlier] for earlier in ordering.after[group])
        apart = (depth[earlier] + 1 for earlier in ordering.strictly_after[group])
        depth[group] = max((*together, *apart), default=0)
    return max(depth.values(), default=0)


def _allowance(group: MoveGroup, estate: Estate, calendar: Calendar, slots: Sequence[Slot]) -> Allowance:
    return allowed(calendar, slots, [estate.by_id[workload] for workload in group.workloads])


def _granted(
    groups: Sequence[MoveGroup], slots: Sequence[Slot], allowances: Sequence[Allowance], pilot: frozenset[GroupId]
) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    number = {slot.id: place for place, slot in enumerate(slots)}
    granted = np.zeros((len(groups), len(slots)), bool)
    for place, (group, allowance) in enumerate(zip(groups, allowances, strict=True)):
        granted[place, [number[slot] for slot in allowance.slots]] = True
        if pilot and group.id in pilot:
            granted[place, 1:] = False
        elif pilot:
            granted[place, 0] = False
    return granted


def _dimensions(
    groups: Sequence[MoveGroup], slots: Sequence[Slot], calendar: Calendar, limits: Limits, *, piloted: bool
) -> tuple[Floats, Floats]:
    """Sizes and limits by dimension. The first waves hold a share, where the calendar has a ramp."""
    full = np.array([limits.groups_per_wave, limits.machines_per_wave, limits.gib_per_wave], np.float64)
    cap = np.repeat(full[:, None], len(slots), axis=1)
    for number, share in enumerate(calendar.per_wave.ramp[: len(slots)]):
        cap[:, number] *= share
    if piloted and len(slots):
        cap[1, 0] = min(cap[1, 0], machines_allowed(limits, pilot=True))
    size = np.array([[1, len(group.workloads), group.disk_gib] for group in groups], np.float64).reshape(-1, 3).T
    return np.minimum(size, full[:, None]), cap


def _edge_arrays(
    edges: Mapping[tuple[GroupId, GroupId], float], position: Mapping[GroupId, int]
) -> tuple[Ints, Ints, Floats]:
    found = sorted((*sorted((position[one], position[other])), weight) for (one, other), weight in edges.items())
    ones, others, weights = zip(*found, strict=True) if found else ((), (), ())
    return np.array(ones, np.int64), np.array(others, np.int64), np.array(weights, np.float64)


def _before(ordering: Ordering, position: Mapping[GroupId, int]) -> Iterator[Before]:
    for group in ordering.sequence:
        for gap, earlier in ((0, ordering.after[group]), (1, ordering.strictly_after[group])):
            yield from (Before(position[first], position[group], gap) for first in earlier)


def _cost(group: MoveGroup, conditions: Conditions) -> float:
    return sum(conditions.costs.get(workload, UNKNOWN_COST) for workload in group.workloads)


def _anchors(groups: Sequence[MoveGroup], slots: Sequence[Slot], anchors: Mapping[GroupId, str]) -> Ints:
    number = {slot.id: place for place, slot in enumerate(slots)}
    return np.array([number.get(anchors.get(group.id, ""), NOWHERE) for group in groups], np.int64)
