"""Plain lists of machines, Excel or CSV, whatever their columns are called and wherever their header stands.

How the columns are read is guessed (`guessing`) unless a person's mapping says it (`mapping`), and shown either way. A
row of totals and a header printed again are no machines; a row of nothing but a name is left out.
"""

import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as AnyMapping
from datetime import date, datetime
from typing import Any, TypeVar

from azlift.errors import InputError
from azlift.estate.cells import is_blank, is_total, text_of
from azlift.estate.columns import tags_of
from azlift.estate.intake.guessing import guess_mapping
from azlift.estate.intake.layout import finding_in, tabs_not_read
from azlift.estate.intake.mapped import MappedList, open_list
from azlift.estate.intake.mapping import Mapping
from azlift.estate.intake.quantities import read_count, read_mib
from azlift.estate.intake.routes import route_of, routes_not_taken
from azlift.estate.intake.rows import (
    NOT_STATED,
    Parts,
    apart_by_name,
    end_of,
    is_address,
    is_port,
    make_record,
    nic_of,
    os_facts,
    stated,
    team,
    whole_disk,
)
from azlift.estate.machines import power_of
from azlift.estate.record import Excluded, Reading, Record, StatedLink
from azlift.estate.sheet import Sheet, SheetRow, place_of
from azlift.estate.tables import Source
from azlift.model import Disk, Finding, Severity

PLAIN = (
    "fqdn", "environment", "application", "criticality", "wave", "target_size", "datacenter", "cluster", "host",
)  # fmt: skip
"""Fields that are taken as they are written."""
KINDS: AnyMapping[str, str] = {
    "virtual": "virtual", "vm": "virtual", "v": "virtual", "physical": "physical", "p": "physical",
}  # fmt: skip
BETWEEN_NAMES = re.compile(r"[;,|\n]")
NAME_AND_PORT = re.compile(r"(.+?)(?:\s*:\s*|\s+\()([0-9]{1,5})\)?")
LONGEST_NAME = 300
"""A DNS name has at most 253 characters; a longer text is no name with a port."""
NO_DATE_BEFORE = date(1970, 1, 2)
"""1900 and 1970 begin the calendars of Excel and Unix: a date there is an empty one."""
MOST_CPUS = 4_096
Meaning = TypeVar("Meaning")


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
    lists = [open_list(source, tab) for tab in used.tabs]
    machines = [(found, row) for found in lists for row in found.sheet.rows if not _is_no_machine(found.sheet, row)]
    records, shared = apart_by_name(_record(found, row, source.keep_personal) for found, row in machines)
    return Reading(
        file=source.name,
        kind="spreadsheet",
        tabs=tuple(tab.tab for tab in used.tabs if tab.tab),
        rows=len(records),
        records=records,
        links=tuple(link for found, row in machines for link in _links(found.sheet, row)),
        findings=(
            *tabs_not_read(source, [found.sheet for found in lists]),
            *(finding for found in lists for finding in _findings(found)),
            *shared,
        ),
        columns=tuple(use for found in lists for use in found.uses(source.keep_personal)),
    )


# -- rows ---------------------------------------------------------------------------------------------------------


def _is_no_machine(sheet: Sheet, row: SheetRow) -> str:
    """What the row is instead: a sum, or the header again."""
    name = row.text("name").strip()
    if (not stated(row, "name") and any(is_total(text_of(cell)) for cell in row.cells)) or is_total(name):
        return "a row of totals"
    return "the header, printed again" if name == sheet.title("name") else ""


def _record(found: MappedList, row: SheetRow, keep_personal: bool) -> Record:
    sheet = found.sheet
    facts: AnyMapping[str, Any] = {
        **{field: stated(row, field) for field in PLAIN if field in sheet.columns},
        "vcpu": read_count(row, "vcpu", MOST_CPUS),
        "memory_mib": _capacity(found, row, "memory"),
        "power": _meaning(row, "power", power_of, "on, off or suspended"),
        "kind": _meaning(row, "kind", _kind_of, "virtual or physical"),
        "route": route_of(stated(row, "route")),
        "owner": team(row, "owner", keep_personal),
        "created_on": _date(row),
        **os_facts(_os_name(row)),
    }
    unread = {"route"} if facts["route"] is None else set()
    known = {position for field, position in sheet.columns.items() if field not in unread}
    only_a_name = sum(not is_blank(cell) for cell in row.cells) == 1 and len(sheet.columns) > 1
    parts = Parts(
        disks=_disks(found, row),
        nics=nic_of(row.text("ip_address"), stated(row, "mac_address")),
        tags=tags_of(row, known, keep_personal),
        excluded=_excluded(row, only_a_name),
        columns={"memory_mib": sheet.title("memory")} if facts["memory_mib"] else {},
    )
    return make_record(sheet, row, facts, parts)


def _excluded(row: SheetRow, only_a_name: bool) -> Excluded | None:
    if row.truth("template"):
        return "template", "a template: the list says so"
    return ("incomplete", "nothing but a name is stated") if only_a_name and stated(row, "name") else None


def _capacity(found: MappedList, row: SheetRow, field: str) -> int | None:
    """None for what is not stated, and for a capacity of nothing."""
    return read_mib(row, field, found.units.get(field, "")) or None


def _disks(found: MappedList, row: SheetRow) -> tuple[Disk, ...]:
    """The disks that have a column each; else all the storage as one."""
    sizes = {n: size for n in found.disk_numbers if (size := _capacity(found, row, f"disk_{n}"))}
    total = _capacity(found, row, "storage")
    return tuple(
        Disk(key=f"disk-{n}", label=f"Hard disk {n}", capacity_mib=size, os_disk=n == min(sizes))
        for n, size in sizes.items()
    ) or whole_disk(total)


def _meaning(row: SheetRow, field: str, meaning_of: Callable[[str], Meaning | None], expected: str) -> Meaning | None:
    text = stated(row, field)
    meaning = meaning_of(text)
    if text and meaning is None:
        row.add_fault(field, expected)
    return meaning


def _kind_of(text: str) -> str | None:
    return KINDS.get(text.casefold())


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
    source = stated(row, "name") or stated(row, "fqdn")
    for text in (text.strip() for text in BETWEEN_NAMES.split(row.text("dependencies"))):
        if source and text.casefold() not in NOT_STATED:
            name, port = _name_and_port(text)
            yield StatedLink(place_of(sheet, row), end_of(source), end_of(name), port)


def _name_and_port(text: str) -> tuple[str, int | None]:
    found = None if len(text) > LONGEST_NAME or is_address(text) else NAME_AND_PORT.fullmatch(text)
    return (found.group(1), int(found.group(2))) if found and is_port(found.group(2)) else (text, None)


# -- what is told -------------------------------------------------------------------------------------------------


def _findings(found: MappedList) -> Iterator[Finding]:
    yield from found.findings()
    yield from _rows_left(found.sheet)
    yield from routes_not_taken(found.sheet, "route")


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
