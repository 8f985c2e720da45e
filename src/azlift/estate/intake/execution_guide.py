"""The workbook of Microsoft's Migration Execution Guide: who moves in which wave, by which method, to where.

Tabs (github.com/Azure/migration, excel/MEG v0.97 - Framework.xlsx): Wave and Workload list machines, Digital Estate
applications. Their headers stand in row 15 or 16, from column B, under merged group titles, with line breaks in the
words. `…`, `<vnet>` and links to other tabs are the template's placeholders and say nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from azlift.estate.columns import tags_of
from azlift.estate.headers import Spellings, find_columns, find_header
from azlift.estate.intake.layout import (
    finding_in,
    header_findings,
    known_positions,
    sheet_below,
    tabs_not_read,
    uses_of,
)
from azlift.estate.intake.quantities import read_count, read_mib
from azlift.estate.intake.routes import route_of, routes_not_taken
from azlift.estate.intake.rows import Parts, end_of, make_record, os_facts, stated, team, whole_disk
from azlift.estate.machines import FIRMWARES
from azlift.estate.record import Reading, Record, StatedLink
from azlift.estate.sheet import Sheet, SheetRow, place_of
from azlift.estate.tables import Source
from azlift.model import Application, Finding, Route, Severity
from azlift.workbook import Cell

WAVES: Spellings = {
    "name": ("Machine",),
    "wave": ("Wave Number",),
    "application": ("Workload",),
    "method": ("Migration Methodology",),
    "os_name": ("Operating System",),
    "environment": ("Environment",),
    "engineer": ("Migration Engineer",),
    "test_owner": ("Test Migration UAT Owner",),
    "final_owner": ("Final Migration UAT Owner",),
}
WORKLOADS: Spellings = {
    "name": ("Machine",),
    "application": ("Workload",),
    "platform": ("Platform",),
    "os_name": ("Operating System",),
    "environment": ("Environment",),
    "kind": ("Type",),
    "firmware": ("Firmware",),
    "datacenter": ("Location",),
    "vcpu": ("Capacity: Cores",),
    "memory_mib": ("Capacity: Memory",),
    "disk": ("Capacity: Disk",),
    "target_size": ("Selected Azure VM Size",),
    "dependencies": ("Summary of Dependencies",),
}
PORTFOLIO: Spellings = {
    "name": ("Workload",),
    "route": ("Rationalization",),
    "owner": ("Business Owner",),
    "environment": ("Environment",),
    "criticality": ("Business Criticality",),
    "technical_owner": ("Technical Owner",),
    "architect": ("Migration Architect",),
}
WAVE_HEADER, WORKLOAD_HEADER = ("name", "wave", "application", "method"), ("name", "application", "platform", "kind")
PORTFOLIO_HEADER = ("name", "route", "environment", "criticality")
TAGGED = ("method", "platform", "dependencies")
PERSONS = ("engineer", "test_owner", "final_owner", "technical_owner", "architect")
PLACEHOLDER = re.compile(r"…|\.\.\.|<[^<>]*>|'?[^'!]*'![A-Z]{1,3}[0-9]{1,7}")
REPLICATION = re.compile(r"azure migrate|site recovery|\basr\b", re.IGNORECASE)
"""Methods of the guide that copy a machine's disks: Azure Migrate's appliances, and Azure Site Recovery's provider."""
KINDS = {"vm": "virtual", "virtual": "virtual", "virtual machine": "virtual", "physical": "physical"}
MOST_CORES = 4_096
WORD = re.compile(r"[\w.-]+")


@dataclass(frozen=True)
class _Guide:
    waves: tuple[Sheet, ...]
    workloads: tuple[Sheet, ...]
    portfolio: tuple[Sheet, ...]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        return (*self.workloads, *self.waves, *self.portfolio)


def recognise(source: Source) -> str:
    """What shows that this is the guide's workbook; nothing where it is not."""
    guide = _open(source)
    tabs = ", ".join(sheet.tab or sheet.file for sheet in guide.sheets)
    return f"Microsoft's Migration Execution Guide: the tabs {tabs}" if tabs else ""


def read(source: Source) -> Reading:
    """Its machines, each once though two tabs describe it, and its applications."""
    guide = _open(source)
    workloads = [_workload(sheet, row, source.keep_personal) for sheet in guide.workloads for row in sheet.rows]
    waves = [_wave(sheet, row, source.keep_personal) for sheet in guide.waves for row in sheet.rows]
    records, differing = _joined(workloads, waves)
    return Reading(
        file=source.name,
        kind="migration-execution-guide",
        tabs=tuple(sheet.tab for sheet in guide.sheets if sheet.tab),
        rows=len(records),
        records=records,
        links=tuple(_links(guide.workloads)),
        applications=tuple(
            _application(sheet, row, source.keep_personal)
            for sheet in guide.portfolio
            for row in sheet.rows
            if stated(row, "name")
        ),
        findings=(
            *tabs_not_read(source, guide.sheets),
            *_findings(guide),
            *differing,
        ),
        columns=tuple(
            use
            for sheet in guide.sheets
            for use in uses_of(sheet, source.keep_personal, persons=PERSONS, tagged=TAGGED)
        ),
    )


def _open(source: Source) -> _Guide:
    """The tabs by what their headers say."""
    return _Guide(
        tuple(_sheets(source, WAVES, WAVE_HEADER)),
        tuple(_sheets(source, WORKLOADS, WORKLOAD_HEADER)),
        tuple(_sheets(source, PORTFOLIO, PORTFOLIO_HEADER)),
    )


def _sheets(source: Source, spellings: Spellings, mandatory: Sequence[str]) -> Iterator[Sheet]:
    """The tabs of this kind, their placeholders made blanks."""
    for table in source.tables:
        position = find_header(table.rows, "", spellings, mandatory)
        if position is not None:
            rows = [[_plain(cell) for cell in row] for row in table.rows]
            yield sheet_below(table, rows, position, find_columns(rows[position], "", spellings))


def _plain(cell: Cell) -> Cell:
    """On one line, and nothing for what the template holds the place of something with."""
    if not isinstance(cell, str):
        return cell
    text = " ".join(cell.split())
    return "" if PLACEHOLDER.fullmatch(text) else text


# -- machines -----------------------------------------------------------------------------------------------------


def _workload(sheet: Sheet, row: SheetRow, keep_personal: bool) -> Record:
    facts: Mapping[str, Any] = {
        **_shared_facts(row),
        "kind": KINDS.get(stated(row, "kind").casefold()),
        "firmware": FIRMWARES.get(stated(row, "firmware").casefold()),
        "datacenter": stated(row, "datacenter"),
        "vcpu": read_count(row, "vcpu", MOST_CORES),
        "memory_mib": read_mib(row, "memory_mib", ""),
        "target_size": stated(row, "target_size"),
    }
    disks = whole_disk(read_mib(row, "disk", ""))
    return make_record(sheet, row, facts, Parts(disks=disks, tags=_tags(sheet, row, keep_personal)))


def _wave(sheet: Sheet, row: SheetRow, keep_personal: bool) -> Record:
    method = stated(row, "method")
    route = _route_of_method(method)
    facts: Mapping[str, Any] = {
        **_shared_facts(row),
        "wave": stated(row, "wave"),
        "route": route,
        "route_reason": f"{sheet.title('method')}: {method}" if route else "",
    }
    return make_record(sheet, row, facts, Parts(tags=_tags(sheet, row, keep_personal)))


def _route_of_method(method: str) -> Route | None:
    return Route.REHOST if REPLICATION.search(method) else route_of(method)


def _shared_facts(row: SheetRow) -> dict[str, Any]:
    plain = {field: stated(row, field) for field in ("application", "environment")}
    return {**plain, **os_facts(stated(row, "os_name"))}


def _tags(sheet: Sheet, row: SheetRow, keep_personal: bool) -> dict[str, str]:
    tagged = {sheet.columns[field] for field in TAGGED if field in sheet.columns}
    return tags_of(row, known_positions(sheet, PERSONS, keep_personal) - tagged, keep_personal)


def _links(sheets: Sequence[Sheet]) -> Iterator[StatedLink]:
    """From a machine to each other one of its tab that the prose about its dependencies names."""
    for sheet in sheets:
        names = {name.casefold(): name for row in sheet.rows if (name := stated(row, "name"))}
        for row in sheet.rows:
            own = stated(row, "name").casefold()
            words = dict.fromkeys(word.casefold().strip(".") for word in WORD.findall(row.text("dependencies")))
            for word in (word for word in words if own and word in names.keys() - {own}):
                yield StatedLink(place_of(sheet, row), end_of(names[own]), end_of(names[word]))


# -- two tabs, one machine ----------------------------------------------------------------------------------------


def _joined(workloads: Sequence[Record], waves: Sequence[Record]) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
    """The Workload tab's machines with what the Wave tab adds; a machine that either tab names twice stays apart."""
    counts = [Counter(record.name.casefold() for record in records) for records in (workloads, waves)]
    once = {name for name in counts[0] if name and all(count[name] == 1 for count in counts)}
    added = {record.name.casefold(): record for record in waves if record.name.casefold() in once}
    pairs = [(record, added.get(record.name.casefold())) for record in workloads]
    others = (record for record in waves if record.name.casefold() not in once)
    differing = (finding for first, second in pairs if second for finding in _differing(first, second))
    return (*(_with(first, second) for first, second in pairs), *others), tuple(differing)


def _with(first: Record, second: Record | None) -> Record:
    if second is None:
        return first
    return replace(
        first,
        facts={**second.facts, **first.facts},
        tags={**second.tags, **first.tags},
        columns={**second.columns, **first.columns},
        faults=(*first.faults, *second.faults),
    )


def _differing(first: Record, second: Record) -> Iterator[Finding]:
    for field in first.facts.keys() & second.facts.keys():
        if str(first.facts[field]).casefold() != str(second.facts[field]).casefold():
            yield Finding(
                code="tabs-disagree",
                severity=Severity.WARNING,
                message=f"{first.origin.tab} and {second.origin.tab} differ on {field}; {first.origin.tab}'s is taken",
                evidence=f"{first.facts[field]}; {second.facts[field]}",
                origin=second.origin,
            )


# -- applications, and what is told -------------------------------------------------------------------------------


def _application(sheet: Sheet, row: SheetRow, keep_personal: bool) -> Application:
    route = route_of(stated(row, "route"))
    unread = set() if route else {sheet.columns["route"]}
    known = known_positions(sheet, PERSONS, keep_personal) - unread
    return Application(
        name=stated(row, "name"),
        owner=team(row, "owner", keep_personal),
        environment=stated(row, "environment"),
        criticality=stated(row, "criticality"),
        route=route,
        tags=tags_of(row, known, keep_personal),
        origin=place_of(sheet, row),
    )


def _findings(guide: _Guide) -> Iterator[Finding]:
    """Columns that are there twice, decisions that are no route, applications that are unnamed or described twice."""
    for sheet in guide.sheets:
        yield from header_findings(sheet)
    for sheet in guide.waves:
        yield from routes_not_taken(sheet, "method", _route_of_method)
    for sheet in guide.portfolio:
        yield from routes_not_taken(sheet, "route")
        yield from _portfolio_findings(sheet)


def _portfolio_findings(sheet: Sheet) -> Iterator[Finding]:
    met: set[str] = set()
    for row in sheet.rows:
        name = stated(row, "name")
        if not name:
            yield finding_in(sheet, "row-not-read", "the row is not read: it names no application", row.number)
        elif name.casefold() in met:
            message = "the application is described further up, too"
            yield finding_in(sheet, "application-twice", message, row.number, evidence=name)
        met.add(name.casefold())
