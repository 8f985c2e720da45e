"""A deployment on its way: taken in, its resources put along their dependencies in parallel, brought to an end.

Nothing runs by itself: an event wakes the deployment whenever one of its resources is due.
"""

import json
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict
from http import HTTPStatus

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.clock import iso_time, us_time
from azlift.rehearsal.courses import course_of
from azlift.rehearsal.deployments.asking import DEPLOYMENT_TYPE, Asked, asked_of, expand
from azlift.rehearsal.deployments.clearing import clear_others
from azlift.rehearsal.deployments.contents import refusal
from azlift.rehearsal.deployments.history import make_room
from azlift.rehearsal.deployments.preflight import Prospect, nested_asked, place_of
from azlift.rehearsal.deployments.presenting import echo_parameters
from azlift.rehearsal.deployments.record import OVER, RUNNING, SKIPPED, WAITING, Deployment, Node
from azlift.rehearsal.deployments.redeploying import judge_on_error, redeployment
from azlift.rehearsal.deployments.rights import right_of
from azlift.rehearsal.deployments.runtime import WorldRuntime
from azlift.rehearsal.deployments.under_way import UnderWay, begun, under_way
from azlift.rehearsal.faults.meeting import meet_resource
from azlift.rehearsal.faults.occurrences import occurrence_of
from azlift.rehearsal.governance import admit
from azlift.rehearsal.groups import GROUP_TYPE, put_group
from azlift.rehearsal.identifiers import key_of, read_id
from azlift.rehearsal.identity import Principal
from azlift.rehearsal.intake import read_wanted
from azlift.rehearsal.kinds import Json
from azlift.rehearsal.language_errors import TemplateError
from azlift.rehearsal.limits.meeting import charge_resource
from azlift.rehearsal.operations import ARM, finish_operation, start_operation
from azlift.rehearsal.providers import kind_of
from azlift.rehearsal.records import CANCELED, FAILED, SUCCEEDED, Event, Operation
from azlift.rehearsal.templates import Expansion, PlannedResource
from azlift.rehearsal.world import World
from azlift.rehearsal.writing import write_resource

EXPIRY = 7 * 24 * 3600  # an active deployment expires after seven days. Source: recordings (reference 6.1)
USAGE = "Please see https://aka.ms/arm-deployment-operations for usage details."


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


def deployment_step(world: World, event: Event) -> None:
    """The event that moves a deployment on: note what ended, start what may start, end when nothing is left."""
    deployment = world.deployments.get(event.key)
    if deployment is None or deployment.over or event.data["run"] != deployment.status_id:
        return
    with world.acting_for(_deployer(deployment)):
        _step(world, deployment, event.data.get("node"))


def _deployer(deployment: Deployment) -> Principal | None:
    """With whose rights a deployment runs."""
    return Principal(**deployment.deployer) if deployment.deployer else None


def _step(world: World, deployment: Deployment, woken: str | None) -> None:
    """`woken` is the id of the resource that is due; None at the beginning and where a removal is over."""
    deployment.changed = world.instant
    course = under_way(world, deployment)
    if deployment.state == "Accepted":
        deployment.state = "Running"
        _start_ready(world, deployment, course, deployment.nodes)
    elif woken is not None:
        node = course.nodes[woken]
        if node.state == RUNNING:
            _note_end(world, node)
        _start_ready(world, deployment, course, [node, *(course.dependents[woken] if node.state in OVER else ())])
    world.keep_deployment(deployment)
    if all(node.state in OVER for node in deployment.nodes) and not _clear(world, deployment):
        world.schedule(durations.DEPLOYMENT_END, "deployment_end", deployment.key, run=deployment.status_id)


def _start_ready(world: World, deployment: Deployment, course: UnderWay, candidates: Sequence[Node]) -> None:
    """Start those whose dependencies stand; skip those behind a failure, to the end of the chain."""
    queue = deque(candidates)
    while queue:
        node = queue.popleft()
        if node.state != WAITING or (node.ended is not None and node.ended > world.instant):
            continue
        before = [course.nodes[each].state for each in node.depends_on if each in course.nodes]
        if any(state in (FAILED, SKIPPED, CANCELED) for state in before):
            node.state = SKIPPED
        elif all(state == SUCCEEDED for state in before):
            _start(world, deployment, node)
        if node.state in OVER:
            queue.extend(course.dependents[node.id])


def _start(world: World, deployment: Deployment, node: Node) -> None:
    node.state, node.started, node.ended = RUNNING, world.instant, None
    occurrence = occurrence_of("PUT", node.id, correlation_id=deployment.correlation_id)
    try:
        with world.doing(occurrence):
            meet_resource(world, occurrence)
            charge_resource(world, node.id)
            due = _put(world, deployment, node)
    except AzureError as error:
        if error.status == HTTPStatus.TOO_MANY_REQUESTS:  # ARM itself tries a throttled resource again
            node.state, node.ended = WAITING, world.instant + durations.SUGGESTED_POLL
            _wake(world, deployment, node.ended, node.id)
            return
        _fail(world, node, error.status, error.error())
    except TemplateError as error:
        _fail(world, node, HTTPStatus.BAD_REQUEST, refusal(error).error())
    else:
        if due is not None:
            _wake(world, deployment, due, node.id)


def _wake(world: World, deployment: Deployment, due: float, node: str | None) -> None:
    seconds = due - world.instant
    world.schedule(seconds, "deployment_step", deployment.key, run=deployment.status_id, node=node)


def _put(world: World, deployment: Deployment, node: Node) -> float | None:
    """Put one resource; answers when it is due, None when it is done and for a nested deployment, which wakes it."""
    planned = _planned(world, deployment, node)
    if planned.options.get("onlyIfNotExists") is True and world.find(planned.id) is not None:
        node.state, node.ended = SUCCEEDED, world.instant
        return None
    admit(world, right_of(planned), planned.id)
    body = planned.body(WorldRuntime(world))
    if planned.type.lower() == DEPLOYMENT_TYPE.lower():
        _put_nested(world, deployment, planned, body)
        return None
    if planned.type.lower() == GROUP_TYPE.lower():
        group, _ = put_group(world, planned.scope.subscription_id or "", planned.name, body)
        return _wait_for(node, start_operation(world, ARM, "", group.key, durations.RESOURCE_GROUP, "operation_due"))
    kind = kind_of(world, planned.put_type)
    wanted = read_wanted(world, kind, read_id(planned.id), body, planned.api_version)
    operation = write_resource(world, kind, wanted).operation
    if operation is None:
        node.state, node.ended = SUCCEEDED, world.instant
        return None
    return _wait_for(node, operation)


def _wait_for(node: Node, operation: Operation) -> float:
    node.waits_for = operation.id
    return operation.due


def _put_nested(world: World, deployment: Deployment, planned: PlannedResource, body: Json) -> None:
    outer = asked_of(world, deployment)
    place = place_of(world, outer, planned, Prospect())
    inner = nested_asked(world, outer, planned, place, body)
    utc_now, seed = iso_time(world.instant), world.new_guid()
    expansion = expand(world, inner, utc_now, seed)
    start_deployment(world, inner, deployment.correlation_id, expansion, utc_now, seed, deployment.key)


def _note_end(world: World, node: Node) -> None:
    """See whether the resource of a running node has come to its end."""
    if node.type.lower() == DEPLOYMENT_TYPE.lower():
        nested = world.deployments.get(key_of(node.id))
        state = CANCELED if nested is None else nested.state if nested.over else None
        error = nested.error if nested else None
    else:
        operation = world.operations.get(node.waits_for)
        ended = operation is not None and operation.ended is not None
        state = operation.status if operation is not None and ended else None
        error = operation.error if operation else None
    if state == SUCCEEDED:
        node.state, node.ended, node.error = SUCCEEDED, world.instant, None
    elif state is not None:
        message = f"The resource operation completed with terminal provisioning state '{state}'."
        failure: Json = {"code": "ResourceDeploymentFailure", "message": message}
        if error:
            failure["details"] = [error]
        _fail(world, node, HTTPStatus.CONFLICT, failure)


def _fail(world: World, node: Node, status: int, error: Json) -> None:
    node.state, node.ended = FAILED, world.instant
    node.status_code = HTTPStatus(status).phrase.replace(" ", "")
    node.error = {"status": "Failed", "error": error}


def _clear(world: World, deployment: Deployment) -> bool:
    """In mode Complete, after success, remove what the template does not name; true while that is under way."""
    if deployment.mode != "Complete" or any(node.state != SUCCEEDED for node in deployment.nodes):
        return False
    due = clear_others(world, deployment)
    if due is not None:
        _wake(world, deployment, due, None)
    return due is not None


def deployment_end(world: World, event: Event) -> None:
    """The event that ends a deployment: outputs, or the error with what failed, and word to the parent."""
    deployment = world.deployments.get(event.key)
    if deployment is None or deployment.over or event.data["run"] != deployment.status_id:
        return
    with world.acting_for(_deployer(deployment)):
        _end(world, deployment)


def _end(world: World, deployment: Deployment) -> None:
    deployment.changed = world.instant
    if deployment.canceled:
        _cancel_rest(deployment)
    else:
        _conclude(world, deployment)
    world.release(deployment.key)
    back = redeployment(world, deployment) if deployment.state == FAILED else None
    world.keep_deployment(deployment)
    if back is not None:
        asked, expansion, utc_now, seed = back
        start_deployment(world, asked, deployment.correlation_id, expansion, utc_now, seed, None)
    parent = world.deployments.get(deployment.parent or "")
    if parent is not None:
        own = next(node.id for node in parent.nodes if key_of(node.id) == deployment.key)
        _wake(world, parent, world.instant, own)


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
        deployment.error = (refusal(error) if isinstance(error, TemplateError) else error).error()
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


def operation_due(world: World, event: Event) -> None:
    """The event at the end of an operation that has no further effect."""
    finish_operation(world, event)


def _planned(world: World, deployment: Deployment, node: Node) -> PlannedResource:
    planned = under_way(world, deployment).planned.get(node.id)
    if planned is None:
        raise AzureError(500, "InternalServerError", f"The resource '{node.id}' is no longer in its template.")
    return planned
