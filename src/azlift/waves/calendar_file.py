"""`calendar.yaml` of a workspace: read, and judged against its own windows and the estate.

The model (`azlift.model.calendar`) is the one source of the JSON Schema that editors use (`calendar.schema.json`,
beside this module).
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import holidays

from azlift.model import Calendar, Finding, Origin, Scope, Severity, Slot, Workload
from azlift.model.openings import longest_hours, whole_days, without
from azlift.model.written import first_and_last
from azlift.strict_yaml import KeyPath, Said, read_strict_yaml, schema_of
from azlift.waves.barred import picks
from azlift.waves.conditions import CALENDAR_FILE
from azlift.waves.environments import canonical_environment

SCHEMA_NAME = "calendar.schema.json"
SCOPED = (
    *("windows", "freezes", "holidays", "ends", "work", "pins", "exclusions"),
    *("environment_order", "shared_services"),
)


def has_calendar(workspace: Path) -> bool:
    return (workspace / CALENDAR_FILE).exists()


def read_calendar(workspace: Path) -> Said[Calendar]:
    """The workspace's calendar, or the plain default where it has none. Raises InputError."""
    file = workspace / CALENDAR_FILE
    if not file.exists():
        return Said(CALENDAR_FILE, Calendar())
    return read_calendar_file(CALENDAR_FILE, file.read_bytes())


def read_calendar_file(name: str, content: bytes) -> Said[Calendar]:
    """The calendar in the file's text. Raises InputError that names every line that cannot be used."""
    return read_strict_yaml(name, content, Calendar, SCHEMA_NAME, _contradictions)


@cache
def calendar_schema() -> dict[str, Any]:
    """The JSON Schema of the file."""
    return schema_of(Calendar)


def _contradictions(calendar: Calendar) -> Iterator[tuple[KeyPath, str]]:
    yield from _twice("links", "name", [link.name for link in calendar.links])
    yield from _twice("teams", "name", [f"{team.name}, {team.skill}" for team in calendar.teams])
    quotas = [f"{quota.family} in {quota.region} since {quota.since}" for quota in calendar.quotas]
    yield from _twice("quotas", "family", quotas)
    capacities = [f"{entry.family} in {entry.region} since {entry.since}" for entry in calendar.capacities]
    yield from _twice("capacities", "family", capacities)
    yield from _steps_twice(calendar)
    skills = {team.skill.casefold() for team in calendar.teams}
    for number, work in enumerate(calendar.work):
        if work.skill.casefold() not in skills:
            yield ("work", number, "skill"), f"no team has the skill {work.skill!a}"
    yield from _unknown_countries(calendar)


def _twice(section: str, key: str, names: Sequence[str]) -> Iterator[tuple[KeyPath, str]]:
    """Entries of which both are of the same thing."""
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name.casefold() in seen:
            yield (section, number, key), f"{name!a} is given twice"
        seen.add(name.casefold())


def _steps_twice(calendar: Calendar) -> Iterator[tuple[KeyPath, str]]:
    for number, entry in enumerate(calendar.environment_order):
        names = [canonical_environment(step) for step in entry.steps]
        for place, name in enumerate(names):
            if name in names[:place]:
                yield ("environment_order", number, "steps"), f"{entry.steps[place]!a} is a step already ({name})"


def _unknown_countries(calendar: Calendar) -> Iterator[tuple[KeyPath, str]]:
    known = holidays.list_supported_countries()
    for number, entry in enumerate(calendar.holidays):
        if entry.country is None:
            continue
        if entry.country not in known:
            yield ("holidays", number, "country"), f"the holidays of {entry.country} are not known; give days"
        elif entry.subdivision is not None and entry.subdivision not in known[entry.country]:
            parts = ", ".join(known[entry.country]) or "none"
            yield ("holidays", number, "subdivision"), f"{entry.subdivision!a} is none of {entry.country}'s: {parts}"


# -- judging ------------------------------------------------------------------------------------------------------


def judge_calendar(said: Said[Calendar], slots: Sequence[Slot], workloads: Sequence[Workload]) -> tuple[Finding, ...]:
    """What a person should know of it: no window, a freeze over all, no window before an end, entries about nobody."""
    return (
        *_no_window(said, slots),
        *_frozen(said, slots),
        *_too_late(said, slots, workloads),
        *_nobody(said, workloads),
        *_no_such_window(said, slots),
        *_unbound_reservations(said),
    )


def _no_window(said: Said[Calendar], slots: Sequence[Slot]) -> Iterator[Finding]:
    if not slots:
        yield _finding(
            "calendar-no-window",
            f"no window begins within {said.content.horizon_weeks} weeks: no wave can move",
            said.place("windows"),
            "Add a window, or a longer horizon_weeks.",
        )


def _frozen(said: Said[Calendar], slots: Sequence[Slot]) -> Iterator[Finding]:
    for number, freeze in enumerate(said.content.freezes):
        closed = whole_days(*first_and_last(freeze.days), said.content.time_zone)
        if slots and all(longest_hours(without([slot.stretch], [closed])) == 0 for slot in slots):
            yield _finding(
                "calendar-all-frozen",
                f"the freeze {freeze.days} covers every window: {freeze} cannot move",
                said.place("freezes", number, "days"),
                "Shorten the freeze, or lengthen horizon_weeks.",
            )


def _too_late(said: Said[Calendar], slots: Sequence[Slot], workloads: Sequence[Workload]) -> Iterator[Finding]:
    """Ends before which no window begins that is for a machine they cover."""
    for number, end in enumerate(said.content.ends):
        last = whole_days(end.last_day, end.last_day, said.content.time_zone).end
        covered = [workload for workload in workloads if end.covers(workload)]
        in_time = {slot.scope for slot in slots if slot.start < last}
        if covered and not any(scope.covers(workload) for scope in in_time for workload in covered):
            yield _finding(
                "calendar-no-window-before-end",
                f"no window begins before {end.what!a} ends on {end.last_day}",
                said.place("ends", number, "last_day"),
                "Add a window before that day, or correct the day.",
            )


def _nobody(said: Said[Calendar], workloads: Sequence[Workload]) -> Iterator[Finding]:
    """Entries whose patterns mean no machine: most often a name that is spelt otherwise in the inventory."""
    scoped: list[tuple[KeyPath, Scope]] = [
        ((section, n), entry) for section in SCOPED for n, entry in enumerate(getattr(said.content, section))
    ]
    for number, pair in enumerate(said.content.order):
        scoped += [(("order", number, "first"), pair.first), (("order", number, "then"), pair.then)]
    for path, scope in scoped:
        if not any(scope.covers(workload) for workload in workloads):
            yield _finding(
                "calendar-matches-nothing",
                f"no machine of the estate is of {scope}",
                said.place(*path),
                "Correct the pattern, or take the entry out.",
                Severity.WARNING,
            )


def _no_such_window(said: Said[Calendar], slots: Sequence[Slot]) -> Iterator[Finding]:
    """Pins and exclusions that pick no window there is, on any site's clocks."""
    zones = {said.content.time_zone, *(local.time_zone for local in said.content.local_times)}
    for section in ("pins", "exclusions"):
        for number, entry in enumerate(getattr(said.content, section)):
            if not any(picks(entry, zone, slot) for slot in slots for zone in zones):
                yield _finding(
                    "calendar-no-such-window",
                    f"no window is, or begins on, {', '.join((*entry.days, *entry.windows))}",
                    said.place(section, number),
                    "Correct the day or the id; ids are in plan.csv.",
                    Severity.BLOCKING if section == "pins" else Severity.WARNING,
                )


def _unbound_reservations(said: Said[Calendar]) -> Iterator[Finding]:
    """A reservation adds to a capacity; where none is given, nothing bounds the family, and it changes nothing."""
    known = {(entry.family.casefold(), entry.region.casefold()) for entry in said.content.capacities}
    for number, entry in enumerate(said.content.reservations):
        if (entry.family.casefold(), entry.region.casefold()) not in known:
            yield _finding(
                "calendar-reservation-unused",
                f"no capacity of {entry.family} in {entry.region} is given, so that the reservation adds to nothing",
                said.place("reservations", number),
                "Write in capacities what the region gives without it: 0, if nothing is sure.",
                Severity.NOTE,
            )


def _finding(code: str, message: str, origin: Origin, remedy: str, severity: Severity = Severity.BLOCKING) -> Finding:
    return Finding(code=code, severity=severity, message=message, origin=origin, remedy=remedy)
