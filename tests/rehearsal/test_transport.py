"""The in-memory door: the unmodified SDK under a virtual clock, the same on every run."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from azure.core.exceptions import AzureError, HttpResponseError, ResourceNotFoundError
from azure.mgmt.compute.aio import ComputeManagementClient
from azure.mgmt.resource.deployments.aio import DeploymentsMgmtClient
from azure.mgmt.resource.resources.aio import ResourceManagementClient
from tests.rehearsal.landing_template import deployment, landing, template

from azlift.rehearsal.catalogue import read_catalogue
from azlift.rehearsal.faults import scenario_of
from azlift.rehearsal.faults.changes import take_scenario
from azlift.rehearsal.front import Front
from azlift.rehearsal.identity import Facts, Identity
from azlift.rehearsal.opening import open_world
from azlift.rehearsal.store import Store
from azlift.rehearsal.transport import ENDPOINT, InMemoryCredential, InMemoryTransport
from azlift.rehearsal.virtual_time import VirtualClock, run_in_virtual_time
from azlift.rehearsal.world import Account

Clients = tuple[ResourceManagementClient, DeploymentsMgmtClient, ComputeManagementClient]


def simulate(facts: Facts, play: Callable[..., Awaitable[Any]]) -> tuple[Any, Front, VirtualClock]:
    """Play something with the SDK in a new world; answers what it answered, the desk and the clock."""
    clock = VirtualClock(1_790_000_000.0)
    world = open_world(Account(facts.tenant_id, facts.subscription_id), clock, Store(None), read_catalogue(None))
    front = Front(world, Identity(facts, {ENDPOINT}, world.directory))
    options: dict[str, Any] = {
        "base_url": ENDPOINT,
        "credential_scopes": [f"{ENDPOINT}/.default"],
        "transport": InMemoryTransport(front),
    }

    async def main() -> Any:
        credential = InMemoryCredential(front)
        kinds = (ResourceManagementClient, DeploymentsMgmtClient, ComputeManagementClient)
        clients = [kind(credential, facts.subscription_id, **options) for kind in kinds]
        async with clients[0], clients[1], clients[2]:
            return await play(*clients)

    return run_in_virtual_time(clock, main()), front, clock


async def twenty(resources: ResourceManagementClient, deployments: DeploymentsMgmtClient, _: Any) -> list[str]:
    async def one(number: int) -> str:
        await resources.resource_groups.create_or_update(f"rg{number}", {"location": "westeurope"})
        poller = await deployments.deployments.begin_create_or_update(f"rg{number}", "d", deployment(landing()))
        return str((await poller.result()).properties.provisioning_state.value)

    return list(await asyncio.gather(*map(one, range(20))))


def test_the_sdk_deploys_in_virtual_time(facts: Facts) -> None:
    states, front, clock = simulate(facts, twenty)
    assert states == ["Succeeded"] * 20
    assert clock.elapsed > 45  # a machine takes that long, and twenty are deployed side by side
    assert sum(1 for each in front.world.resources.values() if each.id.type.endswith("virtualMachines")) == 20


def test_the_same_play_gives_the_same_world(facts: Facts) -> None:
    def digest() -> str:
        _, front, clock = simulate(facts, twenty)
        kept = [each.document() for each in front.world.resources.values()]
        kept += [each.document() for each in front.world.deployments.values()]
        told = json.dumps([kept, front.received.routes, clock.elapsed], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()

    assert digest() == digest()


def test_refusals_are_the_sdks_own_errors(facts: Facts) -> None:
    async def play(resources: ResourceManagementClient, deployments: DeploymentsMgmtClient, _: Any) -> None:
        with pytest.raises(ResourceNotFoundError) as caught:
            await resources.resource_groups.get("none")
        assert caught.value.error is not None
        assert caught.value.error.code == "ResourceGroupNotFound"
        await resources.resource_groups.create_or_update("rg", {"location": "westeurope"})
        broken = deployment(template([{"type": "A.B/cs", "apiVersion": "2024-01-01", "name": "[nothing()]"}]))
        with pytest.raises(HttpResponseError) as refused:
            await deployments.deployments.begin_create_or_update("rg", "d", broken)
        assert refused.value.error is not None
        assert refused.value.error.code == "InvalidTemplate"

    simulate(facts, play)


def test_a_throttled_client_waits_as_it_is_told(facts: Facts) -> None:
    async def play(resources: ResourceManagementClient, *_: Any) -> list[str]:
        return [each.name async for each in resources.resource_groups.list()]

    async def throttled(resources: ResourceManagementClient, *rest: Any) -> list[str]:
        for _ in range(300):  # more than the bucket of reads holds
            await play(resources, *rest)
        return await play(resources, *rest)

    names, front, clock = simulate(facts, throttled)
    assert names == []
    assert clock.elapsed > 1
    assert front.received.routes["GET groups"] == 301


def scenario(front: Front, *faults: Any, seed: int = 3) -> None:
    take_scenario(front.world, scenario_of({"faults": list(faults), "seed": seed}))


def struck(facts: Facts, *faults: Any, **options: Any) -> tuple[Any, Front, float]:
    """Read a resource group through the SDK against a scenario; what came of it, and how long it took."""

    async def play(resources: ResourceManagementClient, _: Any, __: Any) -> Any:
        front: Front = resources._client._pipeline._transport._front
        await resources.resource_groups.create_or_update("rg1", {"location": "westeurope"})
        scenario(front, *faults)
        begun = front.world.clock.now()
        try:
            found = await resources.resource_groups.get("rg1", retry_backoff_factor=0, **options)
        except AzureError as error:
            return type(error).__name__, front.world.clock.now() - begun
        return found.name, front.world.clock.now() - begun

    (came, took), front, _ = simulate(facts, play)
    return came, front, took


def test_a_slow_answer_costs_virtual_time_only(facts: Facts) -> None:
    came, front, took = struck(facts, {"kind": "slow", "seconds": 120})
    assert (came, took) == ("rg1", 120.0)
    assert [strike.effect for strike in front.world.faults.strikes] == ["answered 120 s late"]


@pytest.mark.parametrize("taken", [False, True])
def test_a_line_that_is_cut_is_tried_again_as_over_https(facts: Facts, taken: bool) -> None:
    came, front, _ = struck(facts, {"kind": "cut", "taken": taken, "times": 2})
    assert (came, len(front.world.faults.strikes)) == ("rg1", 2)


def test_a_line_that_stays_cut_is_the_error_aiohttp_makes_of_it(facts: Facts) -> None:
    assert struck(facts, {"kind": "cut", "taken": False, "times": "always"})[0] == "ServiceRequestError"


def test_an_answer_later_than_the_client_waits_is_a_timeout(facts: Facts) -> None:
    came, _, took = struck(facts, {"kind": "slow", "seconds": 1000}, read_timeout=60, retry_total=0)
    assert (came, took) == ("ServiceResponseTimeoutError", 60.0)


def test_the_same_seed_meets_the_same_faults_on_every_run(facts: Facts) -> None:
    async def play(resources: ResourceManagementClient, _: Any, __: Any) -> Any:
        front: Front = resources._client._pipeline._transport._front
        scenario(front, {"kind": "status", "status": 503, "rate": 0.3}, {"kind": "slow", "seconds": 7, "rate": 0.3})
        await asyncio.gather(
            *(
                resources.resource_groups.create_or_update(f"rg{number}", {"location": "westeurope"})
                for number in range(30)
            )
        )
        return [strike.document() for strike in front.world.faults.strikes]

    once, again = simulate(facts, play)[0], simulate(facts, play)[0]
    assert len(once) > 10
    assert once == again
