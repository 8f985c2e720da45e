"""A plan for an estate that changed since it was planned."""

from collections.abc import Mapping

from azlift.model import Estate, GroupId, WavePlan, WorkloadId
from azlift.waves.edits import found_in, replan
from azlift.waves.groups import by_name
from azlift.waves.proposal import Proposal

Found = Mapping[GroupId, tuple[tuple[WorkloadId, ...], str]]
"""Each group's members, and what holds them together."""


def carry_over(known: WavePlan, made: WavePlan, estate: Estate) -> WavePlan:
    """`made`, but whoever was in the `known` plan keeps group and wave, edits included; newcomers come after."""
    members = _carried(known, {group.id: group.workloads for group in made.groups})
    numbers = {group: number for group, number in _numbers(known).items() if group in members}
    after = max(_numbers(known).values(), default=0)
    numbers |= {g: after + number for g, number in _numbers(made).items() if g in members and g not in numbers}
    reasons = {group.id: group for plan in (known, made) for group in plan.groups}
    seen = {"findings": made.findings, "suggestions": made.suggestions}
    base = known.model_copy(update={"groups": tuple(reasons.values()), **seen})
    return replan(Proposal(members, numbers, made.limits), base, estate)


def carried(known: WavePlan, found: Found, estate: Estate) -> Found:
    """The groups `found` of an estate, but whoever was in the `known` plan keeps the group it had."""
    members = _carried(known, {group: workloads for group, (workloads, _) in found.items()})
    sorted_members = {group: by_name(workloads, estate) for group, workloads in members.items()}
    fresh = {g: found[g] for g, workloads in sorted_members.items() if g in found and found[g][0] == workloads}
    return found_in(sorted_members, known, estate) | fresh


def _carried(known: WavePlan, made: Mapping[GroupId, tuple[WorkloadId, ...]]) -> dict[GroupId, list[WorkloadId]]:
    """A newcomer joins its application's group where that is known. A machine that no longer moves leaves its group."""
    moves = {workload for workloads in made.values() for workload in workloads}
    members = {group.id: [w for w in group.workloads if w in moves] for group in known.groups}
    members = {group: found for group, found in members.items() if found}
    kept = {workload for found in members.values() for workload in found}
    for group, workloads in made.items():
        newcomers = [workload for workload in workloads if workload not in kept]
        if newcomers:
            members.setdefault(group, []).extend(newcomers)
    return members


def _numbers(plan: WavePlan) -> dict[GroupId, int]:
    return {group: wave.number for wave in plan.waves for group in wave.groups}
