"""A deployment and its operations as Azure shows them. Source: recordings of real answers (reference 6.1)."""

import json
from collections.abc import Sequence
from typing import Any, Protocol

from azlift.rehearsal.clock import iso_duration, iso_time
from azlift.rehearsal.deployments.record import SKIPPED, WAITING, Deployment, Node
from azlift.rehearsal.records import SUCCEEDED
from azlift.rehearsal.templates import Expansion

Json = dict[str, Any]


def deployment_body(deployment: Deployment) -> Json:
    """The deployment as a GET answers it."""
    body: Json = {
        "id": deployment.id,
        "name": deployment.name,
        "type": "Microsoft.Resources/deployments",
    }
    if deployment.group is None:
        body["location"] = deployment.location
    if deployment.tags:
        body["tags"] = deployment.tags
    properties: Json = {
        "templateHash": deployment.template_hash,
        "parameters": deployment.parameters,
        "mode": deployment.mode,
        "provisioningState": deployment.state,
        "timestamp": iso_time(deployment.changed),
        "duration": iso_duration(deployment.changed - deployment.started),
        "correlationId": deployment.correlation_id,
        "providers": providers_of(deployment.nodes, deployment.location),
        "dependencies": dependencies_of(deployment.nodes),
    }
    if deployment.link is not None:
        properties["templateLink"] = deployment.link
    if deployment.on_error is not None:
        properties["onErrorDeployment"] = deployment.on_error
    if deployment.error:
        properties["error"] = deployment.error
    if deployment.outputs is not None:
        properties["outputs"] = {camel_cased(name): value for name, value in deployment.outputs.items()}
    if deployment.state == SUCCEEDED:
        properties["outputResources"] = [{"id": each} for each in deployment.output_resources]
    return {**body, "properties": properties}


def camel_cased(name: str) -> str:
    """The name of an output as ARM answers it: its JSON writer takes the capitals at the beginning away, but for the
    last before a small letter or the like (LogicAppId becomes logicAppId, VMSS vmss, TRANS_Id tranS_Id).

    Source: Newtonsoft.Json's CamelCaseNamingStrategy, which these reported pairs follow.
    """
    capitals = next((at for at, letter in enumerate(name) if not letter.isupper()), len(name))
    lowered = capitals if capitals in (1, len(name)) else max(capitals - 1, 0)
    return name[:lowered].lower() + name[lowered:]


def deployment_bytes(deployment: Deployment) -> bytes:
    """The body as bytes; serialised once for a finished deployment."""
    if deployment.serial is None:
        serial = json.dumps(deployment_body(deployment), separators=(",", ":")).encode()
        if not deployment.over:
            return serial
        deployment.serial = serial
    return deployment.serial


def echo_parameters(expansion: Expansion) -> Json:
    """Parameters as ARM echoes them: capitalised type, value; a secure one without its value."""
    echoed: Json = {}
    for name, value in expansion.parameters.items():
        shown: Json = {"type": expansion.parameter_types[name]}
        echoed[name] = shown if name in expansion.secure else {**shown, "value": value}
    return echoed


class Put(Protocol):
    """What a deployment puts, planned or under way."""

    @property
    def id(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def depends_on(self) -> tuple[str, ...]: ...


def providers_of(resources: Sequence[Put], location: str) -> list[Json]:
    """The providers a deployment needs, with the types and where."""
    types: dict[str, dict[str, None]] = {}
    for resource in resources:
        namespace, _, rest = resource.type.partition("/")
        types.setdefault(namespace, {})[rest] = None
    return [
        {
            "namespace": namespace,
            "resourceTypes": [{"resourceType": each, "locations": [location]} for each in rest],
        }
        for namespace, rest in types.items()
    ]


def dependencies_of(resources: Sequence[Put]) -> list[Json]:
    """Which resource waits for which."""
    by_id = {resource.id: resource for resource in resources}
    return [
        {"dependsOn": [_target(by_id[each]) for each in resource.depends_on if each in by_id], **_target(resource)}
        for resource in resources
        if resource.depends_on
    ]


def _target(resource: Put) -> Json:
    return {"id": resource.id, "resourceType": resource.type, "resourceName": resource.name}


def operation_bodies(deployment: Deployment) -> list[Json]:
    """The operations of a deployment: one per resource begun, and at the end the evaluation of the outputs."""
    begun = [node for node in deployment.nodes if node.state not in (WAITING, SKIPPED) and node.started is not None]
    bodies = [_operation(deployment, node) for node in sorted(begun, key=lambda each: each.started or 0.0)]
    if deployment.over and deployment.state == SUCCEEDED:
        properties = {
            "provisioningOperation": "EvaluateDeploymentOutput",
            "provisioningState": SUCCEEDED,
            "timestamp": iso_time(deployment.changed),
            "duration": iso_duration(0),
            "trackingId": deployment.evaluation_id,
            "statusCode": "OK",
        }
        bodies.append(
            {
                "id": f"{deployment.id}/operations/{deployment.status_id}",
                "operationId": deployment.status_id,
                "properties": properties,
            }
        )
    return bodies


def _operation(deployment: Deployment, node: Node) -> Json:
    started = node.started or 0.0
    ended = node.ended if node.ended is not None else deployment.changed
    properties: Json = {
        "provisioningOperation": "Create",
        "provisioningState": node.state,
        "timestamp": iso_time(ended),
        "duration": iso_duration(ended - started),
        "trackingId": node.tracking_id,
        "serviceRequestId": node.tracking_id,
        "statusCode": node.status_code,
        "targetResource": _target(node),
    }
    if node.error:
        properties["statusMessage"] = node.error
    return {
        "id": f"{deployment.id}/operations/{node.operation_id}",
        "operationId": node.operation_id,
        "properties": properties,
    }


def status_body(deployment: Deployment) -> Json:
    """What operationStatuses answers: the status, and on failure the error."""
    if deployment.error:
        return {"status": deployment.state, "error": deployment.error}
    return {"status": deployment.state}
