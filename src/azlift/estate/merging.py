"""The rows of one machine -> one workload, with every disagreement on record.

Each fact is taken from the source that knows it best, whatever the order of the files: figures and hardware from what
measured them (RVTools, then Azure Migrate's discovery, …), who owns a machine and what it is for from what people keep
(the CMDB, intake forms, spreadsheets). Of two sources of one rank the file's name decides.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from azlift.estate.identity import RULES, Machine
from azlift.estate.operating_systems import disagree
from azlift.estate.record import Record
from azlift.model import Disagreement, Disk, LeftOut, Merge, Origin, Power, Totals, Usage, Workload, WorkloadId

MEASURED = (
    "rvtools", "azure-migrate-discovery", "azure-migrate-assessment", "azure-migrate-import", "servicenow-cmdb",
    "spreadsheet", "migration-execution-guide", "aws-cmf", "konveyor",
)  # fmt: skip
"""Who knows best what a machine is: who looked at it, before who was told."""
KEPT = (
    "aws-cmf", "migration-execution-guide", "spreadsheet", "servicenow-cmdb", "konveyor", "rvtools",
    "azure-migrate-discovery", "azure-migrate-assessment", "azure-migrate-import",
)  # fmt: skip
"""Who knows best what a machine is for: who plans with it, before who found it."""
BUSINESS = frozenset({
    "application", "owner", "environment", "criticality", "wave", "route", "route_reason", "target_size", "latency_ms",
    "licences", "maintenance_windows", "freeze_windows",
})  # fmt: skip
DECISIVE = frozenset({"template", "placeholder", "appliance"})
"""Exclusions that hold for the machine whatever other sources say of it; the others only where no source keeps it."""
UNKNOWN_OF: Mapping[str, str] = {"power": Power.UNKNOWN, "firmware": "unknown", "os_family": "unknown"}
"""Values that state nothing."""
BOTH_MAY_BE_TRUE = frozenset({"os_family", "os_bits", "given", "tools_state", "provisioned_mib", "in_use_mib"})
"""Facts that follow from others, or that change from one export to the next: no disagreement is written down."""


@dataclass(frozen=True)
class Merged:
    """What became of one machine's rows."""

    workload: Workload | None
    records: tuple[Record, ...]
    totals: tuple[Totals, ...]
    """What its rows add to the estate's sums: one for the machine, one for each row that repeats one of its file."""
    left_out: tuple[LeftOut, ...] = ()
    merges: tuple[Merge, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()


def workload_id(source_key: str) -> WorkloadId:
    return "w-" + sha256(source_key.encode()).hexdigest()[:12]


def merge(machine: Machine, kind_of: Mapping[str, str]) -> Merged:
    """The workload these rows are about, or why there is none; `kind_of` gives each file's kind of source."""
    reason = _excluding(machine.records)
    if reason:
        left_out = tuple(_left_out(record, reason) for record in machine.records)
        return Merged(None, machine.records, (_once(machine.records, kind_of),), left_out)
    source_key = machine.source_key
    known, repeated = _without_repeats(machine)
    merges = tuple(
        Merge(origin=record.origin, workload=workload_id(source_key), rule=RULES[key[0]], key="/".join(key[1:]))
        for record, key in known
        if key
    )
    records = tuple(record for record, _ in known)
    workload, disagreements = _settle(records, source_key, machine.records[0].origin, kind_of)
    counted = set(map(id, records))
    totals = (_once(records, kind_of), *(record.totals for record in machine.records if id(record) not in counted))
    return Merged(workload, records, totals, repeated, merges, disagreements)


def _excluding(records: Sequence[Record]) -> Record | None:
    """The row whose exclusion leaves the machine out, if any does."""
    decisive = (record for record in records if record.excluded and record.excluded[0] in DECISIVE)
    return next(decisive, records[0] if all(record.excluded for record in records) else None)


def _once(records: tuple[Record, ...], kind_of: Mapping[str, str]) -> Totals:
    """One machine's sums: each from the source that measured it best and states it; on or off from one source."""
    ranked = [record.totals for record in sorted(records, key=_rank(MEASURED, kind_of))]
    if len(ranked) == 1:
        return ranked[0]
    power = next((totals for totals in ranked if totals.powered_on or totals.powered_off), ranked[0])
    summed = {name: next(filter(None, (getattr(totals, name) for totals in ranked)), 0) for name in Totals.model_fields}
    return Totals(**{**summed, "powered_on": power.powered_on, "powered_off": power.powered_off})


def _left_out(record: Record, decided: Record) -> LeftOut:
    reason, detail = record.excluded or decided.excluded or ("excluded", "")
    if not record.excluded:
        detail += f" ({_named(decided.origin)})"
    return LeftOut(origin=record.origin, name=record.name, reason=reason, detail=detail)


def _named(origin: Origin) -> str:
    return f"{origin.file}" + (f", tab {origin.tab}" if origin.tab else "") + f", row {origin.row}"


def _without_repeats(machine: Machine) -> tuple[list[tuple[Record, tuple[str, ...]]], tuple[LeftOut, ...]]:
    """The first row of each file; a machine that one file states twice counts where it is stated first."""
    first: dict[str, Record] = {}
    kept, repeated = [], []
    for record, key in zip(machine.records, machine.joined_by, strict=True):
        earlier = first.setdefault(record.origin.file, record)
        if earlier is record:
            kept.append((record, key))
            continue
        detail = f"the same machine ({machine.source_key}) as in {_named(earlier.origin)}"
        repeated.append(LeftOut(origin=record.origin, name=record.name, reason="duplicate", detail=detail))
    return kept, tuple(repeated)


# -- the facts ------------------------------------------------------------------------------------------------------


def _settle(
    records: tuple[Record, ...], source_key: str, origin: Origin, kind_of: Mapping[str, str]
) -> tuple[Workload, tuple[Disagreement, ...]]:
    measured = sorted(records, key=_rank(MEASURED, kind_of))
    kept = sorted(records, key=_rank(KEPT, kind_of))
    facts: dict[str, Any] = {"vcpu": None, "memory_mib": None}
    taken_from: dict[str, str] = {}
    disagreements: list[Disagreement] = []
    identity = workload_id(source_key)
    for name in sorted({name for record in records for name in record.facts}):
        stating = [r for r in (kept if name in BUSINESS else measured) if _states(name, r.facts.get(name))]
        if stating:
            facts[name] = stating[0].facts[name]
            taken_from[name] = stating[0].origin.file
            rule = f"{kind_of[stating[0].origin.file]} first"
            disagreements += _differences(identity, name, stating, rule)
    disks = next((r.disks for r in measured if _measured(r.disks)), next((r.disks for r in measured if r.disks), ()))
    workload = Workload(
        id=identity,
        name=measured[0].name,
        origin=origin,
        source_key=source_key,
        aliases=_aliases(measured),
        disks=disks,
        nics=next((r.nics for r in measured if any(nic.addresses for nic in r.nics)), measured[0].nics),
        file_systems=next((r.file_systems for r in measured if r.file_systems), ()),
        usage=_usage(measured, disks),
        tags={name: text for record in reversed(measured) for name, text in record.tags.items()},
        taken_from=taken_from if len(records) > 1 else {},
        **facts,
    )
    return workload, tuple(disagreements)


def _rank(order: Sequence[str], kind_of: Mapping[str, str]) -> Callable[[Record], tuple[int, str, int]]:
    def rank(record: Record) -> tuple[int, str, int]:
        kind = kind_of[record.origin.file]
        return order.index(kind) if kind in order else len(order), record.origin.file, record.origin.row or 0

    return rank


def _states(name: str, value: Any) -> bool:
    return value not in (None, "", ()) and value != UNKNOWN_OF.get(name)


def _differences(identity: WorkloadId, name: str, stating: Sequence[Record], rule: str) -> Iterator[Disagreement]:
    if name in BOTH_MAY_BE_TRUE:
        return
    taken = stating[0]
    for other in stating[1:]:
        if not _same(name, taken.facts[name], other.facts[name]):
            yield Disagreement(
                workload=identity,
                field=name,
                taken=str(taken.facts[name]),
                taken_from=_place(taken, name),
                other=str(other.facts[name]),
                other_from=_place(other, name),
                rule=rule,
            )


def _same(name: str, one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        if name == "os_name":
            return not disagree(one, other)
        return one.strip().casefold() == other.strip().casefold()
    return bool(one == other)


def _place(record: Record, name: str) -> Origin:
    return record.origin.model_copy(update={"column": record.columns.get(name, "")})


def _aliases(measured: Sequence[Record]) -> tuple[str, ...]:
    names = {record.name.casefold(): record.name for record in reversed(measured)}
    return tuple(name for key, name in reversed(names.items()) if key != measured[0].name.casefold())


# -- disks and what they carry ----------------------------------------------------------------------------------------


def _measured(disks: tuple[Disk, ...]) -> bool:
    return bool(disks) and not any(disk.estimated for disk in disks)


def _usage(measured: Sequence[Record], disks: tuple[Disk, ...]) -> tuple[Usage, ...]:
    """Each metric of each disk from the first source that has it, with the disk's key as it is in `disks`."""
    found: dict[tuple[str, str], Usage] = {}
    for record in measured:
        for usage in record.usage:
            placed = usage.model_copy(update={"disk": _same_disk(usage.disk, record.disks, disks)})
            found.setdefault((placed.metric, placed.disk), placed)
    return tuple(found.values())


def _same_disk(key: str, theirs: tuple[Disk, ...], ours: tuple[Disk, ...]) -> str:
    """Sources name disks differently; where they count as many, the first of one is the first of the other."""
    positions = [disk.key for disk in theirs]
    if not key or key in {disk.key for disk in ours} or key not in positions or len(theirs) != len(ours):
        return key
    return ours[positions.index(key)].key
