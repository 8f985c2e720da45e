"""Where waves and groups stand on four axes, as folded from the ledger; nobody types it and nothing stores it."""

from datetime import datetime
from typing import Literal

from azlift.model.noun import GroupId, Noun, WaveId

RunState = Literal["idle", "running", "awaiting a person", "paused", "failed"]
Health = Literal["ok", "lagging", "at risk", "error"]


class Condition(Noun):
    """Something that holds of a wave or a group now. `blocking`: it goes no further while this holds.

    `evidence` is what shows it; `since` when it was first so (UTC, ISO 8601; empty where nobody knows); `who` can act
    on it, and `remedy` is the command that does.
    """

    code: str
    blocking: bool
    evidence: str
    since: str = ""
    who: str = ""
    remedy: str = ""


class GroupStanding(Noun):
    """A group's stage (None: nothing was begun), what goes on, how well it does, and what holds of it."""

    group: GroupId
    wave: WaveId
    stage: str | None
    run: RunState
    health: Health
    since: str
    doing: str = ""
    """The stage that is worked on, or that failed."""
    conditions: tuple[Condition, ...] = ()

    @property
    def blocked_by(self) -> tuple[Condition, ...]:
        return tuple(one for one in self.conditions if one.blocking)


class WaveStanding(Noun):
    """A wave's stage, what goes on, how well it does, what holds of it, and where its groups stand."""

    wave: WaveId
    stage: str
    run: RunState
    health: Health
    since: str
    opens: datetime | None = None
    closes: datetime | None = None
    conditions: tuple[Condition, ...] = ()
    groups: tuple[GroupStanding, ...] = ()

    @property
    def blocked_by(self) -> tuple[Condition, ...]:
        return tuple(one for one in self.conditions if one.blocking)


class Reason(Noun):
    """One link of the chain that keeps a group: `subject` waits, `depth` groups or waves away from the one asked of."""

    subject: str
    depth: int
    condition: Condition


class Why(Noun):
    """What a group waits for, nearest first; without reasons nothing keeps it, and `next` is what comes."""

    standing: GroupStanding
    reasons: tuple[Reason, ...]
    next: str
