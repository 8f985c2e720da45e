"""Lists of machines that also say how busy each is: `Hostname, vCPU, RAM_GB, OS, CPU_Avg_Pct, CPU_Max_Pct`.

By its columns such a list could be a table of utilisation, which would make no machine of any row. It is a list where
it says what no utilisation says, and names each machine once; what is measured is read besides.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from azlift.estate import performance
from azlift.estate.cells import text_of
from azlift.estate.headers import HEADER_WITHIN_ROWS
from azlift.estate.intake import spreadsheet
from azlift.estate.intake.fields import DISK_FIELD
from azlift.estate.intake.guessing import guess_mapping
from azlift.estate.intake.mapping import Mapping
from azlift.estate.record import Reading
from azlift.estate.tables import Source, Table
from azlift.workbook import Row

DESCRIBING = frozenset({"storage", "os_name", "ip_address", "mac_address", "power"})
"""What a series or a table of percentiles does not say of a machine."""
WHOSE = frozenset({"name", "fqdn"})
"""What both say."""


def recognise(source: Source) -> str:
    """What shows that this lists machines although it could be utilisation; nothing where it is only one of the two."""
    fields = {column.field for tab in guess_mapping(source.tables).tabs for column in tab.columns}
    described = bool(fields & DESCRIBING) or any(map(DISK_FIELD.fullmatch, fields))
    if not described or not performance.recognise(source):
        return ""
    names = [record.name.casefold() for record in spreadsheet.read(source).records]
    return spreadsheet.recognise(source) if len(set(names)) == len(names) else ""


def read(source: Source, mapping: Mapping | None = None) -> Reading:
    """The list, with the utilisation of the columns it has no field for. Raises InputError as the list does."""
    listed = spreadsheet.read(source, mapping)
    taken = {use.header for use in listed.columns if use.field and use.field not in WHOSE}
    rest = replace(source, tables=tuple(_without(table, taken) for table in source.tables))
    if not performance.recognise(rest):
        return listed
    measured = performance.read(rest)
    meant = {(use.tab, use.header): use for use in measured.columns if use.field}
    columns = tuple(use if use.field else meant.get((use.tab, use.header), use) for use in listed.columns)
    return replace(listed, usage=measured.usage, findings=listed.findings + measured.findings, columns=columns)


def _without(table: Table, headers: Collection[str]) -> Table:
    """The table as if these words did not stand over their columns."""
    return replace(table, read=partial(_unnamed, table, headers))


def _unnamed(table: Table, headers: Collection[str]) -> Sequence[Row]:
    top = [["" if " ".join(text_of(cell).split()) in headers else cell for cell in row]
           for row in table.rows[:HEADER_WITHIN_ROWS]]  # fmt: skip
    return [*top, *table.rows[HEADER_WITHIN_ROWS:]]
