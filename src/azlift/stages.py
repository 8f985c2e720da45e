"""The one table of allowed moves, and the fold that turns a subject's events into where it stands.

A subject is the estate, a wave, a wave's landing zone, a move group, a step of a group's cutover, or what people say
of a wave. Stages are past participles where something was done; `rolled back` closes a life, and the next begins
another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class Stage(StrEnum):
    # the estate
    SURVEYED = "surveyed"
    PLACED = "placed"
    PLANNED = "planned"
    # a move group; a landing zone ends with `verified`
    RENDERED = "rendered"
    PREVIEWED = "previewed"
    LANDED = "landed"
    VERIFIED = "verified"
    TESTED = "tested"
    TEST_CLEANED = "test cleaned"
    CUT_OVER = "cut over"
    VALIDATED = "validated"
    ACCEPTED = "accepted"
    SOURCE_RETIRED = "source retired"
    # a wave
    COMMITTED = "committed"
    READY = "ready"
    APPROVED = "approved"
    EXECUTING = "executing"
    WINDOW_OPEN = "window open"
    CUTTING_OVER = "cutting over"
    VALIDATING = "validating"
    GO = "go"
    NO_GO = "no-go"
    HYPERCARE = "hypercare"
    HANDED_OVER = "handed over"
    PARTLY_CLOSED = "partly closed"
    CLOSED = "closed"
    ABANDONED = "abandoned"
    # a hold on a wave
    PAUSED = "paused"
    RESUMED = "resumed"
    # a step of a cutover
    DONE = "done"
    UNDONE = "undone"
    # what a person said: an approval, a waiver, an answer
    SAID = "said"

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

    `doing` is the stage that is being worked on, or that failed; `since` when that was said (UTC, ISO 8601). `keys` are
    those of the last outcome at each stage: of its present life, but for what was rendered and previewed in any.
    """

    subject: str
    stage: Stage | None = None
    run: Run = "idle"
    doing: Stage | None = None
    since: str = ""
    keys: Mapping[Stage, str] = field(default_factory=dict, compare=False)


BEGINNING = None


def _row(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


_ESTATE: Mapping[Stage | None, frozenset[Stage]] = {
    Stage.SURVEYED: _row(Stage.SURVEYED, Stage.PLACED),
    Stage.PLACED: _row(Stage.SURVEYED, Stage.PLACED, Stage.PLANNED),
    Stage.PLANNED: _row(Stage.SURVEYED, Stage.PLACED, Stage.PLANNED),
}

_GROUP: Mapping[Stage | None, frozenset[Stage]] = {
    Stage.RENDERED: _row(Stage.RENDERED, Stage.PREVIEWED, Stage.ROLLED_BACK),
    Stage.PREVIEWED: _row(Stage.RENDERED, Stage.PREVIEWED, Stage.LANDED, Stage.ROLLED_BACK),
    Stage.LANDED: _row(Stage.RENDERED, Stage.LANDED, Stage.VERIFIED, Stage.ROLLED_BACK),
    Stage.VERIFIED: _row(Stage.RENDERED, Stage.VERIFIED, Stage.TESTED, Stage.CUT_OVER, Stage.ROLLED_BACK),
    Stage.TESTED: _row(Stage.RENDERED, Stage.VERIFIED, Stage.TESTED, Stage.TEST_CLEANED, Stage.ROLLED_BACK),
    Stage.TEST_CLEANED: _row(
        *(Stage.RENDERED, Stage.VERIFIED, Stage.TESTED, Stage.TEST_CLEANED, Stage.CUT_OVER, Stage.ROLLED_BACK)
    ),
    Stage.CUT_OVER: _row(Stage.CUT_OVER, Stage.VALIDATED, Stage.ROLLED_BACK),
    Stage.VALIDATED: _row(Stage.CUT_OVER, Stage.VALIDATED, Stage.ACCEPTED, Stage.ROLLED_BACK),
    Stage.ACCEPTED: _row(Stage.ACCEPTED, Stage.SOURCE_RETIRED),
    Stage.SOURCE_RETIRED: _row(Stage.SOURCE_RETIRED),
}
"""Nothing is rendered anew once it is cut over, nothing is cut over while a copy made for a test stands, and nothing is
rolled back once a person has accepted it."""

_WAVE: Mapping[Stage | None, frozenset[Stage]] = {
    Stage.COMMITTED: _row(Stage.COMMITTED, Stage.READY, Stage.EXECUTING, Stage.ROLLED_BACK, Stage.ABANDONED),
    Stage.READY: _row(
        *(Stage.COMMITTED, Stage.READY, Stage.APPROVED, Stage.EXECUTING, Stage.ROLLED_BACK, Stage.ABANDONED)
    ),
    Stage.APPROVED: _row(
        *(Stage.COMMITTED, Stage.READY, Stage.APPROVED, Stage.EXECUTING, Stage.ROLLED_BACK, Stage.ABANDONED)
    ),
    Stage.EXECUTING: _row(
        *(Stage.COMMITTED, Stage.READY, Stage.APPROVED, Stage.EXECUTING, Stage.WINDOW_OPEN),
        *(Stage.ROLLED_BACK, Stage.ABANDONED),
    ),
    Stage.WINDOW_OPEN: _row(
        *(Stage.COMMITTED, Stage.READY, Stage.APPROVED, Stage.EXECUTING, Stage.WINDOW_OPEN, Stage.CUTTING_OVER),
        *(Stage.ROLLED_BACK, Stage.ABANDONED),
    ),
    Stage.CUTTING_OVER: _row(Stage.CUTTING_OVER, Stage.VALIDATING, Stage.NO_GO),
    Stage.VALIDATING: _row(Stage.VALIDATING, Stage.GO, Stage.NO_GO),
    Stage.GO: _row(Stage.HYPERCARE, Stage.NO_GO),
    Stage.NO_GO: _row(Stage.NO_GO, Stage.ROLLED_BACK),
    Stage.HYPERCARE: _row(Stage.HYPERCARE, Stage.HANDED_OVER, Stage.NO_GO),
    Stage.HANDED_OVER: _row(Stage.HANDED_OVER, Stage.PARTLY_CLOSED, Stage.CLOSED),
    Stage.PARTLY_CLOSED: _row(Stage.PARTLY_CLOSED, Stage.CLOSED),
    Stage.CLOSED: _row(Stage.CLOSED),
    Stage.ABANDONED: _row(Stage.ABANDONED, Stage.COMMITTED),
}
"""A wave whose window passed unused goes back to `executing`; one whose approval was voided to `committed`.

Where nobody is asked (`gates: none`) a wave executes from `committed` on: `journey.gates` lets no other."""

MOVES: Mapping[Stage | None, frozenset[Stage]] = {
    BEGINNING: _row(Stage.SURVEYED, Stage.RENDERED, Stage.COMMITTED, Stage.PAUSED, Stage.DONE, Stage.SAID)
    | {Stage.ABANDONED, Stage.UNDONE},  # a step that failed half-way is taken back too
    **_ESTATE,
    **_GROUP,
    **_WAVE,
    Stage.PAUSED: _row(Stage.RESUMED),
    Stage.RESUMED: _row(Stage.PAUSED),
    Stage.DONE: _row(Stage.DONE, Stage.UNDONE),
    Stage.UNDONE: _row(Stage.DONE, Stage.UNDONE),
    Stage.SAID: _row(Stage.SAID),
    Stage.ROLLED_BACK: _row(Stage.RENDERED, Stage.COMMITTED, Stage.ABANDONED, Stage.ROLLED_BACK),
}
"""From a stage to those that may follow, for every kind of subject."""

PATHS = (tuple(_ESTATE), tuple(_GROUP), tuple(_WAVE))
"""The steps of the estate, of a group, of a wave, each in its order."""

MOVED = frozenset({Stage.CUT_OVER, Stage.VALIDATED, Stage.ACCEPTED, Stage.SOURCE_RETIRED})
"""The stages of a group whose machines work in Azure."""
STANDING = frozenset({Stage.VERIFIED, Stage.TESTED, Stage.TEST_CLEANED}) | MOVED
"""The stages of a group whose machines stand in Azure as planned."""


ENDINGS = frozenset({Stage.ROLLED_BACK, Stage.ABANDONED, Stage.NO_GO})


def comes_before(one: Stage, other: Stage) -> bool:
    """Whether `one` is an earlier step than `other` of the same path: the estate's, a group's or a wave's."""
    return any(one in path and other in path and path.index(one) < path.index(other) for path in PATHS)


def may_follow(now: Stage | None, then: Stage) -> bool:
    return then in MOVES[now]


def way_to(now: Stage | None, then: Stage) -> tuple[Stage, ...]:
    """The shortest legal way from a stage to another, without the first and with the last; empty where there is none.

    Steps forward come before steps back: what makes a move legal is what was left out, not an ending.
    """
    ways: dict[Stage | None, tuple[Stage, ...]] = {now: ()}
    queue = [now]
    for at in queue:
        for following in sorted(MOVES[at], key=lambda stage: (stage in ENDINGS, list(Stage).index(stage))):
            if following is then:
                return (*ways[at], then)
            if following not in ways:
                ways[following] = (*ways[at], following)
                queue.append(following)
    return ()


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
