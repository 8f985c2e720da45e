"""Declared links, read by `intake.dependency_map`: names of machines or DNS names -> links between workloads."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from azlift.errors import InputError
from azlift.estate.intake import dependency_map
from azlift.estate.tables import csv_source
from azlift.model import Finding, LeftOut, Link, Origin, Severity, Workload, WorkloadId

Named = Mapping[str, Sequence[WorkloadId]]


@dataclass(frozen=True)
class Line:
    """One link as written; `place` counts rows as a spreadsheet does."""

    place: Origin
    source: str
    target: str
    port: int | None


@dataclass(frozen=True)
class Declared:
    """`findings` are those of reading: rows that name nobody, ports that are none."""

    rows: int
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Directory:
    """Whom a name means, casefolded: DNS names go before machine names; `left_out` tells why there is nobody."""

    fqdns: Named
    names: Named
    left_out: Mapping[str, LeftOut]


def read_declared(name: str, content: bytes) -> Declared:
    """The file's links; raises InputError when it is not such a file."""
    source = csv_source(name, content)
    if not dependency_map.recognise(source):
        raise InputError(
            "not a list of links: expected a header with source and target",
            file=name,
            advice="Of .csv files azlift reads declared links only. Machines come from .xlsx.",
        )
    reading = dependency_map.read(source)
    lines = (
        Line(link.origin, link.source.name or link.source.address, link.target.name or link.target.address, link.port)
        for link in reading.links
    )
    return Declared(reading.rows, tuple(lines), reading.findings)


def resolve_links(
    declared: Iterable[Declared], workloads: Sequence[Workload], left_out: Sequence[LeftOut]
) -> tuple[tuple[Link, ...], list[Finding]]:
    """The links whose two ends are workloads, each once; a finding for every line that is not one of them."""
    directory = _directory(workloads, left_out)
    links: dict[Link, None] = {}
    files = tuple(declared)
    findings = [finding for file in files for finding in file.findings]
    for line in (line for file in files for line in file.lines):
        ends = _ends(line, directory, findings)
        if ends is None:
            continue
        link = Link(source=ends[0], target=ends[1], port=line.port)
        if link.source == link.target:
            findings.append(_finding("link-to-itself", "the link leads from a machine to itself", line))
        elif link in links:
            findings.append(_finding("link-twice", "the same link is declared further up", line))
        else:
            links[link] = None
    return tuple(links), findings


def _directory(workloads: Sequence[Workload], left_out: Sequence[LeftOut]) -> Directory:
    fqdns: dict[str, list[WorkloadId]] = defaultdict(list)
    names: dict[str, list[WorkloadId]] = defaultdict(list)
    for workload in workloads:
        names[workload.name.strip().casefold()].append(workload.id)
        if workload.fqdn.strip():
            fqdns[workload.fqdn.strip().casefold()].append(workload.id)
    return Directory(fqdns, names, {item.name.strip().casefold(): item for item in left_out})


def _ends(line: Line, directory: Directory, findings: list[Finding]) -> tuple[WorkloadId, WorkloadId] | None:
    """Both ends, or None with a finding for each that is nobody, or more than one."""
    source, target = _one(line.source, directory), _one(line.target, directory)
    for end, text, found in (("source", line.source, source), ("target", line.target, target)):
        if found is None:
            reason = _why_unresolved(text, directory)
            findings.append(_finding("link-unresolved", reason, line, end, repr(text), Severity.WARNING))
    return None if source is None or target is None else (source, target)


def _one(text: str, directory: Directory) -> WorkloadId | None:
    for named in (directory.fqdns, directory.names):
        found = named.get(text.casefold(), ())
        if len(found) == 1:
            return found[0]
    return None


def _why_unresolved(text: str, directory: Directory) -> str:
    key = text.casefold()
    several = len(directory.names.get(key, ())) or len(directory.fqdns.get(key, ()))
    if several:
        return f"the name stands for {several} machines; give the DNS name of one"
    if key in directory.left_out:
        item = directory.left_out[key]
        return f"the machine was left out as {item.reason}"
    return "no machine of the inventory has this name or DNS name"


def _finding(
    code: str, message: str, line: Line, column: str = "", evidence: str = "", severity: Severity = Severity.NOTE
) -> Finding:
    evidence = evidence or f"{line.source} → {line.target}"
    place = line.place.model_copy(update={"column": column})
    return Finding(code=code, severity=severity, message=message, evidence=evidence, origin=place)
