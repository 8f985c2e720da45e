"""The roster as a plan lands it, with what stands in; and the region each wave lands in."""

from collections.abc import Iterable
from dataclasses import replace

from azlift.model import AskKind, Fallback, Roster, Target, Wave, WavePlan, WorkloadId
from azlift.waves import Conditions


def landing_roster(roster: Roster, plan: WavePlan | None) -> Roster:
    """The roster with the placements of the plan's fallbacks, of machines that are still placed; else the same one."""
    instead = {fallback.workload: fallback.placement for fallback in plan.fallbacks} if plan else {}
    if not instead:
        return roster
    placements = (instead.get(placement.workload, placement) for placement in roster.placements)
    return roster.model_copy(update={"placements": tuple(placements)})


def landed_under(
    conditions: Conditions, fallbacks: Iterable[Fallback], granted: Iterable[WorkloadId] = ()
) -> Conditions:
    """The conditions with what stands in; machines whose quota is to be `granted` draw on none that there is."""
    instead = {fallback.workload: fallback for fallback in fallbacks}
    vcpu = {
        **conditions.vcpu,
        **{id_: ((one.placement.family, one.placement.region), one.vcpu) for id_, one in instead.items()},
    }
    dearer = {id_: _ratio(one) for id_, one in instead.items()}
    return replace(
        conditions,
        vcpu={id_: taken for id_, taken in vcpu.items() if id_ not in set(granted)},
        placements={**conditions.placements, **{id_: one.placement for id_, one in instead.items()}},
        prices={id_: price * dearer.get(id_, 1.0) for id_, price in conditions.prices.items()},
    )


def _ratio(fallback: Fallback) -> float:
    """What it costs, as a share of what was placed."""
    cost = fallback.placement.cost_per_month
    return float(cost / (cost - fallback.extra_per_month)) if cost != fallback.extra_per_month else 1.0


def conditions_of(plan: WavePlan, conditions: Conditions) -> Conditions:
    """The conditions a plan was made under: with what stands in, and without what is to be granted."""
    needed = (ask for ask in plan.asks if ask.needed and ask.kind is AskKind.QUOTA)
    return landed_under(conditions, plan.fallbacks, [machine for ask in needed for machine in ask.machines])


def landing_target(target: Target, wave: Wave, plan: WavePlan, roster: Roster) -> Target:
    """The target in the region of all the wave's machines, as `roster` lands them; as it is where they are in several.

    A person may have put groups of two regions into one wave: those of another are then refused when rendered.
    """
    members = (workload for group in wave.groups for workload in plan.by_group[group].workloads)
    regions = {roster.by_workload[workload].region for workload in members if workload in roster.by_workload}
    return target.model_copy(update={"region": regions.pop()}) if len(regions) == 1 else target
