"""The database's own time: leases run by it, so that a client's clock, right or wrong, decides nothing.

SQLite's is that of the machine on which the file and all who use it are. A server's is asked once a minute and carried
on in between by a clock of this machine that nobody sets, which goes on while the machine sleeps.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from azlift.ledger.engine import READING, Place, Server, explained

ASKED_EVERY_SECONDS = 60.0

_NOW = {
    "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')",
    "postgresql": "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')",
}


def database_time(connection: Connection) -> datetime:
    """What time it is in the database, in UTC; not when the transaction began, which may have waited since."""
    said: str = connection.exec_driver_sql(_NOW[connection.dialect.name]).scalar_one()
    return datetime.fromisoformat(said).replace(tzinfo=UTC)


def database_clock(engine: Engine, place: Place) -> Callable[[], datetime]:
    """A clock that shows the database's time. It raises LedgerUnwritable when a server cannot be asked."""
    return _server_clock(engine, place) if isinstance(place, Server) else lambda: datetime.now(UTC)


def _server_clock(engine: Engine, place: Server) -> Callable[[], datetime]:
    known: tuple[float, datetime] | None = None

    def now() -> datetime:
        nonlocal known
        if known is None or _unset_seconds() - known[0] > ASKED_EVERY_SECONDS:
            try:
                with engine.connect().execution_options(**READING) as connection:
                    shown = database_time(connection)
            except DatabaseError as error:
                raise explained(error, place) from error
            known = (_unset_seconds(), shown)
        return known[1] + timedelta(seconds=_unset_seconds() - known[0])

    return now


def _unset_seconds() -> float:
    """Seconds since the machine started, asleep or not; `time.monotonic` would leave out the sleep on Linux."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
