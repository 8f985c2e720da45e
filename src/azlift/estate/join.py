"""Which rows of another tab belong to which machine of vInfo.

Names are the last resort: in one workbook met, anonymised per tab, most disks joined by name landed on the wrong
machine, and none joined by VM ID. The order: vCenter and VM ID, VM UUID, VM ID alone where no vCenter is stated, the
name within its vCenter, the name. A key that both tabs have decides; a row it does not find is not looked up by name.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from azlift.estate.sheet import Sheet, SheetRow

Key = tuple[str, ...]
"""The kind of key, then its parts, casefolded."""
AMBIGUOUS = -1
STATED = ("vcenter", "server", "uuid")
"""Keys that name one machine wherever they stand; the others must be unique in vInfo, and only help without these."""
IDENTITY = ("name", "vm_id", "vm_uuid", "server", "vcenter_uuid")
BY_NAME = ("name-in-server", "name")


@dataclass(frozen=True)
class Index:
    """Position in vInfo by key; `kinds` are the kinds of key vInfo has at all."""

    positions: dict[Key, int]
    kinds: frozenset[str]


@dataclass(frozen=True)
class Joined:
    """`rows` by position in vInfo. `unmatched` rows belong to no machine, or not surely to one."""

    sheet: Sheet
    rows: dict[int, list[SheetRow]]
    unmatched: tuple[SheetRow, ...]
    joined_by_name: int


def keys_of(row: SheetRow) -> tuple[Key, ...]:
    """Every key the row states, the safest first."""
    return tuple(_each_key(row))


def _each_key(row: SheetRow) -> Iterator[Key]:
    """One after the other: most rows of most tabs are found by their first."""
    vm_id, vcenter = _part(row, "vm_id"), _part(row, "vcenter_uuid")
    if vcenter and vm_id:
        yield "vcenter", vcenter, vm_id
    server, uuid = _part(row, "server"), _part(row, "vm_uuid")
    if server and vm_id:
        yield "server", server, vm_id
    if uuid.strip("0-"):
        yield "uuid", uuid
    if vm_id:
        yield "vm-id", vm_id
    name = _part(row, "name")
    if name and server:
        yield "name-in-server", server, name
    if name:
        yield "name", name


def _part(row: SheetRow, field: str) -> str:
    return row.text(field).strip().casefold()


def index_machines(machines: Iterable[tuple[Key, ...]]) -> Index:
    """The index over every machine's keys, in the order of vInfo."""
    positions: dict[Key, int] = {}
    for position, keys in enumerate(machines):
        for key in keys:
            if positions.setdefault(key, position) != position and key[0] not in STATED:
                positions[key] = AMBIGUOUS
    return Index(positions, frozenset(key[0] for key in positions))


def join_rows(sheet: Sheet, index: Index, label: str = "") -> Joined:
    """The sheet's rows by machine. `label` is the column no machine has twice; it shows when a name means two."""
    rows: dict[int, list[SheetRow]] = defaultdict(list)
    named: dict[int, list[SheetRow]] = defaultdict(list)
    unmatched: list[SheetRow] = []
    for row in sheet.rows:
        position, kind = _find(row, index)
        if position is None:
            unmatched.append(row)
        else:
            (named if kind in BY_NAME else rows)[position].append(row)
    for position in [position for position in named if not _is_one_machine(named[position], label)]:
        unmatched += named.pop(position)
    for position, found in named.items():
        rows[position] += found
    by_name = sum(map(len, named.values()))
    return Joined(sheet, dict(rows), tuple(sorted(unmatched, key=lambda row: row.number)), by_name)


def _find(row: SheetRow, index: Index) -> tuple[int | None, str]:
    compared = False
    for key in _each_key(row):
        kind = key[0]
        if kind not in index.kinds or (compared and kind not in STATED):
            continue
        compared = True
        position = index.positions.get(key)
        if position is not None and position != AMBIGUOUS:
            return position, kind
    return None, ""


def _is_one_machine(rows: Sequence[SheetRow], label: str) -> bool:
    """Rows of one name are not one machine's when a label repeats or their ids differ."""
    labels = [text for row in rows if (text := row.text(label).strip().casefold())] if label else []
    machines = {keys[0] for row in rows if (keys := [key for key in keys_of(row) if key[0] not in BY_NAME])}
    return len(labels) == len(set(labels)) and len(machines) <= 1
