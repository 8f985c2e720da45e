from collections.abc import Callable
from datetime import date

import pytest

from azlift.estate.headers import MACHINES, MANDATORY
from azlift.estate.sheet import Fault, Sheet, make_sheet, place_of
from azlift.model import Origin

ROWS = [
    ["Estate of May", "", "", ""],
    ["VM", "CPUs", "Memory", "Template"],
    ["web01", 2.0, "lots", "perhaps"],
    ["", "", " ", ""],
    ["", 0.0, "", ""],
]


def make() -> Sheet:
    sheet = make_sheet("estate.xlsx", "vInfo", ROWS, MACHINES, MANDATORY)
    assert sheet is not None
    return sheet


def test_rows_have_the_numbers_a_spreadsheet_shows_even_below_a_lower_header() -> None:
    sheet = make()
    assert [row.number for row in sheet.rows] == [3, 5]
    assert place_of(sheet, sheet.rows[0]) == Origin(file="estate.xlsx", tab="vInfo", row=3)


def test_a_row_that_is_blank_from_end_to_end_is_no_row_but_a_zero_is_something() -> None:
    assert [row.cells for row in make().rows] == [ROWS[2], ROWS[4]]


def test_a_cell_that_is_not_what_its_column_is_for_is_a_fault_told_once() -> None:
    row = make().rows[0]
    assert (row.number_or_none("memory_mib"), row.number_or_none("memory_mib"), row.truth("template")) == (
        None, None, False,
    )  # fmt: skip
    assert row.faults == (
        Fault("Memory", "'lots'", "a whole number"),
        Fault("Template", "'perhaps'", "True or False"),
    )
    assert str(row.faults[0]) == "Memory: expected a whole number, found 'lots'"


def test_a_number_above_the_most_it_can_be_is_a_fault() -> None:
    row = make().rows[0]
    assert row.number_or_none("vcpu", most=1) is None
    assert row.faults == (Fault("CPUs", "'2'", "a whole number up to 1"),)


def test_a_column_that_is_not_there_reads_as_empty_and_is_no_fault() -> None:
    row = make().rows[0]
    assert (row.text("host"), row.number_or_none("nics"), row.truth("placeholder")) == ("", None, False)
    assert row.faults == ()


def test_a_zero_reads_as_zero_and_not_as_empty() -> None:
    assert make().rows[1].text("vcpu") == "0"


def test_without_its_mandatory_columns_there_is_no_sheet() -> None:
    assert make_sheet("estate.xlsx", "vInfo", ROWS[:1], MACHINES, MANDATORY) is None


def test_of_columns_that_are_no_field_only_those_asked_for_are_held() -> None:
    rows = [["Rack", "VM", "vApp", "CPUs", "Memory"], ["R1", "web01", "x", 2.0, 4096.0]]
    sheet = make_sheet("estate.xlsx", "vInfo", rows, MACHINES, MANDATORY, hold=lambda header: header == "Rack")
    assert sheet is not None
    assert (sheet.header, sheet.whole_header) == (["Rack", "VM", "CPUs", "Memory"], rows[0])
    assert list(sheet.rows[0].cells) == ["R1", "web01", 2.0, 4096.0]
    assert (sheet.rows[0].text("name"), sheet.rows[0].number_or_none("vcpu")) == ("web01", 2)


def test_a_single_held_column_is_still_a_row_of_cells() -> None:
    sheet = make_sheet(
        "x.xlsx", "vTools", [["VM", "Tools"], ["ab", "toolsOk"]], {"name": ("VM",)}, ("name",), lambda _: False
    )
    assert sheet is not None
    assert sheet.rows[0].text("name") == "ab"


@pytest.mark.parametrize("hold", [None, lambda _: False])
def test_a_row_that_is_too_short_is_filled_up_with_nothing(hold: Callable[[str], bool] | None) -> None:
    sheet = make_sheet("x.csv", "", [["VM", "x", "CPUs", "Memory"], ["web01"]], MACHINES, MANDATORY, hold)
    assert sheet is not None
    assert (sheet.rows[0].number_or_none("memory_mib"), sheet.rows[0].faults) == (None, ())


def test_decimals_and_dates_are_read_and_only_a_decimal_can_be_a_fault() -> None:
    spellings = {"name": ("VM",), "share": ("Free %",), "made": ("Creation date",)}
    rows = [["VM", "Free %", "Creation date"], ["a", "12,5%", "2024-05-31"], ["b", "much", "some day"]]
    sheet = make_sheet("x.csv", "", rows, spellings, ("name",))
    assert sheet is not None
    assert [(row.decimal_or_none("share"), row.date_or_none("made")) for row in sheet.rows] == [
        (12.5, date(2024, 5, 31)), (None, None),
    ]  # fmt: skip
    assert sheet.rows[1].faults == (Fault("Free %", "'much'", "a number"),)
    assert (sheet.rows[0].decimal_or_none("other"), sheet.rows[0].date_or_none("other")) == (None, None)
