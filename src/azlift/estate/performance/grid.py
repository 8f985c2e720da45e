"""Samples of all machines -> statistics, and one grid of time for each machine; by arrays, not sample by sample.

Of samples of one moment the highest is taken; reads and writes of one moment are added, and a moment that lacks one of
them does not count, unless all do. A series' interval is the median
of the steps between its moments, a machine's the longest of its series', and its grid begins with its first moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from azlift.estate.performance.arrays import Booleans, Floats, Integers
from azlift.estate.performance.quantiles import quantiles
from azlift.model import Metric
from azlift.model.usage import Key

SHARES = (0.5, 0.9, 0.95, 0.99)
OFF_THE_GRID = 0.1
"""A step is uneven when it misses a multiple of the interval by more than this part of it."""
UNEVEN = 0.05
"""A series is uneven when more than this share of its steps are."""
SPARSEST = 10
"""No grid is made where it would have more than this many slots for each sample: a wrong date could make it endless."""


@dataclass(frozen=True)
class Line:
    """What a sample is of: a metric, as a whole or one part (read, write) of it, of the machine or of one disk."""

    metric: Metric
    part: str = ""
    disk: str = ""

    @property
    def key(self) -> Key:
        return self.metric, self.disk


@dataclass(frozen=True)
class Points:
    """Samples as parallel arrays: whose (its number), which line (its position), when (seconds), how much."""

    owner: NDArray[numpy.int32]
    line: NDArray[numpy.int32]
    at: Integers
    value: Floats


@dataclass(frozen=True)
class Grid:
    """`values[offsets[i]:offsets[i + 1]]` is series i by slot, NaN where nothing was measured.

    `interval` (0: a single moment) and `start` are by machine; a machine in `gridless` has no slots.
    """

    values: Floats
    offsets: Integers
    interval: Integers
    start: Integers
    gridless: Booleans


@dataclass(frozen=True)
class Measured:
    """Every series, in the order of keys and machines: `owner` is a machine's number, `key` a position in `keys`.

    `first` and `last` are moments; `interval` is 0 where there is one. `repeated`, `conflicting` and `partial` count
    samples.
    """

    owner: Integers
    key: Integers
    keys: tuple[Key, ...]
    samples: Integers
    mean: Floats
    peak: Floats
    quantiles: Floats
    interval: Integers
    uneven: Booleans
    coverage: Floats
    first: Integers
    last: Integers
    grid: Grid
    repeated: int
    conflicting: int
    partial: int


def measure(points: Points, lines: Sequence[Line], owners: int) -> Measured:
    """The series of these samples, of which there is at least one."""
    keys = tuple(dict.fromkeys(line.key for line in lines))
    (series, at, value), repeated, conflicting, partial = _settle(points, lines, keys, owners)
    starts = _starts(series)
    bounds = numpy.append(starts, len(series))
    samples = numpy.diff(bounds)
    key, owner = numpy.divmod(series[starts], owners)
    interval, uneven = _intervals(at, bounds)
    expected = (int(at.max()) - int(at.min())) // numpy.maximum(interval, 1) + 1
    return Measured(
        owner=owner,
        key=key,
        keys=keys,
        samples=samples,
        mean=numpy.add.reduceat(value, starts) / samples,
        peak=numpy.maximum.reduceat(value, starts),
        quantiles=quantiles(value, bounds, SHARES),
        interval=interval,
        uneven=uneven,
        coverage=numpy.minimum(1.0, samples / expected),
        first=at[starts],
        last=at[bounds[1:] - 1],
        grid=_grid(at, value, bounds, owner, interval, owners),
        repeated=repeated,
        conflicting=conflicting,
        partial=partial,
    )


def _settle(
    points: Points, lines: Sequence[Line], keys: Sequence[Key], owners: int
) -> tuple[tuple[Integers, Integers, Floats], int, int, int]:
    """Series, moment and value in order, each moment of a series once; how many repeated, contradicted, or partial."""
    place = {key: number for number, key in enumerate(keys)}
    key_of = numpy.array([place[line.key] for line in lines], numpy.int64)
    series = key_of[points.line] * owners + points.owner.astype(numpy.int64)
    line, at, value = points.line, points.at, points.value
    if not _in_order(series, at, line):
        order = numpy.lexsort((line, at, series))
        series, line, at, value = series[order], line[order], at[order], value[order]
    starts = _starts(series, at, line)
    repeated, conflicting = len(value) - len(starts), 0
    if repeated:
        highest, lowest = numpy.maximum.reduceat(value, starts), numpy.minimum.reduceat(value, starts)
        conflicting = int((highest != lowest).sum())
        series, line, at, value = series[starts], line[starts], at[starts], highest
    if len(keys) == len(set(lines)):
        return (series, at, value), repeated, conflicting, 0
    of_parts, parts = numpy.unique(numpy.unique(series * len(lines) + line) // len(lines), return_counts=True)
    starts = _starts(series, at)
    expected = parts[numpy.searchsorted(of_parts, series[starts])]
    whole = numpy.diff(numpy.append(starts, len(series))) == expected
    partial = int((~whole).sum())
    kept = whole if whole.any() else ~whole
    sums = numpy.add.reduceat(value, starts)
    return (series[starts][kept], at[starts][kept], sums[kept]), repeated, conflicting, partial


def _in_order(series: Integers, at: Integers, line: NDArray[numpy.int32]) -> bool:
    """Whether they are sorted by all three, as a file often is: sorting takes longer than all the rest."""
    same = series[1:] == series[:-1]
    later = (at[1:] > at[:-1]) | ((at[1:] == at[:-1]) & (line[1:] >= line[:-1]))
    return bool(((series[1:] > series[:-1]) | (same & later)).all())


def _starts(*sorted_by: NDArray[numpy.generic]) -> Integers:
    """Where one of these changes, from 0 on."""
    changes = numpy.zeros(len(sorted_by[0]), bool)
    changes[:1] = True
    for values in sorted_by:
        changes[1:] |= values[1:] != values[:-1]
    return numpy.flatnonzero(changes)


def _intervals(at: Integers, bounds: Integers) -> tuple[Integers, Booleans]:
    """Of each series: the median step in whole seconds, 0 for a single moment; and whether its steps are uneven."""
    within = numpy.ones(max(len(at) - 1, 0), bool)
    within[bounds[1:-1] - 1] = False
    steps = numpy.diff(at)[within].astype(numpy.float64)
    medians = quantiles(steps, bounds - numpy.arange(len(bounds)), (0.5,))[:, 0]
    interval = numpy.where(numpy.isnan(medians), 0, numpy.maximum(numpy.rint(medians), 1)).astype(numpy.int64)
    counts = numpy.diff(bounds) - 1
    multiples = steps / interval.repeat(counts)
    off = numpy.abs(multiples - numpy.rint(multiples)) > OFF_THE_GRID
    missed = numpy.bincount(numpy.arange(len(counts)).repeat(counts), weights=off, minlength=len(counts))
    return interval, missed > UNEVEN * numpy.maximum(counts, 1)


def _grid(at: Integers, value: Floats, bounds: Integers, owner: Integers, interval: Integers, owners: int) -> Grid:
    """Each machine's series over one grid; of samples of one slot the highest is taken."""
    samples = numpy.diff(bounds)
    own_interval, most = numpy.zeros(owners, numpy.int64), numpy.zeros(owners, numpy.int64)
    numpy.maximum.at(own_interval, owner, interval)
    numpy.maximum.at(most, owner, samples)
    start = numpy.full(owners, at.max())
    numpy.minimum.at(start, owner, at[bounds[:-1]])
    steps = (at - start[owner].repeat(samples)) / numpy.maximum(own_interval[owner], 1).repeat(samples)
    slot = numpy.rint(steps).astype(numpy.int64)
    slots = numpy.zeros(owners, numpy.int64)
    numpy.maximum.at(slots, owner, slot[bounds[1:] - 1] + 1)
    gridless = (slots > SPARSEST * most) | (own_interval == 0)
    offsets = numpy.append(0, numpy.cumsum(numpy.where(gridless, 0, slots)[owner]))
    values = numpy.full(int(offsets[-1]), numpy.nan)
    placed = ~gridless[owner].repeat(samples)
    position = (offsets[:-1].repeat(samples) + slot)[placed]
    starts = _starts(position)
    values[position[starts]] = numpy.maximum.reduceat(value[placed], starts) if len(starts) else []
    return Grid(values, offsets, own_interval, start, gridless)
