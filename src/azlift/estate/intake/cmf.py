"""The intake form of AWS' Cloud Migration Factory, old (`wave_id`) and new (`wave_name`), and its import by hand.

Columns as in the samples of github.com/aws-solutions/cloud-migration-factory-on-aws (`server-list.csv`,
`0-intake-form.csv`, `test_valid.csv`). It states no sizes; where machines were to land in AWS is kept as tags.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from azlift.estate.columns import LONGEST_TAG, MAIL, is_personal, tags_of
from azlift.estate.headers import Spellings
from azlift.estate.intake.layout import header_findings, header_row, sheets_of, tabs_not_read, uses_of
from azlift.estate.intake.routes import route_of, routes_not_taken
from azlift.estate.intake.rows import Parts, apart_by_name, make_record, os_facts, stated
from azlift.estate.record import Reading, Record
from azlift.estate.sheet import Fault, Sheet, SheetRow
from azlift.estate.tables import Source
from azlift.model import OsFamily

FORM: Spellings = {
    "name": ("server_name",),
    "fqdn": ("server_fqdn",),
    "os_family": ("server_os_family",),
    "os_name": ("server_os_version",),
    "application": ("app_name",),
    "environment": ("server_environment",),
    "wave": ("wave_name", "wave_id"),
    "route": ("r_type",),
    "account": ("aws_accountid",),
    "tags": ("tags",),
}
MANDATORY = ("name", "application", "wave", "account")
TAGGED = ("account",)
"""Fields that are read to be checked, and kept as tags like the columns azlift has no field for."""
ACCOUNT = re.compile(r"[0-9]{12}")
FAMILIES = {"windows": OsFamily.WINDOWS, "linux": OsFamily.LINUX}


def recognise(source: Source) -> str:
    """What shows that this is an intake form; nothing where it is none."""
    sheet = next(sheets_of(source, FORM, MANDATORY), None)
    return f"AWS Cloud Migration Factory: the columns {header_row(sheet)}" if sheet else ""


def read(source: Source) -> Reading:
    """Its servers, in the order of their rows."""
    sheets = tuple(sheets_of(source, FORM, MANDATORY))
    every = [_read_row(sheet, row, source.keep_personal) for sheet in sheets for row in sheet.rows]
    records, shared = apart_by_name(every)
    told = [finding for sheet in sheets for finding in (*header_findings(sheet), *routes_not_taken(sheet, "route"))]
    return Reading(
        file=source.name,
        kind="aws-cmf",
        tabs=tuple(sheet.tab for sheet in sheets if sheet.tab),
        rows=len(records),
        records=records,
        findings=(*tabs_not_read(source, sheets), *told, *shared),
        columns=tuple(use for sheet in sheets for use in uses_of(sheet, source.keep_personal, tagged=TAGGED)),
    )


def _read_row(sheet: Sheet, row: SheetRow, keep_personal: bool) -> Record:
    facts: Mapping[str, Any] = {
        "fqdn": stated(row, "fqdn"),
        "application": stated(row, "application"),
        "environment": stated(row, "environment"),
        "wave": stated(row, "wave"),
        "route": route_of(stated(row, "route")),
        **os_facts(stated(row, "os_name"), FAMILIES.get(stated(row, "os_family").casefold())),
    }
    if stated(row, "account") and not ACCOUNT.fullmatch(row.text("account").strip()):
        row.add_fault("account", "an account of 12 digits, as text: a spreadsheet drops leading zeros and rounds")
    return make_record(sheet, row, facts, Parts(tags=_tags(sheet, row, facts, keep_personal)))


def _tags(sheet: Sheet, row: SheetRow, facts: Mapping[str, Any], keep_personal: bool) -> dict[str, str]:
    """The form's own tags, then the columns azlift has no field for; a route it does not go among them."""
    unread = (*TAGGED, "route") if facts["route"] is None else TAGGED
    known = {position for field, position in sheet.columns.items() if field not in unread}
    return dict(_own_tags(sheet, row, keep_personal)) | tags_of(row, known, keep_personal)


def _own_tags(sheet: Sheet, row: SheetRow, keep_personal: bool) -> Iterator[tuple[str, str]]:
    """`k=v;k=v`, with or without a last `;`. What is no pair is told by its place: it may be a person's or a secret."""
    parts = (part.strip() for part in row.text("tags").split(";"))
    for number, part in enumerate(parts, 1):
        key, equals, value = (text.strip() for text in part.partition("="))
        if part and not (key and equals):
            row.faults += (
                Fault(sheet.title("tags"), f"something else in place {number}", "key=value, separated by ;"),
            )
        elif value and (keep_personal or not (is_personal(key) or MAIL.search(value))):
            yield key, value[:LONGEST_TAG]
