"""Groups, order, calendar and limits -> the planning problem as numbers.

A group larger than a wave may be fills a wave by itself: its sizes are cut to the limits, and
judging the plan says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from azlift.model import Calendar, Estate, GroupId, Limits, MoveGroup, Refusal, Slot, Workload
from azlift.waves.burdens import make_burden
from azlift.waves.capacity import MACHINES, CapacityRow, azure_rows, capacity_rows, quota_rows, supply_rows
from azlift.waves.conditions import UNKNOWN_COST, Conditions
from azlift.waves.ordering import Ordering
from azlift.waves.problem import NOWHERE, TOLERANCE, Before, Burden, Flags, Floats, Ints, Problem
from azlift.waves.timetable import NO_TIME_HOURS, Timetable


@dataclass(frozen=True)
class StockRow:
    """A stock of the problem: what each group takes of it, and what there is of it up to each slot."""

    name: str
    stock: tuple[float, ...]
    supply: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Frame:
    """Groups and slots, before there are numbers: what a caller needs to add stocks of its own."""

    groups: tuple[MoveGroup, ...]
    members: tuple[tuple[Workload, ...], ...]
    ordering: Ordering
    calendar: Calendar
    slots: tuple[Slot, ...]
    timetable: Timetable
    opened: Floats
    """Per group and slot, the longest time for which it is open to all of the group, in hours."""
    granted: Flags
    hours: Mapping[GroupId, float] = field(default_factory=dict)
    """What a group's own night takes; it is granted no window that is open to it for less."""
    rows: tuple[CapacityRow, ...] = ()
    """What a caller knows besides of what each slot holds."""

    def refusals(self, place: int) -> Mapping[str, tuple[Refusal, ...]]:
        """By slot id, what keeps a group out of the slot, apart from the pilot's."""
        return self.timetable.allowed(self.members[place], self.hours.get(self.groups[place].id, 0.0)).refused


def at_night(frame: Frame, hours: Mapping[GroupId, float], rows: Sequence[CapacityRow]) -> Frame:
    """The frame with what nights take. A group that needs longer than any window is left those open to it longest.

    Hours are sums of minutes: one that fits but for their rounding fits.
    """
    asked = np.array([hours.get(group.id, 0.0) for group in frame.groups]) * (1 - TOLERANCE)
    longest = np.where(frame.granted, frame.opened, 0.0).max(axis=1, initial=0.0)
    needed = np.minimum(asked, longest)
    granted = frame.granted & (frame.opened >= needed[:, None])
    by_group = {group.id: float(own) for group, own in zip(frame.groups, needed, strict=True)}
    return replace(frame, granted=granted, hours=by_group, rows=tuple(rows))


def make_frame(groups: Sequence[MoveGroup], ordering: Ordering, estate: Estate, conditions: Conditions) -> Frame:
    calendar = conditions.calendar
    slots = conditions.slots
    members = tuple(tuple(estate.by_id[workload] for workload in group.workloads) for group in groups)
    timetable = Timetable(calendar, slots, conditions.placements)
    opened = np.array([timetable.opened(machines) for machines in members]).reshape(len(groups), len(slots))
    return Frame(tuple(groups), members, ordering, calendar, slots, timetable, opened, opened >= NO_TIME_HOURS)


def make_problem(
    frame: Frame,
    conditions: Conditions,
    edges: Mapping[tuple[GroupId, GroupId], float],
    anchors: Mapping[GroupId, str],
    stocks: Sequence[StockRow] = (),
) -> Problem:
    """`edges` are money a week; `anchors` the ids of the slots the groups had in the plan before."""
    position = {group.id: place for place, group in enumerate(frame.groups)}
    rows = _capacities(frame, conditions.limits)
    all_stocks = [*_quotas(frame, conditions), *stocks]
    ones, others, weights = _edge_arrays(edges, position)
    size = np.array([row.size for row in rows]).reshape(len(rows), len(position))
    cap = np.array([row.cap for row in rows]).reshape(len(rows), len(frame.slots))
    return Problem(
        weeks=np.array([slot.week for slot in frame.slots], np.float64),
        allowed=frame.granted,
        dimensions=tuple(row.name for row in rows),
        size=np.minimum(size, cap.max(axis=1, initial=0.0)[:, None]),
        cap=cap,
        stocks=tuple(row.name for row in all_stocks),
        stock=np.array([row.stock for row in all_stocks]).reshape(len(all_stocks), len(position)),
        supply=np.array([row.supply for row in all_stocks]).reshape(len(all_stocks), len(frame.slots)),
        before=tuple(_before(frame.ordering, position)),
        saving=np.array([_cost(group, conditions) for group in frame.groups], np.float64),
        edge_one=ones,
        edge_other=others,
        edge_weight=weights,
        finish=frame.calendar.weights.length_per_week,
        anchor=_anchors(frame, anchors),
        stay_weight=frame.calendar.weights.change_per_week,
        stay_once=frame.calendar.weights.change_once,
        burden=_burden(frame, conditions, rows),
    )


def _burden(frame: Frame, conditions: Conditions, rows: Sequence[CapacityRow]) -> Burden:
    room = next(np.array(row.cap, np.float64) for row in rows if row.name == MACHINES)
    weeks = np.array([slot.week for slot in frame.slots], np.float64)
    weights = frame.calendar.weights
    return make_burden(frame.groups, frame.ordering, weights, conditions.double_running, room, weeks)


def _capacities(frame: Frame, limits: Limits) -> tuple[CapacityRow, ...]:
    """What each slot holds. The pilot is given a slot of its own later, so its limit is kept by its choice."""
    unpiloted = limits.model_copy(update={"pilot_machines": 0})
    own = capacity_rows(frame.calendar, unpiloted, frame.slots, frame.members)
    return (*own, *azure_rows(frame.calendar.subscription, frame.slots, frame.members), *frame.rows)


def _quotas(frame: Frame, conditions: Conditions) -> Iterator[StockRow]:
    taken = [conditions.vcpu_of(group.workloads) for group in frame.groups]
    for row in quota_rows(frame.calendar, frame.slots, taken, conditions.in_use):
        yield StockRow(f"vCPU of {row.family} in {row.region}", row.stock, row.supply)
    for row in supply_rows(frame.calendar, frame.slots, taken, conditions.in_use):
        yield StockRow(f"vCPU that {row.region} can give of {row.family}", row.stock, row.supply)


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


def _anchors(frame: Frame, anchors: Mapping[GroupId, str]) -> Ints:
    number = {slot.id: place for place, slot in enumerate(frame.slots)}
    return np.array([number.get(anchors.get(group.id, ""), NOWHERE) for group in frame.groups], np.int64)
