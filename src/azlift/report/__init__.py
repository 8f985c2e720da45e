"""What people look at: nouns made into text. No file, no terminal; text from the inventory is shown, never obeyed."""

from azlift.escaping import markdown, plain
from azlift.report.status import progress_line, status_data, status_rows
from azlift.report.summary import RehearsalSummary, adds_up, summary_data, summary_text
from azlift.report.tables import failure_list, removal_table, wave_table

__all__ = [
    "RehearsalSummary",
    "adds_up",
    "failure_list",
    "markdown",
    "plain",
    "progress_line",
    "removal_table",
    "status_data",
    "status_rows",
    "summary_data",
    "summary_text",
    "wave_table",
]
