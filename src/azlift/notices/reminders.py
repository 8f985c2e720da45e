"""What is told because of the time alone: a window that will open, a decision that will be due."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from azlift.model import WaveStanding
from azlift.notices.writing import Mood, Notice

CARRIED = frozenset({"approved", "executing"})
NOT_APPROVED = frozenset({"draft", "feasible", "committed", "ready"})
IN_ITS_NIGHT = frozenset({"cutting over", "validating"})


def due_reminders(
    waves: Sequence[WaveStanding], decide_by: dict[str, datetime], hours: Sequence[float], now: datetime
) -> Iterator[Notice]:
    """Of each wave the nearest reminder whose time has come, for as long as what it reminds of lies ahead.

    `decide_by`: for each wave the last moment at which a rollback still ends within its window. The same reminder has
    the same key however often it is due; a window that was moved is another one.
    """
    for wave in waves:
        if wave.opens and wave.stage in CARRIED | NOT_APPROVED:
            approved = wave.stage in CARRIED
            state = "" if approved else f", and it is only {wave.stage}"
            title = f"{wave.wave}: its window opens at {_said(wave.opens)}{state}"
            yield from _due(wave.wave, "opens", wave.opens, title, hours, now, "neutral" if approved else "bad")
        closes = decide_by.get(wave.wave) or wave.closes
        if closes and wave.stage in IN_ITS_NIGHT:
            title = f"{wave.wave}: go or no-go is to be decided by {_said(closes)}"
            yield from _due(wave.wave, "decide", closes, title, hours, now, "neutral")


def _due(
    wave: str, what: str, when: datetime, title: str, hours: Sequence[float], now: datetime, mood: Mood
) -> Iterator[Notice]:
    due = [before for before in hours if when - timedelta(hours=before) <= now < when]
    if due:
        key = f"{wave}/{what}/{when:%Y%m%dT%H%M}/{min(due):g}h"
        yield Notice(key, "window", wave, title, (f"in {_left(when - now)}",), mood)


def _left(left: timedelta) -> str:
    minutes = round(left.total_seconds() / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes / 60:.0f} hours"


def _said(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC"
