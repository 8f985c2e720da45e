from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.estate.cells import LARGEST, text_of, truth_of, whole_number_of


@pytest.mark.parametrize(
    ("cell", "number"),
    [(4096.0, 4096), (0.0, 0), (7, 7), ("4096", 4096), (" 4096 ", 4096), ("4,096", 4096), ("12,345,678", 12345678)],
)
def test_a_whole_number_is_read_however_it_is_stored(cell: object, number: int) -> None:
    assert whole_number_of(cell) == number


@pytest.mark.parametrize(
    "cell",
    ["4.096", "4,09", "1,2345", ",096", "4 096", "-1", "4096 MB", "0x10", "٤٠٩٦", "9" * 400, "", "45%", "1e3",
     4096.5, -1.0, True, 1e300, float("inf"), float("nan"), datetime(2020, 1, 1)],
)  # fmt: skip
def test_what_could_mean_something_else_is_no_number(cell: object) -> None:
    assert whole_number_of(cell) is None


@given(st.integers(0, 10**12))
def test_a_number_survives_plain_grouped_and_floating(number: int) -> None:
    assert whole_number_of(str(number)) == whole_number_of(f"{number:,}") == whole_number_of(float(number)) == number


@given(st.one_of(st.text(), st.floats(), st.booleans(), st.integers(), st.datetimes()))
def test_no_cell_makes_reading_fail(cell: object) -> None:
    number = whole_number_of(cell)
    assert number is None or 0 <= number <= LARGEST
    assert truth_of(cell) in (True, False, None)
    assert isinstance(text_of(cell), str)


def test_a_name_typed_as_a_number_reads_as_typed() -> None:
    assert [text_of(cell) for cell in (1234.0, 12.5, True, 7)] == ["1234", "12.5", "True", "7"]


@given(st.text())
def test_text_is_unchanged_unless_it_is_blank(text: str) -> None:
    assert text_of(text) == (text if text.strip() else "")


@pytest.mark.parametrize(
    ("cell", "truth"),
    [(True, True), ("True", True), ("TRUE", True), ("yes", True), (1.0, True), (False, False), ("False", False),
     ("", False), (0.0, False), ("maybe", None), ("45%", None)],
)  # fmt: skip
def test_a_truth_may_be_a_boolean_or_a_word(cell: object, truth: bool | None) -> None:
    assert truth_of(cell) is truth
