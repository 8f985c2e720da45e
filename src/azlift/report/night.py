"""A wave's night as people read it: the runbooks before, and where each group stands while it is carried out."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from azlift.model import GroupId, GroupRunbook, NightForecast, Question, Range
from azlift.report.tables import Section


def runbook_section(wave: str, books: Sequence[GroupRunbook]) -> Section:
    """One row per group: how long it takes, how long taking it back takes, and until when that can be done."""
    columns = ("group", "steps", "by hand", "minutes", "back in minutes", "point of no return")
    rows = [
        (
            book.group,
            len(book.steps),
            len(book.by_hand),
            minutes_text(book.minutes) + ("+" if book.unknown else ""),
            minutes_text(book.rollback_minutes),
            book.point_of_no_return
            if book.point_of_no_return == "accept"
            else f"{book.point_of_no_return}: {book.why}",
        )
        for book in books
    ]
    return Section(f"The night of {wave}", columns, rows)


def steps_section(book: GroupRunbook) -> Section:
    """One row per step of a group's night, with its inverse."""
    columns = ("step", "minutes", "who", "how it is taken back")
    rows = [
        (
            f"{line.step} (no way back)" if line.irreversible else line.step,
            "?" if line.minutes is None else f"{round(line.minutes, 1):g}",
            line.by,
            line.back,
        )
        for line in book.steps
    ]
    return Section(f"The night of {book.group}", columns, rows)


def unknown_text(books: Sequence[GroupRunbook]) -> str:
    """Which steps the minutes leave out; empty where somebody said how long each takes."""
    names = dict.fromkeys(step for book in books for step in book.unknown)
    return f"Nobody said how long these take, and the minutes are without them: {', '.join(names)}" if names else ""


def forecast_section(night: NightForecast) -> Section:
    """One row per group: how long it is down by the forecast, and how long it was."""
    columns = ("group", "down by forecast (min)", "down (min)", "")
    rows = [
        (
            one.group,
            minutes_text(one.forecast) + ("+" if one.without else ""),
            "" if one.minutes is None else f"{one.minutes:.0f}",
            one.verdict,
        )
        for one in night.groups
    ]
    return Section(f"Downtime in {night.wave}", columns, rows)


def forecast_lines(night: NightForecast) -> list[str]:
    """The wave's finish, and what its nights teach of the pace."""
    said = []
    if night.opens and night.cutover_hours:
        early, late = (night.opens + timedelta(hours=h) for h in (night.cutover_hours.low, night.cutover_hours.high))
        usual = night.opens + timedelta(hours=night.cutover_hours.expected)
        said.append(f"verified by {usual:%Y-%m-%d %H:%M} UTC ({early:%H:%M} to {late:%Y-%m-%d %H:%M}), by the forecast")
    if night.hours is not None:
        verdict = f": {night.verdict}" if night.verdict else ""
        said.append(f"validated {night.hours:.1f} h after it began{verdict}")
    for key, learnt in night.learnt.items():
        said.append(f"{key} as {night.nights} nights had it: {minutes_text(learnt)}; put it into calendar.yaml (pace)")
    without = dict.fromkeys(step for one in night.groups for step in one.without)
    if without:
        said.append(f"Nobody said how long these take, and downtimes are without them: {', '.join(without)}")
    return said


def waiting_section(questions: Sequence[Question]) -> Section:
    """One row per question that a step asks."""
    columns = ("group", "step", "since (UTC)", "what is asked")
    rows = [(q.group, q.step, f"{q.at:%Y-%m-%d %H:%M}", q.text) for q in questions]
    return Section("Waiting for a person", columns, rows)


def night_line(groups: Mapping[GroupId, str]) -> str:
    """How far a night is, in one line: `shop: stop-source, mail: waits`."""
    return ", ".join(f"{group}: {at}" for group, at in groups.items())


def minutes_text(minutes: Range) -> str:
    """`30 (10–95)`, or one figure where it is exact."""
    if minutes.low == minutes.high:
        return f"{minutes.expected:g}"
    return f"{minutes.expected:.0f} ({minutes.low:.0f}–{minutes.high:.0f})"
