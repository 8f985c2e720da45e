"""A sheet that a person edited, as text: from a CSV file, or from a workbook, as a spreadsheet saved them."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from azlift.errors import PlanError
from azlift.waves.plan_workbook import PLAN_TAB
from azlift.workbook import Cell, open_workbook

SEPARATORS = (",", ";", "\t")
"""Excel saves the list separator of its locale."""
HALF_A_MINUTE = timedelta(seconds=30)
"""A spreadsheet's days are floating-point numbers: 21:00 can come back as 20:59:59.999."""


@dataclass(frozen=True)
class Table:
    """The first row, and those below it. Rows may be shorter or longer than the header, and blank; a spreadsheet
    counts the header as row 1. `tab` is empty for a file without tabs.
    """

    path: Path
    tab: str
    header: Sequence[str]
    lines: Sequence[Sequence[str]]

    @property
    def titles(self) -> list[str]:
        """The header's words in one spelling."""
        return [title.strip().casefold() for title in self.header]

    def pick(self, *columns: int | None) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Of each row that is not blank, its number and the cells of these columns without blanks around them; empty
        where the row is too short, or there is no such column."""
        for number, line in enumerate(self.lines, start=2):
            if any(map(str.strip, line)):
                width = len(line)
                yield number, tuple("" if c is None or c >= width else line[c].strip() for c in columns)


def read_csv_table(path: Path, content: bytes) -> Table:
    """The file's cells. Raises PlanError for what is no CSV."""
    text = _text(content)
    try:
        header, *lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))) or [[]]
    except csv.Error as error:
        raise PlanError(f"not a CSV file: {error}", file=path.name, advice="Save the sheet as CSV UTF-8.") from error
    return Table(path, "", header, lines)


def read_xlsx_table(path: Path, content: bytes) -> Table:
    """The cells of the tab that is called plan, or else of the first. Raises InputError for no harmless workbook."""
    book = open_workbook(path.name, content)
    tab = next((tab for tab in book.tabs if tab.strip().casefold() == PLAN_TAB), next(iter(book.tabs), ""))
    header, *lines = [[_written(cell) for cell in row] for row in book.read_tab(tab)] or [[]]
    return Table(path, tab, header, lines)


def _text(content: bytes) -> str:
    """UTF-8, with or without a mark; else what Excel saves as plain CSV. The columns that count are ASCII in both."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    """The one that occurs most in the header."""
    return max(SEPARATORS, key=text.partition("\n")[0].count)


def _written(cell: Cell) -> str:
    """As it would stand in the CSV file: whole numbers without a fraction, a date and time as a window's id."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        moment = cell if isinstance(cell, datetime) else datetime.combine(cell, time())
        return f"{moment + HALF_A_MINUTE:%Y-%m-%dT%H%MZ}"
    return str(cell)
