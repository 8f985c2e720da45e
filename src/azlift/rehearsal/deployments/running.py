"""A deployment on its way: its resources put along their dependencies, in parallel.

Nothing runs by itself: an event wakes the deployment whenever one of its resources is due.
"""

from collections import deque
from collections.abc import Sequence
from http import HTTPStatus

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.deployments.asking import DEPLOYMENT_TYPE, asked_of, expand
from azlift.rehearsal.deployments.clearing import clear_others
from azlift.rehearsal.deployments.contents import refusal
from azlift.rehearsal.deployments.preflight import Prospect, nested_asked, place_of
from azlift.rehearsal.deployments.record import OVER, RUNNING, SKIPPED, WAITING, Deployment, Node
from azlift.rehearsal.deployments.rights import right_of
from azlift.rehearsal.deployments.runtime import WorldRuntime
from azlift.rehearsal.deployments.starting import start_deployment
from azlift.rehearsal.deployments.under_way import UnderWay, deployer_of, told, under_way, wake
from azlift.rehearsal.faults.meeting import meet_resource
from azlift.rehearsal.faults.occurrences import occurrence_of
from azlift.rehearsal.governance import admit
from azlift.rehearsal.groups import GROUP_TYPE, put_group
from azlift.rehearsal.identifiers import key_of, read_id
from azlift.rehearsal.intake import read_wanted
from azlift.rehearsal.kinds import Json, Kind, Wanted
from azlift.rehearsal.language_errors import TemplateError
from azlift.rehearsal.limits.meeting import charge_resource
from azlift.rehearsal.operations import ARM, start_operation
from azlift.rehearsal.providers import kind_of
from azlift.rehearsal.records import CANCELED, FAILED, SUCCEEDED, Event, Operation
from azlift.rehearsal.templates import PlannedResource
from azlift.rehearsal.world import World
from azlift.rehearsal.writing import Written, write_resource

BUSY = "AnotherOperationInProgress"


def deployment_step(world: World, event: Event) -> None:
    """The event that moves a deployment on: note what ended, start what may start, end when nothing is left."""
    deployment = world.deployments.get(event.key)
    if deployment is None or deployment.over or event.data["run"] != deployment.status_id:
        return
    with world.acting_for(deployer_of(deployment)):
        try:
            _step(world, deployment, event.data.get("node"))
        except (AzureError, TemplateError) as error:  # what it was expanded from is gone since: a secret, a link
            deployment.error = told(error)
            world.keep_deployment(deployment)
            world.schedule(durations.DEPLOYMENT_END, "deployment_end", deployment.key, run=deployment.status_id)


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
            wake(world, deployment, node.ended, node.id)
            return
        _fail(world, node, error.status, error.error())
    except TemplateError as error:
        _fail(world, node, HTTPStatus.BAD_REQUEST, refusal(error).error())
    else:
        if due is not None:
            wake(world, deployment, due, node.id)


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
    operation = _written(world, kind, wanted).operation
    if operation is None:
        node.state, node.ended = SUCCEEDED, world.instant
        return None
    return _wait_for(node, operation)


def _written(world: World, kind: Kind, wanted: Wanted) -> Written:
    """What a write leaves behind. A network resource that is busy with another is told to ARM as one to try again.

    So two subnets of one network, which a template puts side by side, both come to stand. In Azure that is the usual
    outcome and now and then a failure (users' reports: bicep 5132, azure-quickstart-templates 2786).
    """
    try:
        return write_resource(world, kind, wanted)
    except AzureError as error:
        if error.code != BUSY:
            raise
        raise AzureError(HTTPStatus.TOO_MANY_REQUESTS, "RetryableErrorDueToAnotherOperation", error.message) from error


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
        wake(world, deployment, due, None)
    return due is not None


def _planned(world: World, deployment: Deployment, node: Node) -> PlannedResource:
    planned = under_way(world, deployment).planned.get(node.id)
    if planned is None:
        raise AzureError(500, "InternalServerError", f"The resource '{node.id}' is no longer in its template.")
    return planned
