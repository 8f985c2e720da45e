"""The tabs beside vInfo, found and joined."""

from datetime import date

import pytest
from workbooks import Cell

from azlift.estate.join import index_machines
from azlift.estate.rvtools_tabs import find_table, read_tabs, read_version
from azlift.estate.tables import Source, Table

Rows = list[list[Cell]]
NAMES = index_machines([(("name", "web"),), (("name", "db"),)])


def source_of(**tabs: Rows) -> Source:
    def table(name: str, rows: Rows) -> Table:
        return Table("x.xlsx", name, lambda: rows)  # type: ignore[arg-type, return-value]

    return Source("x.xlsx", ("x.xlsx",), tuple(table(name, rows) for name, rows in tabs.items()))


@pytest.mark.parametrize("name", ["vDisk", "VDISK", "tabvDisk", "RVTools_tabvDisk", " vdisk "])
def test_a_tab_is_found_by_every_name_exports_have_for_it(name: str) -> None:
    found = find_table(source_of(**{"vInfo": [], name: [["VM"]]}), "vDisk")
    assert found is not None
    assert found.tab == name


def test_of_vcpu_a_name_that_is_there_twice_belongs_to_nobody() -> None:
    tabs = read_tabs(source_of(vCPU=[["VM", "CPUs"], ["web", 2], ["db", 4], ["db", 8]]), NAMES)
    assert tabs.own_rows(0).keys() == {"vCPU"}
    assert tabs.own_rows(1) == {}
    assert [finding.code for finding in tabs.findings] == ["joined-by-name", "rows-without-machine"]


def test_no_snapshot_is_none_only_where_no_row_could_be_the_machines() -> None:
    tabs = read_tabs(source_of(vSnapshot=[["VM", "Name"], ["stray", "before"]]), NAMES)
    assert tabs.lists_all_of("vSnapshot", "web")
    assert not tabs.lists_all_of("vSnapshot", " STRAY")
    assert not tabs.lists_all_of("vCD", "web")


def test_a_host_that_is_there_twice_tells_nothing() -> None:
    rows: Rows = [["Host", "CPU Model"], ["esx1", "Gold"], ["ESX2 ", "Silver"], ["esx3", "a"], ["esx3", "b"]]
    hosts = read_tabs(source_of(vHost=rows), NAMES).hosts
    assert {name: row.text("processor") for name, row in hosts.items()} == {"esx1": "Gold", "esx2": "Silver"}


def test_the_version_and_the_day_come_from_vmetadata() -> None:
    header: list[Cell] = ["RVTools major version", "RVTools version", "xlsx creation datetime", "Server"]
    rows: Rows = [header, ["4.7", "4.7.1.4", "2026-04-30 14:00:00", "vc1"]]
    assert read_version(source_of(vMetaData=rows)) == ("4.7.1.4", date(2026, 4, 30))
    assert read_version(source_of(vMetaData=[["Property", "Value"]])) == ("", None)
    assert read_version(source_of()) == ("", None)
