"""Makes .xlsx files out of rows of cells, text as text: nothing becomes a formula, a number or a link."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter

Cell = str | int | float | bool | datetime | None
Tabs = Mapping[str, Sequence[Sequence[Cell]]]
CREATED = datetime(2026, 1, 5, 8, 0, 0)


def write_tabs(path: Path, tabs: Tabs) -> Path:
    """The same bytes for the same tabs: the creation date is fixed."""
    options = {
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd hh:mm:ss",
    }
    with xlsxwriter.Workbook(path, options) as workbook:
        workbook.set_properties({"created": CREATED, "author": "", "comments": ""})
        for name, rows in tabs.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def info_row(**cells: Cell) -> dict[str, Cell]:
    """A vInfo row of a plain machine, with these cells instead of the plain ones; None leaves a cell empty."""
    plain: dict[str, Cell] = {
        "VM": "web01", "Powerstate": "poweredOn", "Template": "False", "CPUs": 2, "Memory": 4096, "NICs": 1,
        "Disks": 1, "Provisioned MiB": 45056, "In Use MiB": 20480,
    }  # fmt: skip
    return {**plain, **{header.replace("_", " "): value for header, value in cells.items()}}


def tab_of(*rows: Mapping[str, Cell]) -> list[list[Cell]]:
    """A tab whose header is every key of its rows, in order of appearance."""
    header = list(dict.fromkeys(key for row in rows for key in row))
    return [list(header), *([row.get(key) for key in header] for row in rows)]
