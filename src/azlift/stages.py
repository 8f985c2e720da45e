"""The one table of allowed moves, and the fold that turns a subject's events into where it stands.

A subject is the estate, a wave's landing zone or a move group. Stages are past participles; `rolled back` closes a
life, and the next landing begins another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Stage(StrEnum):
    SURVEYED = "surveyed"
    PLACED = "placed"
    PLANNED = "planned"
    RENDERED = "rendered"
    PREVIEWED = "previewed"
    LANDED = "landed"
    VERIFIED = "verified"
    ROLLED_BACK = "rolled back"


class Kind(StrEnum):
    """What an event says about its stage."""

    INTENT = "intent"
    NOTE = "note"
    OUTCOME = "outcome"
    FAILURE = "failure"


Run = Literal["idle", "running", "failed"]


@dataclass(frozen=True)
class Standing:
    """Where a subject stands, folded from its events: `stage` is the last one reached, `run` what goes on now.

    `doing` is the stage that is being worked on, or that failed; `since` when that was said (UTC, ISO 8601).
    """

    subject: str
    stage: Stage | None = None
    run: Run = "idle"
    doing: Stage | None = None
    since: str = ""


BEGINNING = None

MOVES: Mapping[Stage | None, frozenset[Stage]] = {
    BEGINNING: frozenset({Stage.SURVEYED, Stage.RENDERED}),
    Stage.SURVEYED: frozenset({Stage.SURVEYED, Stage.PLACED}),
    Stage.PLACED: frozenset({Stage.SURVEYED, Stage.PLACED, Stage.PLANNED}),
    Stage.PLANNED: frozenset({Stage.SURVEYED, Stage.PLACED, Stage.PLANNED}),
    Stage.RENDERED: frozenset({Stage.RENDERED, Stage.PREVIEWED, Stage.ROLLED_BACK}),
    Stage.PREVIEWED: frozenset({Stage.RENDERED, Stage.PREVIEWED, Stage.LANDED, Stage.ROLLED_BACK}),
    Stage.LANDED: frozenset({Stage.RENDERED, Stage.LANDED, Stage.VERIFIED, Stage.ROLLED_BACK}),
    Stage.VERIFIED: frozenset({Stage.RENDERED, Stage.VERIFIED, Stage.ROLLED_BACK}),
    Stage.ROLLED_BACK: frozenset({Stage.RENDERED, Stage.ROLLED_BACK}),
}
"""From a stage to those that may follow: the estate's subject runs over the first rows, zones and groups over the
rest."""


def comes_before(one: Stage, other: Stage) -> bool:
    """Whether `one` is an earlier step than `other` of the same path: the estate's, or a group's."""
    order = tuple(Stage)
    paths = order[:3], order[3:]
    return any(one in path and other in path and path.index(one) < path.index(other) for path in paths)


def may_follow(now: Stage | None, then: Stage) -> bool:
    return then in MOVES[now]


def fold_stage(outcomes: Iterable[Stage]) -> Stage | None:
    """Where a subject stands after these outcomes, oldest first: the last one."""
    now: Stage | None = BEGINNING
    for stage in outcomes:
        now = stage
    return now


def illegal_moves(outcomes: Iterable[Stage]) -> list[tuple[Stage | None, Stage]]:
    """The steps of a history that the table does not allow; empty for a legal one."""
    steps: list[tuple[Stage | None, Stage]] = []
    now: Stage | None = BEGINNING
    for stage in outcomes:
        if not may_follow(now, stage):
            steps.append((now, stage))
        now = stage
    return steps
