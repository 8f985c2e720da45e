"""What moving costs by itself: the facts of groups and slots behind the problem's `Burden`.

Risk: a group has a point for each of its machines, which stand still if it fails, and one for each other group that
calls it, which then calls in vain; twice as many if it is production, or nobody says that it is not. The points are
azlift's own: no publication with a formula was found.

The fair share of a slot: were all machines spread over the fewest first slots that can hold them, each by the machines
it may hold, every slot would be full to the same share. That share of what it may hold is its level.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from azlift.model import GroupId, MoveGroup, Weights, WorkloadId
from azlift.waves.ordering import Ordering
from azlift.waves.problem import Burden, Floats

LIVE = 2
"""How often a point counts that may be production's."""


def make_burden(
    groups: Sequence[MoveGroup],
    ordering: Ordering,
    weights: Weights,
    double_running: Mapping[WorkloadId, float],
    room: Floats,
    weeks: Floats,
) -> Burden:
    """`double_running` is money per machine, `room` the machines each slot may hold."""
    machines = np.array([len(group.workloads) for group in groups], np.float64)
    return Burden(
        double_running=np.array([sum(double_running.get(w, 0.0) for w in group.workloads) for group in groups]),
        risk=weights.risk_per_week * risk_points(groups, ordering),
        ramp=float(weeks[:1].sum()) + weights.ramp_weeks,
        machines=machines,
        level=fair_share(machines, room),
        crowding=weights.uneven_per_machine,
    )


def risk_points(groups: Sequence[MoveGroup], ordering: Ordering) -> Floats:
    """The points of each group."""
    callers = callers_of(ordering)
    points = [len(group.workloads) + callers[group.id] for group in groups]
    live = [1 if ordering.production.get(group.id) is False else LIVE for group in groups]
    return np.multiply(points, live, dtype=np.float64)


def callers_of(ordering: Ordering) -> Counter[GroupId]:
    """How many other groups call each: those that move after it for that, and those whose call closes a cycle."""
    calls = {(caller, called) for caller, after in ordering.after.items() for called in after}
    calls |= {(dropped.source, dropped.target) for dropped in ordering.dropped}
    return Counter(called for _, called in calls)


def fair_share(machines: Floats, room: Floats) -> Floats:
    """The level of each slot; all of its room where not even all slots hold all."""
    held = room.cumsum()
    enough = held[np.searchsorted(held, machines.sum()) :][:1]
    return room * float((machines.sum() / enough).sum()) if enough.sum() > 0 else room
