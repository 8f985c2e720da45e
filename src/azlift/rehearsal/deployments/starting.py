"""A deployment taken in: nothing of its name still active, room in the history, its resources noted, its first step
planned."""

from dataclasses import asdict

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.clock import us_time
from azlift.rehearsal.courses import course_of
from azlift.rehearsal.deployments.asking import Asked
from azlift.rehearsal.deployments.history import make_room
from azlift.rehearsal.deployments.presenting import echo_parameters
from azlift.rehearsal.deployments.record import Deployment, Node
from azlift.rehearsal.deployments.redeploying import judge_on_error
from azlift.rehearsal.deployments.under_way import begun
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json
from azlift.rehearsal.templates import Expansion, PlannedResource
from azlift.rehearsal.world import World

EXPIRY = 7 * 24 * 3600  # an active deployment expires after seven days. Source: recordings (reference 6.1)


def start_deployment(
    world: World,
    asked: Asked,
    correlation_id: str,
    expansion: Expansion,
    utc_now: str,
    guid_seed: str,
    parent: str | None,
) -> Deployment:
    """Take a deployment in; refuses one whose name is still active."""
    forbid_active(world, asked)
    judge_on_error(world, asked)
    make_room(world, asked.place.scope, asked.place.location)
    deployment = Deployment(
        id=asked.id,
        name=asked.name,
        scope=asked.place.scope,
        location=asked.place.location,
        tags=asked.tags,
        mode=asked.mode,
        correlation_id=correlation_id,
        status_id=f"0858{world.count('deployment'):016d}",
        template_hash=asked.hash,
        utc_now=utc_now,
        guid_seed=guid_seed,
        started=world.instant,
        changed=world.instant,
        parent=parent,
        parameters=echo_parameters(expansion),
        nodes=[_node(world, planned) for planned in expansion.resources if not planned.existing],
        evaluation_id=world.new_guid(),
        deployer=asdict(world.actor) if world.actor else None,
        on_error=asked.on_error,
        link=asked.link,
    )
    world.keep_asked(deployment.key, _kept(asked))
    world.expansions[deployment.key] = begun(deployment, expansion)
    world.keep_deployment(deployment)
    _begin(world, deployment)
    return deployment


def _kept(asked: Asked) -> Json:
    """What of a request is kept beside the deployment: enough to expand it again."""
    kept: Json = {"template": asked.template, "parameters": asked.parameters}
    return {**kept, "link": asked.link} if asked.link else kept


def _begin(world: World, deployment: Deployment) -> None:
    """Plan the first step; what the scenario has against the deployment itself comes in its place."""
    course = course_of(world, deployment.key, durations.DEPLOYMENT_START, drawn=False)
    deployment.error = course.error
    first = "deployment_end" if course.error else "deployment_step"
    world.schedule(course.seconds, first, deployment.key, run=deployment.status_id)


def forbid_active(world: World, asked: Asked) -> None:
    """Refuse a deployment of a name that is still running, or that lives in another location."""
    standing = world.deployments.get(key_of(asked.id))
    if standing is None:
        return
    if not standing.over:
        expires = standing.started + EXPIRY
        message = (
            f"Unable to edit or replace deployment '{asked.name}': previous deployment from "
            f"'{us_time(standing.started)}' is "
            f"still active (expiration time is '{us_time(expires)}'). Please see "
            "https://aka.ms/arm-deploy-resources for "
            "usage details."
        )
        raise AzureError(409, "DeploymentActive", message)
    if asked.place.group is None and standing.location != asked.place.location:
        message = (
            f"Invalid deployment location '{asked.place.location}'. The deployment '{asked.name}' already "
            "exists in location "
            f"'{standing.location}'."
        )
        raise AzureError(409, "InvalidDeploymentLocation", message)


def _node(world: World, planned: PlannedResource) -> Node:
    operation_id = world.new_guid().replace("-", "").upper()[:16]
    return Node(
        id=planned.id,
        type=planned.type,
        depends_on=planned.depends_on,
        operation_id=operation_id,
        tracking_id=world.new_guid(),
    )
