"""Numbers with fractions, as people and spreadsheets write them: with a decimal point or a decimal comma."""

import re
from decimal import Decimal
from math import ceil

from azlift.estate.cells import LARGEST, is_blank
from azlift.estate.sheet import SheetRow
from azlift.workbook import Cell

POINT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?", re.ASCII)
COMMA = re.compile(r"[0-9]{1,15},[0-9]{1,15}", re.ASCII)
GROUPED = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3}){1,4}(\.[0-9]{1,15})?", re.ASCII)
"""`1,024` is a thousand and more, as in whole numbers (`cells`); `0,125` and `1,5` have decimal commas."""
GROUPED_BY_POINTS = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3}){1,4},[0-9]{1,15}", re.ASCII)
MIB_PER_UNIT = {"mib": 1, "gib": 1024}


def decimal_of(cell: Cell) -> Decimal | None:
    """Zero or more; a percent sign may follow. None for anything else."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return Decimal(str(cell)) if 0 <= cell <= LARGEST else None
    if not isinstance(cell, str):
        return None
    text = cell.strip().removesuffix("%").rstrip()
    if POINT.fullmatch(text):
        return Decimal(text)
    if GROUPED.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if GROUPED_BY_POINTS.fullmatch(text) or COMMA.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    return None


def decimal_or_none(row: SheetRow, field: str, most: int = LARGEST) -> Decimal | None:
    """None: no such column, an empty cell, or a fault."""
    position = row.columns.get(field)
    if position is None or is_blank(row.cells[position]):
        return None
    number = decimal_of(row.cells[position])
    if number is None or number > most:
        row.add_fault(field, "a number" if most == LARGEST else f"a number up to {most:,}")
        return None
    return number


def mib_or_none(row: SheetRow, field: str) -> int | None:
    """A size in MiB, rounded up, from the column `field_mib` or else `field_gib` (see `sheets.sized`)."""
    for unit, factor in MIB_PER_UNIT.items():
        number = decimal_or_none(row, f"{field}_{unit}")
        if number is not None:
            return ceil(number * factor)
    return None


def sum_of(*numbers: Decimal | None) -> float | None:
    """What is known, added up (a disk's reads and writes); None when nothing is."""
    known = [number for number in numbers if number is not None]
    return float(sum(known)) if known else None
