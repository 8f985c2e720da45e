"""The slots of the calendar: the windows in which waves may move, in order of time."""

from datetime import UTC, date, datetime, time, timedelta

from azlift.model import Calendar, Scope, Slot
from azlift.model.openings import parse_opening, stretches_of

WEEK = timedelta(weeks=1)


def origin_of(today: date) -> datetime:
    """The moment from which weeks and hours are counted."""
    return datetime.combine(today, time(), UTC)


def slots_of(calendar: Calendar, today: date, counted_from: date | None = None) -> tuple[Slot, ...]:
    """Each window that begins from the day of planning, or the calendar's start, to the horizon, in order of time.

    Windows that say the same are one. Ids are the start in UTC, numbered where several begin at once. They are counted
    from the first window of an earlier day of planning, where one is given.
    """
    passed = 0
    if counted_from and counted_from < today:
        passed = sum(slot.start < origin_of(today) for slot in slots_of(calendar, counted_from))
    origin = origin_of(today)
    first = max(today, calendar.start or today)
    last = first + timedelta(weeks=calendar.horizon_weeks, days=-1)
    found = {
        (stretch, str(scope)): scope
        for window in calendar.windows
        for scope in (Scope(**window.model_dump(include=set(Scope.model_fields))),)
        for stretch in stretches_of(parse_opening(window.when), window.time_zone or calendar.time_zone, first, last)
        if stretch.start >= origin
    }
    seen: dict[datetime, int] = {}
    return tuple(
        Slot(
            id=_slot_id(stretch.start, seen),
            start=stretch.start,
            end=stretch.end,
            week=(stretch.start - origin) / WEEK,
            scope=scope,
            number=number,
        )
        for number, ((stretch, _), scope) in enumerate(
            sorted(found.items(), key=lambda entry: entry[0]), start=passed + 1
        )
    )


def _slot_id(start: datetime, seen: dict[datetime, int]) -> str:
    seen[start] = seen.get(start, 0) + 1
    name = f"{start:%Y-%m-%dT%H%MZ}"
    return name if seen[start] == 1 else f"{name}-{seen[start]}"
