"""What of a wave is late, by its window and its forecast."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from azlift.model import Condition
from azlift.stages import Stage
from azlift.wave_life.following_on import DRAFT, ENGINEER, FEASIBLE
from azlift.wave_life.records import WaveRecord

NOT_APPROVED = (DRAFT, FEASIBLE, Stage.COMMITTED, Stage.READY)
BEFORE_ITS_NIGHT = (*NOT_APPROVED, Stage.APPROVED, Stage.EXECUTING, Stage.WINDOW_OPEN)
IN_ITS_NIGHT = (Stage.CUTTING_OVER, Stage.VALIDATING)
PLANNER = "whoever plans the waves"
DECIDER = "the decision owner"


def times(stage: str, record: WaveRecord) -> Iterator[Condition]:
    """What should have been by now and is not, nearest to a decision first."""
    wave = record.wave
    if stage in IN_ITS_NIGHT:
        yield from _decision(record)
    if stage not in BEFORE_ITS_NIGHT:
        return
    if wave.opens is None and record.plan.calendar is not None:
        yield Condition(
            code="no-window", blocking=True, evidence="the plan gives it no window", who=PLANNER, remedy="azlift plan"
        )
    if wave.closes and record.has(wave.closes):
        yield Condition(
            code="window-passed",
            blocking=True,
            evidence="its window passed unused",
            since=_said(wave.closes),
            who=PLANNER,
            remedy="azlift plan",
        )
    elif stage in NOT_APPROVED:
        yield from _late(stage, record)


def decide_by(record: WaveRecord) -> datetime | None:
    """The last moment at which a rollback still ends within the window, by forecast."""
    wave = record.wave
    return wave.opens + timedelta(hours=wave.forecast.decide_by_hours) if wave.opens and wave.forecast else None


def _decision(record: WaveRecord) -> Iterator[Condition]:
    closes, by = record.wave.closes, decide_by(record)
    if closes and record.has(closes):
        yield Condition(
            code="decision-due",
            blocking=True,
            evidence="its window has closed without a decision",
            since=_said(closes),
            who=DECIDER,
            remedy=f"azlift decide {record.id} --go|--no-go --reason TEXT",
        )
    elif by and record.has(by):
        yield Condition(
            code="decide-by-passed",
            blocking=False,
            evidence="a rollback begun now would by forecast not end within the window",
            since=_said(by),
            who=DECIDER,
            remedy=f"azlift decide {record.id} --go|--no-go --reason TEXT",
        )


def _late(stage: str, record: WaveRecord) -> Iterator[Condition]:
    opens, forecast = record.wave.opens, record.wave.forecast
    copy_from = forecast.copy_from if forecast else None
    for was, when in (("its window opened", opens), ("its copying was to begin", copy_from)):
        if when and record.has(when):
            evidence = f"{was} and it is only {stage}"
            yield Condition(code="late", blocking=False, evidence=evidence, since=_said(when), who=ENGINEER)
            return


def _said(when: datetime) -> str:
    return when.isoformat()
