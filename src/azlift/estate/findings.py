"""What a person should know about a reading: cells that are not read, tabs that tell different things, estimates."""

from collections.abc import Callable, Iterable, Sequence

from azlift.estate.rvtools import DISK, INFO, NETWORK, MachineRecord, RvtoolsReading, find_tab
from azlift.estate.sheet import Fault
from azlift.model import Finding, Origin, Severity, Workload, WorkloadId

SHOWN = 5
Kept = tuple[MachineRecord, Workload]
"""A record that became a workload."""
Concern = Callable[[MachineRecord, Workload], bool]


def file_findings(reading: RvtoolsReading, kept: Sequence[Kept]) -> Iterable[Finding]:
    """The findings of one file; `kept` are the workloads of all files."""
    own = [(record, workload) for record, workload in kept if workload.origin.file == reading.file]
    ids = {workload.origin.row: workload.id for _, workload in own}
    yield from reading.findings
    for record in reading.records:
        yield from _bad_cells(reading, record, ids.get(record.machine.origin.row))
    for record, workload in own:
        yield from _workload_findings(record, workload)
    for code, message, concerns in TALLIES:
        names = [workload.name for record, workload in own if concerns(record, workload)]
        if names:
            yield _tally(code, f"{len(names)} of {len(own)} machines: {message}", names, reading)


def steady_order(finding: Finding) -> tuple[str, str, int, str, str, str]:
    """By file, tab and row, whatever the order in which things were found."""
    place = finding.origin or Origin(file="")
    return place.file, place.tab, place.row or 0, finding.code, finding.workload or "", finding.message


def _bad_cells(reading: RvtoolsReading, record: MachineRecord, workload: WorkloadId | None) -> Iterable[Finding]:
    """Cells that hold what their column is not for. Those that left the row out are told with it."""
    essential = record.machine.excluded[1] if record.machine.excluded else ""
    places = [(record.machine.origin.tab, record.machine.origin.row, fault) for fault in record.machine.faults]
    for name, rows in ((DISK, record.disk_rows), (NETWORK, record.nic_rows)):
        tab = find_tab(reading.tabs, name) or name
        places += [(tab, row.number, fault) for row in rows for fault in row.faults]
    for tab, row_number, fault in places:
        if str(fault) not in essential:
            place = Origin(file=reading.file, tab=tab, row=row_number, column=fault.column)
            yield _bad_cell(fault, place, workload)


def _bad_cell(fault: Fault, place: Origin, workload: WorkloadId | None) -> Finding:
    return Finding(
        code="bad-cell",
        severity=Severity.WARNING,
        message=f"the cell is not read: expected {fault.expected}",
        evidence=fault.found,
        workload=workload,
        origin=place,
    )


def _workload_findings(record: MachineRecord, workload: Workload) -> Iterable[Finding]:
    machine = record.machine
    if machine.os_disagrees:
        yield Finding(
            code="os-disagrees",
            severity=Severity.NOTE,
            message="VMware Tools and the configuration file name different systems; the Tools' is taken",
            evidence=f"Tools: {machine.os_tools}; configuration: {machine.os_config}",
            workload=workload.id,
            origin=machine.origin,
        )
    if any(disk.capacity_mib == 0 for disk in workload.disks):
        yield Finding(
            code="disk-capacity-unknown",
            severity=Severity.WARNING,
            message="the machine has disks, but no capacity is stated for all of them",
            evidence=", ".join(disk.label for disk in workload.disks if disk.capacity_mib == 0),
            workload=workload.id,
            origin=machine.origin,
        )


# -- where vInfo and the other tabs do not tell the same ----------------------------------------------------------


def _has_estimates(_: MachineRecord, workload: Workload) -> bool:
    return any(disk.estimated for disk in workload.disks)


def _disks_differ(record: MachineRecord, _: Workload) -> bool:
    return bool(record.disk_rows) and record.machine.disk_count not in (None, len(record.disk_rows))


def _nics_differ(record: MachineRecord, _: Workload) -> bool:
    return bool(record.nic_rows) and record.machine.nic_count not in (None, len(record.nic_rows))


TALLIES: tuple[tuple[str, str, Concern], ...] = (
    (
        "disks-estimated",
        "disk capacities are estimated: vInfo's capacity split evenly over its count of disks (Total disk capacity, "
        "else Provisioned, which includes swap and snapshots and so errs on the large side)",
        _has_estimates,
    ),
    ("disks-differ", "vDisk has another number of disks than vInfo; vDisk's are taken", _disks_differ),
    ("nics-differ", "vNetwork has another number of NICs than vInfo; vNetwork's are taken", _nics_differ),
)
"""One finding per file for each, however many machines it concerns."""


def _tally(code: str, message: str, names: Sequence[str], reading: RvtoolsReading) -> Finding:
    evidence = ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")
    place = Origin(file=reading.file, tab=find_tab(reading.tabs, INFO) or INFO)
    return Finding(code=code, severity=Severity.WARNING, message=message, evidence=evidence, origin=place)
