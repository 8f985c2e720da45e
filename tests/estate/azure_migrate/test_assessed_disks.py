"""Disks of an assessment report."""

from migrate_files import sheet_row

from azlift.estate.azure_migrate.assessed_disks import listed_disks, rates_of, rows_by_machine, tabled_disks
from azlift.model import Metric


def test_names_and_skus_pair_by_position_and_share_the_storage() -> None:
    row = sheet_row(disk_names="scsi0:1;scsi0:0;", disk_skus="Premium_P15;Standard_S10;", storage_gib="100")
    assessed = listed_disks(row)
    assert [(disk.key, disk.os_disk, disk.capacity_mib, disk.estimated) for disk in assessed.disks] == [
        ("scsi0:1", False, 51_200, True),
        ("scsi0:0", True, 51_200, True),
    ]
    assert assessed.skus == ("Premium_P15", "Standard_S10")
    assert not row.faults


def test_a_disk_without_a_sku_keeps_the_others_in_place() -> None:
    assert listed_disks(sheet_row(disk_names="a;b;c;", disk_skus="S10;;P15;")).skus == ("S10", "", "P15")


def test_another_number_of_skus_than_disks_is_a_fault() -> None:
    row = sheet_row(disk_names="a;b;", disk_skus="S10;")
    assert len(listed_disks(row).disks) == 2
    assert [fault.expected for fault in row.faults] == ["as many disks as SKUs, of which there are 1"]


def test_disks_without_names_are_counted_by_kind_or_must_be_there() -> None:
    assert len(listed_disks(sheet_row(premium_disks="2", hdd_disks="1", storage_gib="90")).disks) == 3
    assert [disk.capacity_mib for disk in listed_disks(sheet_row(storage_gib="90")).disks] == [92_160]
    assert listed_disks(sheet_row(storage_gib="0")).disks == ()


def test_names_that_are_there_twice_are_no_keys() -> None:
    disks = listed_disks(sheet_row(disk_names="disk;disk;", disk_skus="S10;S10;")).disks
    assert [disk.key for disk in disks] == ["disk-1", "disk-2"]


def test_the_disks_tab_has_sizes_and_rates() -> None:
    first = sheet_row(
        disk="scsi0:0", sku="Premium_P10", size_gib="128", read_iops="20", write_iops="5", read_mb_per_s="1"
    )
    second = sheet_row(disk="scsi0:1", sku="Premium_P20", size_gib="?")
    assessed = tabled_disks([first, second])
    assert [(disk.key, disk.capacity_mib, disk.estimated) for disk in assessed.disks] == [
        ("scsi0:0", 131_072, False),
        ("scsi0:1", 0, True),
    ]
    assert [figure for figure in assessed.figures if figure[2] is not None] == [
        (Metric.DISK_IOPS, "scsi0:0", 25.0),
        (Metric.DISK_MB_PER_S, "scsi0:0", 1.0),
    ]
    assert second.faults


def test_rates_of_a_whole_machine_have_no_disk() -> None:
    assert list(rates_of(sheet_row(read_iops="3"), "")) == [
        (Metric.DISK_IOPS, "", 3.0),
        (Metric.DISK_MB_PER_S, "", None),
    ]


def test_rows_join_by_name_only_where_one_machine_has_it() -> None:
    rows = [sheet_row(name=name) for name in ("WEB01", "web01", "twin", "nobody")]
    joined, unmatched = rows_by_machine(rows, ["web01", "twin", "Twin"])
    assert joined == {"web01": rows[:2]}
    assert unmatched == rows[2:]
