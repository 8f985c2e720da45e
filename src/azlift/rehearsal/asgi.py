"""The front desk as an ASGI application: bytes in, bytes out, nothing else."""

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.front import Front
from azlift.rehearsal.routes.call import Answer, Call, answer_json

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
HOST = re.compile(r"^(localhost|127\.0\.0\.1)(:\d{1,5})?$")
LARGEST_BODY = 4 * 1024 * 1024 + 65_536  # a template of 4 MB and its envelope. Source: ARM limits


def application(front: Front) -> Callable[[Message, Receive, Send], Awaitable[None]]:
    """An ASGI application over a front desk; it answers plain HTTP requests only.

    The server gives it the connection's transport as `line` in the state of the scope, to be cut where a scenario says
    so.
    """

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise RuntimeError(f"the pretend Azure does not speak {scope['type']}")
        body = await _read_body(receive)
        answer = _refused(scope, body) or front.answer(_call(scope, body or b""))
        if answer.delivery.delay:
            await asyncio.sleep(answer.delivery.delay)
        if answer.delivery.cut:
            scope["state"]["line"].abort()
            await receive()  # until the server has seen that the line is gone: it expects no answer then
            return
        headers = [(name.encode(), value.encode("latin-1", "replace")) for name, value in answer.headers]
        headers.append((b"content-length", str(len(answer.body)).encode()))
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    return app


async def _read_body(receive: Receive) -> bytes | None:
    """The body, or None when it is too large."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        if size <= LARGEST_BODY:
            parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts) if size <= LARGEST_BODY else None


def _refused(scope: Message, body: bytes | None) -> Answer | None:
    """What is refused before anything is looked at: a foreign Host (DNS rebinding), a body beyond ARM's limit."""
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    if len(hosts) != 1 or not HOST.match(hosts[0]):
        error = AzureError(
            400, "BadRequest", "Bad Request - Invalid Hostname: only localhost and 127.0.0.1 are served."
        )
        return answer_json(error.envelope(), 400)
    if body is None:
        message = f"The request content size exceeds the maximum size of '{LARGEST_BODY}' bytes."
        return answer_json(AzureError(413, "RequestContentTooLarge", message).envelope(), 413)
    return None


def _call(scope: Message, body: bytes) -> Call:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    path = re.sub("^/+", "/", scope["path"])
    return Call(
        method=scope["method"],
        path=path,
        query={name.lower(): value for name, value in query.items()},
        headers=headers,
        body=body,
        endpoint=f"{scope['scheme']}://{headers['host']}",
        correlation_id=headers.get("x-ms-correlation-request-id", ""),
    )
