"""Every trap of RVTools exports met in the wild, on real files where they are there, else on realistic ones.

The numbers of the 805-machine workbook are those of its SOURCES.md; a second reading beside azlift's, python-calamine
and plain loops, comes to the same.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from workbooks import info_row, tab_of, write_tabs

from azlift.estate.record import Reading, Record
from azlift.estate.rvtools import read
from azlift.estate.tables import workbook_source
from azlift.model import Estate
from azlift.workbook import open_workbook

ReadRows = Callable[..., Estate]
Plain = list[dict[str, Any]]


def reading_of(path: Path) -> Reading:
    return read(workbook_source(open_workbook(path.name, path.read_bytes())))


def plainly(path: Path, tab: str) -> Plain:
    header, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(tab).to_python()
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


@pytest.fixture
def big(rvtools_folder: Path) -> Path:
    return rvtools_folder / "SizingWorkshop-RVTools.xlsx"


@pytest.fixture
def records(big: Path) -> tuple[Record, ...]:
    return reading_of(big).records


def codes(reading: Reading | Estate) -> Counter[str]:
    return Counter(finding.code for finding in reading.findings)


def test_the_totals_are_those_known_and_those_of_a_second_reading(big: Path, records: tuple[Record, ...]) -> None:
    rows = plainly(big, "vInfo")
    known = {"vcpu": 2_741, "memory_mib": 10_774_868, "provisioned_mib": 234_526_490, "in_use_mib": 127_901_813,
             "disks": 1_530, "nics": 844}  # fmt: skip
    columns = {"vcpu": "CPUs", "memory_mib": "Memory", "provisioned_mib": "Provisioned MB", "in_use_mib": "In Use MB",
               "disks": "Disks", "nics": "NICs"}  # fmt: skip
    assert {field: int(sum(row[title] for row in rows)) for field, title in columns.items()} == known
    assert {field: sum(getattr(record.totals, field) for record in records) for field in known} == known
    assert len(records) == len(rows) == 805
    running = [r for r in records if r.facts["power"] == "on" and not r.excluded]
    assert (len(running), sum(r.facts["vcpu"] for r in running), sum(r.facts["memory_mib"] for r in running)) == (
        763, 2_629, 10_420_492,
    )  # fmt: skip


def test_every_machine_of_the_big_workbook_is_what_a_second_reading_says_of_it(
    big: Path, records: tuple[Record, ...]
) -> None:
    for record, row in zip(records, plainly(big, "vInfo"), strict=True):
        assert record.name == row["VM"]
        assert record.facts["vcpu"] == row["CPUs"]
        assert record.facts["memory_mib"] == row["Memory"]
        assert record.facts.get("os_name", "") == (
            row["OS according to the VMware Tools"] or row["OS according to the configuration file"]
        )
        assert (record.excluded is not None) == (row["Template"] == "True")


def test_the_small_workbook_says_the_same_to_a_second_reading(rvtools_folder: Path) -> None:
    path = rvtools_folder / "rvtools-small-complete.xlsx"
    records = {record.name: record for record in reading_of(path).records}
    for tab, count in (("vDisk", "disks"), ("vPartition", "file_systems"), ("vNetwork", "nics")):
        assert Counter(row["VM"] for row in plainly(path, tab)) == Counter(
            {name: len(getattr(record, count)) for name, record in records.items()}
        )
    assert sum(d.capacity_mib for r in records.values() for d in r.disks) == sum(
        row["Capacity MiB"] for row in plainly(path, "vDisk")
    )
    for row in plainly(path, "vMemory"):
        active = {u.metric: u.sample for u in records[row["VM"]].usage}.get("memory_percent")  # type: ignore[call-overload]
        running = records[row["VM"]].facts["power"] == "on"
        assert active == (pytest.approx(100 * row["Active"] / row["Size MiB"], abs=0.01) if running else None)


def test_1_rows_that_claim_to_be_there_and_are_blank_are_none_and_machines_beyond_vinfo_are_a_warning(
    read_rows: ReadRows,
) -> None:
    blank = [{"VM": None} for _ in range(300)]
    estate = read_rows(info_row(), *blank, vTools=[{"VM": name, "Tools": "toolsOk"} for name in ("web01", "filtered")])
    assert (estate.totals.rows, codes(estate)["rows-without-machine"]) == (1, 1)


def test_2_ids_join_where_names_were_renumbered_tab_by_tab(read_rows: ReadRows) -> None:
    ids = [{"VM ID": f"vm-{n}", "VI SDK UUID": "u"} for n in range(3)]
    machines = [{**info_row(VM=f"vm{n}"), **ids[n]} for n in range(3)]
    disks = [{"VM": f"vm{2 - n}", "Disk": "Hard disk 1", "Capacity MiB": 1000 + n, **ids[n]} for n in range(3)]
    estate = read_rows(*machines, vDisk=disks)
    assert [w.disks[0].capacity_mib for w in estate.workloads] == [1000, 1001, 1002]
    assert codes(estate)["joined-by-name"] == 0


def test_3_a_row_without_cpus_is_incomplete_and_never_0_vcpu(read_rows: ReadRows) -> None:
    estate = read_rows(info_row(), info_row(VM="husk", CPUs=None, Memory=None))
    assert [(item.name, item.reason) for item in estate.left_out] == [("husk", "incomplete")]
    assert min(w.vcpu or 0 for w in estate.workloads) > 0


def test_4_where_tabs_disagree_vinfo_is_taken_and_the_difference_told(read_rows: ReadRows) -> None:
    estate = read_rows(
        info_row(), info_row(VM="db"),
        vCPU=[{"VM": "web01", "CPUs": 4}, {"VM": "db", "CPUs": 2}],
        vMemory=[{"VM": "web01", "Size MiB": 4096}, {"VM": "db", "Size MiB": 8192}],
    )  # fmt: skip
    assert [(w.vcpu, w.memory_mib) for w in estate.workloads] == [(2, 4096), (2, 4096)]
    told = {finding.code: finding.evidence for finding in estate.findings}
    assert (told["cpus-differ"], told["memory-differs"]) == ("web01 (4 instead of 2)", "db (8,192 instead of 4,096)")


def test_5_mb_are_mib_and_are_not_converted(records: tuple[Record, ...]) -> None:
    c_drives = Counter(s.capacity_mib for r in records for s in r.file_systems if s.mount == "C:\\")
    assert c_drives[81_916] == 20
    assert sum(r.totals.memory_mib for r in records) == 10_774_868


def test_6_disks_are_summed_where_they_are_listed_and_what_is_provisioned_is_the_last_resort(
    read_rows: ReadRows,
) -> None:
    disk = {"VM": "web01", "Disk": "Hard disk 1", "Capacity MiB": 40_960}
    listed = read_rows(info_row(Total_disk_capacity_MiB=41_000, Provisioned_MiB=45_056), vDisk=[disk])
    summed = read_rows(info_row(Total_disk_capacity_MiB=41_000, Provisioned_MiB=45_056))
    last = read_rows(info_row(Provisioned_MiB=45_056))
    assert [e.workloads[0].disk_capacity_mib for e in (listed, summed, last)] == [40_960, 41_000, 45_056]


def test_7_zero_in_use_zero_disks_and_zero_nics_are_real(big: Path, records: tuple[Record, ...]) -> None:
    rows = plainly(big, "vInfo")
    by_name = {record.name: record for record in records}
    assert len([row for row in rows if row["In Use MB"] == 0]) == 2
    for row in rows:
        record = by_name[row["VM"]]
        assert record.facts["in_use_mib"] == row["In Use MB"]
        assert (len(record.disks) == 0) == (row["Disks"] == 0)
    (without_nic,) = [row["VM"] for row in rows if row["NICs"] == 0]
    assert by_name[without_nic].totals.nics == 0


def test_8_a_guest_may_hold_more_than_its_datastore_and_is_believed(records: tuple[Record, ...]) -> None:
    more = [r for r in records if sum(s.used_mib or 0 for s in r.file_systems) > r.facts["in_use_mib"]]
    assert len(more) == 122
    beyond = [r for r in records if sum(s.capacity_mib for s in r.file_systems) > r.totals.disk_capacity_mib]
    assert len(beyond) == 2


def test_9_templates_placeholders_and_agents_are_left_out_by_rule_and_machines_that_are_off_are_not(
    records: tuple[Record, ...], read_rows: ReadRows
) -> None:
    assert Counter(r.excluded[0] for r in records if r.excluded) == {"template": 10}
    assert len([r for r in records if r.facts["power"] == "off" and not r.excluded]) == 32
    estate = read_rows(
        info_row(VM="vCLS-1"), info_row(VM="dr", SRM_Placeholder="True"), info_row(Powerstate="poweredOff")
    )
    assert ([item.reason for item in estate.left_out], len(estate.workloads)) == (["placeholder"] * 2, 1)


def test_10_hosts_that_do_not_join_give_no_processor_and_are_told(big: Path, records: tuple[Record, ...]) -> None:
    hosts = {row["Host"].casefold(): row["CPU Model"] for row in plainly(big, "vHost")}
    assert len({r.facts["host"].casefold() for r in records} & hosts.keys()) == 6
    for record in records:
        assert record.facts.get("processor", "") == " ".join(hosts.get(record.facts["host"].casefold(), "").split())
    reading = reading_of(big)
    assert (codes(reading)["host-unknown"], codes(reading)["nics-differ"]) == (1, 1)


def test_11_memory_is_kept_to_the_mib(records: tuple[Record, ...]) -> None:
    assert len([r for r in records if r.facts["memory_mib"] % 1024]) == 17


def test_12_dead_and_32_bit_systems_are_read_and_a_menu_entry_is_no_version(big: Path) -> None:
    records = reading_of(big).records
    assert len([r for r in records if "(32-bit)" in r.facts.get("os_name", "")]) == len(
        [r for r in records if r.facts.get("os_bits") == 32]
    )
    assert (
        len([row for row in plainly(big, "vInfo") if "32-bit" in row["OS according to the configuration file"]]) == 67
    )


def test_13_percent_and_booleans_as_text_and_a_name_with_blanks_and_umlauts(tmp_path: Path) -> None:
    tabs = {
        "vInfo": tab_of(info_row(Template="False", EFI_Secure_boot="True", **{"Overall Cpu Readiness": "0%"})),
        "vPartition": tab_of({"VM": "web01", "Disk": "/", "Capacity MiB": 100, "Free % ": "0%"}),
    }
    (record,) = reading_of(write_tabs(tmp_path / "Übersicht der Server 2026 .xlsx", tabs)).records
    assert record.facts["secure_boot"] is True
    assert record.file_systems[0].used_mib == 100
    assert record.origin.file == "Übersicht der Server 2026 .xlsx"


def test_14_annotations_licence_keys_and_author_names_are_never_read(tmp_path: Path) -> None:
    secret = "do-not-keep-me"
    tabs = {
        "vInfo": tab_of(info_row(Annotation=secret, vInfoNotes=secret, Owner=f"Jane <{secret}@example.org>")),
        "vSnapshot": tab_of({"VM": "web01", "Name": secret, "Description": secret, "Annotation": secret}),
        "vLicense": [["Name", "Key"], ["vSphere 8", secret]],
    }
    assert secret not in repr(reading_of(write_tabs(tmp_path / "estate.xlsx", tabs)))


def test_a_row_of_totals_and_a_header_printed_again_are_no_machines(read_rows: ReadRows) -> None:
    blank = dict.fromkeys(info_row())
    estate = read_rows(
        info_row(VM_ID="vm-1"),
        {header: header for header in info_row()},
        {**blank, "VM": "Total", "CPUs": 99, "Memory": 9},
    )
    assert (estate.totals.rows, estate.totals.vcpu, len(estate.workloads), estate.left_out) == (1, 2, 1, ())
    told = [(finding.origin.row, finding.message) for finding in estate.findings if finding.code == "row-no-machine"]
    assert told == [
        (3, "the row is no machine: it is the header, printed again"),
        (4, "the row is no machine: it is a row of totals"),
    ]


def test_a_machine_that_is_called_total_is_a_machine(read_rows: ReadRows) -> None:
    assert [workload.name for workload in read_rows(info_row(VM="Total")).workloads] == ["Total"]
