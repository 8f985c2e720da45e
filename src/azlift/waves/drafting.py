"""An estate under its conditions -> what there is to plan: groups, their order, and the windows each may use.

A wave that is under way is settled: its groups keep their members and their window. Where that window is past they are
no part of the problem any more; what they leave in it is `beside`, for who talks to them, and what they use of a stock.
"""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property

from azlift.model import (
    Calendar,
    Estate,
    Finding,
    GroupId,
    Limits,
    MoveGroup,
    SuggestedApplication,
    Wave,
    WavePlan,
    WorkloadId,
)
from azlift.waves.assumed import assumed_of
from azlift.waves.bonds import THRESHOLDS
from azlift.waves.calendar_file import judge_calendar
from azlift.waves.carrying_over import Found, carried
from azlift.waves.compiling import Frame, make_frame
from azlift.waves.conditions import Conditions
from azlift.waves.findings import grouping_findings
from azlift.waves.groups import by_name, group_estate, make_groups
from azlift.waves.ordering import Ordering, order_groups
from azlift.waves.packing import choose_pilot
from azlift.waves.splitting import edges, find_cuts
from azlift.waves.strength import WEIGHTS
from azlift.waves.suggestions import suggest_applications

Settled = Mapping[GroupId, Wave]
"""The groups of waves under way, each with its wave."""


@dataclass(frozen=True, eq=False)
class Draft:
    """Groups and slots of an estate, before the waves. `frame`, `pilot`, `edges` and `beside` are of those still to be
    planned; `beside` is what each pays a week for talking to groups that have moved, `moved` are the latter.
    """

    estate: Estate
    conditions: Conditions
    groups: tuple[MoveGroup, ...]
    ordering: Ordering
    frame: Frame
    pilot: frozenset[GroupId]
    edges: Mapping[tuple[GroupId, GroupId], float]
    beside: Mapping[GroupId, float]
    settled: Settled
    moved: frozenset[GroupId]
    findings: tuple[Finding, ...]
    suggestions: tuple[SuggestedApplication, ...]

    @cached_property
    def by_group(self) -> dict[GroupId, MoveGroup]:
        return {group.id: group for group in self.groups}

    @property
    def limits(self) -> Limits:
        return limits_under(self.conditions.calendar, self.conditions.limits)

    @property
    def staying(self) -> tuple[WorkloadId, ...]:
        grouped = {workload for group in self.groups for workload in group.workloads}
        return by_name((w.id for w in self.estate.workloads if w.id not in grouped), self.estate)


def limits_under(calendar: Calendar, limits: Limits) -> Limits:
    """The settings' limits, but for what the calendar says of a wave; with a ramp no wave is a pilot."""
    said = calendar.per_wave
    given = {"groups_per_wave": said.groups, "machines_per_wave": said.machines, "gib_per_wave": said.gib}
    found: dict[str, int] = {name: value for name, value in given.items() if value is not None}
    return limits.model_copy(update={**found, **({"pilot_machines": 0} if said.ramp else {})})


def draft_plan(
    estate: Estate, conditions: Conditions, known: WavePlan | None = None, settled: Settled | None = None
) -> Draft:
    """What must move together, in which order, and the windows there are: the same for any order of rows and links.

    Once waves of the `known` plan are under way (`settled`) its groups stay, and newcomers form groups of their own.
    """
    most = limits_under(conditions.calendar, conditions.limits).machines_per_wave
    grouping = group_estate(estate, replace(THRESHOLDS, most_machines=most))
    gathered = {group: (one.members, one.because) for group, one in grouping.groups.items()}
    found = carried(known, gathered, estate) if known and settled else gathered
    slots = conditions.slots
    told = judge_calendar(conditions.said, slots, estate.workloads)
    seen = (*grouping_findings(grouping, estate), *told, *assumed_of(conditions.calendar))
    suggested = suggest_applications(grouping, estate)
    return replace(draft_groups(found, estate, conditions, settled), findings=seen, suggestions=suggested)


def draft_groups(
    found: Found,
    estate: Estate,
    conditions: Conditions,
    settled: Settled | None = None,
    *,
    pilot: frozenset[GroupId] | None = None,
) -> Draft:
    """The draft of groups that are known; `settled` are those of waves under way, `pilot` is chosen if it is None."""
    settled = settled or {}
    weights = replace(WEIGHTS, per_week=conditions.calendar.weights.split_per_week)
    membership = {group: members for group, (members, _) in found.items()}
    ordering = order_groups(membership, estate, conditions.calendar)
    cuts = find_cuts(membership, estate, weights)
    groups = make_groups(found, ordering.after, estate, cuts)
    slots = {slot.id for slot in conditions.slots}
    moved = frozenset(group for group, wave in settled.items() if group in found and wave.slot not in slots)
    talking = {(one, other): weight for one, other, weight in edges(cuts)}
    still = [group for group in groups if group.id not in moved]
    among = _among(ordering, frozenset(group.id for group in still))
    gone = (workload for group in groups if group.id in moved for workload in group.workloads)
    conditions = replace(conditions, in_use=conditions.vcpu_of(gone))
    return Draft(
        estate=estate,
        conditions=conditions,
        groups=groups,
        ordering=ordering,
        frame=_held(make_frame(still, among, estate, _ramped(conditions, settled)), settled),
        pilot=_pilot(still, among, conditions, settled) if pilot is None else pilot,
        edges={pair: weight for pair, weight in talking.items() if moved.isdisjoint(pair)},
        beside=_beside(talking, moved),
        settled={group: wave for group, wave in settled.items() if group in found},
        moved=moved,
        findings=(),
        suggestions=(),
    )


def settled_in(waves: Mapping[str, Wave], under_way: Set[str]) -> dict[GroupId, Wave]:
    """The groups of those waves that are under way."""
    return {group: wave for wave in waves.values() if wave.id in under_way for group in wave.groups}


def _pilot(groups: list[MoveGroup], ordering: Ordering, conditions: Conditions, settled: Settled) -> frozenset[GroupId]:
    """Who is to move first, alone; nobody where waves are under way, or where a ramp makes the first ones small."""
    if settled or conditions.calendar.per_wave.ramp:
        return frozenset()
    return frozenset(choose_pilot({group.id: group for group in groups}, ordering, conditions.limits).groups)


def _ramped(conditions: Conditions, settled: Settled) -> Conditions:
    """With what is left of the ramp after the waves under way."""
    wave, calendar = conditions.calendar.per_wave, conditions.calendar
    ramp = wave.ramp[len({one.id for one in settled.values()}) :]
    left = calendar.model_copy(update={"per_wave": wave.model_copy(update={"ramp": ramp})})
    return replace(conditions, calendar=left)


def _held(frame: Frame, settled: Settled) -> Frame:
    """Groups of waves under way may only move in their window, and nobody else in it."""
    number = {slot.id: place for place, slot in enumerate(frame.slots)}
    held = {place: number[settled[group.id].slot] for place, group in enumerate(frame.groups) if group.id in settled}
    if not held:
        return frame
    granted = frame.granted.copy()
    granted[:, list(set(held.values()))] = False
    for place, slot in held.items():
        granted[place] = False
        granted[place, slot] = True
    return replace(frame, granted=granted)


def _among(ordering: Ordering, kept: frozenset[GroupId]) -> Ordering:
    """The order between these groups alone."""
    if len(kept) == len(ordering.sequence):
        return ordering

    def only(edges: Mapping[GroupId, tuple[GroupId, ...]]) -> dict[GroupId, tuple[GroupId, ...]]:
        return {group: tuple(one for one in before if one in kept) for group, before in edges.items() if group in kept}

    return replace(
        ordering,
        after=only(ordering.after),
        strictly_after=only(ordering.strictly_after),
        sequence=tuple(group for group in ordering.sequence if group in kept),
        production={group: known for group, known in ordering.production.items() if group in kept},
    )


def _beside(talking: Mapping[tuple[GroupId, GroupId], float], moved: frozenset[GroupId]) -> dict[GroupId, float]:
    sums: dict[GroupId, float] = defaultdict(float)
    for (one, other), weight in talking.items():
        if (one in moved) != (other in moved):
            sums[other if one in moved else one] += weight
    return dict(sums)
