"""One tab as rows of named cells; what a cell should be and is not is kept beside the row, as a fault."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from operator import itemgetter

from azlift.estate.cells import LARGEST, date_of, is_blank, mib_of, number_of, text_of, truth_of, whole_number_of
from azlift.estate.headers import Spellings, find_columns, find_header
from azlift.model import Origin
from azlift.workbook import Cell, Row

SHOWN_CHARACTERS = 60
WHOLE_NUMBER = "a whole number"


@dataclass(frozen=True)
class Fault:
    """A cell that does not hold what its column is for."""

    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.column}: expected {self.expected}, found {self.found}"


@dataclass(frozen=True)
class Sheet:
    """A tab whose header was found; `columns` gives each field's position in `header` and in every row's cells.

    `whole_header` is the header as it stands in the file, with the columns that are not held.
    """

    file: str
    tab: str
    header: Row
    columns: dict[str, int]
    rows: tuple["SheetRow", ...]
    whole_header: Row = ()

    def title(self, field_name: str) -> str:
        return text_of(self.header[self.columns[field_name]]).strip()


@dataclass(slots=True)
class SheetRow:
    """One row; `number` is the spreadsheet's own. Reading a cell as what it is not adds to `faults`."""

    number: int
    cells: Row
    columns: dict[str, int]
    header: Row
    faults: tuple[Fault, ...] = ()

    def text(self, field_name: str) -> str:
        position = self.columns.get(field_name)
        if position is None:
            return ""
        cell = self.cells[position]
        if isinstance(cell, str):
            return cell if cell.strip() else ""
        return text_of(cell)

    def number_or_none(self, field_name: str, most: int = LARGEST) -> int | None:
        """None: no such column, an empty cell, or a fault."""
        position = self.columns.get(field_name)
        if position is None:
            return None
        cell = self.cells[position]
        if isinstance(cell, float) and 0 <= cell <= most and cell.is_integer():
            return int(cell)
        if is_blank(cell):
            return None
        number = whole_number_of(cell)
        if number is None or number > most:
            self.add_fault(field_name, WHOLE_NUMBER if most == LARGEST else f"{WHOLE_NUMBER} up to {most:,}")
            return None
        return number

    def mib_or_none(self, field_name: str) -> int | None:
        """A size in MiB. None: no such column, an empty cell, or a fault."""
        position = self.columns.get(field_name)
        if position is None:
            return None
        cell = self.cells[position]
        if isinstance(cell, float) and 0 <= cell <= LARGEST and cell.is_integer():
            return int(cell)
        if is_blank(cell):
            return None
        size = mib_of(cell)
        if size is None:
            self.add_fault(field_name, WHOLE_NUMBER)
        return size

    def decimal_or_none(self, field_name: str) -> float | None:
        """Zero or more, with or without a percent sign. None: no such column, an empty cell, or a fault."""
        position = self.columns.get(field_name)
        if position is None or is_blank(self.cells[position]):
            return None
        number = number_of(self.cells[position])
        if number is None:
            self.add_fault(field_name, "a number")
        return number

    def date_or_none(self, field_name: str) -> date | None:
        """None: no such column, an empty cell, or nothing that is surely a date; it is never a fault."""
        position = self.columns.get(field_name)
        return None if position is None else date_of(self.cells[position])

    def truth(self, field_name: str) -> bool:
        """False: no such column, an empty cell, or a fault."""
        truth = self.truth_or_none(field_name)
        return truth is True

    def truth_or_none(self, field_name: str) -> bool | None:
        position = self.columns.get(field_name)
        if position is None or is_blank(self.cells[position]):
            return None
        truth = truth_of(self.cells[position])
        if truth is None:
            self.add_fault(field_name, "True or False")
        return truth

    def add_fault(self, field_name: str, expected: str) -> None:
        position = self.columns[field_name]
        fault = Fault(text_of(self.header[position]).strip(), _shown(self.cells[position]), expected)
        if fault not in self.faults:
            self.faults += (fault,)


def make_sheet(
    file: str,
    tab: str,
    rows: Sequence[Row],
    spellings: Spellings,
    mandatory: Sequence[str],
    hold: Callable[[str], bool] | None = None,
) -> Sheet | None:
    """The tab below its header, without rows that are blank from end to end; None when no row is such a header.

    Of the columns that are no field, those are held whose header `hold` says yes to; without it, all of them.
    """
    position = find_header(rows, tab, spellings, mandatory)
    if position is None:
        return None
    whole = rows[position]
    fields = find_columns(whole, tab, spellings)
    taken = set(fields.values())
    held = [n for n, cell in enumerate(whole) if n in taken or hold is None or hold(text_of(cell).strip())]
    columns = {field: held.index(n) for field, n in fields.items()}
    header = [whole[n] for n in held]
    filled = _filled(islice(rows, position + 1, None), len(whole), held)
    sheet_rows = tuple(SheetRow(position + number, cells, columns, header) for number, cells in filled)
    return Sheet(file, tab, header, columns, sheet_rows, whole)


def _filled(rows: Iterator[Row], width: int, held: Sequence[int]) -> Iterator[tuple[int, Row]]:
    """The held cells of each row that is not blank, with the row's number counted from 2; short rows are filled up."""
    pick = itemgetter(*held) if 1 < len(held) < width else None
    for number, cells in enumerate(rows, 2):
        if all(map(is_blank, cells)):
            continue
        full = cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))]
        yield number, pick(full) if pick else full if len(held) == width else [full[n] for n in held]


def place_of(sheet: Sheet, row: SheetRow, column: str = "") -> Origin:
    return Origin(file=sheet.file, tab=sheet.tab, row=row.number, column=column)


def _shown(cell: Cell) -> str:
    """The cell as a person can recognise it: quoted, so that hidden characters show, and cut to a line."""
    text = text_of(cell)
    return repr(text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…")
