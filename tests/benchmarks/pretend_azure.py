"""How fast the pretend Azure is, and how that grows: `python tests/benchmarks/pretend_azure.py`.

The unmodified SDK deploys the same landing (security group, network, interface, disk, machine) through https and in
memory, in one run; then one template of N disks, and what 10,000 resources weigh. Times are of this machine, now:
compare within one run only.
"""

import argparse
import asyncio
import gc
import math
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from azure.identity.aio import ClientSecretCredential
from azure.mgmt.resource.deployments.aio import DeploymentsMgmtClient
from azure.mgmt.resource.resources.aio import ResourceManagementClient
from tests.rehearsal.landing_template import deployment, disk, landing, template

from azlift.rehearsal.catalogue import read_catalogue
from azlift.rehearsal.front import Front
from azlift.rehearsal.identity import Identity, read_facts
from azlift.rehearsal.opening import open_world
from azlift.rehearsal.server import Options, start_in_thread
from azlift.rehearsal.store import Store
from azlift.rehearsal.transport import ENDPOINT, InMemoryCredential, InMemoryTransport
from azlift.rehearsal.virtual_time import VirtualClock, run_in_virtual_time
from azlift.rehearsal.world import Account, World

AT_ONCE = 20
SPEED = 100_000.0
MOST_IN_A_TEMPLATE = 800  # Azure's limit: a thousand resources are two templates in a third

Play = Callable[[ResourceManagementClient, DeploymentsMgmtClient], Awaitable[Any]]


async def landings(resources: Any, deployments: Any, count: int) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        async with gate:
            await deploy(resources, deployments, f"rg{number}", landing())

    await asyncio.gather(*map(one, range(count)))


async def deploy(resources: Any, deployments: Any, group: str, body: Any) -> None:
    await resources.resource_groups.create_or_update(group, {"location": "westeurope"})
    poller = await deployments.deployments.begin_create_or_update(group, "d", deployment(body))
    state = (await poller.result()).properties.provisioning_state
    if state != "Succeeded":
        raise RuntimeError(f"{group}: {state}")


def in_memory(play: Play) -> tuple[float, World]:
    """Seconds a play takes in memory under a virtual clock, and its world."""
    facts, clock = read_facts(None), VirtualClock(1_790_000_000.0)
    world = open_world(Account(facts.tenant_id, facts.subscription_id), clock, Store(None), read_catalogue(None))
    front = Front(world, Identity(facts, {ENDPOINT}, world.directory))
    options = {
        "base_url": ENDPOINT,
        "credential_scopes": [f"{ENDPOINT}/.default"],
        "transport": InMemoryTransport(front),
    }

    async def main() -> float:
        credential = InMemoryCredential(front)
        resources = ResourceManagementClient(credential, facts.subscription_id, **options)
        deployments = DeploymentsMgmtClient(credential, facts.subscription_id, **options)
        async with resources, deployments:
            began = time.perf_counter()
            await play(resources, deployments)
            return time.perf_counter() - began

    return run_in_virtual_time(clock, main()), world


def through_https(play: Play) -> float:
    """Seconds a play takes against the server of a state directory, which is in this process too."""
    with tempfile.TemporaryDirectory() as folder, start_in_thread(Options(Path(folder), speed=SPEED)) as world:
        address = world.address
        secret = {"authority": address.endpoint, "disable_instance_discovery": True}

        async def main() -> float:
            credential = ClientSecretCredential(
                address.tenant_id,
                address.client_id,
                address.client_secret,
                connection_verify=address.ca_file,
                **secret,
            )
            options: dict[str, Any] = {
                "base_url": address.endpoint,
                "credential_scopes": [f"{address.endpoint}/.default"],
                "connection_verify": address.ca_file,
            }
            resources = ResourceManagementClient(credential, address.subscription_id, **options)
            deployments = DeploymentsMgmtClient(credential, address.subscription_id, **options)
            async with credential, resources, deployments:
                began = time.perf_counter()
                await play(resources, deployments)
                return time.perf_counter() - began

        return asyncio.run(main())


def disks(count: int) -> Any:
    """A template of `count` disks; beyond Azure's limit, of nested templates."""
    if count <= MOST_IN_A_TEMPLATE:
        return template([disk(f"d{number}") for number in range(count)])
    parts = [range(start, min(start + MOST_IN_A_TEMPLATE, count)) for start in range(0, count, MOST_IN_A_TEMPLATE)]
    return template([_nested(at, [disk(f"d{number}") for number in part]) for at, part in enumerate(parts)])


def _nested(number: int, resources: list[Any]) -> Any:
    properties = {**deployment(template(resources))["properties"], "expressionEvaluationOptions": {"scope": "inner"}}
    return {
        "type": "Microsoft.Resources/deployments",
        "apiVersion": "2025-04-01",
        "name": f"part{number}",
        "properties": properties,
    }


def one_template(count: int) -> tuple[float, float]:
    """Seconds to deploy one template of `count` disks, and KiB a resource adds to the process."""
    gc.collect()
    before = resident_kib()
    seconds, world = in_memory(lambda resources, deployments: deploy(resources, deployments, "rg", disks(count)))
    gc.collect()
    weight = (resident_kib() - before) / count
    if len(world.resources) != count:
        raise RuntimeError(f"{len(world.resources)} of {count} resources")
    return seconds, weight


def resident_kib() -> int:
    line = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmRSS"))
    return int(line.split()[1])


def growth(times: list[tuple[int, float]]) -> str:
    pairs = pairwise(times)
    return ", ".join(f"{math.log(late / early) / math.log(more / fewer):.2f}" for (fewer, early), (more, late) in pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--landings", type=int, nargs="+", default=[50, 200])
    parser.add_argument("--resources", type=int, nargs="+", default=[100, 1_000, 10_000])
    options = parser.parse_args()
    print("| landings of 5 resources | https | in memory | in memory / https |")
    print("|---:|---:|---:|---:|")
    memory: list[tuple[int, float]] = []
    for count in options.landings:
        slow = through_https(lambda resources, deployments, n=count: landings(resources, deployments, n))
        quick, _ = in_memory(lambda resources, deployments, n=count: landings(resources, deployments, n))
        memory.append((count, quick))
        print(f"| {count} | {count / slow:.1f} a second | {count / quick:.1f} a second | {slow / quick:.1f} |")
    print(f"\ngrowth in memory: {growth(memory)}\n")
    print("| resources in one template | in memory | KiB a resource |")
    print("|---:|---:|---:|")
    found = []
    for count in options.resources:
        seconds, weight = one_template(count)
        found.append((count, seconds))
        print(f"| {count:,} | {seconds:.2f} s | {weight:.1f} |")
    print(f"\ngrowth: {growth(found)}")


if __name__ == "__main__":
    main()
