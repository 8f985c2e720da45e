"""Which figures the saving hangs on: each a fifth lower and a fifth higher, all else as it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from azlift.model import Sensitivity
from azlift.money.calendar import NOTHING, Timetable, months_of
from azlift.money.figures import Figures
from azlift.money.run_rate import per_server

FIFTH = Decimal("0.2")
SHOWN = 3
"""The figures that matter most are shown."""
Case = tuple[Timetable, Figures]


@dataclass(frozen=True)
class Lever:
    """A figure of the case, and the case with that figure multiplied."""

    name: str
    value: Decimal
    turn: Callable[[Decimal], Case]


def sensitivities(timetable: Timetable, figures: Figures, first: date) -> tuple[Sensitivity, ...]:
    """The figures on which the saving over the horizon hangs most, the heaviest first."""
    found = [
        Sensitivity(
            name=lever.name,
            value=lever.value,
            saved_if_lower=_saved(lever.turn(1 - FIFTH), first),
            saved_if_higher=_saved(lever.turn(1 + FIFTH), first),
        )
        for lever in _levers(timetable, figures)
        if lever.value
    ]
    return tuple(sorted(found, key=lambda item: (-item.swing, item.name))[:SHOWN])


def _saved(case: Case, first: date) -> Decimal:
    return months_of(*case, first)[-1].saved_so_far


def _levers(timetable: Timetable, figures: Figures) -> Iterator[Lever]:
    prices = sum((batch.target for batch in timetable.batches), NOTHING)
    yield Lever("Azure's prices a month", prices, partial(_dearer, timetable, figures))
    today = figures.today.model_copy(update={"per_server": per_server(figures)})
    costs = figures.model_copy(update={"today": today})
    for part, holder in (("today", today), ("migration", figures.migration)):
        for name, value in holder:
            if isinstance(value, Decimal):
                yield Lever(f"{part}.{name}", value, partial(_scaled, timetable, costs, part, name))
    for name in ("licences", "contracts"):
        total = sum((item.per_month for item in getattr(today, name)), NOTHING)
        yield Lever(f"today.{name}", total, partial(_repriced, timetable, costs, name))
    days = Decimal(figures.double_running_days)
    yield Lever("double_running_days", days, partial(_longer, timetable, figures))


def _dearer(timetable: Timetable, figures: Figures, factor: Decimal) -> Case:
    batches = tuple(replace(batch, target=batch.target * factor) for batch in timetable.batches)
    return replace(timetable, batches=batches), figures


def _scaled(timetable: Timetable, figures: Figures, part: str, name: str, factor: Decimal) -> Case:
    holder = getattr(figures, part)
    changed = holder.model_copy(update={name: getattr(holder, name) * factor})
    return timetable, figures.model_copy(update={part: changed})


def _repriced(timetable: Timetable, figures: Figures, name: str, factor: Decimal) -> Case:
    items: tuple[Any, ...] = getattr(figures.today, name)
    dearer = tuple(item.model_copy(update={"per_month": item.per_month * factor}) for item in items)
    return timetable, figures.model_copy(update={"today": figures.today.model_copy(update={name: dearer})})


def _longer(timetable: Timetable, figures: Figures, factor: Decimal) -> Case:
    days = round(figures.double_running_days * factor)
    return timetable, figures.model_copy(update={"double_running_days": days})
