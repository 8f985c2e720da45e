"""Connections to the ledger's database: a file of SQLite's, or a schema on a PostgreSQL server.

SQLite in WAL mode with full sync: a commit is on disk before the next request leaves (about 1 ms each). On both, who
writes queues at the start of a transaction, so that two never read the same end of the chain; who reads waits for
nobody.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError

from azlift.errors import LedgerBroken, LedgerUnwritable

READING = {"azlift_reading": True}
"""Execution options of a connection that only reads: it waits for nobody."""

WAITS_SECONDS = 20
"""How long a writer queues. On a server one that holds the others up, stopped in a transaction, is cut off in half of
it; on a file nobody can do that."""


@dataclass(frozen=True)
class Server:
    """A ledger on a PostgreSQL server: `url` is without password; `schema` keeps one ledger apart from another."""

    url: str
    schema: str

    def __str__(self) -> str:
        return f"{self.url} (schema {self.schema})"

    @property
    def lock(self) -> int:
        """The number of the advisory lock under which this ledger is written."""
        return int.from_bytes(hashlib.sha256(f"azlift ledger {self.schema}".encode()).digest()[:8], signed=True)


Place = Path | Server


def connect_to(place: Place) -> Engine:
    """An engine on the ledger's database; nothing is asked of it yet. Raises LedgerUnwritable."""
    return _server_engine(place) if isinstance(place, Server) else _file_engine(place)


def explained(error: DatabaseError, place: Place) -> LedgerUnwritable | LedgerBroken:
    """A database error in words: what happened to which ledger, and what to do."""
    said = str(error.orig).strip().partition("\n")[0]
    if "malformed" in said or "not a database" in said:
        return LedgerBroken(
            f"{place}: {said}", advice="Restore the file from a copy; `azlift ledger export` makes one."
        )
    return LedgerUnwritable(f"{place}: {said}", advice=_advice(said, str(error.orig), place))


def _advice(said: str, whole: str, place: Place) -> str:
    if not isinstance(place, Server):
        return "Nothing half-written was kept. Free space or mend the rights, then run the same command again."
    if "password" in whole or "authentication" in whole:
        return "Put the password into PGPASSWORD or ~/.pgpass (mode 600); it is never part of the setting `ledger`."
    if "permission denied for database" in said:
        return f"Let the database's owner run: CREATE SCHEMA {place.schema} AUTHORIZATION <the user of `ledger`>;"
    if "permission denied" in said:
        return f"The user of `ledger` must own schema {place.schema}; let the database's owner see to it."
    if "does not exist" in said:
        return "Let the server's owner create it, or correct `ledger` in azlift.yaml."
    if "lock timeout" in said:
        return "Another process holds the ledger up; see pg_stat_activity for it. Then run the same command again."
    return (
        "Nothing half-written was kept. See that the server runs and can be reached, then run the same command again."
    )


def _file_engine(path: Path) -> Engine:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerUnwritable(f"{path.parent}: {error.strerror}", advice="Choose another --workspace.") from error
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _prepare_file)
    event.listen(engine, "begin", _begin_on_file)
    return engine


def _prepare_file(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    waits = f"busy_timeout={WAITS_SECONDS * 1000}"
    for pragma in (waits, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_on_file(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if _only_reads(connection) else "BEGIN IMMEDIATE")


def _server_engine(place: Server) -> Engine:
    """Commits are waited for and timeouts set whatever the server's defaults are."""
    settings = {
        "search_path": place.schema,
        "timezone": "UTC",
        "client_encoding": "UTF8",
        "synchronous_commit": "on",
        "lock_timeout": f"{WAITS_SECONDS}s",
        "idle_in_transaction_session_timeout": f"{WAITS_SECONDS // 2}s",
    }
    engine = create_engine(
        make_url(place.url).set(drivername="postgresql+psycopg"),
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        connect_args={
            "application_name": "azlift",
            "connect_timeout": 10,
            "keepalives_idle": 10,
            "tcp_user_timeout": 1000 * WAITS_SECONDS,
            "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
        },
    )

    def begin(connection: Connection) -> None:
        if not _only_reads(connection):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({place.lock})")

    event.listen(engine, "begin", begin)
    return engine


def _only_reads(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("azlift_reading", False))
