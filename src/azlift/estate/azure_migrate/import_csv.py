"""Azure Migrate's import CSV: servers that a person describes, because no appliance may discover them.

Source of the columns: articles/migrate/tutorial-discover-import.md of MicrosoftDocs/azure-docs, and the template it
links to. The page says `IP address` and `Firmware type`, the template `IP addresses` and `Boot type`; sizes are met in
MB and in GB. The server's name is the key by which Azure Migrate updates: of two rows, the later counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from azlift.estate.azure_migrate.identity import keys_of
from azlift.estate.azure_migrate.import_disks import disk_figures, disk_numbers, disk_spellings, read_disks
from azlift.estate.azure_migrate.machine import (
    architecture_bits,
    excluded_of,
    machine_facts,
    meaning_of,
    nics_of,
    os_name_of,
    stated,
    totals_of,
)
from azlift.estate.azure_migrate.numbers import decimal_or_none, mib_or_none, sum_of
from azlift.estate.azure_migrate.sheets import (
    find_sheet,
    not_recognised,
    seen_in,
    sheet_findings,
    sized,
    tallies,
    titles_of,
    units_of,
)
from azlift.estate.azure_migrate.usage import FULL_PERCENT, Figure, measured, measured_nothing
from azlift.estate.cells import LARGEST
from azlift.estate.columns import column_uses, tags_of
from azlift.estate.headers import Spellings
from azlift.estate.machines import MOST_DEVICES
from azlift.estate.record import Excluded, Reading, Record
from azlift.estate.sheet import Sheet, SheetRow, place_of
from azlift.estate.tables import Source, Table
from azlift.model import Disk, Finding, Metric

KIND = "azure-migrate-import"
WHAT = "import CSV of Azure Migrate"
COLUMNS: Spellings = {
    "name": ("Server name",),
    "addresses": ("IP addresses", "IP address"),
    "macs": ("MAC addresses", "MAC address"),
    "vcpu": ("Cores", "Number of cores"),
    **sized("memory", "Memory", "mib"),
    "os_name": ("OS name",),
    "os_version": ("OS version",),
    "architecture": ("OS architecture",),
    "server_type": ("Server type",),
    "hypervisor": ("Hypervisor",),
    "cpu_percent": ("CPU utilization percentage",),
    "memory_percent": ("Memory utilization percentage",),
    "nics": ("Network adapters", "Number of network adapters"),
    "network_in_mb_per_s": ("Network In throughput", "Network In throughput (MB per second)"),
    "network_out_mb_per_s": ("Network Out throughput", "Network Out throughput (MB per second)"),
    "firmware": ("Boot type", "Firmware type"),
    "disk_count": ("Number of disks",),
    **sized("in_use", "Storage in use", "gib"),
    **sized("allocated", "Storage allocated", "gib"),
}
MANDATORY = ("name", "vcpu", "os_name")
KEPT_AS_TAGS = ("os_version", "hypervisor")
"""Read for a fact, and worth keeping in the words of the source."""
KINDS: dict[str, Literal["virtual", "physical"]] = {"virtual": "virtual", "physical": "physical"}
WHOLE_MACHINE = (
    ("cpu_percent", Metric.CPU_PERCENT, FULL_PERCENT),
    ("memory_percent", Metric.MEMORY_PERCENT, FULL_PERCENT),
    ("network_in_mb_per_s", Metric.NETWORK_IN_MB_PER_S, LARGEST),
    ("network_out_mb_per_s", Metric.NETWORK_OUT_MB_PER_S, LARGEST),
)
CONCERNS = {
    "differ": ("disks-differ", "another number of disks than have a size; those with a size are taken"),
    "estimated": (
        "disks-estimated",
        "no disk has a size, so the storage allocated is split evenly over them, or else the storage in use, which is "
        "less than the disks hold",
    ),
    "unknown": ("disk-capacity-unknown", "disks are counted, but no size is stated, neither theirs nor together"),
    "zero": ("usage-zero", "every figure of utilisation is 0, which is what was never measured; none is taken"),
    "updated": (
        "row-updated",
        "a later row has the same server name and counts instead, as it does in Azure",
    ),
}
"""The code and the message of what is told once for all rows it concerns."""


def recognise(source: Source) -> str:
    """By what this is an import CSV: server name, cores and OS name, and memory, in one header. Empty: it is none."""
    found = _find(source)
    return seen_in(found[0], WHAT, ("name", "vcpu", "memory_mib", "memory_gib", "os_name")) if found else ""


def read(source: Source) -> Reading:
    """One record for each row. Raises InputError for a source that is no import CSV."""
    found = _find(source)
    if found is None:
        raise not_recognised(source, WHAT, COLUMNS, MANDATORY)
    sheet, numbers = found
    titles = titles_of(sheet)
    records = _latest_count(_record(sheet, row, numbers, titles, source.keep_personal) for row in sheet.rows)
    return Reading(
        file=source.name,
        kind=KIND,
        tabs=tuple(table.tab for table in source.tables if table.tab),
        rows=len(sheet.rows),
        records=records,
        findings=(*sheet_findings(sheet), *_findings(sheet, records, numbers)),
        columns=tuple(column_uses(sheet, units_of(sheet), source.keep_personal)),
    )


def _find(source: Source) -> tuple[Sheet, tuple[int, ...]] | None:
    found = (_read_header(table) for table in source.tables)
    return next((pair for pair in found if pair), None)


def _read_header(table: Table) -> tuple[Sheet, tuple[int, ...]] | None:
    numbers = disk_numbers(table.rows)
    sheet = find_sheet(table, {**COLUMNS, **disk_spellings(numbers)}, MANDATORY)
    return (sheet, numbers) if sheet and sheet.columns.keys() & {"memory_mib", "memory_gib"} else None


def _record(
    sheet: Sheet, row: SheetRow, numbers: Sequence[int], titles: Mapping[str, str], keep_personal: bool
) -> Record:
    name = row.text("name").strip()
    disks, nics = read_disks(row, numbers), nics_of(row)
    facts = machine_facts(row) | _import_facts(row)
    usage = measured(_figures(row, disks, numbers), sheet.file)
    known = {position for field, position in sheet.columns.items() if field not in KEPT_AS_TAGS}
    return Record(
        origin=place_of(sheet, row),
        name=name,
        keys=keys_of(name),
        facts=facts,
        disks=disks,
        nics=nics,
        usage=usage,
        tags=tags_of(row, known, keep_personal),
        excluded=excluded_of(sheet, row),
        totals=totals_of(facts, disks, nics),
        faults=row.faults,
        columns=titles,
    )


def _import_facts(row: SheetRow) -> dict[str, Any]:
    """What only the import CSV says, and the whole name of the operating system."""
    by_hypervisor = "virtual" if row.text("hypervisor") else None
    return stated(
        os_name=os_name_of(row),
        os_bits=architecture_bits(row),
        kind=meaning_of(row, "server_type", KINDS, "Virtual or Physical") or by_hypervisor,
        provisioned_mib=mib_or_none(row, "allocated"),
        in_use_mib=mib_or_none(row, "in_use"),
    )


def _figures(row: SheetRow, disks: Sequence[Disk], numbers: Sequence[int]) -> tuple[Figure, ...]:
    whole = ((metric, "", sum_of(decimal_or_none(row, field, most))) for field, metric, most in WHOLE_MACHINE)
    return (*whole, *disk_figures(row, disks, numbers))


def _latest_count(records: Iterable[Record]) -> tuple[Record, ...]:
    """A row is left out for a later one of the same server name, which updates it."""
    kept = list(records)
    latest = {record.name.casefold(): record for record in kept}
    return tuple(
        record
        if record.excluded or latest[record.name.casefold()] is record
        else replace(record, excluded=_updated_by(latest[record.name.casefold()]))
        for record in kept
    )


def _updated_by(later: Record) -> Excluded:
    return "duplicate", f"row {later.origin.row} has the same server name, and updates this one"


def _findings(sheet: Sheet, records: Sequence[Record], numbers: Sequence[int]) -> list[Finding]:
    told: dict[tuple[str, str], list[str]] = {concern: [] for concern in CONCERNS.values()}
    for row, record in zip(sheet.rows, records, strict=True):
        for name in _concerns(row, record, numbers):
            told[CONCERNS[name]].append(record.name)
    return tallies(sheet, told)


def _concerns(row: SheetRow, record: Record, numbers: Sequence[int]) -> Iterable[str]:
    count = row.number_or_none("disk_count", MOST_DEVICES)
    if record.disks and not record.disks[0].estimated and count not in (None, len(record.disks)):
        yield "differ"
    if record.disks and record.disks[0].estimated:
        yield "estimated" if record.disks[0].capacity_mib else "unknown"
    if measured_nothing(_figures(row, record.disks, numbers), record.usage):
        yield "zero"
    if record.excluded and record.excluded[0] == "duplicate":
        yield "updated"
