"""Headers anywhere, rows of any length."""

from typing import Any

from azlift.estate.intake.layout import (
    finding_in,
    header_findings,
    header_row,
    known_positions,
    link_uses,
    sheets_of,
    tabs_not_read,
    uses_of,
)
from azlift.model import Severity

SPELLINGS = {"name": ("server_name",), "person": ("engineer",), "state": ("state",)}


def test_the_header_is_found_below_titles_and_short_rows_are_filled_up(csv: Any) -> None:
    (sheet,) = sheets_of(csv("Servers of May", "", "id,server_name,state", "1", "2,web-1,on,more"), SPELLINGS, ["name"])
    assert [(row.number, row.text("name"), row.text("state")) for row in sheet.rows] == [
        (4, "", ""),
        (5, "web-1", "on"),
    ]
    assert header_row(sheet) == "server_name, state"


def test_a_tab_called_like_the_prefix_of_its_headers_keeps_their_names(book: Any) -> None:
    (sheet,) = sheets_of(book({"Server": [["server_name"], ["web-1"]]}), SPELLINGS, ["name"])
    assert sheet.rows[0].text("name") == "web-1"


def test_a_table_without_a_mandatory_column_is_none(csv: Any) -> None:
    assert not list(sheets_of(csv("state", "on"), SPELLINGS, ["name"]))


def test_a_header_that_is_there_twice_is_told_and_the_first_is_read(csv: Any) -> None:
    (sheet,) = sheets_of(csv("server_name,Server Name", "a,b"), SPELLINGS, ["name"])
    assert sheet.rows[0].text("name") == "a"
    assert [finding.code for finding in header_findings(sheet)] == ["column-twice"]


def test_persons_are_dropped_unless_somebody_asked(csv: Any) -> None:
    (sheet,) = sheets_of(csv("server_name,engineer,state,rack", "a,Jane,on,7"), SPELLINGS, ["name"])

    def whys(keep_personal: bool) -> dict[str, str]:
        uses = uses_of(sheet, keep_personal, persons=("person",), tagged=("state",))
        return {use.header: use.field or use.why for use in uses}

    assert whys(keep_personal=False) == {
        "server_name": "name", "engineer": "dropped: personal or secret", "state": "kept as a tag",
        "rack": "kept as a tag",
    }  # fmt: skip
    assert whys(keep_personal=True)["engineer"] == "kept as a tag"
    assert known_positions(sheet, ("person",), keep_personal=False) == {0, 1, 2}
    assert known_positions(sheet, ("person",), keep_personal=True) == {0, 2}


def test_a_persons_column_that_is_there_twice_is_dropped_twice(csv: Any) -> None:
    (sheet,) = sheets_of(csv("server_name,engineer,Engineer", "a,Jane,Jim"), SPELLINGS, ["name"])
    assert known_positions(sheet, ("person",), keep_personal=False) == {0, 1, 2}


def test_of_a_list_of_links_the_other_columns_are_not_read(csv: Any) -> None:
    (sheet,) = sheets_of(csv("server_name,rack", "a,7"), SPELLINGS, ["name"])
    assert [(use.field, use.why) for use in link_uses(sheet, keep_personal=False)] == [("name", ""), ("", "not read")]


def test_a_finding_names_file_tab_row_and_column(book: Any) -> None:
    (sheet,) = sheets_of(book({"List": [["server_name"], ["web-1"]]}), SPELLINGS, ["name"])
    origin = finding_in(sheet, "code", "message", 2, "server_name", severity=Severity.NOTE).origin
    assert origin is not None
    assert (origin.file, origin.tab, origin.row, origin.column) == ("book.xlsx", "List", 2, "server_name")


def test_a_tab_that_holds_something_else_is_told_and_an_empty_one_is_not(book: Any) -> None:
    source = book({"List": [["server_name"], ["web-1"]], "Notes": [["Ask Jane"]], "Empty": [[" "]]})
    findings = list(tabs_not_read(source, list(sheets_of(source, SPELLINGS, ["name"]))))
    assert [(f.code, f.origin and f.origin.tab, f.evidence) for f in findings] == [("tab-not-read", "Notes", "")]
