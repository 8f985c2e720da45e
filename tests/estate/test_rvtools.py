from collections.abc import Callable
from pathlib import Path

import pytest
from workbooks import info_row, tab_of, write_tabs

from azlift.errors import InputError
from azlift.estate import read_inventory
from azlift.model import Estate, Totals

ReadRows = Callable[..., Estate]


def codes(estate: Estate) -> list[str]:
    return [finding.code for finding in estate.findings]


def test_the_big_workbook_has_the_totals_it_is_known_to_have(rvtools_folder: Path) -> None:
    estate = read_inventory([rvtools_folder / "SizingWorkshop-RVTools.xlsx"]).estate
    assert estate.totals == Totals(
        rows=805, powered_on=763, powered_off=42, vcpu=2_741, memory_mib=10_774_868, disks=1_530,
        disk_capacity_mib=234_526_490, provisioned_mib=234_526_490, in_use_mib=127_901_813, nics=844,
    )  # fmt: skip
    assert len(estate.workloads) == 795
    assert [item.reason for item in estate.left_out] == ["template"] * 10
    assert {item.name for item in estate.left_out}.isdisjoint(workload.name for workload in estate.workloads)
    assert len({workload.id for workload in estate.workloads}) == 795
    running = [workload for workload in estate.workloads if workload.power == "on"]
    assert (len(running), sum(workload.vcpu for workload in running)) == (763, 2_629)
    assert sum(workload.memory_mib for workload in running) == 10_420_492
    assert sum(len(workload.disks) for workload in running) == 1_473
    assert len([workload for workload in estate.workloads if workload.os_bits == 32]) > 0


def test_the_big_workbook_says_what_is_to_be_known_about_it(rvtools_folder: Path) -> None:
    estate = read_inventory([rvtools_folder / "SizingWorkshop-RVTools.xlsx"]).estate
    by_code = {finding.code: finding for finding in estate.findings}
    assert by_code["disks-estimated"].message.startswith("795 of 795 machines")
    assert by_code["nics-differ"].message.startswith("39 of 795 machines")
    assert [(finding.code, finding.origin.tab) for finding in estate.findings if finding.origin][-1] == (
        "joined-by-name", "vNetwork",
    )  # fmt: skip
    assert codes(estate).count("os-disagrees") == 10
    assert len(estate.findings) == 13


def test_a_workbook_of_all_tabs_and_few_columns_is_read_as_well(rvtools_folder: Path) -> None:
    estate = read_inventory([rvtools_folder / "rvtools-small-complete.xlsx"]).estate
    assert estate.totals == Totals(
        rows=3, powered_on=2, powered_off=1, vcpu=8, memory_mib=28_672, disks=5, disk_capacity_mib=532_480,
        provisioned_mib=532_480, in_use_mib=0, nics=4,
    )  # fmt: skip
    assert len(estate.sources[0].tabs) == 17
    web = estate.workloads[0]
    assert [(disk.key, disk.capacity_mib, disk.os_disk, disk.estimated) for disk in web.disks] == [
        ("2000", 81_920, True, False), ("2001", 40_960, False, False),
    ]  # fmt: skip
    assert web.nics[0].addresses == ("10.10.1.10",)
    assert [finding.message for finding in estate.findings if finding.code == "not-stated"] == [
        "there is no column In Use MiB", "there is no column NICs",
    ]  # fmt: skip


@pytest.mark.parametrize("tab", ["vInfo", "VINFO", "tabvInfo", " vinfo "])
def test_the_tab_of_machines_is_found_in_any_case(tmp_path: Path, tab: str) -> None:
    path = write_tabs(tmp_path / "estate.xlsx", {"Cover": [["Hello"]], tab: tab_of(info_row())})
    assert [workload.origin.tab for workload in read_inventory([path]).estate.workloads] == [tab]


def test_without_vinfo_the_tabs_there_are_are_named(tmp_path: Path) -> None:
    path = write_tabs(tmp_path / "estate.xlsx", {"vHost": [["Host"]], "Überblick": [["x"]]})
    with pytest.raises(InputError, match=r"no tab vInfo; its tabs are vHost, Überblick") as told:
        read_inventory([path]).estate
    assert told.value.file == "estate.xlsx"


def test_without_a_mandatory_column_the_headers_and_the_spellings_are_named(tmp_path: Path) -> None:
    path = write_tabs(
        tmp_path / "estate.xlsx", {"vInfo": [["Estate"], ["VM", "Powerstate", "RAM"], ["web01", "on", 1]]}
    )
    with pytest.raises(InputError) as told:
        read_inventory([path]).estate
    assert told.value.row == 2
    assert told.value.tab == "vInfo"
    assert "CPUs or Num CPU; Memory or Memory MiB" in told.value.message
    assert "the headers found are VM, Powerstate, RAM" in told.value.message


def test_an_empty_vinfo_is_told_and_not_an_index_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="headers found are none"):
        read_inventory([write_tabs(tmp_path / "estate.xlsx", {"vInfo": []})]).estate


def test_internal_names_and_inserted_columns_read_like_the_usual_ones(tmp_path: Path) -> None:
    header = ["Tag", "vInfoCPUs", "vInfoVMName", "Sammel-Nr.", "vInfoMemory", "vInfoProvisioned", "vInfoPowerstate"]
    rows = [header, ["x", 2, "web01", "77", 4096, 45056, "poweredOn"]]
    estate = read_inventory([write_tabs(tmp_path / "estate.xlsx", {"vInfo": rows})]).estate
    assert (estate.totals.vcpu, estate.totals.memory_mib, estate.totals.provisioned_mib) == (2, 4096, 45056)


def test_formatted_blank_rows_are_no_rows(tmp_path: Path) -> None:
    tabs = {"vInfo": [*tab_of(info_row()), [" "], ["", ""], *tab_of(info_row(VM="db01"))[1:]]}
    estate = read_inventory([write_tabs(tmp_path / "estate.xlsx", tabs)]).estate
    assert [(workload.name, workload.origin.row) for workload in estate.workloads] == [("web01", 2), ("db01", 5)]
    assert estate.totals.rows == 2


def test_rows_of_other_tabs_that_belong_to_nobody_are_one_finding_for_the_tab(read_rows: ReadRows) -> None:
    strays = [{"VM": f"stray{n}", "Tools": "toolsOk"} for n in range(7)]
    estate = read_rows(info_row(), vTools=[{"VM": "web01", "Tools": "toolsOk"}, *strays])
    (told,) = [finding for finding in estate.findings if finding.origin and finding.origin.tab == "vTools"]
    assert told.message == "7 of 8 rows belong to no machine of vInfo, or not surely to one"
    assert told.evidence == "rows 3 (stray0), 4 (stray1), 5 (stray2), 6 (stray3), 7 (stray4), …"


def test_a_tab_without_machines_is_told_and_not_read(tmp_path: Path) -> None:
    path = write_tabs(tmp_path / "estate.xlsx", {"vInfo": tab_of(info_row()), "vDisk": [["Path"], ["x"]], "vCPU": []})
    assert [(finding.code, finding.origin.tab) for finding in read_inventory([path]).estate.findings if finding.origin] == [
        ("tab-not-read", "vDisk"), ("disks-estimated", "vInfo"),
    ]  # fmt: skip


def test_empty_cells_of_summed_columns_are_told_once_with_their_count(read_rows: ReadRows) -> None:
    estate = read_rows(info_row(), info_row(VM="b", In_Use_MiB=None), info_row(VM="c", In_Use_MiB=None))
    assert estate.totals.in_use_mib == 20480
    (told,) = [finding for finding in estate.findings if finding.code == "not-stated"]
    assert told.message == "In Use MiB is empty in 2 of 3 rows; rows 3 (b), 4 (c)"


def test_a_column_that_is_there_twice_is_told(tmp_path: Path) -> None:
    rows = tab_of(info_row(Host="esx1"))
    tabs = {"vInfo": [[*rows[0], "HOST"], [*rows[1], "somebody's own"]]}
    estate = read_inventory([write_tabs(tmp_path / "estate.xlsx", tabs)]).estate
    assert estate.workloads[0].host == "esx1"
    assert [finding.message for finding in estate.findings if finding.code == "column-twice"] == [
        "there is more than one column 'Host'; the first is read"
    ]


def test_annotations_licences_and_addresses_leave_no_trace(tmp_path: Path) -> None:
    secret = "do-not-keep-me"
    info = info_row(Annotation=secret, Contact=secret, **{"E-Mail": secret, "Cost centre": secret})
    tabs = {"vInfo": tab_of(info), "vLicense": [["Name", "Key"], ["vSphere", secret]]}
    assert secret not in read_inventory([write_tabs(tmp_path / "estate.xlsx", tabs)]).estate.model_dump_json()
