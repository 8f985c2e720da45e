"""The calendar, compiled: the slots in which waves may move, and which of them a group may move in.

Every fact about a slot is a set of closed times: outside a maintenance window, frozen days, what comes after an end.
A group may move in a slot where all its machines are open together for as long as it needs. Facts that close it by
themselves are named; where none does, all that shorten it. So a longer window never refuses more.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import holidays

from azlift.model import Allowance, Calendar, LinkToAzure, PublicHolidays, Refusal, Scope, Slot, Stretch, Workload
from azlift.model.openings import joined, longest_hours, parse_opening, stretches_of, whole_days, without
from azlift.model.written import first_and_last

WEEK = timedelta(weeks=1)
LONGEST_WINDOW_DAYS = 8
"""A weekly window that begins more than a week before a slot has ended by then."""
NO_TIME_HOURS = 1e-9
Closed = tuple[Stretch, ...]
END_OF_TIME = datetime.max.replace(tzinfo=UTC)
ALWAYS = Stretch(datetime.min.replace(tzinfo=UTC), END_OF_TIME)
"""What a fact closes that cannot be read: nothing is moved against an unknown rule."""


def origin_of(today: date) -> datetime:
    """The moment from which weeks and hours are counted."""
    return datetime.combine(today, time(), UTC)


def slots_of(calendar: Calendar, today: date) -> tuple[Slot, ...]:
    """Each window that begins from the day of planning, or the calendar's start, to the horizon, in order of time.

    Windows that say the same are one. Ids are the start in UTC, numbered where several begin at once.
    """
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
        )
        for (stretch, _), scope in sorted(found.items(), key=lambda entry: entry[0])
    )


def _slot_id(start: datetime, seen: dict[datetime, int]) -> str:
    seen[start] = seen.get(start, 0) + 1
    name = f"{start:%Y-%m-%dT%H%MZ}"
    return name if seen[start] == 1 else f"{name}-{seen[start]}"


# -- what a group may use -----------------------------------------------------------------------------------------


def allowed(
    calendar: Calendar, slots: Sequence[Slot], workloads: Sequence[Workload], hours_needed: float = 0.0
) -> Allowance:
    """The slots in which these machines may move together, and for each other slot the facts that refuse it."""
    kinds = _one_of_each(workloads)
    closures = _spread((found for workload in kinds for found in _closures(calendar, slots, workload)), slots)
    open_hours = {(workload.maintenance_windows, calendar.zone_of(workload.datacenter)) for workload in kinds}
    links = {link for workload in kinds if (link := calendar.link_of(workload.datacenter)) and link.blackouts}
    pins = {pin for workload in kinds if (pin := pinned_to(workload.wave)) is not None}
    granted: list[str] = []
    refused: dict[str, tuple[Refusal, ...]] = {}
    for number, slot in enumerate(slots, start=1):
        facts = {
            **closures[number - 1],
            **{fact: closed for texts, zone in open_hours for fact, closed in _maintenance(texts, zone, slot)},
            **dict(_blackout(link, link.time_zone or calendar.time_zone, slot) for link in links),
            **dict.fromkeys(_never(slot, number, len(slots), kinds, pins), (slot.stretch,)),
        }
        against = _refusals(slot, facts, max(hours_needed, NO_TIME_HOURS))
        if against:
            refused[slot.id] = against
        else:
            granted.append(slot.id)
    return Allowance(slots=tuple(granted), refused=refused)


def _one_of_each(workloads: Iterable[Workload]) -> list[Workload]:
    """One machine, the first by name, of those for which the calendar says the same."""
    made = {
        (
            *(workload.datacenter, workload.owner, workload.application, workload.environment, workload.wave),
            *(workload.freeze_windows, workload.maintenance_windows),
        ): workload
        for workload in sorted(workloads, key=lambda one: (one.name, one.id), reverse=True)
    }
    return list(made.values())


def _spread(closures: Iterable[tuple[Refusal, Stretch]], slots: Sequence[Slot]) -> list[dict[Refusal, Closed]]:
    """For each slot the facts that close some of it."""
    starts = [slot.start for slot in slots]
    longest = max((slot.end - slot.start for slot in slots), default=timedelta())
    made: list[dict[Refusal, Closed]] = [{} for _ in slots]
    for fact, shut in dict(closures).items():
        since = shut.start - longest if shut.start > ALWAYS.start else shut.start
        for number in range(bisect_left(starts, since), bisect_left(starts, shut.end)):
            if slots[number].end > shut.start:
                made[number][fact] = (shut,)
    return made


def _refusals(slot: Slot, facts: Mapping[Refusal, Closed], hours_needed: float) -> tuple[Refusal, ...]:
    whole = (slot.stretch,)
    ordered = sorted(facts)
    alone = tuple(fact for fact in ordered if longest_hours(without(whole, facts[fact])) < hours_needed)
    if alone:
        return alone
    if longest_hours(without(whole, (shut for closed in facts.values() for shut in closed))) >= hours_needed:
        return ()
    shortening = tuple(fact for fact in ordered if facts[fact])
    return shortening or (Refusal(kind="window", fact=f"{slot.hours:g} hours of {hours_needed:g} needed"),)


def _closures(calendar: Calendar, slots: Sequence[Slot], workload: Workload) -> Iterator[tuple[Refusal, Stretch]]:
    """What is closed to a machine whatever the slot: freezes, holidays, and what comes after an end."""
    if not slots:
        return
    zone = calendar.zone_of(workload.datacenter)
    for freeze in calendar.freezes:
        if freeze.covers(workload):
            yield Refusal(kind="freeze", fact=f"{freeze.reason}, {freeze.days} ({zone})"), _days(freeze.days, zone)
    for days in workload.freeze_windows:
        yield _own_freeze(days, zone)
    for entry in calendar.holidays:
        if entry.covers(workload):
            for days, name in holidays_of(entry, slots[0].start.year, slots[-1].end.year + 1):
                yield Refusal(kind="holiday", fact=f"{name}, {days} ({zone})"), _days(days, zone)
    for end in calendar.ends:
        if end.covers(workload):
            after = Stretch(whole_days(end.last_day, end.last_day, zone).end, END_OF_TIME)
            yield Refusal(kind="end", fact=f"{end.what} ends on {end.last_day} ({zone})"), after


def _own_freeze(days: str, zone: str) -> tuple[Refusal, Stretch]:
    try:
        return Refusal(kind="freeze", fact=f"its own freeze, {days} ({zone})"), _days(days, zone)
    except ValueError as error:
        return Refusal(kind="freeze", fact=f"its own freeze cannot be read: {days!a}: {error}"), ALWAYS


@lru_cache(maxsize=4096)
def _days(days: str, zone: str) -> Stretch:
    return whole_days(*first_and_last(days), zone)


@lru_cache(maxsize=256)
def holidays_of(entry: PublicHolidays, first_year: int, last_year: int) -> tuple[tuple[str, str], ...]:
    """The entry's days, and each one's name: those given, and those of its country in these years."""
    given = tuple((days, "holiday") for days in entry.days)
    if entry.country is None:
        return given
    known = holidays.country_holidays(
        entry.country, subdiv=entry.subdivision, years=range(first_year, last_year + 1), expand=False
    )
    return given + tuple((day.isoformat(), name) for day, name in sorted(known.items()))


def _maintenance(texts: tuple[str, ...], zone: str, slot: Slot) -> Iterator[tuple[Refusal, Closed]]:
    """What of the slot is outside a machine's own maintenance windows; a machine without any is open."""
    if not texts:
        return
    try:
        closed = _outside(texts, zone, slot.stretch)
    except ValueError as error:
        fact = f"its maintenance windows cannot be read: {', '.join(texts)!a}: {error}"
        yield Refusal(kind="maintenance", fact=fact), (slot.stretch,)
        return
    if closed:
        yield Refusal(kind="maintenance", fact=f"its maintenance windows are {', '.join(texts)} ({zone})"), closed


def _blackout(link: LinkToAzure, zone: str, slot: Slot) -> tuple[Refusal, Closed]:
    """A migration that is begun in a blackout fails, since its last delta does not run.

    Source: "Blackout window" (MicrosoftDocs/azure-docs, articles/migrate/vmware/
    concepts-vmware-agentless-migration.md, 2023-10-18).
    """
    opened = _outside(link.blackouts, zone, slot.stretch)
    fact = f"blackouts of the link {link.name}: {', '.join(link.blackouts)} ({zone})"
    return Refusal(kind="blackout", fact=fact), without((slot.stretch,), opened)


@lru_cache(maxsize=65_536)
def _outside(texts: tuple[str, ...], zone: str, slot: Stretch) -> Closed:
    early, late = slot.start.date() - timedelta(days=LONGEST_WINDOW_DAYS), slot.end.date() + timedelta(days=1)
    opened = [stretch for text in texts for stretch in stretches_of(parse_opening(text), zone, early, late)]
    return without((slot,), joined(opened))


def _never(slot: Slot, number: int, count: int, workloads: Sequence[Workload], pins: set[int]) -> Iterator[Refusal]:
    """Why the slot as a whole is not for these machines."""
    outside = sorted(workload.name for workload in workloads if not slot.scope.covers(workload))
    if outside:
        yield Refusal(kind="window", fact=f"the window is for {slot.scope}, and {outside[0]} is not of them")
    for pin in sorted(pins - {number}):
        if pin > count:
            yield Refusal(kind="horizon", fact=f"wave {pin} is asked for, and the horizon has {count} windows")
        else:
            yield Refusal(kind="pin", fact=f"wave {pin} is asked for")


def pinned_to(wave: str) -> int | None:
    """The slot, counted from 1, that a person asked for: `3`, `wave-03` or `Wave 3`; other words pin nothing."""
    asked = re.fullmatch(r"(?:wave[ _-]?)?0*([1-9][0-9]{0,3})", wave.strip(), re.IGNORECASE)
    return int(asked[1]) if asked else None
