"""A plan for an estate that changed since it was planned."""

from azlift.model import Estate, GroupId, WavePlan, WorkloadId
from azlift.waves.edits import replan
from azlift.waves.proposal import Proposal


def carry_over(known: WavePlan, made: WavePlan, estate: Estate) -> WavePlan:
    """`made`, but whoever was in the `known` plan keeps group, wave and fallback, edits included; newcomers come after.

    A newcomer joins its application's group where that is known. A machine that no longer moves leaves its group.
    """
    moves = {workload for group in made.groups for workload in group.workloads}
    members = {group.id: [w for w in group.workloads if w in moves] for group in known.groups}
    members = {group: found for group, found in members.items() if found}
    numbers = {group: number for group, number in _numbers(known).items() if group in members}
    kept = {workload for found in members.values() for workload in found}
    after = max(_numbers(known).values(), default=0)
    for group, number in _numbers(made).items():
        newcomers: list[WorkloadId] = [w for w in made.by_group[group].workloads if w not in kept]
        if newcomers:
            members.setdefault(group, []).extend(newcomers)
            numbers.setdefault(group, after + number)
    reasons = {group.id: group for plan in (known, made) for group in plan.groups}
    fallbacks = (*known.fallbacks, *(fallback for fallback in made.fallbacks if fallback.workload not in kept))
    seen = {"findings": made.findings, "suggestions": made.suggestions, "fallbacks": fallbacks}
    base = known.model_copy(update={"groups": tuple(reasons.values()), **seen})
    return replan(Proposal(members, numbers, made.limits), base, estate)


def _numbers(plan: WavePlan) -> dict[GroupId, int]:
    return {group: wave.number for wave in plan.waves for group in wave.groups}
