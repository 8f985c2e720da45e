"""What one night can hold, as rows of the planning problem: cutover and rollback, one after the other.

Symbols: n machines, m of them at once; r hours for a round (stop, start, verify; and to take it back: stop, restart,
verify); d_l hours of the last deltas over line l; H hours of the window. A night takes ceil(n / m) r + max_l d_l, the
rollback included, whenever it is decided on. All by the end of the ranges that `pace.must_fit` names.

Rows, per slot: n <= m floor(H / r), which is exact but for deltas; and for each line n r / m + d_l <= H, which every
night obeys. What the rounding up to whole rounds leaves between them is found by forecasting the night, and tightens H.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

from azlift.forecast.loads import Load
from azlift.forecast.replication import final_delta_gib
from azlift.model import Line, Pace, Range, Replication

MINUTES = 60.0
ROUNDING = 1e-9
"""Of a round: hours are sums of floating-point minutes."""


@dataclass(frozen=True, slots=True)
class NightRow:
    """In each slot the groups' `size` together is at most its `cap`."""

    name: str
    size: tuple[float, ...]
    cap: tuple[float, ...]


def round_hours(pace: Pace) -> float:
    back = (pace.stop_minutes, pace.restart_minutes, pace.verify_minutes)
    return (
        sum(chosen(step, pace) for step in (pace.stop_minutes, pace.start_minutes, pace.verify_minutes, *back))
        / MINUTES
    )


def chosen(one: Range, pace: Pace) -> float:
    """The end of the range that must fit."""
    return one.high if pace.must_fit == "high" else one.expected


def night_hours(loads: Sequence[Load], lines: Mapping[str, Line], rules: Replication, pace: Pace) -> float:
    """What these machines need for themselves; a blackout within it comes on top."""
    deltas = [own for (own,) in last_deltas([loads], lines, rules, pace).values()]
    return hours_alone(len(loads), deltas, pace)


def hours_alone(machines: int, deltas: Iterable[float], pace: Pace) -> float:
    """`deltas` are hours, by line."""
    return ceil(machines / pace.machines_at_once) * round_hours(pace) + max(deltas, default=0.0)


def last_deltas(
    groups: Sequence[Sequence[Load]], lines: Mapping[str, Line], rules: Replication, pace: Pace
) -> dict[str, list[float]]:
    """By line, the hours that each group's last delta takes over it, which is open and theirs alone."""
    return {name: [_delta_hours(loads, line, rules, pace) for loads in groups] for name, line in sorted(lines.items())}


def _delta_hours(loads: Iterable[Load], line: Line, rules: Replication, pace: Pace) -> float:
    over = [load for load in loads if load.link == line.name and load.change_gib_per_hour]
    if not over:
        return 0.0
    opened = line.model_copy(update={"closed": ()}) if line.closed else line
    return chosen(final_delta_gib(over, opened, rules), pace) / line.gib_per_hour


def night_rows(
    machines: Sequence[int],
    deltas: Mapping[str, Sequence[float]],
    window_hours: Sequence[float],
    pace: Pace,
    short: Mapping[int, float] | None = None,
) -> tuple[NightRow, ...]:
    """`machines` by group and `deltas` by line and group (`last_deltas`).

    `short`: by slot, the hours by which a night that was forecast overran its window.
    """
    at_once, each = pace.machines_at_once, round_hours(pace)
    rows = []
    if each:
        cap = tuple(float(at_once * floor(hours / each + ROUNDING)) for hours in window_hours)
        rows.append(NightRow("machines a night takes", tuple(map(float, machines)), cap))
    left = tuple(max(0.0, hours - (short or {}).get(slot, 0.0)) for slot, hours in enumerate(window_hours))
    for name, own in deltas.items():
        if any(own):
            size = tuple(count * each / at_once + delta for count, delta in zip(machines, own, strict=True))
            rows.append(NightRow(f"hours of a night over {name}", size, left))
    return tuple(rows)
