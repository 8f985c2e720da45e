"""Readings of all files -> one Estate: each machine once, totals over every row, findings in a steady order."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from azlift.errors import InputError
from azlift.estate.disks import capacity_mib, make_disks
from azlift.estate.files import find_files, read_content
from azlift.estate.findings import Kept, file_findings, steady_order
from azlift.estate.links import Declared, read_declared, resolve_links
from azlift.estate.machines import make_workload
from azlift.estate.nics import make_nics
from azlift.estate.rvtools import MachineRecord, RvtoolsReading, read_rvtools
from azlift.estate.sheet import SheetRow
from azlift.estate.workbook import open_workbook
from azlift.model import Estate, LeftOut, Origin, Power, SourceFile, Totals


def read_estate(sources: Sequence[Path]) -> Estate:
    """Everything in these files and folders; raises InputError for a source that cannot be used as it is."""
    readings: list[RvtoolsReading] = []
    declared: list[Declared] = []
    files: list[SourceFile] = []
    for name, path in find_files(sources).items():
        content = read_content(name, path)
        if path.suffix.lower() == ".csv":
            found = read_declared(name, content)
            declared.append(found)
            files.append(_source_file(name, content, "links", (), found.rows))
        else:
            reading = read_rvtools(open_workbook(name, content))
            readings.append(reading)
            files.append(_source_file(name, content, "rvtools", reading.tabs, len(reading.records)))
    if not readings:
        raise InputError(
            "the sources hold links but no inventory", advice="Add the RVTools workbook (.xlsx) the links are about."
        )
    return _assemble(tuple(files), readings, declared)


def _source_file(name: str, content: bytes, kind: str, tabs: tuple[str, ...], rows: int) -> SourceFile:
    return SourceFile(name=name, sha256=sha256(content).hexdigest(), format=kind, tabs=tabs, rows=rows)


def _assemble(
    files: tuple[SourceFile, ...], readings: Sequence[RvtoolsReading], declared: Sequence[Declared]
) -> Estate:
    records = [record for reading in readings for record in reading.records]
    totals = _sum_up(records)
    kept, left_out = _sort_out(records)
    workloads = tuple(workload for _, workload in kept)
    links, link_findings = resolve_links(declared, workloads, left_out)
    findings = [finding for reading in readings for finding in file_findings(reading, kept)]
    return Estate(
        sources=files,
        totals=totals,
        workloads=workloads,
        left_out=left_out,
        links=links,
        findings=tuple(sorted([*findings, *link_findings], key=steady_order)),
    )


def _sort_out(records: Sequence[MachineRecord]) -> tuple[list[Kept], tuple[LeftOut, ...]]:
    """Every record as a workload or left out. A machine stated twice counts where it is stated first."""
    kept: list[Kept] = []
    left_out: list[LeftOut] = []
    first_places: dict[str, Origin] = {}
    for record in records:
        machine = record.machine
        if machine.excluded:
            reason, detail = machine.excluded
            left_out.append(LeftOut(origin=machine.origin, name=machine.name, reason=reason, detail=detail))
            continue
        first = first_places.setdefault(machine.source_key, machine.origin)
        if first is not machine.origin:
            detail = f"the same machine ({machine.source_key}) as in {first.file}, tab {first.tab}, row {first.row}"
            left_out.append(LeftOut(origin=machine.origin, name=machine.name, reason="duplicate", detail=detail))
            continue
        disks, nics = make_disks(machine, record.disk_rows), make_nics(machine, record.nic_rows)
        kept.append((record, make_workload(machine, disks, nics)))
    return kept, tuple(left_out)


# -- totals -------------------------------------------------------------------------------------------------------


def _sum_up(records: Sequence[MachineRecord]) -> Totals:
    """Counts of disks and NICs are vInfo's own; where it states none, the rows of the tab are counted."""
    machines = [record.machine for record in records]
    return Totals(
        rows=len(records),
        powered_on=sum(machine.power is Power.ON for machine in machines),
        powered_off=sum(machine.power is Power.OFF for machine in machines),
        vcpu=sum(machine.vcpu or 0 for machine in machines),
        memory_mib=sum(machine.memory_mib or 0 for machine in machines),
        disks=sum(_counted(record.machine.disk_count, record.disk_rows) for record in records),
        disk_capacity_mib=sum(capacity_mib(record.machine, record.disk_rows) for record in records),
        provisioned_mib=sum(machine.provisioned_mib or 0 for machine in machines),
        in_use_mib=sum(machine.in_use_mib or 0 for machine in machines),
        nics=sum(_counted(record.machine.nic_count, record.nic_rows) for record in records),
    )


def _counted(stated: int | None, rows: Sequence[SheetRow]) -> int:
    return len(rows) if stated is None else stated
