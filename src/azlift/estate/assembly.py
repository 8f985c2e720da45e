"""Readings of all files -> one Estate: each machine once, totals over every row, findings in a steady order."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from azlift.errors import InputError
from azlift.estate.files import find_files, read_content
from azlift.estate.findings import bad_cell, steady_order
from azlift.estate.links import Declared, read_declared, resolve_links
from azlift.estate.machines import source_key
from azlift.estate.record import Reading, Record
from azlift.estate.rvtools import read as read_rvtools
from azlift.estate.tables import workbook_source
from azlift.estate.workbook import open_workbook
from azlift.model import Estate, Finding, LeftOut, Origin, SourceFile, Totals, Workload


def read_estate(sources: Sequence[Path]) -> Estate:
    """Everything in these files and folders; raises InputError for a source that cannot be used as it is."""
    readings: list[Reading] = []
    declared: list[Declared] = []
    files: list[SourceFile] = []
    for name, path in find_files(sources).items():
        content = read_content(name, path)
        if path.suffix.lower() == ".csv":
            found = read_declared(name, content)
            declared.append(found)
            files.append(_source_file(name, content, "links", (), found.rows))
        else:
            reading = read_rvtools(workbook_source(open_workbook(name, content)))
            readings.append(reading)
            files.append(_source_file(name, content, "rvtools", reading.tabs, len(reading.records)))
    if not readings:
        raise InputError(
            "the sources hold links but no inventory", advice="Add the RVTools workbook (.xlsx) the links are about."
        )
    return _assemble(tuple(files), readings, declared)


def _source_file(name: str, content: bytes, kind: str, tabs: tuple[str, ...], rows: int) -> SourceFile:
    return SourceFile(name=name, sha256=sha256(content).hexdigest(), format=kind, tabs=tabs, rows=rows)


def _assemble(files: tuple[SourceFile, ...], readings: Sequence[Reading], declared: Sequence[Declared]) -> Estate:
    records = [record for reading in readings for record in reading.records]
    workloads, left_out = _sort_out(records)
    links, link_findings = resolve_links(declared, workloads, left_out)
    stated = [finding for reading in readings for finding in reading.findings]
    findings = _of_workloads([*stated, *_bad_cells(records)], workloads)
    return Estate(
        sources=files,
        totals=_sum_up(records),
        workloads=workloads,
        left_out=left_out,
        links=links,
        findings=tuple(sorted([*findings, *link_findings], key=steady_order)),
    )


def _sort_out(records: Sequence[Record]) -> tuple[tuple[Workload, ...], tuple[LeftOut, ...]]:
    """Every record as a workload or left out. A machine stated twice counts where it is stated first."""
    kept: list[Workload] = []
    left_out: list[LeftOut] = []
    first_places: dict[str, Origin] = {}
    for record in records:
        if record.excluded:
            reason, detail = record.excluded
            left_out.append(LeftOut(origin=record.origin, name=record.name, reason=reason, detail=detail))
            continue
        key = source_key(record.keys)
        first = first_places.setdefault(key, record.origin)
        if first is not record.origin:
            detail = f"the same machine ({key}) as in {first.file}, tab {first.tab}, row {first.row}"
            left_out.append(LeftOut(origin=record.origin, name=record.name, reason="duplicate", detail=detail))
            continue
        kept.append(_workload(record, key))
    return tuple(kept), tuple(left_out)


def _workload(record: Record, key: str) -> Workload:
    return Workload(
        id="w-" + sha256(key.encode()).hexdigest()[:12],
        name=record.name,
        origin=record.origin,
        source_key=key,
        disks=record.disks,
        nics=record.nics,
        file_systems=record.file_systems,
        usage=record.usage,
        tags=dict(record.tags),
        **record.facts,
    )


def _bad_cells(records: Sequence[Record]) -> list[Finding]:
    """Cells that left their row out are told with it."""
    return [
        bad_cell(fault, record.origin)
        for record in records
        for fault in record.faults
        if record.excluded is None or str(fault) not in record.excluded[1]
    ]


def _of_workloads(findings: Sequence[Finding], workloads: Sequence[Workload]) -> list[Finding]:
    """The findings, each with the workload whose row it is about."""
    ids = {(w.origin.file, w.origin.tab, w.origin.row): w.id for w in workloads}
    return [
        finding.model_copy(update={"workload": ids.get((place.file, place.tab, place.row))})
        if (place := finding.origin)
        else finding
        for finding in findings
    ]


def _sum_up(records: Sequence[Record]) -> Totals:
    return Totals(**{field: sum(getattr(record.totals, field) for record in records) for field in Totals.model_fields})
