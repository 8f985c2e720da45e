"""What a running deployment has at hand: its expansion, its resources by id (made again after a restart), its deployer;
and how it is woken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.deployments.asking import asked_of, expand
from azlift.rehearsal.deployments.contents import refusal
from azlift.rehearsal.deployments.record import Deployment, Node
from azlift.rehearsal.identity import Principal
from azlift.rehearsal.language_errors import TemplateError
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
    planned = {each.id: each for each in expansion.resources if not each.existing}
    return UnderWay(expansion, planned, {node.id: node for node in deployment.nodes}, dependents)


def under_way(world: World, deployment: Deployment) -> UnderWay:
    """What a deployment has at hand, expanded at most once as long as the process lives."""
    known: UnderWay | None = world.expansions.get(deployment.key)
    if known is None:
        expansion = expand(world, asked_of(world, deployment), deployment.utc_now, deployment.guid_seed)
        known = world.expansions[deployment.key] = begun(deployment, expansion)
    return known


def wake(world: World, deployment: Deployment, due: float, node: str | None) -> None:
    """Plan the next step, for the resource that will be due then."""
    seconds = due - world.instant
    world.schedule(seconds, "deployment_step", deployment.key, run=deployment.status_id, node=node)


def deployer_of(deployment: Deployment) -> Principal | None:
    """With whose rights a deployment runs."""
    return Principal(**deployment.deployer) if deployment.deployer else None


def told(error: AzureError | TemplateError) -> Json:
    """An error as the deployment keeps it."""
    return (refusal(error) if isinstance(error, TemplateError) else error).error()
