import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from azlift.errors import LedgerError, LedgerUnwritable
from azlift.ledger import Server, engine, open_ledger
from azlift.ledger.engine import Place, connect_to
from azlift.ledger.opening import open_database


@pytest.fixture(scope="module")
def stranger(server_url: str) -> Iterator[str]:
    """The URL of a user without rights, whom the server asks for a password: `hush`."""
    folder = Path(server_url.partition("host=")[2])
    with connect_to(Server(server_url, "public")).connect() as connection:
        connection.exec_driver_sql("CREATE ROLE stranger LOGIN PASSWORD 'hush'")
        connection.commit()
        hba = folder / "data" / "pg_hba.conf"
        before = hba.read_text()
        hba.write_text("local all stranger scram-sha-256\n" + before)
        connection.exec_driver_sql("SELECT pg_reload_conf()")
        connection.commit()
        time.sleep(0.3)
        yield server_url.replace("azlift@", "stranger@")
        hba.write_text(before)


def refused(place: Place) -> LedgerError:
    with pytest.raises(LedgerError) as caught:
        open_database(place)
    assert caught.value.exit_code == 8
    assert "\n" not in caught.value.message
    return caught.value


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "--workspace" in refused(tmp_path / "file" / "a.ledger").advice


def test_a_server_that_does_not_answer_is_one_clear_error(tmp_path: Path) -> None:
    error = refused(Server(f"postgresql://azlift@/azlift?host={tmp_path}", "azlift_azure_e"))
    assert error.message.endswith("failed: No such file or directory")
    assert "can be reached" in error.advice


def test_a_database_that_is_not_there_is_one_clear_error(server_url: str) -> None:
    error = refused(Server(server_url.replace("/azlift?", "/nowhere?"), "azlift_azure_e"))
    assert 'database "nowhere" does not exist' in error.message
    assert "correct `ledger` in azlift.yaml" in error.advice


def test_a_missing_password_is_asked_for_where_it_belongs(stranger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setenv("PGPASSFILE", "/nowhere")
    error = refused(Server(stranger, "azlift_azure_e"))
    assert "PGPASSWORD or ~/.pgpass" in error.advice


def test_the_password_comes_from_the_environment_and_is_in_no_message(
    stranger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Server(stranger, "azlift_azure_e")
    monkeypatch.setenv("PGPASSWORD", "hush")
    error = refused(place)
    assert "CREATE SCHEMA azlift_azure_e AUTHORIZATION" in error.advice, "signed in, and lacks the right"
    monkeypatch.setenv("PGPASSWORD", "wrong-word")
    assert "wrong-word" not in str(refused(place)) + repr(refused(place))


def test_a_schema_made_by_the_databases_owner_is_enough(
    server_url: str, stranger: str, clock, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("PGPASSWORD", "hush")
    with connect_to(Server(server_url, "public")).begin() as owner:
        owner.exec_driver_sql("CREATE SCHEMA azlift_azure_given AUTHORIZATION stranger")
    assert open_ledger(Server(stranger, "azlift_azure_given"), clock, "m:1:1").verify() == 0


def test_writers_queue_and_readers_do_not(place: Place) -> None:
    at_work, order = open_database(place), []
    other = open_database(place)

    def write() -> None:
        with other.begin():
            order.append("second")

    with at_work.begin():
        queued = threading.Thread(target=write)
        queued.start()
        with other.connect().execution_options(**engine.READING) as reader:
            assert reader.execute(text("SELECT count(*) FROM event")).scalar_one() == 0
        time.sleep(0.2)
        order.append("first")
    queued.join()
    assert order == ["first", "second"]


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_a_writer_that_stops_in_a_transaction_does_not_stop_the_others(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "WAITS_SECONDS", 2)
    stopped = open_database(place).connect()
    stopped.begin()
    stopped.execute(text("SELECT 1"))
    with open_database(place).begin() as other:
        assert other.execute(text("SELECT count(*) FROM event")).scalar_one() == 0
    with pytest.raises(Exception, match="idle-in-transaction timeout"):
        stopped.execute(text("SELECT 1"))


def test_a_writer_that_waits_too_long_is_told_who_to_look_for(
    place: Place, clock, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    holder = open_database(place)
    monkeypatch.setattr(engine, "WAITS_SECONDS", 1)
    waiting = open_ledger(place, clock, "m:1:1")
    with holder.begin(), pytest.raises(LedgerUnwritable, match="lock") as caught, waiting.driving("wave-01"):
        pass
    assert "run the same command again" in caught.value.advice


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_a_connection_that_was_cut_in_between_is_made_anew(place: Place, clock) -> None:  # type: ignore[no-untyped-def]
    ledger = open_ledger(place, clock, "m:1:1")
    ledger.history()
    with connect_to(place).begin() as another:
        another.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = user"
        )
    assert ledger.history() == ()
