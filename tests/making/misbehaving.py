"""Azure, or what lies between, misbehaving: named faults, the places where azlift calls, and a post that lets one
strike at the other. A fault that never struck has shown nothing, so each strike is counted."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit

from azure.core.exceptions import ServiceRequestError, ServiceResponseError, ServiceResponseTimeoutError
from azure.core.rest import AsyncHttpResponse, HttpRequest
from azure.core.utils import case_insensitive_dict

from azlift.rehearsal.faults import scenario_of
from azlift.rehearsal.faults.changes import take_scenario
from azlift.rehearsal.front import Front
from azlift.rehearsal.transport import READ_TIMEOUT, Answered

Deliver = Callable[[], Awaitable[AsyncHttpResponse]]
Fault = Callable[[HttpRequest, Deliver], Awaitable[AsyncHttpResponse]]


def answered(request: HttpRequest, status: int, body: bytes, **headers: str) -> AsyncHttpResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answered(request, status, case_insensitive_dict({"content-type": "application/json"} | named), body)


def refusing(status: int, code: str, message: str = "not now", **headers: str) -> Fault:
    """Nothing is done, and the answer is a refusal."""
    body = json.dumps({"error": {"code": code, "message": message}}).encode()

    async def fault(request: HttpRequest, _deliver: Deliver) -> AsyncHttpResponse:
        return answered(request, status, body, **headers)

    return fault


async def _until_a_date(request: HttpRequest, _deliver: Deliver) -> AsyncHttpResponse:
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=10), usegmt=True)
    return await refusing(429, "TooManyRequests", retry_after=when)(request, _deliver)


async def _page(request: HttpRequest, _deliver: Deliver) -> AsyncHttpResponse:
    return answered(request, 502, b"<html><body>Bad Gateway</body></html>", content_type="text/html")


async def _cut_before(_request: HttpRequest, _deliver: Deliver) -> AsyncHttpResponse:
    raise ServiceRequestError("Cannot connect to host management.azure.com:443")


async def _cut_after(_request: HttpRequest, deliver: Deliver) -> AsyncHttpResponse:
    await deliver()
    raise ServiceResponseError("Server disconnected")


async def _silence(_request: HttpRequest, deliver: Deliver) -> AsyncHttpResponse:
    await deliver()
    await asyncio.sleep(READ_TIMEOUT)
    raise ServiceResponseTimeoutError("Timeout on reading data from socket")


async def _late(_request: HttpRequest, deliver: Deliver) -> AsyncHttpResponse:
    answer = await deliver()
    await asyncio.sleep(READ_TIMEOUT * 0.9)
    return answer


async def _twice(_request: HttpRequest, deliver: Deliver) -> AsyncHttpResponse:
    await deliver()
    return await deliver()


async def _truncated(_request: HttpRequest, deliver: Deliver) -> AsyncHttpResponse:
    answer = await deliver()
    assert isinstance(answer, Answered)
    return replace(answer, content=answer.content[: len(answer.content) // 2] or b"{")


async def _empty(_request: HttpRequest, deliver: Deliver) -> AsyncHttpResponse:
    answer = await deliver()
    assert isinstance(answer, Answered)
    return replace(answer, content=b"")


FAULTS: dict[str, Fault] = {
    "408": refusing(408, "RequestTimeout"),
    "429": refusing(429, "TooManyRequests"),
    "429, ask again in ten minutes": refusing(429, "TooManyRequests", retry_after="600"),
    "429, ask again at once": refusing(429, "TooManyRequests", retry_after="0"),
    "429, ask again at a date": _until_a_date,
    "429, ask again `soon`": refusing(429, "TooManyRequests", retry_after="soon"),
    "500": refusing(500, "InternalServerError"),
    "502, a proxy's page": _page,
    "503": refusing(503, "ServiceUnavailable"),
    "504": refusing(504, "GatewayTimeout"),
    "cut before it was taken": _cut_before,
    "cut after it was taken": _cut_after,
    "taken, then silence": _silence,
    "late by four minutes": _late,
    "delivered twice": _twice,
    "409, something is active": refusing(409, "DeploymentActive", "The deployment is active"),
    "409, another operation": refusing(409, "AnotherOperationInProgress"),
    "404, for a moment": refusing(404, "ResourceNotFound", "was not found"),
    "half an answer": _truncated,
    "an empty answer": _empty,
}

_NAME = r"/[^/]+"
SITES: dict[str, tuple[str, str]] = {
    "asking for a provider": ("GET", rf"/providers{_NAME}$"),
    "registering a provider": ("POST", rf"/providers{_NAME}/register$"),
    "validating": ("POST", r"/validate$"),
    "previewing": ("POST", r"/whatIf$"),
    "waiting for an answer": ("GET", rf"/operationresults{_NAME}$"),
    "looking for a deployment": ("GET", rf"/deployments{_NAME}$"),
    "sending a deployment": ("PUT", rf"/deployments{_NAME}$"),
    "listing what is under way": ("GET", r"/deployments$"),
    "reading the resource group": ("GET", rf"/resourcegroups{_NAME}$"),
    "listing the resources": ("GET", r"/resources$"),
    "listing the machines": ("GET", r"/virtualMachines$"),
    "listing the disks": ("GET", r"/disks$"),
    "deleting a resource": ("DELETE", rf"/providers{_NAME}{_NAME}{_NAME}$"),
    "waiting for a deletion": ("GET", rf"/(Disk)?operations{_NAME}$"),
    "deleting the resource group": ("DELETE", rf"/resourcegroups{_NAME}$"),
}
"""Where azlift calls Azure: method and end of the path."""


def site_of(request: HttpRequest) -> str:
    """The call site of a request; its path where it is none of them."""
    path = urlsplit(request.url).path
    for site, (method, pattern) in SITES.items():
        if request.method == method and re.search(pattern, path, re.IGNORECASE):
            return site
    return f"{request.method} {path}"


class Crash(BaseException):
    """The process ends here."""


@dataclass
class Trouble:
    """A fault at a site: the first `skip` requests pass, the next `times` are struck."""

    site: str
    fault: str
    skip: int = 0
    times: int = 1
    met: int = 0
    struck: int = 0

    def strikes(self, site: str) -> bool:
        if site != self.site:
            return False
        self.met += 1
        hit = self.met > self.skip and self.struck < self.times
        self.struck += hit
        return hit


@dataclass
class Post:
    """Carries requests, and lets troubles strike at them; writes down what passed."""

    troubles: list[Trouble] = field(default_factory=list)
    sent: list[tuple[str, str, int]] = field(default_factory=list)
    """Site, path and status of each request that reached the desk."""
    crash_after: int = 0
    """After so many requests more the process ends; 0: it does not."""
    crashes: int = 0

    async def __call__(self, request: HttpRequest, deliver: Deliver) -> AsyncHttpResponse:
        site, path = site_of(request), urlsplit(request.url).path.lower()

        async def noted() -> AsyncHttpResponse:
            answer = await deliver()
            self.sent.append((site, path, answer.status_code))
            return answer

        if self.crash_after:
            self.crash_after -= 1
            if not self.crash_after:
                self.crashes += 1
                raise Crash
        for trouble in tuple(self.troubles):
            if trouble.strikes(site):
                return await FAULTS[trouble.fault](request, noted)
        return await noted()

    def accepted(self) -> dict[str, int]:
        """How often Azure took each deployment."""
        taken: dict[str, int] = {}
        for site, path, status in self.sent:
            if site == "sending a deployment" and status < 300:
                name = path.rpartition("/")[2]
                taken[name] = taken.get(name, 0) + 1
        return taken


NESTED = "OverconstrainedAllocationRequest"


def let_fail(front: Front, machine: str, times: int = 1) -> None:
    """Let Azure accept the deployment of a machine and fail it in the end, with a nested error."""
    rule = {
        "kind": "fail",
        "match": {"resource": f"*/virtualMachines/{machine}", "operation": "*/write"},
        "code": NESTED,
        "message": "Allocation failed. The requested size is not available.",
        "times": times,
    }
    take_scenario(front.world, scenario_of({"faults": [rule], "seed": 1}))
