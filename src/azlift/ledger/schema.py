"""The ledger's two tables, and how a connection to them is made.

`event` is append-only: the database itself refuses to change or delete a row. `lease` says who drives a wave.
SQLite in WAL mode with full sync: a commit is on disk before the next request leaves (about 1 ms each).
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Column, Engine, Index, Integer, MetaData, String, Table, Text, create_engine, event
from sqlalchemy.exc import DatabaseError

from azlift.errors import LedgerBroken, LedgerUnwritable

METADATA = MetaData()

EVENTS = Table(
    "event",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False),
    Column("noun", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("driver", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
    Index("event_by_subject", "subject", "seq"),
)

LEASES = Table(
    "lease",
    METADATA,
    Column("wave", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("expires_at", String, nullable=False),
)

APPEND_ONLY = tuple(
    f"CREATE TRIGGER IF NOT EXISTS event_keeps_its_rows_{verb} BEFORE {verb} ON event "
    "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    for verb in ("UPDATE", "DELETE")
)


READING = {"azlift_reading": True}
"""Execution options of a connection that only reads: it waits for nobody."""


def open_database(path: Path) -> Engine:
    """An engine on the ledger file, its tables made if need be. Raises LedgerUnwritable, LedgerBroken."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerUnwritable(f"{path.parent}: {error.strerror}", advice="Choose another --workspace.") from error
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    try:
        with engine.begin() as connection:
            METADATA.create_all(connection)
            for trigger in APPEND_ONLY:
                connection.exec_driver_sql(trigger)
    except DatabaseError as error:
        raise explained(error, path) from error
    return engine


def explained(error: DatabaseError, path: Path | str) -> LedgerUnwritable | LedgerBroken:
    """A database error in words: what happened to which file, and what to do."""
    text = str(error.orig)
    if "malformed" in text or "not a database" in text:
        return LedgerBroken(f"{path}: {text}", advice="Restore the file from a copy; `azlift ledger export` makes one.")
    return LedgerUnwritable(
        f"{path}: {text}",
        advice="Nothing half-written was kept. Free space or mend the rights, then run the same command again.",
    )


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    """Writers queue at the start of a transaction, so that two never read the same end of the chain."""
    reading = connection.get_execution_options().get("azlift_reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
