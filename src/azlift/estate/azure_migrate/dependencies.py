"""Azure Migrate's agentless dependency export, in both its shapes: who was seen to talk to whom.

The older shape has a `Time slot` of six hours and names no ids (how-to-create-group-machine-dependencies-agentless.md
of MicrosoftDocs/azure-docs); the newer a `Date`, the appliance's name, ARM ids, a `Connection Count`, which may be
missing, and perhaps a `Protocol` (seen in other tools' tests only). Extra columns are not read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from ipaddress import ip_address

from azlift.estate.azure_migrate.appliance import find_appliances
from azlift.estate.azure_migrate.identity import is_address, keys_of
from azlift.estate.azure_migrate.observations import (
    FIRST_DYNAMIC_PORT,
    Observation,
    chance_ports,
    make_links,
    to_itself,
    without_ports,
)
from azlift.estate.azure_migrate.sheets import (
    bad_cell,
    find_sheets,
    finding,
    not_recognised,
    seen_in,
    sheet_findings,
    shown,
)
from azlift.estate.azure_migrate.slots import days_come_first, slot_of
from azlift.estate.cells import text_of
from azlift.estate.columns import column_uses
from azlift.estate.headers import Spellings
from azlift.estate.record import ColumnUse, End, Reading, Record, StatedLink
from azlift.estate.sheet import Sheet, SheetRow, place_of
from azlift.estate.tables import Source
from azlift.model import Finding, Severity, Totals

KIND = "azure-migrate-dependencies"
WHAT = "dependency export of Azure Migrate"
COLUMNS: Spellings = {
    "slot": ("Time slot", "Date"),
    "appliance": ("Source Appliance Name",),
    "source_id": ("Source Machine ARM ID",),
    "source_name": ("Source server name",),
    "source_address": ("Source IP",),
    "source_process": ("Source process",),
    "target_id": ("Destination Machine ARM ID",),
    "target_name": ("Destination server name",),
    "target_address": ("Destination IP",),
    "target_process": ("Destination process",),
    "port": ("Destination port",),
    "count": ("Connection Count",),
    "protocol": ("Protocol",),
}
MANDATORY = ("slot", "source_name", "target_address", "port")
LAST_PORT = 65_535
UNKNOWN_PROCESS = "unknown process"
"""What Azure Migrate writes for a process it could not see."""


def recognise(source: Source) -> str:
    """By what this is a dependency export: time slot or date, source, destination address, port. Empty: it is none."""
    sheets = find_sheets(source, COLUMNS, MANDATORY)
    return seen_in(sheets[0], WHAT, MANDATORY) if sheets else ""


def read(source: Source) -> Reading:
    """The links that were observed, and a record for each appliance, to leave it out. Raises InputError."""
    sheets = find_sheets(source, COLUMNS, MANDATORY)
    if not sheets:
        raise not_recognised(source, WHAT, COLUMNS, MANDATORY)
    parts = [_read_sheet(sheet) for sheet in sheets]
    return Reading(
        file=source.name,
        kind=KIND,
        tabs=tuple(table.tab for table in source.tables if table.tab),
        rows=sum(len(sheet.rows) for sheet in sheets),
        records=tuple(record for records, _, _ in parts for record in records),
        links=tuple(link for _, links, _ in parts for link in links),
        findings=tuple(found for _, _, findings in parts for found in findings),
        columns=tuple(use for sheet in sheets for use in _columns(sheet)),
    )


def _read_sheet(sheet: Sheet) -> tuple[list[Record], tuple[StatedLink, ...], list[Finding]]:
    rows = _without_repeats(sheet.rows)
    day_first = days_come_first(row.cells[sheet.columns["slot"]] for row in rows)
    seen = [_observation(sheet, row, day_first) for row in rows]
    whole = [one for one in seen if _has_ends(one)]
    own = to_itself(whole)
    others = [one for position, one in enumerate(whole) if position not in own]
    ports = chance_ports(others)
    appliances = find_appliances(
        (row.text("source_name"), row.text("source_process"), row.text("appliance")) for row in rows
    )
    findings = [
        *sheet_findings(sheet),
        *(bad_cell(sheet, row, fault) for row in rows for fault in row.faults),
        *_told(sheet, rows, len(seen) - len(whole), len(own), {port for _, port in ports}),
        *_public(sheet, others),
    ]
    records = [_appliance(seen, name, why) for name, why in appliances.items()]
    return records, make_links(without_ports(others, ports)), findings


def _without_repeats(rows: Iterable[SheetRow]) -> list[SheetRow]:
    """Each row once: where two say the same word for word, the export was coarser than what it saw."""
    first: dict[tuple[str, ...], SheetRow] = {}
    for row in rows:
        first.setdefault(tuple(text_of(cell).strip() for cell in row.cells), row)
    return list(first.values())


def _observation(sheet: Sheet, row: SheetRow, day_first: bool) -> Observation:
    cell = row.cells[sheet.columns["slot"]]
    slot = slot_of(cell, day_first)
    if slot is None:
        row.add_fault("slot", "a time slot such as 12/18/2024 18:00-0:00, or a date")
    count = row.number_or_none("count")
    return Observation(
        origin=place_of(sheet, row),
        source=_end(row, "source"),
        target=_end(row, "target"),
        port=row.number_or_none("port", LAST_PORT) or None,
        process=_process(row),
        protocol=row.text("protocol").strip().casefold(),
        slot=slot or text_of(cell).strip(),
        count=(1 if count is None else count) if "count" in sheet.columns else None,
    )


def _end(row: SheetRow, side: str) -> End:
    name, address = (row.text(f"{side}_{part}").strip() for part in ("name", "address"))
    if address and not is_address(address):
        row.add_fault(f"{side}_address", "an IP address")
        address = ""
    return End(name, str(ip_address(address)) if address else "", keys_of(name, row.text(f"{side}_id")))


def _process(row: SheetRow) -> str:
    """The source's; after `>` the target's, where it is known: `w3wp.exe > sqlservr.exe`."""
    processes = (row.text(f"{side}_process").strip() for side in ("source", "target"))
    source, target = ("" if process.casefold() == UNKNOWN_PROCESS else process for process in processes)
    return f"{source} > {target}".strip() if target else source


def _has_ends(seen: Observation) -> bool:
    return all(end.name or end.address or end.keys for end in (seen.source, seen.target))


def _appliance(seen: Sequence[Observation], name: str, why: str) -> Record:
    """The appliance as a machine to leave out, at the place of its first row."""
    first = next(one for one in seen if one.source.name.casefold() == name)
    return Record(
        origin=first.origin,
        name=first.source.name,
        keys=first.source.keys,
        facts={},
        excluded=("appliance", f"Azure Migrate's appliance: {why}"),
        totals=Totals(rows=1),
    )


def _columns(sheet: Sheet) -> Iterable[ColumnUse]:
    for use in column_uses(sheet, {}):
        yield use if use.field else replace(use, why="not read: a link has no place for it")


# -- findings -----------------------------------------------------------------------------------------------------


def _told(sheet: Sheet, rows: Sequence[SheetRow], without_end: int, own: int, ports: set[int]) -> Iterable[Finding]:
    """What was left out of the links, and how many rows it concerns."""
    total = len(sheet.rows)
    counts: Mapping[str, tuple[int, str]] = {
        "rows-repeated": (total - len(rows), "repeat an earlier row word for word, and count once"),
        "link-incomplete": (without_end, "name no source or no destination, and make no link"),
        "link-to-itself": (own, "lead from a machine to itself, and make no link"),
    }
    for code, (count, message) in counts.items():
        if count:
            yield finding(code, Severity.NOTE, f"{count} of {total} rows {message}", sheet)
    if ports:
        message = (
            f"{len(ports)} destination ports from {FIRST_DYNAMIC_PORT} on were met once, by one source: they were "
            "given out by chance, and are not stated"
        )
        yield finding("port-by-chance", Severity.NOTE, message, sheet, shown([str(port) for port in sorted(ports)]))


def _public(sheet: Sheet, seen: Sequence[Observation]) -> Iterable[Finding]:
    addresses = sorted({one.target.address for one in seen if not one.target.name and one.target.address})
    public = [address for address in addresses if ip_address(address).is_global]
    if public:
        message = f"{len(public)} destinations are public addresses, which are services rather than machines"
        yield finding("public-destination", Severity.NOTE, message, sheet, shown(public))
