"""What stands on the calendar for each wave: when it is prepared, tested, looked at, landed, copied, cut over, watched
and closed. Worked out from plan, calendar, `schedule.yaml` and how far each wave is; Prefect is not known here.

A start says when it is planned, and until when it is of use. It opens no gate: the verb that it starts asks for that.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from azlift.model import Calendar, Estate, Stretch, Wave, WaveId, WavePlan, Workload
from azlift.model.schedule import Phase, Rhythm
from azlift.on_record import ESTATE, current_plan, wave_subject
from azlift.stages import Stage
from azlift.strict_yaml import read_strict_yaml, schema_of
from azlift.venue import Venue
from azlift.waves import frozen_days, read_calendar

SCHEDULE_FILE = "schedule.yaml"
SCHEMA_NAME = "schedule.schema.json"
KEPT_OFF_DAYS = 60
"""The most by which a start is moved to keep off closed days; beyond that it is named, and left to people."""
SATURDAY = 5
DAY = timedelta(days=1)

DEPLOYMENTS: Mapping[Phase, str] = {
    "prepare": "prepare-wave/prepare",
    "test": "try-out-wave/test",
    "ready": "ready-wave/ready",
    "migrate": "migrate-wave/migrate",
    "cut-over": "cut-over-wave/cut-over",
    "watch": "watch-wave/watch",
    "close": "close-wave/close",
}
"""The Prefect deployment of each phase; that of `sync` is a person's own."""

_BEFORE_EXECUTING = (None, Stage.COMMITTED, Stage.READY, Stage.APPROVED)
_BEFORE_THE_NIGHT = (*_BEFORE_EXECUTING, Stage.EXECUTING)
_THE_NIGHT = (Stage.WINDOW_OPEN, Stage.CUTTING_OVER, Stage.VALIDATING)
_AFTER_THE_NIGHT = (Stage.GO, Stage.HYPERCARE, Stage.HANDED_OVER, Stage.PARTLY_CLOSED)
WANTED_AT: Mapping[Phase, tuple[Stage | None, ...]] = {
    "prepare": _BEFORE_EXECUTING,
    "test": _BEFORE_EXECUTING,
    "ready": _BEFORE_THE_NIGHT,
    "migrate": _BEFORE_THE_NIGHT,
    "sync": _BEFORE_THE_NIGHT,
    "cut-over": (*_BEFORE_THE_NIGHT, *_THE_NIGHT),
    "watch": (*_BEFORE_THE_NIGHT, *_THE_NIGHT, Stage.GO, Stage.HYPERCARE),
    "close": (*_BEFORE_THE_NIGHT, *_THE_NIGHT, *_AFTER_THE_NIGHT),
}
"""How far a wave is when a phase still lies ahead. One that was rolled back, abandoned or closed has none."""


@dataclass(frozen=True)
class Start:
    """One start of a deployment. `planned` and `until` are in UTC: later than `until` it is of no use."""

    phase: Phase
    wave: WaveId
    deployment: str
    planned: datetime
    until: datetime


@dataclass(frozen=True)
class Repeat:
    """Starts of a deployment again and again: an iCalendar rule in a time zone."""

    phase: Phase
    wave: WaveId
    deployment: str
    rule: str
    zone: str


@dataclass(frozen=True)
class Timetable:
    """`untimed` says of waves and phases what is not on the calendar, and why. People read times in `zone`."""

    starts: tuple[Start, ...]
    repeats: tuple[Repeat, ...]
    untimed: tuple[str, ...]
    zone: str


def timetable(venue: Venue) -> Timetable:
    """Everything that lies ahead of the plan's waves. Raises NotFound without a plan, InputError."""
    plan, estate = current_plan(venue), venue.ledger.latest(ESTATE, Estate)
    standings = venue.ledger.standings()
    desk = _Desk(venue.now, read_calendar(venue.workspace).content, read_rhythm(venue))
    for wave in plan.waves:
        standing = standings.get(wave_subject(wave.id))
        desk.lay_out(wave, standing.stage if standing else None, _machines(wave, plan, estate))
    if desk.uncopied:
        desk.untimed.append(f"nobody is started to copy for {', '.join(desk.uncopied)}: name a deployment by `sync`")
    return Timetable(tuple(desk.starts), tuple(desk.repeats), tuple(desk.untimed), desk.zone)


def read_rhythm(venue: Venue) -> Rhythm:
    """`schedule.yaml` of the workspace; the defaults where there is none. Raises InputError."""
    file = venue.workspace / SCHEDULE_FILE
    if not file.exists():
        return Rhythm()
    return read_strict_yaml(SCHEDULE_FILE, file.read_bytes(), Rhythm, SCHEMA_NAME).content


@cache
def schedule_schema() -> dict[str, Any]:
    """The JSON Schema of the file."""
    return schema_of(Rhythm)


def _machines(wave: Wave, plan: WavePlan, estate: Estate) -> list[Workload]:
    named = (workload for group in wave.groups for workload in plan.by_group[group].workloads)
    return [estate.by_id[workload] for workload in named if workload in estate.by_id]


@dataclass
class _Desk:
    """Lays out one wave after the other."""

    now: datetime
    calendar: Calendar
    rhythm: Rhythm
    starts: list[Start] = field(default_factory=list)
    repeats: list[Repeat] = field(default_factory=list)
    untimed: list[str] = field(default_factory=list)
    uncopied: list[WaveId] = field(default_factory=list)

    @property
    def zone(self) -> str:
        return self.rhythm.time_zone or self.calendar.time_zone

    def lay_out(self, wave: Wave, stage: Stage | None, machines: list[Workload]) -> None:
        phases = [phase for phase in WANTED_AT if stage in WANTED_AT[phase]]
        if not phases:
            return
        if wave.opens is None or wave.closes is None:
            self.untimed.append(f"{wave.id} has no window: run azlift plan")
            return
        if "cut-over" in phases and wave.closes <= self.now:
            self.untimed.append(
                f"{wave.id}: its window has passed, {local_time(wave.closes, self.zone)}: run azlift plan"
            )
            return
        for start in self._starts(wave, wave.opens, wave.closes, machines):
            if start.phase in phases:
                self.starts.append(start)
        self.repeats += [one for one in self._repeats(wave, wave.opens, wave.closes) if one.phase in phases]

    def _starts(self, wave: Wave, opens: datetime, closes: datetime, machines: list[Workload]) -> Iterator[Start]:
        rhythm, copying = self.rhythm, wave.forecast.copy_from if wave.forecast else None
        landing = min(self._day(opens, -rhythm.migrate.days_before, rhythm.migrate.at), copying or opens)
        ahead: tuple[tuple[Phase, datetime], ...] = (
            ("prepare", self._day(opens, -rhythm.prepare.days_before, rhythm.prepare.at)),
            ("test", self._day(opens, -rhythm.test.days_before, rhythm.test.at)),
            ("migrate", landing),
        )
        for phase, wished in ahead:
            yield from self._kept_off(wave, phase, min(wished, landing), opens, machines, -DAY)
        if rhythm.sync and copying:
            yield Start("sync", wave.id, rhythm.sync.deployment, copying, opens)
        elif copying:
            self.uncopied.append(wave.id)
        yield Start("cut-over", wave.id, DEPLOYMENTS["cut-over"], opens, closes)
        closing = self._closing(closes)
        yield from self._kept_off(wave, "close", closing, closing + timedelta(days=366), machines, DAY)

    def _closing(self, closes: datetime) -> datetime:
        return max(closes, self._day(closes, self.rhythm.close.days_after, self.rhythm.close.at))

    def _repeats(self, wave: Wave, opens: datetime, closes: datetime) -> Iterator[Repeat]:
        first, watched = self.rhythm.ready, self._closing(closes)
        morning = self._day(opens, -first.days_before, first.at)
        yield self._repeat("ready", wave, "FREQ=DAILY", morning, opens)
        if watched > closes:
            every = f"FREQ=MINUTELY;INTERVAL={self.rhythm.watch_every_minutes}"
            yield self._repeat("watch", wave, every, closes, watched)

    def _repeat(self, phase: Phase, wave: Wave, every: str, since: datetime, until: datetime) -> Repeat:
        zone = ZoneInfo(self.zone)
        first, last = (f"{at.astimezone(zone):%Y%m%dT%H%M%S}" for at in (since, until))
        rule = f"DTSTART:{first}\nRRULE:{every};UNTIL={last}"
        return Repeat(phase, wave.id, DEPLOYMENTS[phase], rule, self.zone)

    def _day(self, moment: datetime, days: int, at: time) -> datetime:
        """That many days from the moment's local day, at this local time, in UTC."""
        zone = ZoneInfo(self.zone)
        return datetime.combine(moment.astimezone(zone).date() + days * DAY, at, zone).astimezone(UTC)

    def _kept_off(
        self, wave: Wave, phase: Phase, wished: datetime, until: datetime, machines: list[Workload], step: timedelta
    ) -> Iterator[Start]:
        """The start at the wished time, or day by day away from the window until no closed day is in the way."""
        reach = sorted((wished, wished + KEPT_OFF_DAYS * step))
        closed = frozen_days(machines, self.calendar, reach[0].date() - DAY, reach[1].date() + DAY)
        for days in range(KEPT_OFF_DAYS + 1):
            at = self._moved(wished, days * step)
            if not self._is_closed(at, closed):
                yield Start(phase, wave.id, DEPLOYMENTS[phase], at, until)
                return
        when = local_time(wished, self.zone)
        self.untimed.append(f"{wave.id}: no day is open to {phase} within {KEPT_OFF_DAYS} days of {when}")

    def _moved(self, moment: datetime, by: timedelta) -> datetime:
        """The same clock time on another local day."""
        local = moment.astimezone(ZoneInfo(self.zone))
        return datetime.combine(local.date() + by, local.time(), local.tzinfo).astimezone(UTC)

    def _is_closed(self, at: datetime, closed: tuple[Stretch, ...]) -> bool:
        day: date = at.astimezone(ZoneInfo(self.zone)).date()
        weekend = self.rhythm.keep_off_weekends and day.weekday() >= SATURDAY
        return weekend or any(stretch.start <= at < stretch.end for stretch in closed)


def local_time(at: datetime, zone: str) -> str:
    """The time as the people of the zone read it."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}"
