"""A cell a person typed -> a number with the unit it states; None for what may mean two things.

`1,5` is one and a half wherever it is written, and `1.024.000` is a million; `1.024` and `1,024` are a thousand to one
reader and one to another, so neither is read, but in MB and less, of which nobody states thousandths. Units are
binary: in inventories GB and GiB are both 2**30 bytes.
"""

import re
from decimal import Decimal
from math import ceil, isfinite
from typing import NamedTuple

from azlift.estate.cells import LARGEST, is_blank
from azlift.estate.sheet import SheetRow
from azlift.workbook import Cell

MIB_IN = {
    "B": Decimal(1) / 2**20,
    "KB": Decimal(1) / 2**10,
    "MB": Decimal(1),
    "GB": Decimal(2**10),
    "TB": Decimal(2**20),
    "PB": Decimal(2**30),
}
AMOUNT = re.compile(r"([0-9][0-9.,'’\s]*?)\s*(bytes|[kmgtp]?b|[kmgtp]ib|[kmgtp]?o)?", re.IGNORECASE)
BETWEEN_GROUPS = re.compile(r"(?<=[0-9])['’\s](?=[0-9]{3}(?![0-9]))")
TWO_MEANINGS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
DECIMAL = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
GROUPED = re.compile(r"([0-9]{1,3}([.,])[0-9]{3}(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]+))?")
DIGITS_AT_MOST = 18
LONGEST = 60
"""What is longer is no number; looking for one in it would take the square of its length."""
WITHOUT_THOUSANDTHS = frozenset({"B", "KB", "MB"})
NUMBER = "a number that means one thing (1.024 and 1,024 may each be 1024, or a little over 1)"
WITH_UNIT = "a number with its unit, such as 16 GB: the header names none"


class Quantity(NamedTuple):
    """`unit` is a key of MIB_IN, or empty where the cell states none."""

    amount: Decimal
    unit: str = ""


def unit_called(text: str) -> str:
    """The unit by its usual name: `GiB`, `GBs` and `Go` (octets) are GB; nothing for what is no unit."""
    name = text.strip().upper().removesuffix("S").replace("IB", "B").replace("BYTE", "B").replace("O", "B")
    return name if name in MIB_IN else ""


def quantity_of(cell: Cell, unit: str = "") -> Quantity | None:
    """Zero or more: a number cell, or a number as people type it, with or without a unit behind it.

    `unit` is the column's, for what means one thing in it and two without.
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return Quantity(Decimal(str(cell))) if isfinite(cell) and 0 <= cell <= LARGEST else None
    if not isinstance(cell, str) or len(cell) > LONGEST:
        return None
    found = AMOUNT.fullmatch(cell.strip())
    if found is None:
        return None
    own = unit_called(found.group(2) or "")
    amount = _amount(BETWEEN_GROUPS.sub("", found.group(1)), own or unit)
    return None if amount is None else Quantity(amount, own)


def _amount(text: str, unit: str) -> Decimal | None:
    """The number, when its separators can be read in one way only."""
    if len(text) > DIGITS_AT_MOST:
        return None
    if TWO_MEANINGS.fullmatch(text):
        return Decimal(re.sub("[.,]", "", text)) if unit in WITHOUT_THOUSANDTHS else None
    if DECIMAL.fullmatch(text):
        return Decimal(text.replace(",", "."))
    found = GROUPED.fullmatch(text)
    return Decimal(re.sub("[.,]", "", found.group(1)) + "." + (found.group(3) or "0")) if found else None


# -- cells of a row -----------------------------------------------------------------------------------------------


def read_mib(row: SheetRow, field: str, unit: str) -> int | None:
    """The cell in MiB, rounded up; `unit` is the column's, a cell's own goes before it. None: empty, or a fault."""
    quantity = _quantity(row, field, unit)
    if quantity is None:
        return None
    if not (quantity.unit or unit):
        row.add_fault(field, WITH_UNIT)
        return None
    mib = ceil(quantity.amount * MIB_IN[quantity.unit or unit])
    if mib > LARGEST:
        row.add_fault(field, "a capacity that can be")
        return None
    return mib


def read_count(row: SheetRow, field: str, most: int) -> int | None:
    """A whole number from 1 to `most`. None: empty, or a fault."""
    quantity = _quantity(row, field)
    if quantity is None:
        return None
    if quantity.unit or quantity.amount != int(quantity.amount) or not 0 < quantity.amount <= most:
        row.add_fault(field, f"a whole number from 1 to {most:,}")
        return None
    return int(quantity.amount)


def _quantity(row: SheetRow, field: str, unit: str = "") -> Quantity | None:
    position = row.columns.get(field)
    if position is None or is_blank(row.cells[position]):
        return None
    quantity = quantity_of(row.cells[position], unit)
    if quantity is None:
        row.add_fault(field, NUMBER)
    return quantity
