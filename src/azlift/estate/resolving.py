"""Whom a file means that is not an inventory: the ends of links, and the machines utilisation was measured on.

A name or an address that is no workload is listed as external; one that stands for several is nobody's.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address

from azlift.estate.identity import STABLE, is_dns_name
from azlift.estate.merging import Merged
from azlift.estate.record import End, Key, StatedLink, StatedUsage
from azlift.model import (
    ExternalLink,
    Finding,
    LeftOut,
    Link,
    Origin,
    Severity,
    Trace,
    Usage,
    WorkloadId,
)

Named = Mapping[str, set[WorkloadId]]


@dataclass(frozen=True)
class Directory:
    """Whom a stable key, a DNS name, a name, a name's first label or an address means, and who was left out."""

    keys: Mapping[Key, WorkloadId]
    fqdns: dict[str, set[WorkloadId]] = field(default_factory=lambda: defaultdict(set))
    names: dict[str, set[WorkloadId]] = field(default_factory=lambda: defaultdict(set))
    labels: dict[str, set[WorkloadId]] = field(default_factory=lambda: defaultdict(set))
    addresses: dict[str, set[WorkloadId]] = field(default_factory=lambda: defaultdict(set))
    left_out: dict[str, LeftOut] = field(default_factory=dict)


def make_directory(merged: Iterable[Merged]) -> Directory:
    """The directory over every machine's names and addresses, as all its sources give them."""
    machines = list(merged)
    directory = Directory(
        {
            key: machine.workload.id
            for machine in machines
            if machine.workload
            for record in machine.records
            for key in record.keys
            if key[0] in STABLE
        }
    )
    for machine in machines:
        for item in machine.left_out:
            directory.left_out.setdefault(item.name.strip().casefold(), item)
        if machine.workload is None:
            continue
        identity = machine.workload.id
        for record in machine.records:
            _enter(directory, identity, record.name, str(record.facts.get("fqdn", "")))
            for address in (address for nic in record.nics for address in nic.addresses):
                directory.addresses[address.strip().casefold()].add(identity)
    return directory


def _enter(directory: Directory, identity: WorkloadId, name: str, fqdn: str) -> None:
    for text in (name.strip().casefold(), fqdn.strip().casefold()):
        if text:
            directory.names[text].add(identity)
            directory.labels[text.split(".")[0] if is_dns_name(text) else text].add(identity)
    if fqdn.strip():
        directory.fqdns[fqdn.strip().casefold()].add(identity)


def learn_addresses(directory: Directory, links: Iterable[StatedLink]) -> None:
    """An export that names a server beside its address tells whose address it is."""
    for end in (end for link in links for end in (link.source, link.target)):
        found = _by_name(end, directory)
        if end.address and found is not None:
            directory.addresses[end.address.casefold()].add(found)


def find(end: End, directory: Directory) -> WorkloadId | None:
    """The one workload this end can only be, or None."""
    for key in end.keys:
        if key in directory.keys:
            return directory.keys[key]
    found = _by_name(end, directory)
    if found is not None or not end.address:
        return found
    return _only(directory.addresses.get(end.address.casefold()))


def _by_name(end: End, directory: Directory) -> WorkloadId | None:
    """DNS names go before names, and a whole name before its first label."""
    text = end.name.strip().casefold()
    if not text:
        return None
    if _is_address(text):
        return _only(directory.addresses.get(text))
    for named in (directory.fqdns, directory.names):
        if text in named:
            return _only(named[text])
    label = text.split(".")[0] if is_dns_name(text) else text
    return _only(directory.labels.get(label))


def _only(found: set[WorkloadId] | None) -> WorkloadId | None:
    return next(iter(found)) if found and len(found) == 1 else None


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


# -- links ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ResolvedLinks:
    links: tuple[Link, ...]
    external: tuple[ExternalLink, ...]
    findings: tuple[Finding, ...]


def resolve_links(stated: Sequence[StatedLink], directory: Directory) -> ResolvedLinks:
    """Each link between two workloads once, with all that was observed of it; others as external, or as findings."""
    links: dict[tuple[object, ...], Link] = {}
    external: dict[tuple[object, ...], ExternalLink] = {}
    findings: list[Finding] = []
    for link in stated:
        ends = find(link.source, directory), find(link.target, directory)
        if ends[0] is not None and ends[1] is not None:
            findings += _add(link, ends[0], ends[1], links)
        else:
            findings += _add_external(link, ends, directory, external)
    return ResolvedLinks(tuple(links.values()), tuple(external.values()), tuple(findings))


def _add(
    link: StatedLink, source: WorkloadId, target: WorkloadId, links: dict[tuple[object, ...], Link]
) -> Iterator[Finding]:
    key = (source, target, link.port, link.kind)
    known = links.get(key)
    if source == target:
        if link.kind == "declared":
            yield _finding("link-to-itself", "the link leads from a machine to itself", link)
    elif known is None:
        links[key] = Link(
            source=source,
            target=target,
            port=link.port,
            kind=link.kind,
            protocol=link.protocol,
            process=link.process,
            observations=link.observations,
            first_seen=link.first_seen,
            last_seen=link.last_seen,
        )
    elif link.kind == "declared":
        yield _finding("link-twice", "the same link is declared further up", link)
    else:
        seen = {
            "observations": known.observations + link.observations,
            "first_seen": _earlier(known.first_seen, link.first_seen),
            "last_seen": _later(known.last_seen, link.last_seen),
        }
        links[key] = known.model_copy(update=seen)


def _add_external(
    link: StatedLink,
    ends: tuple[WorkloadId | None, WorkloadId | None],
    directory: Directory,
    external: dict[tuple[object, ...], ExternalLink],
) -> Iterator[Finding]:
    if link.kind == "declared":
        for column, end, found in zip(("source", "target"), (link.source, link.target), ends, strict=True):
            if found is None:
                reason = why_unresolved(end, directory)
                yield _finding("link-unresolved", reason, link, column, repr(_shown(end)), Severity.WARNING)
    workload, other = (ends[0], link.target) if ends[0] is not None else (ends[1], link.source)
    if workload is None or not _shown(other):
        return
    key = (workload, _shown(other), ends[0] is not None, link.port, link.kind)
    known = external.get(key)
    external[key] = ExternalLink(
        workload=workload,
        other=_shown(other),
        outgoing=ends[0] is not None,
        port=link.port,
        kind=link.kind,
        observations=link.observations + (known.observations if known else 0),
    )


def why_unresolved(end: End, directory: Directory) -> str:
    """Why nobody, or nobody for sure, is meant."""
    text = (end.name or end.address).strip().casefold()
    label = text.split(".")[0] if is_dns_name(text) else text
    several = max(len(named.get(text, ())) for named in (directory.fqdns, directory.names, directory.addresses))
    if not text:
        return "no machine is named"
    if several > 1 or len(directory.labels.get(label, ())) > 1:
        several = max(several, len(directory.labels.get(label, ())))
        return f"the name stands for {several} machines; give the DNS name of one"
    if text in directory.left_out:
        return f"the machine was left out as {directory.left_out[text].reason}"
    return "no machine of the inventory has this name, DNS name or address; it is listed as external"


def _shown(end: End) -> str:
    return (end.name or end.address).strip()


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(filter(None, (one, other)), default=None)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)


def _finding(
    code: str,
    message: str,
    link: StatedLink,
    column: str = "",
    evidence: str = "",
    severity: Severity = Severity.NOTE,
) -> Finding:
    evidence = evidence or f"{_shown(link.source)} → {_shown(link.target)}"
    place = link.origin.model_copy(update={"column": column})
    return Finding(code=code, severity=severity, message=message, evidence=evidence, origin=place)


# -- utilisation ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ResolvedUsage:
    """By workload: the statistics that files of their own give, and the series."""

    usage: Mapping[WorkloadId, tuple[Usage, ...]]
    traces: Mapping[WorkloadId, Trace]
    findings: tuple[Finding, ...]


def resolve_usage(stated: Sequence[StatedUsage], directory: Directory) -> ResolvedUsage:
    """Whose utilisation it is. Of two series of one machine the first file's is taken, and a finding says so."""
    usage: dict[WorkloadId, tuple[Usage, ...]] = {}
    traces: dict[WorkloadId, Trace] = {}
    unknown: dict[str, list[StatedUsage]] = defaultdict(list)
    findings: list[Finding] = []
    for item in stated:
        workload = find(item.end, directory)
        if workload is None:
            unknown[item.origin.file].append(item)
            continue
        usage[workload] = (*usage.get(workload, ()), *item.usage)
        if item.trace and traces.setdefault(workload, item.trace) is not item.trace:
            findings.append(_usage_finding("series-twice", f"{_shown(item.end)} has a series already", item.origin))
    for items in unknown.values():
        named = ", ".join(_shown(item.end) for item in items[:5]) + (", …" if len(items) > 5 else "")
        message = f"utilisation of {len(items)} machines that are in no inventory, or not surely one"
        findings.append(_usage_finding("usage-without-machine", message, items[0].origin, named))
    return ResolvedUsage(usage, traces, tuple(findings))


def _usage_finding(code: str, message: str, origin: Origin, evidence: str = "") -> Finding:
    place = Origin(file=origin.file, tab=origin.tab)
    return Finding(code=code, severity=Severity.WARNING, message=message, evidence=evidence, origin=place)
