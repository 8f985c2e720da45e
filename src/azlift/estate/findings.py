"""What a person should know about an RVTools export: cells not read, tabs that tell different things, estimates."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from azlift.estate.machines import Machine
from azlift.estate.record import Record
from azlift.estate.rvtools_facts import disagreements_of
from azlift.estate.rvtools_tabs import DISK, NETWORK, SHOWN, Own, Tabs
from azlift.estate.sheet import Fault, Sheet
from azlift.model import Finding, Origin, Severity


@dataclass(frozen=True, slots=True)
class Seen:
    """One machine, the rows it has on other tabs, and the record made of both."""

    machine: Machine
    own: Own
    record: Record


Concern = Callable[[Seen, Tabs], str]
"""What is to be said of a machine, as evidence beside its name; `CONCERNED` where the name is enough, else nothing."""
CONCERNED = " "


def machine_findings(seen: Sequence[Seen], tabs: Tabs, info: Sheet) -> Iterable[Finding]:
    """Those of single machines have the origin of its row; those of many are one for the file.

    Cells come last: looking for differences reads some of them for the first time.
    """
    taken = [one for one in seen if one.record.excluded is None]
    for code, severity, message, concern in TALLIES:
        named = [(one.machine.name, words) for one in taken if (words := concern(one, tabs))]
        if named:
            yield _tally(code, severity, f"{len(named)} of {len(taken)} machines: {message}", named, info)
    for one in taken:
        yield from _of_one(one)
    for one in seen:
        yield from _bad_cells(one, tabs)


def steady_order(finding: Finding) -> tuple[str, str, int, str, str, str]:
    """By file, tab and row, whatever the order in which things were found."""
    place = finding.origin or Origin(file="")
    return place.file, place.tab, place.row or 0, finding.code, finding.workload or "", finding.message


def bad_cell(fault: Fault, place: Origin) -> Finding:
    """A cell that holds what its column is not for; `place` is its row's."""
    return Finding(
        code="bad-cell",
        severity=Severity.WARNING,
        message=f"the cell is not read: expected {fault.expected}",
        evidence=fault.found,
        origin=place.model_copy(update={"column": fault.column}),
    )


def _bad_cells(one: Seen, tabs: Tabs) -> Iterable[Finding]:
    """Those on other tabs; the cells of vInfo are the record's own faults."""
    for name, rows in one.own.items():
        sheet = tabs.joined[name].sheet
        for row in rows:
            for fault in row.faults:
                yield bad_cell(fault, Origin(file=sheet.file, tab=sheet.tab, row=row.number))


def _of_one(one: Seen) -> Iterable[Finding]:
    machine, disks = one.machine, one.record.disks
    if machine.os_disagrees:
        yield Finding(
            code="os-disagrees",
            severity=Severity.NOTE,
            message="VMware Tools and the configuration file name different systems; the Tools' is taken",
            evidence=f"Tools: {machine.os_tools}; configuration: {machine.os_config}",
            origin=machine.origin,
        )
    if any(disk.capacity_mib == 0 for disk in disks):
        yield Finding(
            code="disk-capacity-unknown",
            severity=Severity.WARNING,
            message="the machine has disks, but no capacity is stated for all of them",
            evidence=", ".join(disk.label for disk in disks if disk.capacity_mib == 0),
            origin=machine.origin,
        )


# -- where vInfo and the other tabs do not tell the same ----------------------------------------------------------


def _has_estimates(one: Seen, _: Tabs) -> str:
    return CONCERNED if any(disk.estimated for disk in one.record.disks) else ""


def _disks_differ(one: Seen, _: Tabs) -> str:
    rows = one.own.get(DISK)
    return CONCERNED if rows and one.machine.disk_count not in (None, len(rows)) else ""


def _nics_differ(one: Seen, _: Tabs) -> str:
    rows = one.own.get(NETWORK)
    return CONCERNED if rows and one.machine.nic_count not in (None, len(rows)) else ""


def _cpus_differ(one: Seen, _: Tabs) -> str:
    return disagreements_of(one.machine, one.own)[0]


def _memory_differs(one: Seen, _: Tabs) -> str:
    return disagreements_of(one.machine, one.own)[1]


def _host_unknown(one: Seen, tabs: Tabs) -> str:
    host = one.machine.host.strip().casefold()
    return CONCERNED if tabs.hosts and host and host not in tabs.hosts else ""


TALLIES: tuple[tuple[str, Severity, str, Concern], ...] = (
    (
        "disks-estimated",
        Severity.WARNING,
        "disk capacities are estimated: vInfo's capacity split evenly over its count of disks (Total disk capacity, "
        "else Provisioned, which includes swap and snapshots and so errs on the large side)",
        _has_estimates,
    ),
    (
        "disks-differ",
        Severity.WARNING,
        "vDisk has another number of disks than vInfo; vDisk's are taken",
        _disks_differ,
    ),
    (
        "nics-differ",
        Severity.WARNING,
        "vNetwork has another number of NICs than vInfo; vNetwork's are taken",
        _nics_differ,
    ),
    ("cpus-differ", Severity.WARNING, "vCPU has another number of CPUs than vInfo; vInfo's is taken", _cpus_differ),
    (
        "memory-differs",
        Severity.WARNING,
        "vMemory has another size in MiB than vInfo; vInfo's is taken",
        _memory_differs,
    ),
    (
        "host-unknown",
        Severity.NOTE,
        "their host is not surely one of vHost's, so their processor is not known",
        _host_unknown,
    ),
)
"""One finding per file for each, however many machines it concerns."""


def _tally(code: str, severity: Severity, message: str, named: Sequence[tuple[str, str]], info: Sheet) -> Finding:
    shown = [f"{name} ({words})" if words != CONCERNED else name for name, words in named[:SHOWN]]
    evidence = ", ".join(shown) + (", …" if len(named) > SHOWN else "")
    place = Origin(file=info.file, tab=info.tab)
    return Finding(code=code, severity=severity, message=message, evidence=evidence, origin=place)
