"""A machine's disks: from its vDisk rows, else estimated from vInfo.

The estimate splits vInfo's capacity evenly over its count of disks, rounding up: `Total disk capacity` where RVTools
gives it (4.x), else `Provisioned`, which includes the swap file and snapshots and so errs on the large side.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from azlift.estate.machines import Machine
from azlift.estate.sheet import SheetRow
from azlift.model import Disk

NOT_SHARED = frozenset({"", "noSharing".casefold(), "sharingNone".casefold(), "none"})
LAST = 2**31
KNOWN = 64
"""Words remembered: vSphere has three for each of the two columns."""


def make_disks(machine: Machine, rows: Sequence[SheetRow]) -> tuple[Disk, ...]:
    if rows:
        return _from_rows(machine, rows)
    return _estimate(machine)


def capacity_mib(machine: Machine, rows: Sequence[SheetRow]) -> int:
    """What the machine's disks hold by the best source it has: vDisk, else Total disk capacity, else Provisioned."""
    if not rows:
        return _stated_capacity(machine)
    capacities = [row.mib_or_none("capacity_mib") for row in rows]
    return sum(filter(None, capacities)) + (_left_by(capacities, machine) if None in capacities else 0)


def _left_by(capacities: Sequence[int | None], machine: Machine) -> int:
    """What the disks whose capacity is known leave of vInfo's to the others."""
    return max(0, _stated_capacity(machine) - sum(filter(None, capacities)))


def _stated_capacity(machine: Machine) -> int:
    if machine.disk_count == 0:
        return 0
    return machine.total_capacity_mib or machine.provisioned_mib or 0


def _estimate(machine: Machine) -> tuple[Disk, ...]:
    count = int(_stated_capacity(machine) > 0) if machine.disk_count is None else machine.disk_count
    return tuple(
        Disk(
            key=f"disk-{number}",
            label=f"Hard disk {number}",
            capacity_mib=_share(_stated_capacity(machine), count),
            os_disk=number == 1,
            estimated=True,
        )
        for number in range(1, count + 1)
    )


def _from_rows(machine: Machine, rows: Sequence[SheetRow]) -> tuple[Disk, ...]:
    """A disk whose own capacity is not readable gets an even share of what the others leave of vInfo's."""
    capacities = [row.mib_or_none("capacity_mib") for row in rows]
    share = _share(_left_by(capacities, machine), capacities.count(None))
    first = _first_on_the_bus(rows)
    return tuple(
        Disk(
            key=key,
            label=row.text("label") or f"Hard disk {position + 1}",
            capacity_mib=share if capacity is None else capacity,
            os_disk=position == first,
            estimated=capacity is None,
            raw=row.truth("raw"),
            shared=_is_shared(row),
            mode=row.text("mode"),
            controller=row.text("controller"),
            thin=row.truth_or_none("thin"),
            datastore=_datastore(row),
            backing=_backing(row) if _is_shared(row) else "",
        )
        for position, (row, key, capacity) in enumerate(zip(rows, _keys(rows), capacities, strict=True))
    )


def _share(capacity_mib: int, count: int) -> int:
    return -(-capacity_mib // count) if count else 0


def _keys(rows: Sequence[SheetRow]) -> list[str]:
    """The source's own keys, unless one is missing or is there twice."""
    keys = [row.text("key") for row in rows]
    return keys if all(keys) and len(set(keys)) == len(keys) else [f"disk-{n}" for n in range(1, len(rows) + 1)]


def _first_on_the_bus(rows: Sequence[SheetRow]) -> int:
    """Position of the disk with the lowest controller and unit; without either, of the first."""
    if len(rows) == 1:
        return 0
    places = [(_number_in(row.text("controller")), _number_in(row.text("unit"))) for row in rows]
    return places.index(min(places))


def _number_in(text: str) -> int:
    """`SCSI controller 1` -> 1; what has no number comes last."""
    found = re.search(r"([0-9]{1,9})\s*$", text, re.ASCII)
    return int(found.group(1)) if found else LAST


def _is_shared(row: SheetRow) -> bool:
    return _says_shared(row.text("sharing")) or _says_shared(row.text("shared_bus"))


def _backing(row: SheetRow) -> str:
    """The LUN rather than the file: a raw disk's file is only a pointer to it, and may be another for each machine."""
    return row.text("lun").strip() or row.text("path").strip()


def _datastore(row: SheetRow) -> str:
    """`[ds01] crm-db/crm-db_1.vmdk` -> ds01: vSphere writes a file's datastore before its path, in brackets."""
    found = re.match(r"\s*\[([^\]]{1,256})\]", row.text("path"))
    return found[1].strip() if found else ""


@lru_cache(KNOWN)
def _says_shared(word: str) -> bool:
    return word.strip().casefold() not in NOT_SHARED
