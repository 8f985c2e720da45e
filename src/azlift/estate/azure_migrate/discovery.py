"""The discovery report of the Azure Migrate Export tool: what an appliance found, with Azure's own id of each machine.

Source of the columns: `DiscoveryReportConstants` of Azure/azure-migrate-export; -1 is its count of what was not
collected. `Memory (in MB)` are MiB. The report counts disks, and sizes none of them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from azlift.estate.azure_migrate.identity import keys_of
from azlift.estate.azure_migrate.machine import excluded_of, machine_facts, nics_of, totals_of, unsized_disks
from azlift.estate.azure_migrate.sheets import (
    find_sheets,
    not_recognised,
    seen_in,
    sheet_findings,
    sized,
    tallies,
    titles_of,
    units_of,
)
from azlift.estate.columns import column_uses, tags_of
from azlift.estate.headers import Spellings
from azlift.estate.machines import MOST_DEVICES
from azlift.estate.record import Reading, Record
from azlift.estate.sheet import Sheet, SheetRow, place_of
from azlift.estate.tables import Source
from azlift.model import Finding

KIND = "azure-migrate-discovery"
WHAT = "discovery report of Azure Migrate"
COLUMNS: Spellings = {
    "name": ("Machine Name",),
    "environment": ("Environment",),
    "software_count": ("Software Inventory Count",),
    "os_name": ("Operating System",),
    "vcpu": ("Cores",),
    **sized("memory", "Memory", "mib"),
    "disk_count": ("Total Disks",),
    "addresses": ("IP Addresses", "IP Address"),
    "macs": ("MAC Addresses", "MAC Address"),
    "nics": ("Total Network Adapters",),
    "firmware": ("Boot Type",),
    "power": ("Power Stats", "Power Status"),
    "arm_id": ("Machine ID",),
}
MANDATORY = ("name", "power", "arm_id")
NOT_COLLECTED = "-1"
NO_SOFTWARE = (
    "software-not-collected",
    "the software inventory was not collected, so nobody looked for databases on them",
)
TWICE = ("row-twice", "another row has the same Machine ID; both are handed on as one machine")


def recognise(source: Source) -> str:
    """By what this is a discovery report: machine name, power stats and machine id. Empty: it is none."""
    sheets = find_sheets(source, COLUMNS, MANDATORY)
    return seen_in(sheets[0], WHAT, MANDATORY) if sheets else ""


def read(source: Source) -> Reading:
    """One record for each row of each such tab. Raises InputError for a source that has none."""
    sheets = find_sheets(source, COLUMNS, MANDATORY)
    if not sheets:
        raise not_recognised(source, WHAT, COLUMNS, MANDATORY)
    read_sheets = [(sheet, _read_rows(sheet, source.keep_personal)) for sheet in sheets]
    return Reading(
        file=source.name,
        kind=KIND,
        tabs=tuple(table.tab for table in source.tables if table.tab),
        rows=sum(len(sheet.rows) for sheet in sheets),
        records=tuple(record for _, records in read_sheets for record in records),
        findings=tuple(found for sheet, records in read_sheets for found in _findings(sheet, records)),
        columns=tuple(use for sheet in sheets for use in column_uses(sheet, units_of(sheet), source.keep_personal)),
    )


def _read_rows(sheet: Sheet, keep_personal: bool) -> list[Record]:
    titles = titles_of(sheet)
    return [_record(sheet, row, titles, keep_personal) for row in sheet.rows]


def _record(sheet: Sheet, row: SheetRow, titles: Mapping[str, str], keep_personal: bool) -> Record:
    name = row.text("name").strip()
    disks, nics = unsized_disks(row.number_or_none("disk_count", MOST_DEVICES) or 0), nics_of(row)
    facts = machine_facts(row)
    tags = tags_of(row, set(sheet.columns.values()), keep_personal)
    return Record(
        origin=place_of(sheet, row),
        name=name,
        keys=keys_of(name, row.text("arm_id")),
        facts=facts,
        disks=disks,
        nics=nics,
        tags={header: text for header, text in tags.items() if text != NOT_COLLECTED},
        excluded=excluded_of(sheet, row),
        totals=totals_of(facts, disks, nics),
        faults=row.faults,
        columns=titles,
    )


def _findings(sheet: Sheet, records: Sequence[Record]) -> list[Finding]:
    rows = [(row.text("arm_id").strip().casefold(), row) for row in sheet.rows]
    times = Counter(arm_id for arm_id, _ in rows if arm_id)
    return [
        *sheet_findings(sheet),
        *tallies(
            sheet,
            {
                NO_SOFTWARE: [row.text("name") for row in sheet.rows if row.text("software_count") == NOT_COLLECTED],
                TWICE: [row.text("name") for arm_id, row in rows if times[arm_id] > 1],
            },
        ),
    ]
