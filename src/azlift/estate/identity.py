"""Which rows of which files are about one machine.

Stable keys decide first (vCenter and VM ID, Azure's id, UUIDs, a CMDB's sys_id): whoever shares one is one machine.
Then the full DNS name, then the name, then the first label of either: these join two machines only where each file
knows at most one of that name, and where nothing speaks against it. Two rows of one file are one machine by a stable
key, or where both have nothing but the same name. Every rule looks at all files at once, so that their order never
changes the result.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from azlift.estate.record import KEY_KINDS, Key, Record
from azlift.model import OsFamily

STABLE = ("vcenter", "server", "arm-id", "uuid", "sys-id")
"""A BIOS UUID is not among them: clones share it."""
RULES = {
    "vcenter": "vCenter and VM ID",
    "server": "vCenter and VM ID",
    "arm-id": "Azure's resource id",
    "uuid": "instance UUID",
    "smbios": "BIOS UUID",
    "sys-id": "sys_id",
    "fqdn": "DNS name",
    "name": "name",
    "label": "first label of the DNS name",
}
AGAINST = ("vcenter", "arm-id", "uuid", "sys-id", "name-in-server")
"""Kinds of key of which one machine has one: two that differ are two machines."""
TELLING = ("vcpu", "memory_mib", "os_family")
"""What speaks against two machines of which only the first labels are the same."""
WEAK = ("smbios", "fqdn", "name", "label")
"""In the order in which they are tried."""


@dataclass(frozen=True)
class Machine:
    """The rows of one machine, in the order of their files and rows, and why each but the first belongs to it.

    `source_key` is what the machine is known by for good; no other machine that is not left out has it.
    """

    source_key: str
    records: tuple[Record, ...]
    joined_by: tuple[Key, ...]
    """For each record, the key that joined it; an empty one for the first."""


@dataclass(frozen=True)
class Ambiguity:
    """A key by which machines of several files might be one, and which of them cannot be told."""

    key: Key
    records: tuple[Record, ...]


def resolve_machines(records: Sequence[Record]) -> tuple[tuple[Machine, ...], tuple[Ambiguity, ...]]:
    """The machines these rows are about, in the order of their first rows; and what was left apart in doubt."""
    clusters = _Clusters(sorted(records, key=place_in_order))
    clusters.join_stable()
    clusters.join_repeats()
    ambiguities = [ambiguity for kind in WEAK for ambiguity in clusters.join_weak(kind)]
    return clusters.machines(), tuple(ambiguities)


def place_in_order(record: Record) -> tuple[str, str, int]:
    return record.origin.file, record.origin.tab, record.origin.row or 0


def stable_key(keys: Iterable[Key]) -> str:
    """The key a machine is known by for good: the safest it has, and of several of one kind the first in the alphabet.

    Neither a VM ID without a vCenter is among them (every vCenter counts its machines from the same start), nor a BIOS
    UUID (clones share it); a DNS name only where there is no name, as a guest that is off does not tell it. Without any
    key: empty.
    """
    usable = [key for key in keys if key[0] not in ("vm-id", "smbios")]
    if not usable:
        return ""
    kind, *parts = min(usable, key=lambda key: (key[0] == "fqdn", KEY_KINDS.index(key[0]), key))
    if kind in ("vcenter", "server"):
        return "/".join(parts)
    if kind == "name-in-server":
        return f"name:{parts[1]}@{parts[0]}"
    return f"{kind}:{'/'.join(parts)}"


def weak_keys(record: Record, kind: str) -> Iterator[Key]:
    """The record's keys of a weak kind; a name with a domain is also a DNS name, and has a first label."""
    for key in record.keys:
        if key[0] == kind:
            yield key
        if key[0] == "name" and kind == "fqdn" and is_dns_name(key[1]):
            yield "fqdn", key[1]
        if key[0] in ("name", "fqdn") and kind == "label":
            yield "label", key[1].split(".")[0] if is_dns_name(key[1]) else key[1]


def is_dns_name(text: str) -> bool:
    """Whether it has a domain and is not an address: `web01.example.com`."""
    labels = text.split(".")
    return len(labels) > 1 and all(labels) and not labels[-1].isdigit() and " " not in text


class _Clusters:
    """Rows put together step by step: a union-find whose roots know their rows."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = records
        self.root = list(range(len(records)))
        self.members = {position: [position] for position in self.root}
        self.joined_by: list[Key] = [() for _ in records]

    def join_stable(self) -> None:
        holders: dict[Key, int] = {}
        for position, record in enumerate(self.records):
            for key in record.keys:
                if key[0] in STABLE:
                    self._join(holders.setdefault(key, position), position, key)

    def join_repeats(self) -> None:
        """Within a file, rows of which the name is all there is."""
        holders: dict[tuple[str, str, str], int] = {}
        for position, record in enumerate(self.records):
            named_only = not any(key[0] in (*STABLE, "smbios") for key in record.keys)
            if named_only and record.keys and not record.excluded:
                key = record.origin.file, stable_key(record.keys), record.name.strip().casefold()
                self._join(holders.setdefault(key, position), position, ("name", key[2]))

    def join_weak(self, kind: str) -> Iterator[Ambiguity]:
        """Join what shares a key of this kind and may be joined; yield the keys by which it cannot be told."""
        found: dict[Key, dict[int, None]] = defaultdict(dict)
        for position, record in enumerate(self.records):
            for key in weak_keys(record, kind):
                found[key].setdefault(self.root[position])
        for key, seen in found.items():
            roots = list(dict.fromkeys(self.root[root] for root in seen))
            if len(roots) < 2 or len({self.records[p].origin.file for r in roots for p in self.members[r]}) < 2:
                continue
            if any(self._differ(one, other, kind) for one, other in combinations(roots, 2)):
                yield Ambiguity(key, tuple(self.records[root] for root in sorted(roots)))
                continue
            for other in roots[1:]:
                self._join(roots[0], other, key)

    def _differ(self, one: int, other: int, kind: str) -> bool:
        """Whether something speaks against joining these two: a file that knows both, or keys that contradict."""
        if self._files(one) & self._files(other):
            return True
        if kind == "label" and self._contradict(one, other):
            return True
        ours, theirs = self._by_kind(one), self._by_kind(other)
        against = AGAINST + (("fqdn",) if kind in ("name", "label") else ())
        return any(ours[k] and theirs[k] and not ours[k] & theirs[k] for k in against)

    def _contradict(self, one: int, other: int) -> bool:
        """Whether two of what a machine is are told differently: then a like name is all they share."""
        ours, theirs = ({n: self._stated(root, n) for n in TELLING} for root in (one, other))
        return sum(bool(ours[n] and theirs[n] and not ours[n] & theirs[n]) for n in TELLING) > 1

    def _stated(self, root: int, name: str) -> set[object]:
        facts = (self.records[position].facts.get(name) for position in self.members[root])
        return {value for value in facts if value not in (None, "", OsFamily.UNKNOWN)}

    def _files(self, root: int) -> set[str]:
        return {self.records[position].origin.file for position in self.members[root]}

    def _by_kind(self, root: int) -> dict[str, set[Key]]:
        found: dict[str, set[Key]] = defaultdict(set)
        for position in self.members[root]:
            for key in self.records[position].keys:
                found[key[0]].add(key)
            found["fqdn"].update(weak_keys(self.records[position], "fqdn"))
        return found

    def _join(self, one: int, other: int, key: Key) -> None:
        first, second = sorted((self.root[one], self.root[other]))
        if first == second:
            return
        moved = self.members.pop(second)
        for position in moved:
            self.root[position] = first
        self.joined_by[second] = key
        self.members[first] = sorted([*self.members[first], *moved])

    def machines(self) -> tuple[Machine, ...]:
        taken: set[str] = set()
        return tuple(
            Machine(
                self._own_key(positions, taken),
                tuple(self.records[position] for position in positions),
                tuple(self.joined_by[position] for position in positions),
            )
            for positions in self.members.values()
        )

    def _own_key(self, positions: Sequence[int], taken: set[str]) -> str:
        """The stable key; where another machine that could not be told apart has it, with the file and row besides."""
        rows = [self.records[position] for position in positions]
        key = stable_key(key for row in rows for key in row.keys)
        if all(row.excluded for row in rows):
            return key
        if key in taken or not key:
            key = f"{key}@{'/'.join(map(str, place_in_order(rows[0])))}"
        taken.add(key)
        return key
