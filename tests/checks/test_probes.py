import asyncio
import socket
import sqlite3
import time
from pathlib import Path

import pytest
from answering_server import answering

from azlift.checks.probes import look_at_database, look_at_name, look_at_page, look_at_port
from azlift.errors import SettingsError
from azlift.model import DnsCheck, HttpCheck, SqlCheck


def test_a_port_takes_connections_or_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        seen = asyncio.run(look_at_port("127.0.0.1", port, 5))
        assert (seen.passed, seen.found) == (True, "it takes connections")
    seen = asyncio.run(look_at_port("127.0.0.1", port, 5))
    assert (seen.passed, "refused" in seen.found.lower() or "connect" in seen.found.lower()) == (False, True)


def test_a_port_that_says_nothing_is_given_up_in_time() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        others = [socket.socket() for _ in range(4)]
        for other in others:
            other.setblocking(False)
            other.connect_ex(full.getsockname())
        began = time.monotonic()
        seen = asyncio.run(look_at_port("127.0.0.1", full.getsockname()[1], 0.3))
        for other in others:
            other.close()
    assert (seen.passed, seen.found) == (False, "no answer within 0.3 s")
    assert time.monotonic() - began < 3


def test_a_page_answers_as_expected_or_says_what_it_does() -> None:
    def page(status: int, contains: str | None = None) -> tuple[bool, str]:
        with answering(lambda _: (status, b"all systems \xc3\xa4 go")) as server:
            seen = asyncio.run(look_at_page(HttpCheck(url=f"{server.url}/health", contains=contains), 5))
        return seen.passed, seen.found

    assert page(200) == (True, "status 200")
    assert page(200, "ä go") == (True, "status 200")
    assert page(200, "ok") == (False, "status 200, without the text")
    assert page(503) == (False, "status 503")
    assert page(302) == (False, "status 302"), "where it would lead to is another page"


def test_a_page_that_is_not_there_or_does_not_answer_is_found_so() -> None:
    assert not asyncio.run(look_at_page(HttpCheck(url="http://127.0.0.1:9/"), 5)).passed
    with answering(lambda _: None) as server:
        assert not asyncio.run(look_at_page(HttpCheck(url=server.url), 5)).passed

    def slow(_: object) -> tuple[int, bytes]:
        time.sleep(1)
        return 200, b""

    with answering(slow) as server:
        assert asyncio.run(look_at_page(HttpCheck(url=server.url), 0.2)).found == "no answer within 0.2 s"


def test_a_page_is_asked_with_its_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGE_TOKEN", "t0ken")
    with answering(lambda asked: (200 if asked.headers.get("Authorization") == "Bearer t0ken" else 401, b"")) as server:
        assert asyncio.run(look_at_page(HttpCheck(url=server.url, bearer="PAGE_TOKEN"), 5)).passed
    monkeypatch.delenv("PAGE_TOKEN")
    with pytest.raises(SettingsError, match="PAGE_TOKEN is empty"):
        asyncio.run(look_at_page(HttpCheck(url=server.url, bearer="PAGE_TOKEN"), 5))


def test_a_name_leads_to_what_is_expected_and_nowhere_else() -> None:
    async def look(name: str, *expected: str) -> tuple[bool, str]:
        seen = await look_at_name(DnsCheck(name=name), expected, 5)
        return seen.passed, seen.found

    assert asyncio.run(look("127.0.0.1", "127.0.0.1", "127.0.0.2")) == (True, "127.0.0.1")
    assert asyncio.run(look("127.0.0.1", "10.0.0.4")) == (False, "127.0.0.1")
    assert asyncio.run(look("no-such-name.invalid", "10.0.0.4"))[0] is False


def test_a_database_answers_a_query_and_keeps_nothing_of_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shop.db'}"

    def ask(query: str, expect: str | None = None) -> tuple[bool, str]:
        seen = asyncio.run(look_at_database(SqlCheck(url=url, query=query, expect=expect), 5))
        return seen.passed, seen.found

    assert ask("select 41 + 1", "42") == (True, "42")
    assert ask("select 41", "42") == (False, "41")
    assert ask("select 1 where 0") == (True, "no row")
    with sqlite3.connect(tmp_path / "shop.db") as database:
        database.execute("create table t (x)")
    assert ask("insert into t values (7) returning x", "7") == (True, "7")
    assert ask("select x from t") == (True, "no row")
    passed, found = ask("select y from nowhere")
    assert (passed, "no such table" in found) == (False, True)


def test_a_driver_that_is_not_there_is_named() -> None:
    for url in ("mssql+pymssql://reader@db01/shop", "nodatabase://reader@db01/shop"):
        with pytest.raises(SettingsError, match="is not installed") as found:
            asyncio.run(look_at_database(SqlCheck(url=url), 5))
        assert "Install it beside azlift" in found.value.advice
