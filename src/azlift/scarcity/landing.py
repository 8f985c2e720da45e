"""The roster as a plan lands it, with what stands in; and the region each wave lands in."""

from azlift.model import Roster, Target, Wave, WavePlan


def landing_roster(roster: Roster, plan: WavePlan | None) -> Roster:
    """The roster with the placements of the plan's fallbacks, of machines that are still placed; else the same one."""
    instead = {fallback.workload: fallback.placement for fallback in plan.fallbacks} if plan else {}
    if not instead:
        return roster
    placements = (instead.get(placement.workload, placement) for placement in roster.placements)
    return roster.model_copy(update={"placements": tuple(placements)})


def landing_target(target: Target, wave: Wave, plan: WavePlan, roster: Roster) -> Target:
    """The target in the region of all the wave's machines, as `roster` lands them; as it is where they are in several.

    A person may have put groups of two regions into one wave: those of another are then refused when rendered.
    """
    members = (workload for group in wave.groups for workload in plan.by_group[group].workloads)
    regions = {roster.by_workload[workload].region for workload in members if workload in roster.by_workload}
    return target.model_copy(update={"region": regions.pop()}) if len(regions) == 1 else target
