"""The disk columns of the import CSV: `Disk n size (In GB)`, reads and writes per second, for as many n as there are.

Microsoft's page names up to eight disks (2020) and lets people add columns; 20 have been seen. So the numbers are read
from the header. Sources: articles/migrate/tutorial-discover-import.md of MicrosoftDocs/azure-docs, and the template.
"""

import re
from collections.abc import Iterator, Sequence

from azlift.estate.azure_migrate.machine import unsized_disks
from azlift.estate.azure_migrate.numbers import decimal_or_none, mib_or_none, sum_of
from azlift.estate.azure_migrate.sheets import sized
from azlift.estate.azure_migrate.usage import Figure
from azlift.estate.cells import text_of
from azlift.estate.headers import HEADER_WITHIN_ROWS, Spellings
from azlift.estate.machines import MOST_DEVICES
from azlift.estate.sheet import SheetRow
from azlift.model import Disk, Metric
from azlift.workbook import Row

DISK_SIZE = re.compile(r"disk\W*([0-9]{1,3})\W*size", re.ASCII | re.IGNORECASE)
RATES = {
    "ops": (Metric.DISK_IOPS, "iops", "operations per second"),
    "throughput": (Metric.DISK_MB_PER_S, "mb_per_s", "MB per second"),
}
"""What a column of reads or writes is called: its metric, the end of its field's name, and its unit's words."""
DIRECTIONS = ("read", "write")


def disk_numbers(rows: Sequence[Row]) -> tuple[int, ...]:
    """The n of every `Disk n size` in the first rows, in order."""
    texts = (text_of(cell) for row in rows[:HEADER_WITHIN_ROWS] for cell in row)
    return tuple(sorted({int(found.group(1)) for text in texts if (found := DISK_SIZE.search(text[:80]))}))


def disk_spellings(numbers: Sequence[int]) -> Spellings:
    """The columns of these disks, and those of a machine's disks together, which the page names `Total disks …`."""
    spelt: dict[str, tuple[str, ...]] = {}
    for number in numbers:
        spelt |= sized(f"disk_{number}", f"Disk {number} size", "gib") | _rates(f"disk_{number}", f"Disk {number}")
    return spelt | _rates("disks", "Total disks")


def read_disks(row: SheetRow, numbers: Sequence[int]) -> tuple[Disk, ...]:
    """The disks that have a size: a column left empty, or holding 0, is no disk.

    Where no disk has one, as many as are counted, which share the storage that is allocated, or else in use, evenly.
    """
    sizes = {number: mib_or_none(row, f"disk_{number}") for number in numbers}
    present = [(number, size) for number, size in sizes.items() if size]
    if present:
        return tuple(
            Disk(key=_key(number), label=f"Disk {number}", capacity_mib=size, os_disk=number == present[0][0])
            for number, size in present
        )
    storage = mib_or_none(row, "allocated") or mib_or_none(row, "in_use") or 0
    return unsized_disks(row.number_or_none("disk_count", MOST_DEVICES) or int(storage > 0), storage)


def disk_figures(row: SheetRow, disks: Sequence[Disk], numbers: Sequence[int]) -> Iterator[Figure]:
    """Reads and writes of each disk added up; the totals where no disk has any. Without a size they are a fault."""
    keys = {disk.key for disk in disks}
    found = False
    for number in numbers:
        for metric, value in _added(row, f"disk_{number}"):
            if _key(number) in keys:
                found = found or value is not None
                yield metric, _key(number), value
            elif value:
                _blame(row, number)
    if not found:
        for metric, value in _added(row, "disks"):
            yield metric, "", value


def _key(number: int) -> str:
    return f"disk-{number}"


def _rates(field: str, title: str) -> dict[str, tuple[str, ...]]:
    return {
        f"{field}_{direction}_{end}": (f"{title} {direction} {word} ({unit})", f"{title} {direction} {word}")
        for word, (_, end, unit) in RATES.items()
        for direction in DIRECTIONS
    }


def _added(row: SheetRow, field: str) -> Iterator[tuple[Metric, float | None]]:
    for metric, end, _ in RATES.values():
        yield metric, sum_of(*(decimal_or_none(row, f"{field}_{direction}_{end}") for direction in DIRECTIONS))


def _blame(row: SheetRow, number: int) -> None:
    for _, end, _ in RATES.values():
        for direction in DIRECTIONS:
            field = f"disk_{number}_{direction}_{end}"
            if decimal_or_none(row, field):
                row.add_fault(field, f"nothing, because disk {number} has no size")
