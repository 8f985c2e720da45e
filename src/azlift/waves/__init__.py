"""Waves: which machines move together, in which order, and why; and the files in which a person changes that."""

from dataclasses import replace

from azlift.model import Estate, Limits, WavePlan
from azlift.waves.bonds import THRESHOLDS
from azlift.waves.carrying_over import carry_over
from azlift.waves.edits import read_plan_edits
from azlift.waves.findings import grouping_findings
from azlift.waves.groups import by_name, group_estate, make_groups, moves
from azlift.waves.judging import judge_ordered, judge_plan
from azlift.waves.ordering import order_groups
from azlift.waves.packing import pack_waves
from azlift.waves.plan_files import plan_csv, plan_yaml
from azlift.waves.plan_folder import write_plan_files
from azlift.waves.suggestions import suggest_applications, suggestions_yaml

__all__ = [
    "carry_over",
    "judge_plan",
    "plan_csv",
    "plan_waves",
    "plan_yaml",
    "read_plan_edits",
    "suggestions_yaml",
    "write_plan_files",
]


def plan_waves(estate: Estate, limits: Limits) -> WavePlan:
    """Group what must move together, order the groups, and fill waves: the same for any order of rows and links."""
    grouping = group_estate(estate, replace(THRESHOLDS, most_machines=limits.machines_per_wave))
    gathered = grouping.groups
    ordering = order_groups({group: found.members for group, found in gathered.items()}, estate)
    groups = make_groups(
        {group: (found.members, found.because) for group, found in gathered.items()}, ordering.after, estate
    )
    plan = WavePlan(
        limits=limits,
        groups=groups,
        waves=pack_waves({group.id: group for group in groups}, ordering, limits),
        staying=by_name((workload.id for workload in estate.workloads if not moves(workload)), estate),
        findings=grouping_findings(grouping, estate),
        suggestions=suggest_applications(grouping, estate),
    )
    return plan.model_copy(update={"violations": judge_ordered(plan, ordering, estate)})
