"""Where each subject stands, folded from the events and nothing else."""

from collections.abc import Iterable, Mapping

from azlift.ledger.events import Event
from azlift.stages import Kind, Stage, Standing


def fold_standings(events: Iterable[Event], known: Mapping[str, Standing] | None = None) -> dict[str, Standing]:
    """Each subject's standing, from all events in order, or from those since the `known` ones were folded."""
    standings = dict(known or {})
    for event in events:
        standings[event.subject] = _after(standings.get(event.subject, Standing(event.subject)), event)
    return standings


def _after(now: Standing, event: Event) -> Standing:
    if event.kind is Kind.OUTCOME:
        return Standing(event.subject, event.stage, "idle", None, event.at, _keys_after(now.keys, event))
    if event.kind is Kind.FAILURE:
        return Standing(event.subject, now.stage, "failed", event.stage, event.at, now.keys)
    if event.kind is Kind.INTENT:
        return Standing(event.subject, now.stage, "running", event.stage, event.at, now.keys)
    return now


def _keys_after(keys: Mapping[Stage, str], event: Event) -> dict[Stage, str]:
    """A roll-back ends what was done; what was rendered and previewed stays what somebody may have approved."""
    if event.stage is Stage.ROLLED_BACK:
        return {stage: keys[stage] for stage in (Stage.RENDERED, Stage.PREVIEWED) if stage in keys}
    return {**keys, event.stage: event.key}
