"""The tabs of an RVTools export beside vInfo: found, read, and their rows joined to vInfo's machines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from azlift.estate.headers import (
    CPUS,
    DISKS,
    HOSTS,
    IDENTITY,
    MEMORY,
    META,
    NICS,
    PARTITIONS,
    PRESENCE,
    TOOLS,
    Spellings,
    tab_name,
)
from azlift.estate.join import Index, Joined, join_rows
from azlift.estate.sheet import Sheet, SheetRow, make_sheet
from azlift.estate.tables import Source, Table
from azlift.model import Finding, Origin, Severity

INFO = "vInfo"
DISK, NETWORK, PARTITION, CPU, MEMORY_TAB = "vDisk", "vNetwork", "vPartition", "vCPU", "vMemory"
TOOLS_TAB, SNAPSHOT, HOST, META_TAB = "vTools", "vSnapshot", "vHost", "vMetaData"
MEDIA = {"vCD": "CD", "vUSB": "USB", "vFloppy": "floppy"}
"""Tabs of devices that may be connected from outside, and what such a device is called."""
JOINED: Mapping[str, tuple[Spellings, str]] = {
    DISK: (DISKS, "label"),
    NETWORK: (NICS, "label"),
    PARTITION: (PARTITIONS, "mount"),
    CPU: (CPUS, "name"),
    MEMORY_TAB: (MEMORY, "name"),
    TOOLS_TAB: (TOOLS, "name"),
    SNAPSHOT: (IDENTITY, ""),
    **dict.fromkeys(MEDIA, (PRESENCE, "")),
}
"""Tab -> its columns, and the one no machine has twice: of vCPU, vMemory and vTools a machine has one row at all."""
SHOWN = 5
Own = Mapping[str, Sequence[SheetRow]]
"""One machine's rows by tab; a tab that does not name it is not there."""


@dataclass(frozen=True)
class Tabs:
    """What stands beside vInfo: the joined tabs by RVTools' name, the hosts by casefolded name, what was noticed."""

    joined: Mapping[str, Joined]
    hosts: Mapping[str, SheetRow]
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...]
    stray_names: Mapping[str, frozenset[str]]
    """By tab, the casefolded names of rows that belong to no machine of vInfo, or not surely to one."""

    def own_rows(self, position: int) -> Own:
        """The rows of the machine at this position of vInfo."""
        return {name: rows for name, joined in self.joined.items() if (rows := joined.rows.get(position))}

    def lists_all_of(self, tab: str, name: str) -> bool:
        """Whether the tab is there and has no row of this name that could not be joined: then no row means none."""
        return tab in self.joined and name.strip().casefold() not in self.stray_names[tab]


def find_table(source: Source, name: str) -> Table | None:
    """The first table of that name, in any case, under any of the names RVTools' exports have for it."""
    return next((table for table in source.tables if tab_name(table.tab) == name.casefold()), None)


def read_tabs(source: Source, index: Index) -> Tabs:
    joined: dict[str, Joined] = {}
    findings: list[Finding] = []
    for name, (spellings, label) in JOINED.items():
        sheet = _read_sheet(source, name, spellings, findings)
        if sheet:
            joined[name] = join_rows(sheet, index, label)
    hosts = _read_sheet(source, HOST, HOSTS, findings)
    findings += [*_by_name(joined, source.name), *_strays(joined)]
    sheets = [found.sheet for found in joined.values()] + ([hosts] if hosts else [])
    strays = {name: frozenset(map(_name, found.unmatched)) for name, found in joined.items()}
    return Tabs(joined, _by_host(hosts), tuple(sheets), tuple(findings), strays)


def read_version(source: Source) -> tuple[str, date | None]:
    """RVTools' version and the day it wrote the export, as vMetaData (4.x) says; an empty text where it does not."""
    sheet = _read_sheet(source, META_TAB, META, [], ("version",))
    if sheet is None or not sheet.rows:
        return "", None
    return sheet.rows[0].text("version").strip(), sheet.rows[0].date_or_none("written")


def _read_sheet(
    source: Source, name: str, spellings: Spellings, findings: list[Finding], mandatory: Sequence[str] = ("name",)
) -> Sheet | None:
    """The tab with its fields alone; None where it is not there, is empty, or (a finding) names no machines."""
    table = find_table(source, name)
    rows = table.rows if table else ()
    if table is None or not len(rows):
        return None
    sheet = make_sheet(table.file, table.tab, rows, spellings, mandatory, hold=lambda _: False)
    if sheet is None:
        place = Origin(file=table.file, tab=table.tab)
        message = f"the tab has no column {' or '.join(spellings[mandatory[0]])}, so it is not read"
        findings.append(Finding(code="tab-not-read", severity=Severity.WARNING, message=message, origin=place))
    return sheet


def _by_host(hosts: Sheet | None) -> Mapping[str, SheetRow]:
    """A name that two hosts have tells nothing of either."""
    found: dict[str, SheetRow] = {}
    twice = set()
    for row in hosts.rows if hosts else ():
        if found.setdefault(_name(row), row) is not row:
            twice.add(_name(row))
    return {name: row for name, row in found.items() if name and name not in twice}


def _name(row: SheetRow) -> str:
    return row.text("name").strip().casefold()


# -- what a person should know of the joining ---------------------------------------------------------------------


def _by_name(joined: Mapping[str, Joined], file: str) -> Iterator[Finding]:
    by_name = [(name, found) for name, found in joined.items() if found.joined_by_name]
    if by_name:
        tabs = ", ".join(f"{name} ({found.joined_by_name} of {len(found.sheet.rows)})" for name, found in by_name)
        yield Finding(
            code="joined-by-name",
            severity=Severity.WARNING,
            message=f"rows were joined to vInfo by the machine's name alone: {tabs}",
            evidence="they share no VM ID and no VM UUID with vInfo",
            origin=Origin(file=file),
        )


def _strays(joined: Mapping[str, Joined]) -> Iterator[Finding]:
    for found in joined.values():
        if found.unmatched:
            count = f"{len(found.unmatched)} of {len(found.sheet.rows)} rows"
            yield Finding(
                code="rows-without-machine",
                severity=Severity.WARNING,
                message=f"{count} belong to no machine of vInfo, or not surely to one",
                evidence=first_rows(found.unmatched),
                origin=Origin(file=found.sheet.file, tab=found.sheet.tab),
            )


def first_rows(rows: Sequence[SheetRow]) -> str:
    """The first of them, by number and name, as evidence."""
    shown = ", ".join(f"{row.number} ({row.text('name') or 'no name'})" for row in rows[:SHOWN])
    return f"rows {shown}" + (", …" if len(rows) > SHOWN else "")
