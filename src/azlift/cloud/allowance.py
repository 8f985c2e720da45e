"""How many requests Azure Resource Manager lets us send, kept to by ourselves: a request that would be refused for its
number waits here, the most urgent first.

ARM keeps token buckets per subscription, identity and kind of request (azure-docs, "Throttling Resource Manager
requests"). Ours run along with them; each answer says what is left there, and so what others of the same identity took:
the workers beside this one, or a person's `az`.
"""

import asyncio
import heapq
import itertools
from dataclasses import dataclass, field
from typing import Any

from azure.core.pipeline import PipelineRequest, PipelineResponse
from azure.core.pipeline.policies import AsyncHTTPPolicy

from azlift.critical_path import TURN

LIMITS = {"reads": (250, 25.0), "writes": (200, 10.0), "deletes": (200, 10.0)}
"""Of each kind: what a full bucket holds, and what it gets back a second."""
KIND_OF_METHOD = {"GET": "reads", "HEAD": "reads", "DELETE": "deletes"}
RESERVE = 10
"""Left in the bucket for those who ask at the same instant from another process."""
REFUSED = 429
ONE = 1 - 1e-6
"""A token, but for what floating point loses on the way."""


@dataclass
class Bucket:
    """One kind's tokens, as far as we know them; below 0 they are owed. Times are the event loop's."""

    holds: float
    per_second: float
    tokens: float
    at: float
    under_way: int = 0
    _waiting: list[tuple[float, int, asyncio.Future[None]]] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    async def take(self) -> None:
        """Take a token, or wait for one."""
        if not self._waiting and self._left() >= ONE:
            self.tokens -= 1
            return
        ticket = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (-TURN.get(), next(self._numbers), ticket))
        if len(self._waiting) == 1:
            self._serve()
        await ticket

    def learn(self, left: int) -> None:
        """Take Azure's word for what is left, less what it has not counted yet."""
        self.tokens = min(self._left(), left - RESERVE - self.under_way)

    def pause(self, seconds: float) -> None:
        """No token for so long: Azure refused one."""
        self.tokens = min(self._left(), 1 - seconds * self.per_second)

    def _serve(self) -> None:
        while self._waiting and self._left() >= ONE:
            ticket = heapq.heappop(self._waiting)[-1]
            if not ticket.done():
                self.tokens -= 1
                ticket.set_result(None)
        if self._waiting:
            asyncio.get_running_loop().call_later((1 - self.tokens) / self.per_second, self._serve)

    def _left(self) -> float:
        now = asyncio.get_running_loop().time()
        self.tokens = min(self.holds, self.tokens + (now - self.at) * self.per_second)
        self.at = now
        return self.tokens


class Allowance(AsyncHTTPPolicy[Any, Any]):
    """The buckets of one subscription and identity, and the step of the SDK's pipeline that keeps to them.

    `speed` is how fast Azure's clock runs: 1, except in a rehearsal. `refused` counts what was refused all the same.
    """

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed
        self._buckets: dict[str, Bucket] = {}
        self.refused = 0

    async def send(self, request: PipelineRequest[Any]) -> PipelineResponse[Any, Any]:
        """Send a request once its kind has a token for it."""
        kind = KIND_OF_METHOD.get(request.http_request.method, "writes")
        bucket = self.bucket(kind)
        await bucket.take()
        bucket.under_way += 1
        try:
            response = await self.next.send(request)
        finally:
            bucket.under_way -= 1
        self._learn(kind, bucket, response.http_response)
        return response

    def bucket(self, kind: str) -> Bucket:
        """The bucket of a kind of request, full at first."""
        if kind not in self._buckets:
            holds, per_second = LIMITS[kind]
            now = asyncio.get_running_loop().time()
            self._buckets[kind] = Bucket(holds, per_second * self._speed, holds, now)
        return self._buckets[kind]

    def _learn(self, kind: str, bucket: Bucket, response: Any) -> None:
        said = (f"x-ms-ratelimit-remaining-subscription-{scope}{kind}" for scope in ("", "global-"))
        left = [int(response.headers[name]) for name in said if response.headers.get(name, "").isdecimal()]
        if left:
            bucket.learn(min(left))
        if response.status_code == REFUSED:
            self.refused += 1
            waits = response.headers.get("retry-after", "")
            if left and not min(left) and waits.isdecimal():
                bucket.pause(float(waits))
