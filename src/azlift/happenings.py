"""The ledger's events as people are told of them: of which wave, which group, which step, with what they say."""

from datetime import datetime

from azlift.errors import NotFound
from azlift.ledger import Event
from azlift.model import GroupId, Noun, WaveId
from azlift.notices import Happening, topic_of
from azlift.notices.topics import About
from azlift.on_record import current_plan
from azlift.stages import Kind
from azlift.venue import Venue

OF_WAVES: dict[str, About] = {"wave": "wave", "hold": "hold", "said": "said", "zone": "zone"}
OF_GROUPS: dict[str, About] = {"test": "test", "test-zone": "test", "step": "step", "answer": "answer"}


def happenings(venue: Venue, after: int = 0) -> tuple[list[Happening], int]:
    """What happened after this event that anybody could be told of, in order, and the number of the last event."""
    events = venue.ledger.outline(after=after)
    wave_of, bodies = _waves_of_groups(venue), dict[str, dict[int, Event]]()
    found: list[Happening] = []
    for event in events:
        about, wave, group, step = _place(event.subject, wave_of)
        if about == "other" or event.kind not in (Kind.OUTCOME, Kind.FAILURE):
            continue
        at = datetime.fromisoformat(event.at)
        made = Happening(event.seq, at, about, wave, event.stage, event.kind, group, step, _said(event))
        if topic_of(about, event.stage, event.kind, made.fact) is None:
            continue
        if event.kind is Kind.OUTCOME:
            whole = bodies.setdefault(event.subject, {e.seq: e for e in venue.ledger.history(event.subject)})
            fact = whole[event.seq].fact
            made = Happening(event.seq, at, about, wave, event.stage, event.kind, group, step, fact)
        found.append(made)
    return found, events[-1].seq if events else after


def _said(event: Event) -> Noun | None:
    """What a failure says: an outline leaves out only what outcomes carry."""
    return event.fact if event.kind is Kind.FAILURE else None


def _place(subject: str, wave_of: dict[GroupId, WaveId]) -> tuple[About, WaveId, GroupId, str]:
    """(what the subject is, its wave, its group, its step); the wave is empty where the plan has the group no more."""
    kind, colon, rest = subject.partition(":")
    if not colon:
        return "group", wave_of.get(subject, ""), subject, ""
    if kind in OF_WAVES:
        return OF_WAVES[kind], rest, "", ""
    if kind in OF_GROUPS:
        group, _, step = rest.partition("/")
        return OF_GROUPS[kind], wave_of.get(group, ""), group, step
    return "other", "", "", ""


def _waves_of_groups(venue: Venue) -> dict[GroupId, WaveId]:
    try:
        plan = current_plan(venue)
    except NotFound:
        return {}
    return {group: wave.id for wave in plan.waves for group in wave.groups}
