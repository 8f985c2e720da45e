"""Samples as statistics and as a grid of time."""

from typing import Any

import numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from azlift.estate.performance.grid import Line, Measured, Points, measure
from azlift.model import Metric

CPU = Line(Metric.CPU_PERCENT)
READ, WRITE = Line(Metric.DISK_IOPS, "read"), Line(Metric.DISK_IOPS, "write")
Sample = tuple[int, int, int, float]
"""Whose, which line, when, how much."""


def measured(*samples: Sample, lines: tuple[Line, ...] = (CPU,)) -> Measured:
    owner, line, at, value = zip(*samples, strict=True)
    points = Points(
        numpy.array(owner, numpy.int32), numpy.array(line, numpy.int32), numpy.array(at), numpy.array(value, float)
    )
    return measure(points, lines, max(owner) + 1)


def slots_of(found: Measured, series: int = 0) -> list[Any]:
    return found.grid.values[found.grid.offsets[series] : found.grid.offsets[series + 1]].tolist()


def test_a_gap_is_no_sample_and_not_zero() -> None:
    found = measured((0, 0, 0, 10), (0, 0, 300, 20), (0, 0, 900, 30), (0, 0, 1200, 40))
    assert found.interval.tolist() == [300]
    assert found.coverage.tolist() == [0.8]
    numpy.testing.assert_array_equal(slots_of(found), [10, 20, numpy.nan, 30, 40])
    assert found.mean.tolist() == [25]


def test_a_moment_given_twice_counts_once_and_the_highest_is_taken() -> None:
    found = measured((0, 0, 0, 1), (0, 0, 0, 5), (0, 0, 300, 2), (0, 0, 300, 2), (0, 0, 600, 3))
    assert (found.repeated, found.conflicting) == (2, 1)
    assert found.samples.tolist() == [3]
    assert slots_of(found) == [5, 2, 3]


def test_reads_and_writes_of_a_moment_are_added_and_half_a_moment_does_not_count() -> None:
    samples = [(0, 0, 0, 10), (0, 1, 0, 5), (0, 0, 300, 20), (0, 1, 300, 1), (0, 0, 600, 99)]
    found = measured(*samples, lines=(READ, WRITE))
    assert found.partial == 1
    assert slots_of(found) == [15, 21]
    assert found.peak.tolist() == [21]


def test_reads_that_never_meet_writes_are_kept_as_they_are() -> None:
    found = measured((0, 0, 0, 10), (0, 1, 300, 5), lines=(READ, WRITE))
    assert found.samples.tolist() == [2]
    assert found.partial == 2


def test_a_machine_measured_for_half_the_window_is_covered_by_half() -> None:
    long = [(0, 0, 300 * n, 1.0) for n in range(10)]
    short = [(1, 0, 300 * n, 1.0) for n in range(5)]
    assert measured(*long, *short).coverage.tolist() == [1.0, 0.5]


def test_small_jitter_is_even_and_random_times_are_not() -> None:
    jitter = [(0, 0, 300 * n + (n % 3), 1.0) for n in range(20)]
    wild = [(1, 0, 300 * n + 97 * (n % 3), 1.0) for n in range(20)]
    assert measured(*jitter, *wild).uneven.tolist() == [False, True]


def test_a_wrong_date_far_away_costs_the_trace_and_not_the_memory() -> None:
    found = measured(*((0, 0, 300 * n, 1.0) for n in range(10)), (0, 0, 10**9, 1.0))
    assert found.grid.gridless.tolist() == [True]
    assert len(found.grid.values) == 0
    assert found.samples.tolist() == [11]


def test_series_of_different_spacing_share_the_machines_longest() -> None:
    fast = [(0, 0, 20 * n, float(n)) for n in range(46)]
    slow = [(0, 1, 300 * n, float(n)) for n in range(4)]
    found = measured(*fast, *slow, lines=(CPU, Line(Metric.MEMORY_PERCENT)))
    assert found.interval.tolist() == [20, 300]
    assert found.grid.interval.tolist() == [300]
    assert slots_of(found) == [7, 22, 37, 45]
    assert found.samples.tolist() == [46, 4]


SAMPLES = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 1), st.integers(0, 40).map(lambda n: n * 60), st.floats(0, 100)),
    min_size=1,
    max_size=60,
)


@settings(deadline=None)
@given(SAMPLES, st.randoms())
def test_the_order_of_rows_changes_nothing(samples: list[Sample], chance: Any) -> None:
    lines = (CPU, Line(Metric.MEMORY_PERCENT))
    shuffled = list(samples)
    chance.shuffle(shuffled)
    first, second = (measured(*order, (3, 0, 0, 1.0), lines=lines) for order in (samples, shuffled))
    for name in ("owner", "key", "samples", "mean", "peak", "quantiles", "interval", "coverage", "first", "last"):
        numpy.testing.assert_array_equal(getattr(first, name), getattr(second, name))
    numpy.testing.assert_array_equal(first.grid.values, second.grid.values)


@settings(deadline=None)
@given(SAMPLES)
def test_the_statistics_are_those_of_each_machines_own_samples(samples: list[Sample]) -> None:
    found = measured(*samples, lines=(CPU, Line(Metric.MEMORY_PERCENT)))
    for place in range(len(found.owner)):
        highest: dict[int, float] = {}
        for owner, line, at, value in samples:
            if (owner, Line(found.keys[found.key[place]][0])) == (
                found.owner[place],
                (CPU, Line(Metric.MEMORY_PERCENT))[line],
            ):
                highest[at] = max(value, highest.get(at, value))
        assert found.samples[place] == len(highest)
        assert found.peak[place] == max(highest.values())
        assert (found.first[place], found.last[place]) == (min(highest), max(highest))
        assert 0 < found.coverage[place] <= 1
