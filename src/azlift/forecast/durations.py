"""How long a cutover and a rollback take, as ranges, and whether both fit into a window.

Machines are stopped, started and verified `machines_at_once` side by side, in rounds; what is left to copy goes over
the lines, all at once. A window is big enough if, even when everything takes as long as its range allows, a rollback
that begins when the cutover has ended is over before the window: then a person may decide as late as that.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from azlift.forecast.loads import Load, total_change
from azlift.forecast.replication import final_delta_gib, reached
from azlift.model import Line, Pace, Range, Replication

MINUTES = 60.0
NONE = Range(low=0, expected=0, high=0)


@dataclass(frozen=True, slots=True)
class Cutover:
    """Hours of each step; `rollback` is to stop what was started, start the sources again, and verify them."""

    stop: Range
    final_delta: Range
    start: Range
    verify: Range
    rollback: Range
    window_hours: float

    @property
    def total(self) -> Range:
        return added(self.stop, self.final_delta, self.start, self.verify)

    @property
    def spare_hours(self) -> float:
        """What is left of the window when cutover and rollback both take longest; below 0 it is too short."""
        return self.window_hours - self.total.high - self.rollback.high

    @property
    def fits(self) -> bool:
        return self.spare_hours >= 0

    @property
    def decide_by_hours(self) -> float:
        """The last moment, in hours into the window, at which a rollback still ends within it."""
        return self.window_hours - self.rollback.high


def added(*ranges: Range) -> Range:
    """One after the other. That all of them take longest is rarer than that one does: the sum is a cautious range."""
    return Range(
        low=sum(one.low for one in ranges),
        expected=sum(one.expected for one in ranges),
        high=sum(one.high for one in ranges),
    )


def times(one: Range, factor: float) -> Range:
    return Range(low=one.low * factor, expected=one.expected * factor, high=one.high * factor)


def cutover(
    loads: Sequence[Load],
    lines: Mapping[str, Line],
    rules: Replication,
    pace: Pace,
    begins: float,
    window_hours: float,
    others_change: Mapping[str, float] | None = None,
) -> Cutover:
    """The cutover of these machines in a window that begins at hour `begins`.

    `others_change`: GiB an hour, by line, of machines that stay in step beside them. A machine without a line, of a
    calendar without links, has nothing known to wait for.
    """
    rounds = ceil(len(loads) / pace.machines_at_once) / MINUTES
    stop, begin = times(pace.stop_minutes, rounds), times(pace.start_minutes, rounds)
    verify = times(pace.verify_minutes, rounds)
    beside = others_change or {}
    deltas = [
        _final_delta(part, lines[name], rules, begins, stop, beside.get(name, 0.0))
        for name, part in _by_line(loads).items()
        if name in lines
    ]
    return Cutover(
        stop=stop,
        final_delta=_longest(deltas),
        start=begin,
        verify=verify,
        rollback=added(stop, times(pace.restart_minutes, rounds), verify),
        window_hours=window_hours,
    )


def _by_line(loads: Iterable[Load]) -> dict[str, list[Load]]:
    found: dict[str, list[Load]] = defaultdict(list)
    for load in loads:
        found[load.link].append(load)
    return found


def _final_delta(
    loads: Sequence[Load], line: Line, rules: Replication, begins: float, stop: Range, others_change: float
) -> Range:
    """A blackout can make what begins earlier last longer, so the three are put in order."""
    gib = final_delta_gib(loads, line, rules, others_change)
    begun = (begins + stop.low, gib.low), (begins + stop.expected, gib.expected), (begins + stop.high, gib.high)
    low, expected, high = sorted(reached(line, start, sent) - start for start, sent in begun)
    return Range(low=low, expected=expected, high=high)


def _longest(ranges: Sequence[Range]) -> Range:
    """Side by side: over when the slowest is."""
    if not ranges:
        return NONE
    return Range(
        low=max(one.low for one in ranges),
        expected=max(one.expected for one in ranges),
        high=max(one.high for one in ranges),
    )


def changes_by_line(loads: Iterable[Load]) -> dict[str, float]:
    """GiB an hour that these machines change, by line."""
    return {name: total_change(part) for name, part in _by_line(loads).items()}
