"""What is taken for utilisation, and what is not."""

import pytest
from series_files import a_csv, a_parquet

from azlift.estate.performance.layout import Layout, column_uses, find_layouts
from azlift.estate.tables import Source


def layout_of(source: Source) -> Layout:
    (layout,) = find_layouts(source)
    return layout


@pytest.mark.parametrize(
    ("header", "form"),
    [
        ("vm,timestamp,cpu_pct,mem_pct", "wide series"),
        ("VM;Sample;CPU %;Memory %", "wide series"),
        ("Timestamp,VM,Metric,Value", "long series"),
        ("MetricId,Timestamp,Value,Unit,Entity,IntervalSecs,Instance", "long series"),
        ("vm,cpu_p50_pct,cpu_p95_pct,mem_max_pct", "percentiles"),
        ("Server name,Metric,P50,P95,P99,Max", "long percentiles"),
    ],
)
def test_a_form_is_known_by_its_header(header: str, form: str) -> None:
    assert layout_of(a_csv(header)).form == form


@pytest.mark.parametrize(
    "header",
    [
        "VM,Powerstate,CPUs,Memory,Creation date,PowerOn",
        "*Server name,*Cores,*Memory (In MB),CPU utilization percentage,Memory utilization percentage",
        "Time slot,Source server name,Source IP,Destination server name,Destination port",
        "source,target,port",
        "cpu_pct,mem_pct,timestamp",
        "vm,timestamp,colour",
        "",
    ],
)
def test_what_holds_no_utilisation_over_time_is_left_to_others(header: str) -> None:
    assert find_layouts(a_csv(header)) == []


def test_a_title_above_the_table_does_not_hide_it() -> None:
    layout = layout_of(a_csv("Utilisation of January", "", "vm,time,cpu_pct", "a,2026-01-01,1"))
    assert (layout.header, layout.form) == (2, "wide series")


@pytest.mark.parametrize(
    ("title", "name", "seconds"),
    [
        ("sample_5min", "a.csv", 300),
        ("sample", "cpu_20s.csv", 20),
        ("sample (1 h)", "a.csv", 3600),
        ("sample", "a.csv", None),
    ],
)
def test_the_spacing_of_numbered_samples_is_read_from_a_name(title: str, name: str, seconds: int | None) -> None:
    assert layout_of(a_csv(f"vm,{title},cpu_pct", name=name)).interval_seconds == seconds


def test_a_maximum_beside_an_average_is_not_read_twice() -> None:
    layout = layout_of(a_csv("vm,time,cpu.usage.maximum %,cpu.usage.average"))
    assert [layout.titles[position] for position in layout.meters] == ["cpu.usage.average"]


def test_disks_with_numbers_are_apart() -> None:
    layout = layout_of(a_csv("vm,time,Disk 1 read ops/s,Disk 1 write ops/s,Disk 2 read ops/s"))
    assert len(layout.meters) == 3


def test_every_column_tells_how_it_was_read() -> None:
    source = a_parquet(vm=["a"], sample=[0], cpu_pct=[1.0], colour=["red"])
    assert [(use.header, use.field, use.unit, use.why) for use in column_uses(layout_of(source))] == [
        ("vm", "name", "", ""),
        ("sample", "sample", "", ""),
        ("cpu_pct", "cpu_percent", "%", ""),
        ("colour", "", "", "not read: no known metric"),
    ]
