"""A wave that lands in virtual time: what azlift waits for, and nothing of what the machine is busy with."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from estates import estate, machine, planned
from least_time import Deployed, bound, deployed_in
from simulation import ROOT, Simulated, simulated

from azlift import convoy, journey, on_record
from azlift.approval import write_no_gates
from azlift.model import Limits, Rendering
from azlift.settings import write_settings
from azlift.venue import Venue

WAVE = "wave-01"
UNLIMITED = Limits(groups_per_wave=10**4, machines_per_wave=10**5, gib_per_wave=10**9, pilot_machines=10**5)
POLLING_SECONDS = 1.0
AN_HOUR = 3_600.0


@dataclass(frozen=True)
class Landed:
    """Azure's seconds from the first request until all stood, were known to, and were verified; the least."""

    stood: float
    landed: float
    verified: float
    least: Mapping[str, float]
    deployments: Sequence[Deployed]
    requests: Mapping[str, int]

    @property
    def bound(self) -> float:
        return max(self.least.values())

    @property
    def throttled(self) -> int:
        return sum(count for route, count in self.requests.items() if route.endswith("throttled"))


def cut(machines: int, groups: int) -> list[int]:
    """Machines per group: cut at random places, so that most groups are small and some large."""
    cuts = sorted(random.Random(machines).sample(range(1, machines), groups - 1))
    return [end - start for start, end in zip([0, *cuts], [*cuts, machines], strict=True)]


def planned_wave(folder: Path, sizes: Sequence[int], name: str = "proof", **settings: Any) -> Path:
    """A workspace with one wave of groups of these sizes."""
    write_settings(
        folder,
        estate=name,
        templates=str(ROOT / "templates"),
        limits=UNLIMITED.model_dump(),
        **{"wave_prefix": 17, "groups_at_once": 1_000, **settings},
    )
    write_no_gates(folder)
    shape = [(number, of) for number, size in enumerate(sizes) for of in range(size)]
    planned(folder, estate(*(machine(f"m{number}-{of}", f"app{number}") for number, of in shape)))
    return folder


def land_in_virtual_time(workspace: Path, seed: int = 1) -> Landed:
    """Lay the zone, preview every group, let the buckets fill up; then land and verify all, as the flow does."""
    world = simulated(seed)

    async def act(venue: Venue) -> Landed:
        venue.__dict__["cloud"] = replace(venue.cloud, polling_seconds=POLLING_SECONDS)
        await made_ready(venue)
        world.clock.elapsed += AN_HOUR
        return await _landed(venue, world)

    return world.play(workspace, act)


async def made_ready(venue: Venue) -> None:
    """The landing zone stands, and every group is rendered and previewed."""
    await journey.prepare(WAVE, venue)
    zone = on_record.zone_of(WAVE)
    journey.render(zone, venue)
    for verb in (journey.preview, journey.land, journey.verify):
        await verb(zone, venue)  # type: ignore[operator]
    for group in on_record.current_plan(venue).by_wave[WAVE].groups:
        journey.render(group, venue)

    async def one(group: str) -> bool:
        await journey.preview(group, venue)
        return True

    await convoy.carry_in_order(WAVE, venue, one)


async def _landed(venue: Venue, world: Simulated) -> Landed:
    known: list[float] = []
    before, begun = dict(world.front.received.routes), world.clock.now()

    async def one(group: str) -> bool:
        await journey.land(group, venue)
        known.append(world.clock.now())
        await journey.verify(group, venue)
        return True

    assert await convoy.carry_in_order(WAVE, venue, one) == []
    verified = world.clock.now()
    groups = on_record.current_plan(venue).by_wave[WAVE].groups
    ids = [id_ for group in groups for id_ in deployment_ids(venue.ledger.latest(group, Rendering))]
    found = [deployed_in(world.front.world, id_) for id_ in ids]
    now = world.front.received.routes
    return Landed(
        stood=max(each.ended for each in found) - begun,
        landed=max(known) - begun,
        verified=verified - begun,
        least=bound(found, begun, first_network_write(world)),
        deployments=found,
        requests={route: count - before.get(route, 0) for route, count in now.items()},
    )


def deployment_ids(rendering: Rendering) -> list[str]:
    subscription = "/".join(rendering.expected[0].id.split("/")[:3])
    scope = f"{subscription}/resourceGroups/{rendering.resource_group}" if rendering.resource_group else subscription
    return [f"{scope}/providers/Microsoft.Resources/deployments/{part.deployment}" for part in rendering.parts]


def first_network_write(world: Simulated) -> float:
    """From when Azure counts the five minutes of its limit of network writes."""
    nodes = (node for each in world.front.world.deployments.values() for node in each.nodes)
    return min(node.started for node in nodes if node.started and node.type.lower().startswith("microsoft.network"))
