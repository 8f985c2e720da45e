"""From the runbook to the steps of one group: standard steps, the team's own, each with its inverse. Pure."""

from collections.abc import Sequence
from math import ceil

from azlift.model import Action, GroupId, Pace, Range, Runbook, Step, StepEntry
from azlift.model.written import means
from azlift.runbook.standard import DECIDE, STANDARD, Standard

NOTHING = Range(low=0, expected=0, high=0)


def steps_of(book: Runbook, group: GroupId, machines: int, pace: Pace, copy_minutes: Range | None) -> tuple[Step, ...]:
    """The group's steps in order. `copy_minutes`: what the last copy is forecast to take, where that is known."""
    entries = {e.step: e for e in reversed(book.steps) if not e.is_hook and _covers(e, group)}
    placed = [_standard(one, entries.get(one.name), group, machines, pace, copy_minutes) for one in STANDARD]
    for entry in _in_order_of_place(book, group):
        placed.insert(_place(entry, placed), _hook(entry))
    decide = next(place for place, step in enumerate(placed) if step.name == DECIDE)
    late = [step.model_copy(update={"after_decision": True}) for step in placed[decide + 1 :]]
    return (*placed[:decide], *late)


def point_of_no_return(steps: Sequence[Step]) -> Step | None:
    """The first step that cannot be taken back; None where all can."""
    return next((step for step in steps if step.irreversible), None)


def minutes_of(steps: Sequence[Step]) -> Range:
    """How long these steps take one after the other, without those of which nobody said."""
    return _total([step.minutes for step in steps])


def undo_minutes_of(steps: Sequence[Step]) -> Range:
    """How long taking them back takes, without those of which nobody said."""
    return _total([step.undo_minutes for step in steps])


def _total(parts: Sequence[Range | None]) -> Range:
    known = [part for part in parts if part]
    return Range(
        low=sum(part.low for part in known),
        expected=sum(part.expected for part in known),
        high=sum(part.high for part in known),
    )


def _covers(entry: StepEntry, group: GroupId) -> bool:
    return not entry.groups or means(entry.groups, group)


def _in_order_of_place(book: Runbook, group: GroupId) -> list[StepEntry]:
    """The team's own steps, each after the one it is placed by; of several `after` one step, the first comes first."""
    first: dict[str, StepEntry] = {}
    for entry in book.steps:
        if entry.is_hook and _covers(entry, group):
            first.setdefault(entry.step, entry)
    ordered: list[StepEntry] = []
    waiting = [*(e for e in first.values() if e.before), *(e for e in reversed(list(first.values())) if e.after)]
    while waiting:
        ready = [e for e in waiting if (e.before or e.after) not in {other.step for other in waiting}]
        ordered += ready
        waiting = [e for e in waiting if e not in ready] if ready else []
    return ordered


def _place(entry: StepEntry, placed: Sequence[Step]) -> int:
    """Where it is put; what is placed by a step that this group has not comes last before the decision."""
    for place, step in enumerate(placed):
        if step.name == entry.before:
            return place
        if step.name == entry.after:
            return place + 1
    return next(place for place, step in enumerate(placed) if step.name == DECIDE)


def _hook(entry: StepEntry) -> Step:
    if entry.skip:
        return Step(name=entry.step, title=entry.step, kind="skip", skip=entry.skip, why_no_undo=entry.skip)
    action = _action(entry)
    undo_minutes = entry.undo_minutes if entry.undo else NOTHING
    step = Step(name=entry.step, title=_title(entry), kind=action.kind, action=action, minutes=entry.minutes)
    return step.model_copy(update={**_inverse(entry), "undo_minutes": undo_minutes})


def _standard(
    one: Standard, entry: StepEntry | None, group: GroupId, machines: int, pace: Pace, copy_minutes: Range | None
) -> Step:
    minutes, back = _paced(one, machines, pace, copy_minutes)
    minutes, back = (entry and entry.minutes) or minutes, (entry and entry.undo_minutes) or back
    own = Step(name=one.name, title=one.title, kind="own", minutes=minutes, undo_minutes=back)
    step = own.model_copy(update=_own_inverse(one, group))
    if entry and entry.skip:
        said = {"kind": "skip", "skip": entry.skip, "minutes": NOTHING, "undo_minutes": NOTHING}
        return step.model_copy(update={**said, "undo_kind": "nothing", "undo": None, "why_no_undo": entry.skip})
    if entry:
        action = _action(entry)
        return step.model_copy(update={"kind": action.kind, "action": action, **_inverse(entry)})
    if one.ask:
        asked = Action(manual=one.ask.format(group=group))
        return step.model_copy(update={"kind": "manual", "action": asked})
    return step


def _paced(one: Standard, machines: int, pace: Pace, copy: Range | None) -> tuple[Range | None, Range | None]:
    """How long a step and its inverse take by the pace; None where it says nothing of them."""
    rounds = ceil(machines / pace.machines_at_once)
    if one.pace == "stop":
        return _times(pace.stop_minutes, rounds), _times(pace.restart_minutes, rounds)
    if one.pace == "start":
        return _times(pace.start_minutes, rounds), _times(pace.stop_minutes, rounds)
    if one.pace == "verify":
        # verifying the source after a rollback takes as long as verifying the machines in Azure did
        return _times(pace.verify_minutes, rounds), _times(pace.verify_minutes, rounds)
    if one.pace == "copy":
        return copy, NOTHING
    return (NOTHING, NOTHING) if one.own or one.name == DECIDE else (None, None)


def _times(one: Range, factor: int) -> Range:
    return Range(low=one.low * factor, expected=one.expected * factor, high=one.high * factor)


def _own_inverse(one: Standard, group: GroupId) -> dict[str, object]:
    if one.undo_own:
        return {"undo_kind": "own"}
    if one.undo_ask:
        return {"undo_kind": "manual", "undo": Action(manual=one.undo_ask.format(group=group))}
    return {"undo_kind": "nothing", "why_no_undo": one.nothing_to_undo}


def _inverse(entry: StepEntry) -> dict[str, object]:
    """What the entry says of taking it back; empty where it leaves that to the standard step."""
    if entry.undo:
        return {"undo_kind": entry.undo.kind, "undo": entry.undo, "why_no_undo": ""}
    if entry.irreversible:
        return {"undo_kind": "irreversible", "undo": None, "why_no_undo": entry.irreversible}
    if entry.nothing_to_undo:
        return {"undo_kind": "nothing", "undo": None, "why_no_undo": entry.nothing_to_undo}
    return {}


def _action(entry: StepEntry) -> Action:
    return Action(command=entry.command, http=entry.http, deployment=entry.deployment, manual=entry.manual)


def _title(entry: StepEntry) -> str:
    if entry.command:
        return f"run {' '.join(entry.command.run)}"[:80]
    if entry.http:
        return f"{entry.http.method} {entry.http.url}"[:80]
    return f"run {entry.deployment.name}" if entry.deployment else (entry.manual or entry.step)[:80]
