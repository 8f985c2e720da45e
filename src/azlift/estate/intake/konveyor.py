"""Konveyor's (Tackle's) portfolio: applications and which depends on which, in one CSV file of ragged rows.

Record type 1 is an application, 2 a dependency; southbound means that the application depends on the other, northbound
the reverse (github.com/konveyor/tackle2-hub, internal/importer/manager.go). It names no machines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from azlift.estate.cells import text_of
from azlift.estate.columns import LONGEST_TAG, MAIL, is_personal, tags_of
from azlift.estate.headers import Spellings, squeeze
from azlift.estate.intake.layout import (
    finding_in,
    header_findings,
    header_row,
    known_positions,
    sheets_of,
    tabs_not_read,
    uses_of,
)
from azlift.estate.intake.rows import stated, team
from azlift.estate.record import ColumnUse, Reading
from azlift.estate.sheet import Sheet, SheetRow, place_of
from azlift.estate.tables import Source
from azlift.model import Application, ApplicationLink, Finding

PORTFOLIO: Spellings = {
    "record_type": ("Record Type 1",),
    "name": ("Application Name",),
    "owner": ("Owner",),
    "contributors": ("Contributors",),
    "dependency": ("Dependency",),
    "direction": ("Dependency Direction",),
}
PERSONS = ("contributors",)
MANDATORY = ("record_type", "name", "dependency")
APPLICATION, DEPENDENCY = "1", "2"
SOUTHBOUND, NORTHBOUND = "southbound", "northbound"
TagColumns = Sequence[tuple[int, int]]
TAG = re.compile(r"tag(category)?([0-9]+)")


@dataclass(frozen=True)
class Rows:
    """What a sheet's rows are made into; `findings` tell of those that are made into nothing."""

    applications: tuple[Application, ...]
    links: tuple[ApplicationLink, ...]
    findings: tuple[Finding, ...]


def recognise(source: Source) -> str:
    """What shows that this is a portfolio of Konveyor's; nothing where it is none."""
    sheet = next(sheets_of(source, PORTFOLIO, MANDATORY), None)
    return f"Konveyor's applications and dependencies: the columns {header_row(sheet)}" if sheet else ""


def read(source: Source) -> Reading:
    """Its applications and the links between them; no machines."""
    sheets = tuple(sheets_of(source, PORTFOLIO, MANDATORY))
    made = [_read_sheet(sheet, source.keep_personal) for sheet in sheets]
    return Reading(
        file=source.name,
        kind="konveyor",
        tabs=tuple(sheet.tab for sheet in sheets if sheet.tab),
        rows=sum(len(sheet.rows) for sheet in sheets),
        applications=tuple(application for rows in made for application in rows.applications),
        application_links=tuple(link for rows in made for link in rows.links),
        findings=(*tabs_not_read(source, sheets), *(finding for rows in made for finding in rows.findings)),
        columns=tuple(use for sheet in sheets for use in _uses(sheet, source.keep_personal)),
    )


def _read_sheet(sheet: Sheet, keep_personal: bool) -> Rows:
    tag_columns = _tag_columns(sheet)
    applications = [
        _application(sheet, row, tag_columns, keep_personal)
        for row in sheet.rows
        if row.text("record_type").strip() == APPLICATION and stated(row, "name")
    ]
    links = [link for row in sheet.rows if (link := _link(sheet, row))]
    names = {application.name.casefold() for application in applications}
    findings = (*header_findings(sheet), *_row_findings(sheet, names, tag_columns))
    return Rows(tuple(applications), tuple(links), findings)


def _application(sheet: Sheet, row: SheetRow, tag_columns: TagColumns, keep_personal: bool) -> Application:
    known = {*known_positions(sheet, PERSONS, keep_personal), *(position for pair in tag_columns for position in pair)}
    tags = tags_of(row, known, keep_personal)
    for category, tag in _own_tags(row, tag_columns):
        if category and (keep_personal or not (is_personal(category) or MAIL.search(tag))):
            tags[category] = (f"{tags[category]}; {tag}" if category in tags else tag)[:LONGEST_TAG]
    owner = team(row, "owner", keep_personal)
    return Application(name=stated(row, "name"), owner=owner, tags=tags, origin=place_of(sheet, row))


def _link(sheet: Sheet, row: SheetRow) -> ApplicationLink | None:
    """From the application that depends to the one it depends on; None for any other row."""
    source, target = stated(row, "name"), stated(row, "dependency")
    direction = stated(row, "direction").casefold()
    if row.text("record_type").strip() != DEPENDENCY or not (source and target):
        return None
    if direction not in (SOUTHBOUND, NORTHBOUND):
        return None
    if direction == NORTHBOUND:
        source, target = target, source
    return ApplicationLink(source=source, target=target, origin=place_of(sheet, row))


# -- tags ---------------------------------------------------------------------------------------------------------


def _tag_columns(sheet: Sheet) -> TagColumns:
    """The positions of each category and its tag, however many pairs the file has."""
    places: dict[tuple[str, str], int] = {}
    for position, cell in enumerate(sheet.header):
        if found := TAG.fullmatch(squeeze(text_of(cell))):
            places.setdefault((found.group(2), "category" if found.group(1) else "tag"), position)
    numbers = sorted({number for number, _ in places}, key=int)
    pairs = ((places.get((n, "category")), places.get((n, "tag"))) for n in numbers)
    return [(category, tag) for category, tag in pairs if category is not None and tag is not None]


def _own_tags(row: SheetRow, columns: TagColumns) -> Iterator[tuple[str, str]]:
    for category, tag in columns:
        if text := text_of(row.cells[tag]).strip():
            yield text_of(row.cells[category]).strip(), text


def _uses(sheet: Sheet, keep_personal: bool) -> Iterator[ColumnUse]:
    for use in uses_of(sheet, keep_personal, persons=PERSONS):
        yield ColumnUse(use.tab, use.header, "tags") if TAG.fullmatch(squeeze(use.header)) else use


# -- what is told -------------------------------------------------------------------------------------------------


def _row_findings(sheet: Sheet, names: set[str], tag_columns: TagColumns) -> Iterator[Finding]:
    """Rows that are made into nothing, dependencies on what the file does not describe, applications told twice."""
    met: set[str] = set()
    for row in sheet.rows:
        kind, name = row.text("record_type").strip(), stated(row, "name")
        if kind not in (APPLICATION, DEPENDENCY):
            message = (
                f"the row is not read: expected record type 1 (application) or 2 (dependency), found {kind[:60]!r}"
            )
            yield _finding(sheet, row, "row-not-read", message)
        elif not name:
            yield _finding(sheet, row, "row-not-read", "the row is not read: it names no application")
        elif kind == APPLICATION and name.casefold() in met:
            yield _finding(sheet, row, "application-twice", "the application is described further up, too")
        elif kind == APPLICATION:
            met.add(name.casefold())
            if any(not category for category, _ in _own_tags(row, tag_columns)):
                yield _finding(sheet, row, "tag-without-category", "a tag without a category is not kept")
        else:
            yield from _dependency_findings(sheet, row, names)


def _dependency_findings(sheet: Sheet, row: SheetRow, names: set[str]) -> Iterator[Finding]:
    if _link(sheet, row) is None:
        message = "the row is not read: expected a dependency, and southbound or northbound as its direction"
        yield _finding(sheet, row, "row-not-read", message)
        return
    for name in (stated(row, "name"), stated(row, "dependency")):
        if name.casefold() not in names:
            yield _finding(sheet, row, "application-unknown", f"the file describes no application {name!r}")


def _finding(sheet: Sheet, row: SheetRow, code: str, message: str) -> Finding:
    return finding_in(sheet, code, message, row.number, evidence=stated(row, "name"))
