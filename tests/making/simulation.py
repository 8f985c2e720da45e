"""A wave in virtual time: azlift and the unmodified SDK over a pretend Azure in memory, the same on every run.

`Simulated` is one world with its clock. A venue on it differs from any other in its transport and its credential only;
the ledger is a real one, in a folder of its own. What happens to a request on its way is up to `post`.
"""

import json
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from unittest.mock import patch

from azure.core.rest import AsyncHttpResponse, HttpRequest
from estates import estate, machine, planned

from azlift.catalog import size_facts
from azlift.cloud import Access, Cloud, clients, close_cloud, open_cloud
from azlift.ledger import open_ledger, this_driver
from azlift.model import Estate
from azlift.rehearsal.catalogue import Catalogue, read_catalogue
from azlift.rehearsal.front import Front
from azlift.rehearsal.identity import Facts, Identity, read_facts
from azlift.rehearsal.opening import open_world
from azlift.rehearsal.store import Store
from azlift.rehearsal.transport import ENDPOINT, InMemoryCredential, InMemoryTransport
from azlift.rehearsal.virtual_time import VirtualClock, run_in_virtual_time
from azlift.rehearsal.world import Account
from azlift.settings import read_settings, write_settings
from azlift.venue import Venue

T = TypeVar("T")

ROOT = Path(__file__).parents[2]
WAVE = "wave-01"
ORIGIN = datetime(2026, 11, 27, 18, 0, tzinfo=UTC).timestamp()
"""A Friday evening."""

POLLING_SECONDS = 15.0
"""As patient as nobody waits for it: each poll costs real time."""

Post = Callable[[HttpRequest, Callable[[], Awaitable[AsyncHttpResponse]]], Awaitable[AsyncHttpResponse]]
"""Carries a request to the desk, or not: what is between azlift and Azure."""


async def straight(_request: HttpRequest, deliver: Callable[[], Awaitable[AsyncHttpResponse]]) -> AsyncHttpResponse:
    """Nothing is between them."""
    return await deliver()


@dataclass
class Simulated:
    """One pretend Azure in memory under one virtual clock."""

    facts: Facts
    clock: VirtualClock
    front: Front
    post: Post = straight
    credential: Callable[[Front], Any] = InMemoryCredential
    skew: float = 0.0
    """By how many seconds azlift's own clock goes ahead of Azure's."""

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.clock.now() + self.skew, UTC)

    @property
    def access(self) -> Access:
        return Access(
            auth="rehearsal",
            subscription_id=self.facts.subscription_id,
            tenant_id=self.facts.tenant_id,
            client_id=self.facts.client_id,
            secret=self.facts.client_secret,
            secret_ends=date.max,
            endpoint=ENDPOINT,
        )

    @asynccontextmanager
    async def at(self, workspace: Path) -> AsyncIterator[Venue]:
        """The venue of this workspace in this world."""
        ledger = open_ledger(workspace / "rehearsal.ledger", self.now, this_driver())
        venue = Venue(workspace, read_settings(workspace), ledger)
        with self.in_memory():
            cloud: Cloud = open_cloud(self.access)
        venue.__dict__.update(access=self.access, cloud=cloud)
        try:
            yield venue
        finally:
            await close_cloud(cloud)
            ledger.engine.dispose()

    @contextmanager
    def in_memory(self) -> Iterator[None]:
        """Where azlift opens connections and asks for tokens, it gets the desk's."""
        transport = lambda **_: _Posted(self)  # noqa: E731
        with (
            patch.object(clients, "AioHttpTransport", transport),
            patch.object(clients, "choose_credential", lambda _: self.credential(self.front)),
            patch.object(clients, "ClientSession", lambda **_: _NoSession()),
            patch.object(clients, "TCPConnector", lambda **_: None),
            patch.object(clients.ssl, "create_default_context", lambda **_: None),
            patch.object(clients, "POLLING_SECONDS", POLLING_SECONDS),
        ):
            yield

    def play(self, workspace: Path, act: Callable[[Venue], Awaitable[T]]) -> T:
        """Run `act` at the workspace's venue, in virtual time."""

        async def main() -> T:
            async with self.at(workspace) as venue:
                return await act(venue)

        return run_in_virtual_time(self.clock, main())

    def standing(self) -> dict[str, Any]:
        """Every resource group and resource, in canonical form: without what differs from one landing to the next."""
        world = self.front.world
        found = {f"group {group.key}": group.document() for group in world.groups.values()}
        found |= {resource.key: resource.document() for resource in world.resources.values()}
        text = json.dumps(found, sort_keys=True).lower().replace(self.facts.subscription_id.lower(), "SUBSCRIPTION")
        digests = dict.fromkeys(re.findall(r'"azlift-digest": "([0-9a-f]+)"', text))  # each holds the subscription's id
        for number, digest in enumerate(digests, 1):
            text = text.replace(digest, f"DIGEST {number}")
        text = re.sub(r'("azlift-stage": "[a-z ]+?) \d{4}-[^"]*', r"\1", text)  # since when
        made: dict[str, Any] = _without_passing(json.loads(text))
        return made


class _NoSession:
    async def close(self) -> None:
        """Nothing was opened."""


class _Posted(InMemoryTransport):
    """The in-memory door, with the post in front of it."""

    def __init__(self, simulated: Simulated) -> None:
        super().__init__(simulated.front)
        self._simulated = simulated

    async def send(self, request: HttpRequest, **kwargs: Any) -> AsyncHttpResponse:
        deliver = super().send
        return await self._simulated.post(request, lambda: deliver(request, **kwargs))


PASSING = {
    *("etag", "created", "changed", "resourceguid", "timecreated", "vmid", "uniqueid", "createdat", "timestamp"),
    *("macaddress", "internaldomainnamesuffix", "lastownershipupdatetime", "privateipaddress"),
}
"""What Azure chooses anew each time a resource is made."""


def _without_passing(found: Any) -> Any:
    if isinstance(found, dict):
        return {key: _without_passing(value) for key, value in found.items() if key.lower() not in PASSING}
    return [_without_passing(each) for each in found] if isinstance(found, list) else found


_FACTS = read_facts(None)
TENANT = _FACTS.tenant_id
"""Of every world made here."""


@cache
def _catalogue() -> Catalogue:
    """The sizes azlift knows, as a rehearsal's Azure has them."""
    with TemporaryDirectory() as folder:
        sizes = Path(folder, "sizes.json")
        sizes.write_text(json.dumps(size_facts(("westeurope",), Path(folder))), encoding="utf-8")
        return read_catalogue(sizes)


def simulated(seed: int, origin: float = ORIGIN, registered: bool = True, **options: Any) -> Simulated:
    """An empty world; everything drawn by chance in it follows from `seed`."""
    facts = replace(_FACTS, subscription_id=f"00000000-0000-0000-0000-{seed:012x}")
    clock = VirtualClock(origin)
    world = open_world(Account(facts.tenant_id, facts.subscription_id), clock, Store(None), _catalogue())
    for namespace in ("Microsoft.Compute", "Microsoft.Network") if registered else ():
        world.keep_registration(namespace, "Registered")
    return Simulated(facts, clock, Front(world, Identity(facts, {ENDPOINT}, world.directory)), **options)


def small_estate() -> Estate:
    """Two groups, one of two machines: with the landing zone three deployments."""
    return estate(machine("shop1", "shop"), machine("shop2", "shop"), machine("mail1"))


def planned_workspace(folder: Path, made: Estate | None = None, **settings: Any) -> Path:
    """A workspace in which `made` is planned as one wave, to be copied."""
    write_settings(folder, estate="proof", templates=str(ROOT / "templates"), limits={"pilot_machines": 60}, **settings)
    (folder / "people.yaml").write_text("gates: none\n", encoding="utf-8")
    planned(folder, made or small_estate()).ledger.engine.dispose()
    return folder


def copied(template: Path, folder: Path) -> Path:
    shutil.copytree(template, folder)
    return folder
