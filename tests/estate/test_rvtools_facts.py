"""What the tabs beside vInfo add to a machine."""

from collections.abc import Callable

import pytest
from workbooks import Cell, info_row

from azlift.model import Estate, FileSystem, Metric

ReadRows = Callable[..., Estate]


def usage(estate: Estate, machine: int = 0) -> dict[Metric, float | None]:
    return {one.metric: one.sample for one in estate.workloads[machine].usage}


def test_use_of_cpu_and_memory_is_one_sample_in_percent_of_what_the_machine_has(read_rows: ReadRows) -> None:
    estate = read_rows(
        info_row(),
        vCPU=[{"VM": "web01", "CPUs": 2, "Max": 5000, "Overall": 1250, "Limit": -1}],
        vMemory=[{"VM": "web01", "Size MiB": 4096, "Active": 1024, "Limit": -1, "Reservation": -1}],
    )
    assert usage(estate) == {Metric.CPU_PERCENT: 25.0, Metric.MEMORY_PERCENT: 25.0}
    assert {(one.samples, one.peak, one.mean, one.source) for one in estate.workloads[0].usage} == {
        (1, None, None, "estate.xlsx")
    }
    assert not [finding for finding in estate.findings if finding.code == "bad-cell"]


def test_without_max_the_host_tells_how_fast_a_cpu_is(read_rows: ReadRows) -> None:
    cpu = [{"VM": "web01", "Overall": 480}]
    estate = read_rows(info_row(Host="ESX1"), vCPU=cpu, vHost=[{"Host": "esx1", "Speed": 2400}])
    assert usage(estate) == {Metric.CPU_PERCENT: 10.0}
    assert usage(read_rows(info_row(Host="elsewhere"), vCPU=cpu, vHost=[{"Host": "esx1", "Speed": 2400}])) == {}


def test_without_vmemory_vinfo_has_active_memory_itself(read_rows: ReadRows) -> None:
    assert usage(read_rows(info_row(Active_Memory=2048))) == {Metric.MEMORY_PERCENT: 50.0}


@pytest.mark.parametrize("state", ["poweredOff", "suspended", ""])
def test_a_machine_that_does_not_run_says_nothing_of_its_use(read_rows: ReadRows, state: str) -> None:
    cpu = [{"VM": "web01", "Max": 5000, "Overall": 0}]
    assert usage(read_rows(info_row(Powerstate=state, Active_Memory=0), vCPU=cpu)) == {}


@pytest.mark.parametrize(
    ("cells", "used_mib"),
    [
        ({"Consumed MiB": 300, "Free MiB": 100, "Free %": 10}, 300),
        ({"Free MiB": 100, "Free %": 10}, 900),
        ({"Free MiB": 2000}, 0),
        ({"Free % ": "49%"}, 510),
        ({"Free %": "12,5 %"}, 875),
        ({"Free %": "much"}, None),
        ({"Free %": 140}, None),
        ({}, None),
        ({"Consumed MB": 0}, 0),
    ],
)
def test_what_a_file_system_holds_is_taken_from_the_best_there_is(
    read_rows: ReadRows, cells: dict[str, Cell], used_mib: int | None
) -> None:
    estate = read_rows(info_row(), vPartition=[{"VM": "web01", "Disk": "C:\\", "Capacity MiB": 1000, **cells}])
    assert estate.workloads[0].file_systems == (FileSystem(mount="C:\\", capacity_mib=1000, used_mib=used_mib),)


def test_a_partition_without_a_capacity_is_told_and_the_others_stay(read_rows: ReadRows) -> None:
    rows = [{"VM": "web01", "Disk": "/", "Capacity MB": 10}, {"VM": "web01", "Disk": "/home", "Capacity MB": None}]
    estate = read_rows(info_row(), vPartition=rows)
    assert [system.mount for system in estate.workloads[0].file_systems] == ["/"]
    (told,) = [finding for finding in estate.findings if finding.code == "bad-cell"]
    assert told.origin is not None
    assert (told.origin.tab, told.origin.row, told.origin.column) == ("vPartition", 3, "Capacity MB")


def test_snapshots_are_counted_and_none_is_not_unknown(read_rows: ReadRows) -> None:
    rows = [{"VM": "web01", "Name": "a"}, {"VM": "web01", "Name": "b"}]
    assert [w.snapshots for w in read_rows(info_row(), info_row(VM="db"), vSnapshot=rows).workloads] == [2, 0]
    assert read_rows(info_row()).workloads[0].snapshots is None


def test_only_connected_media_are_mounted(read_rows: ReadRows) -> None:
    first, second, third = read_rows(
        info_row(),
        info_row(VM="db"),
        info_row(VM="app"),
        vCD=[{"VM": "web01", "Connected": True}, {"VM": "db", "Connected": "False"}],
        vUSB=[{"VM": "web01", "Connected": "WAHR"}, {"VM": "app", "Connected": "VRAI"}],
    ).workloads
    assert (first.mounted_media, second.mounted_media, third.mounted_media) == (("CD", "USB"), (), ("USB",))


def test_the_state_of_the_tools_and_the_clock_are_the_sources_words(read_rows: ReadRows) -> None:
    rows = [{"VM": "web01", "Tools": "toolsOld", "Sync time": "False"}, {"VM": "db", "Tools": "toolsNotRunning"}]
    first, second, third = read_rows(info_row(), info_row(VM="db"), info_row(VM="x"), vTools=rows).workloads
    assert (first.tools_state, first.clock_synced) == ("toolsOld", False)
    assert (second.tools_state, second.clock_synced) == ("toolsNotRunning", None)
    assert (third.tools_state, third.clock_synced) == ("", None)


def test_the_processor_is_its_hosts_with_single_blanks(read_rows: ReadRows) -> None:
    hosts = [{"Host": "esx1", "CPU Model": "Intel(R) Xeon(R)  Gold 6148 CPU @ 2.40GHz"}]
    estate = read_rows(info_row(Host="esx1"), info_row(VM="b", Host="esx2"), info_row(VM="c"), vHost=hosts)
    assert [w.processor for w in estate.workloads] == ["Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz", "", ""]
    (told,) = [finding for finding in estate.findings if finding.code == "host-unknown"]
    assert (told.message.split(":")[0], told.evidence) == ("1 of 3 machines", "b")
