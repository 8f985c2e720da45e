"""Waves: which machines move together, when, and why; and the files in which a person changes that."""

from dataclasses import replace

from azlift.model import Estate, Limits, WavePlan
from azlift.waves.azure_migrate_conditions import judge_azure_migrate_conditions
from azlift.waves.azure_migrate_waves import azure_migrate_waves_csv, fill_azure_migrate_waves
from azlift.waves.bonds import THRESHOLDS
from azlift.waves.bounds import lower_bound
from azlift.waves.calendar import origin_of
from azlift.waves.calendar_file import has_calendar, read_calendar, read_calendar_file
from azlift.waves.capacity import CapacityRow, QuotaRow, Taken, quota_rows
from azlift.waves.carrying_over import carry_over
from azlift.waves.closures import frozen_days
from azlift.waves.cmf_waves import cmf_intake_csv
from azlift.waves.compiling import StockRow, at_night
from azlift.waves.conditions import Conditions
from azlift.waves.describing import describe_plan
from azlift.waves.drafting import Draft, draft_plan, settled_in
from azlift.waves.edits import marked, read_plan_edits, read_proposal, replan
from azlift.waves.findings import grouping_findings
from azlift.waves.groups import by_name, gather_groups, group_estate, make_groups, moves
from azlift.waves.judging import judge_ordered, judge_plan
from azlift.waves.ordering import order_groups
from azlift.waves.packing import pack_waves, wave_id
from azlift.waves.plan_files import plan_csv, plan_yaml
from azlift.waves.plan_folder import write_plan_files
from azlift.waves.plan_workbook import plan_xlsx
from azlift.waves.planning import Effort, pilot_first, pilot_kept, problem_of, solved
from azlift.waves.proposal import Proposal
from azlift.waves.redrafting import asks_for_nothing_new, proposal_of, redraft, slots_asked, slots_in, windows_of
from azlift.waves.splitting import find_cuts, ties_of
from azlift.waves.suggestions import suggest_applications, suggestions_yaml
from azlift.waves.timetable import Timetable
from azlift.waves.wanted import wanted_slots

__all__ = [
    "CapacityRow",
    "Conditions",
    "Draft",
    "Effort",
    "Proposal",
    "QuotaRow",
    "StockRow",
    "Taken",
    "Timetable",
    "asks_for_nothing_new",
    "at_night",
    "azure_migrate_waves_csv",
    "carry_over",
    "cmf_intake_csv",
    "describe_plan",
    "draft_plan",
    "fill_azure_migrate_waves",
    "frozen_days",
    "gather_groups",
    "has_calendar",
    "judge_azure_migrate_conditions",
    "judge_plan",
    "lower_bound",
    "marked",
    "moves",
    "origin_of",
    "pilot_first",
    "pilot_kept",
    "plan_csv",
    "plan_waves",
    "plan_xlsx",
    "plan_yaml",
    "problem_of",
    "proposal_of",
    "quota_rows",
    "read_calendar",
    "read_calendar_file",
    "read_plan_edits",
    "read_proposal",
    "redraft",
    "replan",
    "settled_in",
    "slots_asked",
    "slots_in",
    "solved",
    "suggestions_yaml",
    "ties_of",
    "wanted_slots",
    "wave_id",
    "windows_of",
    "write_plan_files",
]


def plan_waves(estate: Estate, limits: Limits) -> WavePlan:
    """Waves by limits alone, without dates: group what must move together, order the groups, and fill wave after wave.

    The same for any order of rows and links.
    """
    grouping = group_estate(estate, replace(THRESHOLDS, most_machines=limits.machines_per_wave))
    gathered = grouping.groups
    membership = {group: found.members for group, found in gathered.items()}
    ordering = order_groups(membership, estate)
    groups = make_groups(
        {group: (found.members, found.because) for group, found in gathered.items()},
        ordering.after,
        estate,
        find_cuts(membership, estate),
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
