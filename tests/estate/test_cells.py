from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.estate.cells import LARGEST, date_of, is_total, mib_of, number_of, text_of, truth_of, whole_number_of


@pytest.mark.parametrize(
    ("cell", "number"),
    [(4096.0, 4096), (0.0, 0), (7, 7), ("4096", 4096), (" 4096 ", 4096), ("4,096", 4096), ("12,345,678", 12345678)],
)
def test_a_whole_number_is_read_however_it_is_stored(cell: object, number: int) -> None:
    assert whole_number_of(cell) == number


@pytest.mark.parametrize(
    "cell",
    ["4.096", "4,09", "1,2345", ",096", "4  096", "-1", "4096 MB", "0x10", "٤٠٩٦", "9" * 400, "", "45%", "1e3",
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


@pytest.mark.parametrize(
    ("cell", "number"),
    [("45056,00", 45056), ("45056.0", 45056), ("1.234.567", 1234567), ("4'096", 4096), ("4\u00a0096", 4096),
     ("4 096", 4096),
     ("1\u202f234\u202f567", 1234567), ("12.345,00", None), ("4.096,5", None)],
)  # fmt: skip
def test_a_whole_number_is_read_as_other_countries_write_it_where_it_is_plain(cell: str, number: int | None) -> None:
    assert whole_number_of(cell) == number


@pytest.mark.parametrize(
    ("cell", "size"),
    [
        (4096.0, 4096), (45056.37, 45057), ("45056.37", 45057), ("45056,375", 45057), ("512.5", 513), ("4,096", 4096),
        ("4.096", None), ("512.375", None), ("12.5 %", None), (-1.5, None), (True, None), ("", None),
    ],
)  # fmt: skip
def test_a_fraction_of_a_mib_counts_as_the_next_whole_one_where_it_is_surely_one(
    cell: object, size: int | None
) -> None:
    assert mib_of(cell) == size


@pytest.mark.parametrize("cell", ["WAHR", "vrai", "Verdadero", "VERO", "Verdadeiro", "ja", "oui"])
def test_truth_is_read_in_the_languages_of_excel(cell: str) -> None:
    assert truth_of(cell) is True


@pytest.mark.parametrize("cell", ["FALSCH", "faux", "Falso", "nein", "non"])
def test_untruth_is_read_in_the_languages_of_excel(cell: str) -> None:
    assert truth_of(cell) is False


@pytest.mark.parametrize(
    ("cell", "number"),
    [("49", 49.0), ("49%", 49.0), ("49,5 %", 49.5), ("49.5", 49.5), (0.0, 0.0), ("-1", None), (-1.0, None), ("", None),
     ("1,234,567", None), (True, None), (float("nan"), None), (datetime(2020, 1, 1), None)],
)  # fmt: skip
def test_a_number_may_have_a_fraction_and_a_percent_sign(cell: object, number: float | None) -> None:
    assert number_of(cell) == number


DAY = date(2024, 5, 31)


@pytest.mark.parametrize(
    "cell",
    [DAY, datetime(2024, 5, 31, 10, 0), "2024-05-31", "2024/05/31 10:00:00", "2024-05-31T10:00:00Z", "31.05.2024",
     "31.5.2024 10:00", "5/31/2024", "31/05/2024", "31-05-2024", 45443.0, 45443.42],
)  # fmt: skip
def test_a_date_is_read_where_it_can_be_no_other(cell: object) -> None:
    assert date_of(cell) == DAY


@pytest.mark.parametrize(
    "cell",
    ["1970-01-01 00:00:00", "1969-12-31 19:00:00", date(1970, 1, 1), datetime(1969, 12, 31), datetime(1900, 1, 1),
     "01.01.1970", "1900-01-00", 0.0, "5/6/2024", "2024-13-45", "yesterday", "", True, float("nan"), float("inf")],
)  # fmt: skip
def test_a_date_that_means_not_known_or_could_be_two_is_none(cell: object) -> None:
    assert date_of(cell) is None


@given(st.one_of(st.text(), st.floats(), st.booleans(), st.integers(), st.datetimes(), st.dates(), st.timedeltas()))
def test_no_cell_makes_reading_a_number_or_a_date_fail(cell: object) -> None:
    number, day = number_of(cell), date_of(cell)
    assert number is None or 0 <= number <= LARGEST
    assert day is None or day.year >= 1970


@given(st.dates(date(1970, 1, 2), date(2118, 12, 31)))
def test_a_date_survives_every_spelling_that_says_which_part_is_which(day: date) -> None:
    spellings = (day.isoformat(), f"{day:%Y/%m/%d %H:%M:%S}", f"{day:%d.%m.%Y}", (day - date(1899, 12, 30)).days)
    assert {date_of(spelling) for spelling in spellings} == {day}


@pytest.mark.parametrize(("text", "total"), [("Total:", True), (" SUMME ", True), ("Totals", True), ("total01", False)])
def test_a_sum_is_known_by_the_word_before_it(text: str, total: bool) -> None:
    assert is_total(text) is total
