"""A machine's disks in an assessment report: lists in its own row, or rows of the portal's tab All_Assessed_Disks.

The lists pair disk and SKU by position, and size none of them: the machine's storage is split evenly. The tab has each
disk's size and what it reads and writes, and names the machine by its name alone.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from azlift.estate.azure_migrate.lists import items_of
from azlift.estate.azure_migrate.machine import unsized_disks
from azlift.estate.azure_migrate.numbers import decimal_or_none, mib_or_none, sum_of
from azlift.estate.azure_migrate.sheets import sized
from azlift.estate.azure_migrate.usage import Figure
from azlift.estate.headers import Spellings
from azlift.estate.machines import MOST_DEVICES
from azlift.estate.sheet import SheetRow
from azlift.model import Disk, Metric

COLUMNS: Spellings = {
    "name": ("Machine", "Machine Name"),
    "disk": ("Disk name",),
    "sku": ("Recommended disk size SKU",),
    **sized("size", "Source disk size", "gib"),
    "read_iops": ("Disk read(ops/sec)", "Disk read IOPS"),
    "write_iops": ("Disk write(ops/sec)", "Disk write IOPS"),
    "read_mb_per_s": ("Disk read(MBPS)",),
    "write_mb_per_s": ("Disk write(MBPS)",),
}
MANDATORY = ("name", "disk", "sku")
COUNTS: Spellings = {
    "hdd_disks": ("Standard HDD Disks",),
    "ssd_disks": ("Standard SSD Disks",),
    "premium_disks": ("Premium Disks",),
    "premium_v2_disks": ("Premium SSD V2 disks",),
    "ultra_disks": ("Ultra Disks",),
}
"""How many disks of each kind are recommended; together, how many the machine has."""
NUMBERS = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class AssessedDisks:
    """The disks, the SKU recommended for each by position, and what each does."""

    disks: tuple[Disk, ...]
    skus: tuple[str, ...]
    figures: tuple[Figure, ...] = ()


def listed_disks(row: SheetRow) -> AssessedDisks:
    """The disks that a machine's own row lists, or else counts, or else must have, because it has storage."""
    names, skus = items_of(row.text("disk_names"))[:MOST_DEVICES], items_of(row.text("disk_skus"))
    if names and len(skus) != len(names):
        row.add_fault("disk_names", f"as many disks as SKUs, of which there are {len(skus)}")
    storage = mib_or_none(row, "storage") or 0
    counted = sum(row.number_or_none(field, MOST_DEVICES) or 0 for field in COUNTS)
    stated = row.number_or_none("disk_count", MOST_DEVICES)
    count = len(names) or stated or len(skus[:MOST_DEVICES]) or counted or int(storage > 0)
    return AssessedDisks(_named(unsized_disks(count, storage), names), skus)


def tabled_disks(rows: Sequence[SheetRow]) -> AssessedDisks:
    """The disks of these rows of the disks' tab; one whose size cannot be read has none, and is estimated at 0."""
    sizes = [mib_or_none(row, "size") for row in rows]
    plain = (
        Disk(key=f"disk-{number}", label=f"Disk {number}", capacity_mib=size or 0, estimated=size is None)
        for number, size in enumerate(sizes, 1)
    )
    disks = _named(tuple(plain), [row.text("disk").strip() for row in rows])
    figures = (figure for row, disk in zip(rows, disks, strict=True) for figure in rates_of(row, disk.key))
    return AssessedDisks(disks, tuple(row.text("sku").strip() for row in rows), tuple(figures))


def rates_of(row: SheetRow, disk: str) -> Iterable[Figure]:
    """Reads and writes added up, of a disk, or with the empty key of all of a machine's."""
    for metric, end in ((Metric.DISK_IOPS, "iops"), (Metric.DISK_MB_PER_S, "mb_per_s")):
        yield metric, disk, sum_of(*(decimal_or_none(row, f"{way}_{end}") for way in ("read", "write")))


def rows_by_machine(
    rows: Iterable[SheetRow], machines: Iterable[str]
) -> tuple[Mapping[str, list[SheetRow]], list[SheetRow]]:
    """The rows of the disks' tab by machine name, casefolded; and those whose name is no machine's, or several's."""
    times = Counter(name.strip().casefold() for name in machines)
    joined: dict[str, list[SheetRow]] = defaultdict(list)
    unmatched: list[SheetRow] = []
    for row in rows:
        name = row.text("name").strip().casefold()
        (joined[name] if times[name] == 1 else unmatched).append(row)
    return joined, unmatched


def _named(disks: Sequence[Disk], names: Sequence[str]) -> tuple[Disk, ...]:
    """With their own names as keys, unless one is missing or there twice; the lowest on the bus has the system."""
    own = len(names) == len(disks) and all(names) and len(set(names)) == len(names)
    places = [_place(name) for name in names] if own else []
    first = places.index(min(places)) if places else 0
    return tuple(
        disk.model_copy(
            update={"os_disk": position == first} | ({"key": names[position], "label": names[position]} if own else {})
        )
        for position, disk in enumerate(disks)
    )


def _place(name: str) -> tuple[int, ...]:
    """`scsi0:1` -> 0, 1."""
    return tuple(map(int, NUMBERS.findall(name)))
