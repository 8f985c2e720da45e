"""What was forecast of a wave's night beside what it took, and what that teaches of the pace."""

from collections.abc import Iterator
from datetime import datetime

from azlift.forecast import Recorded, recalibrated
from azlift.forecast.recalibration import Step
from azlift.journey.night_plan import pace_of, runbook_of
from azlift.journey.reading import wave_called
from azlift.ledger import Event
from azlift.model import CheckReport, Cutover, GroupForecast, GroupId, NightForecast, StepOutcome, Wave, WaveId
from azlift.on_record import current_plan, step_of
from azlift.stages import Kind, Stage
from azlift.venue import Venue

PACED: dict[tuple[str, Stage], Step] = {
    ("stop-source", Stage.DONE): "stop",
    ("stop-source", Stage.UNDONE): "restart",
    ("start", Stage.DONE): "start",
    ("verify", Stage.DONE): "verify",
}
"""The doings whose minutes a machine are paces of the calendar."""
UNPACED = frozenset({"skip", "nothing"})
SECONDS, MINUTES = 60.0, 60.0


def compare_forecast(wave: WaveId, venue: Venue) -> NightForecast:
    """The wave's night as forecast and as it was, group by group. Raises NotFound."""
    planned = wave_called(wave, venue)
    pace, history = pace_of(venue), list(_history(venue)) if venue.teaches else []
    learnt = recalibrated(pace, [record for _, record in history])
    paces = sorted({f"{step}_minutes" for step in PACED.values()})
    return NightForecast(
        wave=wave,
        opens=planned.opens,
        cutover_hours=planned.forecast.cutover_hours if planned.forecast else None,
        hours=_hours(planned, venue),
        groups=tuple(_compared(group, venue) for group in planned.groups),
        learnt={key: getattr(learnt, key) for key in paces if getattr(learnt, key) != getattr(pace, key)},
        nights=len({group for group, _ in history}),
    )


def _compared(group: GroupId, venue: Venue) -> GroupForecast:
    book, made = runbook_of(group, venue), venue.ledger.find_latest(group, Cutover)
    minutes = made.downtime_minutes if made else None
    return GroupForecast(group, book.downtime_minutes, book.downtime_without, minutes)


def _hours(wave: Wave, venue: Venue) -> float | None:
    """From the window's opening, or the first step where there is none, until the last group was validated."""
    reports = [venue.ledger.facts(group, CheckReport)[:1] for group in wave.groups]
    if not all(reports):
        return None
    steps = [e for group in wave.groups for e in _events(group, venue)]
    began = wave.opens or datetime.fromisoformat(min(event.at for event in steps))
    return (max(report.at for (report,) in reports) - began).total_seconds() / SECONDS / MINUTES


def _events(group: GroupId, venue: Venue) -> list[Event]:
    """Everything on record of the group's steps."""
    prefix = step_of(group, "")
    subjects = [subject for subject in venue.ledger.standings() if subject.startswith(prefix)]
    return [event for subject in subjects for event in venue.ledger.outline(subject)]


def _history(venue: Venue) -> Iterator[tuple[GroupId, Recorded]]:
    """What paced steps took for one machine, in every night of this ledger. A step that was skipped teaches nothing."""
    at_once = pace_of(venue).machines_at_once
    known = venue.ledger.standings()
    for group in current_plan(venue).groups:
        rounds = -(-len(group.workloads) // at_once)
        for (step, stage), pace in PACED.items():
            subject = step_of(group.id, step)
            for outcome in _outcomes(subject, stage, venue) if subject in known else ():
                minutes = (outcome.ended - outcome.began).total_seconds() / SECONDS / rounds
                yield group.id, Recorded(pace, minutes)


def _outcomes(subject: str, stage: Stage, venue: Venue) -> Iterator[StepOutcome]:
    for event in venue.ledger.history(subject):
        fact = event.fact if event.kind is Kind.OUTCOME and event.stage is stage else None
        if isinstance(fact, StepOutcome) and fact.kind not in UNPACED:
            yield fact
