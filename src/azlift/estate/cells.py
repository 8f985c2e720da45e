"""A cell -> text, a number, a date or a truth value, as people of several countries write it; None for anything else.

What means one thing here and another thing there is not read: `4.096` is 4,096 to some people and 4 to others. Excel
writes truth values in its user's language when a sheet is saved as text; RVTools' own words (`poweredOn`) are the
vSphere API's and are the same everywhere.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import ceil

from azlift.workbook import Cell

PLAIN = re.compile(r"[0-9]{1,15}", re.ASCII)
GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,4}", re.ASCII)
GROUPED_OTHERWISE = re.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3}){2,4}|(?:['’ \u00a0\u202f][0-9]{3}){1,4})", re.ASCII)
"""`1.234.567`, `1'234` and, with a blank of any kind, `1 234`: one group after a dot could be a fraction."""
NO_FRACTION = re.compile(r"[.,]0{1,2}$", re.ASCII)
"""`45056,00`: two digits after a comma are no group of three."""
DECIMAL = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,15})?", re.ASCII)
TWO_MEANINGS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}", re.ASCII)
LARGEST = 2**53
"""Above this a spreadsheet's floating-point numbers are no longer exact."""
KNOWN = 4096
"""Cells remembered: a column of truth values has two."""
TRUE = frozenset({"true", "yes", "1", "wahr", "ja", "vrai", "oui", "verdadero", "sí", "si", "vero", "sì", "verdadeiro",
                  "sim", "waar", "prawda", "истина"})  # fmt: skip
FALSE = frozenset({"false", "no", "0", "", "falsch", "nein", "faux", "non", "falso", "não", "onwaar", "nee", "fałsz",
                   "ложь"})  # fmt: skip
"""Excel's words in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian; and yes and no."""
YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])", re.ASCII)
YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?![0-9])", re.ASCII)
TOTALS = frozenset({
    "total", "totals", "grand total", "subtotal", "sum", "summe", "gesamt", "gesamtsumme", "somme", "suma", "totale",
    "totaal",
})  # fmt: skip
NEVER = date(1970, 1, 2)
"""vSphere's "not known" is the start of Unix time, a day earlier west of Greenwich; Excel's is 1900."""
EXCEL_EPOCH = datetime(1899, 12, 30)
EXCEL_DAYS = range(25_570, 80_000)
"""Days since `EXCEL_EPOCH` of 1970 to 2119: a date whose cell has lost its format."""


def text_of(cell: Cell) -> str:
    """The text unchanged; a number as a person would type it; nothing for a cell of blanks."""
    if isinstance(cell, str):
        return cell if cell.strip() else ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) <= LARGEST:
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def is_total(text: str) -> bool:
    """Whether it is what people write before a sum."""
    return text.strip().rstrip(":").casefold() in TOTALS


def mib_of(cell: Cell) -> int | None:
    """A whole number, or a fraction rounded up: tools that divide bytes write `45056.37`, RVTools itself never does."""
    number = whole_number_of(cell)
    if number is None and not (isinstance(cell, str) and TWO_MEANINGS.fullmatch(cell.strip())):
        fraction = None if isinstance(cell, str) and "%" in cell else number_of(cell)
        return None if fraction is None else ceil(fraction)
    return number


def whole_number_of(cell: Cell) -> int | None:
    """Zero or more: a number cell, plain digits, or digits in comma groups of three."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return int(cell) if 0 <= cell <= LARGEST and cell == int(cell) else None
    if not isinstance(cell, str):
        return None
    text = NO_FRACTION.sub("", cell.strip())
    if PLAIN.fullmatch(text):
        return int(text)
    grouped = GROUPED.fullmatch(text) or GROUPED_OTHERWISE.fullmatch(text)
    return int(re.sub(r"[^0-9]", "", text)) if grouped else None


def number_of(cell: Cell) -> float | None:
    """Zero or more, whole or not: a number cell, or text as `49`, `49 %`, `49.5` or `49,5`."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None
    if isinstance(cell, int | float):
        return float(cell) if 0 <= cell <= LARGEST else None
    text = cell.strip().removesuffix("%").strip()
    return float(text.replace(",", ".")) if DECIMAL.fullmatch(text) else None


def date_of(cell: Cell) -> date | None:
    """The day, in the source's own time; None for a day that means "not known", and for one that could be another.

    A text begins with the year (`2024/05/31`), has dots (`31.05.2024`), or a day above 12 (`5/31/2024`).
    """
    found = _day_of(cell)
    return found if found and found >= NEVER else None


def _day_of(cell: Cell) -> date | None:
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    if isinstance(cell, float | int):
        return (EXCEL_EPOCH + timedelta(days=int(cell))).date() if EXCEL_DAYS.start <= cell < EXCEL_DAYS.stop else None
    if not isinstance(cell, str):
        return None
    if found := YEAR_FIRST.match(cell.strip()):
        return _date(*found.groups())
    found = YEAR_LAST.match(cell.strip())
    if not found:
        return None
    first, mark, second, year = found.groups()
    return _date(year, second, first) if mark == "." or int(first) > 12 else _month_first(year, first, second)


def _month_first(year: str, first: str, second: str) -> date | None:
    """`5/31/2024` and `5/5/2024`: any other order of the two makes no date, or the same one."""
    return _date(year, first, second) if int(second) > 12 or int(first) == int(second) else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


@lru_cache(KNOWN)
def truth_of(cell: Cell) -> bool | None:
    """RVTools writes booleans, or the words, in any language Excel may have given them; nothing means False."""
    word = text_of(cell).strip().casefold()
    return True if word in TRUE else False if word in FALSE else None
