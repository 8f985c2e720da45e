"""What must change so that a calendar holds each wanted start once, at its time, and no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from azlift.scheduling import Repeat, Start

What = Literal["new", "moved", "gone", "kept", "begun", "cancelled", "missed", "no deployment"]


@dataclass(frozen=True)
class Held:
    """A start that is on the calendar. `at` is when it shall begin; `waiting`, that it has not."""

    id: UUID
    phase: str
    wave: str
    planned: datetime | None
    at: datetime | None
    waiting: bool
    cancelled: bool


@dataclass(frozen=True)
class Change:
    """What becomes of one start, or of one repetition. `held` is the run or schedule it is about, where there is one.

    `at` is when it begins, `rule` how it repeats.
    """

    what: What
    phase: str
    wave: str
    at: datetime | None = None
    rule: str = ""
    held: UUID | None = None
    start: Start | Repeat | None = None


def differences(wanted: Sequence[Start], held: Sequence[Held], now: datetime) -> list[Change]:
    """What is to be done so that the calendar holds each wanted start once, at its time, and no other."""
    waiting = [one for one in held if one.waiting]
    used: set[UUID] = set()
    made = []
    for start in wanted:
        same = [one for one in held if (one.phase, one.wave) == (start.phase, start.wave) and one.id not in used]
        found = _settled(start, same, now)
        used |= {found.held} if found.held else set()
        made.append(found)
    gone = [Change("gone", one.phase, one.wave, one.at, held=one.id) for one in waiting if one.id not in used]
    return made + gone


def _settled(start: Start, same: Sequence[Held], now: datetime) -> Change:
    """What becomes of one wanted start, where the calendar holds `same` of its phase and wave."""
    at = max(start.planned, now)
    exact = sorted((one for one in same if one.planned == start.planned), key=lambda one: not one.waiting)
    if exact:
        one = exact[0]
        if not one.waiting:
            return Change("cancelled" if one.cancelled else "begun", start.phase, start.wave, one.at, held=one.id)
        in_place = one.at == start.planned or start.planned <= now
        return Change("kept" if in_place else "moved", start.phase, start.wave, at, held=one.id, start=start)
    if start.until <= now:
        return Change("missed", start.phase, start.wave, start.planned)
    elsewhere = next((one for one in same if one.waiting), None)
    if elsewhere:
        return Change("moved", start.phase, start.wave, at, held=elsewhere.id, start=start)
    return Change("new", start.phase, start.wave, at, start=start)
