"""The pretend Azure for tests: behind https for the real SDK and a raw client, and as a desk under a clock moved by
hand."""

import contextlib
import json
import ssl
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from azure.identity.aio import ClientSecretCredential
from azure.mgmt.compute.aio import ComputeManagementClient
from azure.mgmt.network.aio import NetworkManagementClient
from azure.mgmt.resource.deployments.aio import DeploymentsMgmtClient
from azure.mgmt.resource.resources.aio import ResourceManagementClient

from azlift.rehearsal.catalogue import read_catalogue
from azlift.rehearsal.front import Front
from azlift.rehearsal.identity import Facts, Identity, read_facts
from azlift.rehearsal.opening import open_world
from azlift.rehearsal.routes.call import Call
from azlift.rehearsal.server import Address, Options, start_in_thread
from azlift.rehearsal.store import Store
from azlift.rehearsal.world import Account, World

API = "2026-06-01"
FAST = 400.0  # simulated seconds per real second: a machine in about a tenth of a second


@dataclass
class Raw:
    """A plain https client that signs in by itself and says exactly what it is told."""

    address: Address
    client: httpx.Client
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def subscription(self) -> str:
        return f"/subscriptions/{self.address.subscription_id}"

    def token(self, **changes: str) -> httpx.Response:
        form = {
            "client_id": self.address.client_id,
            "client_secret": self.address.client_secret,
            "grant_type": "client_credentials",
            "scope": f"{self.address.endpoint}//.default",
        }
        return self.client.post(f"/{self.address.tenant_id}/oauth2/v2.0/token", data={**form, **changes})

    def sign_in(self) -> None:
        self.headers["authorization"] = f"Bearer {self.token().json()['access_token']}"

    def ask(self, method: str, path: str, body: Any = None, *, api: str | None = API, **options: Any) -> httpx.Response:
        """One request; `path` begins at the root, or at the subscription when it begins with `~`."""
        path = self.subscription + path[1:] if path.startswith("~") else path
        if api is not None:
            path += ("&" if "?" in path else "?") + f"api-version={api}"
        headers = {**self.headers, **options.pop("headers", {})}
        return self.client.request(method, path, json=body, headers=headers, **options)


@contextlib.contextmanager
def raw_client(address: Address) -> Iterator[Raw]:
    context = ssl.create_default_context(cafile=address.ca_file)
    with httpx.Client(base_url=address.endpoint, verify=context, timeout=30) as client:
        raw = Raw(address, client)
        raw.sign_in()
        yield raw


@dataclass(frozen=True)
class Clients:
    """The unmodified SDK, pointed at the pretend Azure."""

    address: Address
    credential: ClientSecretCredential
    resources: ResourceManagementClient
    deployments: DeploymentsMgmtClient
    compute: ComputeManagementClient
    network: NetworkManagementClient


@contextlib.asynccontextmanager
async def sdk_clients(address: Address) -> AsyncIterator[Clients]:
    async with contextlib.AsyncExitStack() as stack:
        credential = await stack.enter_async_context(
            ClientSecretCredential(
                address.tenant_id,
                address.client_id,
                address.client_secret,
                authority=address.endpoint,
                disable_instance_discovery=True,
                connection_verify=address.ca_file,
            )
        )
        options: dict[str, Any] = {
            "base_url": address.endpoint,
            "credential_scopes": [f"{address.endpoint}/.default"],
            "connection_verify": address.ca_file,
        }
        made = [
            await stack.enter_async_context(client(credential, address.subscription_id, **options))
            for client in (
                ResourceManagementClient,
                DeploymentsMgmtClient,
                ComputeManagementClient,
                NetworkManagementClient,
            )
        ]
        yield Clients(address, credential, *made)


@pytest.fixture(scope="session")
def pretend_azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A pretend Azure with registered providers and a quick clock, for the whole session."""
    options = Options(state=tmp_path_factory.mktemp("azure"), speed=FAST)
    with start_in_thread(options) as world:
        with raw_client(world.address) as raw:
            for namespace in ("Microsoft.Compute", "Microsoft.Network"):
                raw.ask("POST", f"~/providers/{namespace}/register")
            raw.ask("POST", "/rehearsal/clock", {"advance": 60}, api=None)
        yield world.address


@pytest.fixture
def raw(pretend_azure: Address) -> Iterator[Raw]:
    with raw_client(pretend_azure) as client:
        yield client


@pytest.fixture
async def sdk(pretend_azure: Address) -> AsyncIterator[Clients]:
    async with sdk_clients(pretend_azure) as clients:
        yield clients


NOON = 1_790_000_000.0
ENDPOINT = "https://localhost:1"


@dataclass
class HandClock:
    """A clock that stands until it is moved."""

    instant: float = NOON
    speed: float = 1.0

    def now(self) -> float:
        return self.instant


@dataclass(frozen=True)
class Reply:
    """An answer of the desk."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def refusal(self) -> tuple[int, str]:
        """Status and code of a refusal."""
        return self.status, self.json()["error"]["code"]


@dataclass
class Desk:
    """The pretend Azure without a network: requests at instants of our choosing."""

    front: Front
    clock: HandClock
    authorization: str

    @property
    def world(self) -> World:
        return self.front.world

    @property
    def subscription(self) -> str:
        return f"/subscriptions/{self.world.account.subscription_id}"

    def ask(
        self, method: str, path: str, body: Any = None, *, api: str | None = API, headers: dict[str, str] | None = None
    ) -> Reply:
        """One request; `~` stands for the subscription, `body` is JSON or bytes as they are."""
        path, _, query = path.partition("?")
        path = self.subscription + path[1:] if path.startswith("~") else path
        pairs = dict(pair.split("=", 1) for pair in query.split("&") if pair)
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        call = Call(
            method=method,
            path=path,
            query={name.lower(): value for name, value in pairs.items()} | ({"api-version": api} if api else {}),
            headers={"authorization": self.authorization, **(headers or {})},
            body=sent,
            endpoint=ENDPOINT,
            correlation_id="00000000-0000-0000-0000-00000000c0de",
        )
        answer = self.front.answer(call)
        return Reply(answer.status, dict(answer.headers), answer.body)

    def follow(self, reply: Reply, header: str) -> Reply:
        """GET the URL an answer's header names."""
        url = reply.headers[header].removeprefix(ENDPOINT)
        path, _, query = url.partition("?")
        query = "&".join(pair for pair in query.split("&") if not pair.startswith("api-version="))
        return self.ask("GET", f"{path}?{query}" if query else path)

    def wait(self, seconds: float = 600.0) -> None:
        """Let simulated time pass."""
        self.clock.instant += seconds
        self.world.settle()

    def put(self, path: str, body: Any) -> Any:
        """A resource that must be accepted, brought to its end; answers it as it then stands."""
        reply = self.ask("PUT", path, body)
        assert reply.status in (200, 201, 202), reply.body
        self.wait()
        return self.ask("GET", path).json()

    def deploy(self, body: Any, name: str = "d1", group: str | None = "rg1") -> Any:
        """A deployment that must be accepted, brought to its end; answers it as it then stands."""
        path = f"{f'~/resourceGroups/{group}' if group else '~'}/providers/Microsoft.Resources/deployments/{name}"
        reply = self.ask("PUT", path, body)
        assert reply.status in (200, 201), reply.body
        self.wait()
        return self.ask("GET", path).json()


def open_desk(store: Store, facts: Facts, clock: HandClock) -> Desk:
    """A desk over a store."""
    world = open_world(Account(facts.tenant_id, facts.subscription_id), clock, store, read_catalogue(None))
    world.durations.spread = False  # tests know to the second when something ends
    identity = Identity(facts, {ENDPOINT}, world.directory)
    form = {
        "client_id": facts.client_id,
        "client_secret": facts.client_secret,
        "grant_type": "client_credentials",
        "scope": f"{ENDPOINT}/.default",
    }
    token = identity.issue(facts.tenant_id, form, ENDPOINT)["access_token"]
    return Desk(Front(world, identity), clock, f"Bearer {token}")


@pytest.fixture(scope="session")
def facts() -> Facts:
    return read_facts(None)


@pytest.fixture
def bare_desk(facts: Facts) -> Desk:
    """An empty world, nothing registered."""
    return open_desk(Store(None), facts, HandClock())


@pytest.fixture
def desk(bare_desk: Desk) -> Desk:
    """A world with registered providers and the resource group rg1 in West Europe."""
    for namespace in ("Microsoft.Compute", "Microsoft.Network"):
        bare_desk.world.keep_registration(namespace, "Registered")
    assert bare_desk.ask("PUT", "~/resourceGroups/rg1", {"location": "westeurope"}).status == 201
    return bare_desk
