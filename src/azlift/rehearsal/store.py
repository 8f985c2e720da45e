"""What the world remembers: JSON documents in one SQLite file, written in one transaction before an answer leaves.

The file must survive `kill -9` of the process, not a power cut: synchronous=OFF is enough, because the pages already
handed to the operating system outlive the process. Without a directory everything stays in memory.
"""

import fcntl
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Protocol

DATABASE = "world.sqlite"


class Document(Protocol):
    """Anything that can be written down."""

    def document(self) -> dict[str, Any]: ...


class StateInUse(Exception):
    """Another pretend Azure already serves this state directory."""


class Store:
    """Documents by (kind, key); `stage` collects what changed, `commit` writes it."""

    def __init__(self, directory: Path | None) -> None:
        self._lock: IO[str] | None = None
        self._staged: dict[tuple[str, str], Document | dict[str, Any] | None] = {}
        if directory is None:
            self._database: sqlite3.Connection | None = None
            return
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = _lock_directory(directory)
        path = directory / DATABASE
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS documents (kind TEXT, key TEXT, body TEXT, PRIMARY KEY (kind, "
            "key)) WITHOUT ROWID"
        )

    @property
    def durable(self) -> bool:
        return self._database is not None

    @property
    def dirty(self) -> bool:
        return bool(self._staged)

    def stage(self, kind: str, key: str, document: Document | dict[str, Any] | None) -> None:
        """Note a document as changed (None: gone); it is serialised once, at the commit."""
        if self._database is not None:
            self._staged[kind, key] = document

    def read_all(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every document of a kind, by key."""
        if self._database is None:
            return
        rows = self._database.execute("SELECT key, body FROM documents WHERE kind = ? ORDER BY key", (kind,))
        for key, body in rows.fetchall():
            yield key, json.loads(body)

    def read(self, kind: str, key: str) -> dict[str, Any] | None:
        """One document, as committed or as staged."""
        if self._database is None:
            return None
        if (kind, key) in self._staged:
            staged = self._staged[kind, key]
            return None if staged is None else json.loads(_text(staged))
        row = self._database.execute("SELECT body FROM documents WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        return None if row is None else json.loads(row[0])

    def commit(self) -> None:
        """Write everything staged, in one transaction."""
        if self._database is None or not self._staged:
            return
        gone = [key for key, document in self._staged.items() if document is None]
        kept = [(*key, _text(document)) for key, document in self._staged.items() if document is not None]
        self._database.execute("BEGIN")
        self._database.executemany("DELETE FROM documents WHERE kind = ? AND key = ?", gone)
        self._database.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", kept)
        self._database.execute("COMMIT")
        self._staged.clear()

    def replace_all(self, documents: Iterable[tuple[str, str, str]]) -> None:
        """Put (kind, key, text) documents in place of all there are, in one transaction."""
        if self._database is None:
            return
        self._database.execute("BEGIN")
        self._database.execute("DELETE FROM documents")
        self._database.executemany("INSERT INTO documents VALUES (?, ?, ?)", documents)
        self._database.execute("COMMIT")

    def close(self) -> None:
        self.commit()
        if self._database is not None:
            self._database.close()
        if self._lock is not None:
            self._lock.close()


def _text(document: Document | dict[str, Any]) -> str:
    body = document if isinstance(document, dict) else document.document()
    return json.dumps(body, separators=(",", ":"))


def _lock_directory(directory: Path) -> IO[str]:
    lock = (directory / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise StateInUse(f"another pretend Azure already uses the state directory {directory}") from error
    return lock
