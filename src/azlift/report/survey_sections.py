"""What a survey found -> the tables a person reads: sources, merges, disagreements, what was left out, findings."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from azlift.model import Disagreement, Estate, Finding, Severity, SourceFile
from azlift.report.tables import Section, counted, place_of, place_text

K = TypeVar("K")
T = TypeVar("T")
MIB_PER_GIB = 1024


def survey_text(estate: Estate) -> str:
    """One line whose first numbers add up: every row is a workload, part of one, or left out."""
    totals, reasons = estate.totals, Counter(item.reason for item in estate.left_out)
    why = f" ({', '.join(f'{count:,} {reason}' for reason, count in reasons.most_common())})" if reasons else ""
    rows, workloads = counted(totals.rows, "row"), counted(len(estate.workloads), "workload")
    return (
        f"{rows} = {workloads} + {len(estate.left_out):,} left out{why} + {len(estate.merges):,} merged into them; "
        f"{totals.powered_on:,} powered on, {totals.powered_off:,} off; {totals.vcpu:,} vCPU, {totals.memory_mib:,} "
        f"MiB memory, {counted(totals.disks, 'disk')}, {counted(totals.nics, 'NIC')}"
    )


def survey_sections(estate: Estate) -> Iterator[Section]:
    """The sections that have something to say; each names the file of the workspace that holds all of it."""
    for make in (_sources, _merges, _disagreements, _left_out, _findings):
        section = make(estate)
        if section.rows:
            yield section


def _sources(estate: Estate) -> Section:
    """Files of machines first, the largest before the others; the sums are over a file's own rows."""
    first = Counter(workload.origin.file for workload in estate.workloads)
    merged = Counter(merge.origin.file for merge in estate.merges)
    left_out = Counter(item.origin.file for item in estate.left_out)
    columns = ("file", "read as", "rows", "named first", "merged", "left out", "vCPU", "memory GiB", "disk GiB")
    rows = [
        (source.name, source.format, f"{source.rows:,}", *_machines(source, first, merged, left_out))
        for source in sorted(estate.sources, key=lambda source: (-source.totals.rows, source.name))
    ]
    return Section("Sources", columns, rows, "survey/sources.csv")


def _machines(source: SourceFile, *became: Counter[str]) -> tuple[str, ...]:
    """Nothing for a file of links or utilisation, which names no machines."""
    totals = source.totals
    if not totals.rows:
        return ("",) * 6
    sums = (totals.vcpu, totals.memory_mib // MIB_PER_GIB, totals.disk_capacity_mib // MIB_PER_GIB)
    return tuple(f"{number:,}" for number in (*(counter[source.name] for counter in became), *sums))


def _merges(estate: Estate) -> Section:
    rules = Counter(merge.rule for merge in estate.merges)
    rows = [(rule, f"{count:,}") for rule, count in rules.most_common()]
    return Section("Merged", ("the same machine by", "rows"), rows, "survey/merges.csv")


def _disagreements(estate: Estate) -> Section:
    by_field = _grouped((item.field, item) for item in estate.disagreements)
    rows = [
        (field.replace("_", " "), f"{len(items):,}", _told(items[0], estate), items[0].rule)
        for field, items in sorted(by_field.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    ]
    columns = ("fact", "times", "for example", "by which rule")
    return Section("Sources disagree", columns, rows, "survey/disagreements.csv")


def _told(item: Disagreement, estate: Estate) -> str:
    name = estate.by_id[item.workload].name
    return f"{name}: {item.taken} ({item.taken_from.file}), where {item.other_from.file} says {item.other}"


def _left_out(estate: Estate) -> Section:
    rows = [(*place_of(item.origin), item.name, item.reason, item.detail) for item in estate.left_out]
    return Section("Left out", ("file", "tab", "row", "name", "reason", "detail"), rows, "survey/left_out.csv")


def _findings(estate: Estate) -> Section:
    """One row for each kind, worst first, with its first instance."""
    kinds = _grouped(((finding.severity, finding.code), finding) for finding in estate.findings)
    order = list(Severity)
    worst_first = sorted(kinds.items(), key=lambda entry: (-order.index(entry[0][0]), -len(entry[1]), entry[0][1]))
    rows = [(severity, code, f"{len(found):,}", *_instance(found[0])) for (severity, code), found in worst_first]
    columns = ("severity", "code", "times", "finding, or the first of them", "where", "evidence")
    return Section("Findings", columns, rows, "survey/findings.csv")


def _instance(finding: Finding) -> tuple[str, str, str]:
    where = place_text(finding.origin) if finding.origin else ""
    return f"{finding.message}. {finding.remedy}".rstrip(". "), where, finding.evidence


def _grouped(pairs: Iterable[tuple[K, T]]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = defaultdict(list)
    for key, item in pairs:
        groups[key].append(item)
    return groups
