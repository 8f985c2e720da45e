import gc
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import Cell, info_row, tab_of, write_tabs

from azlift.errors import InputError
from azlift.estate import read_inventory
from azlift.estate.record import Record
from azlift.estate.rvtools import read, recognise
from azlift.estate.tables import Source, csv_source, joined_source, workbook_source
from azlift.model import Estate, Origin, Power, Totals, Workload
from azlift.workbook import open_workbook

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
    assert by_code["joined-by-name"].message.endswith("vNetwork (805 of 805), vPartition (1618 of 1618)")
    assert by_code["host-unknown"].message.startswith("744 of 795 machines")
    assert codes(estate).count("os-disagrees") == 10
    assert len(estate.findings) == 14


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
    with pytest.raises(InputError, match="nothing in it is an inventory azlift knows; its tabs are vHost") as told:
        read_inventory([path])
    assert told.value.file == "estate.xlsx"


def test_without_a_mandatory_column_the_headers_and_the_spellings_are_named(tmp_path: Path) -> None:
    path = write_tabs(
        tmp_path / "estate.xlsx", {"vInfo": [["Estate"], ["VM", "Powerstate", "RAM"], ["web01", "on", 1]]}
    )
    with pytest.raises(InputError) as told:
        read_inventory([path])
    assert told.value.row == 2
    assert told.value.tab == "vInfo"
    assert "CPUs or Num CPU; Memory or Memory MiB" in told.value.message
    assert "the headers found are VM, Powerstate, RAM" in told.value.message


def test_a_header_of_megabytes_is_not_repeated_whole(tmp_path: Path) -> None:
    path = write_tabs(tmp_path / "estate.xlsx", {"vInfo": [["x" * 30_000] * 200]})
    with pytest.raises(InputError, match="mandatory columns are missing") as told:
        read_inventory([path])
    assert len(told.value.message) < 10_000


def test_an_empty_vinfo_is_told_and_not_an_index_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="headers found are none"):
        read_inventory([write_tabs(tmp_path / "estate.xlsx", {"vInfo": []})])


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
    findings = read_inventory([path]).estate.findings
    assert [(finding.code, finding.origin.tab) for finding in findings if finding.origin] == [
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
    info = info_row(
        Annotation=secret, Contact=secret, **{"E-Mail": secret, "Licence Key": secret, "Cost centre": "4711"}
    )
    tabs = {"vInfo": tab_of(info), "vLicense": [["Name", "Key"], ["vSphere", secret]]}
    estate = read_inventory([write_tabs(tmp_path / "estate.xlsx", tabs)]).estate
    assert secret not in estate.model_dump_json()
    assert estate.workloads[0].tags == {"Cost centre": "4711"}


# -- every shape an export has ------------------------------------------------------------------------------------

DISPLAY = """VM,Powerstate,Template,CPUs,Memory,NICs,Disks,Provisioned MB,In Use MB,Creation date,VM ID,Team
web01,poweredOn,False,2,4096,1,2,45056,20480,1970-01-01 00:00:00,vm-1,Blue
db01,poweredOff,True,4,8192,1,1,90112,40960,2021-05-04 10:00:00,vm-2,Red
"""
INTERNAL = """vInfoVMName,vInfoPowerstate,vInfoTemplate,vInfoCPUs,vInfoMemory,vInfoNICs,vInfoNumVirtualDisks,\
vInfoProvisioned,vInfoInUse,vInfoCreateDate,vInfoVMID,vInfo_tags_Team
web01,poweredOn,False,2,4096,1,2,45056,20480,1970-01-01 00:00:00,vm-1,Blue
db01,poweredOff,True,4,8192,1,1,90112,40960,2021-05-04 10:00:00,vm-2,Red
""".replace("\\\n", "")
GERMAN = """VM;Powerstate;Template;CPUs;Memory;NICs;Disks;Provisioned MiB;In Use MiB;Creation date;VM ID;Team
web01;poweredOn;FALSCH;2;4096;1;2;45056,00;20\u00a0480;01.01.1970 00:00:00;vm-1;Blue
db01;poweredOff;WAHR;4;8192;1;1;90112,00;40\u00a0960;04.05.2021 10:00:00;vm-2;Red
"""
FRENCH = (
    GERMAN.replace("FALSCH", "FAUX")
    .replace("WAHR", "VRAI")
    .replace(".19", "/19")
    .replace("01.01", "01/01")
    .replace("04.05.2021", "2021/05/04")
)
DISKS = "VM,Disk,Disk Key,Capacity MB,VM ID\nweb01,Hard disk 1,2000,1024,vm-1\nweb01,Hard disk 2,2001,2048,vm-1\n"


def exported(info: str, encoding: str = "utf-8", **others: str) -> Source:
    """The folder of CSV files of one export."""
    files = {"vInfo": info, **others}
    return joined_source(
        "export", [csv_source(f"RVTools_tab{tab}.csv", text.encode(encoding), tab) for tab, text in files.items()]
    )


def told_of(record: Record) -> tuple[object, ...]:
    return record.name, dict(record.facts), record.excluded, record.totals, dict(record.tags), record.keys


def test_an_export_says_the_same_in_every_language_and_under_internal_names() -> None:
    plain = [told_of(record) for record in read(exported(DISPLAY)).records]
    assert plain[0][1:3] == (
        {
            "power": Power.ON, "vcpu": 2, "memory_mib": 4096, "provisioned_mib": 45056, "in_use_mib": 20480,
        },
        None,
    )  # fmt: skip
    assert plain[1][1]["created_on"] == date(2021, 5, 4)  # type: ignore[index]
    for text in (INTERNAL, GERMAN, FRENCH):
        assert [told_of(record) for record in read(exported(text)).records] == plain
    assert [told_of(record) for record in read(exported(GERMAN, "cp1252")).records] == plain


def test_a_folder_of_csv_files_joins_its_tabs_and_names_the_file_of_each_finding() -> None:
    reading = read(exported(DISPLAY, vDisk=DISKS + "ghost,Hard disk 1,2000,9,vm-9\n"))
    assert [[disk.capacity_mib for disk in record.disks] for record in reading.records] == [[1024, 2048], [90112]]
    assert (reading.tabs, reading.rows) == (("vInfo", "vDisk"), 2)
    (told,) = [finding for finding in reading.findings if finding.code == "rows-without-machine"]
    assert told.origin == Origin(file="RVTools_tabvDisk.csv", tab="vDisk")


def test_short_rows_of_a_csv_file_are_read_as_far_as_they_go() -> None:
    (record,) = read(exported("VM,CPUs,Memory,NICs,Disks\nweb01,2,4096\n")).records
    assert (record.facts["vcpu"], record.faults, record.excluded) == (2, (), None)


@pytest.mark.parametrize("name", ["vInfo", "tabvInfo", "RVTools_tabvInfo", "", "Server list"])
def test_an_export_is_recognised_by_its_tab_or_by_its_columns(name: str) -> None:
    text = DISPLAY.replace("Provisioned MB", "SRM Placeholder")
    assert recognise(csv_source("x.csv", text.encode(), name)).startswith("an RVTools export, by the ")


@pytest.mark.parametrize("text", ["VM,Powerstate,CPUs,Memory,OS\na,on,1,1,x\n", "name,cores\na,1\n", ""])
def test_another_list_of_machines_is_not_taken_for_an_export(text: str) -> None:
    assert recognise(csv_source("x.csv", text.encode())) == ""


def test_the_version_is_said_and_a_finding(tmp_path: Path) -> None:
    meta = [["RVTools major version", "RVTools version", "xlsx creation datetime", "Server"],
            ["4.7", "4.7.1.4", datetime(2026, 4, 30, 14), "vc1"]]  # fmt: skip
    path = write_tabs(tmp_path / "x.xlsx", {"vInfo": tab_of(info_row()), "vMetaData": meta})
    source = workbook_source(open_workbook("x.xlsx", path.read_bytes()))
    assert recognise(source) == "an RVTools export, by the tab vInfo, written by RVTools 4.7.1.4 on 2026-04-30"
    (told,) = [finding for finding in read(source).findings if finding.code == "exported"]
    assert "4.7.1.4" in told.message


def test_a_record_carries_what_its_row_and_the_tabs_beside_it_say(tmp_path: Path) -> None:
    uuid = "50000000-0000-0000-0000-000000000001"
    ids: dict[str, Cell] = {"VM ID": "vm-1", "VI SDK UUID": "U", "VI SDK Server": "vc", "VM UUID": uuid}
    info = info_row(
        Firmware="efi", EFI_Secure_boot="True", Creation_date="2021/05/04 10:00:00", DNS_Name="web01.example.org",
        Host="esx1", Cluster="c", Datacenter="dc", Application="Shop", Owner="Web Team", Environment="prod",
        Rack="R7", **ids, **{"SMBIOS UUID": "4200", "OS according to the VMware Tools": "Ubuntu Linux (64-bit)"},
    )  # fmt: skip
    tabs = {
        "vInfo": tab_of(info),
        "vTools": tab_of({**ids, "VM": "web01", "Tools": "toolsOk", "Sync time": "True"}),
        "vSnapshot": tab_of({**ids, "VM": "web01", "Name": "x"}),
        "vCD": tab_of({**ids, "VM": "web01", "Connected": "True"}),
        "vHost": tab_of({"Host": "esx1", "CPU Model": "Xeon", "Speed": 2400}),
    }
    path = write_tabs(tmp_path / "x.xlsx", tabs)
    (record,) = read(workbook_source(open_workbook("x.xlsx", path.read_bytes()))).records
    assert record.facts == {
        "power": "on", "firmware": "efi", "secure_boot": True, "created_on": date(2021, 5, 4),
        "os_name": "Ubuntu Linux (64-bit)", "os_family": "linux", "os_bits": 64, "vcpu": 2, "memory_mib": 4096,
        "provisioned_mib": 45056, "in_use_mib": 20480, "datacenter": "dc", "cluster": "c", "host": "esx1",
        "fqdn": "web01.example.org", "application": "Shop", "owner": "Web Team", "environment": "prod",
        "snapshots": 1, "mounted_media": ("CD",), "tools_state": "toolsOk", "clock_synced": True, "processor": "Xeon",
    }  # fmt: skip
    assert record.tags == {"Rack": "R7"}
    assert record.keys == (
        ("vcenter", "u", "vm-1"), ("server", "vc", "vm-1"), ("uuid", uuid), ("smbios", "4200"), ("vm-id", "vm-1"),
        ("fqdn", "web01.example.org"), ("name-in-server", "vc", "web01"), ("name", "web01"),
    )  # fmt: skip
    assert record.columns["os_name"] == "OS according to the VMware Tools"
    assert record.facts.keys() <= Workload.model_fields.keys()


def test_a_text_that_reads_unknown_is_a_fact_like_any_other(read_rows: ReadRows) -> None:
    (workload,) = read_rows(info_row(Datacenter="unknown", Powerstate="")).workloads
    assert (workload.datacenter, workload.power) == ("unknown", Power.UNKNOWN)


def test_every_column_tells_how_it_was_read() -> None:
    header = "VM,CPUs,Memory,vApp,Team,Annotation,vInfoNotes,In Use MB"
    uses = {use.header: (use.field, use.unit, use.why) for use in read(exported(f"{header}\na,1,1\n")).columns}
    assert uses == {
        "VM": ("name", "", ""), "CPUs": ("vcpu", "", ""), "Memory": ("memory_mib", "MiB", ""),
        "vApp": ("", "", "not read: RVTools' own"), "Team": ("", "", "kept as a tag"),
        "Annotation": ("", "", "dropped: personal or secret"), "vInfoNotes": ("", "", "dropped: personal or secret"),
        "In Use MB": ("in_use_mib", "MiB", ""),
    }  # fmt: skip


def test_a_person_may_ask_for_annotations_and_mail_addresses() -> None:
    text = "VM,CPUs,Memory,Annotation,Owner\na,1,1,call Jane,jane@example.org\n"
    (dropped,) = read(exported(text)).records
    (kept,) = read(replace(exported(text), keep_personal=True)).records
    assert (dict(dropped.tags), dropped.facts.get("owner")) == ({}, None)
    assert (dict(kept.tags), kept.facts["owner"]) == ({"Annotation": "call Jane"}, "jane@example.org")


@settings(max_examples=30, deadline=None)
@given(order=st.permutations(range(12)), inserted=st.lists(st.text("abc ß#", max_size=4), max_size=3))
def test_columns_may_stand_in_any_order_among_others(order: list[int], inserted: list[str]) -> None:
    lines = [line.split(",") for line in DISPLAY.splitlines()]
    extra = [f"zz {name}" for name in inserted]
    moved = [[*(extra if not n else [""] * len(extra)), *(line[p] for p in order)] for n, line in enumerate(lines)]
    text = "\n".join(",".join(line) for line in moved)
    assert [told_of(r) for r in read(exported(text)).records] == [told_of(r) for r in read(exported(DISPLAY)).records]


def test_collecting_is_on_again_after_a_refusal() -> None:
    with pytest.raises(InputError):
        read(exported("nothing,here\n"))
    assert gc.isenabled()
