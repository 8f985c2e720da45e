"""Plays the life of all waves through on the virtual calendar: whatever is due next is done, until all are over.

Time passes at its own speed while something is done and jumps to the next turn in between; the pretend Azure's clock
jumps with it. While nobody rehearses it stands still: a rehearsal that was stopped goes on at the instant of its last
event.
"""

from collections import Counter
from datetime import datetime
from pathlib import Path

from azlift import journey, on_record
from azlift.clock import move_clock
from azlift.errors import AzliftError
from azlift.model import WaveId
from azlift.runner.acts import act_on
from azlift.runner.pretend_people import steer
from azlift.runner.turns import Act, next_turn
from azlift.stages import Stage
from azlift.venue import CALENDAR_FILE, Venue, open_venue

CALENDAR_SPEED = 60.0
"""Calendar seconds per real second while something is done: a window of eight hours then leaves eight minutes."""
TRIES = 3
"""How often a wave is tried at one stage before the rehearsal goes on without it."""


def play(workspace: Path) -> dict[WaveId, str]:
    """Every wave from its commit to its end; those that could not go on, each with what kept it."""
    wake(workspace)
    stuck: dict[WaveId, str] = {}
    tries = Counter[tuple[WaveId, Act, Stage | None]]()
    while True:
        venue = open_venue(workspace)
        waves = on_record.current_plan(venue)
        stages = {wave.id: _stage(wave.id, venue) for wave in waves.waves}
        turn = next_turn(waves.waves, stages, venue.now, stuck)
        if turn is None:
            _let_time_pass(workspace, venue.now, 1.0)
            return stuck
        pass_time(workspace, turn.due)
        kept = ""
        try:
            act_on(turn.act, waves.by_wave[turn.wave], workspace)
        except AzliftError as error:
            kept = f"{error} {error.advice}".strip()
        tries[turn.wave, turn.act, _stage(turn.wave, open_venue(workspace))] += 1
        if tries[turn.wave, turn.act, stages[turn.wave]] >= TRIES:
            stuck[turn.wave] = kept or _last_failure(turn.wave, open_venue(workspace))


def wake(workspace: Path) -> None:
    """Go on at the time of the last event, which is when somebody last rehearsed."""
    venue = open_venue(workspace)
    events = venue.ledger.outline()
    last = datetime.fromisoformat(events[-1].at) if events else venue.now
    _let_time_pass(workspace, last if (workspace / CALENDAR_FILE).exists() else max(last, venue.now), CALENDAR_SPEED)


def pass_time(workspace: Path, until: datetime) -> None:
    """Let it be `until`, here and in the pretend Azure; nothing where that is past."""
    now = open_venue(workspace).now
    if until <= now:
        return
    steer(workspace, "POST", "/rehearsal/clock", {"advance": (until - now).total_seconds()})
    _let_time_pass(workspace, until, CALENDAR_SPEED)


def _let_time_pass(workspace: Path, shown: datetime, speed: float) -> None:
    move_clock(workspace / CALENDAR_FILE, shown, speed)


def _stage(wave: WaveId, venue: Venue) -> Stage | None:
    standing = venue.ledger.standings().get(on_record.wave_subject(wave))
    return standing.stage if standing else None


def _last_failure(wave: WaveId, venue: Venue) -> str:
    failures = journey.failures_of(wave, venue)
    return f"{failures[-1].code}: {failures[-1].message}" if failures else "it did not get on, and nothing says why"
