"""An RVTools export (3.x or 4.x; a workbook or a folder of CSV files; any tabs that include vInfo) -> its machines.

vInfo is the inventory: a row there is a machine or is left out, and rows of other tabs without one are a finding. Of a
field that two tabs state, one is taken by rule, and a difference is a finding. Never read: licences, the names in the
workbook's own properties, and, unless a person asks for them, annotations and mail addresses.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from azlift.collecting import without_collecting
from azlift.errors import InputError
from azlift.estate.cells import is_total, text_of
from azlift.estate.columns import column_uses, is_personal, tags_of
from azlift.estate.disks import capacity_mib, make_disks
from azlift.estate.findings import Seen, machine_findings
from azlift.estate.headers import HEADER_WITHIN_ROWS, MACHINES, MANDATORY, find_columns, find_header, repeated_headers
from azlift.estate.join import index_machines
from azlift.estate.machines import Machine, facts_of, read_machine
from azlift.estate.nics import make_nics
from azlift.estate.record import ColumnUse, Reading, Record
from azlift.estate.rvtools_columns import attribute_name, is_own, is_telling
from azlift.estate.rvtools_facts import facts_beside, file_systems_of, usage_of
from azlift.estate.rvtools_tabs import (
    DISK,
    INFO,
    NETWORK,
    PARTITION,
    Own,
    Tabs,
    find_table,
    first_rows,
    read_tabs,
    read_version,
)
from azlift.estate.sheet import SHOWN_CHARACTERS, Sheet, SheetRow, make_sheet
from azlift.estate.tables import Source, Table
from azlift.model import Finding, Origin, Power, Severity, Totals

KIND = "rvtools"
SHOWN_HEADERS = 100
"""Of a header row that lacks a column: as many as vInfo itself has."""
SUMMED = {
    "power": "Powerstate", "disks": "Disks", "nics": "NICs", "provisioned_mib": "Provisioned MiB",
    "in_use_mib": "In Use MiB",
}  # fmt: skip
"""Columns that are summed up: where they have nothing, the sum is too small, and a finding says so."""
FACTS = (
    *("power", "firmware", "secure_boot", "created_on", "vcpu", "memory_mib", "provisioned_mib", "in_use_mib"),
    *("datacenter", "cluster", "host", "fqdn", "application", "owner", "environment"),
)
"""Facts that are called as the column's field is."""
IDENTIFYING = ("power", "vm_id", "vm_uuid")
"""What a machine's row has, and a row of totals has not."""
UNITS = {"used_mhz": "MHz", "most_mhz": "MHz", "speed_mhz": "MHz", "free_percent": "%"}


def recognise(source: Source) -> str:
    """By what this is an RVTools export, in a line; nothing for what is none."""
    info = _info_table(source)
    if info is None:
        return ""
    version, written = read_version(source)
    by = f"the tab {info.tab}" if info.tab else "the columns of vInfo"
    wrote = f", written by RVTools {version}" if version else ""
    return f"an RVTools export, by {by}{wrote}{f' on {written}' if version and written else ''}"


def read(source: Source) -> Reading:
    """Every row of vInfo as a record. Raises InputError where vInfo, or a column it must have, is missing."""
    with without_collecting():
        return _read(source)


def _read(source: Source) -> Reading:
    whole = _read_info(source)
    left = _rows_left(whole)
    info = replace(whole, rows=tuple(row for row in whole.rows if row.number not in left)) if left else whole
    machines = [read_machine(info, row, source.keep_personal) for row in info.rows]
    tabs = read_tabs(source, index_machines(machine.keys for machine in machines))
    by_tools, by_config = _fact_columns(info, "os_tools"), _fact_columns(info, "os_config")
    seen = [
        _see(
            machine,
            tabs.own_rows(position),
            tabs,
            tags,
            by_tools if machine.os_tools else by_config,
        )
        for position, (machine, tags) in enumerate(zip(machines, _all_tags(info, source.keep_personal), strict=True))
    ]
    findings = [*_version_finding(source), *_column_findings(info), *_left_findings(whole, left), *tabs.findings]
    return Reading(
        file=source.name,
        kind=KIND,
        tabs=tuple(table.tab for table in source.tables),
        rows=len(info.rows),
        records=tuple(one.record for one in seen),
        findings=(*findings, *machine_findings(seen, tabs, info)),
        columns=tuple(_column_uses(info, tabs, source.keep_personal)),
    )


# -- vInfo --------------------------------------------------------------------------------------------------------


def _info_table(source: Source) -> Table | None:
    """The table called vInfo; else the first of all, if its header is vInfo's: people rename tabs and files."""
    named = find_table(source, INFO)
    if named or not source.tables:
        return named
    first = source.tables[0]
    rows = list(islice(first.rows, HEADER_WITHIN_ROWS))
    position = find_header(rows, INFO, MACHINES, (*MANDATORY, "power"))
    return first if position is not None and any(is_telling(text_of(cell)) for cell in rows[position]) else None


def _read_info(source: Source) -> Sheet:
    table = _info_table(source)
    if table is None:
        raise InputError(
            f"the workbook has no tab {INFO}; its tabs are {', '.join(table.tab for table in source.tables)}",
            file=source.name,
            advice="Export it from RVTools with all tabs; without vInfo there is no list of machines.",
        )

    def hold(header: str) -> bool:
        return bool(header) and not is_own(header) and (source.keep_personal or not is_personal(attribute_name(header)))

    sheet = make_sheet(table.file, table.tab, table.rows, MACHINES, MANDATORY, hold)
    if sheet is None:
        raise _no_header(table)
    return sheet


def _rows_left(info: Sheet) -> Mapping[int, str]:
    """Rows that are no machines, by number, and what they are: people add sums to a tab, and put tabs together."""
    title, left = info.title("name"), dict[int, str]()
    for row in info.rows:
        name = row.text("name").strip()
        if is_total(name) and not any(row.text(field) for field in IDENTIFYING):
            left[row.number] = "a row of totals"
        elif name == title:
            left[row.number] = "the header, printed again"
    return left


def _left_findings(info: Sheet, left: Mapping[int, str]) -> Iterator[Finding]:
    for number, what in left.items():
        message = f"the row is no machine: it is {what}"
        place = Origin(file=info.file, tab=info.tab, row=number)
        yield Finding(code="row-no-machine", severity=Severity.NOTE, message=message, origin=place)


def _no_header(table: Table) -> InputError:
    """Name the columns that are missing from the row that comes closest to a header."""
    candidates = list(islice(table.rows, HEADER_WITHIN_ROWS)) or [()]
    best = max(candidates, key=lambda row: len(find_columns(row, INFO, MACHINES)))
    columns = find_columns(best, INFO, MACHINES)
    missing = "; ".join(" or ".join(MACHINES[field]) for field in MANDATORY if field not in columns)
    found = [text_of(cell)[:SHOWN_CHARACTERS] for cell in best if text_of(cell)]
    headers = ", ".join(found[:SHOWN_HEADERS]) or "none"
    return InputError(
        f"mandatory columns are missing: {missing}; the headers found are {headers}",
        file=table.file,
        tab=table.tab,
        row=candidates.index(best) + 1,
        advice=f"Name the columns as RVTools does, in one of the first {HEADER_WITHIN_ROWS} rows.",
    )


def _all_tags(info: Sheet, keep_personal: bool) -> Iterator[Mapping[str, str]]:
    """Row by row, what stands in the columns that are neither fields nor RVTools' own."""
    fields = frozenset(info.columns.values())
    free = [position for position in range(len(info.header)) if position not in fields]
    names = [attribute_name(text_of(info.header[position]).strip()) for position in free]
    for row in info.rows:
        cells = [row.cells[position] for position in free]
        yield tags_of(SheetRow(row.number, cells, {}, names), (), keep_personal) if free else {}


# -- records ------------------------------------------------------------------------------------------------------


def _see(machine: Machine, own: Own, tabs: Tabs, tags: Mapping[str, str], columns: Mapping[str, str]) -> Seen:
    disk_rows, nic_rows = own.get(DISK, ()), own.get(NETWORK, ())
    record = Record(
        origin=machine.origin,
        name=machine.name,
        keys=machine.keys,
        facts={**facts_of(machine), **facts_beside(machine, own, tabs)},
        disks=make_disks(machine, disk_rows),
        nics=make_nics(machine, nic_rows),
        file_systems=file_systems_of(own.get(PARTITION, ())),
        usage=usage_of(machine, own, tabs),
        tags=tags,
        excluded=machine.excluded,
        totals=_totals(machine, disk_rows, nic_rows),
        faults=machine.faults,
        columns=columns,
    )
    return Seen(machine, own, record)


def _totals(machine: Machine, disk_rows: Sequence[SheetRow], nic_rows: Sequence[SheetRow]) -> Totals:
    """Counts of disks and NICs are vInfo's own; where it states none, the rows of the tab are counted."""
    return Totals(
        rows=1,
        powered_on=int(machine.power is Power.ON),
        powered_off=int(machine.power is Power.OFF),
        vcpu=machine.vcpu or 0,
        memory_mib=machine.memory_mib or 0,
        disks=len(disk_rows) if machine.disk_count is None else machine.disk_count,
        disk_capacity_mib=capacity_mib(machine, disk_rows),
        provisioned_mib=machine.provisioned_mib or 0,
        in_use_mib=machine.in_use_mib or 0,
        nics=len(nic_rows) if machine.nic_count is None else machine.nic_count,
    )


def _fact_columns(info: Sheet, system: str) -> Mapping[str, str]:
    """Fact -> header; `system` is the field the operating system was taken from."""
    titles = {field: info.title(field) for field in FACTS if field in info.columns}
    return titles | ({"os_name": info.title(system)} if system in info.columns else {})


# -- what a person should know of the columns ---------------------------------------------------------------------


def _version_finding(source: Source) -> Iterator[Finding]:
    version, written = read_version(source)
    if version:
        when = f" on {written}: what was changed since is not in it" if written else ""
        message = f"RVTools {version} wrote this export{when}"
        yield Finding(code="exported", severity=Severity.NOTE, message=message, origin=Origin(file=source.name))


def _column_findings(info: Sheet) -> Iterator[Finding]:
    for field, title in SUMMED.items():
        if field not in info.columns:
            yield _finding("not-stated", Severity.NOTE, f"there is no column {title}", info)
        elif empty := [row for row in info.rows if not row.text(field)]:
            count = f"{len(empty)} of {len(info.rows)} rows"
            message = f"{info.title(field)} is empty in {count}; {first_rows(empty)}"
            yield _finding("not-stated", Severity.NOTE, message, info)
    header = info.whole_header
    for repeated in sorted(set(repeated_headers(header, INFO, find_columns(header, INFO, MACHINES)))):
        message = f"there is more than one column {repeated!r}; the first is read"
        yield _finding("column-twice", Severity.WARNING, message, info)


def _column_uses(info: Sheet, tabs: Tabs, keep_personal: bool) -> Iterator[ColumnUse]:
    """Of vInfo every column; of the other tabs, which are RVTools' own from end to end, those that are read."""
    header = info.whole_header
    whole = replace(info, header=header, columns=find_columns(header, INFO, MACHINES), rows=())
    for use in column_uses(whole, _units(MACHINES), keep_personal):
        if not use.field and is_own(use.header):
            yield replace(use, why="not read: RVTools' own")
        elif not use.field and not keep_personal and is_personal(attribute_name(use.header)):
            yield replace(use, why="dropped: personal or secret")
        else:
            yield use
    for sheet in tabs.sheets:
        yield from (use for use in column_uses(sheet, _units(sheet.columns), keep_personal) if use.field)


def _units(fields: Mapping[str, object]) -> Mapping[str, str]:
    return {field: "MiB" if field.endswith("_mib") else UNITS[field] for field in fields
            if field.endswith("_mib") or field in UNITS}  # fmt: skip


def _finding(code: str, severity: Severity, message: str, sheet: Sheet) -> Finding:
    place = Origin(file=sheet.file, tab=sheet.tab)
    return Finding(code=code, severity=severity, message=message, origin=place)
