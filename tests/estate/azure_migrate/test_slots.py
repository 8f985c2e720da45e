"""When a dependency was seen."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.estate.azure_migrate.slots import DAY, Slot, days_come_first, slot_of

HOUR = timedelta(hours=1)


def test_a_slot_has_an_american_date() -> None:
    assert slot_of("12/15/2024 12:00-18:00") == Slot(datetime(2024, 12, 15, 12), datetime(2024, 12, 15, 18))


def test_a_slot_may_end_past_midnight_even_of_the_year() -> None:
    assert slot_of("12/18/2024 18:00-0:00") == Slot(datetime(2024, 12, 18, 18), datetime(2024, 12, 19))
    assert slot_of("12/31/2024 18:00-24:00") == Slot(datetime(2024, 12, 31, 18), datetime(2025, 1, 1))


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), st.integers(1, 24))
def test_what_is_written_is_read_again(moment: datetime, hours: int) -> None:
    start = moment.replace(minute=0, second=0, microsecond=0)
    end = start + hours * HOUR
    written = f"{start.month}/{start.day}/{start.year} {start.hour}:00-{end.hour}:00"
    assert slot_of(written) == Slot(start, end)


@pytest.mark.parametrize("written", ["2026-07-01", "1-Jul-2026", "1-Jul-26", "7/1/2026", date(2026, 7, 1)])
def test_a_date_alone_is_its_whole_day(written: str | date) -> None:
    assert slot_of(written) == Slot(datetime(2026, 7, 1), datetime(2026, 7, 2))


def test_a_cell_of_excel_with_a_time_is_its_day() -> None:
    assert slot_of(datetime(2026, 7, 1, 5)) == Slot(datetime(2026, 7, 1), datetime(2026, 7, 2))


def test_the_file_shows_whether_its_day_comes_first() -> None:
    assert days_come_first(["1/07/2026", "31/07/2026"])
    assert not days_come_first(["1/07/2026", "7/31/2026", 5.0])
    assert slot_of("1/07/2026", day_first=True) == Slot(datetime(2026, 7, 1), datetime(2026, 7, 1) + DAY)


@pytest.mark.parametrize(
    "written",
    ["", "13/13/2024 12:00-18:00", "2/30/2024", "12/15/2024 25:00-26:00", "12/15/2024 12:61-18:00", "soon",
     "12/31/9999 18:00-0:00", "9999-12-31", 45_000.0, date(9999, 12, 31)],
)  # fmt: skip
def test_what_is_no_time_is_none(written: str | float | date) -> None:
    assert slot_of(written) is None


@given(st.text(max_size=30), st.booleans())
def test_any_text_is_a_slot_that_ends_after_it_starts_or_none(text: str, day_first: bool) -> None:
    slot = slot_of(text, day_first)
    assert slot is None or slot.start < slot.end
