"""When a dependency was seen: `12/18/2024 18:00-0:00`, six hours whose end may be the next midnight, or a date alone.

A time slot's date is American (the export has had no other); of a bare date with slashes, the file itself must show
whether its day comes first (`31/12/2024`), and where no date of it does, the month is taken for the first. No file
names a time zone, so the times have none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time, timedelta

from azlift.estate.cells import text_of
from azlift.workbook import Cell

SLOT = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) +(\d{1,2}):(\d{2}) *- *(\d{1,2}):(\d{2})", re.ASCII)
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
WRITTEN = ("%Y-%m-%d", "%d-%b-%Y", "%d-%b-%y")
"""Other ways to write the date alone: `2026-07-01`, `1-Jul-2026`, `1-Jul-26`."""
DAY = timedelta(days=1)
MONTHS = 12


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """From when until when; the end is no longer part of it."""

    start: datetime
    end: datetime


def slot_of(cell: Cell, day_first: bool = False) -> Slot | None:
    """The slot of this cell, or None. `day_first` is for bare dates with slashes (see `days_come_first`)."""
    if isinstance(cell, date):
        return _whole_day(cell.date() if isinstance(cell, datetime) else cell)
    text = text_of(cell).strip()
    if found := SLOT.fullmatch(text):
        return _slot(*map(int, found.groups()))
    if found := SLASHED.fullmatch(text):
        first, second, year = map(int, found.groups())
        known = _date(year, second, first) if day_first else _date(year, first, second)
        return _whole_day(known) if known else None
    return _written(text)


def days_come_first(cells: Iterable[Cell]) -> bool:
    """Whether a bare date of the file can only have its day first."""
    found = (SLASHED.fullmatch(cell.strip()) for cell in cells if isinstance(cell, str))
    return any(int(match.group(1)) > MONTHS for match in found if match)


def _slot(
    month: int, day: int, year: int, from_hour: int, from_minute: int, to_hour: int, to_minute: int
) -> Slot | None:
    known = _date(year, month, day)
    if not known or year == MAXYEAR or from_hour > 23 or to_hour > 24 or max(from_minute, to_minute) > 59:
        return None
    midnight = datetime.combine(known, time())
    start = midnight + timedelta(hours=from_hour, minutes=from_minute)
    end = midnight + timedelta(hours=to_hour, minutes=to_minute)
    return Slot(start, end if end > start else end + DAY)


def _written(text: str) -> Slot | None:
    for form in WRITTEN:
        try:
            return _whole_day(datetime.strptime(text, form).date())
        except ValueError:
            continue
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _whole_day(day: date) -> Slot | None:
    """None in the last year there is, whose last day has no next."""
    start = datetime.combine(day, time())
    return Slot(start, start + DAY) if day.year < MAXYEAR else None
