"""Cells of every kind as numbers and moments."""

from datetime import UTC, datetime, timedelta, timezone

import numpy
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azlift.estate.performance.arrays import columns_of, moments_of, numbers_of
from azlift.estate.tables import Table


def text(*cells: str | None) -> pyarrow.Array:
    return pyarrow.array(list(cells), pyarrow.string()).dictionary_encode()


def test_numbers_in_text_are_read_and_what_is_none_is_bad_not_zero() -> None:
    numbers, bad = numbers_of(text("1.5", " 12 % ", "", "n/a", None, "abc", "1,234", "1e2", "٣"))
    numpy.testing.assert_array_equal(numbers, [1.5, 12, *[numpy.nan] * 4, 1234, 100, numpy.nan])
    assert bad.tolist() == [False] * 5 + [True, False, False, True]


def test_a_column_of_decimal_commas_is_read_as_such() -> None:
    numbers, bad = numbers_of(text("1,5", "12,25", "1,234"))
    assert numbers.tolist() == [1.5, 12.25, 1.234]
    assert not bad.any()


def test_commas_of_thousands_are_no_decimals() -> None:
    assert numbers_of(text("1,234", "12,345.5"))[0].tolist() == [1234, 12345.5]


def test_endless_numbers_are_bad() -> None:
    numbers, bad = numbers_of(pyarrow.array([1.0, float("inf"), None]))
    assert bad.tolist() == [False, True, False]
    assert numpy.isnan(numbers[1:]).all()


@pytest.mark.parametrize(
    "cell",
    [
        *("2026-01-31T10:00:00Z", "2026-01-31 11:00:00+01:00", "1769853600", "1769853600000"),
        *("2026-01-31 10:00", "31.01.2026 10:00", "1/31/2026 10:00:00 AM", "31/01/2026 10:00", "2026/01/31 10:00:00"),
        *("01/31/2026 10:00:00.000", "31-Jan-2026 10:00:00"),
    ],
)
def test_a_moment_is_read_in_any_of_its_spellings(cell: str) -> None:
    moments = moments_of(text(cell))
    assert moments.seconds.tolist() == [datetime(2026, 1, 31, 10, tzinfo=UTC).timestamp()]
    assert not moments.bad.any()


def test_whether_a_zone_is_stated_is_said() -> None:
    assert moments_of(text("2026-01-31T10:00:00Z")).zoned
    assert not moments_of(text("2026-01-31 10:00")).zoned


def test_dates_of_slashes_are_month_first_unless_a_day_tells_and_the_guess_is_said() -> None:
    guessed, told = moments_of(text("1/2/2026 10:00")), moments_of(text("1/2/2026 10:00", "13/2/2026 10:00"))
    assert guessed.month_first_assumed
    assert not told.month_first_assumed
    assert datetime.fromtimestamp(guessed.seconds[0], UTC).month == 1
    assert datetime.fromtimestamp(told.seconds[0], UTC).month == 2


@pytest.mark.parametrize("cell", ["", "yesterday", "1970-01-01 00:00", "1900-01-00", "9999-12-31", None])
def test_what_is_no_moment_of_this_age_is_bad(cell: str | None) -> None:
    assert moments_of(text("2026-01-01", cell)).bad.tolist() == [False, True]


ZONES = st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))


@settings(deadline=None)
@given(st.datetimes(datetime(1991, 1, 1), datetime(2099, 1, 1), timezones=ZONES))
def test_a_moment_with_its_zone_is_the_same_however_it_is_stored(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    stored = pyarrow.array([whole], pyarrow.timestamp("us", "UTC"))
    assert moments_of(text(whole.isoformat())).seconds[0] == moments_of(stored).seconds[0] == whole.timestamp()


def test_rows_shorter_than_the_header_have_empty_cells() -> None:
    rows = [("vm", "at", "cpu"), ("a", "2026-01-01", "1"), ("b",)]
    columns = columns_of(Table("x.csv", "", lambda: rows), 0)
    assert [column.to_pylist() for column in columns] == [["a", "b"], ["2026-01-01", ""], ["1", ""]]


def test_cells_of_a_workbook_keep_what_they_are() -> None:
    rows = [("vm", "at", "cpu", "note"), ("a", datetime(2026, 1, 1), 1.5, 2), ("b", datetime(2026, 1, 2), 2, "x")]
    columns = columns_of(Table("x.xlsx", "Sheet1", lambda: rows), 0)
    assert moments_of(columns[1]).seconds[1] - moments_of(columns[1]).seconds[0] == 86_400
    assert numbers_of(columns[2])[0].tolist() == [1.5, 2]
    assert columns[3].to_pylist() == ["2", "x"]


def test_a_column_of_which_only_some_moments_have_a_zone_says_so() -> None:
    moments = moments_of(text("2026-01-01T00:00Z", "2026-01-01 00:05"))
    assert moments.zones_differ
    assert (moments.seconds[1] - moments.seconds[0]) == 300


def test_an_absent_entry_of_a_dictionary_is_an_absent_cell() -> None:
    column = pyarrow.DictionaryArray.from_arrays(pyarrow.array([0, 1, 1]), pyarrow.array([None, "2"]))
    numbers, bad = numbers_of(column)
    numpy.testing.assert_array_equal(numbers, [numpy.nan, 2, 2])
    assert not bad.any()
