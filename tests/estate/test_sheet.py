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
