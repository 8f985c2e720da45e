"""Makes sources in the shapes Azure Migrate writes, out of rows that map headers to cells."""

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

from workbooks import Cell, Tabs, tab_of, write_tabs

from azlift.estate.sheet import SheetRow
from azlift.estate.tables import Source, Table, csv_source, workbook_source
from azlift.workbook import Cell as Read
from azlift.workbook import open_workbook

Row = Mapping[str, Cell]
HOSTILE = (
    "", " ", "0", "-1", "1e9", "9" * 40, "NaN", "½", "\u202e", "=cmd|' /C calc'!A0", "[listKeys('x')]", "<script>",
    ";;;", "[[,];", "\x1e\x0c", "{{ 7*7 }}", "12/31/9999 18:00-0:00", "10.0.0.1", "::1", "a" * 300, "web01",
    "Unknown process",
)  # fmt: skip
"""Cells that have broken some reader of spreadsheets."""


def csv_of(*rows: Row, delimiter: str = ",", bom: bool = False) -> Source:
    """One CSV file whose header is every key of its rows; None leaves a cell empty."""
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows(tab_of(*rows))
    return csv_source("export.csv", text.getvalue().encode("utf-8-sig" if bom else "utf-8"))


def rows_of(header: Sequence[str], *rows: Sequence[str]) -> Source:
    """The cells as they are, without the way through a CSV file's text."""
    table = (tuple(header), *map(tuple, rows))
    return Source("cells", ("cells",), (Table("cells", "", lambda: table),))


def workbook_of(folder: Path, tabs: Tabs) -> Source:
    """One workbook of these tabs, written and opened again."""
    path = write_tabs(folder / "report.xlsx", tabs)
    return workbook_source(open_workbook(path.name, path.read_bytes()))


def sheet_row(**cells: Read) -> SheetRow:
    """A row whose fields and headers are these words."""
    columns = {field: position for position, field in enumerate(cells)}
    return SheetRow(2, tuple(cells.values()), columns, tuple(cells))
