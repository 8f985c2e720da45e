"""Patterns, days and parts of files that people write."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from azlift.model.written import Days, Pattern, Written, first_and_last, means

DAYS: TypeAdapter[str] = TypeAdapter(Days)
PATTERN: TypeAdapter[str] = TypeAdapter(Pattern)


class Part(Written):
    name: str = "unnamed"


def test_a_key_of_which_everything_is_commented_out_says_nothing() -> None:
    assert Part.model_validate({"name": None}) == Part()
    with pytest.raises(ValidationError):
        Part.model_validate({"nmae": None})


def test_a_pattern_means_names_whatever_their_case() -> None:
    assert means(["FRA-*", "ams-[12]"], " fra-04 ")
    assert means(["FRA-*", "ams-[12]"], "AMS-2")
    assert not means(["FRA-*", "ams-[12]"], "ams-3")
    assert not means([], "anything")


@given(st.text(max_size=30))
def test_a_star_means_every_name(name: str) -> None:
    assert means(["*"], name)


def test_a_pattern_that_could_take_for_ever_is_refused() -> None:
    with pytest.raises(ValidationError, match="at most 8"):
        PATTERN.validate_python("*" * 9)


def test_days_are_one_day_or_the_first_and_the_last() -> None:
    assert first_and_last("2026-12-15") == (date(2026, 12, 15), date(2026, 12, 15))
    assert first_and_last("2026-12-15/2027-01-05") == (date(2026, 12, 15), date(2027, 1, 5))


@pytest.mark.parametrize("days", ["2027-01-05/2026-12-15", "2026-02-30", "9999-12-31", "0001-01-01", "tomorrow", ""])
def test_days_that_are_none_are_refused(days: str) -> None:
    with pytest.raises(ValidationError):
        DAYS.validate_python(days)
