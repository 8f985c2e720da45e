"""Numbers as people type them, and what may mean two things."""

from decimal import Decimal
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.estate.intake.quantities import (
    MIB_IN,
    NUMBER,
    WITH_UNIT,
    Quantity,
    quantity_of,
    read_count,
    read_mib,
    unit_called,
)
from azlift.estate.sheet import SheetRow
from azlift.workbook import Cell


def row_of(cell: Cell) -> SheetRow:
    return SheetRow(2, (cell,), {"size": 0}, ("Size",))


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("16", "16", ""), ("1,5", "1.5", ""), ("1.5", "1.5", ""), ("0,500", "0.5", ""), ("1234,567", "1234.567", ""),
        ("1.024,5", "1024.5", ""), ("1,024.50", "1024.5", ""), ("1.024.000", "1024000", ""), ("1 024", "1024", ""),
        ("1\u00a0024", "1024", ""), ("1'024", "1024", ""), ("16 GB", "16", "GB"), ("16GiB", "16", "GB"),
        ("1,5 TB", "1.5", "TB"), ("512 mb", "512", "MB"), ("16 Go", "16", "GB"), ("1,5 To", "1.5", "TB"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_type_it(text: str, amount: str, unit: str) -> None:
    assert quantity_of(text) == Quantity(Decimal(amount), unit)


@pytest.mark.parametrize("text", ["1.024", "1,024", "999,999", "12.500"])
def test_what_is_a_thousand_to_one_and_one_to_another_is_not_guessed(text: str) -> None:
    assert quantity_of(text) is None
    row = row_of(text)
    assert read_mib(row, "size", "GB") is None
    assert [(fault.column, fault.expected) for fault in row.faults] == [("Size", NUMBER)]


@pytest.mark.parametrize("text", ["16,384", "16.384", "16,384 MB"])
def test_nobody_states_thousandths_of_a_megabyte(text: str) -> None:
    row = row_of(text)
    assert (read_mib(row, "size", "MB"), row.faults) == (16384, ())
    assert read_mib(row_of("1,024 GB"), "size", "MB") is None


@pytest.mark.parametrize("cell", ["", "n/a", "-4", "4 cores", "1..5", "12.34.56", "1,024,00", "1e9", True, -1.0])
def test_what_is_no_number_is_none(cell: Cell) -> None:
    assert quantity_of(cell) is None


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), 1e300])
def test_a_number_that_is_none_is_none(cell: float) -> None:
    assert quantity_of(cell) is None


@given(st.integers(0, 10**9), st.sampled_from([",", "."]))
def test_whole_numbers_grouped_twice_or_not_at_all_are_read_in_either_notation(number: int, group: str) -> None:
    plain, grouped = str(number), f"{number:,}".replace(",", group)
    assert quantity_of(plain) == Quantity(Decimal(number))
    expected = Quantity(Decimal(number)) if grouped.count(group) != 1 else None
    assert quantity_of(grouped) == expected


@given(st.decimals(0, 10**6, places=2), st.sampled_from([",", "."]))
def test_two_digits_behind_a_separator_are_always_a_fraction(number: Decimal, point: str) -> None:
    assert quantity_of(f"{number:f}".replace(".", point)) == Quantity(number)


@given(st.text(max_size=30))
def test_no_text_is_too_strange(text: str) -> None:
    quantity = quantity_of(text)
    assert quantity is None or quantity.amount >= 0


@given(st.integers(0, 4096), st.sampled_from(sorted(MIB_IN)))
def test_capacities_are_binary_and_rounded_up(amount: int, unit: str) -> None:
    power = {"B": -20, "KB": -10, "MB": 0, "GB": 10, "TB": 20, "PB": 30}[unit]
    assert read_mib(row_of(float(amount)), "size", unit) == ceil(Decimal(amount) * Decimal(2) ** power)


def test_the_unit_in_the_cell_goes_before_the_columns() -> None:
    assert read_mib(row_of("512 MB"), "size", "GB") == 512


def test_a_capacity_without_any_unit_is_a_fault_and_no_number() -> None:
    row = row_of(16.0)
    assert read_mib(row, "size", "") is None
    assert [fault.expected for fault in row.faults] == [WITH_UNIT]


@pytest.mark.parametrize("cell", [0.0, 2.5, 65.0, "two", "4 GB"])
def test_a_count_is_whole_above_zero_and_possible(cell: Cell) -> None:
    row = row_of(cell)
    assert read_count(row, "size", 64) is None
    assert len(row.faults) == 1


def test_an_empty_cell_is_no_fault() -> None:
    row = row_of(" ")
    assert (read_count(row, "size", 64), read_mib(row, "size", "GB"), row.faults) == (None, None, ())


@pytest.mark.parametrize(("word", "unit"), [("GiB", "GB"), ("gb", "GB"), ("bytes", "B"), ("dB", ""), ("", "")])
def test_units_are_known_in_both_spellings(word: str, unit: str) -> None:
    assert unit_called(word) == unit
