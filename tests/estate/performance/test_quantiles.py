"""Quantiles of many series at once against numpy's own, one by one."""

import numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from azlift.estate.performance.quantiles import quantiles

NUMBERS = st.floats(0, 1e9, allow_nan=False)
SHARES = (0.0, 0.5, 0.9, 0.95, 0.99, 1.0)


@settings(deadline=None)
@given(st.lists(st.lists(NUMBERS, max_size=12), min_size=1, max_size=8))
def test_every_series_has_the_percentiles_numpy_gives_it(series: list[list[float]]) -> None:
    starts = numpy.cumsum([0, *map(len, series)])
    found = quantiles(numpy.array([value for values in series for value in values]), starts, SHARES)
    for row, values in zip(found, series, strict=True):
        if values:
            numpy.testing.assert_allclose(
                row, numpy.percentile(values, [100 * s for s in SHARES]), rtol=1e-12, atol=1e-12
            )
        else:
            assert numpy.isnan(row).all()


@settings(deadline=None)
@given(NUMBERS, st.integers(1, 300))
def test_a_series_that_never_changes_has_exactly_that_value(value: float, length: int) -> None:
    found = quantiles(numpy.full(length, value), numpy.array([0, length]), (0.5, 0.95, 0.99))
    assert (found == value).all()
