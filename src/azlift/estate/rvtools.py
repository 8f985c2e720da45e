"""An RVTools workbook (3.x or 4.x, any tabs that include vInfo) -> its machines, with their rows on other tabs.

Never read: annotations, licences, mail addresses, and any added column but application, owner and environment.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from azlift.errors import InputError
from azlift.estate.cells import text_of
from azlift.estate.headers import (
    DISKS,
    HEADER_WITHIN_ROWS,
    IDENTITY,
    MACHINES,
    MANDATORY,
    NICS,
    Spellings,
    find_columns,
    repeated_headers,
)
from azlift.estate.join import Index, Joined, index_machines, join_rows
from azlift.estate.machines import Machine, read_machine
from azlift.estate.sheet import Sheet, SheetRow, make_sheet
from azlift.estate.workbook import Row, Workbook
from azlift.model import Finding, Origin, Severity

INFO, DISK, NETWORK = "vInfo", "vDisk", "vNetwork"
ROSTERS = ("vCPU", "vMemory", "vPartition", "vCD", "vUSB", "vSnapshot", "vTools")
"""Tabs of which only the machines' names and ids are looked at: they may know machines that vInfo does not."""
SHOWN = 5
SUMMED = {
    "power": "Powerstate", "disks": "Disks", "nics": "NICs", "provisioned_mib": "Provisioned MiB",
    "in_use_mib": "In Use MiB",
}  # fmt: skip
"""Columns that are summed up: where they have nothing, the sum is too small, and a finding says so."""


@dataclass(frozen=True)
class MachineRecord:
    """A machine with its own rows of vDisk and vNetwork."""

    machine: Machine
    disk_rows: Sequence[SheetRow]
    nic_rows: Sequence[SheetRow]


@dataclass(frozen=True)
class RvtoolsReading:
    file: str
    tabs: tuple[str, ...]
    records: tuple[MachineRecord, ...]
    findings: tuple[Finding, ...]


def read_rvtools(workbook: Workbook) -> RvtoolsReading:
    info = _read_info(workbook)
    machines = [read_machine(info, row) for row in info.rows]
    index = index_machines(machine.keys for machine in machines)
    findings = _column_findings(info)
    disks, disk_findings = _read_joined(workbook, DISK, DISKS, index, "label")
    nics, nic_findings = _read_joined(workbook, NETWORK, NICS, index, "label")
    for tab in ROSTERS:
        findings += _read_joined(workbook, tab, IDENTITY, index)[1]
    records = tuple(
        MachineRecord(machine, disks.get(position, ()), nics.get(position, ()))
        for position, machine in enumerate(machines)
    )
    return RvtoolsReading(workbook.name, workbook.tabs, records, tuple(findings + disk_findings + nic_findings))


def find_tab(tabs: Sequence[str], name: str) -> str | None:
    """The first tab of that name, in any case; `tabvInfo` is how RVTools' own export names it."""
    wanted = (name.casefold(), f"tab{name}".casefold())
    return next((tab for tab in tabs if tab.strip().casefold() in wanted), None)


# -- vInfo --------------------------------------------------------------------------------------------------------


def _read_info(workbook: Workbook) -> Sheet:
    tab = find_tab(workbook.tabs, INFO)
    if tab is None:
        raise InputError(
            f"the workbook has no tab {INFO}; its tabs are {', '.join(workbook.tabs)}",
            file=workbook.name,
            advice="Export it from RVTools with all tabs; without vInfo there is no list of machines.",
        )
    rows = workbook.read_tab(tab)
    sheet = make_sheet(workbook.name, tab, rows, MACHINES, MANDATORY)
    if sheet is None:
        raise _no_header(workbook.name, tab, rows)
    return sheet


def _no_header(file: str, tab: str, rows: Sequence[Row]) -> InputError:
    """Name the columns that are missing from the row that comes closest to a header."""
    candidates = list(rows[:HEADER_WITHIN_ROWS]) or [()]
    best = max(candidates, key=lambda row: len(find_columns(row, INFO, MACHINES)))
    columns = find_columns(best, INFO, MACHINES)
    missing = "; ".join(" or ".join(MACHINES[field]) for field in MANDATORY if field not in columns)
    headers = ", ".join(text_of(cell) for cell in best if text_of(cell)) or "none"
    return InputError(
        f"mandatory columns are missing: {missing}; the headers found are {headers}",
        file=file,
        tab=tab,
        row=candidates.index(best) + 1,
        advice=f"Name the columns as RVTools does, in one of the first {HEADER_WITHIN_ROWS} rows.",
    )


def _column_findings(info: Sheet) -> list[Finding]:
    findings = []
    for field, title in SUMMED.items():
        if field not in info.columns:
            message = f"there is no column {title}"
        elif empty := [row for row in info.rows if not row.text(field)]:
            message = f"{info.title(field)} is empty in {len(empty)} of {len(info.rows)} rows; {_first(empty)}"
        else:
            continue
        findings.append(_finding("not-stated", Severity.NOTE, message, info))
    for header in sorted(set(repeated_headers(info.header, INFO, info.columns))):
        message = f"there is more than one column {header!r}; the first is read"
        findings.append(_finding("column-twice", Severity.WARNING, message, info))
    return findings


# -- the other tabs -----------------------------------------------------------------------------------------------


def _read_joined(
    workbook: Workbook, name: str, spellings: Spellings, index: Index, label: str = ""
) -> tuple[dict[int, list[SheetRow]], list[Finding]]:
    """The tab's rows by position of their machine in vInfo; nothing when the workbook has no such tab."""
    tab = find_tab(workbook.tabs, name)
    rows = workbook.read_tab(tab) if tab else []
    if tab is None or not rows:
        return {}, []
    sheet = make_sheet(workbook.name, tab, rows, spellings, ("name",))
    if sheet is None:
        place = Origin(file=workbook.name, tab=tab)
        message = "the tab has no column VM, so it is not read"
        return {}, [Finding(code="tab-not-read", severity=Severity.WARNING, message=message, origin=place)]
    joined = join_rows(sheet, index, label)
    return joined.rows, _join_findings(joined, len(sheet.rows), spellings is not IDENTITY)


def _join_findings(joined: Joined, total: int, taken: bool) -> list[Finding]:
    """`taken`: facts are taken from the tab, so that it matters how surely its rows were joined."""
    findings = []
    if joined.joined_by_name and taken:
        message = f"{joined.joined_by_name} of {total} rows were joined to vInfo by the machine's name alone"
        evidence = "they share no VM ID and no VM UUID with vInfo"
        findings.append(_finding("joined-by-name", Severity.WARNING, message, joined.sheet, evidence))
    if joined.unmatched:
        message = f"{len(joined.unmatched)} of {total} rows belong to no machine of vInfo, or not surely to one"
        findings.append(
            _finding("rows-without-machine", Severity.WARNING, message, joined.sheet, _first(joined.unmatched))
        )
    return findings


def _first(rows: Sequence[SheetRow]) -> str:
    shown = ", ".join(f"{row.number} ({row.text('name') or 'no name'})" for row in rows[:SHOWN])
    return f"rows {shown}" + (", …" if len(rows) > SHOWN else "")


def _finding(code: str, severity: Severity, message: str, sheet: Sheet, evidence: str = "") -> Finding:
    place = Origin(file=sheet.file, tab=sheet.tab)
    return Finding(code=code, severity=severity, message=message, evidence=evidence, origin=place)
