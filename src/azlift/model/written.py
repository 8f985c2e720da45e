"""What files written by people are made of: parts with keys, texts, patterns and days."""

import re
from collections.abc import Iterable
from datetime import date
from fnmatch import translate
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from azlift.model.noun import Noun

WILDCARDS_AT_MOST = 8


def _few_wildcards(pattern: str) -> str:
    if pattern.count("*") > WILDCARDS_AT_MOST:
        raise ValueError(f"at most {WILDCARDS_AT_MOST} * in a pattern")
    return pattern


def plain_day(text: str) -> date:
    """The day, of the years 1900 to 2999: beyond them clocks and zones cannot be reckoned. Raises ValueError."""
    day = date.fromisoformat(text)
    if not 1900 <= day.year <= 2999:
        raise ValueError("expected a year from 1900 to 2999")
    return day


def first_and_last(days: str) -> tuple[date, date]:
    """The first and the last day of `2026-12-15/2027-01-05`, or of one day. Raises ValueError."""
    first, _, last = days.partition("/")
    return plain_day(first), plain_day(last or first)


def _days_in_order(days: str) -> str:
    first, last = first_and_last(days)
    if first > last:
        raise ValueError("the first day comes before the last")
    return days


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=256)]
Pattern = Annotated[Text, AfterValidator(_few_wildcards)]
"""A name, or one with * for any characters, ? for one and [ab] for one of these; upper and lower case are the same."""
Days = Annotated[
    str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d(/\d{4}-\d\d-\d\d)?$"), AfterValidator(_days_in_order)
]
"""One day, or the first and the last: `2026-12-15/2027-01-05`."""


Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2999, 12, 31))]


class Written(Noun):
    """A part of a file; what it says of a key is the description that editors show."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty_keys(cls, said: Any) -> Any:
        """A key of which everything is commented out says nothing."""
        if not isinstance(said, dict):
            return said
        return {key: value for key, value in said.items() if value is not None or key not in cls.model_fields}


def means(patterns: Iterable[str], name: str) -> bool:
    """Whether one of the patterns means this name."""
    return _means(tuple(patterns), name)


@lru_cache(maxsize=65_536)
def _means(patterns: tuple[str, ...], name: str) -> bool:
    found = name.strip().casefold()
    return any(_compiled(pattern.casefold()).match(found) for pattern in patterns)


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern))
