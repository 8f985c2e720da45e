"""The tables of a source -> sheets, wherever their header stands; rows of any length, as CSV files have them."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from azlift.estate.cells import is_blank, text_of
from azlift.estate.columns import column_uses
from azlift.estate.headers import Spellings, find_columns, find_header, repeated_headers, squeeze
from azlift.estate.record import ColumnUse
from azlift.estate.sheet import Sheet, SheetRow
from azlift.estate.tables import Source, Table
from azlift.model import Finding, Origin, Severity
from azlift.workbook import Row


def sheets_of(source: Source, spellings: Spellings, mandatory: Sequence[str]) -> Iterator[Sheet]:
    """The tables that have every mandatory column."""
    for table in source.tables:
        position = find_header(table.rows, "", spellings, mandatory)
        if position is not None:
            yield sheet_below(table, table.rows, position, find_columns(table.rows[position], "", spellings))


def sheet_below(table: Table, rows: Sequence[Row], position: int, columns: Mapping[str, int]) -> Sheet:
    """What stands below the header in row `position` (from 0), without rows that are blank from end to end."""
    header = rows[position]
    kept = dict(columns)
    filled = tuple(
        SheetRow(number, _widened(cells, len(header)), kept, header)
        for number, cells in enumerate(rows[position + 1 :], position + 2)
        if not all(is_blank(cell) for cell in cells)
    )
    return Sheet(table.file, table.tab, header, kept, filled)


def header_row(sheet: Sheet) -> str:
    """The words over the columns that are read, for saying what a table was recognised by."""
    return ", ".join(sheet.title(field) for field in sheet.columns)


def header_findings(sheet: Sheet) -> Iterator[Finding]:
    """Columns of which there are two: the first is read."""
    for header in sorted(set(repeated_headers(sheet.header, "", sheet.columns))):
        message = f"there is more than one column {header.strip()!r}; the first is read"
        yield finding_in(sheet, "column-twice", message)


def tabs_not_read(source: Source, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """Tables that hold something, and nothing the reader knows."""
    read = {(sheet.file, sheet.tab) for sheet in sheets}
    for table in source.tables:
        if (table.file, table.tab) not in read and not all(is_blank(cell) for row in table.rows for cell in row):
            yield Finding(
                code="tab-not-read",
                severity=Severity.NOTE,
                message="the tab is not read: no row of the first 30 is a header this format has",
                origin=Origin(file=table.file, tab=table.tab),
            )


def finding_in(
    sheet: Sheet,
    code: str,
    message: str,
    row: int | None = None,
    column: str = "",
    evidence: str = "",
    severity: Severity = Severity.WARNING,
) -> Finding:
    place = Origin(file=sheet.file, tab=sheet.tab, row=row, column=column)
    return Finding(code=code, severity=severity, message=message, evidence=evidence, origin=place)


def uses_of(
    sheet: Sheet,
    keep_personal: bool,
    *,
    units: Mapping[str, str] | None = None,
    persons: Collection[str] = (),
    tagged: Collection[str] = (),
) -> Iterator[ColumnUse]:
    """How each column was read; `persons` are fields left out unless asked for, `tagged` those kept as tags too."""
    for use in column_uses(sheet, units or {}, keep_personal):
        if use.field in persons and not keep_personal:
            yield ColumnUse(use.tab, use.header, "", why="dropped: personal or secret")
        elif use.field in persons or use.field in tagged:
            yield ColumnUse(use.tab, use.header, "", why="kept as a tag")
        else:
            yield use


def link_uses(sheet: Sheet, keep_personal: bool) -> Iterator[ColumnUse]:
    """How each column of a list of links was read: a link has no tags."""
    for use in column_uses(sheet, {}, keep_personal):
        yield use if use.field else ColumnUse(use.tab, use.header, "", why="not read")


def known_positions(sheet: Sheet, persons: Collection[str], keep_personal: bool) -> set[int]:
    """The columns that are no tags: those of a field, and every one headed like a person's unless somebody asked."""
    known = {position for field, position in sheet.columns.items() if field not in persons}
    titles = {squeeze(sheet.title(field)) for field in persons if field in sheet.columns and not keep_personal}
    return known | {position for position, cell in enumerate(sheet.header) if squeeze(text_of(cell)) in titles}


def _widened(cells: Row, width: int) -> Row:
    return cells if len(cells) >= width else (*cells, *[""] * (width - len(cells)))
