"""Resources by id, of every known type: GET, HEAD, PUT, PATCH, DELETE, and lists by type."""

from azlift.rehearsal.azure_errors import AzureError, resource_not_found
from azlift.rehearsal.compute.power import OUTCOMES, change_power, instance_view
from azlift.rehearsal.compute.quota import MACHINE_TYPE
from azlift.rehearsal.identifiers import ResourceId, group_key, key_of
from azlift.rehearsal.intake import canonical_id, read_wanted
from azlift.rehearsal.kinds import Json, Kind
from azlift.rehearsal.operations import ARM, DISK, follow_headers
from azlift.rehearsal.providers import kind_of
from azlift.rehearsal.records import Resource
from azlift.rehearsal.routes.call import Answer, Call, answer_bytes, answer_json, answer_page, read_filter
from azlift.rehearsal.world import World
from azlift.rehearsal.writing import delete_resource, patch_tags, write_resource

POWER_NAMES = {"start": "start", "restart": "restart", "poweroff": "powerOff", "deallocate": "deallocate"}


def resource_route(world: World, call: Call, scope: tuple[str, str | None], tail: list[str]) -> tuple[str, Answer]:
    """Answer a call below …/providers/{namespace}; the first value names the route for the counters."""
    subscription, group = scope
    namespace, *parts = tail
    if not parts or not all(parts):
        raise AzureError(404, "InvalidResourceType", f"The request path '{call.path}' names no resource type.")
    kind = kind_of(world, "/".join([namespace, *_types_of(parts)]), call.api_version)
    if len(parts) % 2 == 0:
        resource_id = ResourceId(subscription, group, namespace, tuple(zip(parts[::2], parts[1::2], strict=True)))
        return f"{call.method} {kind.type}/{{name}}", _one(world, call, kind, resource_id)
    return _collection_or_action(world, call, kind, scope, namespace, parts)


def _types_of(parts: list[str]) -> list[str]:
    """The type parts of a path; behind a machine's name stands an action, not a type."""
    types = parts[::2]
    actions = {*POWER_NAMES, "instanceview"}
    is_action = len(parts) == 3 and parts[0].lower() == "virtualmachines" and parts[2].lower() in actions
    return types[:-1] if is_action else types


def _collection_or_action(
    world: World, call: Call, kind: Kind, scope: tuple[str, str | None], namespace: str, parts: list[str]
) -> tuple[str, Answer]:
    subscription, group = scope
    if len(parts) == 3 and kind.type == MACHINE_TYPE:
        resource_id = ResourceId(subscription, group, namespace, ((parts[0], parts[1]),))
        return _machine_action(world, call, _standing(world, kind, resource_id), parts[2].lower())
    if call.method != "GET":
        raise method_not_allowed(call)
    parent = tuple(zip(parts[:-1:2], parts[1::2], strict=True))
    if parent:
        _standing_parent(world, ResourceId(subscription, group, namespace, parent))
    prefix = str(ResourceId(subscription, group, namespace, parent)) if parent else ""
    return f"GET {kind.type}", _list(world, call, kind, scope, prefix)


def _standing_parent(world: World, resource_id: ResourceId) -> None:
    if world.find(str(resource_id)) is None:
        raise resource_not_found(resource_id.type, resource_id.name, resource_id.group)


def _list(world: World, call: Call, kind: Kind, scope: tuple[str, str | None], prefix: str) -> Answer:
    read_filter(call, ())
    subscription, group = scope
    keys = world.index.of_type(kind.type)
    if group is not None:
        world.group(subscription, group)
        within = f"{group_key(subscription, group)}/"
        keys = frozenset(key for key in keys if key.startswith(within))
    if prefix:
        keys = frozenset(key for key in keys if key.startswith(f"{key_of(prefix)}/"))
    return answer_page(call, {key: _shown(world, kind, world.resources[key]) for key in keys})


def _shown(world: World, kind: Kind, resource: Resource) -> Json | bytes:
    return kind.present(world, resource) if kind.present else resource.serial()


def _standing(world: World, kind: Kind, resource_id: ResourceId) -> Resource:
    world.group(resource_id.subscription, resource_id.group or "")
    found = world.find(str(resource_id))
    if found is None:
        raise resource_not_found(kind.type, resource_id.name, resource_id.group)
    return found


def _one(world: World, call: Call, kind: Kind, resource_id: ResourceId) -> Answer:
    if resource_id.group is None:
        message = f"The resource type '{kind.type}' lives in a resource group; the path names none."
        raise AzureError(404, "InvalidResourceType", message)
    if call.method == "PUT":
        return _put(world, call, kind, resource_id)
    if call.method == "GET":
        return _get(world, call, kind, _standing(world, kind, resource_id))
    if call.method == "HEAD":
        return Answer(204 if world.find(str(resource_id)) else 404)
    if call.method == "PATCH":
        resource = _standing(world, kind, resource_id)
        patch_tags(world, resource, call.json())
        return _answer_resource(world, kind, resource, 200)
    if call.method == "DELETE":
        return _delete(world, call, kind, resource_id)
    raise method_not_allowed(call)


def _get(world: World, call: Call, kind: Kind, resource: Resource) -> Answer:
    expand = call.query.get("$expand", "").lower()
    if kind.type == MACHINE_TYPE and expand == "instanceview":
        body = resource.body()
        body["properties"]["instanceView"] = instance_view(resource)
        return answer_json(body)
    if kind.present is None and expand:
        message = f"The value '{expand}' of the query parameter '$expand' is not known for '{kind.type}'."
        raise AzureError(400, "InvalidParameter", message)
    return _answer_resource(world, kind, resource, 200)


def _answer_resource(
    world: World, kind: Kind, resource: Resource, status: int, headers: list[tuple[str, str]] | None = None
) -> Answer:
    shown = _shown(world, kind, resource)
    return (
        answer_bytes(shown, status, headers or [])
        if isinstance(shown, bytes)
        else answer_json(shown, status, headers or [])
    )


def _put(world: World, call: Call, kind: Kind, resource_id: ResourceId) -> Answer:
    world.group(resource_id.subscription, resource_id.group or "")
    body = call.json()
    canonical = canonical_id(world, kind, resource_id)
    _check_conditions(call, world.find(str(canonical)))
    wanted = read_wanted(world, kind, resource_id, body, call.api_version)
    written = write_resource(world, kind, wanted)
    headers = follow_headers(world, call.endpoint, written.operation, call.api_version, location=kind.family == DISK)
    status = kind.statuses[0] if written.created else kind.statuses[1]
    return _answer_resource(world, kind, written.resource, status, headers)


def _check_conditions(call: Call, standing: Resource | None) -> None:
    """If-Match and If-None-Match, as the providers honour them."""
    must, must_not = call.headers.get("if-match"), call.headers.get("if-none-match")
    etag = standing.etag if standing else None
    fails = (must_not == "*" and standing is not None) or (
        must is not None and (etag is None or (must != "*" and etag not in must))
    )
    if fails:
        message = "The condition specified by the header If-Match or If-None-Match is not met."
        raise AzureError(412, "PreconditionFailed", message)


def _delete(world: World, call: Call, kind: Kind, resource_id: ResourceId) -> Answer:
    resource = world.find(str(resource_id))
    if resource is None:
        return Answer(204)
    operation = delete_resource(world, kind, resource)
    headers = follow_headers(world, call.endpoint, operation, call.api_version, location=operation.family != ARM)
    return Answer(202, b"", tuple(headers))


def _machine_action(world: World, call: Call, machine: Resource, action: str) -> tuple[str, Answer]:
    if action == "instanceview" and call.method == "GET":
        return f"GET {MACHINE_TYPE}/{{name}}/instanceView", answer_json(instance_view(machine))
    if action not in OUTCOMES or call.method != "POST":
        raise method_not_allowed(call)
    operation = change_power(world, machine, action)
    headers = follow_headers(world, call.endpoint, operation, call.api_version, location=True)
    return f"POST {MACHINE_TYPE}/{{name}}/{POWER_NAMES[action]}", Answer(202, b"", tuple(headers))


def method_not_allowed(call: Call) -> AzureError:
    message = f"The requested resource does not support http method '{call.method}' at '{call.path}'."
    return AzureError(405, "MethodNotAllowed", message)
