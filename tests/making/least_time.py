"""The least time in which anybody could have landed deployments, by what the pretend Azure says each resource took."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

import httpx

from azlift.rehearsal.clock import read_duration, read_instant
from azlift.rehearsal.durations import DEPLOYMENT_END, DEPLOYMENT_START
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.limits.policies import ARM_RATES, COMPUTE_RATES, PROVIDER_RATES
from azlift.rehearsal.world import World

NETWORK, VM = "microsoft.network/writes", "PutVMSubscriptionMaximum"
CARD, MACHINE = "microsoft.network/networkinterfaces", "microsoft.compute/virtualmachines"


@dataclass(frozen=True)
class Deployed:
    """A deployment as it ended: seconds of each resource by id, what each waits for, when it was over."""

    seconds: Mapping[str, float]
    began: Mapping[str, float]
    waits_for: Mapping[str, Sequence[str]]
    types: Mapping[str, str]
    ended: float

    def tails(self) -> dict[str, float]:
        """Of each resource: seconds from its beginning to the end of the longest chain that waits for it."""
        tails: dict[str, float] = {}

        def tail(one: str) -> float:
            if one not in tails:
                behind = (tail(other) for other, before in self.waits_for.items() if one in before)
                tails[one] = self.seconds[one] + max(behind, default=0.0)
            return tails[one]

        for one in self.seconds:
            tail(one)
        return tails


def deployed_in(world: World, id_: str) -> Deployed:
    """A finished deployment of a world in memory. Raises RuntimeError for one that failed."""
    found = world.deployments[key_of(id_)]
    if found.state != "Succeeded":
        raise RuntimeError(f"{id_}: {found.state} {found.error}")
    began = {node.id: node.started or 0.0 for node in found.nodes}
    return Deployed(
        seconds={node.id: (node.ended or 0.0) - began[node.id] for node in found.nodes},
        began=began,
        waits_for={node.id: node.depends_on for node in found.nodes},
        types={node.id: node.type.lower() for node in found.nodes},
        ended=found.changed,
    )


def read_deployed(client: httpx.Client, id_: str) -> Deployed:
    """A finished deployment. Raises RuntimeError for one that failed."""
    found = _read(client, id_)["properties"]
    if found["provisioningState"] != "Succeeded":
        raise RuntimeError(f"{id_}: {found['provisioningState']} {found.get('error')}")
    operations = [each["properties"] for each in _pages(client, f"{id_}/operations")]
    made = {o["targetResource"]["id"]: o for o in operations if "targetResource" in o}
    seconds = {id_: read_duration(o["duration"]) for id_, o in made.items()}
    return Deployed(
        seconds=seconds,
        began={id_: read_instant(_time(o["timestamp"])) - seconds[id_] for id_, o in made.items()},
        waits_for={one["id"]: [each["id"] for each in one["dependsOn"]] for one in found["dependencies"]},
        types={id_: o["targetResource"]["resourceType"].lower() for id_, o in made.items()},
        ended=read_instant(_time(found["timestamp"])),
    )


def bound(deployed: Sequence[Deployed], begun: float, network_since: float) -> dict[str, float]:
    """Seconds from `begun`, by what holds the wave up. `network_since`: the first write of a network resource, from
    which the five minutes of that bucket are counted.

    Whoever begins what: the k-th start cannot be before the k-th token."""
    tails = [each.tails() for each in deployed]
    paths = [DEPLOYMENT_START + max(each.values()) + DEPLOYMENT_END for each in tails]
    own = {
        kind: [
            tail
            for each, of in zip(deployed, tails, strict=True)
            for id_, tail in of.items()
            if each.types[id_] == kind
        ]
        for kind in (CARD, MACHINE)
    }
    network, vm, write = PROVIDER_RATES[NETWORK], COMPUTE_RATES[VM], ARM_RATES["writes"]
    to_refill = -(begun - network_since) % network.every
    return {
        "longest deployment": max(paths),
        "requests": _jackson(paths, lambda k: max(0, k - write.burst) / write.refill),
        "network cards": DEPLOYMENT_START
        + DEPLOYMENT_END
        + _jackson(own[CARD], lambda k: _steps(k, network) and to_refill + (_steps(k, network) - 1) * network.every),
        "machines": _jackson(own[MACHINE], lambda k: max(0, _steps(k, vm) - 1) * vm.every),
    }


def _steps(count: int, rate: Any) -> int:
    """How often a bucket must have been filled before so many have got a token."""
    return max(0, ceil((count - rate.burst) / rate.refill))


def _jackson(tails: Iterable[float], token: Any) -> float:
    """The longest first: the k-th cannot begin before the k-th token, and has at least the k-th longest tail."""
    return max((token(k) + tail for k, tail in enumerate(sorted(tails, reverse=True), start=1)), default=0.0)


def _read(client: httpx.Client, path: str) -> Any:
    answer = client.get(path, params=None if "?" in path else {"api-version": "2025-04-01"})
    answer.raise_for_status()
    return answer.json()


def _pages(client: httpx.Client, path: str) -> Iterable[Any]:
    page = _read(client, path)
    yield from page["value"]
    while page.get("nextLink"):
        page = _read(client, page["nextLink"])
        yield from page["value"]


def _time(text: str) -> str:
    """Azure writes seven decimals, Python reads six."""
    return datetime.fromisoformat(text).isoformat() if len(text.partition(".")[2]) <= 7 else text[:-2] + "Z"
