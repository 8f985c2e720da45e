"""A mapping of columns, applied to the table it is of: rows whose cells are called by their fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from azlift.errors import InputError
from azlift.estate.cells import text_of
from azlift.estate.headers import HEADER_WITHIN_ROWS
from azlift.estate.intake.fields import DISK_FIELD, has_unit
from azlift.estate.intake.guessing import UNIT_BY_LOOK, states_unit
from azlift.estate.intake.layout import finding_in, header_findings, sheet_below, uses_of
from azlift.estate.intake.mapping import MappedTab, nearest
from azlift.estate.record import ColumnUse
from azlift.estate.sheet import Sheet
from azlift.estate.tables import Source, Table
from azlift.model import Finding
from azlift.workbook import Row


@dataclass(frozen=True)
class MappedList:
    """A table below its header. A capacity of which neither header nor cells name the unit is no column of `sheet`."""

    sheet: Sheet
    tab: MappedTab

    @cached_property
    def units(self) -> Mapping[str, str]:
        return {column.field: column.unit for column in self.tab.columns}

    @cached_property
    def disk_numbers(self) -> tuple[int, ...]:
        found = (DISK_FIELD.fullmatch(field) for field in self.sheet.columns)
        return tuple(sorted(int(number.group(1)) for number in found if number))

    def uses(self, keep_personal: bool) -> Iterator[ColumnUse]:
        """How each column was read, and what it was known by."""
        by_field = {column.field: column for column in self.tab.columns}
        for use in uses_of(self.sheet, keep_personal):
            column = by_field.get(use.field)
            yield ColumnUse(use.tab, use.header, use.field, column.unit, column.why) if column else use

    def findings(self) -> Iterator[Finding]:
        """Columns that are there twice, and units that are not known, or only guessed."""
        yield from header_findings(self.sheet)
        for column in self.tab.columns:
            if column.field not in self.sheet.columns:
                message = f"{column.header!r} is not read: neither the header nor a cell says in which unit it is"
                yield finding_in(self.sheet, "unit-unknown", message, column=column.header)
            elif column.why == UNIT_BY_LOOK:
                message = f"{column.header!r} names no unit; by the look of its values it is read as {column.unit}"
                yield finding_in(self.sheet, "unit-guessed", message, column=column.header)


def open_list(source: Source, tab: MappedTab) -> MappedList:
    """The mapping's table; raises InputError when the source has no such tab, or no row with all of its headers."""
    table = next((table for table in source.tables if table.tab == tab.tab), None)
    if table is None:
        tabs = [table.tab for table in source.tables]
        raise InputError(f"the mapping's tab {tab.tab!r} is not there", file=source.name, advice=nearest(tab.tab, tabs))
    position, places = _header_of(table, tab)
    columns = {
        column.field: places[column.header]
        for column in tab.columns
        if column.unit or not has_unit(column.field) or states_unit(table.rows[position + 1 :], places[column.header])
    }
    return MappedList(sheet_below(table, table.rows, position, columns), tab)


def _header_of(table: Table, tab: MappedTab) -> tuple[int, dict[str, int]]:
    """The first row that has every header of the mapping, and where each stands."""
    wanted = {column.header for column in tab.columns}
    titles = [_titles(row) for row in table.rows[:HEADER_WITHIN_ROWS]]
    for position, places in enumerate(titles):
        if wanted <= places.keys():
            return position, places
    best = max(titles, key=lambda places: (len(wanted & places.keys()), len(places)), default={})
    missing = next(column.header for column in tab.columns if column.header not in best)
    raise InputError(
        f"no row has every header of the mapping; {missing!r} is missing",
        file=table.file,
        tab=table.tab,
        advice=nearest(missing, best) if best else "Let azlift guess the columns anew: delete the mapping.",
    )


def _titles(row: Row) -> dict[str, int]:
    """Each header that says something, and where it stands first."""
    titles: dict[str, int] = {}
    for position, cell in enumerate(row):
        if title := " ".join(text_of(cell).split()):
            titles.setdefault(title, position)
    return titles
