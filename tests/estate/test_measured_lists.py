"""Lists with utilisation beside what the machines are: neither is lost."""

from azlift.estate.formats import recognise as recognise_format
from azlift.estate.measured_lists import read, recognise
from azlift.estate.tables import Source, csv_source
from azlift.model import Metric

LISTED = ("Hostname,vCPU,RAM_GB,OS,CPU_Avg_Pct,CPU_Max_Pct", "web01,2,4,RHEL 8,10,40", "web02,4,8,Debian 12,20,80")


def source_of(*lines: str) -> Source:
    return csv_source("list.csv", "\n".join(lines).encode())


def test_a_list_with_figures_of_use_is_a_list_and_its_figures_are_read() -> None:
    reading = read(source_of(*LISTED))
    assert [(record.name, record.facts["vcpu"], record.facts["memory_mib"]) for record in reading.records] == [
        ("web01", 2, 4096), ("web02", 4, 8192),
    ]  # fmt: skip
    used = [(item.end.name, item.usage[0]) for item in reading.usage]
    assert [(name, usage.metric, usage.mean, usage.peak) for name, usage in used] == [
        ("web01", Metric.CPU_PERCENT, 10.0, 40.0), ("web02", Metric.CPU_PERCENT, 20.0, 80.0),
    ]  # fmt: skip
    assert {use.header: use.field for use in reading.columns if "CPU_" in use.header} == {
        "CPU_Avg_Pct": "cpu_percent mean", "CPU_Max_Pct": "cpu_percent peak",
    }  # fmt: skip


def test_the_largest_memory_of_a_machine_is_its_memory_and_not_its_use() -> None:
    reading = read(source_of("Name,State,CPU(s),Max memory,OS", "vm1,running,2,4194304 KiB,Debian 11"))
    assert (reading.records[0].facts["memory_mib"], reading.usage) == (4096, ())


def test_a_series_that_also_names_the_system_is_a_series() -> None:
    lines = ("Time,Name,CPU usage (%),OS,vCPU", "2024-01-01 00:00,a,12,RHEL 8,2", "2024-01-01 00:05,a,13,RHEL 8,2")
    assert recognise(source_of(*lines)) == ""
    assert "series" in recognise_format(source_of(*lines)).because


def test_utilisation_alone_is_no_list_and_a_list_alone_is_not_a_measured_one() -> None:
    assert recognise(source_of("vm,cpu_p50_pct,cpu_p95_pct", "a,1,2")) == ""
    assert recognise(source_of("Hostname,vCPU,OS", "a,2,RHEL 8")) == ""
