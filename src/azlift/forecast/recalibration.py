"""Durations and rates learnt from what was recorded.

Of n durations recorded, the next falls between the shortest and the longest with probability (n - 1) / (n + 1), if
all come from one distribution: nine of ten from n = 19 on. With fewer, the range that was assumed is kept where it is
wider; from 19 on, the 5th and 95th percentile replace it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import numpy as np

from azlift.model import Line, Pace, Range

ENOUGH = 19
Step = Literal["stop", "start", "verify", "restart"]


class Recorded(NamedTuple):
    """How long a step took for one machine."""

    step: Step
    minutes: float


class Transferred(NamedTuple):
    """What went over a line while it was copied over and open."""

    line: str
    gib: float
    hours: float


def recalibrated(pace: Pace, history: Iterable[Recorded]) -> Pace:
    """The pace with each step's range as its records have it; a step without records keeps its range."""
    minutes: dict[str, list[float]] = defaultdict(list)
    for record in history:
        minutes[f"{record.step}_minutes"].append(record.minutes)
    return pace.model_copy(update={step: _learnt(getattr(pace, step), taken) for step, taken in minutes.items()})


def _learnt(assumed: Range, taken: Sequence[float]) -> Range:
    low, expected, high = (float(figure) for figure in np.percentile(taken, [5, 50, 95]))
    if len(taken) >= ENOUGH:
        return Range(low=low, expected=expected, high=high)
    return Range(low=min(assumed.low, *taken), expected=expected, high=max(assumed.high, *taken))


def recalibrated_line(line: Line, history: Iterable[Transferred]) -> Line:
    """The line at the rate that was measured on it; as it is, where nothing was."""
    measured = [record for record in history if record.line == line.name and record.hours > 0]
    gib = sum(record.gib for record in measured)
    if not gib:
        return line
    return line.model_copy(update={"gib_per_hour": gib / sum(record.hours for record in measured)})
