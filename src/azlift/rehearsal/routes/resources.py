"""Resources by id, of every type and in every scope: GET, HEAD, PUT, PATCH, DELETE, lists by type, actions."""

import logging
from collections.abc import Callable
from dataclasses import replace

from azlift.rehearsal.azure_errors import AzureError, invalid_content, not_modelled, resource_not_found
from azlift.rehearsal.identifiers import ResourceId, key_of, read_id
from azlift.rehearsal.intake import canonical_id, read_wanted
from azlift.rehearsal.kinds import Action, Json, Kind
from azlift.rehearsal.operations import ARM, STYLES, Headers, follow_headers
from azlift.rehearsal.providers import kind_of
from azlift.rehearsal.records import Operation, Resource
from azlift.rehearsal.routes.call import Answer, Call, Lazily, answer_bytes, answer_json, answer_page, read_filter
from azlift.rehearsal.routes.route import VERBS, Found, method_not_allowed
from azlift.rehearsal.world import World
from azlift.rehearsal.writing import Written, check_home, delete_resource, patch_resource, write_resource

log = logging.getLogger("azlift.rehearsal")


def find_resource_route(world: World, call: Call, scope: str, tail: list[str]) -> Found:
    """The route of a call below …/providers/{namespace}."""
    namespace, *parts = tail
    if len(parts) % 2 == 0:
        return _found_one(world, call, _id(scope, namespace, parts))
    if len(parts) > 1:
        resource_id = _id(scope, namespace, parts[:-1])
        action = world.kind(resource_id.type).actions.get(parts[-1].lower())
        if action is not None and action.method != call.method:
            raise method_not_allowed(call)
        if action is not None:
            return _found_action(world, call, resource_id, action)
        if call.method == "POST":
            raise not_modelled(
                f"the action '{parts[-1]}' of the resource type '{kind_of(world, resource_id.type).type}'"
            )
    if call.method != "GET":
        raise method_not_allowed(call)
    return _found_list(world, call, scope, namespace, parts)


def _id(scope: str, namespace: str, parts: list[str]) -> ResourceId:
    return ResourceId(scope, namespace, tuple(zip(parts[::2], parts[1::2], strict=True)))


def _found_one(world: World, call: Call, resource_id: ResourceId) -> Found:
    kind = kind_of(world, resource_id.type)
    check_home(kind, resource_id)
    does: dict[str, Callable[[World, Call, Kind, ResourceId], Answer]] = {
        "GET": _get,
        "HEAD": _head,
        "PUT": _put,
        "PATCH": _patch,
        "DELETE": _delete,
    }
    if call.method not in does:
        raise method_not_allowed(call)
    action = f"{kind.type}/{VERBS[call.method]}"
    name = f"{call.method} {kind.type}/{{name}}"
    return Found(
        name, action, str(resource_id), lambda: _marked(kind, does[call.method](world, call, kind, resource_id))
    )


def _found_action(world: World, call: Call, resource_id: ResourceId, action: Action) -> Found:
    kind = kind_of(world, resource_id.type)
    right = f"{kind.type}/{action.name}/{'action' if call.method == 'POST' else 'read'}"
    name = f"{call.method} {kind.type}/{{name}}/{action.name}"
    return Found(name, right, str(resource_id), lambda: _act(world, call, _standing(world, kind, resource_id), action))


def _found_list(world: World, call: Call, scope: str, namespace: str, parts: list[str]) -> Found:
    kind = kind_of(world, "/".join([namespace, *parts[::2]]))
    holder = str(_id(scope, namespace, parts[:-1])) if len(parts) > 1 else scope
    name = f"GET {kind.type}"
    return Found(
        name, f"{kind.type}/read", holder, lambda: _marked(kind, _list(world, call, kind, scope, holder)), listing=True
    )


def _marked(kind: Kind, answer: Answer) -> Answer:
    """An answer about a type that is less than simulated says so, and so does the log."""
    if not (kind.stored or kind.outside_only):
        return answer
    words = "stored-without-semantics" if kind.stored else "outside-only"
    log.info("%s is %s", kind.type, words.replace("-", " "))
    return replace(answer, headers=(*answer.headers, ("x-azlift-rehearsal-semantics", words)))


def _list(world: World, call: Call, kind: Kind, scope: str, holder: str) -> Answer:
    asked = read_filter(call, kind.filters)
    world.check_scope(scope)
    if kind.select is not None:
        return answer_page(call, {each.key: _shown(world, kind, each) for each in kind.select(world, scope, asked)})
    if holder != scope and world.find(holder) is None:
        missing = read_id(holder)
        raise resource_not_found(missing.type, missing.name, missing.group)
    within = f"{key_of(holder)}/"
    keys = [key for key in world.index.of_type(kind.type) if key.startswith(within)]
    return answer_page(call, Lazily(keys, lambda key: _shown(world, kind, world.resources[key])))


def _shown(world: World, kind: Kind, resource: Resource) -> Json | bytes:
    return kind.present(world, resource) if kind.present else resource.serial()


def _standing(world: World, kind: Kind, resource_id: ResourceId) -> Resource:
    found = world.find(str(resource_id))
    if found is None:
        world.check_scope(resource_id.scope)
        if kind.missing is not None:
            code, words = kind.missing
            raise AzureError(404, code, words.replace("{name}", resource_id.name))
        raise resource_not_found(kind.type, resource_id.name, resource_id.group)
    return found


def _get(world: World, call: Call, kind: Kind, resource_id: ResourceId) -> Answer:
    resource = _standing(world, kind, resource_id)
    expand = call.query.get("$expand", "")
    more = kind.expands.get(expand.lower())
    if more is not None:
        body = kind.present(world, resource) if kind.present else resource.body()
        return answer_json({**body, "properties": {**body["properties"], **more(world, resource)}})
    if (kind.present is None or kind.expands) and expand and not kind.stored:
        message = f"The value '{expand}' of the query parameter '$expand' is not known for '{kind.type}'."
        raise AzureError(400, "InvalidParameter", message)
    return _answer_resource(world, kind, resource, 200)


def _head(world: World, call: Call, kind: Kind, resource_id: ResourceId) -> Answer:
    return Answer(204 if world.find(str(resource_id)) else 404)


def _answer_resource(
    world: World, kind: Kind, resource: Resource, status: int, headers: Headers | None = None
) -> Answer:
    shown = _shown(world, kind, resource)
    answer = answer_bytes if isinstance(shown, bytes) else answer_json
    return answer(shown, status, headers or [])  # type: ignore[arg-type]  # each is given its own kind of body


def _put(world: World, call: Call, kind: Kind, resource_id: ResourceId) -> Answer:
    world.check_scope(resource_id.scope)
    body = call.json()
    _check_conditions(call, world.find(str(canonical_id(world, kind, resource_id))))
    wanted = read_wanted(world, kind, resource_id, body, call.api_version)
    return _answer_written(world, call, kind, write_resource(world, kind, wanted))


def _patch(world: World, call: Call, kind: Kind, resource_id: ResourceId) -> Answer:
    resource = _standing(world, kind, resource_id)
    written = patch_resource(world, kind, resource, call.json(), call.api_version)
    return _answer_written(world, call, kind, written)


def _answer_written(world: World, call: Call, kind: Kind, written: Written) -> Answer:
    operation, style = written.operation, STYLES[kind.family]
    status = kind.statuses[0] if written.created else kind.statuses[1]
    if operation is None:
        return _answer_resource(world, kind, written.resource, status if call.method == "PUT" else 200)
    headers = follow_headers(world, call.endpoint, operation, call.api_version, location=style.result_is_resource)
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
        world.check_scope(resource_id.scope)
        return Answer(204)
    gone = _shown(world, kind, resource)
    operation = delete_resource(world, kind, resource)
    if operation is None:
        return answer_bytes(gone) if isinstance(gone, bytes) else answer_json(gone)
    headers = follow_headers(world, call.endpoint, operation, call.api_version, location=operation.family != ARM)
    return Answer(202, b"", tuple(headers))


def _act(world: World, call: Call, resource: Resource, action: Action) -> Answer:
    """The answer of an action: JSON at once, or what to follow; a body is read only where one was sent."""
    asked = {name: call.query[name.lower()] for name in action.query if name.lower() in call.query}
    given = call.json() if call.body else {}
    if not isinstance(given, dict):
        raise invalid_content(f"Error converting value to type '{action.name}Parameters'. Path ''")
    answer = action.run(world, resource, {**given, **asked})
    if isinstance(answer, Operation):
        headers = follow_headers(world, call.endpoint, answer, call.api_version, location=True)
        return Answer(202, b"", tuple(headers))
    return Answer(action.empty) if answer is None else answer_json(answer)
