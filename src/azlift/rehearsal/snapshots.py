"""Snapshots of a state directory: taken, laid back, thrown away, compared.

A snapshot is a copy of the world's database, taken while a server may run; laying one back, or starting anew, needs the
directory to itself. Credentials and the address stay as they are in all of it, so that clients stay configured.
"""

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from azlift.rehearsal.store import DATABASE, Store

Json = dict[str, Any]
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
FOLDER = "snapshots"
# What changes without anybody changing the resource.
_PASSING = ("etag", "created", "changed")


class SnapshotError(Exception):
    """A snapshot cannot be taken or found; the message says what to do."""


@dataclass(frozen=True)
class Change:
    """One thing that differs: its id, "added", "removed" or "changed", and where in it, with before and after."""

    id: str
    kind: str
    members: tuple[tuple[str, Any, Any], ...] = ()

    def body(self) -> Json:
        """As JSON."""
        members = [{"path": path, "before": before, "after": after} for path, before, after in self.members]
        return {"id": self.id, "change": self.kind, **({"members": members} if members else {})}


def take_snapshot(state: Path, name: str) -> Path:
    """Copy the world as it was last written down; answers the file."""
    target = _file(state, name)
    if target.exists():
        raise SnapshotError(f"there is a snapshot '{name}' already; choose another name")
    target.parent.mkdir(mode=0o700, exist_ok=True)
    with closing(_reading(state / DATABASE)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    target.chmod(0o600)
    return target


def restore_snapshot(state: Path, name: str) -> None:
    """Lay a snapshot back in place of the world that is there; nobody may be serving it."""
    source = _file(state, name)
    if not source.exists():
        raise SnapshotError(f"there is no snapshot '{name}'; there are: {', '.join(snapshot_names(state)) or 'none'}")
    with closing(Store(state)) as store, closing(_reading(source)) as kept:
        store.replace_all(kept.execute("SELECT kind, key, body FROM documents"))


def reset_state(state: Path) -> None:
    """Begin with an empty world; nobody may be serving it."""
    with closing(Store(state)) as store, closing(_reading(state / DATABASE)) as old:
        kept = old.execute(
            "SELECT kind, key, body FROM documents WHERE kind = 'world' AND key IN ('port', 'audiences')"
        )
        store.replace_all(kept.fetchall())


def snapshot_names(state: Path) -> list[str]:
    return sorted(each.stem for each in (state / FOLDER).glob("*.sqlite"))


def compare(state: Path, before: str, after: str | None) -> list[Change]:
    """What is different in `after` (a snapshot, or None: the world as it is now), in the order of the ids."""
    old = dict(_estate(_file(state, before)))
    new = dict(_estate(_file(state, after) if after is not None else state / DATABASE))
    return list(differences(old, new))


def differences(old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[Change]:
    """The differences of two estates: groups and resources by id."""
    for key in sorted(old.keys() | new.keys()):
        if key not in old or key not in new:
            yield Change(key, "removed" if key in old else "added")
        elif old[key] != new[key]:
            yield Change(key, "changed", tuple(_members(old[key], new[key], "")))


def _members(old: Any, new: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for name in sorted(old.keys() | new.keys()):
            where = f"{path}.{name}" if path else name
            yield from _members(old.get(name), new.get(name), where)
    elif old != new:
        yield path, old, new


def _estate(file: Path) -> Iterator[tuple[str, Json]]:
    if not file.exists():
        raise SnapshotError(f"there is no '{file.stem}' in {file.parent}")
    with closing(_reading(file)) as database:
        rows = database.execute("SELECT key, body FROM documents WHERE kind IN ('group', 'resource') ORDER BY key")
        for key, body in rows:
            yield key, {name: value for name, value in json.loads(body).items() if name not in _PASSING}


def _file(state: Path, name: str) -> Path:
    """The file of a snapshot; a name is a name, never a path."""
    if not NAME.fullmatch(name):
        raise SnapshotError(f"'{name}' is no name for a snapshot: letters, digits, '.', '_' and '-', at most 64")
    return state / FOLDER / f"{name}.sqlite"


def _reading(file: Path) -> sqlite3.Connection:
    if not file.exists():
        raise SnapshotError(f"there is no world in {file.parent}: nothing was ever rehearsed there")
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
