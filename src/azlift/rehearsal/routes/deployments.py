"""Deployments over HTTP, in every scope: the doors take the scope as the text of its id."""

from collections.abc import Callable
from urllib.parse import quote

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.clock import iso_duration, iso_time
from azlift.rehearsal.deployments.asking import (
    DEPLOYMENT_PROPERTIES,
    DEPLOYMENT_TYPE,
    WHAT_IF_PROPERTIES,
    Asked,
    expand,
    expand_once,
    read_asked,
)
from azlift.rehearsal.deployments.contents import refusal
from azlift.rehearsal.deployments.ending import cancel_deployment
from azlift.rehearsal.deployments.history import deployments_in
from azlift.rehearsal.deployments.preflight import preflight
from azlift.rehearsal.deployments.presenting import (
    dependencies_of,
    deployment_bytes,
    echo_parameters,
    operation_bodies,
    providers_of,
    status_body,
)
from azlift.rehearsal.deployments.record import RUNNING, Deployment
from azlift.rehearsal.deployments.starting import forbid_active, start_deployment
from azlift.rehearsal.deployments.what_if import what_if
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json
from azlift.rehearsal.language_errors import TemplateError
from azlift.rehearsal.lenient_json import read_lenient
from azlift.rehearsal.operations import ARM, finish_operation, follow_headers, start_operation, waiting_headers
from azlift.rehearsal.records import Event
from azlift.rehearsal.routes.call import Answer, Call, Lazily, answer_bytes, answer_json, answer_page, read_filter
from azlift.rehearsal.routes.route import Route, method_not_allowed, route
from azlift.rehearsal.templates.positions import located
from azlift.rehearsal.world import World

NEVER = "0001-01-01T00:00:00Z"  # the timestamp of a validation. Source: recorded answers, 2023 and later


def _find(world: World, scope: str, name: str) -> Deployment | None:
    world.check_scope(scope)
    return world.deployments.get(key_of(f"{scope}/providers/Microsoft.Resources/deployments/{name}"))


def _standing(world: World, scope: str, name: str) -> Deployment:
    found = _find(world, scope, name)
    if found is None:
        raise AzureError(404, "DeploymentNotFound", f"Deployment '{name}' could not be found.")
    return found


def list_deployments(world: World, call: Call, scope: str) -> Answer:
    world.check_scope(scope)
    asked = read_filter(call, ("provisioningState",))
    state = asked.get("provisioningstate", "").lower()
    found = {each.key: each for each in deployments_in(world, scope) if not state or each.state.lower() == state}
    return answer_page(call, Lazily(found, lambda key: deployment_bytes(found[key])))


def one_deployment(world: World, call: Call, scope: str, name: str) -> Answer:
    """GET, HEAD, PUT or DELETE of one deployment."""
    if call.method == "PUT":
        return _put(world, call, scope, name)
    if call.method == "HEAD":
        return Answer(204 if _find(world, scope, name) else 404)
    deployment = _standing(world, scope, name)
    if call.method == "GET":
        return answer_bytes(deployment_bytes(deployment))
    if call.method == "DELETE":
        return _delete(world, call, deployment)
    raise method_not_allowed(call)


def _put(world: World, call: Call, scope: str, name: str) -> Answer:
    asked = read_asked(world, scope, name, read_lenient(call.body), DEPLOYMENT_PROPERTIES)
    forbid_active(world, asked)
    utc_now, seed = iso_time(world.instant), world.new_guid()
    try:
        expansion = expand(world, asked, utc_now, seed)
    except TemplateError as error:
        raise refusal(located(error, call.body)) from error
    preflight(world, asked, expansion)
    created = key_of(asked.id) not in world.deployments
    deployment = start_deployment(world, asked, call.correlation_id, expansion, utc_now, seed, None)
    url = (
        f"{call.endpoint}{quote(deployment.id, '/()')}/operationStatuses/{deployment.status_id}"
        f"?api-version={quote(call.api_version)}"
    )
    headers = [("azure-asyncoperation", url), *waiting_headers(world, durations.DEPLOYMENT_START)]
    return answer_bytes(deployment_bytes(deployment), 201 if created else 200, headers)


def _delete(world: World, call: Call, deployment: Deployment) -> Answer:
    if not deployment.over:
        message = f"Unable to delete deployment '{deployment.name}': it is still active. Cancel it first."
        raise AzureError(409, "DeploymentActive", message)
    operation = start_operation(
        world, ARM, deployment.location, deployment.key, durations.RESOURCE_GROUP, "deployment_delete_due"
    )
    operation.answer = 204
    headers = follow_headers(world, call.endpoint, operation, call.api_version, location=True)
    return Answer(202, b"", tuple(headers))


def deployment_delete_due(world: World, event: Event) -> None:
    """The event at the end of a deployment's removal from the history."""
    operation = finish_operation(world, event)
    deployment = world.deployments.get(operation.target) if operation else None
    if deployment is not None and deployment.over:
        world.drop_deployment(deployment.key)


def cancel(world: World, call: Call, scope: str, name: str) -> Answer:
    cancel_deployment(world, _standing(world, scope, name))
    return Answer(204)


def export_template(world: World, call: Call, scope: str, name: str) -> Answer:
    return answer_json({"template": world.asked(_standing(world, scope, name).key)["template"]})


def validate(world: World, call: Call, scope: str, name: str) -> Answer:
    asked = read_asked(world, scope, name, read_lenient(call.body), DEPLOYMENT_PROPERTIES)
    expansion = expand_once(world, asked, call.body)
    prospect = preflight(world, asked, expansion)
    deployed = [each for each in expansion.resources if not each.existing]
    properties: Json = {
        "templateHash": asked.hash,
        "parameters": echo_parameters(expansion),
        "mode": asked.mode,
        "provisioningState": "Succeeded",
        "timestamp": NEVER,
        "duration": iso_duration(0),
        "correlationId": call.correlation_id,
        "providers": providers_of(deployed, asked.place.location),
        "dependencies": dependencies_of(deployed),
        "validatedResources": [{"id": each.planned.id} for each in prospect.foreseen],
    }
    body = {"id": asked.id, "name": asked.name, "type": "Microsoft.Resources/deployments", "properties": properties}
    return answer_json(body)


def ask_what_if(world: World, call: Call, scope: str, name: str) -> Answer:
    request = read_lenient(call.body)
    asked = read_asked(world, scope, name, request, WHAT_IF_PROPERTIES)
    operation = start_operation(world, ARM, asked.place.location, asked.id, durations.WHAT_IF, "operation_due")
    operation.result = _what_if_result(world, asked, request)
    headers = follow_headers(world, call.endpoint, operation, call.api_version, location=True)
    return Answer(202, b"", tuple(headers))


def _what_if_result(world: World, asked: Asked, request: Json) -> Json:
    """A what-if that fails answers 200 with status Failed on its Location, as Azure does."""
    try:
        return what_if(world, asked, request)
    except AzureError as error:
        return {"status": "Failed", "error": error.error()}


def list_operations(world: World, call: Call, scope: str, name: str) -> Answer:
    bodies = operation_bodies(_standing(world, scope, name))
    return answer_page(call, {f"{at:05d}": body for at, body in enumerate(bodies)})


def show_deployment_operation(world: World, call: Call, scope: str, name: str, operation_id: str) -> Answer:
    for body in operation_bodies(_standing(world, scope, name)):
        if body["operationId"].lower() == operation_id.lower():
            return answer_json(body)
    message = f"The deployment operation '{operation_id}' could not be found."
    raise AzureError(404, "DeploymentOperationNotFound", message)


def show_status(world: World, call: Call, scope: str, name: str, status_id: str) -> Answer:
    deployment = _standing(world, scope, name)
    if deployment.status_id != status_id:
        raise AzureError(404, "DeploymentNotFound", f"Deployment status '{status_id}' could not be found.")
    waiting = [] if deployment.over else waiting_headers(world, _remaining(world, deployment))
    return answer_json(status_body(deployment), 200, waiting)


def _remaining(world: World, deployment: Deployment) -> float:
    """The simulated seconds until the longest step under way ends, not counting what comes after it."""
    remaining = durations.DEPLOYMENT_END
    for node in deployment.nodes:
        if node.state != RUNNING:
            continue
        operation = world.operations.get(node.waits_for)
        nested = world.deployments.get(key_of(node.id))
        if operation is not None:
            remaining = max(remaining, operation.due - world.instant + durations.DEPLOYMENT_END)
        elif nested is not None:
            remaining = max(remaining, _remaining(world, nested))
    return remaining


def _routes(place: str, below: str) -> list[Route]:
    """The doors of deployments in one kind of scope."""
    base, own = (f"{place}/{below}" if place else below), DEPLOYMENT_TYPE
    lines: list[tuple[str, str, Callable[..., Answer], str, str]] = [
        ("GET", "", list_deployments, "deployments", "read"),
        ("GET HEAD PUT DELETE", "/{}", one_deployment, "deployment", "{verb}"),
        ("GET", "/{}/operations", list_operations, "deployment operations", "operations/read"),
        ("GET", "/{}/operations/{}", show_deployment_operation, "deployment operation", "operations/read"),
        ("GET", "/{}/operationstatuses/{}", show_status, "deployment status", "operationstatuses/read"),
        ("POST", "/{}/validate", validate, "deployment validate", "validate/action"),
        ("POST", "/{}/whatif", ask_what_if, "deployment whatIf", "whatIf/action"),
        ("POST", "/{}/cancel", cancel, "deployment cancel", "cancel/action"),
        ("POST", "/{}/exporttemplate", export_template, "deployment exportTemplate", "exportTemplate/action"),
    ]
    scope = len(place.split("/")) if place else 0
    one = len(base.split("/")) + 1
    return [
        route(methods, base + path, door, name, f"{own}/{right}", scope, by_scope=True, own=one if path else None)
        for methods, path, door, name, right in lines
    ]


BELOW = "providers/microsoft.resources/deployments"
GROUP = "subscriptions/{}/resourcegroups/{}"
ROUTES = [
    *_routes("", BELOW),
    *_routes("providers/microsoft.management/managementgroups/{}", BELOW),
    *_routes("subscriptions/{}", BELOW),
    *_routes(GROUP, BELOW),
    *_routes(GROUP, "deployments"),
]
