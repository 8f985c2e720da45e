"""Times, amounts and reasons of a plan, in words."""

from collections.abc import Sequence
from datetime import datetime

from azlift.model import Finding, Wave, WaveForecast, WavePlan
from azlift.model.calendar import Range

REASONS = {
    "": "nothing forbids it: the value decided",
    "window": "no window before is open to it",
    "order": "what must come before or after it forbids it",
    "capacity": "what the window before holds is used up",
    "supply": "what there is until the window before is used up",
}
"""What keeps a group out of the window before its own, by the kind that a `Choice` begins with."""


def moment(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M}" if when else ""


def amount(money: float | None) -> str:
    return "" if money is None else f"{money:,.0f}"


def hours(range_: Range) -> str:
    return f"{range_.expected:.1f} ({range_.low:.1f} to {range_.high:.1f})"


def spare(forecast: WaveForecast) -> str:
    return f"{forecast.spare_hours:.1f}"


def reason(not_earlier: str) -> str:
    """A kind nobody here knows is told as it is."""
    kind, _, row = not_earlier.partition(" ")
    said = REASONS.get(kind, kind)
    return f"{said}: {row}" if row else said


def finding(found: Finding) -> str:
    parts = (f"{found.message} ({found.evidence})" if found.evidence else found.message, found.remedy)
    return f"{found.severity}: {'. '.join(part.rstrip('.') for part in parts if part)}."


def named(names: Sequence[str], most: int) -> str:
    """The first of them, and how many more there are."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")


def called(wave: Wave) -> str:
    return f"{wave.id} (pilot)" if wave.pilot else wave.id


def in_time(plan: WavePlan) -> list[Wave]:
    """The waves by their windows; those without one last, by number."""
    return sorted(
        plan.waves, key=lambda wave: (wave.opens is None, wave.opens.timestamp() if wave.opens else 0, wave.number)
    )


def machines_of(wave: Wave, plan: WavePlan) -> int:
    return sum(len(plan.by_group[group].workloads) for group in wave.groups)


def gib_of(wave: Wave, plan: WavePlan) -> int:
    return sum(plan.by_group[group].disk_gib for group in wave.groups)
