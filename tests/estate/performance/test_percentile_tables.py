"""Statistics that somebody worked out already."""

import pytest
from series_files import codes_of, reading_of, stated_of, usage_of

from azlift.model import Metric


def test_each_statistic_stands_where_its_title_says_and_the_others_are_unknown() -> None:
    reading = reading_of("vm,cpu_p50_pct,cpu_p95_pct,mem_max_pct", "web-1,10,40,127.6")
    cpu, memory = usage_of(reading), usage_of(reading, Metric.MEMORY_PERCENT)
    assert (cpu.p50, cpu.p95, cpu.p99, cpu.peak, cpu.samples) == (10, 40, None, None, None)
    assert memory.peak == 127.6
    assert stated_of(reading).trace is None


def test_a_row_for_each_metric_is_read_with_its_unit() -> None:
    reading = reading_of(
        "Server,Metric,Unit,P50,P95,Max",
        "web-1,cpu,%,10,40,90",
        "web-1,Disk read,KB/s,100,2000,4000",
        "web-1,mood,,1,2,3",
    )
    assert usage_of(reading).peak == 90
    assert usage_of(reading, Metric.DISK_MB_PER_S).p95 == pytest.approx(2)
    assert "unknown-metric" in codes_of(reading)


def test_a_missing_statistic_is_unknown_and_never_zero() -> None:
    reading = reading_of("vm,cpu_p50_pct,cpu_p95_pct", "web-1,,40", "db-1,n/a,", "app-1,x,5")
    assert usage_of(reading).p50 is None
    assert [stated.end.name for stated in reading.usage] == ["web-1", "app-1"]
    assert [finding.evidence for finding in reading.findings] == ["row 4"]


def test_a_machine_given_twice_has_the_higher_figure_and_it_is_said() -> None:
    reading = reading_of("vm,cpu_p95_pct", "web-1,40", "web-1,60", "web-1,50")
    assert usage_of(reading).p95 == 60
    assert codes_of(reading) == {"statistics-repeated"}
    assert reading.rows == 3


def test_how_many_samples_a_statistic_was_made_of_is_kept_where_it_is_said() -> None:
    reading = reading_of("vm,samples,cpu_p95_pct", "web-1,288,40", "db-1,,5", "app-1,-3,5", "old-1,1e99,5")
    assert usage_of(reading).samples == 288
    assert [usage_of(reading, vm=name).samples for name in ("db-1", "app-1", "old-1")] == [None, None, None]
