import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from servers import postgresql_server, server_program
from sqlalchemy import text

from azlift.ledger import Ledger, Server, open_ledger
from azlift.ledger.engine import Place

OVER = "1970-01-01T00:00:00+00:00"


class SteeredClock:
    """A clock that tests move by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> SteeredClock:
    return SteeredClock()


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A running PostgreSQL server."""
    if server_program("initdb") is None:
        pytest.skip("no PostgreSQL here; tests/ledger/install_postgresql.sh installs it")
    with postgresql_server() as url:
        yield url


@pytest.fixture(scope="session")
def _schemas() -> Iterator[int]:
    return itertools.count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where an empty ledger may be made: each test that asks for one runs on both databases."""
    if request.param == "sqlite":
        return tmp_path / "a.ledger"
    number = next(request.getfixturevalue("_schemas"))
    return Server(request.getfixturevalue("server_url"), f"azlift_rehearsal_alone_{number}")


@pytest.fixture
def open_as(place: Place, clock: SteeredClock) -> Iterator[Callable[[str], Ledger]]:
    """Opens the same ledger as another driver, on a machine of its own unless the name says otherwise."""
    opened: list[Ledger] = []

    def open_(driver: str) -> Ledger:
        opened.append(open_ledger(place, clock, driver))
        return opened[-1]

    yield open_
    for ledger in opened:
        ledger.engine.dispose()


@pytest.fixture
def ledger(open_as: Callable[[str], Ledger]) -> Ledger:
    return open_as("elsewhere-1:100:1")


def let_leases_end(ledger: Ledger) -> None:
    """As if a minute had passed in which nobody renewed."""
    with ledger.engine.begin() as connection:
        connection.execute(text("UPDATE lease SET expires_at = :over"), {"over": OVER})


@pytest.fixture
def minute_over(ledger: Ledger) -> Callable[[], None]:
    """All leases of the ledger run out, as if nobody had renewed them for a minute."""
    return lambda: let_leases_end(ledger)
