"""Azure Migrate's assessment reports: machines as they were assessed, each with the verdict that was given on it.

Three files have that name. The export tool's workbook has a tab for each proposal (`All_VM_IaaS_Server_Rehost_Perf`,
…), with ARM ids and costs under each offer, but one machine in several tabs; the portal's has All_Assessed_Machines and
All_Assessed_Disks, and names only; the newer one's headers are in capitals (`SERVER_NAME`, `ONPREM_CORES_COUNT`).
Columns: see `verdict`. Utilisation is 0 where there was no data (see `usage`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from azlift.estate.azure_migrate import assessed_disks
from azlift.estate.azure_migrate.assessed_disks import (
    AssessedDisks,
    listed_disks,
    rates_of,
    rows_by_machine,
    tabled_disks,
)
from azlift.estate.azure_migrate.identity import keys_of
from azlift.estate.azure_migrate.machine import (
    architecture_bits,
    excluded_of,
    machine_facts,
    nics_of,
    os_name_of,
    stated,
    totals_of,
)
from azlift.estate.azure_migrate.numbers import decimal_or_none, sum_of
from azlift.estate.azure_migrate.properties import read_properties
from azlift.estate.azure_migrate.sheets import (
    bad_cell,
    find_sheet,
    find_sheets,
    finding,
    not_recognised,
    seen_in,
    sheet_findings,
    shown,
    sized,
    tallies,
    titles_of,
    units_of,
)
from azlift.estate.azure_migrate.usage import FULL_PERCENT, Figure, measured, measured_nothing
from azlift.estate.azure_migrate.verdict import OFFERS, header_currency, read_verdict, verdict_spellings
from azlift.estate.cells import LARGEST
from azlift.estate.columns import column_uses, tags_of
from azlift.estate.headers import Spellings
from azlift.estate.operating_systems import bits_of
from azlift.estate.record import Reading, Record
from azlift.estate.sheet import Sheet, SheetRow, place_of
from azlift.estate.tables import Source, Table
from azlift.model import Finding, Metric, Power, Severity

KIND = "azure-migrate-assessment"
WHAT = "assessment report of Azure Migrate"
COLUMNS: Spellings = {
    "name": ("Machine Name", "Machine", "Server name"),
    "arm_id": ("Machine ID",),
    "environment": ("Environment", "Environment type"),
    "application": ("Application",),
    "host": ("VM Host",),
    "os_name": ("Operating System", "Operating system name"),
    "os_version": ("OS version",),
    "architecture": ("OS architecture",),
    "firmware": ("Boot Type",),
    "processor": ("Processor",),
    "power": ("Power Stats", "Power Status"),
    "vcpu": ("Cores", "Onprem cores count"),
    **sized("memory", "Memory", "mib", "Onprem memory"),
    **sized("storage", "Storage", "gib", "Onprem storage"),
    "cpu_percent": ("CPU Utilization (in %)", "CPU usage(%)", "Onprem CPU usage percent"),
    "memory_percent": ("Memory Utilization (in %)", "Memory usage(%)", "Onprem memory usage percent"),
    "network_in_mb_per_s": ("Network in(MBPS)", "Network read MBPS"),
    "network_out_mb_per_s": ("Network out(MBPS)", "Network write MBPS"),
    **{
        field: assessed_disks.COLUMNS[field] for field in ("read_iops", "write_iops", "read_mb_per_s", "write_mb_per_s")
    },
    "nics": ("Network Adapters", "Network adapters count"),
    "addresses": ("IP Addresses", "IP address"),
    "macs": ("MAC Addresses", "MAC address"),
    "disk_names": ("Disk Names",),
    "disk_count": ("Total disks count",),
    **assessed_disks.COUNTS,
}
MANDATORY = ("name", "readiness", "size")
WHOLE_MACHINE = (
    ("cpu_percent", Metric.CPU_PERCENT, FULL_PERCENT),
    ("memory_percent", Metric.MEMORY_PERCENT, FULL_PERCENT),
    ("network_in_mb_per_s", Metric.NETWORK_IN_MB_PER_S, LARGEST),
    ("network_out_mb_per_s", Metric.NETWORK_OUT_MB_PER_S, LARGEST),
)
NO_DATA = ("usage-zero", "every figure of utilisation is 0, so there was no data, and Azure Migrate sized as it stands")


@dataclass(frozen=True, slots=True)
class Context:
    """What a machine's row does not say itself: the report's properties, and the rows of its disks by its name."""

    properties: Mapping[str, str]
    disk_rows: Mapping[str, list[SheetRow]]
    keep_personal: bool


def recognise(source: Source) -> str:
    """By what this is an assessment report: machine, Azure VM readiness, recommended size. Empty: it is none."""
    sheets = _machine_sheets(source)
    return seen_in(sheets[0], WHAT, MANDATORY) if sheets else ""


def read(source: Source) -> Reading:
    """One record for each machine, from the tab that says most of it. Raises InputError for a source without one."""
    sheets = _machine_sheets(source)
    if not sheets:
        raise not_recognised(source, WHAT, {**COLUMNS, **verdict_spellings("")}, MANDATORY)
    chosen = _each_machine_once(sheets)
    disk_sheets = find_sheets(source, assessed_disks.COLUMNS, assessed_disks.MANDATORY)
    names = [row.text("name") for _, rows in chosen for row in rows]
    joined, unmatched = rows_by_machine((row for sheet in disk_sheets for row in sheet.rows), names)
    currency = next(filter(None, (header_currency(table.rows) for table in source.tables)), "")
    context = Context({"currency": currency} | read_properties(source), joined, source.keep_personal)
    records = tuple(record for sheet, rows in chosen for record in _read_rows(sheet, rows, context))
    return Reading(
        file=source.name,
        kind=KIND,
        tabs=tuple(table.tab for table in source.tables if table.tab),
        rows=len(records),
        records=records,
        findings=(*_findings(chosen, records, context), *_disk_findings(disk_sheets, unmatched)),
        columns=tuple(
            use
            for sheet in (*sheets, *disk_sheets)
            for use in column_uses(sheet, units_of(sheet), source.keep_personal)
        ),
    )


def _machine_sheets(source: Source) -> list[Sheet]:
    """The one with costs under most offers first, then the longest; of equals, in the order of the workbook.

    So the proposals with reservations and Hybrid Benefit go before `All_VM_…`, which only has pay as you go, and the
    performance-based before those as-is.
    """
    found = [sheet for table in source.tables if (sheet := _machine_sheet(table))]
    return sorted(found, key=lambda sheet: (-len(sheet.columns.keys() & OFFERS.keys()), -len(sheet.rows)))


def _machine_sheet(table: Table) -> Sheet | None:
    return find_sheet(table, {**COLUMNS, **verdict_spellings(header_currency(table.rows))}, MANDATORY)


def _each_machine_once(sheets: Sequence[Sheet]) -> list[tuple[Sheet, list[SheetRow]]]:
    """Each tab's rows whose machine no tab before it has: another tab assesses the same machine another way."""
    seen: set[str] = set()
    chosen: list[tuple[Sheet, list[SheetRow]]] = []
    for sheet in sheets:
        rows = [row for row in sheet.rows if _key(row) not in seen]
        seen |= {_key(row) for row in rows} - {""}
        chosen.append((sheet, rows))
    return chosen


def _key(row: SheetRow) -> str:
    return (row.text("arm_id") or row.text("name")).strip().casefold()


def _read_rows(sheet: Sheet, rows: Sequence[SheetRow], context: Context) -> list[Record]:
    titles = titles_of(sheet)
    return [_record(sheet, row, titles, context) for row in rows]


def _record(sheet: Sheet, row: SheetRow, titles: Mapping[str, str], context: Context) -> Record:
    name = row.text("name").strip()
    assessed, nics = _disks(row, context), nics_of(row)
    facts = machine_facts(row) | stated(
        processor=row.text("processor").strip(),
        application=row.text("application").strip(),
        os_name=os_name_of(row),
        os_bits=bits_of(os_name_of(row)) or architecture_bits(row),
    )
    facts["given"] = read_verdict(sheet, row, assessed.skus, context.properties)
    return Record(
        origin=place_of(sheet, row),
        name=name,
        keys=keys_of(name, row.text("arm_id")),
        facts=facts,
        disks=assessed.disks,
        nics=nics,
        usage=measured(_figures(row, assessed), sheet.file, facts.get("power") is Power.OFF),
        tags=tags_of(row, set(sheet.columns.values()), context.keep_personal),
        excluded=excluded_of(sheet, row),
        totals=totals_of(facts, assessed.disks, nics),
        faults=row.faults,
        columns=titles,
    )


def _disks(row: SheetRow, context: Context) -> AssessedDisks:
    rows = context.disk_rows.get(row.text("name").strip().casefold())
    return tabled_disks(rows) if rows else listed_disks(row)


def _figures(row: SheetRow, assessed: AssessedDisks) -> list[Figure]:
    """The machine's figures; of its disks, their own where they have any, else those of all together."""
    whole = [(metric, "", sum_of(decimal_or_none(row, field, most))) for field, metric, most in WHOLE_MACHINE]
    own = any(value is not None for _, _, value in assessed.figures)
    return [*whole, *(assessed.figures if own else rates_of(row, ""))]


# -- findings -----------------------------------------------------------------------------------------------------


def _findings(
    chosen: Sequence[tuple[Sheet, list[SheetRow]]], records: Sequence[Record], context: Context
) -> Iterable[Finding]:
    by_place = {(record.origin.tab, record.origin.row): record for record in records}
    for sheet, rows in chosen:
        yield from sheet_findings(sheet)
        if len(rows) < len(sheet.rows):
            other = len(sheet.rows) - len(rows)
            message = f"{other} of {len(sheet.rows)} rows assess another way what a tab with more to say has; not read"
            yield finding("assessed-again", Severity.NOTE, message, sheet)
        silent = [row for row in rows if _is_silent(row, by_place[sheet.tab, row.number], context)]
        yield from tallies(sheet, {NO_DATA: [row.text("name") for row in silent]})
    if not context.properties["currency"] and any(map(_cost, records)):
        message = "costs are given, but no tab says in which currency"
        remedy = "Give the whole workbook: its tab Properties names the currency."
        yield finding("currency-unknown", Severity.WARNING, message, chosen[0][0], remedy=remedy)


def _is_silent(row: SheetRow, record: Record, context: Context) -> bool:
    return measured_nothing(_figures(row, _disks(row, context)), record.usage)


def _cost(record: Record) -> bool:
    return record.facts["given"].cost_per_month is not None


def _disk_findings(sheets: Sequence[Sheet], unmatched: Sequence[SheetRow]) -> Iterable[Finding]:
    left = {id(row) for row in unmatched}
    for sheet in sheets:
        rows = [row for row in sheet.rows if id(row) in left]
        if rows:
            message = f"{len(rows)} of {len(sheet.rows)} rows belong to no machine of the report, or to one of several"
            names = list(dict.fromkeys(row.text("name") for row in rows))
            yield finding("rows-without-machine", Severity.WARNING, message, sheet, shown(names))
        yield from (bad_cell(sheet, row, fault) for row in sheet.rows for fault in row.faults)
