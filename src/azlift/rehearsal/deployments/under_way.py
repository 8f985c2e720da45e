"""What a running deployment has at hand: its expansion, and its resources by id; made again after a restart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from azlift.rehearsal.deployments.asking import asked_of, expand
from azlift.rehearsal.deployments.record import Deployment, Node
from azlift.rehearsal.templates import Expansion, PlannedResource
from azlift.rehearsal.world import World


@dataclass(frozen=True)
class UnderWay:
    """By id: what is planned, how it stands, and who waits for it."""

    expansion: Expansion
    planned: Mapping[str, PlannedResource]
    nodes: Mapping[str, Node]
    dependents: Mapping[str, Sequence[Node]]


def begun(deployment: Deployment, expansion: Expansion) -> UnderWay:
    """A deployment with its expansion."""
    dependents: dict[str, list[Node]] = {node.id: [] for node in deployment.nodes}
    for node in deployment.nodes:
        for each in node.depends_on:
            dependents.setdefault(each, []).append(node)
    planned = {each.id: each for each in expansion.resources}
    return UnderWay(expansion, planned, {node.id: node for node in deployment.nodes}, dependents)


def under_way(world: World, deployment: Deployment) -> UnderWay:
    """What a deployment has at hand, expanded at most once as long as the process lives."""
    known: UnderWay | None = world.expansions.get(deployment.key)
    if known is None:
        expansion = expand(world, asked_of(world, deployment), deployment.utc_now, deployment.guid_seed)
        known = world.expansions[deployment.key] = begun(deployment, expansion)
    return known
