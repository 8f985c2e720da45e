"""Words over columns."""

import pytest

from azlift.estate.headers import squeeze
from azlift.estate.intake.fields import CAPACITIES, OF_MACHINES, SYNONYMS, disk_number, has_unit, is_field, without_unit


@pytest.mark.parametrize(
    ("header", "stem", "unit"),
    [
        ("RAM_GB", "ram", "GB"), ("Memory (MiB)", "memory", "MB"), ("Storage_TB", "storage", "TB"),
        ("Disk 1 (GB)", "disk1", "GB"), ("RAM in GB", "ram", "GB"), ("Memory [GiB]", "memory", "GB"),
        ("MemoryMB", "memory", "MB"), ("GB of RAM", "ram", "GB"), ("RAM", "ram", ""),
        ("Total\nDisk (GB)", "totaldisk", "GB"),
        ("Web", "web", ""), ("DB", "db", ""), ("vCPU", "vcpu", ""),
    ],
)  # fmt: skip
def test_the_unit_is_taken_off_a_header(header: str, stem: str, unit: str) -> None:
    assert without_unit(header) == (stem, unit)


@pytest.mark.parametrize(
    ("header", "number"),
    [("Disk 1", 1), ("disk_12_size", 12), ("HDD2", 2), ("Hard disk 3", 3), ("Drive 4", 4), ("OS disk", 1),
     ("Boot disk size", 1), ("Data disks", 2), ("Disk", None), ("Disks", None), ("Disk 0", None)],
)  # fmt: skip
def test_a_disk_of_its_own_is_known_by_its_number_or_its_use(header: str, number: int | None) -> None:
    assert disk_number(squeeze(header)) == number


def test_no_header_means_two_fields_but_host_which_is_the_machine_or_what_it_stands_on() -> None:
    squeezed = [squeeze(synonym) for synonyms in SYNONYMS.values() for synonym in set(map(squeeze, synonyms))]
    assert {header for header in squeezed if squeezed.count(header) > 1} == {"host", "node"}


@pytest.mark.parametrize(
    ("header", "stem", "unit"),
    [
        ("Mémoire (Go)", "mémoire", "GB"), ("Stockage [To]", "stockage", "TB"), ("RAM (GBs)", "ram", "GB"),
        ("ProvisionedSpaceGB", "provisionedspace", "GB"), ("Stato", "stato", ""), ("Logo", "logo", ""),
    ],
)  # fmt: skip
def test_octets_and_plurals_are_units_and_the_end_of_a_word_is_none(header: str, stem: str, unit: str) -> None:
    assert without_unit(header) == (stem, unit)


def test_capacities_and_numbered_disks_have_units_and_are_fields() -> None:
    assert all(has_unit(field) and is_field(field) for field in (*CAPACITIES, "disk_1", "disk_12"))
    assert not has_unit("vcpu")
    assert not is_field("disk_0")
    assert SYNONYMS.keys() >= OF_MACHINES
