"""The plan as a workbook a person edits: the rows of the CSV file in its first tab, and its waves in the second."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from azlift.escaping import inert
from azlift.model import Estate, Wave, WavePlan
from azlift.waves.plan_files import COLUMNS, Cell, Costs, plan_rows

PLAN_TAB, WAVES_TAB = "plan", "waves"
TEXT_STAYS_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "remove_timezone": True,
    "default_date_format": 'yyyy-mm-dd hh:mm"Z"',
}
CREATED = datetime(2026, 1, 1)
"""Of every workbook: the same plan gives the same bytes."""
WIDTHS = {"window": 19, "group": 28, "workload": 20, "name": 28, "application": 24, "size": 22, "because": 80}
WAVE_COLUMNS = {"wave": 7, "window": 19, "opens": 19, "closes": 19, "groups": 9, "machines": 9, "GiB": 12, "why": 100}
WIDTH = 12


def plan_xlsx(plan: WavePlan, estate: Estate, costs: Costs) -> bytes:
    """The workbook. Only the first tab is read again; in neither is a cell a formula or a link."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, TEXT_STAYS_TEXT) as book:
        book.set_properties({"created": CREATED})
        bold = book.add_format({"bold": True})
        rows = list(plan_rows(plan, estate, costs))
        _fill(book.add_worksheet(PLAN_TAB), {name: WIDTHS.get(name, WIDTH) for name in COLUMNS}, rows, bold)
        _fill(book.add_worksheet(WAVES_TAB), WAVE_COLUMNS, list(_wave_rows(plan)), bold)
    return content.getvalue()


def _fill(
    sheet: Worksheet, widths: dict[str, int], rows: Sequence[Sequence[Cell | datetime | None]], bold: Format
) -> None:
    """A header that stays in sight and filters, then the rows."""
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(widths) - 1)
    for place, (name, width) in enumerate(widths.items()):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, bold)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            _write(sheet, number, place, cell)


def _write(sheet: Worksheet, row: int, column: int, cell: Cell | datetime | None) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, inert(cell))
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell)
    elif cell is not None:
        sheet.write_number(row, column, float(cell))


def _wave_rows(plan: WavePlan) -> Iterator[tuple[Cell | datetime | None, ...]]:
    for wave in plan.waves:
        yield (wave.number, wave.slot, wave.opens, wave.closes, *_held(wave, plan), wave.why)


def _held(wave: Wave, plan: WavePlan) -> tuple[int, int, int]:
    groups = [plan.by_group[group] for group in wave.groups]
    return len(groups), sum(len(group.workloads) for group in groups), sum(group.disk_gib for group in groups)
