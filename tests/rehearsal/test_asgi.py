"""Bytes in, bytes out: what is refused before anything is looked at."""

import time
from dataclasses import replace
from typing import Any

import pytest
from tests.rehearsal.conftest import Raw

from azlift.rehearsal.asgi import LARGEST_BODY, application
from azlift.rehearsal.routes.call import Answer, Call, Delivery


def test_a_foreign_host_header_is_refused(raw: Raw) -> None:
    answer = raw.ask("GET", "~/resourceGroups", headers={"host": "evil.example"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "BadRequest")
    answer = raw.client.options("/subscriptions", headers={"origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_body_beyond_arms_limit_is_refused(raw: Raw) -> None:
    answer = raw.ask("PUT", "~/resourceGroups/big", {"location": "x" * 5_000_000})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "RequestContentTooLarge")


class Desk:
    """Stands where the front desk does and keeps what it was asked."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def answer(self, call: Call) -> Answer:
        self.calls.append(call)
        return Answer(201, b"done", (("location", "https://localhost/ключ"),))


async def sent(desk: Any, *parts: bytes, **scope: Any) -> list[Any]:
    """What goes out for one request whose body comes in `parts`."""
    base = {
        "type": "http",
        "scheme": "https",
        "method": "PUT",
        "path": "/a",
        "query_string": b"",
        "headers": [(b"host", b"localhost:8443")],
    }
    messages = [{"body": part, "more_body": True} for part in parts] + [{"body": b""}]
    out: list[Any] = []

    async def receive() -> Any:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        out.append(message)

    await application(desk)({**base, **scope}, receive, send)
    return out


async def test_a_call_has_the_address_the_client_used_and_query_names_in_lower_case() -> None:
    desk = Desk()
    headers = [(b"host", b"127.0.0.1:9"), (b"x-ms-correlation-request-id", b"c1")]
    await sent(
        desk, b"{", b"}", headers=headers, path="//subscriptions/x", query_string=b"API-Version=1&%24Top=&a=B%20b"
    )
    (call,) = desk.calls
    assert (call.endpoint, call.path, call.body) == ("https://127.0.0.1:9", "/subscriptions/x", b"{}")
    assert (call.query, call.correlation_id) == ({"api-version": "1", "$top": "", "a": "B b"}, "c1")


async def test_an_answer_goes_out_with_its_length_and_headers_that_can_not_break() -> None:
    start, body = await sent(Desk())
    assert (start["status"], body["body"]) == (201, b"done")
    assert dict(start["headers"]) == {b"location": b"https://localhost/????", b"content-length": b"4"}


@pytest.mark.parametrize(("size", "status"), [(LARGEST_BODY, 201), (LARGEST_BODY + 1, 413)])
async def test_the_limit_of_a_body_is_counted_over_its_parts(size: int, status: int) -> None:
    desk = Desk()
    start, _ = await sent(desk, b"x" * (size // 2), b"x" * (size - size // 2))
    assert (start["status"], len(desk.calls)) == (status, status == 201)


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        [b"localhost.evil.example"],
        [b"evil.example:443"],
        [b"localhost:123456"],
        [b"localhost", b"localhost"],
        [b"::1"],
    ],
)
async def test_any_other_host_is_refused_before_the_desk_is_asked(hosts: list[bytes]) -> None:
    desk = Desk()
    start, _ = await sent(desk, headers=[(b"host", host) for host in hosts])
    assert (start["status"], desk.calls) == (400, [])


async def test_other_protocols_are_not_spoken() -> None:
    with pytest.raises(RuntimeError, match="does not speak websocket"):
        await sent(Desk(), type="websocket")


class Late(Desk):
    """A desk whose answer is late, and then lost."""

    def answer(self, call: Call) -> Answer:
        return replace(super().answer(call), delivery=Delivery(delay=0.05, cut=True))


class Line:
    """Stands where the connection's transport does."""

    aborted = False

    def abort(self) -> None:
        self.aborted = True


async def test_an_answer_that_is_late_and_lost_waits_and_then_the_line_is_cut() -> None:
    line, began = Line(), time.monotonic()
    assert await sent(Late(), b"x", state={"line": line}) == []
    assert line.aborted
    assert time.monotonic() - began >= 0.05
