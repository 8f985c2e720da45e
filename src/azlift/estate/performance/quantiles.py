"""Quantiles of many series at once, each of its own length: numpy.percentile's linear interpolation, without a loop."""

from collections.abc import Sequence

import numpy
from numpy.typing import NDArray

Floats = NDArray[numpy.float64]
Integers = NDArray[numpy.int64]


def quantiles(values: Floats, starts: Integers, shares: Sequence[float]) -> Floats:
    """Row i: the quantiles at `shares` (0 to 1) of values[starts[i]:starts[i + 1]], none of them NaN.

    `starts` has one entry more than there are series. An empty series has NaN.
    """
    lengths = numpy.diff(starts)
    found = numpy.full((len(lengths), len(shares)), numpy.nan)
    for length in numpy.unique(lengths[lengths > 0]):
        of_length = numpy.flatnonzero(lengths == length)
        rows = numpy.sort(values[starts[of_length][:, None] + numpy.arange(length)], axis=1)
        for column, share in enumerate(shares):
            found[of_length, column] = _interpolated(rows, share * (length - 1))
    return found


def _interpolated(rows: Floats, position: float) -> Floats:
    """Between the two ranks around the position, from the nearer one, as numpy does: equal values stay equal."""
    low = int(position)
    high, part = min(low + 1, rows.shape[1] - 1), position - low
    step = rows[:, high] - rows[:, low]
    return rows[:, low] + step * part if part < 0.5 else rows[:, high] - step * (1 - part)
