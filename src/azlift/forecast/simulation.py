"""Replication played through, event by event: full copies, scheduled deltas, and the last deltas of the cutovers.

The rules are those of `azlift.forecast.replication`, not its formulas. What is under way has the line by rank (last
delta of a cutover, full copy, scheduled delta), and within a rank in equal shares up to what the disks can be read at.
A machine is taken up when the appliances, its host and its datastore have room for all its disks; one that has more
disks than there is room for is taken up when nobody else is there. What has begun is not put out again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from math import inf

from azlift.forecast.loads import Load
from azlift.forecast.replication import NOTHING_GIB, disk_gib_per_hour, next_delta_hours
from azlift.model import Line, Replication


class Rank(IntEnum):
    LAST = 0
    COPY = 1
    DELTA = 2


@dataclass
class _Machine:
    """`since` is the moment of the last snapshot, whose changes the delta under way carries; inf where none was."""

    load: Load
    due: float
    cutover: float
    rank: Rank = Rank.COPY
    left: float = 0.0
    began: float = inf
    since: float = inf
    taken_up: bool = False
    copied: float = inf
    stopped: float = inf
    deltas_gib: float = 0.0
    last_gib: float = 0.0
    done: float = inf


@dataclass(frozen=True, slots=True)
class Played:
    """Hours from the origin: the copy's end, when the source was stopped, and the end of the last delta.

    `deltas_gib` are those sent before the source was stopped, `last_gib` what was sent afterwards.
    """

    workload: str
    copied: float
    stopped: float
    done: float
    deltas_gib: float
    last_gib: float


@dataclass
class _Yard:
    line: Line
    rules: Replication
    machines: list[_Machine] = field(default_factory=list)
    now: float = 0.0


def simulate(departures: Iterable[tuple[Load, float, float]], line: Line, rules: Replication) -> tuple[Played, ...]:
    """Each load, with the hour at which its copy may start and the hour of its cutover, played to its end.

    A source is stopped at its cutover, or when its copy is complete, if that is later.
    """
    yard = _Yard(line, rules)
    for load, start, cutover in departures:
        yard.machines.append(_Machine(load, start, cutover, left=load.gib))
    while not all(machine.done < inf for machine in yard.machines):
        _settle(yard)
        rates = _rates(yard)
        step = _next_event(yard, rates) - yard.now
        for machine, rate in rates:
            machine.left -= rate * step
            if machine.stopped <= yard.now:
                machine.last_gib += rate * step
            elif machine.rank is Rank.DELTA:
                machine.deltas_gib += rate * step
        yard.now += step
    return tuple(
        Played(one.load.workload, one.copied, one.stopped, one.done, one.deltas_gib, one.last_gib)
        for one in yard.machines
    )


# -- what happens now ---------------------------------------------------------------------------------------------


def _settle(yard: _Yard) -> None:
    """Everything that is due at this moment: ends, stops and beginnings, until nothing follows from them."""
    while _end_what_is_sent(yard) + _stop_and_begin(yard):
        pass


def _end_what_is_sent(yard: _Yard) -> int:
    ended = [one for one in yard.machines if one.taken_up and one.left <= NOTHING_GIB]
    for machine in ended:
        _end(machine, yard.now)
    return len(ended)


def _stop_and_begin(yard: _Yard) -> int:
    for machine in yard.machines:
        if max(machine.cutover, machine.copied) <= yard.now and machine.stopped == inf:
            machine.stopped, machine.rank = yard.now, Rank.LAST
            machine.due = min(machine.due, yard.now)
    begun = 0
    for machine in sorted(yard.machines, key=lambda one: one.rank):
        waits = not machine.taken_up and machine.due <= yard.now and machine.done == inf
        if waits and _has_room(machine, yard):
            _begin(machine, yard.now)
            begun += 1
    return begun


def _begin(machine: _Machine, now: float) -> None:
    """A snapshot is taken, and what has changed since the last one is sent; of a copy, everything."""
    changed_until = min(now, machine.stopped)
    if machine.copied < inf:
        changed = machine.load.change_gib_per_hour * max(0.0, changed_until - machine.since)
        machine.left = min(machine.load.gib, changed)
    machine.taken_up, machine.began, machine.since = True, now, changed_until


def _end(machine: _Machine, now: float) -> None:
    """A copy is followed by a delta at once, a delta by the next after a while, and the last one by nothing."""
    machine.taken_up, machine.left = False, 0.0
    if machine.rank is Rank.LAST and machine.since >= machine.stopped:
        machine.done, machine.due = now, inf
    elif machine.rank is Rank.LAST:
        machine.due = now
    elif machine.rank is Rank.COPY:
        machine.copied, machine.rank, machine.due = now, Rank.DELTA, now
    else:
        machine.due = now + next_delta_hours(now - machine.began)


def _has_room(machine: _Machine, yard: _Yard) -> bool:
    rules, load = yard.rules, machine.load
    others = [one.load for one in yard.machines if one.taken_up]
    rooms = (
        (rules.disks_per_appliance * rules.appliances, others),
        (rules.disks_per_host, [one for one in others if load.host and one.host == load.host]),
        (rules.snapshots_per_datastore, [one for one in others if load.datastore and one.datastore == load.datastore]),
    )
    return all(not there or load.disks + sum(one.disks for one in there) <= most for most, there in rooms)


# -- how fast, and until when -------------------------------------------------------------------------------------


def _rates(yard: _Yard) -> list[tuple[_Machine, float]]:
    """GiB an hour of everything under way."""
    left = 0.0 if any(first <= yard.now < last for first, last in yard.line.closed) else yard.line.gib_per_hour
    disk = disk_gib_per_hour(yard.rules)
    rates: list[tuple[_Machine, float]] = []
    for rank in Rank:
        active = sorted(
            (one for one in yard.machines if one.taken_up and one.rank is rank), key=lambda one: one.load.disks
        )
        for number, machine in enumerate(active):
            rate = min(left / (len(active) - number), machine.load.disks * disk)
            rates.append((machine, rate))
            left -= rate
    return rates


def _next_event(yard: _Yard, rates: Sequence[tuple[_Machine, float]]) -> float:
    moments = [yard.now + machine.left / rate for machine, rate in rates if rate > 0]
    moments += [moment for edge in yard.line.closed for moment in edge]
    for machine in yard.machines:
        moments += [] if machine.taken_up else [machine.due]
        moments += [machine.cutover] if machine.stopped == inf else []
    return min((moment for moment in moments if moment > yard.now), default=yard.now)
