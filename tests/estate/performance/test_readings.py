"""Whole files of utilisation, real and made."""

import os
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import numpy
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from series_files import a_csv, a_parquet, codes_of, every, reading_of, stated_of, usage_of

from azlift.errors import InputError
from azlift.estate.parquet import parquet_source
from azlift.estate.performance import read, recognise
from azlift.estate.record import Reading
from azlift.estate.tables import Source, csv_source, workbook_source
from azlift.model import Metric, Usage
from azlift.workbook import open_workbook

PERF = Path(os.environ.get("AZLIFT_SHARED", Path(__file__).parents[4] / "shared")) / "data" / "perf"
TRACES, TABLE = PERF / "gcd_2011_cpu_mem_5min_1000vms.parquet", PERF / "gcd_2011_percentiles_1000vms.csv"
ROUNDED = 0.0005 + 0.00005 + 0.00001
"""The table was made of unrounded values and written with 4 decimals; the traces hold the values with 3, as 32-bit
numbers (SOURCES.md). So a percentile, which lies between two values, may be off by half of the third decimal, by half
of the fourth, and by what a 32-bit number leaves out below 128."""


def real(path: Path) -> Reading:
    if not path.exists():
        pytest.skip(f"the real traces are not here: {path} (set AZLIFT_SHARED)")
    content = path.read_bytes()
    return read(parquet_source(path.name, content) if path.suffix == ".parquet" else csv_source(path.name, content))


def by_key(reading: Reading) -> dict[tuple[str, Metric], Usage]:
    return {(stated.end.name, usage.metric): usage for stated in reading.usage for usage in stated.usage}


def test_the_percentiles_of_all_thousand_real_machines_are_those_of_the_table() -> None:
    ours, theirs = by_key(real(TRACES)), by_key(real(TABLE))
    assert ours.keys() == theirs.keys()
    assert len(ours) == 2000
    for key, usage in ours.items():
        for name in ("p50", "p95", "p99", "peak"):
            assert abs(getattr(usage, name) - getattr(theirs[key], name)) <= ROUNDED, (key, name)


def test_the_real_traces_are_whole_days_of_five_minutes_and_memory_exceeds_the_whole() -> None:
    reading = real(TRACES)
    assert (reading.kind, reading.rows, len(reading.usage)) == ("performance", 288_000, 1_000)
    for stated in reading.usage:
        assert stated.trace is not None
        assert stated.trace.interval_seconds == 300
        assert {len(series) for series in stated.trace.series.values()} == {288}
        assert all((usage.samples, usage.coverage) == (288, 1.0) for usage in stated.usage)
    assert codes_of(reading) == {"interval-from-name", "above-hundred"}


def test_the_percentiles_equal_numpys_on_the_same_numbers() -> None:
    for stated in real(TRACES).usage[:50]:
        assert stated.trace is not None
        for usage in stated.usage:
            expected = numpy.percentile(stated.trace.series[usage.metric, ""], [50, 90, 95, 99, 100])
            assert (usage.p50, usage.p90, usage.p95, usage.p99, usage.peak) == pytest.approx(expected, rel=1e-12)


def test_a_file_is_recognised_by_what_it_holds() -> None:
    assert recognise(a_csv("vm,time,cpu_pct")) == "utilisation as wide series, by the columns vm, time, cpu_pct"
    assert recognise(a_csv("VM,CPUs,Memory")) == ""


def test_a_file_without_utilisation_is_refused_with_advice() -> None:
    with pytest.raises(InputError, match="no table of utilisation") as refused:
        reading_of("VM,CPUs", "a,2")
    assert "--explain" in refused.value.advice


def test_a_series_has_its_statistics_its_window_and_its_trace() -> None:
    reading = reading_of("vm,time,cpu_pct", *every(600, 1, 2, 3, "", 5), *every(600, *[7] * 10, vm="web-2"))
    usage, trace = usage_of(reading), stated_of(reading).trace
    assert (usage.mean, usage.p50, usage.peak, usage.samples, usage.coverage) == (2.75, 2.5, 5, 4, 0.4)
    assert usage.start is not None
    assert usage.start.isoformat() == "2026-01-01T00:00:00+00:00"
    assert usage.source == "perf.csv"
    assert trace is not None
    assert (trace.interval_seconds, trace.start) == (600, usage.start)
    numpy.testing.assert_array_equal(trace.series[Metric.CPU_PERCENT, ""], [1, 2, 3, numpy.nan, 5])
    assert codes_of(reading) == {"coverage-low"}


def test_a_single_sample_has_no_trace_and_is_said() -> None:
    reading = reading_of("vm,time,cpu_pct", *every(300, 5))
    assert stated_of(reading).trace is None
    assert usage_of(reading).interval_seconds is None
    assert codes_of(reading) == {"single-sample"}


def test_a_table_without_a_usable_sample_is_a_finding() -> None:
    reading = reading_of("vm,time,cpu_pct", "web-1,,")
    assert reading.usage == ()
    assert "no-samples" in codes_of(reading)


def test_rows_of_the_file_are_where_a_machine_is_first_named() -> None:
    reading = reading_of("vm,time,cpu_pct", *every(300, 1, 2), *every(300, 1, 2, vm="web-2"))
    assert [stated.origin.row for stated in reading.usage] == [2, 4]


HOSTILE = st.sampled_from(["", "x", "1e400", "-1", "NaN", "inf", "1970-01-01", "=1+1", "9" * 40, "\u202e", "1,5", "٣"])
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
TITLES = st.sampled_from(
    [
        *("vm", "time", "sample", "metric", "value", "unit", "instance", "vCenter", "VM ID", "UUID", "note"),
        *("cpu_pct", "CPU MHz", "CPU capacity MHz", "p95", "max", "cpu_p95_pct", "Disk 1 read ops/s"),
        *("Disk 1 write ops/s", "net_in_mbps"),
    ]
)
CELLS = (
    HOSTILE | TEXT | st.sampled_from(["1", "2", "web-1", "2026-01-01", "1767225600", "cpu_pct", "disk.read.average"])
)


@settings(deadline=None)
@given(st.lists(st.tuples(HOSTILE | TEXT, HOSTILE, HOSTILE).map(list), max_size=8))
def test_whatever_stands_in_the_cells_it_ends_in_findings(rows: list[list[str]]) -> None:
    reading = reading_of("vm,time,cpu_pct", *map(line_of, rows), *every(300, 1, 2, vm="steady"))
    assert usage_of(reading, vm="steady").samples == 2


@settings(deadline=None)
@given(st.lists(TITLES, min_size=2, max_size=7, unique=True), st.lists(st.lists(CELLS, max_size=8), max_size=8))
def test_whatever_the_columns_are_every_figure_is_of_this_world(titles: list[str], rows: list[list[str]]) -> None:
    source = a_csv(line_of(titles), *map(line_of, rows))
    if not recognise(source):
        return
    for stated in read(source).usage:
        for usage in stated.usage:
            figures = (usage.mean, usage.p50, usage.p90, usage.p95, usage.p99, usage.peak)
            assert all(figure >= 0 for figure in figures if figure is not None)
            assert usage.coverage is None or 0 < usage.coverage <= 1


def line_of(cells: list[str]) -> str:
    return ",".join(f'"{cell.replace(chr(34), "")}"' for cell in cells)


def test_no_real_inventory_is_taken_for_utilisation() -> None:
    others = [path for folder in ("inventories", "dependencies") for path in (PERF.parent / folder).rglob("*.*")]
    tables = [path for path in others if path.suffix in (".csv", ".xlsx")]
    if not tables:
        pytest.skip(f"the real inventories are not here: {PERF.parent} (set AZLIFT_SHARED)")
    assert [path.name for path in tables if recognise(source_of(path))] == []


def source_of(path: Path) -> Source:
    content = path.read_bytes()
    if path.suffix == ".csv":
        return csv_source(path.name, content)
    return workbook_source(open_workbook(path.name, content))


def test_a_parquet_file_may_keep_its_columns_in_any_type() -> None:
    zoned = pyarrow.timestamp("s", "Europe/Berlin")
    usage = usage_of(
        read(
            a_parquet(
                vm=pyarrow.array(["web-1"] * 3, pyarrow.large_string()),
                timestamp=pyarrow.array([1_767_225_600 + 300 * n for n in range(3)], zoned),
                cpu_pct=pyarrow.array([Decimal("1.50"), Decimal("2.50"), None]),
                mem_pct=pyarrow.array(["1", "x", None]).dictionary_encode(),
            )
        )
    )
    assert (usage.mean, usage.samples) == (2, 2)
    assert usage.start == datetime(2026, 1, 1, tzinfo=UTC)
