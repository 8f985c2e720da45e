"""The calendar, compiled: its windows as slots, what refuses them, and its links as lines."""

from datetime import datetime
from typing import NamedTuple

from azlift.model.calendar import Scope
from azlift.model.noun import Noun
from azlift.model.openings import Stretch


class Slot(Noun):
    """One window of the calendar, in UTC: `hours` are real hours, `week` weeks since the day of planning, `number` its
    count since the first planning, which a wave that a source asks for means."""

    id: str
    start: datetime
    end: datetime
    week: float
    scope: Scope = Scope()
    number: int = 0

    @property
    def stretch(self) -> Stretch:
        return Stretch(self.start, self.end)

    @property
    def hours(self) -> float:
        return self.stretch.hours


class Refusal(NamedTuple):
    """Why a slot is refused: `fact` in words, and its `kind`.

    Kinds: window, maintenance, blackout, freeze, holiday, end, pin, exclusion, horizon, unavailable, resource-groups.
    """

    kind: str
    fact: str


class Allowance(Noun):
    """Which slots a group may move in. `refused[slot]` names facts of which each, or all together, refuse the slot."""

    slots: tuple[str, ...]
    refused: dict[str, tuple[Refusal, ...]]


class Line(Noun):
    """A link as hours from the calendar's origin: it carries `gib_per_hour` except in the closed stretches.

    The stretches are in order and do not overlap.
    """

    name: str
    gib_per_hour: float
    closed: tuple[tuple[float, float], ...] = ()

    def carried(self, start: float, end: float) -> float:
        """GiB it can carry between two hours; nothing where the end comes first."""
        shut = sum(max(0.0, min(end, last) - max(start, first)) for first, last in self.closed)
        return self.gib_per_hour * max(0.0, end - start - shut)
