from azlift.estate.headers import DISKS, IDENTITY
from azlift.estate.join import index_machines, join_rows, keys_of
from azlift.estate.sheet import Sheet, make_sheet


def sheet_of(header: str, *rows: str) -> Sheet:
    """A tab from words: columns separated by |."""
    table = [line.split("|") for line in (header, *rows)]
    sheet = make_sheet("estate.xlsx", "vDisk", table, DISKS, ("name",))
    assert sheet is not None
    return sheet


def joined(info: Sheet, other: Sheet, label: str = "label") -> tuple[dict[int, list[int]], list[int], int]:
    found = join_rows(other, index_machines(keys_of(row) for row in info.rows), label)
    rows = {position: [row.number for row in rows] for position, rows in found.rows.items()}
    return rows, [row.number for row in found.unmatched], found.joined_by_name


def test_ids_decide_even_where_names_say_otherwise() -> None:
    info = sheet_of("VM|VM ID|VI SDK UUID", "vm-a|vm-1|AAA", "vm-b|vm-2|AAA")
    disks = sheet_of("VM|VM ID|VI SDK UUID", "vm-b|vm-1|aaa", "vm-a|vm-2|aaa")
    assert joined(info, disks) == ({0: [2], 1: [3]}, [], 0)


def test_one_vm_id_in_two_vcenters_is_two_machines() -> None:
    info = sheet_of("VM|VM ID|VI SDK Server", "web|vm-1|east", "web|vm-1|west")
    disks = sheet_of("VM|VM ID|VI SDK Server", "web|vm-1|west", "web|vm-1|east")
    assert joined(info, disks) == ({1: [2], 0: [3]}, [], 0)


def test_the_uuid_helps_where_the_vcenter_is_not_stated() -> None:
    info = sheet_of("VM|VM ID|VI SDK Server|VM UUID", "web|vm-1|east|U1", "db|vm-2|east|U2")
    assert joined(info, sheet_of("VM|VM UUID", "x|u2", "y|u1")) == ({1: [2], 0: [3]}, [], 0)


def test_a_vm_id_alone_counts_only_while_it_is_unique() -> None:
    disks = sheet_of("VM|VM ID", "other|vm-1")
    assert joined(sheet_of("VM|VM ID", "web|vm-1", "db|vm-2"), disks) == ({0: [2]}, [], 0)
    two = sheet_of("VM|VM ID|VI SDK Server", "web|vm-1|east", "db|vm-1|west")
    assert joined(two, disks) == ({}, [2], 0)


def test_a_row_whose_id_vinfo_does_not_know_is_not_joined_by_its_name() -> None:
    info = sheet_of("VM|VM ID|VI SDK UUID", "web|vm-1|A")
    assert joined(info, sheet_of("VM|VM ID|VI SDK UUID", "web|vm-9|A")) == ({}, [2], 0)


def test_names_join_when_both_sides_have_nothing_better_and_are_counted() -> None:
    info = sheet_of("VM|VM ID", "web|vm-1", "db|vm-2")
    disks = sheet_of("VM|Disk", "WEB |Hard disk 1", "web|Hard disk 2", "db|Hard disk 1", "stray|Hard disk 1")
    assert joined(info, disks) == ({0: [2, 3], 1: [4]}, [5], 3)


def test_a_name_that_stands_for_two_machines_of_vinfo_joins_to_neither() -> None:
    info = sheet_of("VM", "web", "web", "db")
    assert joined(info, sheet_of("VM|Disk", "web|Hard disk 1", "db|Hard disk 1")) == ({2: [3]}, [2], 0 + 1)


def test_a_name_within_its_vcenter_joins_where_the_name_alone_would_not() -> None:
    info = sheet_of("VM|VI SDK Server", "web|east", "web|west")
    disks = sheet_of("VM|VI SDK Server", "web|west", "web|east")
    assert joined(info, disks) == ({1: [2], 0: [3]}, [], 2)


def test_a_label_there_twice_shows_that_a_name_means_two_machines_of_the_tab() -> None:
    info = sheet_of("VM", "web", "db")
    disks = sheet_of("VM|Disk", "web|Hard disk 1", "db|Hard disk 1", "web|Hard disk 1")
    assert joined(info, disks) == ({1: [3]}, [2, 4], 1)


def test_different_ids_under_one_name_show_it_too() -> None:
    info = sheet_of("VM", "web", "db")
    disks = sheet_of("VM|VM ID|Disk", "web|vm-1|Hard disk 1", "web|vm-7|Hard disk 2", "db|vm-3|Hard disk 1")
    assert joined(info, disks) == ({1: [4]}, [2, 3], 1)


def test_a_row_without_any_key_belongs_to_nobody() -> None:
    assert joined(sheet_of("VM|Disk", "web|x"), sheet_of("VM|Disk", "|Hard disk 1")) == ({}, [2], 0)


def test_every_key_of_a_row_is_casefolded_and_the_safest_comes_first() -> None:
    row = sheet_of("VM|VM ID|VM UUID|VI SDK Server|VI SDK UUID", " Web |VM-1|U|Vc|X").rows[0]
    assert set(row.columns) >= set(IDENTITY)
    assert keys_of(row) == (
        ("vcenter", "x", "vm-1"),
        ("server", "vc", "vm-1"),
        ("uuid", "u"),
        ("vm-id", "vm-1"),
        ("name-in-server", "vc", "web"),
        ("name", "web"),
    )
