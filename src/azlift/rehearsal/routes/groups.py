"""Resource groups over HTTP."""

from azlift.rehearsal.azure_errors import group_not_found
from azlift.rehearsal.deployments.exporting import export_group
from azlift.rehearsal.groups import delete_group, patch_group, put_group
from azlift.rehearsal.identifiers import group_key
from azlift.rehearsal.operations import follow_headers
from azlift.rehearsal.routes.call import Answer, Call, answer_json, answer_page, read_filter
from azlift.rehearsal.routes.route import method_not_allowed, route
from azlift.rehearsal.world import World


def list_groups(world: World, call: Call, subscription: str) -> Answer:
    """All groups, or those with a tag."""
    asked = read_filter(call, ("tagName", "tagValue"))
    items = {}
    for key, group in world.groups.items():
        if group.subscription != subscription.lower():
            continue
        tags = {name.lower(): value for name, value in group.tags.items()}
        name = asked.get("tagname", "").lower()
        if name and (name not in tags or asked.get("tagvalue", tags[name]) != tags[name]):
            continue
        items[key] = group.body()
    return answer_page(call, items)


def one_group(world: World, call: Call, subscription: str, name: str) -> Answer:
    """GET, HEAD, PUT, PATCH or DELETE of one group."""
    if call.method == "PUT":
        group, created = put_group(world, subscription, name, call.json())
        return answer_json(group.body(), 201 if created else 200)
    standing = world.groups.get(group_key(subscription, name))
    if call.method == "HEAD":
        return Answer(204 if standing else 404)
    if standing is None:
        raise group_not_found(name)
    if call.method == "GET":
        return answer_json(standing.body())
    if call.method == "PATCH":
        return answer_json(patch_group(world, standing, call.json()).body())
    if call.method == "DELETE":
        operation = delete_group(world, standing)
        headers = follow_headers(world, call.endpoint, operation, call.api_version, location=True)
        return Answer(202, b"", tuple(headers))
    raise method_not_allowed(call)


def export_template(world: World, call: Call, subscription: str, name: str) -> Answer:
    """POST exportTemplate: the template of what stands in a group."""
    return answer_json(export_group(world, world.group(subscription, name), call.json()))


PLACE = "subscriptions/{}/resourcegroups"
RIGHT = "Microsoft.Resources/subscriptions/resourceGroups/{verb}"
ROUTES = [
    route("GET", PLACE, list_groups, "groups", RIGHT, listing=True),
    route(
        "POST",
        f"{PLACE}/{{}}/exporttemplate",
        export_template,
        "group exportTemplate",
        "Microsoft.Resources/subscriptions/resourceGroups/exportTemplate/action",
        scope=4,
    ),
    route("GET HEAD PUT PATCH DELETE", f"{PLACE}/{{}}", one_group, "group", RIGHT, scope=4),
]
