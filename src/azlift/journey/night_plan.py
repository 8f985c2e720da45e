"""What a group's night consists of, as runbook, plan and calendar say it now."""

from collections.abc import Mapping
from datetime import timedelta

from azlift.journey.reading import stage_of, wave_called, wave_of_group
from azlift.model import GroupId, GroupRunbook, Machine, Pace, Range, Rendering, Step, Wave, WaveId
from azlift.on_record import current_plan, step_of, wave_subject
from azlift.rendering import tags
from azlift.runbook import overview, read_runbook, steps_of
from azlift.stages import Stage, Standing
from azlift.venue import Venue

VIRTUAL_MACHINE = "microsoft.compute/virtualmachines"
MINUTES = 60.0


def night_of(group: GroupId, venue: Venue) -> tuple[Step, ...]:
    """The steps of a group's night, in order. Raises InputError for a runbook that cannot be used, NotFound."""
    plan = current_plan(venue)
    wave = wave_of_group(plan, group)
    book = read_runbook(venue.workspace).content
    machines = len(plan.by_group[group].workloads)
    return steps_of(book, group, machines, pace_of(venue), _copy_minutes(wave, venue))


def runbook_of(group: GroupId, venue: Venue) -> GroupRunbook:
    """The night of a group as people read it before, with its point of no return."""
    return overview(group, night_of(group, venue))


def pace_of(venue: Venue) -> Pace:
    """How long machines take, as the plan's calendar says or assumes."""
    calendar = current_plan(venue).calendar
    return calendar.pace if calendar else Pace()


def machines_of(subject: str, venue: Venue) -> tuple[Machine, ...]:
    """The machines of a group, or of its copy, as they were rendered last. Raises NotFound."""
    rendering = venue.ledger.latest(subject, Rendering)
    ids = {e.name.lower(): e.id for e in rendering.expected if e.type.lower() == VIRTUAL_MACHINE}
    made = (m for part in rendering.parts for m in part.parameters["machines"]["value"].values())
    return tuple(
        Machine(name=str(m["tags"].get(tags.SOURCE, m["name"])), azure_name=m["name"], id=ids[m["name"].lower()])
        for m in made
    )


def _copy_minutes(wave: Wave, venue: Venue) -> Range | None:
    """The wave's last copy: what is left of its forecast beside stopping, starting and verifying; None without one.

    All lines are used by the whole wave at once, so that no group of it waits longer than that.
    """
    if wave.forecast is None:
        return None
    plan, pace, whole = current_plan(venue), pace_of(venue), wave.forecast.cutover_hours
    machines = sum(len(plan.by_group[group].workloads) for group in wave.groups)
    rounds = -(-machines // pace.machines_at_once)
    parts = (pace.stop_minutes, pace.start_minutes, pace.verify_minutes)
    low, expected, high = (
        max(0.0, getattr(whole, end) * MINUTES - rounds * sum(getattr(part, end) for part in parts))
        for end in ("low", "expected", "high")
    )
    return Range(low=low, expected=max(low, expected), high=max(low, expected, high))


def night_of_wave(wave: WaveId, venue: Venue) -> dict[GroupId, str]:
    """For each of the wave's groups, where its night is: the step in hand, or the stage it stands in."""
    standings = venue.ledger.standings()
    return {group: _where(group, standings) for group in wave_called(wave, venue).groups}


def _where(group: GroupId, standings: Mapping[str, Standing]) -> str:
    prefix = step_of(group, "")
    busy = [s for s in standings.values() if s.subject.startswith(prefix) and s.run != "idle"]
    if busy:
        last = max(busy, key=lambda standing: standing.since)
        return f"{last.subject.removeprefix(prefix)}{' failed' if last.run == 'failed' else ''}"
    return str(standings[group].stage or "not begun") if group in standings else "not begun"


def next_of_night(wave: WaveId, venue: Venue) -> str:
    """What comes next of a wave whose groups went through what was due."""
    stage = stage_of(wave_subject(wave), venue)
    if stage in (Stage.CUTTING_OVER, Stage.VALIDATING):
        return f"decide{_by_when(wave_called(wave, venue))}: azlift decide {wave} --go|--no-go --reason TEXT"
    return f"watch it: azlift watch {wave}" if stage is Stage.GO else f"see where it stands: azlift status {wave}"


def _by_when(wave: Wave) -> str:
    """Until when a no-go can still be taken back within the window, where that is forecast."""
    if wave.opens is None or wave.forecast is None:
        return ""
    moment = wave.opens + timedelta(hours=wave.forecast.decide_by_hours)
    return f" by {moment:%Y-%m-%d %H:%M} UTC, while taking it back still ends within the window"
