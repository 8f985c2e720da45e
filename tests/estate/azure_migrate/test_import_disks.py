"""The disk columns of the import CSV."""

from migrate_files import sheet_row

from azlift.estate.azure_migrate.import_disks import disk_figures, disk_numbers, disk_spellings, read_disks
from azlift.model import Metric


def test_the_numbers_are_those_of_the_header() -> None:
    header = ("*Server name", "Disk 1 size (In GB)", "Disk 12 size (In MB)", "disk3size", "Disk 4 read ops")
    assert disk_numbers([(), header]) == (1, 3, 12)


def test_a_disk_may_be_sized_in_mb_or_gb_and_the_page_names_no_unit() -> None:
    spelt = disk_spellings((1,))
    assert "Disk 1 size (In MB)" in spelt["disk_1_mib"]
    assert spelt["disk_1_gib"][-1] == "Disk 1 size"
    assert spelt["disk_1_read_iops"] == ("Disk 1 read ops (operations per second)", "Disk 1 read ops")
    assert spelt["disks_write_mb_per_s"][-1] == "Total disks write throughput"


def test_an_empty_size_or_zero_is_no_disk_and_the_first_that_is_has_the_system() -> None:
    row = sheet_row(disk_1_gib="", disk_2_gib="60", disk_3_gib="0", disk_4_mib="10241")
    disks = read_disks(row, (1, 2, 3, 4))
    assert [(disk.key, disk.capacity_mib, disk.os_disk) for disk in disks] == [
        ("disk-2", 61_440, True),
        ("disk-4", 10_241, False),
    ]


def test_without_sizes_the_allocated_storage_is_shared_before_that_in_use() -> None:
    row = sheet_row(disk_count="2", allocated_gib="100", in_use_gib="40")
    assert [(disk.capacity_mib, disk.estimated) for disk in read_disks(row, ())] == [(51_200, True)] * 2
    assert [disk.capacity_mib for disk in read_disks(sheet_row(in_use_mib="500"), ())] == [500]


def test_without_anything_there_is_no_disk() -> None:
    assert read_disks(sheet_row(name="a"), (1,)) == ()


def test_reads_and_writes_of_a_disk_are_added() -> None:
    row = sheet_row(disk_1_gib="60", disk_1_read_iops="300", disk_1_write_iops="250", disk_1_read_mb_per_s="1,5")
    assert list(disk_figures(row, read_disks(row, (1,)), (1,))) == [
        (Metric.DISK_IOPS, "disk-1", 550.0),
        (Metric.DISK_MB_PER_S, "disk-1", 1.5),
    ]


def test_the_totals_count_where_no_disk_has_its_own_figures() -> None:
    row = sheet_row(disk_1_gib="60", disks_read_iops="10", disks_write_iops="5")
    figures = [figure for figure in disk_figures(row, read_disks(row, (1,)), (1,)) if figure[2] is not None]
    assert figures == [(Metric.DISK_IOPS, "", 15.0)]


def test_the_totals_do_not_count_twice_what_the_disks_have() -> None:
    row = sheet_row(disk_1_gib="60", disk_1_read_iops="10", disks_read_iops="10")
    figures = [figure for figure in disk_figures(row, read_disks(row, (1,)), (1,)) if figure[2] is not None]
    assert figures == [(Metric.DISK_IOPS, "disk-1", 10.0)]


def test_traffic_of_a_disk_without_a_size_is_a_fault() -> None:
    row = sheet_row(disk_1_gib="60", disk_2_gib="", disk_2_read_iops="10")
    assert list(disk_figures(row, read_disks(row, (1, 2)), (1, 2)))
    assert [str(fault) for fault in row.faults] == [
        "disk_2_read_iops: expected nothing, because disk 2 has no size, found '10'"
    ]
