"""All sources -> one Estate: each machine once, totals of every source, findings in a steady order."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from azlift.errors import InputError
from azlift.estate.edits import edit_estate
from azlift.estate.findings import bad_cell, steady_order
from azlift.estate.identity import Ambiguity, resolve_machines
from azlift.estate.merging import Merged, merge
from azlift.estate.opening import Opened, open_sources
from azlift.estate.record import Reading, Record
from azlift.estate.resolving import ResolvedUsage, learn_addresses, make_directory, resolve_links, resolve_usage
from azlift.model import (
    Estate,
    Finding,
    LeftOut,
    Origin,
    Severity,
    SourceFile,
    Totals,
    Trace,
    Usage,
    Workload,
    WorkloadId,
)

SHOWN = 5


@dataclass(frozen=True)
class Inventory:
    """The estate, the series that were measured of its machines, and what each source was read as."""

    estate: Estate
    traces: Mapping[WorkloadId, Trace]
    opened: tuple[Opened, ...]


def read_inventory(sources: Sequence[Path], keep_personal: bool = False) -> Inventory:
    """Everything in these files and folders. What cannot be read is a finding, as long as anything can.

    Raises InputError where nothing is usable.
    """
    found = open_sources(sources, keep_personal)
    readings = [one.reading for one in found.opened]
    records = [record for reading in readings for record in reading.records]
    if not records:
        raise _nothing_usable(readings, found.findings)
    kind_of = {record.origin.file: reading.kind for reading in readings for record in reading.records}
    machines, ambiguities = resolve_machines(records)
    merged = [merge(machine, kind_of) for machine in machines]
    told = [
        *found.findings,
        *(finding for reading in readings for finding in reading.findings),
        *_bad_cells(records),
        *(_ambiguous(ambiguity) for ambiguity in ambiguities),
    ]
    estate, traces = _assemble(found.opened, merged, _of_workloads(told, merged))
    for edits in found.edits:
        estate = edit_estate(estate, edits)
    return Inventory(estate, traces, found.opened)


def _assemble(
    opened: Sequence[Opened], merged: Sequence[Merged], told: Iterable[Finding]
) -> tuple[Estate, Mapping[WorkloadId, Trace]]:
    """The estate, with links and utilisation laid at the machines they mean; and the series."""
    readings = [one.reading for one in opened]
    stated = [link for reading in readings for link in reading.links]
    directory = make_directory(merged)
    learn_addresses(directory, stated)
    links = resolve_links(stated, directory)
    measured = resolve_usage([item for reading in readings for item in reading.usage], directory)
    estate = Estate(
        sources=tuple(source for one in opened for source in _source_files(one)),
        totals=_totals(merged),
        workloads=tuple(_with_usage(m.workload, measured) for m in merged if m.workload),
        left_out=tuple(sorted((item for m in merged for item in m.left_out), key=_by_place)),
        merges=tuple(item for m in merged for item in m.merges),
        disagreements=tuple(item for m in merged for item in m.disagreements),
        applications=tuple(application for reading in readings for application in reading.applications),
        application_links=tuple(link for reading in readings for link in reading.application_links),
        links=links.links,
        external_links=links.external,
        findings=tuple(sorted([*told, *links.findings, *measured.findings], key=steady_order)),
    )
    return estate, measured.traces


def _nothing_usable(readings: Sequence[Reading], findings: Sequence[Finding]) -> InputError:
    """The first thing that was wrong, with how much else was."""
    if not findings:
        kinds = ", ".join(sorted({reading.kind for reading in readings})) or "nothing"
        return InputError(
            f"the sources hold no machine: they were read as {kinds}",
            file=", ".join(sorted(reading.file for reading in readings)[:SHOWN]),
            advice="Add the inventory these files are about (an RVTools export, for one).",
        )
    first = findings[0]
    place = first.origin or Origin(file="")
    more = f" ({len(findings) - 1} other files are no better)" if len(findings) > 1 else ""
    return InputError(
        first.message + more, file=place.file, tab=place.tab, row=place.row, column=place.column, advice=first.remedy
    )


def _with_usage(workload: Workload, measured: ResolvedUsage) -> Workload:
    """The workload with what files of their own measured; for a metric both have, theirs is the better one."""
    given = measured.usage.get(workload.id)
    if not given:
        return workload
    found: dict[tuple[str, str], Usage] = {}
    for usage in (*given, *workload.usage):
        found.setdefault((usage.metric, usage.disk), usage)
    return workload.model_copy(update={"usage": tuple(found.values())})


# -- totals -------------------------------------------------------------------------------------------------------


def _source_files(one: Opened) -> list[SourceFile]:
    """Each file with the sums over its own rows; of an export in several files the first stands for all."""
    records = one.reading.records
    totals = {file.name: Totals() for file in one.files}
    totals[one.files[0].name] = _sum(record.totals for record in records)
    return [
        SourceFile(
            name=file.name,
            sha256=file.sha256,
            format=one.reading.kind,
            tabs=one.reading.tabs if file is one.files[0] else (),
            rows=one.reading.rows if file is one.files[0] else 0,
            totals=totals[file.name],
        )
        for file in one.files
    ]


def _totals(merged: Iterable[Merged]) -> Totals:
    """Each machine once, as the source that measured it best states it; rows that repeat another of their file too."""
    machines = list(merged)
    total = _sum(totals for machine in machines for totals in machine.totals)
    rows = sum(bool(m.workload) + len(m.left_out) + len(m.merges) for m in machines)
    return total.model_copy(update={"rows": rows})


def _sum(totals: Iterable[Totals]) -> Totals:
    summed: Counter[str] = Counter()
    for item in totals:
        summed.update(item.model_dump())
    return Totals(**summed)


# -- findings -----------------------------------------------------------------------------------------------------


def _by_place(item: LeftOut) -> tuple[str, str, int]:
    return item.origin.file, item.origin.tab, item.origin.row or 0


def _bad_cells(records: Iterable[Record]) -> Iterable[Finding]:
    """Cells that hold what their column is not for. Those that left their row out are told with it."""
    for record in records:
        for fault in record.faults:
            if record.excluded is None or str(fault) not in record.excluded[1]:
                yield bad_cell(fault, record.origin)


def _of_workloads(findings: Iterable[Finding], merged: Iterable[Merged]) -> Iterable[Finding]:
    """The findings, each with the workload whose row it is about."""
    ids = {_row(record.origin): m.workload.id for m in merged if m.workload for record in m.records}
    for finding in findings:
        owner = ids.get(_row(finding.origin)) if finding.origin and finding.origin.row else None
        yield finding.model_copy(update={"workload": owner}) if owner and not finding.workload else finding


def _row(place: Origin) -> tuple[str, str, int | None]:
    return place.file, place.tab, place.row


def _ambiguous(ambiguity: Ambiguity) -> Finding:
    places = [f"{r.name} ({r.origin.file}, row {r.origin.row})" for r in ambiguity.records]
    return Finding(
        code="perhaps-one-machine",
        severity=Severity.WARNING,
        message=f"several files know a machine by {ambiguity.key[-1]!r}, and it cannot be told which are the same",
        evidence="; ".join(places[:SHOWN]) + ("; …" if len(places) > SHOWN else ""),
        remedy="Give the rows a key they share: a full DNS name, a UUID, or the VM ID with its vCenter.",
        origin=ambiguity.records[0].origin,
    )
