"""Headers, units and ragged rows."""

import pytest
from migrate_files import csv_of

from azlift.errors import InputError
from azlift.estate.azure_migrate.sheets import (
    bad_cell,
    find_sheet,
    find_sheets,
    not_recognised,
    seen_in,
    sheet_findings,
    shown,
    sized,
    tallies,
    titles_of,
    units_of,
)
from azlift.estate.sheet import Fault
from azlift.estate.tables import csv_source

COLUMNS = {"name": ("Machine",), **sized("memory", "Memory", "mib"), "cpu_percent": ("CPU usage(%)",)}
MANDATORY = ("name",)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Memory (In MB)", "memory_mib"),
        ("Memory(MB)", "memory_mib"),
        ("*memory in mb", "memory_mib"),
        ("Memory (MiB)", "memory_mib"),
        ("Memory", "memory_mib"),
        ("Memory (In GB)", "memory_gib"),
        ("MEMORY GiB", "memory_gib"),
    ],
)
def test_the_unit_is_read_from_the_header(header: str, field: str) -> None:
    (sheet,) = find_sheets(csv_of({"Machine": "a", header: "1"}), COLUMNS, MANDATORY)
    assert titles_of(sheet) == {"name": "Machine", field: header}


def test_a_tab_of_the_same_name_hides_no_column() -> None:
    source = csv_source("machine.csv", b"Machine,Cores\na,2\n", "Machine")
    assert find_sheet(source.tables[0], COLUMNS, MANDATORY) is not None


def test_a_row_that_is_cut_short_is_filled_up() -> None:
    (sheet,) = find_sheets(csv_source("a.csv", b"Machine,Memory (MB),Other\na\nb,4\n"), COLUMNS, MANDATORY)
    assert [row.text("memory_mib") for row in sheet.rows] == ["", "4"]


def test_a_title_above_the_table_is_passed_over_and_rows_keep_their_numbers() -> None:
    (sheet,) = find_sheets(csv_source("a.csv", b"Report of May,\n,\nMachine,Memory (MB)\na,4\n"), COLUMNS, MANDATORY)
    assert [row.number for row in sheet.rows] == [4]


def test_every_field_with_a_unit_says_it() -> None:
    (sheet,) = find_sheets(csv_of({"Machine": "a", "Memory (In GB)": 1, "CPU usage(%)": 2}), COLUMNS, MANDATORY)
    assert units_of(sheet) == {"memory_gib": "GiB", "cpu_percent": "%"}


def test_what_was_recognised_names_the_columns() -> None:
    (sheet,) = find_sheets(csv_of({"*Machine": "a"}), COLUMNS, MANDATORY)
    assert seen_in(sheet, "a list", ("name", "memory_mib")) == "a list: the columns '*Machine'"


def test_what_is_not_the_format_names_the_columns_it_lacks() -> None:
    error = not_recognised(csv_of({"Server": "a", "Memory": 1}), "list", COLUMNS, MANDATORY)
    assert isinstance(error, InputError)
    assert str(error) == (
        "export.csv, row 1: this is no list: the columns Machine are missing; the headers found are Server, Memory"
    )


def test_an_empty_file_is_said_to_be_empty() -> None:
    assert "no rows" in str(not_recognised(csv_source("a.csv", b""), "list", COLUMNS, MANDATORY))


def test_a_header_that_is_there_twice_is_told_and_the_first_is_read() -> None:
    (sheet,) = find_sheets(csv_source("a.csv", b"Machine,MACHINE\na,b\n"), COLUMNS, MANDATORY)
    assert sheet.rows[0].text("name") == "a"
    assert [found.code for found in sheet_findings(sheet)] == ["column-twice"]


def test_headers_without_rows_are_told() -> None:
    (sheet,) = find_sheets(csv_source("a.csv", b"Machine\n,\n"), COLUMNS, MANDATORY)
    assert [found.code for found in sheet_findings(sheet)] == ["no-rows"]


def test_a_tally_counts_the_rows_and_names_the_first() -> None:
    (sheet,) = find_sheets(csv_of({"Machine": "a"}, {"Machine": "b"}), COLUMNS, MANDATORY)
    (found,) = tallies(sheet, {("some", "do"): ["a"], ("none", "do"): []})
    assert (found.code, found.message, found.evidence) == ("some", "1 of 2 rows: do", "a")


def test_a_long_list_is_cut() -> None:
    assert shown(list("abcdefg")) == "a, b, c, d, e, …"


def test_a_bad_cell_has_its_place() -> None:
    (sheet,) = find_sheets(csv_of({"Machine": "a"}), COLUMNS, MANDATORY)
    found = bad_cell(sheet, sheet.rows[0], Fault("Machine", "'a'", "a name"))
    assert found.origin is not None
    assert (found.origin.file, found.origin.row, found.origin.column) == ("export.csv", 2, "Machine")
