"""Power that fails while the ledger's file is written: what of it can be on the disk, and what is then read of it.

`kill -9` does not show this: what a process has written stays in the machine's memory. So copies of the files are torn:
the log of writes (WAL) cut at any half-kilobyte, a half-kilobyte of it turned to rubbish, and pages of the file itself
written by half while the log was folded into it.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from azlift.ledger import open_ledger
from azlift.model import Landing
from azlift.stages import Stage

SECTOR, PAGE = 512, 4096


def written_ledger(folder: Path, transactions: int) -> tuple[Path, Path, list[str]]:
    """A file before any of these transactions, the log that holds all of them, and the hashes of the true history."""
    folder.mkdir()
    file, log = folder / "l", folder / "l-wal"
    open_ledger(file, None, "m:1:1").engine.dispose()
    base = shutil.copy(file, folder / "base")
    ledger = open_ledger(file, None, "m:1:1")
    with ledger.engine.connect() as held:
        held.exec_driver_sql("PRAGMA wal_autocheckpoint = 0")
        held.rollback()
    for number in range(transactions):
        fact = Landing(subject="g", digest=f"d{number}", deployments=("a" * (number * 37 % 900),), resources=())
        ledger.record(f"g{number % 7}", Stage.RENDERED, f"d{number}", fact)
    saved = shutil.copy(log, folder / "log")
    hashes = [event.hash for event in ledger.history()]
    ledger.engine.dispose()
    return Path(base), Path(saved), hashes


def truncated(log: bytes, step: int) -> Iterator[bytes]:
    """The log as far as it reached the disk: the first n sectors of it, for every `step`-th n."""
    for end in range(0, len(log) + SECTOR, SECTOR * step):
        yield log[:end]


def rubbished(log: bytes, step: int) -> Iterator[bytes]:
    """The log with one sector that holds something else, for every `step`-th sector."""
    for start in range(0, len(log), SECTOR * step):
        yield log[:start] + bytes(255 - byte for byte in log[start : start + SECTOR]) + log[start + SECTOR :]


def half_folded(base: Path, log: Path, folder: Path) -> Iterator[bytes]:
    """The file as it can be while the log is folded into it: some page written by half, those before it whole."""
    shutil.copy(base, folder / "folded")
    shutil.copy(log, folder / "folded-wal")
    with sqlite3.connect(folder / "folded") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before, after = base.read_bytes(), (folder / "folded").read_bytes()
    before = before.ljust(len(after), b"\0")
    for start in range(0, len(after), PAGE):
        yield after[: start + PAGE // 2] + before[start + PAGE // 2 :]


class Reader:
    """Opens torn files, and holds what is read of them against the true history."""

    def __init__(self, folder: Path, hashes: list[str]) -> None:
        self.folder, self.hashes = folder, hashes
        self.prefixes: set[int] = set()
        self.points = 0

    def read(self, file: bytes, log: bytes) -> int:
        """How many events are left. Raises AssertionError unless they are the first ones of the true history, the
        file is whole by SQLite's own check, and the next event can be written after them."""
        place = self.folder / f"{self.points}.ledger"
        place.write_bytes(file)
        Path(f"{place}-wal").write_bytes(log)
        ledger = open_ledger(place, lambda: datetime.now(UTC), "m:1:1")
        left = [event.hash for event in ledger.history()]
        assert left == self.hashes[: len(left)], "what is left is no prefix of the true history"
        with ledger.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        ledger.record("after", Stage.RENDERED, "d", Landing(subject="g", digest="d", deployments=(), resources=()))
        assert ledger.verify() == len(left) + 1
        ledger.engine.dispose()
        for path in self.folder.glob(f"{self.points}.ledger*"):
            path.unlink()
        self.points += 1
        self.prefixes.add(len(left))
        return len(left)
