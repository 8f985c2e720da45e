"""Declared links: a CSV file `source,target[,port]` of machine names or DNS names -> links between workloads."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from azlift.errors import InputError
from azlift.model import Finding, LeftOut, Link, Origin, Severity, Workload, WorkloadId

HEADERS = (("source", "target"), ("source", "target", "port"))
LAST_PORT = 65_535
Named = Mapping[str, Sequence[WorkloadId]]


@dataclass(frozen=True)
class Line:
    """One row as written; `place` counts rows as a spreadsheet does."""

    place: Origin
    source: str
    target: str
    port: str


@dataclass(frozen=True)
class Declared:
    lines: tuple[Line, ...]

    @property
    def rows(self) -> int:
        return len(self.lines)


@dataclass(frozen=True)
class Directory:
    """Whom a name means, casefolded: DNS names go before machine names; `left_out` tells why there is nobody."""

    fqdns: Named
    names: Named
    left_out: Mapping[str, LeftOut]


def read_declared(name: str, content: bytes) -> Declared:
    """The file's lines; raises InputError when it is not such a file."""
    rows = list(_read_rows(name, content))
    header = tuple(cell.strip().casefold() for cell in rows[0]) if rows else ()
    if header not in HEADERS:
        raise InputError(
            f"not a list of links: expected the header source,target,port, found {','.join(header)[:200] or 'nothing'}",
            file=name,
            row=1,
            advice="Of .csv files azlift reads declared links only, separated by commas. Machines come from .xlsx.",
        )
    return Declared(
        tuple(
            Line(Origin(file=name, row=number), *(cell.strip() for cell in [*row, "", "", ""][:3]))
            for number, row in enumerate(rows[1:], 2)
            if any(cell.strip() for cell in row)
        )
    )


def resolve_links(
    declared: Iterable[Declared], workloads: Sequence[Workload], left_out: Sequence[LeftOut]
) -> tuple[tuple[Link, ...], list[Finding]]:
    """The links whose two ends are workloads, each once; a finding for every line that is not one of them."""
    directory = _directory(workloads, left_out)
    links: dict[Link, None] = {}
    findings: list[Finding] = []
    for line in (line for file in declared for line in file.lines):
        ends = _ends(line, directory, findings)
        port = _port(line, findings)
        if ends is None:
            continue
        link = Link(source=ends[0], target=ends[1], port=port)
        if link.source == link.target:
            findings.append(_finding("link-to-itself", "the link leads from a machine to itself", line))
        elif link in links:
            findings.append(_finding("link-twice", "the same link is declared further up", line))
        else:
            links[link] = None
    return tuple(links), findings


def _read_rows(name: str, content: bytes) -> Iterator[list[str]]:
    try:
        yield from csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
    except UnicodeDecodeError as fault:
        raise InputError(
            f"the text is not UTF-8: byte {fault.start + 1} cannot be read", file=name, advice="Save it as CSV UTF-8."
        ) from fault
    except csv.Error as fault:
        raise InputError(f"the CSV cannot be read: {fault}", file=name, advice="Check its quotation marks.") from fault


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
    if not text:
        return "no machine is named"
    if several:
        return f"the name stands for {several} machines; give the DNS name of one"
    if key in directory.left_out:
        item = directory.left_out[key]
        return f"the machine was left out as {item.reason}"
    return "no machine of the inventory has this name or DNS name"


def _port(line: Line, findings: list[Finding]) -> int | None:
    if not line.port:
        return None
    if line.port.isascii() and line.port.isdecimal() and len(line.port) <= 5 and 0 < int(line.port) <= LAST_PORT:
        return int(line.port)
    message = f"the cell is not read: expected a port from 1 to {LAST_PORT}"
    findings.append(_finding("bad-cell", message, line, "port", repr(line.port), Severity.WARNING))
    return None


def _finding(
    code: str, message: str, line: Line, column: str = "", evidence: str = "", severity: Severity = Severity.NOTE
) -> Finding:
    evidence = evidence or f"{line.source} → {line.target}"
    place = line.place.model_copy(update={"column": column})
    return Finding(code=code, severity=severity, message=message, evidence=evidence, origin=place)
