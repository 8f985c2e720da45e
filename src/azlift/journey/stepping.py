"""One step of a group's night: done once, and taken back once, whatever crashes in between.

A step that was begun by a driver that came to no end is looked at first. Where neither its `look` nor its own nature
says whether it was done, a person is asked: nothing that could do harm twice is done twice.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

from azlift.errors import OutcomeUnknown
from azlift.journey.answering import answer_to, doing_of
from azlift.journey.night_plan import machines_of
from azlift.journey.reading import digest_of, wave_of_group
from azlift.ledger import Intent
from azlift.model import Action, Answer, GroupId, Order, Step, StepOutcome
from azlift.on_record import current_plan, step_of
from azlift.stages import Kind, Stage
from azlift.venue import Venue

Own = Callable[[GroupId, Venue], Awaitable[str]]
"""What azlift does itself; what it came to, in words. It must bear being done twice."""


def stands_done(group: GroupId, step: str, venue: Venue) -> bool:
    """Whether the step is done and not taken back since."""
    standing = venue.ledger.standings().get(step_of(group, step))
    return standing is not None and standing.stage is Stage.DONE


def was_begun(group: GroupId, step: str, venue: Venue) -> bool:
    """Whether the step was begun, whatever came of it, and not taken back since."""
    begun = False
    for event in venue.ledger.outline(step_of(group, step)):
        if event.kind is Kind.INTENT and event.stage is Stage.DONE:
            begun = True
        elif event.kind is Kind.OUTCOME and event.stage is Stage.UNDONE:
            begun = False
    return begun


async def carry_out(step: Step, group: GroupId, venue: Venue, own: Own | None) -> None:
    """Do it unless it stands done. Raises StepWaits, StepFailed, OutcomeUnknown and what azlift's own steps raise."""
    if stands_done(group, step.name, venue):
        return
    await _once(step, step.action, step.skip, group, venue, own, undo=False)


async def take_back(step: Step, group: GroupId, venue: Venue, own: Own | None) -> None:
    """Take it back if it was begun. Raises as `carry_out`."""
    if was_begun(group, step.name, venue):
        await _once(step, step.undo, step.why_no_undo, group, venue, own, undo=True)


async def _once(
    step: Step, action: Action | None, said: str, group: GroupId, venue: Venue, own: Own | None, undo: bool
) -> None:
    subject, key = step_of(group, step.name), doing_of(group, step.name, venue, undo)
    stage = Stage.UNDONE if undo else Stage.DONE
    kind = step.undo_kind if undo else step.kind

    async def act(intent: Intent) -> StepOutcome:
        began = _begun_at(subject, stage, key, venue)
        if kind == "own" and own:
            return _outcome(step, group, kind, await own(group, venue), began, venue)
        if action is None:
            return _outcome(step, group, kind, said, began, venue)
        if action.manual:
            word = answer_to(group, step.name, key, _asked(action.manual, step, group, venue, undo), venue, undo)
            return _outcome(step, group, kind, "", began, venue, word)
        return await _by_hands(step, action, group, key, intent, began, venue, undo)

    about = {"step": step.model_dump(mode="json")}
    await venue.ledger.once(subject, stage, key, act, about=about)


async def _by_hands(
    step: Step, action: Action, group: GroupId, key: str, intent: Intent, began: datetime, venue: Venue, undo: bool
) -> StepOutcome:
    order = _order(step, group, key, began, venue, undo)
    if intent.resumed:
        done = await venue.hands.was_done(action, order)
        if done is None:
            word = answer_to(group, step.name, key, _unknown(action, step, undo), venue, undo, unknown=True)
            return _outcome(step, group, action.kind, "found done by a person", began, venue, word)
        if done:
            return _outcome(step, group, action.kind, "it was done already", began, venue)
    try:
        said = await venue.hands.carry_out(action, order)
    except OutcomeUnknown as error:
        if await venue.hands.was_done(action, order) is None:
            asked = f"{error}. {_unknown(action, step, undo)}"
            answer_to(group, step.name, key, asked, venue, undo, unknown=True)
        raise
    return _outcome(step, group, action.kind, said, began, venue)


def _begun_at(subject: str, stage: Stage, key: str, venue: Venue) -> datetime:
    """When this attempt began: another driver may have begun it before us."""
    intents = (e for e in venue.ledger.outline(subject) if e.kind is Kind.INTENT and e.stage is stage and e.key == key)
    return datetime.fromisoformat([event.at for event in intents][-1])


def _order(step: Step, group: GroupId, key: str, began: datetime, venue: Venue, undo: bool) -> Order:
    """What whoever carries it out is told. The key is this attempt's: the same after a crash, another after a failure,
    and no other ledger's."""
    wave = wave_of_group(current_plan(venue), group).id
    parts = (venue.settings.estate, wave, group, step.name, key, began.isoformat())
    return Order(
        wave=wave,
        group=group,
        step=step.name,
        undo=undo,
        key=digest_of(*parts)[:32],
        machines=machines_of(group, venue),
    )


def _asked(text: str, step: Step, group: GroupId, venue: Venue, undo: bool) -> str:
    return text if not undo or stands_done(group, step.name, venue) else f"If it was begun at all: {text}"


def _unknown(action: Action, step: Step, undo: bool) -> str:
    what = "taking it back" if undo else "it"
    return f"{step.title}: {what} was begun ({action.kind}) and nobody knows how that ended. Was it done?"


def _outcome(
    step: Step, group: GroupId, kind: str, said: str, began: datetime, venue: Venue, word: Answer | None = None
) -> StepOutcome:
    return StepOutcome(
        group=group,
        step=step.name,
        kind=kind,
        said=said,
        began=began,
        ended=word.at if word else venue.now,
        by=word.person if word else None,
        comment=word.comment if word else "",
    )
