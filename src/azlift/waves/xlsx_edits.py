"""The plan's workbook, as a spreadsheet saved it: what it made of numbers and dates is read as what was meant."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from azlift.model import Estate, WavePlan
from azlift.waves.plan_workbook import PLAN_TAB
from azlift.waves.proposal import Proposal
from azlift.waves.row_edits import Table, read_table
from azlift.workbook import Cell, open_workbook

HALF_A_MINUTE = timedelta(seconds=30)
"""A spreadsheet's days are floating-point numbers: 21:00 can come back as 20:59:59.999."""


def read_xlsx_edits(path: Path, content: bytes, plan: WavePlan, estate: Estate) -> Proposal:
    """What the workbook asks for. Raises InputError for what is no harmless workbook, PlanError for its cells."""
    return read_table(xlsx_table(path, content), plan, estate)


def xlsx_table(path: Path, content: bytes) -> Table:
    """The cells of the tab that is called plan, or else of the first. Raises InputError."""
    book = open_workbook(path.name, content)
    tab = next((tab for tab in book.tabs if tab.strip().casefold() == PLAN_TAB), book.tabs[0])
    header, *lines = [[_text(cell) for cell in row] for row in book.read_tab(tab)] or [[]]
    return Table(path, tab, header, list(enumerate(lines, start=2)))


def _text(cell: Cell) -> str:
    """As it would stand in the CSV file: whole numbers without a fraction, a date and time as a window's id."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        moment = cell if isinstance(cell, datetime) else datetime.combine(cell, time())
        return f"{moment + HALF_A_MINUTE:%Y-%m-%dT%H%MZ}"
    return str(cell).strip()
