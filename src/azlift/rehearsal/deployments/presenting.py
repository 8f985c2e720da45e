"""A deployment and its operations as Azure shows them. Source: recordings of real answers (reference 6.1)."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

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
        "providers": _providers(deployment.nodes, deployment.location),
        "dependencies": list(_dependencies(deployment.nodes)),
    }
    if deployment.on_error is not None:
        properties["onErrorDeployment"] = deployment.on_error
    if deployment.error:
        properties["error"] = deployment.error
    if deployment.outputs is not None:
        properties["outputs"] = deployment.outputs
    if deployment.state == SUCCEEDED:
        properties["outputResources"] = [{"id": each} for each in deployment.output_resources]
    return {**body, "properties": properties}


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


def _providers(nodes: Sequence[Node], location: str) -> list[Json]:
    types: dict[str, dict[str, None]] = {}
    for node in nodes:
        namespace, _, rest = node.type.partition("/")
        types.setdefault(namespace, {})[rest] = None
    return [
        {
            "namespace": namespace,
            "resourceTypes": [{"resourceType": each, "locations": [location]} for each in rest],
        }
        for namespace, rest in types.items()
    ]


def _dependencies(nodes: Sequence[Node]) -> Iterator[Json]:
    by_id = {node.id: node for node in nodes}
    for node in nodes:
        if node.depends_on:
            yield {"dependsOn": [_target(by_id[each]) for each in node.depends_on if each in by_id], **_target(node)}


def _target(node: Node) -> Json:
    return {"id": node.id, "resourceType": node.type, "resourceName": node.name}


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
