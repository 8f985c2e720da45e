"""What a machine was measured to use, as arrays over time: what a size and disks have to carry at the same moments.

A series, or a statistic of known samples, counts from `LEAST_POINTS` on; below, and for a figure of one moment, what
the machine has is what it needs. Without a series, percentiles stand in for one, conservatively: of m figures each may
be exceeded in risk / m of the time, so that all together are in at most `risk` (Boole's inequality), whatever moments
the excesses fall on.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from azlift.model import Metric, SizingRules, Trace, Usage, Workload
from azlift.model.usage import Key
from azlift.sizing.banks import Series

LEAST_POINTS = 100
"""With fewer, the 99th percentile is the peak: nothing is known of the tail."""

TAILS = (("p50", 0.5), ("p90", 0.1), ("p95", 0.05), ("p99", 0.01), ("peak", 0.0))
"""The statistics of a percentile table, and the share of time in which each is exceeded."""

MEGABITS_PER_MEGABYTE = 8
DECIMALS = 6
"""Products are rounded to this, so that 10 cores at 20 % are 2, not a little more."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one disk was measured to do; None: nobody measured it."""

    iops: Series | None = None
    mb_per_s: Series | None = None

    @property
    def measured(self) -> bool:
        return self.iops is not None or self.mb_per_s is not None


@dataclass(frozen=True, slots=True)
class Demand:
    """Arrays of one length; NaN where nothing was measured, None for what nobody measured at all.

    `interval_seconds` is 0 where percentiles stand in for a series; `tail` is then the share of time their excesses
    may add up to. `allowed` is how many of the `intervals` measured may exceed what is chosen. vCPU and memory
    have their headroom in them. `split`: the disks' loads are shares of what was measured for the machine as a whole.
    """

    interval_seconds: int
    intervals: int
    allowed: int
    tail: float
    vcpu: Series | None
    memory_mib: Series | None
    disk_iops: Series | None
    disk_mb_per_s: Series | None
    network_mbit_per_s: Series | None
    loads: tuple[Load, ...]
    split: bool


Measured = dict[Key, Series]


def read_demand(workload: Workload, rules: SizingRules, trace: Trace | None = None) -> Demand | None:
    """The demand that was measured; None where nothing that counts was, or the rules size by what a machine has."""
    if rules.basis == "as_is":
        return None
    wanted = set(_keys(workload))
    measured = _series(trace, wanted) if trace else {}
    if trace and measured:
        grid = len(next(iter(measured.values())))
        peaks = _figures([u for u in workload.usage if (u.metric, u.disk) in wanted - measured.keys()], 0.0)
        measured |= {key: np.full(grid, value) for key, (value, _) in peaks.items()}
        return _demand(workload, rules, measured, trace.interval_seconds, 0.0)
    figures = _figures([u for u in workload.usage if (u.metric, u.disk) in wanted], rules.risk)
    tail = sum(exceeded for _, exceeded in figures.values())
    measured = {key: np.array([value]) for key, (value, _) in figures.items()}
    return _demand(workload, rules, measured, 0, tail) if measured else None


def _keys(workload: Workload) -> Iterator[Key]:
    yield from ((Metric.CPU_PERCENT, ""), (Metric.MEMORY_PERCENT, ""), (Metric.NETWORK_OUT_MB_PER_S, ""))
    for disk in ("", *(disk.key for disk in workload.disks)):
        yield from ((Metric.DISK_IOPS, disk), (Metric.DISK_MB_PER_S, disk))


def clean(values: Series) -> Series:
    """The series, in which what cannot have been measured (below zero, infinite) was not."""
    return np.where((values >= 0) & (values < np.inf), values, np.nan)


def statistic(usage: Usage, name: str) -> float | None:
    """A statistic by its name; None where the source does not have it, or it cannot have been measured."""
    value: float | None = getattr(usage, name)
    return value if value is not None and 0 <= value < math.inf else None


def _series(trace: Trace, wanted: set[Key]) -> Measured:
    cleaned = {key: clean(values) for key, values in trace.series.items() if key in wanted}
    return {key: v for key, v in cleaned.items() if len(v) - np.count_nonzero(np.isnan(v)) >= LEAST_POINTS}


def _figures(usage: list[Usage], risk: float) -> dict[Key, tuple[float, float]]:
    """Of each metric the lowest statistic that is exceeded in its share of the risk at most, and that share."""
    tailed = [
        u
        for u in usage
        if (u.samples is None or u.samples >= LEAST_POINTS) and any(statistic(u, name) is not None for name, _ in TAILS)
    ]
    found = {(u.metric, u.disk): _figure(u, risk / len(tailed)) for u in tailed}
    return {key: figure for key, figure in found.items() if figure}


def _figure(usage: Usage, share: float) -> tuple[float, float] | None:
    for name, exceeded in TAILS:
        value = statistic(usage, name)
        if value is not None and exceeded <= share:
            return value, exceeded
    return None


def _demand(workload: Workload, rules: SizingRules, measured: Measured, interval_seconds: int, tail: float) -> Demand:
    intervals = int(np.count_nonzero(~np.all([np.isnan(values) for values in measured.values()], axis=0)))
    loads, split = _loads(workload, measured)
    return Demand(
        interval_seconds=interval_seconds,
        intervals=intervals,
        allowed=int(rules.risk * intervals + 1e-9) if interval_seconds else 0,
        tail=tail,
        vcpu=_scaled(measured.get((Metric.CPU_PERCENT, "")), (workload.vcpu or 0) * rules.cpu_headroom / 100),
        memory_mib=_scaled(
            measured.get((Metric.MEMORY_PERCENT, "")), (workload.memory_mib or 0) * rules.memory_headroom / 100
        ),
        disk_iops=_total(measured, Metric.DISK_IOPS),
        disk_mb_per_s=_total(measured, Metric.DISK_MB_PER_S),
        network_mbit_per_s=_scaled(measured.get((Metric.NETWORK_OUT_MB_PER_S, "")), MEGABITS_PER_MEGABYTE),
        loads=loads,
        split=split,
    )


def _scaled(values: Series | None, factor: float) -> Series | None:
    return None if values is None else np.round(values * factor, DECIMALS)


def _total(measured: Measured, metric: Metric) -> Series | None:
    """What the machine as a whole did; where only its disks were measured, their sum."""
    if (metric, "") in measured:
        return measured[metric, ""]
    disks = np.array([values for (named, _), values in measured.items() if named is metric])
    if not len(disks):
        return None
    return np.where(np.all(np.isnan(disks), axis=0), np.nan, np.nansum(disks, axis=0))


def _loads(workload: Workload, measured: Measured) -> tuple[tuple[Load, ...], bool]:
    """Each disk's load; where only the machine as a whole was measured, shares of it by capacity."""
    if any(disk for _, disk in measured):
        own = (
            Load(measured.get((Metric.DISK_IOPS, disk.key)), measured.get((Metric.DISK_MB_PER_S, disk.key)))
            for disk in workload.disks
        )
        return tuple(own), False
    iops, mb_per_s = measured.get((Metric.DISK_IOPS, "")), measured.get((Metric.DISK_MB_PER_S, ""))
    whole = max(1, workload.disk_capacity_mib)
    shares = [disk.capacity_mib / whole for disk in workload.disks]
    shared = tuple(Load(_scaled(iops, share), _scaled(mb_per_s, share)) for share in shares)
    return shared, len(shares) > 1 and any(load.measured for load in shared)
