"""When each wave copies and cuts over: bars over time, for the waves that have a window."""

from datetime import datetime, timedelta
from typing import Any

from azlift.model import Wave, WavePlan
from azlift.report.plan_page.markup import chart, paragraph, text
from azlift.report.plan_page.words import amount, called, gib_of, hours, in_time, machines_of, moment, named, spare
from azlift.report.tables import counted

GROUPS_TOLD = 12
"""Of a wave, in its tooltip; the table has all."""
ROW_PX, LEAST_ROW_PX, FRAME_PX, MOST_PX = 24, 8, 130, 8_000
"""A row of a wave, what axis and legend take, and what a canvas can safely be high."""


def gantt_section(plan: WavePlan) -> str:
    waves = in_time(plan)
    timed = [wave for wave in waves if wave.opens]
    without = [wave for wave in waves if not wave.opens]
    if not timed:
        said = (
            "This plan has no dates: it was planned without a calendar, by order and limits alone. Its waves, in order:"
        )
        return paragraph(said) + _in_order(without, plan)
    label = (
        f"Bars over time of {counted(len(timed), 'wave')}, from {moment(timed[0].opens)} UTC: when each copies, and "
        "when its window is open. The table of waves has the same figures."
    )
    drawn = chart("gantt", label, _height(len(timed)))
    if not without:
        return drawn
    return f"{drawn}{paragraph('These waves have no window until they are planned again:')}{_in_order(without, plan)}"


def gantt_data(plan: WavePlan) -> list[dict[str, Any]]:
    """One entry per wave with a window, in time; times are milliseconds since 1970, UTC."""
    return [_entry(wave, plan) for wave in in_time(plan) if wave.opens]


def _height(waves: int) -> int:
    return FRAME_PX + waves * max(LEAST_ROW_PX, min(ROW_PX, MOST_PX // waves))


def _in_order(waves: list[Wave], plan: WavePlan) -> str:
    items = (
        f"<li>{text(called(wave))}: {counted(len(wave.groups), 'group')}, "
        f"{counted(machines_of(wave, plan), 'machine')}, {gib_of(wave, plan):,} GiB"
        for wave in waves
    )
    return f"<ol>{''.join(items)}</ol>"


def _entry(wave: Wave, plan: WavePlan) -> dict[str, Any]:
    forecast = wave.forecast
    decide = wave.opens + timedelta(hours=forecast.decide_by_hours) if wave.opens and forecast else None
    return {
        "wave": wave.id,
        "copy": _stretch(forecast.copy_from, forecast.copied_by) if forecast else None,
        "window": _stretch(wave.opens, wave.closes),
        "decide": _milliseconds(decide),
        "short": forecast is not None and forecast.spare_hours < 0,
        "told": _told(wave, plan, decide),
    }


def _stretch(start: datetime | None, end: datetime | None) -> list[int | None] | None:
    return [_milliseconds(start), _milliseconds(end)] if start and end else None


def _milliseconds(when: datetime | None) -> int | None:
    return round(when.timestamp() * 1000) if when else None


def _told(wave: Wave, plan: WavePlan, decide: datetime | None) -> list[tuple[str, str]]:
    """What the tooltip says, line by line."""
    told = [
        ("Window", f"{moment(wave.opens)} to {moment(wave.closes)} UTC"),
        ("Size", f"{counted(machines_of(wave, plan), 'machine')}, {gib_of(wave, plan):,} GiB"),
        ("Groups", named(wave.groups, GROUPS_TOLD)),
        ("Tightest limit", wave.binding or "none"),
    ]
    forecast = wave.forecast
    if forecast:
        told += [
            ("Copy", f"{moment(forecast.copy_from)} to {moment(forecast.copied_by)}" if forecast.copy_from else "none"),
            ("Cutover", f"{hours(forecast.cutover_hours)} h"),
            ("Rollback", f"{hours(forecast.rollback_hours)} h"),
            ("Decide by", f"{moment(decide)}"),
            ("Spare", f"{spare(forecast)} h when all takes longest"),
        ]
    if wave.cost_per_month is not None:
        told.append(("Costs in Azure", f"{amount(wave.cost_per_month)} a month"))
    if wave.saving_per_month is not None:
        told.append(("Saves", f"{amount(wave.saving_per_month)} a month"))
    told += [("Risk", risk) for risk in wave.risks]
    return told
