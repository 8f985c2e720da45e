"""Traces, kept and read back."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from azlift.errors import InputError
from azlift.estate.usage_store import read_traces, write_traces
from azlift.model import Metric, Trace

NUMBERS = st.lists(st.floats(0, 1e9) | st.just(float("nan")), max_size=6)
KEYS = st.tuples(st.sampled_from(Metric), st.sampled_from(["", "scsi0:1"]))
TRACES = st.dictionaries(
    st.from_regex("w-[0-9a-f]{2}", fullmatch=True),
    st.builds(
        Trace,
        st.integers(1, 86_400),
        st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.none() | st.just(UTC)),
        st.dictionaries(KEYS, NUMBERS.map(lambda numbers: numpy.array(numbers, float)), min_size=1, max_size=3),
    ),
    max_size=5,
)


def a_trace(*numbers: float) -> Trace:
    return Trace(300, datetime(2026, 1, 1, tzinfo=UTC), {(Metric.CPU_PERCENT, ""): numpy.array(numbers)})


@settings(deadline=None)
@given(TRACES)
def test_what_is_read_back_is_what_was_written(traces: dict[str, Trace]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "usage.parquet"
        write_traces(path, "digest", traces)
        found = read_traces(path, "digest")
        assert list(found) == sorted(traces)
        for workload, trace in traces.items():
            assert (found[workload].interval_seconds, found[workload].start) == (trace.interval_seconds, trace.start)
            assert found[workload].series.keys() == trace.series.keys()
            for key, numbers in trace.series.items():
                numpy.testing.assert_array_equal(found[workload].series[key], numbers)


def test_the_same_traces_make_the_same_bytes_in_whatever_order_they_come(tmp_path: Path) -> None:
    one, other = {"w-1": a_trace(1), "w-2": a_trace(2)}, {"w-2": a_trace(2), "w-1": a_trace(1)}
    write_traces(tmp_path / "one", "d", one)
    write_traces(tmp_path / "other", "d", other)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_the_traces_of_another_estate_are_refused(tmp_path: Path) -> None:
    write_traces(tmp_path / "usage.parquet", "one", {"w-1": a_trace(1)})
    with pytest.raises(InputError, match="another state of the estate") as refused:
        read_traces(tmp_path / "usage.parquet", "other")
    assert "azlift survey" in refused.value.advice


def test_an_estate_without_traces_has_none(tmp_path: Path) -> None:
    assert read_traces(tmp_path / "usage.parquet", "d") == {}
    write_traces(tmp_path / "usage.parquet", "d", {})
    assert read_traces(tmp_path / "usage.parquet", "d") == {}


def test_a_damaged_file_and_a_foreign_one_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "usage.parquet"
    write_traces(path, "d", {"w-1": a_trace(1, 2)})
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(InputError, match="damaged"):
        read_traces(path, "d")
    parquet.write_table(pyarrow.table({"a": [1]}), path)
    with pytest.raises(InputError, match="no file of traces"):
        read_traces(path, "d")


def test_what_was_kept_stays_until_the_new_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "usage.parquet"
    write_traces(path, "d", {"w-1": a_trace(1)})
    broken = Trace(300, None, {(Metric.CPU_PERCENT, ""): numpy.array(["x"])})  # type: ignore[arg-type]
    with pytest.raises(pyarrow.ArrowException):
        write_traces(path, "d", {"w-1": broken})
    assert list(read_traces(path, "d")) == ["w-1"]
