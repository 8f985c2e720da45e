"""How good the estate's data is: what became of every row, and which facts are missing, for a program and for people.

A workload's completeness is the share of these facts that its sources state, each counted once and none weighted: a
fact is in the list because a later decision asks for it, which is named beside it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any

from azlift.escaping import markdown
from azlift.model import (
    Disagreement,
    Estate,
    Finding,
    Firmware,
    Metric,
    OsFamily,
    Power,
    Severity,
    SourceFile,
    Totals,
    Workload,
    WorkloadId,
)

SHOWN = 20
"""How many workloads, disagreements or findings the text lists before it says how many more there are."""


@dataclass(frozen=True)
class Fact:
    name: str
    asked_for_by: str
    is_known: Callable[[Workload], bool]


def _measured(metric: Metric) -> Callable[[Workload], bool]:
    return lambda workload: any(usage.metric is metric for usage in workload.usage)


FACTS = (
    Fact("vcpu", "sizing", lambda workload: workload.vcpu is not None),
    Fact("memory", "sizing", lambda workload: workload.memory_mib is not None),
    Fact("cpu usage", "sizing", _measured(Metric.CPU_PERCENT)),
    Fact("memory usage", "sizing", _measured(Metric.MEMORY_PERCENT)),
    Fact(
        "disk capacities",
        "sizing",
        lambda workload: bool(workload.disks) and all(d.capacity_mib and not d.estimated for d in workload.disks),
    ),
    Fact("operating system", "readiness", lambda workload: workload.os_family is not OsFamily.UNKNOWN),
    Fact("firmware", "readiness", lambda workload: workload.firmware is not Firmware.UNKNOWN),
    Fact("power state", "routes", lambda workload: workload.power is not Power.UNKNOWN),
    Fact("network", "landing", lambda workload: any(nic.network or nic.addresses for nic in workload.nics)),
    Fact("application", "grouping", lambda workload: bool(workload.application)),
    Fact("owner", "approval", lambda workload: bool(workload.owner)),
    Fact("environment", "waves", lambda workload: bool(workload.environment)),
)


@dataclass(frozen=True)
class SourceQuality:
    """What became of the rows of one file; `unaccounted` is what is left of them, and not 0 only by a fault.

    `before` are the sums over its own rows, `after` those over the workloads it names first.
    """

    name: str
    format: str
    rows: int
    workloads: int
    left_out: Mapping[str, int]
    merged: int
    unaccounted: int
    findings: int
    before: Totals
    after: Totals


@dataclass(frozen=True)
class Missing:
    fact: str
    asked_for_by: str
    workloads: int


@dataclass(frozen=True)
class QualityReport:
    """`before` is over every machine read, `after` over the workloads. `completeness` is from 0 to 1, by workload."""

    before: Totals
    after: Totals
    workloads: int
    left_out: Mapping[str, int]
    merged: int
    sources: tuple[SourceQuality, ...]
    missing: tuple[Missing, ...]
    completeness: Mapping[WorkloadId, float]
    disagreements: Mapping[str, int]
    findings: Mapping[str, int]
    severities: Mapping[str, int]

    @property
    def mean_completeness(self) -> float | None:
        """None for an estate of no workloads."""
        return fmean(self.completeness.values()) if self.completeness else None


def completeness_of(workload: Workload) -> float:
    """The share of `FACTS` that is known, from 0 to 1."""
    return sum(fact.is_known(workload) for fact in FACTS) / len(FACTS)


def quality_of(estate: Estate) -> QualityReport:
    """The report on an estate."""
    return QualityReport(
        before=estate.totals,
        after=sum_up(estate.workloads),
        workloads=len(estate.workloads),
        left_out=_counted(item.reason for item in estate.left_out),
        merged=len(estate.merges),
        sources=tuple(_source(source, estate) for source in estate.sources),
        missing=tuple(
            Missing(fact.name, fact.asked_for_by, sum(not fact.is_known(workload) for workload in estate.workloads))
            for fact in FACTS
        ),
        completeness={workload.id: completeness_of(workload) for workload in estate.workloads},
        disagreements=_counted(item.field for item in estate.disagreements),
        findings=_counted(finding.code for finding in estate.findings),
        severities=_counted(finding.severity.value for finding in estate.findings),
    )


def quality_data(report: QualityReport) -> dict[str, Any]:
    """The report as JSON values."""
    sources = [{**asdict(source), **_totals_data(source)} for source in report.sources]
    derived = {"sources": sources, "mean_completeness": report.mean_completeness}
    return {**asdict(report), **_totals_data(report), **derived}


def _totals_data(report: QualityReport | SourceQuality) -> dict[str, Any]:
    return {"before": report.before.model_dump(), "after": report.after.model_dump()}


def sum_up(workloads: Iterable[Workload]) -> Totals:
    """The sums over these workloads; what is not known counts nothing."""
    kept = tuple(workloads)
    return Totals(
        rows=len(kept),
        powered_on=sum(workload.power is Power.ON for workload in kept),
        powered_off=sum(workload.power is Power.OFF for workload in kept),
        vcpu=sum(workload.vcpu or 0 for workload in kept),
        memory_mib=sum(workload.memory_mib or 0 for workload in kept),
        disks=sum(len(workload.disks) for workload in kept),
        disk_capacity_mib=sum(workload.disk_capacity_mib for workload in kept),
        provisioned_mib=sum(workload.provisioned_mib or 0 for workload in kept),
        in_use_mib=sum(workload.in_use_mib or 0 for workload in kept),
        nics=sum(len(workload.nics) for workload in kept),
    )


def _source(source: SourceFile, estate: Estate) -> SourceQuality:
    """Files that hold no machines (links, traces) have no rows to account for."""
    own = [workload for workload in estate.workloads if workload.origin.file == source.name]
    left_out = _counted(item.reason for item in estate.left_out if item.origin.file == source.name)
    merged = sum(merge.origin.file == source.name for merge in estate.merges)
    findings = sum(finding.origin is not None and finding.origin.file == source.name for finding in estate.findings)
    machines = source.totals.rows
    unaccounted = machines - len(own) - sum(left_out.values()) - merged if machines else 0
    return SourceQuality(
        name=source.name,
        format=source.format,
        rows=source.rows,
        workloads=len(own),
        left_out=left_out,
        merged=merged,
        unaccounted=unaccounted,
        findings=findings,
        before=source.totals,
        after=sum_up(own),
    )


def _counted(words: Iterable[str]) -> dict[str, int]:
    """Most first, then by name."""
    return dict(sorted(Counter(words).items(), key=lambda entry: (-entry[1], entry[0])))


# -- for people ---------------------------------------------------------------------------------------------------


def quality_markdown(report: QualityReport, estate: Estate) -> str:
    """The report as Markdown; every text of the inventory is escaped."""
    sections = (_totals, _sources, _missing, _least_complete, _disagreements, _findings)
    return "\n".join(line for section in sections for line in section(report, estate)) + "\n"


def _totals(report: QualityReport, estate: Estate) -> Iterator[str]:
    left_out = sum(report.left_out.values())
    mean = report.mean_completeness
    yield "# The quality of the estate's data"
    yield ""
    yield (
        f"{report.before.rows:,} rows about machines = {report.workloads:,} workloads + {left_out:,} left out + "
        f"{report.merged:,} merged into another row."
    )
    if mean is not None:
        yield f"Of the {len(FACTS)} facts that decisions ask for, a workload has {mean:.0%} on average."
    yield ""
    names = [name for name in Totals.model_fields if name != "rows"]
    rows = [(name.replace("_", " "), getattr(report.before, name), getattr(report.after, name)) for name in names]
    yield from _table(("total", "before exclusions", "after"), rows)
    if report.left_out:
        yield from _table(("left out because", "rows"), report.left_out.items())


def _sources(report: QualityReport, estate: Estate) -> Iterator[str]:
    yield "## Sources"
    yield ""
    yield from _table(
        ("file", "read as", "rows", "workloads first named here", "left out", "merged", "unaccounted for", "findings"),
        (
            (s.name, s.format, s.rows, s.workloads, sum(s.left_out.values()), s.merged, s.unaccounted, s.findings)
            for s in report.sources
        ),
    )

    yield from _table(
        ("file", "vCPU kept of read", "memory MiB kept of read", "disk MiB kept of read"),
        (
            (s.name, *(_kept(s, name) for name in ("vcpu", "memory_mib", "disk_capacity_mib")))
            for s in report.sources
            if s.before.rows
        ),
    )


def _kept(source: SourceQuality, name: str) -> str:
    return f"{getattr(source.after, name):,} of {getattr(source.before, name):,}"


def _missing(report: QualityReport, estate: Estate) -> Iterator[str]:
    yield "## Facts nobody states"
    yield ""
    yield from _table(
        ("fact", "asked for by", "workloads without it", "share"),
        (
            (gap.fact, gap.asked_for_by, gap.workloads, f"{gap.workloads / max(report.workloads, 1):.0%}")
            for gap in report.missing
        ),
    )


def _least_complete(report: QualityReport, estate: Estate) -> Iterator[str]:
    """The workloads with the fewest facts, and which those are."""
    lacking = sorted((share, estate.by_id[id_].name, id_) for id_, share in report.completeness.items() if share < 1)
    if not lacking:
        return
    yield "## Workloads with the fewest facts"
    yield ""
    rows = (
        (name, f"{share:.0%}", ", ".join(fact.name for fact in FACTS if not fact.is_known(estate.by_id[id_])))
        for share, name, id_ in lacking[:SHOWN]
    )
    yield from _table(("workload", "complete", "missing"), rows)
    yield from _more(len(lacking), "workloads")


def _disagreements(report: QualityReport, estate: Estate) -> Iterator[str]:
    if not estate.disagreements:
        return
    yield "## Where sources disagree"
    yield ""
    names = {workload.id: workload.name for workload in estate.workloads}
    yield from _table(
        ("workload", "fact", "taken", "from", "the other says", "in", "by which rule"),
        (_disagreement(item, names) for item in estate.disagreements[:SHOWN]),
    )
    yield from _more(len(estate.disagreements), "disagreements")


def _disagreement(item: Disagreement, names: Mapping[WorkloadId, str]) -> Sequence[object]:
    name = names.get(item.workload, item.workload)
    return name, item.field, item.taken, item.taken_from.file, item.other, item.other_from.file, item.rule


def _findings(report: QualityReport, estate: Estate) -> Iterator[str]:
    if not estate.findings:
        return
    yield "## Findings"
    yield ""
    first: dict[str, Finding] = {}
    worst: dict[str, Severity] = {}
    for finding in estate.findings:
        first.setdefault(finding.code, finding)
        worst[finding.code] = max(finding.severity, worst.get(finding.code, finding.severity), key=list(Severity).index)
    yield from _table(
        ("code", "severity", "count", "for example"),
        ((code, worst[code].value, count, first[code].message) for code, count in report.findings.items()),
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(markdown(f'{cell:,}' if isinstance(cell, int) else str(cell)) for cell in row)} |"
    yield ""


def _more(total: int, what: str) -> Iterator[str]:
    if total > SHOWN:
        yield f"… and {total - SHOWN:,} more {what}."
        yield ""
