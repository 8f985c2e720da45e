"""A deployment brought to its end: outputs or the error with what failed, word to its parent, or the way back."""

import json
import logging

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.clock import us_time
from azlift.rehearsal.deployments.asking import DEPLOYMENT_TYPE
from azlift.rehearsal.deployments.record import RUNNING, SKIPPED, WAITING, Deployment
from azlift.rehearsal.deployments.redeploying import redeployment
from azlift.rehearsal.deployments.runtime import WorldRuntime
from azlift.rehearsal.deployments.starting import EXPIRY, start_deployment
from azlift.rehearsal.deployments.under_way import deployer_of, told, under_way, wake
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.language_errors import TemplateError
from azlift.rehearsal.records import CANCELED, FAILED, SUCCEEDED, Event
from azlift.rehearsal.world import World

log = logging.getLogger("azlift.rehearsal")
USAGE = "Please see https://aka.ms/arm-deployment-operations for usage details."


def deployment_end(world: World, event: Event) -> None:
    """The event that ends a deployment: outputs, or the error with what failed, and word to the parent."""
    deployment = world.deployments.get(event.key)
    if deployment is None or deployment.over or event.data["run"] != deployment.status_id:
        return
    with world.acting_for(deployer_of(deployment)):
        _end(world, deployment)


def _end(world: World, deployment: Deployment) -> None:
    deployment.changed = world.instant
    if deployment.canceled:
        _cancel_rest(deployment)
    else:
        _conclude(world, deployment)
    world.release(deployment.key)
    if deployment.state == FAILED and deployment.on_error is not None:
        _go_back(world, deployment)
    world.keep_deployment(deployment)
    parent = world.deployments.get(deployment.parent or "")
    if parent is not None:
        own = next(node.id for node in parent.nodes if key_of(node.id) == deployment.key)
        wake(world, parent, world.instant, own)


def _go_back(world: World, failed: Deployment) -> None:
    """Have the earlier deployment run again; what stands against that by now fails the way back, and is told."""
    try:
        asked, expansion, utc_now, seed = redeployment(world, failed)
        start_deployment(world, asked, failed.correlation_id, expansion, utc_now, seed, None)
    except (AzureError, TemplateError) as error:
        log.warning("%s cannot go back: %s", failed.id, error)
        failed.on_error = {**(failed.on_error or {}), "provisioningState": FAILED}


def _conclude(world: World, deployment: Deployment) -> None:
    failed = [node for node in deployment.nodes if node.state == FAILED]
    if failed or deployment.error:
        deployment.state = FAILED
        details = [{"code": node.status_code, "message": json.dumps(node.error, indent=2)} for node in failed]
        message = (
            f"At least one resource deployment operation failed. Please list deployment operations for details. {USAGE}"
        )
        deployment.error = deployment.error or {"code": "DeploymentFailed", "message": message, "details": details}
        return
    try:
        deployment.outputs = under_way(world, deployment).expansion.outputs(WorldRuntime(world)) or None
    except (AzureError, TemplateError) as error:
        deployment.state = FAILED
        deployment.error = told(error)
        return
    deployment.state = SUCCEEDED
    deployment.output_resources = [node.id for node in deployment.nodes if node.type.lower() != DEPLOYMENT_TYPE.lower()]
    for node in deployment.nodes:
        nested = world.deployments.get(key_of(node.id))
        deployment.output_resources += nested.output_resources if nested else []


def _cancel_rest(deployment: Deployment) -> None:
    deployment.state = CANCELED
    message = f"The deployment '{deployment.name}' was canceled."
    deployment.error = {"code": "DeploymentCanceled", "message": message}
    for node in deployment.nodes:
        if node.state in (WAITING, RUNNING):
            node.state, node.ended, node.error = CANCELED, deployment.changed, None


def cancel_deployment(world: World, deployment: Deployment) -> None:
    """Stop a running deployment: it starts nothing more; what is under way at the providers goes on."""
    if deployment.over:
        message = (
            f"The deployment '{deployment.name}' cannot be cancelled because it has provisioning state "
            f"'{deployment.state}' or "
            f"it has already expired (expiration time is '{us_time(deployment.started + EXPIRY)}')."
        )
        raise AzureError(409, "DeploymentCannotBeCancelled", message)
    if deployment.canceled:
        return
    deployment.canceled = True
    for node in deployment.nodes:
        if node.state == WAITING:
            node.state = SKIPPED
        nested = world.deployments.get(key_of(node.id))
        if nested is not None and not nested.over and nested.parent == deployment.key:
            cancel_deployment(world, nested)
    world.keep_deployment(deployment)
    world.schedule(durations.CANCEL, "deployment_end", deployment.key, run=deployment.status_id)
