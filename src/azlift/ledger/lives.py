"""What holds in a subject's present life, what was begun in it and never ended, and how it failed."""

from collections.abc import Sequence

from azlift.errors import AzliftError
from azlift.ledger.events import Event, this_life
from azlift.model import Failure
from azlift.stages import Kind, Stage, comes_before


def standing_outcome(events: Sequence[Event], stage: Stage, key: str) -> Event | None:
    """The outcome at this stage that still holds, if it was reached under this key.

    A failure, a roll-back that was begun, and a new outcome of an earlier stage each end what came before: whoever runs
    the subject again looks at Azure anew from there on.
    """
    reached: Event | None = None
    for event in this_life(events):
        if _ends_what_came_before(event, stage):
            reached = None
        elif event.kind is Kind.OUTCOME and event.stage is stage:
            reached = event
    return reached if reached and reached.key == key else None


def _ends_what_came_before(event: Event, stage: Stage) -> bool:
    if event.kind is Kind.FAILURE:
        return True
    if event.kind is Kind.INTENT:
        return event.stage is Stage.ROLLED_BACK and stage is not Stage.ROLLED_BACK
    return event.kind is Kind.OUTCOME and comes_before(event.stage, stage)


def open_attempt(life: Sequence[Event], stage: Stage, key: str) -> list[Event]:
    """The intent under this key and its notes, when nothing came of it yet; empty otherwise."""
    attempt: list[Event] = []
    for event in life:
        if event.stage is not stage or event.key != key:
            continue
        if event.kind is Kind.INTENT:
            attempt = [event]
        elif event.kind is Kind.NOTE:
            attempt.append(event)
        else:
            attempt = []
    return attempt


def failure_of(subject: str, stage: Stage, error: Exception) -> Failure:
    """An error as a fact; one that is not azlift's own is a fault of azlift, and says so."""
    known = error if isinstance(error, AzliftError) else AzliftError(f"{type(error).__name__}: {error}")
    return Failure(
        subject=subject,
        verb=stage,
        code=getattr(error, "code", "") or type(error).__name__,
        message=known.message,
        advice=known.advice,
        correlation_id=getattr(error, "correlation_id", ""),
        exit_code=known.exit_code,
    )
