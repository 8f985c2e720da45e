"""A cell -> text, a whole number or a truth value; None where it is something else."""

import re
from datetime import date, time

from azlift.estate.workbook import Cell

PLAIN = re.compile(r"[0-9]{1,15}", re.ASCII)
GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3}){1,4}", re.ASCII)
"""Groups of three after commas. `4.096` is 4,096 to some people and 4 to others, so it is not a number here."""
LARGEST = 2**53
"""Above this a spreadsheet's floating-point numbers are no longer exact."""
TRUE, FALSE = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0", ""})


def text_of(cell: Cell) -> str:
    """The text unchanged; a number as a person would type it; nothing for a cell of blanks."""
    if isinstance(cell, str):
        return cell if cell.strip() else ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) <= LARGEST:
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def whole_number_of(cell: Cell) -> int | None:
    """Zero or more: a number cell, plain digits, or digits in comma groups of three."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return int(cell) if 0 <= cell <= LARGEST and cell == int(cell) else None
    if not isinstance(cell, str):
        return None
    text = cell.strip()
    if PLAIN.fullmatch(text):
        return int(text)
    return int(text.replace(",", "")) if GROUPED.fullmatch(text) else None


def truth_of(cell: Cell) -> bool | None:
    """RVTools writes booleans, or the words; nothing means False."""
    word = text_of(cell).strip().casefold()
    return True if word in TRUE else False if word in FALSE else None
