"""How long copies take, in closed form: full copies, scheduled deltas, and the last delta of a cutover.

Symbols: machine i holds D_i GiB and changes c_i GiB an hour; the line carries C; u = c / C. A delta that takes l hours
is followed by the next after g(l) = min(max(1 h, l / 2), 12 h); it then carries what changed in l + g(l) hours. So
deltas settle at l = u (l + g(l)): u / (1 - u) below u = 2/3, 12 u / (1 - u) from there on, and never for u >= 1.

Sources: scheduling logic and constraints of Azure Migrate's agentless replication (MicrosoftDocs/azure-docs,
articles/migrate/vmware/concepts-vmware-agentless-migration.md, 2023-10-18): the delta rule; the first delta at once
after the full copy; 52 disks at once per appliance, 8 per ESXi host, 15 snapshots per datastore.
"""

from collections import defaultdict
from collections.abc import Sequence
from math import inf

from azlift.forecast.loads import GIB_PER_HOUR_OF_MB_PER_S, Load, total_change, total_gib
from azlift.model import Line, Range, Replication

SOONEST_HOURS, LATEST_HOURS = 1.0, 12.0
NOTHING_GIB = 1e-6
"""A KiB: less cannot be told from the rounding of hours."""


def next_delta_hours(last_hours: float) -> float:
    """How long after a delta the next one begins."""
    return min(max(SOONEST_HOURS, last_hours / 2), LATEST_HOURS)


def settled_delta_hours(ratio: float) -> float:
    """How long each delta takes in the long run, where changes come at `ratio` of the rate at which they are sent."""
    if ratio >= 1:
        return inf
    return ratio / (1 - ratio) * (SOONEST_HOURS if ratio < 2 / 3 else LATEST_HOURS)


def disk_gib_per_hour(rules: Replication) -> float:
    """The most at which one disk is read."""
    return inf if rules.disk_mb_per_s is None else rules.disk_mb_per_s * GIB_PER_HOUR_OF_MB_PER_S


def reached(line: Line, start: float, gib: float) -> float:
    """The hour by which the line has carried this much since `start`."""
    if not gib:
        return start
    end = start
    left = gib / line.gib_per_hour
    for first, last in line.closed:
        if last <= end:
            continue
        if end + left <= first + NOTHING_GIB / line.gib_per_hour:
            break
        left -= max(0.0, first - end)
        end = last
    return end + left


def left_by(line: Line, end: float, gib: float) -> float:
    """The latest hour from which the line can carry this much by `end`."""
    turned = line.model_copy(update={"closed": tuple((-last, -first) for first, last in reversed(line.closed))})
    return -reached(turned, -end, gib)


# -- the full copy ------------------------------------------------------------------------------------------------


def seeding_hours(loads: Sequence[Load], line: Line, rules: Replication, start: float = 0.0) -> Range:
    """How long the full copies take that begin together at `start`.

    `low` and `expected`: no schedule is faster, for each limit alone (the line, one machine's disks, the appliances, a
    host, a datastore). `high`: no schedule that leaves nothing idle is slower. At any moment the last machine to end
    is read at its disks' rate, or the line is full, or an appliance, host or datastore is; so the four times add up.
    Where only the line binds, all three are the same.
    """
    if not loads:
        return Range(low=0, expected=0, high=0)
    rate, widest = disk_gib_per_hour(rules), max(load.disks for load in loads)
    on_line = total_gib(loads) / line.gib_per_hour
    alone = max(load.gib / (load.disks * rate) for load in loads)
    most = sum(gib / (max(1, disks - widest + 1) * rate) for gib, disks in _places(loads, rules))
    least = _lasting(line, start, max(on_line, disk_hours(loads, rules)))
    return Range(low=least, expected=least, high=_lasting(line, start, on_line + alone + most))


def disk_hours(loads: Sequence[Load], rules: Replication) -> float:
    """How long the copies take at least for the rate at which disks are read, and for how many are read at once."""
    rate = disk_gib_per_hour(rules)
    alone = max((load.gib / (load.disks * rate) for load in loads), default=0.0)
    return max((alone, *(gib / (disks * rate) for gib, disks in _places(loads, rules))))


def _lasting(line: Line, start: float, open_hours: float) -> float:
    return reached(line, start, open_hours * line.gib_per_hour) - start


def _places(loads: Sequence[Load], rules: Replication) -> tuple[tuple[float, int], ...]:
    """GiB read through the appliances, the busiest host and the busiest datastore, and the disks each serves at once.

    A machine with more disks than a place serves is read there alone.
    """
    hosts: dict[str, float] = defaultdict(float)
    stores: dict[str, float] = defaultdict(float)
    for load in loads:
        hosts[load.host] += load.gib if load.host else 0
        stores[load.datastore] += load.gib if load.datastore else 0
    widest = max((load.disks for load in loads), default=1)
    return (
        (total_gib(loads), max(widest, rules.disks_per_appliance * rules.appliances)),
        (max(hosts.values(), default=0.0), max(widest, rules.disks_per_host)),
        (max(stores.values(), default=0.0), max(widest, rules.snapshots_per_datastore)),
    )


# -- deltas -------------------------------------------------------------------------------------------------------


def final_delta_gib(loads: Sequence[Load], line: Line, rules: Replication, others_change: float = 0.0) -> Range:
    """What is left to send when the sources are stopped, some time after the copies are complete.

    A machine is stopped at any moment of its cycle of l + g hours. Just after a delta has ended, what changed during
    it is left: c l. Just before the next begins or just after, all of c (l + g). On average c (l + g / 2).
    `low` takes l as if the machine had the line for itself. `high` takes the longest that sharing can make it: while
    one delta runs, another machine sends at most what it changed in that time and one cycle more, so
    l <= v (l + g) with v = (u + u') / (1 - u), u over all that changes on the line, u' against the disks' own rate;
    and a blackout's changes on top. Never more than everything.
    """
    rate = disk_gib_per_hour(rules)
    shared = min(1.0, (total_change(loads) + others_change) / line.gib_per_hour)
    own = max((load.change_gib_per_hour / (load.disks * rate) for load in loads), default=0.0)
    longest = settled_delta_hours((shared + own) / (1 - shared) if shared < 1 else inf)
    blackout = max((last - first for first, last in line.closed), default=0.0)
    low = expected = high = 0.0
    for load in loads:
        change = load.change_gib_per_hour
        if not change:
            continue
        fastest = min(line.gib_per_hour, load.disks * rate)
        alone = min(settled_delta_hours(change / fastest), load.gib / fastest)
        least = min(load.gib, change * alone)
        most = min(load.gib, change * (longest + next_delta_hours(longest) + blackout))
        low, high = low + least, high + most
        expected += min(max(least, change * (alone + next_delta_hours(alone) / 2)), most)
    return Range(low=low, expected=expected, high=high)
