from collections.abc import Callable

import pytest
from workbooks import Cell, info_row

from azlift.model import Disk, Estate

ReadRows = Callable[..., Estate]


def disk_row(**cells: Cell) -> dict[str, Cell]:
    plain: dict[str, Cell] = {"VM": "web01", "Disk": "Hard disk 1", "Disk Key": 2000, "Capacity MiB": 40960}
    return {**plain, **{header.replace("_", " "): value for header, value in cells.items()}}


def test_disks_come_from_vdisk_with_their_keys_and_capacities(read_rows: ReadRows) -> None:
    rows = [disk_row(), disk_row(Disk="Hard disk 2", Disk_Key="2001", Capacity_MiB="1,024")]
    assert read_rows(info_row(Disks=2), vDisk=rows).workloads[0].disks == (
        Disk(key="2000", label="Hard disk 1", capacity_mib=40960, os_disk=True),
        Disk(key="2001", label="Hard disk 2", capacity_mib=1024),
    )


@pytest.mark.parametrize(
    ("places", "os_disk"),
    [
        ((("SCSI controller 1", 0), ("SCSI controller 0", 3), ("SCSI controller 0", 1)), 2),
        ((("SCSI controller 10", 0), ("SCSI controller 2", 0)), 1),
        ((("IDE 1", 0), ("IDE 0", 1)), 1),
        ((("", ""), ("", "")), 0),
        ((("", 1), ("", 0)), 1),
    ],
)
def test_the_os_disk_is_the_lowest_on_the_bus_else_the_first(
    read_rows: ReadRows, places: tuple[tuple[str, Cell], ...], os_disk: int
) -> None:
    rows = [
        disk_row(Disk=f"Hard disk {n}", Disk_Key=2000 + n, Controller=controller, **{"Unit #": unit})
        for n, (controller, unit) in enumerate(places)
    ]
    disks = read_rows(info_row(Disks=len(rows)), vDisk=rows).workloads[0].disks
    assert [disk.os_disk for disk in disks] == [position == os_disk for position in range(len(rows))]


@pytest.mark.parametrize(
    ("cells", "raw", "shared"),
    [
        ({}, False, False),
        ({"Raw": "True"}, True, False),
        ({"Sharing_mode": "sharingNone", "Shared_Bus": "noSharing"}, False, False),
        ({"Sharing_mode": "sharingMultiWriter"}, False, True),
        ({"Shared_Bus": "physicalSharing"}, False, True),
        ({"Raw": True, "Shared_Bus": "virtualSharing"}, True, True),
    ],
)
def test_raw_and_shared_disks_are_marked(read_rows: ReadRows, cells: dict[str, Cell], raw: bool, shared: bool) -> None:
    disk = read_rows(info_row(), vDisk=[disk_row(**cells)]).workloads[0].disks[0]
    assert (disk.raw, disk.shared) == (raw, shared)


def test_without_vdisk_the_total_capacity_is_split_evenly_and_rounded_up(read_rows: ReadRows) -> None:
    estate = read_rows(info_row(Disks=3, Total_disk_capacity_MiB=100, Provisioned_MiB=900))
    disks = estate.workloads[0].disks
    assert [(disk.capacity_mib, disk.estimated, disk.os_disk) for disk in disks] == [
        (34, True, True), (34, True, False), (34, True, False),
    ]  # fmt: skip
    assert [disk.label for disk in disks] == ["Hard disk 1", "Hard disk 2", "Hard disk 3"]
    assert len({disk.key for disk in disks}) == 3
    assert estate.totals.disk_capacity_mib == 100


def test_without_a_total_capacity_it_is_what_is_provisioned(read_rows: ReadRows) -> None:
    estate = read_rows(info_row(Disks=2, Provisioned_MiB=901))
    assert [disk.capacity_mib for disk in estate.workloads[0].disks] == [451, 451]
    assert estate.totals.disk_capacity_mib == 901


def test_a_machine_without_disks_keeps_none(read_rows: ReadRows) -> None:
    estate = read_rows(info_row(Disks=0, Provisioned_MiB=12))
    assert estate.workloads[0].disks == ()
    assert (estate.totals.disks, estate.totals.disk_capacity_mib) == (0, 0)
    assert not [finding for finding in estate.findings if finding.code == "disks-estimated"]


def test_without_a_count_of_disks_what_is_provisioned_is_one_disk(read_rows: ReadRows) -> None:
    assert [disk.capacity_mib for disk in read_rows(info_row(Disks=None)).workloads[0].disks] == [45056]


def test_a_machine_that_vdisk_does_not_name_is_estimated_and_the_others_are_not(read_rows: ReadRows) -> None:
    estate = read_rows(info_row(), info_row(VM="db01"), vDisk=[disk_row()])
    assert [[disk.estimated for disk in workload.disks] for workload in estate.workloads] == [[False], [True]]
    (told,) = [finding for finding in estate.findings if finding.code == "disks-estimated"]
    assert told.message.startswith("1 of 2 machines")
    assert told.evidence == "db01"


def test_a_disk_whose_capacity_is_not_readable_gets_what_the_others_leave(read_rows: ReadRows) -> None:
    rows = [
        disk_row(),
        disk_row(Disk="Hard disk 2", Disk_Key=2001, Capacity_MiB="big"),
        disk_row(Disk="Hard disk 3", Disk_Key=2002, Capacity_MiB=None),
    ]
    estate = read_rows(info_row(Disks=3, Total_disk_capacity_MiB=40960 + 2001), vDisk=rows)
    assert [(disk.capacity_mib, disk.estimated) for disk in estate.workloads[0].disks] == [
        (40960, False), (1001, True), (1001, True),
    ]  # fmt: skip
    (told,) = [finding for finding in estate.findings if finding.code == "bad-cell"]
    assert told.origin is not None
    assert (told.origin.tab, told.origin.row, told.origin.column, told.evidence) == (
        "vDisk",
        3,
        "Capacity MiB",
        "'big'",
    )


def test_disks_of_which_nothing_is_known_are_told_machine_by_machine(read_rows: ReadRows) -> None:
    estate = read_rows(info_row(Provisioned_MiB=None))
    (told,) = [finding for finding in estate.findings if finding.code == "disk-capacity-unknown"]
    assert told.workload == estate.workloads[0].id


def test_keys_that_repeat_or_are_missing_are_replaced_by_positions(read_rows: ReadRows) -> None:
    same = [disk_row(), disk_row(Disk="Hard disk 2")]
    none = [disk_row(Disk_Key=None), disk_row(Disk="Hard disk 2", Disk_Key=2001)]
    for rows in (same, none):
        disks = read_rows(info_row(Disks=2), vDisk=rows).workloads[0].disks
        assert [disk.key for disk in disks] == ["disk-1", "disk-2"]


def test_mode_controller_and_thinness_are_the_sources_words(read_rows: ReadRows) -> None:
    cells = {"Disk_Mode": "independent_persistent", "Controller": "SCSI controller 0", "Thin": "WAHR"}
    known, unknown = read_rows(
        info_row(), info_row(VM="b"), vDisk=[disk_row(**cells), disk_row(VM="b", Thin=None)]
    ).workloads
    disk = known.disks[0]
    assert (disk.mode, disk.controller, disk.thin) == ("independent_persistent", "SCSI controller 0", True)
    assert (unknown.disks[0].mode, unknown.disks[0].thin) == ("", None)


@pytest.mark.parametrize(
    ("cells", "backing"),
    [
        ({"Sharing_mode": "sharingMultiWriter", "Path": "[ds1] sql/q.vmdk"}, "[ds1] sql/q.vmdk"),
        ({"Sharing_mode": "sharingMultiWriter", "Disk_Path": "[ds1] sql/q.vmdk"}, "[ds1] sql/q.vmdk"),
        ({"Shared_Bus": "physicalSharing", "Path": "[ds1] a/q.vmdk", "Raw_LUN_ID": "naa.60a"}, "naa.60a"),
        ({"Sharing_mode": "sharingNone", "Path": "[ds1] web/web.vmdk"}, ""),
        ({"Shared_Bus": "physicalSharing"}, ""),
    ],
)
def test_a_shared_disk_says_what_it_is_stored_in_its_lun_before_its_file(
    read_rows: ReadRows, cells: dict[str, Cell], backing: str
) -> None:
    (disk,) = read_rows(info_row(Disks=1), vDisk=[disk_row(**cells)]).workloads[0].disks
    assert disk.backing == backing


def test_the_sum_of_capacities_is_that_of_the_disks_where_a_capacity_cannot_be_read(read_rows: ReadRows) -> None:
    rows = [disk_row(Capacity_MiB=1024), disk_row(Disk="Hard disk 2", Disk_Key="2001", Capacity_MiB="?")]
    estate = read_rows(info_row(Disks=2, Provisioned_MiB=45056), vDisk=rows)
    assert estate.totals.disk_capacity_mib == sum(disk.capacity_mib for disk in estate.workloads[0].disks) == 45056


@pytest.mark.parametrize(
    ("path", "datastore"),
    [
        ("[ds 01] web01/web01.vmdk", "ds 01"),
        (" [san-2]web01.vmdk", "san-2"),
        ("web01.vmdk", ""),
        ("[] web01.vmdk", ""),
        ("[never closed web01.vmdk", ""),
        ("", ""),
    ],
)
def test_the_datastore_is_what_stands_in_brackets_before_the_path(
    read_rows: ReadRows, path: str, datastore: str
) -> None:
    assert read_rows(info_row(), vDisk=[disk_row(Path=path)]).workloads[0].disks[0].datastore == datastore
