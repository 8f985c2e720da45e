import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, text

from azlift.errors import HeldByAnother, LedgerNewer
from azlift.ledger import Ledger, Server, open_ledger, opening
from azlift.ledger.engine import Place, connect_to
from azlift.ledger.opening import found_revision, open_database, upgrade
from azlift.ledger.schema import CURRENT, REVISIONS, UPGRADES
from azlift.model import Landing
from azlift.stages import Stage

RELEASED = sorted((Path(__file__).parent / "released").glob("*.sql"))
FACT = Landing(subject="g", digest="d", deployments=(), resources=())


def as_first_made(place: Place) -> None:
    """An empty ledger as the oldest azlift that knew this kind of database made it."""
    if isinstance(place, Server):
        with connect_to(place).begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {place.schema}")
            upgrade(connection, "", REVISIONS[0])
        return
    with sqlite3.connect(place) as connection:
        connection.executescript(RELEASED[0].read_text())


def test_the_tables_are_made_once_and_kept(tmp_path: Path) -> None:
    for _ in range(2):
        open_database(tmp_path / "a.ledger").dispose()
    assert os.listdir(tmp_path) == ["a.ledger"]


def test_many_who_open_an_empty_place_at_once_make_one_ledger(place: Place, clock) -> None:  # type: ignore[no-untyped-def]
    def open_and_write(number: int) -> None:
        open_ledger(place, clock, f"m{number}:1:1").record(f"g{number}", Stage.RENDERED, "d", FACT)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(open_and_write, range(6)))
    assert open_ledger(place, clock, "m:1:1").verify() == 6


def test_a_ledger_is_upgraded_when_it_is_opened_and_says_by_whom(place: Place) -> None:
    as_first_made(place)
    with open_database(place).connect() as connection:
        assert found_revision(connection) == CURRENT
        (made,) = connection.execute(select(UPGRADES.c.revision, UPGRADES.c.azlift))
        assert tuple(made) == (CURRENT, "0.1.0")


def test_many_who_open_an_old_ledger_at_once_upgrade_it_once(place: Place) -> None:
    as_first_made(place)
    with ThreadPoolExecutor(4) as pool:
        engines = list(pool.map(open_database, [place] * 4))
    with engines[0].connect() as connection:
        assert connection.execute(select(UPGRADES.c.revision)).scalars().all() == [CURRENT]


def test_an_upgrade_that_fails_leaves_the_ledger_as_it_was(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    as_first_made(place)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(opening, "database_time", crash)
    with pytest.raises(KeyboardInterrupt):
        open_database(place)
    monkeypatch.undo()
    with connect_to(place).connect() as connection:
        assert found_revision(connection) == REVISIONS[0]
    open_database(place)


def test_a_newer_ledger_is_refused_by_name_and_left_alone(ledger: Ledger, place: Place, clock) -> None:  # type: ignore[no-untyped-def]
    with ledger.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0009'"))
        connection.execute(UPGRADES.insert().values(revision="0009", azlift="7.2.0", at="t"))
    with pytest.raises(LedgerNewer, match=r"revision 0009, made by azlift 7\.2\.0; this azlift \(0\.1\.0\)") as caught:
        open_ledger(place, clock, "m:1:1")
    assert "Install azlift 7.2.0" in caught.value.advice
    assert caught.value.exit_code == 8


def test_a_newer_ledger_whose_table_of_upgrades_has_changed_is_refused_all_the_same(
    ledger: Ledger, place: Place, clock
) -> None:  # type: ignore[no-untyped-def]
    with ledger.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0009'"))
        connection.execute(text("DROP TABLE upgrade"))
    with pytest.raises(LedgerNewer, match="of a later version"):
        open_ledger(place, clock, "m:1:1")


def test_no_table_is_changed_under_a_driver(place: Place, clock) -> None:  # type: ignore[no-untyped-def]
    as_first_made(place)
    with connect_to(place).begin() as connection:
        connection.execute(text("INSERT INTO lease VALUES ('wave-01', 'far-off:1:1', 1, '2999-01-01T00:00:00+00:00')"))
    with pytest.raises(HeldByAnother, match="to be upgraded, and wave-01 is driven by far-off:1:1"):
        open_ledger(place, clock, "m:1:1")
    with connect_to(place).begin() as connection:
        connection.execute(text("UPDATE lease SET expires_at = '2026-01-01T00:00:00+00:00'"))
    assert open_ledger(place, clock, "m:1:1").verify() == 0
