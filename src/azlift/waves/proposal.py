"""What an edited file asks for, and the faults that keep it from being used."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from azlift.errors import PlanError
from azlift.model import GroupId, Limits, WorkloadId

FAULTS_SHOWN = 20
WAVE_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
A_WAVE = "a wave's number (1 to 9999) or stay"
WINDOW = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{4}Z)(?:-(?:[2-9]|[1-9][0-9]{1,3}))?")
"""As `slots_of` names the calendar's slots; windows that open at once are numbered from the second on."""
A_WINDOW = "the id of a window, which is its opening in UTC, such as 2026-12-12T2100Z, or nothing"


@dataclass(frozen=True)
class Proposal:
    """Each moving group's members and wave number; every machine that is in no group stays.

    `windows` has, by wave number, the ids of windows as they were written: that the calendar has them is not said.
    """

    members: dict[GroupId, list[WorkloadId]]
    numbers: dict[GroupId, int]
    limits: Limits
    windows: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """One place that cannot be used. `row` is None for what is missing from the file."""

    row: int | None
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = "not in the file" if self.row is None else f"row {self.row}"
        return f"{place}, column {self.column}: found {self.found}, expected {self.expected}"


@lru_cache(maxsize=1024)
def is_window(text: str) -> bool:
    """Whether it could be a window's id: well formed, and of a minute that there is."""
    formed = WINDOW.fullmatch(text)
    try:
        return bool(formed and datetime.strptime(formed[1], "%Y-%m-%dT%H%MZ"))
    except ValueError:
        return False


def refuse(path: Path, faults: Sequence[Fault], tab: str = "") -> PlanError:
    """One error for all faults, in the order of the rows; its row and column are the first fault's."""
    ordered = sorted(faults, key=lambda fault: (fault.row is None, fault.row or 0))
    total = "1 place" if len(faults) == 1 else f"{len(faults):,} places"
    shown = f", the first {FAULTS_SHOWN} are" if len(faults) > FAULTS_SHOWN else ""
    lines = "".join(f"\n  {fault}" for fault in ordered[:FAULTS_SHOWN])
    return PlanError(
        f"the edited plan cannot be used as it is, {total} to correct{shown}:{lines}",
        file=path.name,
        tab=tab,
        row=ordered[0].row,
        column=ordered[0].column,
        advice="Correct these places and read the file again, or write the plan's file afresh and edit that.",
    )


def quoted(text: str) -> str:
    """The text as found, with what cannot be seen made visible, and not longer than a line."""
    return ascii(text) if len(text) <= 80 else ascii(text[:80]) + "…"
