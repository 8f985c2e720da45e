"""What people look at: nouns made into text. No file, no terminal; text from the inventory is shown, never obeyed."""

from azlift.escaping import markdown, plain
from azlift.report.axes import (
    condition_lines,
    group_rows,
    status_data,
    status_rows,
    why_data,
    why_lines,
)
from azlift.report.dossier import Dossier, dossier_data, make_dossier
from azlift.report.dossier_sections import dossier_sections
from azlift.report.looking_up import find_machine
from azlift.report.night import (
    forecast_lines,
    forecast_section,
    night_line,
    runbook_section,
    steps_section,
    unknown_text,
    waiting_section,
)
from azlift.report.placements import FILE_NAME as PLACEMENTS
from azlift.report.placements import placements_csv
from azlift.report.plan_page import plan_page
from azlift.report.plan_sections import (
    board,
    drift_sections,
    findings_counted,
    group_sections,
    plan_board,
    review_sections,
    wave_sections,
    weights_text,
    worth_text,
)
from azlift.report.roster_sections import roster_lines, roster_sections
from azlift.report.scarcity_sections import scarcity_sections
from azlift.report.status import progress_line
from azlift.report.summary import RehearsalSummary, adds_up, summary_data, summary_text
from azlift.report.survey_sections import survey_sections, survey_text
from azlift.report.tables import Section, counted, drift_list, failure_list, removal_table, section_table
from azlift.report.wave_pages import board_page, checklist_page, live_page, questions_page, report_line, what_if_page

__all__ = [
    "PLACEMENTS",
    "Dossier",
    "RehearsalSummary",
    "Section",
    "adds_up",
    "board",
    "board_page",
    "checklist_page",
    "condition_lines",
    "counted",
    "dossier_data",
    "dossier_sections",
    "drift_list",
    "drift_sections",
    "failure_list",
    "find_machine",
    "findings_counted",
    "forecast_lines",
    "forecast_section",
    "group_rows",
    "group_sections",
    "live_page",
    "make_dossier",
    "markdown",
    "night_line",
    "placements_csv",
    "plain",
    "plan_board",
    "plan_page",
    "progress_line",
    "questions_page",
    "removal_table",
    "report_line",
    "review_sections",
    "roster_lines",
    "roster_sections",
    "runbook_section",
    "scarcity_sections",
    "section_table",
    "status_data",
    "status_rows",
    "steps_section",
    "summary_data",
    "summary_text",
    "survey_sections",
    "survey_text",
    "unknown_text",
    "waiting_section",
    "wave_sections",
    "weights_text",
    "what_if_page",
    "why_data",
    "why_lines",
    "worth_text",
]
