"""What all of Azure Migrate's tables share: a header found by its words, rows that may be ragged, columns told apart.

None of these files prefixes a header with its tab's name, as RVTools does; so a tab called `Machine` hides nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from azlift.errors import InputError
from azlift.estate.cells import text_of
from azlift.estate.headers import HEADER_WITHIN_ROWS, Spellings, find_columns, find_header, repeated_headers
from azlift.estate.sheet import SHOWN_CHARACTERS, Fault, Sheet, SheetRow, make_sheet, place_of
from azlift.estate.tables import Source, Table
from azlift.model import Finding, Origin, Severity
from azlift.workbook import Row

SHOWN = 5
UNITS = {"_mib": "MiB", "_gib": "GiB", "_percent": "%", "_mb_per_s": "MB/s", "_iops": "operations/s"}
"""The unit a field is given in, by the end of its name."""


def find_sheet(table: Table, spellings: Spellings, mandatory: Sequence[str]) -> Sheet | None:
    """The table below its header; None when no row has every mandatory column.

    A row that is cut short, as CSV allows, is filled up as far as columns are read.
    """
    rows = table.rows
    position = find_header(rows, "", spellings, mandatory)
    if position is None:
        return None
    width = max(find_columns(rows[position], "", spellings).values()) + 1
    sheet = make_sheet(table.file, "", [_filled(row, width) for row in rows], spellings, mandatory)
    return replace(sheet, tab=table.tab) if sheet else None


def find_sheets(source: Source, spellings: Spellings, mandatory: Sequence[str]) -> list[Sheet]:
    """Every table of the source that has the mandatory columns."""
    found = (find_sheet(table, spellings, mandatory) for table in source.tables)
    return [sheet for sheet in found if sheet]


def seen_in(sheet: Sheet, what: str, fields: Iterable[str]) -> str:
    """One line that says by which columns, and in which tab, a format was recognised."""
    headers = ", ".join(repr(sheet.title(field)[:SHOWN_CHARACTERS]) for field in fields if field in sheet.columns)
    return f"{what}: the columns {headers}" + (f" in the tab {sheet.tab}" if sheet.tab else "")


def not_recognised(source: Source, what: str, spellings: Spellings, mandatory: Sequence[str]) -> InputError:
    """Names the columns that are missing from the row that comes closest to a header."""
    tables = [(table, list(table.rows[:HEADER_WITHIN_ROWS])) for table in source.tables]
    candidates = [(table, number, row) for table, rows in tables for number, row in enumerate(rows, 1)]
    if not candidates:
        return InputError("there are no rows in it", file=source.name, advice=f"Export the {what} again.")
    table, number, best = max(candidates, key=lambda found: len(find_columns(found[2], "", spellings)))
    columns = find_columns(best, "", spellings)
    missing = "; ".join(spellings[field][0] for field in mandatory if field not in columns)
    headers = ", ".join(text for cell in best[:40] if (text := text_of(cell)[:SHOWN_CHARACTERS])) or "none"
    return InputError(
        f"this is no {what}: the columns {missing} are missing; the headers found are {headers}",
        file=table.file,
        tab=table.tab,
        row=number,
        advice=f"Keep the headers as Azure Migrate writes them, in one of the first {HEADER_WITHIN_ROWS} rows.",
    )


def titles_of(sheet: Sheet) -> dict[str, str]:
    """Field -> the header it was read from."""
    return {field: sheet.title(field) for field in sheet.columns}


def units_of(sheet: Sheet) -> dict[str, str]:
    """Field -> its unit, for those that have one."""
    return {field: unit for field in sheet.columns for end, unit in UNITS.items() if field.endswith(end)}


def sized(field: str, title: str, default: str, *others: str) -> dict[str, tuple[str, ...]]:
    """The spellings of a size whose header may name its unit; without one, `default` (`mib` or `gib`) counts.

    MB and GB are 2**20 and 2**30 here, as they are in RVTools and in Azure's disk sizes.
    """
    spelt: dict[str, tuple[str, ...]] = {
        f"{field}_{unit}": tuple(
            words
            for name in (title, *others)
            for words in (f"{name} (In {short})", f"{name} {short}", f"{name} (In {exact})", f"{name} {exact}")
        )
        for unit, short, exact in (("mib", "MB", "MiB"), ("gib", "GB", "GiB"))
    }
    spelt[f"{field}_{default}"] += (title,)
    return spelt


# -- findings -----------------------------------------------------------------------------------------------------


def sheet_findings(sheet: Sheet) -> list[Finding]:
    """Headers that are there twice, and a table without rows."""
    repeated = sorted({header[:SHOWN_CHARACTERS] for header in repeated_headers(sheet.header, "", sheet.columns)})
    findings = [
        finding("column-twice", Severity.WARNING, f"there is more than one column {header!r}; the first is read", sheet)
        for header in repeated
    ]
    if not sheet.rows:
        findings.append(finding("no-rows", Severity.WARNING, "there are headers, but not one row below them", sheet))
    return findings


def finding(code: str, severity: Severity, message: str, sheet: Sheet, evidence: str = "", remedy: str = "") -> Finding:
    """A finding about a whole tab."""
    place = Origin(file=sheet.file, tab=sheet.tab)
    return Finding(code=code, severity=severity, message=message, evidence=evidence, remedy=remedy, origin=place)


def tallies(sheet: Sheet, concerns: Mapping[tuple[str, str], Collection[str]]) -> list[Finding]:
    """One warning for each code and message, naming the first of the machines it concerns, if there are any."""
    return [
        finding(code, Severity.WARNING, f"{len(names)} of {len(sheet.rows)} rows: {message}", sheet, shown(names))
        for (code, message), names in concerns.items()
        if names
    ]


def shown(names: Collection[str]) -> str:
    """The first few, and whether there are more."""
    listed = [name[:80] for name in list(names)[:SHOWN]]
    return ", ".join(listed) + (", …" if len(names) > SHOWN else "")


def bad_cell(sheet: Sheet, row: SheetRow, fault: Fault) -> Finding:
    """A cell of a row that makes no record, so that nobody else can tell of it."""
    return Finding(
        code="bad-cell",
        severity=Severity.WARNING,
        message=f"the cell is not read: expected {fault.expected}",
        evidence=fault.found,
        origin=place_of(sheet, row, fault.column),
    )


def _filled(row: Row, width: int) -> Row:
    return row if len(row) >= width else (*row, *("",) * (width - len(row)))
