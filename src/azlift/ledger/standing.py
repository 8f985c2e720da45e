"""Where each subject stands, folded from the events and nothing else."""

from collections.abc import Iterable, Mapping

from azlift.ledger.events import Event
from azlift.stages import Kind, Standing


def fold_standings(events: Iterable[Event], known: Mapping[str, Standing] | None = None) -> dict[str, Standing]:
    """Each subject's standing, from all events in order, or from those since the `known` ones were folded."""
    standings = dict(known or {})
    for event in events:
        standings[event.subject] = _after(standings.get(event.subject, Standing(event.subject)), event)
    return standings


def _after(now: Standing, event: Event) -> Standing:
    if event.kind is Kind.OUTCOME:
        return Standing(event.subject, event.stage, "idle", None, event.at)
    if event.kind is Kind.FAILURE:
        return Standing(event.subject, now.stage, "failed", event.stage, event.at)
    if event.kind is Kind.INTENT:
        return Standing(event.subject, now.stage, "running", event.stage, event.at)
    return now
