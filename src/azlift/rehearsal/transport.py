"""The second door of a world: an asynchronous transport for azure-core that answers in memory.

The unmodified SDK is given `transport=InMemoryTransport(front)`; under a VirtualTimeLoop its polls and retries cost no
time, so thousands of deployments run in a minute, the same way from the same seed.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, MutableMapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from azure.core.credentials import AccessToken
from azure.core.exceptions import HttpResponseError, ServiceRequestError, ServiceResponseTimeoutError
from azure.core.pipeline.transport import AsyncHttpTransport
from azure.core.rest import AsyncHttpResponse, HttpRequest
from azure.core.utils import case_insensitive_dict

from azlift.rehearsal.front import Front
from azlift.rehearsal.routes.call import Call, Delivery

ENDPOINT = "https://rehearsal.invalid"  # answers nowhere else: the name is reserved (RFC 2606)

READ_TIMEOUT = 300.0  # azure-core's own patience


@dataclass(slots=True, eq=False)
class Answered(AsyncHttpResponse):
    """A whole answer, read already."""

    request: HttpRequest
    status_code: int
    headers: MutableMapping[str, str]
    content: bytes
    encoding: str | None = "utf-8"
    is_closed: bool = True
    is_stream_consumed: bool = True
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        return HTTPStatus(self.status_code).phrase

    @property
    def content_type(self) -> str | None:
        return self.headers.get("content-type")

    @property
    def url(self) -> str:
        return self.request.url

    def body(self) -> bytes:
        return self.content

    def text(self, encoding: str | None = None) -> str:
        return self.content.decode(encoding or "utf-8-sig")

    def json(self) -> Any:
        return json.loads(self.content)

    async def read(self) -> bytes:
        return self.content

    async def iter_raw(self, **kwargs: Any) -> AsyncIterator[bytes]:
        yield self.content

    async def iter_bytes(self, **kwargs: Any) -> AsyncIterator[bytes]:
        yield self.content

    def raise_for_status(self) -> None:
        if self.status_code >= HTTPStatus.BAD_REQUEST:
            raise HttpResponseError(response=self)

    async def close(self) -> None:
        """Nothing is held open."""

    async def __aexit__(self, *failure: object) -> None:
        await self.close()


class InMemoryTransport(AsyncHttpTransport[HttpRequest, AsyncHttpResponse]):
    """Requests go to the desk, waits to the event loop."""

    def __init__(self, front: Front) -> None:
        self._front = front

    async def send(self, request: HttpRequest, **kwargs: Any) -> AsyncHttpResponse:
        """One request, answered; other tasks get their turn in between, as they would over a network."""
        await asyncio.sleep(0)
        answer = self._front.answer(_call(request))
        await _deliver(answer.delivery, kwargs.get("read_timeout", READ_TIMEOUT))
        return Answered(request, answer.status, case_insensitive_dict(dict(answer.headers)), answer.body)

    async def sleep(self, duration: float) -> None:
        """How the SDK waits for a poll or a retry."""
        await asyncio.sleep(duration)

    async def open(self) -> None:
        """There is nothing to open."""

    async def close(self) -> None:
        """Nor to close."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        """Nothing is held."""


async def _deliver(delivery: Delivery, patience: float) -> None:
    """Late, or not at all: then the SDK is told what its aiohttp transport tells it."""
    await asyncio.sleep(min(delivery.delay, patience))
    if delivery.delay > patience:
        raise ServiceResponseTimeoutError("Timeout on reading data from socket")
    if delivery.cut:
        raise ServiceRequestError("Server disconnected")


class InMemoryCredential:
    """A credential for the world's first application; its tokens are the desk's own."""

    def __init__(self, front: Front) -> None:
        self._front = front

    async def get_token(self, *scopes: str, **kwargs: Any) -> AccessToken:
        """A token for the first scope."""
        facts, identity = self._front.identity.facts, self._front.identity
        form = {
            "client_id": facts.client_id,
            "client_secret": facts.client_secret,
            "grant_type": "client_credentials",
            "scope": scopes[0],
        }
        issued = identity.issue(facts.tenant_id, form, ENDPOINT)
        return AccessToken(issued["access_token"], int(time.time()) + int(issued["expires_in"]))

    async def close(self) -> None:
        """Nothing is held."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self.close()


def _call(request: HttpRequest) -> Call:
    parts = urlsplit(request.url)
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Call(
        method=request.method,
        path=unquote(parts.path),
        query={name.lower(): value for name, value in parse_qsl(parts.query, keep_blank_values=True)},
        headers=headers,
        body=_bytes(request.content),
        endpoint=ENDPOINT,
        correlation_id=headers.get("x-ms-correlation-request-id", ""),
    )


def _bytes(content: Any) -> bytes:
    if content is None:
        return b""
    return content if isinstance(content, bytes) else str(content).encode()
