"""Waves: which machines move together, when, and why; and the files in which a person changes that."""

from azlift.waves.calendar import origin_of
from azlift.waves.calendar_file import has_calendar, read_calendar
from azlift.waves.carrying_over import carry_over
from azlift.waves.compiling import StockRow
from azlift.waves.conditions import Conditions
from azlift.waves.edits import read_plan_edits
from azlift.waves.groups import gather_groups
from azlift.waves.judging import judge_plan
from azlift.waves.plan_files import plan_csv, plan_yaml
from azlift.waves.plan_folder import write_plan_files
from azlift.waves.planning import Draft, draft_plan, plan_draft, plan_waves
from azlift.waves.suggestions import suggestions_yaml

__all__ = [
    "Conditions",
    "Draft",
    "StockRow",
    "carry_over",
    "draft_plan",
    "gather_groups",
    "has_calendar",
    "judge_plan",
    "origin_of",
    "plan_csv",
    "plan_draft",
    "plan_waves",
    "plan_yaml",
    "read_calendar",
    "read_plan_edits",
    "suggestions_yaml",
    "write_plan_files",
]
