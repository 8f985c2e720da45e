"""Numbers with fractions, and sizes by the unit of their header."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from migrate_files import sheet_row

from azlift.estate.azure_migrate.numbers import decimal_of, decimal_or_none, mib_or_none, sum_of


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("60", "60"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("1,5", "1.5"),
        ("12,5 %", "12.5"),
        ("1,024", "1024"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        (" 7 ", "7"),
        (2.5, "2.5"),
        (3, "3"),
    ],
)
def test_a_number_is_read_with_a_decimal_point_or_comma(written: str | float, number: str) -> None:
    assert decimal_of(written) == Decimal(number)


@pytest.mark.parametrize(
    "written", ["-1", "1e9", "n/a", "1.2.3", "1,2,3", "", "½", "٣", True, -1.0, float("nan"), 1e300]
)
def test_what_is_no_number_is_none(written: str | float) -> None:
    assert decimal_of(written) is None


@given(st.decimals(min_value=0, max_value=10**9, places=3), st.booleans())
def test_point_and_comma_mean_the_same_unless_the_comma_groups(number: Decimal, comma: bool) -> None:
    text = f"{number:.4f}"
    assert decimal_of(text.replace(".", ",") if comma else text) == number


@given(st.text(max_size=30))
def test_any_text_is_a_number_of_zero_or_more_or_none(text: str) -> None:
    number = decimal_of(text)
    assert number is None or number >= 0


def test_a_bad_number_is_a_fault_and_no_zero() -> None:
    row = sheet_row(cpu_percent="lots")
    assert decimal_or_none(row, "cpu_percent", 100) is None
    assert [str(fault) for fault in row.faults] == ["cpu_percent: expected a number up to 100, found 'lots'"]


def test_more_than_there_can_be_is_a_fault() -> None:
    row = sheet_row(cpu_percent="101")
    assert decimal_or_none(row, "cpu_percent", 100) is None
    assert row.faults


def test_an_empty_cell_is_absent_and_no_fault() -> None:
    row = sheet_row(cpu_percent=" ")
    assert decimal_or_none(row, "cpu_percent") is None
    assert decimal_or_none(row, "no_such_column") is None
    assert not row.faults


def test_a_size_is_read_in_the_unit_of_its_header_and_rounded_up() -> None:
    assert mib_or_none(sheet_row(memory_mib="2048"), "memory") == 2048
    assert mib_or_none(sheet_row(memory_gib="2"), "memory") == 2048
    assert mib_or_none(sheet_row(disk_gib="81,9"), "disk") == 83_866


def test_reads_and_writes_are_added_and_nothing_known_is_nothing() -> None:
    assert sum_of(Decimal(300), Decimal("0.5")) == 300.5
    assert sum_of(Decimal(300), None) == 300
    assert sum_of(None, None) is None
