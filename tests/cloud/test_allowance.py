"""The limiter against the pretend Azure's own buckets, in virtual time: what we send, none of it refused."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from azure.core.pipeline.transport import AsyncHttpTransport
from azure.mgmt.resource.resources.aio import ResourceManagementClient

from azlift.cloud.allowance import LIMITS, Allowance
from azlift.critical_path import TURN
from azlift.rehearsal.catalogue import read_catalogue
from azlift.rehearsal.front import Front
from azlift.rehearsal.identity import Identity, read_facts
from azlift.rehearsal.limits.policies import ARM_RATES
from azlift.rehearsal.opening import open_world
from azlift.rehearsal.store import Store
from azlift.rehearsal.transport import ENDPOINT, InMemoryCredential, InMemoryTransport
from azlift.rehearsal.virtual_time import VirtualClock, run_in_virtual_time
from azlift.rehearsal.world import Account

Client = ResourceManagementClient


def virtually(act: Callable[[Callable[[Allowance], Client]], Awaitable[Any]]) -> tuple[Any, dict[str, int]]:
    """Run `act` with a maker of clients of one world; (its result, what the server counted)."""
    facts, clock = read_facts(None), VirtualClock(1_790_000_000.0)
    world = open_world(Account(facts.tenant_id, facts.subscription_id), clock, Store(None), read_catalogue(None))
    front = Front(world, Identity(facts, {ENDPOINT}, world.directory))

    def client(allowance: Allowance) -> Client:
        transport: AsyncHttpTransport[Any, Any] = InMemoryTransport(front)
        options: dict[str, Any] = {"base_url": ENDPOINT, "credential_scopes": [f"{ENDPOINT}/.default"]}
        options |= {"transport": transport, "per_retry_policies": [allowance], "retry_status": 0}
        return ResourceManagementClient(InMemoryCredential(front), facts.subscription_id, **options)

    async def run() -> Any:
        return await act(client)

    return run_in_virtual_time(clock, run()), front.received.routes


async def write(client: Client, number: int) -> float:
    await client.resource_groups.create_or_update(f"rg-{number}", {"location": "westeurope"})
    return asyncio.get_running_loop().time()


def test_our_limits_are_azures() -> None:
    assert {kind: (rate.burst, rate.refill) for kind, rate in ARM_RATES.items()} == LIMITS


def test_what_is_beyond_a_full_bucket_waits_and_none_of_it_is_refused() -> None:
    async def act(make: Any) -> float:
        client = make(Allowance())
        return max(await asyncio.gather(*(write(client, number) for number in range(500))))

    seconds, counted = virtually(act)
    assert 30.0 <= seconds <= 32.0  # (500 - 200) / 10, and the reserve of ten
    assert not [route for route in counted if route.endswith("throttled")]


def test_without_it_azure_refuses() -> None:
    class Heedless(Allowance):
        async def send(self, request: Any) -> Any:
            return await self.next.send(request)

    async def act(make: Any) -> int:
        client = make(Heedless())
        answers = await asyncio.gather(*(write(client, number) for number in range(500)), return_exceptions=True)
        return sum(isinstance(each, Exception) for each in answers)

    refused, counted = virtually(act)
    assert refused == counted["PUT throttled"] == 300


def test_three_workers_of_one_identity_heed_what_the_others_take() -> None:
    async def act(make: Any) -> float:
        clients = [make(Allowance()) for _ in range(3)]

        async def work(worker: int) -> float:
            gate = asyncio.Semaphore(4)
            ends = []
            for number in range(150):
                async with gate:
                    ends.append(await write(clients[worker], 1_000 * worker + number))
            return max(ends)

        return max(await asyncio.gather(*(work(worker) for worker in range(3))))

    seconds, counted = virtually(act)
    assert not [route for route in counted if route.endswith("throttled")]
    assert seconds <= 1.2 * 25 + 5


def test_reads_and_writes_have_buckets_of_their_own() -> None:
    async def act(make: Any) -> float:
        client = make(Allowance())
        await asyncio.gather(*(write(client, number) for number in range(180)))
        await asyncio.gather(*(client.resource_groups.get(f"rg-{number}") for number in range(180)))
        return asyncio.get_running_loop().time()

    seconds, _ = virtually(act)
    assert seconds < 1.0


def test_the_most_urgent_goes_first() -> None:
    async def act(make: Any) -> list[int]:
        client, order = make(Allowance()), list[int]()

        async def one(number: int, hanging: float) -> None:
            TURN.set(hanging)
            await write(client, number)
            order.append(number)

        await asyncio.gather(*(one(number, 0.0) for number in range(210)), one(999, 1e9))
        return order

    order, _ = virtually(act)
    assert order.index(999) < 205


def test_who_gives_up_waiting_costs_no_token() -> None:
    async def act(make: Any) -> float:
        allowance = Allowance()
        bucket = allowance.bucket("writes")
        bucket.tokens = 0
        first = asyncio.create_task(bucket.take())
        second = asyncio.create_task(bucket.take())
        await asyncio.sleep(0)
        first.cancel()
        await second
        return asyncio.get_running_loop().time()

    seconds, _ = virtually(act)
    assert seconds == pytest.approx(0.1)


def test_a_refusal_is_heeded_for_as_long_as_azure_says() -> None:
    async def act(make: Any) -> tuple[float, int]:
        allowance = Allowance()
        bucket = allowance.bucket("writes")
        bucket.pause(7.0)
        await bucket.take()
        return asyncio.get_running_loop().time(), allowance.refused

    (seconds, _), _ = virtually(act)
    assert seconds == pytest.approx(7.0)


def test_a_rehearsals_faster_clock_fills_the_buckets_faster() -> None:
    async def act(make: Any) -> float:
        bucket = Allowance(speed=50).bucket("writes")
        bucket.tokens = -99
        await bucket.take()
        return asyncio.get_running_loop().time()

    assert virtually(act)[0] == pytest.approx(0.2)
