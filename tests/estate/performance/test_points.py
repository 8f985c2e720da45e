"""Samples as they are found in files, and the cells that are none."""

import pytest
from series_files import a_csv, codes_of, every, reading_of, stated_of, usage_of

from azlift.estate.performance import read
from azlift.model import Metric

WIDE = "vm,time,cpu_pct"


def test_a_bad_cell_is_told_by_its_row_and_costs_only_itself() -> None:
    reading = reading_of(WIDE, *every(300, 10, "much", 30, -1, ""))
    assert usage_of(reading).samples == 2
    (bad,) = (finding for finding in reading.findings if finding.code == "bad-cell")
    assert bad.origin is not None
    assert (bad.origin.row, bad.origin.column) == (3, "cpu_pct")
    assert bad.evidence == "row 3, 5"
    assert bad.message == "2 cells not read: expected a number from 0 on"


def test_rows_without_a_machine_or_a_moment_are_told_and_left() -> None:
    reading = reading_of(WIDE, *every(300, 1, 2), *every(300, 3, vm=""), "web-1,never,4", "web-1,1970-01-01,5")
    assert usage_of(reading).peak == 2
    expected = {finding.message.partition("expected ")[2] for finding in reading.findings}
    assert expected >= {"the name of a machine", "a moment between 1990 and 2100"}


def test_a_machine_is_one_whatever_the_case_of_its_name() -> None:
    reading = reading_of(WIDE, *every(300, 1, vm="Web-1"), *every(300, 5, vm="WEB-1", start=1_767_225_900))
    assert [stated.end.name for stated in reading.usage] == ["Web-1"]
    assert reading.usage[0].usage[0].samples == 2


def test_machines_of_one_name_in_two_vcenters_are_two() -> None:
    rows = [f"{server},vm-1,web,2026-01-01 00:0{n},{n}" for server in ("a", "b") for n in range(3)]
    reading = reading_of("vCenter,VM ID,VM,time,cpu_pct", *rows)
    assert [stated.end.keys[0] for stated in reading.usage] == [("server", "a", "vm-1"), ("server", "b", "vm-1")]
    assert reading.usage[0].end.keys[-1] == ("name", "web")


def test_megahertz_become_a_share_of_the_capacity_beside_them() -> None:
    reading = reading_of("vm,time,CPU MHz,CPU capacity MHz", "a,2026-01-01,500,2000", "a,2026-01-02,1000,0")
    assert usage_of(reading, vm="a").peak == 25
    assert usage_of(reading, vm="a").samples == 1


def test_megahertz_without_a_capacity_are_a_finding_and_no_percentage() -> None:
    reading = reading_of("vm,time,CPU MHz,mem_pct", "a,2026-01-01,500,50", "a,2026-01-02,1000,50")
    assert [usage.metric for usage in stated_of(reading, "a").usage] == [Metric.MEMORY_PERCENT]
    assert "capacity-unknown" in codes_of(reading)


LONG = "Timestamp,VM,Metric,Value,Unit,Instance"


def test_a_long_series_has_a_metric_a_unit_and_an_instance_in_each_row() -> None:
    reading = reading_of(
        LONG,
        *(f"2026-01-01T00:0{n}:00Z,db,cpu.usage.average,{10 * n},%," for n in range(1, 4)),
        *(f"2026-01-01T00:0{n}:00Z,db,disk.read.average,1000,KBps,scsi0:{n % 2}" for n in range(1, 4)),
        *(f"2026-01-01T00:0{n}:00Z,db,net in,2,MBps," for n in range(1, 4)),
    )
    assert usage_of(reading, vm="db").p50 == 20
    assert usage_of(reading, Metric.DISK_MB_PER_S, "db", "scsi0:1").mean == pytest.approx(1.024)
    assert usage_of(reading, Metric.NETWORK_IN_MB_PER_S, "db").peak == 2


def test_metrics_nobody_knows_and_single_cores_are_counted_and_said() -> None:
    reading = reading_of(
        LONG,
        "2026-01-01T00:00:00Z,db,cpu.usage.average,10,%,",
        "2026-01-01T00:00:00Z,db,cpu.usage.average,99,%,3",
        "2026-01-01T00:00:00Z,db,=cmd|' /C calc'!A0,1,,",
    )
    assert usage_of(reading, vm="db").peak == 10
    (unknown,) = (finding for finding in reading.findings if finding.code == "unknown-metric")
    assert unknown.message == "2 metrics not read"
    assert "of single cores or cards: 1 row" in unknown.evidence


def test_percentages_above_the_whole_are_kept_and_said() -> None:
    reading = reading_of("vm,time,mem_pct", *every(300, 90, 127.633, 100))
    assert usage_of(reading, Metric.MEMORY_PERCENT).peak == 127.633
    assert "above-hundred" in codes_of(reading)


def test_percentages_that_look_like_fractions_are_said() -> None:
    assert "fractions-suspected" in codes_of(reading_of(WIDE, *every(300, 0.2, 0.9)))
    assert usage_of(reading_of("vm,time,cpu_fraction", *every(300, 0.2, 0.9))).peak == 90


def test_a_time_without_a_zone_is_taken_as_written_and_said() -> None:
    reading = reading_of(WIDE, "web-1,2026-01-01 00:00,1", "web-1,2026-01-01 01:00,2")
    usage = usage_of(reading)
    assert usage.start is not None
    assert usage.start.tzinfo is None
    assert "time-zone-unknown" in codes_of(reading)
    assert "time-zone-unknown" not in codes_of(reading_of(WIDE, *every(300, 1, 2)))


def test_zones_are_brought_to_one() -> None:
    reading = reading_of(WIDE, "web-1,2026-01-01T01:00:00+01:00,1", "web-1,2026-01-01T00:05:00Z,2")
    assert usage_of(reading).interval_seconds == 300


def test_numbered_samples_without_a_spacing_have_statistics_and_no_trace() -> None:
    reading = read(a_csv("vm,sample,cpu_pct", "web-1,0,10", "web-1,1,20", "web-1,2,20", "web-1,4,30"))
    usage = usage_of(reading)
    assert (usage.p50, usage.samples, usage.coverage, usage.interval_seconds) == (20, 4, 0.8, None)
    assert stated_of(reading).trace is None
    assert "interval-unknown" in codes_of(reading)


def test_many_columns_of_identity_do_not_run_into_each_other() -> None:
    header = "VM,VM UUID,FQDN,ARM ID,VM ID,vCenter,time,cpu_pct"
    rows = [f"{n},{n},{n},{n},{n},{n},2026-01-01 00:0{m},{n}" for n in range(3000) for m in range(2)]
    reading = reading_of(header, *rows)
    assert len(reading.usage) == 3000
    assert all(stated.usage[0].peak == float(stated.end.name) for stated in reading.usage)
