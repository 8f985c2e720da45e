"""Plain lists of machines, Excel or CSV, whatever their columns are called and wherever their header stands.

How the columns are read is guessed (`guessing`) unless a person's mapping says it (`mapping`), and shown either way. A
row of totals and a header printed again are no machines; a row of nothing but a name is left out.
"""

import re
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from azlift.errors import InputError
from azlift.estate.cells import is_blank, text_of
from azlift.estate.columns import tags_of
from azlift.estate.headers import HEADER_WITHIN_ROWS
from azlift.estate.intake.fields import DISK_FIELD, has_unit
from azlift.estate.intake.guessing import UNIT_BY_LOOK, guess_mapping, states_unit
from azlift.estate.intake.layout import finding_in, header_findings, sheet_below, uses_of
from azlift.estate.intake.mapping import MappedTab, Mapping, nearest
from azlift.estate.intake.quantities import read_count, read_mib
from azlift.estate.intake.routes import route_of, why_no_route
from azlift.estate.intake.rows import (
    NOT_STATED,
    Parts,
    apart_by_name,
    end_of,
    is_address,
    make_record,
    nic_of,
    os_facts,
    stated,
    team,
    whole_disk,
)
from azlift.estate.record import ColumnUse, Reading, Record, StatedLink
from azlift.estate.sheet import Sheet, SheetRow, place_of
from azlift.estate.tables import Source, Table
from azlift.estate.workbook import Row
from azlift.model import Disk, Finding, Power, Severity

PLAIN = (
    "fqdn", "environment", "application", "criticality", "wave", "target_size", "datacenter", "cluster", "host",
)  # fmt: skip
"""Fields that are taken as they are written."""
POWERS: AnyMapping[str, Power] = {
    **dict.fromkeys(("on", "poweredon", "powered on", "running"), Power.ON),
    **dict.fromkeys(("off", "poweredoff", "powered off", "stopped"), Power.OFF),
    "suspended": Power.SUSPENDED,
}
KINDS: AnyMapping[str, str] = {
    "virtual": "virtual", "vm": "virtual", "v": "virtual", "physical": "physical", "p": "physical",
}  # fmt: skip
TOTALS = frozenset({"total", "totals", "grand total", "subtotal", "sum", "summe", "gesamt", "gesamtsumme"})
BETWEEN_NAMES = re.compile(r"[;,|\n]")
NAME_AND_PORT = re.compile(r"(.+?)(?:\s*:\s*|\s+\()([1-9][0-9]{0,4})\)?")
NO_DATE_BEFORE = date(1970, 1, 2)
"""1900 and 1970 begin the calendars of Excel and Unix: a date there is an empty one."""
MOST_CPUS = 4_096
Word = TypeVar("Word")


def recognise(source: Source) -> str:
    """What shows that this lists machines; nothing where no table does."""
    for tab in guess_mapping(source.tables).tabs:
        return f"a list of machines: the columns {', '.join(f'{c.header} ({c.field})' for c in tab.columns)}"
    return ""


def read(source: Source, mapping: Mapping | None = None) -> Reading:
    """Its machines and what they depend on; raises InputError for a mapping that is not of this file, or none."""
    used = mapping or guess_mapping(source.tables)
    if not used.tabs:
        raise InputError(
            "no table lists machines: no row of the first 30 has a column for names and one for anything machines have",
            file=source.name,
            advice="Name the columns (Hostname, vCPU, RAM_GB, …), or save a mapping of columns beside the file.",
        )
    lists = [(_mapped(source, tab), tab) for tab in used.tabs]
    machines = [(sheet, tab, row) for sheet, tab in lists for row in sheet.rows if not _is_no_machine(sheet, row)]
    records, shared = apart_by_name(_record(sheet, row, tab, source.keep_personal) for sheet, tab, row in machines)
    return Reading(
        file=source.name,
        kind="spreadsheet",
        tabs=tuple(tab.tab for tab in used.tabs if tab.tab),
        rows=len(records),
        records=records,
        links=tuple(link for sheet, _, row in machines for link in _links(sheet, row)),
        findings=(*(finding for sheet, tab in lists for finding in _findings(sheet, tab)), *shared),
        columns=tuple(use for sheet, tab in lists for use in _uses(sheet, tab, source.keep_personal)),
    )


# -- the mapping, applied -----------------------------------------------------------------------------------------


def _mapped(source: Source, tab: MappedTab) -> Sheet:
    """The tab's rows under its fields, but for capacities of which neither header nor cells name the unit."""
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
    return sheet_below(table, table.rows, position, columns)


def _header_of(table: Table, tab: MappedTab) -> tuple[int, dict[str, int]]:
    """The first row that has every header of the mapping, and where each stands."""
    best: dict[str, int] = {}
    wanted = {column.header for column in tab.columns}
    for position, row in enumerate(table.rows[:HEADER_WITHIN_ROWS]):
        places = _titles(row)
        if wanted <= places.keys():
            return position, places
        best = max(best, places, key=lambda titles: len(wanted & titles.keys()))
    missing = next(column.header for column in tab.columns if column.header not in best)
    raise InputError(
        f"no row has every header of the mapping; {missing!r} is missing",
        file=table.file,
        tab=table.tab,
        advice=nearest(missing, best) if best else "Let azlift guess the columns anew: delete the mapping.",
    )


def _titles(row: Row) -> dict[str, int]:
    titles: dict[str, int] = {}
    for position, cell in enumerate(row):
        titles.setdefault(" ".join(text_of(cell).split()), position)
    return titles


def _uses(sheet: Sheet, tab: MappedTab, keep_personal: bool) -> Iterator[ColumnUse]:
    by_field = {column.field: column for column in tab.columns}
    for use in uses_of(sheet, keep_personal):
        column = by_field.get(use.field)
        yield ColumnUse(use.tab, use.header, use.field, column.unit, column.why) if column else use


# -- rows ---------------------------------------------------------------------------------------------------------


def _is_no_machine(sheet: Sheet, row: SheetRow) -> str:
    """What the row is instead: a sum, or the header again."""
    words = [text_of(cell).strip().rstrip(":").casefold() for cell in row.cells]
    if row.text("name").strip().rstrip(":").casefold() in TOTALS or (not stated(row, "name") and TOTALS & set(words)):
        return "a row of totals"
    return "the header, printed again" if row.text("name").strip() == sheet.title("name") else ""


def _record(sheet: Sheet, row: SheetRow, tab: MappedTab, keep_personal: bool) -> Record:
    units = {column.field: column.unit for column in tab.columns}
    facts: AnyMapping[str, Any] = {
        **{field: stated(row, field) for field in PLAIN},
        "vcpu": read_count(row, "vcpu", MOST_CPUS),
        "memory_mib": _capacity(row, "memory", units),
        "power": _word(row, "power", POWERS, "on, off or suspended"),
        "kind": _word(row, "kind", KINDS, "virtual or physical"),
        "route": route_of(stated(row, "route")),
        "owner": team(row, "owner", keep_personal),
        "created_on": _date(row),
        **os_facts(_os_name(row)),
    }
    unread = {"route"} if facts["route"] is None else set()
    known = {position for field, position in sheet.columns.items() if field not in unread}
    only_a_name = sum(not is_blank(cell) for cell in row.cells) == 1 and len(sheet.columns) > 1
    parts = Parts(
        disks=_disks(row, units),
        nics=nic_of(row.text("ip_address"), stated(row, "mac_address")),
        tags=tags_of(row, known, keep_personal),
        excluded=("incomplete", "nothing but a name is stated") if only_a_name and stated(row, "name") else None,
    )
    record = make_record(sheet, row, facts, parts)
    from_memory = {"memory_mib": sheet.title("memory")} if "memory_mib" in record.facts else {}
    return replace(record, columns={**record.columns, **from_memory})


def _capacity(row: SheetRow, field: str, units: AnyMapping[str, str]) -> int | None:
    return read_mib(row, field, units.get(field, "")) or None


def _disks(row: SheetRow, units: AnyMapping[str, str]) -> tuple[Disk, ...]:
    """The disks that have a column each; else all the storage as one."""
    numbers = sorted(int(found.group(1)) for field in row.columns if (found := DISK_FIELD.fullmatch(field)))
    sizes = {n: size for n in numbers if (size := _capacity(row, f"disk_{n}", units))}
    total = _capacity(row, "storage", units)
    return tuple(
        Disk(key=f"disk-{n}", label=f"Hard disk {n}", capacity_mib=size, os_disk=n == min(sizes))
        for n, size in sizes.items()
    ) or whole_disk(total)


def _word(row: SheetRow, field: str, words: AnyMapping[str, Word], expected: str) -> Word | None:
    text = stated(row, field).casefold()
    if text and text not in words:
        row.add_fault(field, expected)
    return words.get(text)


def _date(row: SheetRow) -> date | None:
    """A date cell, or text such as 2024-03-31; other orders of day and month cannot be told apart."""
    position = row.columns.get("created_on")
    cell = row.cells[position] if position is not None else ""
    if isinstance(cell, str) and cell.strip().casefold() not in NOT_STATED:
        try:
            cell = datetime.fromisoformat(cell.strip())
        except ValueError:
            row.add_fault("created_on", "a date such as 2024-03-31")
    found = cell.date() if isinstance(cell, datetime) else cell
    return found if isinstance(found, date) and found >= NO_DATE_BEFORE else None


def _os_name(row: SheetRow) -> str:
    name, version = stated(row, "os_name"), stated(row, "os_version")
    return name if version.casefold() in name.casefold() else f"{name} {version}".strip()


def _links(sheet: Sheet, row: SheetRow) -> Iterator[StatedLink]:
    """`DB01;AD01:389` -> a link to each; what is no machine (`AllServers`) is a name like any other."""
    source = end_of(stated(row, "name"))
    for text in (text.strip() for text in BETWEEN_NAMES.split(row.text("dependencies"))):
        if text.casefold() not in NOT_STATED:
            found = None if is_address(text) else NAME_AND_PORT.fullmatch(text)
            name, port = (found.group(1), int(found.group(2))) if found else (text, None)
            yield StatedLink(place_of(sheet, row), source, end_of(name), port)


# -- what is told -------------------------------------------------------------------------------------------------


def _findings(sheet: Sheet, tab: MappedTab) -> Iterator[Finding]:
    yield from header_findings(sheet)
    yield from _unit_findings(sheet, tab)
    yield from _rows_left(sheet)
    for row in sheet.rows:
        words = stated(row, "route")
        if words and route_of(words) is None:
            column = sheet.title("route")
            yield finding_in(sheet, "route-not-taken", why_no_route(words), row.number, column, repr(words[:60]))


def _unit_findings(sheet: Sheet, tab: MappedTab) -> Iterator[Finding]:
    for column in tab.columns:
        if column.field not in sheet.columns:
            message = f"{column.header!r} is not read: neither the header nor a cell says in which unit it is"
            yield finding_in(sheet, "unit-unknown", message, column=column.header)
        elif column.why == UNIT_BY_LOOK:
            message = f"{column.header!r} names no unit; by the look of its values it is read as {column.unit}"
            yield finding_in(sheet, "unit-guessed", message, column=column.header)


def _rows_left(sheet: Sheet) -> Iterator[Finding]:
    machines = 0
    for row in sheet.rows:
        what = _is_no_machine(sheet, row)
        machines += not what
        if what:
            message = f"the row is no machine: it is {what}"
            yield finding_in(sheet, "row-no-machine", message, row.number, severity=Severity.NOTE)
    if not machines:
        yield finding_in(sheet, "no-machines", "the list has a header and not one machine below it")
