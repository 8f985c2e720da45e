"""Windows as people write them, in real hours: over changes of clocks, midnights and ends of the week."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from azlift.model.openings import (
    OpeningText,
    Stretch,
    ZoneName,
    joined,
    longest_hours,
    parse_opening,
    stretches_of,
    whole_days,
    without,
)

OPENING: TypeAdapter[str] = TypeAdapter(OpeningText)
ZONE: TypeAdapter[str] = TypeAdapter(ZoneName)
BERLIN = "Europe/Berlin"
ORIGIN = datetime(2026, 1, 1, tzinfo=UTC)


def at(hour: float) -> datetime:
    return ORIGIN + timedelta(hours=hour)


def stretch(first: float, last: float) -> Stretch:
    return Stretch(at(first), at(last))


def times(text: str, first: date, last: date, zone: str = "UTC") -> list[Stretch]:
    return list(stretches_of(parse_opening(text), zone, first, last))


def total(stretches: tuple[Stretch, ...]) -> float:
    return sum(one.hours for one in joined(stretches))


STRETCHES = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: stretch(pair[0], pair[0] + pair[1])), max_size=6
).map(tuple)


def test_a_weekly_window_opens_once_a_week_over_midnight() -> None:
    opened = times("Sat 22:00-Sun 06:00", date(2026, 12, 1), date(2026, 12, 14))
    assert [one.start for one in opened] == [
        datetime(2026, 12, 5, 22, tzinfo=UTC),
        datetime(2026, 12, 12, 22, tzinfo=UTC),
    ]
    assert [one.hours for one in opened] == [8, 8]


def test_an_end_without_a_day_that_does_not_come_after_the_start_is_the_next_days() -> None:
    (opened,) = times("Sat 22:00-06:00", date(2026, 12, 1), date(2026, 12, 7))
    assert opened.hours == 8
    assert [one.hours for one in times("daily 01:00-05:00", date(2026, 12, 1), date(2026, 12, 3))] == [4, 4, 4]
    assert [one.hours for one in times("daily 22:00-05:00", date(2026, 12, 1), date(2026, 12, 1))] == [7]


def test_a_dated_window_opens_once_and_only_on_its_day() -> None:
    text = "2026-12-12 22:00/2026-12-13 06:30"
    assert [one.hours for one in times(text, date(2026, 12, 1), date(2026, 12, 31))] == [8.5]
    assert times(text, date(2026, 12, 13), date(2026, 12, 31)) == []


def test_a_windows_length_is_real_hours_over_a_change_of_clocks() -> None:
    spring = times("Sat 22:00-Sun 06:00", date(2027, 3, 27), date(2027, 3, 27), BERLIN)
    autumn = times("Sat 22:00-Sun 06:00", date(2027, 10, 30), date(2027, 10, 30), BERLIN)
    assert [one.hours for one in (*spring, *autumn)] == [7, 9]


def test_a_window_that_the_change_of_clocks_leaves_no_real_time_is_none() -> None:
    assert times("2027-03-28 02:30/2027-03-28 03:15", date(2027, 3, 28), date(2027, 3, 28), BERLIN) == []


def test_a_local_day_is_23_or_25_hours_long_when_clocks_change() -> None:
    assert whole_days(date(2027, 3, 28), date(2027, 3, 28), BERLIN).hours == 23
    assert whole_days(date(2027, 10, 31), date(2027, 10, 31), BERLIN).hours == 25
    assert whole_days(date(2027, 1, 1), date(2027, 1, 2), BERLIN).start == datetime(2026, 12, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Sat 22:00-Sat 20:00", "ends before it begins"),
        ("2026-12-13 22:00/2026-12-12 06:00", "ends before it begins"),
        ("2026-12-13 22:00/2026-12-13 22:00", "ends before it begins"),
        ("daily 22:00-Sun 06:00", "ends without a day"),
        ("Saturday night", "expected Sat 22:00"),
        ("2026-02-30 22:00/2026-03-01 06:00", "day"),
        ("9999-12-31 22:00/9999-12-31 23:00", "1900 to 2999"),
    ],
)
def test_a_window_that_is_none_is_refused_with_the_reason(text: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        OPENING.validate_python(text)


def test_an_unknown_time_zone_is_refused_with_a_suggestion() -> None:
    with pytest.raises(ValidationError, match="did you mean Europe/Berlin"):
        ZONE.validate_python("Europe/Berln")
    with pytest.raises(ValidationError, match="unknown time zone"):
        ZONE.validate_python("../../etc/passwd")
    assert ZONE.validate_python(BERLIN) == BERLIN


def test_a_stretch_without_its_middle_is_two() -> None:
    assert without([stretch(0, 10)], [stretch(4, 6)]) == (stretch(0, 4), stretch(6, 10))
    assert without([stretch(0, 10)], [stretch(0, 10)]) == ()
    assert longest_hours(without([stretch(0, 10)], [stretch(3, 4)])) == 6


@given(STRETCHES, STRETCHES)
def test_what_is_taken_out_and_what_is_left_make_up_the_whole(
    some: tuple[Stretch, ...], closed: tuple[Stretch, ...]
) -> None:
    whole = joined(some)
    left = without(whole, closed)
    taken_out = without(whole, left)
    assert total(left) + total(taken_out) == pytest.approx(total(whole))
    assert without(taken_out, closed) == ()


@given(STRETCHES)
def test_joined_stretches_are_in_order_apart_and_as_long_as_their_union(some: tuple[Stretch, ...]) -> None:
    made = joined(some)
    assert all(one.end < then.start for one, then in pairwise(made))
    hours = {at(hour) for hour in range(80) for one in some if one.start <= at(hour) < one.end}
    assert total(made) == len(hours)
