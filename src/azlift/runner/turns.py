"""Whose turn it is in a rehearsal: what each wave is due for next, and when, by its stage and its window. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from azlift.model import Wave, WaveId
from azlift.stages import Stage

Act = Literal["prepare", "approve", "land", "night", "take back", "put off", "watch", "hand over", "retire"]

PREPARED_BEFORE = timedelta(days=10)
APPROVED_BEFORE = timedelta(days=3)
WATCHED_AFTER = timedelta(hours=1)
HANDED_OVER_AFTER = timedelta(days=4)
RETIRED_AFTER = timedelta(days=14)

OVER = frozenset({Stage.CLOSED, Stage.PARTLY_CLOSED, Stage.ABANDONED})
ACTS: Mapping[Stage | None, Act] = {
    None: "prepare",
    Stage.COMMITTED: "prepare",
    Stage.READY: "approve",
    Stage.APPROVED: "land",
    Stage.EXECUTING: "night",
    Stage.WINDOW_OPEN: "night",
    Stage.CUTTING_OVER: "night",
    Stage.VALIDATING: "night",
    Stage.NO_GO: "take back",
    Stage.ROLLED_BACK: "put off",
    Stage.GO: "watch",
    Stage.HYPERCARE: "hand over",
    Stage.HANDED_OVER: "retire",
}


@dataclass(frozen=True)
class Turn:
    """What is done next: for which wave, and not before `due` (UTC)."""

    due: datetime
    wave: WaveId
    act: Act


def next_turn(
    waves: Collection[Wave], stages: Mapping[WaveId, Stage | None], now: datetime, stuck: Collection[WaveId]
) -> Turn | None:
    """The turn that is due first; None when every wave is over, or `stuck`."""
    turns = [
        _turn(wave, stages.get(wave.id), now)
        for wave in waves
        if wave.id not in stuck and stages.get(wave.id) not in OVER
    ]
    return min(turns, key=lambda turn: (turn.due, turn.wave), default=None)


def _turn(wave: Wave, stage: Stage | None, now: datetime) -> Turn:
    act = ACTS[stage]
    if act == "put off" and (wave.opens is None or wave.opens > now):
        act = "prepare"  # it has a window to come: it was put off already
    return Turn(_due(act, wave, now), wave.id, act)


def _due(act: Act, wave: Wave, now: datetime) -> datetime:
    """A wave without a window is due at once for everything."""
    if wave.opens is None or wave.closes is None:
        return now
    times = {
        "prepare": wave.opens - PREPARED_BEFORE,
        "approve": wave.opens - APPROVED_BEFORE,
        "land": wave.opens - APPROVED_BEFORE,
        "night": wave.opens,
        "watch": wave.closes + WATCHED_AFTER,
        "hand over": wave.closes + HANDED_OVER_AFTER,
        "retire": wave.closes + RETIRED_AFTER,
    }
    return max(now, times.get(act, now))
