"""A group's night as people read it before: who does what, how it is taken back, and until when it can be. Pure."""

from collections.abc import Sequence

from azlift.model import Action, GroupId, GroupRunbook, Pace, PlannedStep, Runbook, Step
from azlift.runbook.compiling import minutes_of, point_of_no_return, steps_of, undo_minutes_of
from azlift.runbook.standard import ACCEPT, DOWN_FROM, UP_AT

GROUPS_TOLD = 8


def overview(group: GroupId, steps: Sequence[Step]) -> GroupRunbook:
    """The runbook of one group, with its point of no return."""
    last, down = point_of_no_return(steps), _while_down(steps)
    return GroupRunbook(
        group=group,
        steps=tuple(_planned(step) for step in steps),
        point_of_no_return=last.name if last else ACCEPT,
        why=last.why_no_undo if last else "every step before can be taken back",
        minutes=minutes_of([step for step in steps if not step.after_decision]),
        rollback_minutes=undo_minutes_of([step for step in steps if not step.after_decision]),
        downtime_minutes=minutes_of(down),
        downtime_without=tuple(step.name for step in down if step.minutes is None),
        unknown=tuple(step.name for step in steps if step.minutes is None),
        by_hand=tuple(step.name for step in steps if step.kind == "manual"),
    )


def _while_down(steps: Sequence[Step]) -> Sequence[Step]:
    """The steps between losing the source and having the machines in Azure; none where names are not switched."""
    names = [step.name for step in steps if step.kind != "skip"]
    begins = next((names.index(name) for name in DOWN_FROM if name in names), None)
    if begins is None or UP_AT not in names:
        return ()
    return [step for step in steps if step.name in names[begins : names.index(UP_AT) + 1]]


def points_of_no_return(book: Runbook, groups: Sequence[GroupId]) -> dict[tuple[str, str], list[GroupId]]:
    """By step and reason, the groups that cannot be taken back from there on."""
    entries = [entry for entry in book.steps if entry.irreversible]
    found: dict[tuple[str, str], list[GroupId]] = {}
    for group in groups if entries else ():
        last = point_of_no_return(steps_of(book, group, 1, Pace(), None))
        if last:
            found.setdefault((last.name, last.why_no_undo), []).append(group)
    return found


def no_return_text(book: Runbook, groups: Sequence[GroupId]) -> str:
    """Until when a plan's groups can be taken back, in a sentence."""
    points = points_of_no_return(book, groups)
    said = [f"{_listed(named)} until step {step} ({why})" for (step, why), named in points.items()]
    rest = len(groups) - sum(len(named) for named in points.values())
    if rest:
        said.append(f"{'all others' if points else 'every group'} until a person accepts it")
    return f"Can be taken back: {'; '.join(said)}." if said else ""


def _listed(groups: Sequence[GroupId]) -> str:
    more = len(groups) - GROUPS_TOLD
    return f"{', '.join(groups[:GROUPS_TOLD])}{f' and {more:,} more' if more > 0 else ''}"


def _planned(step: Step) -> PlannedStep:
    return PlannedStep(
        step=step.name,
        title=step.title,
        by=_by(step),
        back=step.why_no_undo if step.undo is None and step.undo_kind != "own" else _back(step),
        minutes=step.minutes.expected if step.minutes else None,
        irreversible=step.irreversible,
    )


def _by(step: Step) -> str:
    if step.kind == "skip":
        return f"nobody: {step.skip}"
    return "azlift" if step.kind == "own" else _words(step.action)


def _back(step: Step) -> str:
    return "azlift" if step.undo_kind == "own" else _words(step.undo)


def _words(action: Action | None) -> str:
    if action is None:
        return ""
    if action.command:
        return f"command: {' '.join(action.command.run)}"
    if action.http:
        return f"call: {action.http.method} {action.http.url}"
    return f"deployment: {action.deployment.name}" if action.deployment else f"by hand: {action.manual}"
