"""The SDK's asynchronous clients, one of each per subscription: a thousand polls share one thread."""

import asyncio
import ssl
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiohttp import ClientSession, DummyCookieJar, TCPConnector
from azure.core import AzureClouds
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.pipeline.transport import AioHttpTransport
from azure.mgmt.compute.aio import ComputeManagementClient
from azure.mgmt.resource.deployments.aio import DeploymentsMgmtClient
from azure.mgmt.resource.resources.aio import ResourceManagementClient

from azlift.cloud.allowance import Allowance
from azlift.cloud.entra import Access, choose_credential
from azlift.cloud.shared_looks import SharedLooks
from azlift.cloud.waits import ReadableWaits
from azlift.model import Person

T = TypeVar("T")
C = TypeVar("C")

CLOUDS = {
    "public": AzureClouds.AZURE_PUBLIC_CLOUD,
    "china": AzureClouds.AZURE_CHINA_CLOUD,
    "usgov": AzureClouds.AZURE_US_GOVERNMENT,
}

STATUS_RETRIES = 6
"""The SDK's own 3 end after about 5 seconds; Azure asks for longer patience when it throttles."""

CALLS_AT_ONCE = 16
CONNECTIONS = 100

POLLING_SECONDS = 1.0
"""How often it is asked what is still under way: one list for a whole wave, where Azure allows 25 reads a second."""

LEAST_POLLING_SECONDS = 0.05
"""In a rehearsal, whose clock runs faster."""


@dataclass(frozen=True)
class Cloud:
    """One subscription as seen by one identity."""

    access: Access
    credential: AsyncTokenCredential
    session: ClientSession
    resources: ResourceManagementClient
    deployments: DeploymentsMgmtClient
    compute: ComputeManagementClient
    polling_seconds: float
    allowance: Allowance
    looks: SharedLooks
    known_as: list[Person] = field(default_factory=list)
    """Who the credential is, once that was asked: `az` takes a second to say it."""

    @property
    def subscription(self) -> str:
        """The subscription's id as a path, e.g. `/subscriptions/00000000-…`."""
        return f"/subscriptions/{self.access.subscription_id}"


def open_cloud(access: Access) -> Cloud:
    """Clients for `access`; nothing is sent yet. Needs a running event loop; close them with `close_cloud`.

    All share one session and its connections. The SDK would build a TLS context for every request where it is given a
    CA of its own, and so never keep a connection: a quarter of the time, by profile.
    """
    credential = choose_credential(access)
    polling = max(POLLING_SECONDS / (access.speed or 1.0), LEAST_POLLING_SECONDS)
    allowance = Allowance(access.speed)
    context = ssl.create_default_context(cafile=access.ca_file or None)
    session = ClientSession(
        connector=TCPConnector(ssl=context, limit=CONNECTIONS),
        cookie_jar=DummyCookieJar(),
        trust_env=True,
        auto_decompress=False,
    )
    options: dict[str, Any] = {"retry_status": STATUS_RETRIES, "polling_interval": polling}
    options["per_retry_policies"] = [ReadableWaits(), allowance]
    if access.endpoint:
        options |= {"base_url": access.endpoint, "credential_scopes": [f"{access.endpoint}/.default"]}
    else:
        options |= {"cloud_setting": CLOUDS[access.cloud]}

    def client(kind: Callable[..., C]) -> C:
        transport = AioHttpTransport(session=session, session_owner=False)
        return kind(credential, access.subscription_id, transport=transport, **options)

    clients = client(ResourceManagementClient), client(DeploymentsMgmtClient), client(ComputeManagementClient)
    return Cloud(access, credential, session, *clients, polling, allowance, SharedLooks())


async def close_cloud(cloud: Cloud) -> None:
    await cloud.looks.close()
    for opened in (cloud.resources, cloud.deployments, cloud.compute, cloud.credential, cloud.session):
        await opened.close()


async def gather_bounded(calls: Iterable[Coroutine[Any, Any, T]], at_once: int = CALLS_AT_ONCE) -> list[T]:
    """The results in order, at most `at_once` under way; the first error is raised once all have ended."""
    gate = asyncio.Semaphore(at_once)

    async def one(call: Coroutine[Any, Any, T]) -> T:
        async with gate:
            return await call

    done = await asyncio.gather(*(one(call) for call in calls), return_exceptions=True)
    for result in done:
        if isinstance(result, BaseException):
            raise result
    return [result for result in done if not isinstance(result, BaseException)]
