from datetime import UTC, datetime, timedelta

import pytest

from azlift.errors import LedgerUnwritable
from azlift.ledger import Server, hours, open_ledger
from azlift.ledger.engine import Place
from azlift.ledger.hours import database_time
from azlift.ledger.opening import open_database

FAR_OFF = timedelta(hours=24)


def test_the_database_says_what_time_it_is_in_utc(place: Place) -> None:
    engine = open_database(place)
    with engine.connect() as connection:
        assert abs(database_time(connection) - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_transaction_that_waited_does_not_take_the_time_it_began_for_the_present(place: Place) -> None:
    with open_database(place).connect() as connection:
        first = database_time(connection)
        connection.exec_driver_sql(
            "SELECT pg_sleep(0.05)"
            if isinstance(place, Server)
            else "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
            "SELECT i + 1 FROM n WHERE i < 300000) SELECT count(*) FROM n"
        )
        assert database_time(connection) > first


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_without_a_clock_of_its_own_a_ledger_on_a_server_bears_the_servers_time(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This machine's clock, set wrong by a day, is asked for nothing."""

    class Wrong(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime.now(UTC) + FAR_OFF

    monkeypatch.setattr(hours, "datetime", Wrong)
    monkeypatch.setattr(hours.time, "time", lambda: 0.0)
    ledger = open_ledger(place, None, "m:1:1")
    assert abs(ledger.clock() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_the_server_is_asked_once_a_minute_and_time_passes_in_between(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed, asked = [0.0], []
    monkeypatch.setattr(hours, "_unset_seconds", lambda: passed[0])
    monkeypatch.setattr(hours, "database_time", lambda _: asked.append(1) or datetime(2026, 11, 23, tzinfo=UTC))
    clock = open_ledger(place, None, "m:1:1").clock
    first = clock()
    passed[0] = 59
    assert (clock() - first, len(asked)) == (timedelta(seconds=59), 1)
    passed[0] = 61
    assert (clock(), len(asked)) == (first, 2)


def test_a_server_that_cannot_be_asked_is_one_clear_error(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from azlift.ledger.engine import connect_to

    nowhere = Server(f"postgresql://azlift@/azlift?host={tmp_path}", "azlift_azure_e")
    with pytest.raises(LedgerUnwritable, match="schema azlift_azure_e"):
        hours.database_clock(connect_to(nowhere), nowhere)()
