"""When something is open or closed, as people write it, and as stretches of real time.

Three forms: weekly `Sat 22:00-Sun 06:00`, daily `daily 22:00-05:00`, once `2026-12-12 22:00/2026-12-13 06:00`; clocks
are local. A stretch is in UTC, so its length is real hours: over a change of clocks a window is longer or shorter than
it reads. A clock time that comes twice is its first; one that is skipped is read by the offset before the change.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from functools import cache
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator

from azlift.model.written import plain_day

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY, _CLOCK = f"(?:{'|'.join(DAYS)})", "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_REPEATED = re.compile(rf"({_DAY}|daily) ({_CLOCK})-(?:({_DAY}) )?({_CLOCK})")
_ONCE = re.compile(rf"(\d{{4}}-\d\d-\d\d) ({_CLOCK})/(\d{{4}}-\d\d-\d\d) ({_CLOCK})")
FORMS = "Sat 22:00-Sun 06:00, daily 22:00-05:00 or 2026-12-12 22:00/2026-12-13 06:00"


class Stretch(NamedTuple):
    """From `start` to `end`, both in UTC."""

    start: datetime
    end: datetime

    @property
    def hours(self) -> float:
        return (self.end - self.start) / timedelta(hours=1)


class Opening(NamedTuple):
    """Local clock times. `weekday` counts from Monday 0 (None: every day); `first` is the day of one that is once.

    The end is `days` days after the start.
    """

    weekday: int | None
    first: date | None
    begins: time
    days: int
    ends: time


@cache
def parse_opening(text: str) -> Opening:
    """What a person wrote. Raises ValueError that says what is wrong with it."""
    if once := _ONCE.fullmatch(text):
        first, last = plain_day(once[1]), plain_day(once[3])
        made = Opening(None, first, time.fromisoformat(once[2]), (last - first).days, time.fromisoformat(once[4]))
    elif repeated := _REPEATED.fullmatch(text):
        made = _repeated(*repeated.groups())
    else:
        raise ValueError(f"expected {FORMS}")
    if (made.days, made.ends) <= (0, made.begins):
        raise ValueError("the window ends before it begins")
    return made


def _repeated(day: str, begins: str, last: str | None, ends: str) -> Opening:
    """Without a day for its end, an end that does not come after the start is the next day's."""
    start, end = time.fromisoformat(begins), time.fromisoformat(ends)
    if day == "daily":
        if last:
            raise ValueError("a daily window ends without a day: daily 22:00-05:00")
        return Opening(None, None, start, int(end <= start), end)
    weekday = DAYS.index(day)
    days = (DAYS.index(last) - weekday) % 7 if last else int(end <= start)
    return Opening(weekday, None, start, days, end)


def stretches_of(opening: Opening, zone: str, first: date, last: date) -> Iterator[Stretch]:
    """Every time it is open that begins on a local day from `first` to `last`, in order.

    One that a change of clocks leaves no real time is none.
    """
    for day in _days(opening, first, last):
        start = _utc(day, opening.begins, zone)
        end = _utc(day + timedelta(days=opening.days), opening.ends, zone)
        if start < end:
            yield Stretch(start, end)


def _days(opening: Opening, first: date, last: date) -> Iterator[date]:
    if opening.first is not None:
        if first <= opening.first <= last:
            yield opening.first
        return
    step = 1 if opening.weekday is None else 7
    day = first if opening.weekday is None else first + timedelta(days=(opening.weekday - first.weekday()) % 7)
    while day <= last:
        yield day
        day += timedelta(days=step)


def whole_days(first: date, last: date, zone: str) -> Stretch:
    """From the first moment of the first local day to the last of the last."""
    return Stretch(_utc(first, time(), zone), _utc(last + timedelta(days=1), time(), zone))


def _utc(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


# -- stretches together -------------------------------------------------------------------------------------------


def without(stretches: Iterable[Stretch], closed: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """What is left of the stretches outside the closed ones."""
    left = list(stretches)
    for shut in closed:
        kept: list[Stretch] = []
        for one in left:
            if shut.start >= one.end or shut.end <= one.start:
                kept.append(one)
                continue
            if one.start < shut.start:
                kept.append(Stretch(one.start, shut.start))
            if shut.end < one.end:
                kept.append(Stretch(shut.end, one.end))
        left = kept
    return tuple(left)


def joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The same time without overlaps, in order; what touches is one stretch."""
    made: list[Stretch] = []
    for one in sorted(stretches):
        if made and one.start <= made[-1].end:
            made[-1] = Stretch(made[-1].start, max(made[-1].end, one.end))
        else:
            made.append(one)
    return tuple(made)


def longest_hours(stretches: Iterable[Stretch]) -> float:
    return max((one.hours for one in stretches), default=0.0)


# -- for files ----------------------------------------------------------------------------------------------------


def _is_opening(text: str) -> str:
    parse_opening(text)
    return text


def _is_zone(name: str) -> str:
    if name not in _zones():
        close = get_close_matches(name, _zones(), n=1, cutoff=0.5)
        hint = f"did you mean {close[0]}?" if close else "for example Europe/Berlin"
        raise ValueError(f"unknown time zone: {hint}")
    return name


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


OpeningText = Annotated[str, AfterValidator(_is_opening)]
"""A window in one of the three forms."""
ZoneName = Annotated[str, AfterValidator(_is_zone)]
"""A time zone of the IANA database: Europe/Berlin."""
