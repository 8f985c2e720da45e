"""Management groups over HTTP, where their doors differ from those of other resources."""

from dataclasses import replace

from azlift.rehearsal import durations
from azlift.rehearsal.azure_errors import AzureError, Json, resource_not_found
from azlift.rehearsal.identifiers import key_of, subscription_scope
from azlift.rehearsal.lineage import groups_above
from azlift.rehearsal.management.groups import GROUP_KIND, GROUPS, all_groups, expanded
from azlift.rehearsal.operations import ARM, follow_headers, start_operation
from azlift.rehearsal.records import Resource
from azlift.rehearsal.routes.call import Answer, Call, answer_json, answer_page
from azlift.rehearsal.routes.resources import find_resource_route
from azlift.rehearsal.routes.route import route
from azlift.rehearsal.strict import Shape, Voice, text
from azlift.rehearsal.world import World
from azlift.rehearsal.writing import delete_resource, patch_resource

PATCH = Shape("PatchManagementGroupRequest", {"displayName": text, "parentGroupId": text})


def one_group(world: World, call: Call, name: str) -> Answer:
    """A management group: GET takes $expand and $recurse, PATCH a body of its own, DELETE is followed."""
    if call.method in ("PUT", "HEAD"):
        return find_resource_route(world, call, "", [*GROUPS.split("/"), name]).answer()
    group = world.find(f"/providers/{GROUPS}/{name}")
    if group is None:
        raise resource_not_found(GROUPS, name, None)
    if call.method == "PATCH":
        return _patch(world, call, group)
    if call.method == "DELETE":
        return _delete(world, call, group)
    expand = call.query.get("$expand", "").lower()
    if expand not in ("", "children", "path", "ancestors"):
        raise AzureError(400, "InvalidParameter", f"The $expand '{call.query['$expand']}' is not known.")
    if expand == "children":
        return answer_json(expanded(world, group, call.query.get("$recurse", "").lower() == "true"))
    return find_resource_route(world, _plain(call), "", [*GROUPS.split("/"), name]).answer()


def _plain(call: Call) -> Call:
    """The call without what only this door understands."""
    query = {name: value for name, value in call.query.items() if name not in ("$expand", "$recurse", "$filter")}
    return replace(call, query=query)


def one_subscription(world: World, call: Call, group: str, subscription: str) -> Answer:
    """A subscription in a management group; putting it there moves it, and needs no body."""
    whole = replace(call, body=call.body or b"{}")
    return find_resource_route(world, whole, "", [*GROUPS.split("/"), group, "subscriptions", subscription]).answer()


def _patch(world: World, call: Call, group: Resource) -> Answer:
    given = PATCH.read(call.json(), "", Voice.ARM)
    wanted: Json = {"displayName": given["displayName"]} if "displayName" in given else {}
    wanted |= {"parentId": given["parentGroupId"]} if "parentGroupId" in given else {}
    patch_resource(world, GROUP_KIND, group, {"properties": wanted}, call.api_version)
    return one_group(world, replace(call, method="GET"), group.id.name)


def _delete(world: World, call: Call, group: Resource) -> Answer:
    delete_resource(world, GROUP_KIND, group)
    operation = start_operation(world, ARM, "", group.key, durations.RESOURCE_GROUP, "operation_due")
    headers = follow_headers(world, call.endpoint, operation, call.api_version, location=True)
    return Answer(202, b"", tuple(headers))


def list_entities(world: World, call: Call) -> Answer:
    """Every management group and subscription the caller may see, with the chain above it."""
    groups = all_groups(world)
    found = {each.key: _entity(world, str(each.id), GROUPS, each.properties["displayName"]) for each in groups}
    for subscription, name in world.subscriptions.items():
        place = subscription_scope(subscription)
        found[place] = _entity(world, place, "/subscriptions", name)
    actor = world.actor
    seen = {key: body for key, body in found.items() if actor is None or world.access.reaches(actor.object_id, key)}
    return answer_page(call, seen)


def _entity(world: World, entity_id: str, kind: str, display_name: str) -> Json:
    groups = {group.key: group for group in all_groups(world)}
    above = [groups[key] for key in reversed(groups_above(world, key_of(entity_id)))]
    properties: Json = {
        "tenantId": world.account.tenant_id,
        "displayName": display_name,
        "parent": {"id": str(above[-1].id)} if above else None,
        "parentNameChain": [group.id.name for group in above],
        "parentDisplayNameChain": [group.properties["displayName"] for group in above],
        "permissions": "view",
    }
    return {"id": entity_id, "type": kind, "name": entity_id.rpartition("/")[2], "properties": properties}


PLACE = "providers/microsoft.management"
ROUTES = [
    route(
        "GET HEAD PUT PATCH DELETE",
        f"{PLACE}/managementgroups/{{}}",
        one_group,
        "management group",
        f"{GROUPS}/{{verb}}",
        scope=0,
        own=4,
    ),
    route(
        "GET HEAD PUT DELETE",
        f"{PLACE}/managementgroups/{{}}/subscriptions/{{}}",
        one_subscription,
        "subscription of a management group",
        f"{GROUPS}/subscriptions/{{verb}}",
        scope=0,
        own=6,
    ),
    route("POST", f"{PLACE}/getentities", list_entities, "entities", scope=0),
]
