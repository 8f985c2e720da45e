"""What closes time to a machine: freezes, holidays, ends, its own windows, its link's blackouts, and what bars it.

A rule is one entry of the calendar, or one text of the inventory, in a time zone. Machines of which the calendar says
the same have the same rules, so a rule is worked out once for all slots, whatever the number of machines.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

import holidays

from azlift.model import Calendar, Placement, PublicHolidays, Refusal, Slot, Stretch, Workload
from azlift.model.openings import joined, parse_opening, stretches_of, whole_days, without
from azlift.model.written import first_and_last
from azlift.waves.barred import Barred, by_choice, by_resource_groups, by_sale, by_wave, pinned_to, unsold

LONGEST_WINDOW_DAYS = 8
"""A weekly window that begins more than a week before a slot has ended by then."""
Closed = tuple[Stretch, ...]
Facts = dict[Refusal, Closed]
END_OF_TIME = datetime.max.replace(tzinfo=UTC)
ALWAYS = Stretch(datetime.min.replace(tzinfo=UTC), END_OF_TIME)
"""What a fact closes that cannot be read: nothing is moved against an unknown rule."""


class Rule(NamedTuple):
    """`entry` is the number of the calendar's entry in the section `kind`; else `texts` are the inventory's own."""

    kind: str
    zone: str
    entry: int = -1
    texts: tuple[str, ...] = ()


def rules_of(workload: Workload, calendar: Calendar) -> Iterator[Rule]:
    """The rules that are about a machine."""
    zone = calendar.zone_of(workload.datacenter)
    for kind in ("freezes", "holidays", "ends", "pins", "exclusions"):
        for entry, scoped in enumerate(getattr(calendar, kind)):
            if scoped.covers(workload):
                yield Rule(kind, zone, entry)
    link = calendar.link_of(workload.datacenter)
    if link and link.blackouts:
        yield Rule("blackouts", link.time_zone or calendar.time_zone, calendar.links.index(link))
    if workload.freeze_windows:
        yield Rule("own freezes", zone, texts=workload.freeze_windows)
    if workload.maintenance_windows:
        yield Rule("maintenance", zone, texts=workload.maintenance_windows)
    if (pin := pinned_to(workload.wave)) is not None:
        yield Rule("wave", "", pin)


def rules_of_landing(calendar: Calendar, slots: Sequence[Slot], placements: Sequence[Placement]) -> Iterator[Rule]:
    """The rules that are about where machines land, all in one place."""
    if len(slots) > calendar.subscription.resource_groups:
        yield Rule("resource groups", "")
    yield from (Rule("unavailable", "", entry, (size,)) for entry, size in unsold(calendar, placements))


def facts_of(rule: Rule, calendar: Calendar, slots: Sequence[Slot]) -> list[Facts]:
    """For each slot, in order of time, the facts by which the rule closes some of it, and what of it."""
    if rule.kind == "maintenance":
        return [dict(_maintenance(rule, slot)) for slot in slots]
    if rule.kind == "blackouts":
        return [dict(_blackout(rule, calendar, slot)) for slot in slots]
    if rule.kind in ("freezes", "own freezes", "holidays", "ends"):
        return _spread(_lasting(rule, calendar, (slots[0].start.year, slots[-1].end.year + 1)), slots) if slots else []
    barred = zip(slots, _barred(rule, calendar, slots), strict=True)
    return [{} if fact is None else {fact: (slot.stretch,)} for slot, fact in barred]


def _barred(rule: Rule, calendar: Calendar, slots: Sequence[Slot]) -> Iterator[Barred]:
    if rule.kind == "pins":
        return by_choice(calendar.pins[rule.entry], rule.zone, slots, only=True)
    if rule.kind == "exclusions":
        return by_choice(calendar.exclusions[rule.entry], rule.zone, slots, only=False)
    if rule.kind == "unavailable":
        return by_sale(calendar.unavailable[rule.entry], rule.texts[0], slots)
    if rule.kind == "resource groups":
        return by_resource_groups(calendar.subscription.resource_groups, slots)
    return by_wave(rule.entry, slots)


def _spread(lasting: Iterator[tuple[Refusal, Stretch]], slots: Sequence[Slot]) -> list[Facts]:
    """For each slot the facts that close some of it."""
    starts = [slot.start for slot in slots]
    longest = max(slot.end - slot.start for slot in slots)
    made: list[Facts] = [{} for _ in slots]
    for fact, shut in lasting:
        since = shut.start - longest if shut.start > ALWAYS.start else shut.start
        for number in range(bisect_left(starts, since), bisect_left(starts, shut.end)):
            if slots[number].end > shut.start:
                made[number][fact] = (shut,)
    return made


# -- whatever the slot --------------------------------------------------------------------------------------------


def frozen_days(workloads: Iterable[Workload], calendar: Calendar, first: date, last: date) -> Closed:
    """Freezes and holidays of any of these machines that touch the days from `first` to `last`, without overlaps."""
    rules = {rule for machine in workloads for rule in rules_of(machine, calendar)}
    kinds = ("freezes", "own freezes", "holidays")
    years = (first.year, last.year + 1)
    shut = (stretch for rule in rules if rule.kind in kinds for _, stretch in _lasting(rule, calendar, years))
    reach = Stretch(*(datetime.combine(day, time(), UTC) for day in (first, last + timedelta(days=2))))
    return joined(stretch for stretch in shut if stretch.end > reach.start and stretch.start < reach.end)


def _lasting(rule: Rule, calendar: Calendar, years: tuple[int, int]) -> Iterator[tuple[Refusal, Stretch]]:
    """What is closed whatever the slot: freezes, holidays of these years, and what comes after an end."""
    zone = rule.zone
    if rule.kind == "freezes":
        freeze = calendar.freezes[rule.entry]
        yield Refusal(kind="freeze", fact=f"{freeze.reason}, {freeze.days} ({zone})"), _days(freeze.days, zone)
    elif rule.kind == "own freezes":
        yield from (_own_freeze(days, zone) for days in rule.texts)
    elif rule.kind == "holidays":
        for days, name in holidays_of(calendar.holidays[rule.entry], *years):
            yield Refusal(kind="holiday", fact=f"{name}, {days} ({zone})"), _days(days, zone)
    else:
        end = calendar.ends[rule.entry]
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


# -- slot by slot -------------------------------------------------------------------------------------------------


def _maintenance(rule: Rule, slot: Slot) -> Iterator[tuple[Refusal, Closed]]:
    """What of the slot is outside a machine's own maintenance windows."""
    said = ", ".join(rule.texts)
    try:
        closed = _outside(rule.texts, rule.zone, slot.stretch)
    except ValueError as error:
        fact = f"its maintenance windows cannot be read: {said!a}: {error}"
        yield Refusal(kind="maintenance", fact=fact), (slot.stretch,)
        return
    if closed:
        yield Refusal(kind="maintenance", fact=f"its maintenance windows are {said} ({rule.zone})"), closed


def _blackout(rule: Rule, calendar: Calendar, slot: Slot) -> Iterator[tuple[Refusal, Closed]]:
    """A migration that is begun in a blackout fails, since its last delta does not run.

    Source: "Blackout window" (MicrosoftDocs/azure-docs, articles/migrate/vmware/
    concepts-vmware-agentless-migration.md, 2023-10-18).
    """
    link = calendar.links[rule.entry]
    if closed := without((slot.stretch,), _outside(link.blackouts, rule.zone, slot.stretch)):
        fact = f"blackouts of the link {link.name}: {', '.join(link.blackouts)} ({rule.zone})"
        yield Refusal(kind="blackout", fact=fact), closed


@lru_cache(maxsize=65_536)
def _outside(texts: tuple[str, ...], zone: str, slot: Stretch) -> Closed:
    early, late = slot.start.date() - timedelta(days=LONGEST_WINDOW_DAYS), slot.end.date() + timedelta(days=1)
    opened = [stretch for text in texts for stretch in stretches_of(parse_opening(text), zone, early, late)]
    return without((slot,), joined(opened))
