"""A dossier -> the tables a person reads, in the order of the path: read, judged, placed, priced, planned."""

from collections.abc import Iterator
from decimal import Decimal

from azlift.model import ExternalLink, Finding, Link, Offered, Origin, Placement, Workload, WorkloadMoney
from azlift.report.dossier import Dossier
from azlift.report.placements import disk_text
from azlift.report.tables import Section, place_of, place_text

MIB_PER_GIB = 1024
NOT_KNOWN = "not known"
ALWAYS_ASKED = ("vcpu", "memory_mib", "os_name", "firmware", "power", "application", "owner", "environment")
"""What later decisions ask for (see `azlift.estate.quality`): told even where no source says it."""
IF_STATED = (
    *("fqdn", "processor", "datacenter", "cluster", "host", "criticality", "target_size", "snapshots", "encrypted"),
    *("mounted_media", "tools_state", "powered_off_since", "latency_ms", "licences", "freeze_windows"),
    *("maintenance_windows", "route", "route_reason"),
)

Row = tuple[object, ...]


def dossier_sections(dossier: Dossier) -> Iterator[Section]:
    """The sections that have something to say."""
    for make in (_facts, _rows, _disagreements, _found, _usage, _verdict, _judged, _size, _disks, _terms, _way, _links):
        section = make(dossier)
        if section.rows:
            yield section


# -- what its sources say -------------------------------------------------------------------------------------------


def _facts(dossier: Dossier) -> Section:
    workload = dossier.workload
    rows: list[Row] = [("id", workload.id, "")]
    if workload.aliases:
        rows.append(("also called", ", ".join(workload.aliases), ""))
    rows += [_fact(name, workload) for name in ALWAYS_ASKED]
    rows += [_fact(name, workload) for name in IF_STATED if getattr(workload, name) not in (None, "", ())]
    rows += [("address", address, "") for nic in workload.nics for address in nic.addresses]
    rows += [("tag", f"{name}={text}", "") for name, text in workload.tags.items()]
    return Section(workload.name, ("fact", "value", "taken from"), rows)


def _fact(name: str, workload: Workload) -> Row:
    value = getattr(workload, name)
    told = value not in (None, "", "unknown")
    shown = ", ".join(map(str, value)) if isinstance(value, tuple) else _figure(value)
    source = workload.taken_from.get(name, workload.origin.file)
    return _words(name), shown if told else NOT_KNOWN, source if told else ""


def _rows(dossier: Dossier) -> Section:
    """Every row that describes it, and by which key each was found to be the same machine."""
    rows = [(*place_of(dossier.workload.origin), "names it first")]
    rows += [(*place_of(merge.origin), f"the same machine by {merge.rule}: {merge.key}") for merge in dossier.merges]
    return Section("Read from", ("file", "tab", "row", "how"), rows)


def _disagreements(dossier: Dossier) -> Section:
    rows = [
        (_words(item.field), item.taken, _cell(item.taken_from), item.other, _cell(item.other_from), item.rule)
        for item in dossier.disagreements
    ]
    return Section("Sources disagree", ("fact", "taken", "from", "the other says", "in", "by which rule"), rows)


def _found(dossier: Dossier) -> Section:
    rows = [(f.severity, f.code, f.message, _cell(f.origin) if f.origin else "") for f in dossier.findings]
    return Section("Found while reading", ("severity", "code", "finding", "where"), rows)


def _usage(dossier: Dossier) -> Section:
    statistics = ("sample", "mean", "p95", "p99", "peak", "samples")
    rows = [
        (usage.metric, usage.disk, *(_figure(getattr(usage, name)) for name in statistics), usage.source)
        for usage in dossier.workload.usage
    ]
    return Section("Measured", ("metric", "disk", *statistics, "from"), rows)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _figure(value: object) -> str:
    """Figures with their thousands set apart, nothing where nobody knows, other things in their own words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{round(value, 2):,}"
    return "" if value is None else str(value)


def _cell(origin: Origin) -> str:
    return f"{place_text(origin)} ({origin.column})" if origin.column else place_text(origin)


# -- what was decided -----------------------------------------------------------------------------------------------


def _verdict(dossier: Dossier) -> Section:
    assessment, rows = dossier.assessment, []
    if assessment:
        rows = [
            ("verdict", assessment.verdict),
            ("route", f"{assessment.route} ({assessment.route_code}): {assessment.route_reason}"),
        ]
    given = dossier.workload.given
    if given:
        rows.append((f"{given.tool} says", "; ".join(filter(None, (given.readiness, given.size, *given.warnings)))))
    return Section("Assessment", ("", "what was found"), rows)


def _judged(dossier: Dossier) -> Section:
    placed = dossier.placement or dossier.assessment
    rows = [_judgement(finding) for finding in (placed.findings if placed else ())]
    return Section("Readiness", ("severity", "code", "finding", "evidence", "what to do"), rows)


def _judgement(finding: Finding) -> Row:
    return finding.severity, finding.code, finding.message, finding.evidence, finding.remedy


def _size(dossier: Dossier) -> Section:
    placed = dossier.placement
    if placed is None:
        return Section("In Azure", (), ())
    rows: list[Row] = [
        ("name", dossier.azure_name),
        ("size", f"{placed.size}: {placed.vcpu} vCPU, {placed.memory_gib} GiB, generation {placed.generation}"),
        ("where", f"{placed.region}, zones {', '.join(placed.zones) or 'none'}"),
        ("why", placed.why),
        ("costs", _cost(placed.compute.amount_per_month, placed.storage.amount_per_month)),
        ("prices from", f"{placed.compute.source} ({placed.compute.seen_on})"),
    ]
    if placed.runner_up:
        rows.insert(4, ("instead of", f"{placed.runner_up.size}: {placed.runner_up.reason}"))
    return Section("In Azure", ("", "what was chosen"), [*rows, ("Azure Migrate's method", _documented(placed))])


def _documented(placed: Placement) -> str:
    taken = placed.documented
    if taken is None:
        return "finds no size"
    stars = f"; confidence {taken.confidence} of 5" if taken.confidence is not None else ""
    return f"{taken.size}, {_cost(taken.compute_per_month, taken.storage_per_month)}: {taken.why}{stars}"


def _cost(compute: Decimal, storage: Decimal) -> str:
    return f"{compute + storage:,.2f} USD a month = {compute:,.2f} compute + {storage:,.2f} disks"


def _disks(dossier: Dossier) -> Section:
    """Each disk as it is, what it becomes, and what Azure Migrate's method would make of it."""
    placed = dossier.placement
    ours = {disk.key: disk for disk in placed.disks} if placed else {}
    documented = placed.documented if placed else None
    theirs = {disk.key: disk for disk in documented.disks} if documented else {}
    rows = []
    for disk in dossier.workload.disks:
        marks = [_words(name) for name in ("os_disk", "raw", "shared", "estimated") if getattr(disk, name)]
        becomes, other = ours.get(disk.key), theirs.get(disk.key)
        gib = f"{Decimal(disk.capacity_mib) / MIB_PER_GIB:,.1f}"
        cost = f"{becomes.cost_per_month:,.2f}" if becomes else ""
        rows.append(
            (
                disk.label,
                gib,
                ", ".join(marks),
                disk_text(becomes) if becomes else "",
                cost,
                disk_text(other) if other else "",
            )
        )
    return Section("Disks", ("disk", "GiB", "", "becomes", "USD a month", "Azure Migrate's method"), rows)


def _terms(dossier: Dossier) -> Section:
    placed = dossier.placement
    rows = [_term(offered, placed.storage.amount_per_month) for offered in placed.offered] if placed else []
    return Section("USD a month under each commitment", ("commitment", "licence", "compute", "with its disks"), rows)


def _term(offered: Offered, storage: Decimal) -> Row:
    amount = offered.amount_per_month
    licence = "brought along" if offered.licence_brought else "in the price, if any"
    prices = (NOT_KNOWN, NOT_KNOWN) if amount is None else (f"{amount:,.2f}", f"{amount + storage:,.2f}")
    return offered.commitment, licence, *prices


# -- the way there --------------------------------------------------------------------------------------------------


def _way(dossier: Dossier) -> Section:
    rows: list[Row] = []
    if dossier.wave and dossier.group:
        others = [dossier.names[other] for other in dossier.group.workloads if other != dossier.workload.id]
        rows += [("wave", f"{dossier.wave.id}: {dossier.wave.why}"), ("group", dossier.group.id)]
        rows += [("because", dossier.group.because), ("together with", ", ".join(others) or "no other machine")]
        rows += [("after", ", ".join(dossier.group.after) or "nothing")]
    if dossier.money:
        rows.append(("costs today", f"{dossier.money.today:,.2f} {dossier.currency} a month"))
        rows.append(("costs in Azure", _target(dossier.money, dossier)))
    return Section("Wave and money", ("", "what is planned"), rows)


def _target(money: WorkloadMoney, dossier: Dossier) -> str:
    if money.target is not None:
        return f"{money.target:,.2f} {dossier.currency} a month"
    return f"nothing, it stays: {dossier.stays.findings[0].message}" if dossier.stays else NOT_KNOWN


def _links(dossier: Dossier) -> Section:
    own, name = dossier.workload.id, dossier.names
    rows: list[Row] = [
        ("to", name[link.target], *_seen(link)) if link.source == own else ("from", name[link.source], *_seen(link))
        for link in dossier.links
    ]
    rows += [
        ("to" if link.outgoing else "from", f"{link.other} (external)", *_seen(link)) for link in dossier.external_links
    ]
    return Section("Talks", ("", "machine", "port", "kind", "times"), rows, "survey/links.csv")


def _seen(link: Link | ExternalLink) -> Row:
    return "" if link.port is None else link.port, link.kind, link.observations
