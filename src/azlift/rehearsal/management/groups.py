"""Management groups: a tree under the root, whose name is the tenant's id.

Shapes: Azure REST documentation of Microsoft.Management 2020-05-01. The words of the refusals are ours.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from azlift.rehearsal.authorization.given import given_resource
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.identifiers import MANAGEMENT_GROUPS, key_of, subscription_scope
from azlift.rehearsal.kinds import Action, Home, Json, Kind, Surroundings, Wanted, by_action
from azlift.rehearsal.lineage import group_parent, groups_above, subscription_parent
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Shape, Voice, text

if TYPE_CHECKING:
    from azlift.rehearsal.world import World

GROUPS = "Microsoft.Management/managementGroups"
MOST_LEVELS = 6  # below the root, subscriptions not counted. Source: Azure management groups documentation
PARENT = Shape("CreateParentGroupInfo", {"id": text}, (), ("name", "displayName"))
DETAILS = Shape("CreateManagementGroupDetails", {"parent": PARENT}, (), ("version", "updatedTime", "updatedBy"))
GROUP = Shape(
    "CreateManagementGroupProperties",
    {"displayName": text, "details": DETAILS, "parentId": text},
    (),
    ("tenantId", "children"),
)


def all_groups(world: "World") -> list[Resource]:
    """Every management group, the root first."""
    return [_root(world), *(world.resources[key] for key in sorted(world.index.of_type(GROUPS)))]


def _root(world: "World") -> Resource:
    tenant = world.account.tenant_id
    details = {"version": 1, "updatedTime": iso_time(0.0), "updatedBy": tenant}
    properties = {"tenantId": tenant, "displayName": "Tenant Root Group", "details": details}
    return given_resource(f"{MANAGEMENT_GROUPS}{tenant}", properties)


def _given(world: "World", key: str) -> Resource | None:
    return _root(world) if key == world.root_management_group else None


def _parent_of(wanted: Wanted, world: "World", standing: Resource | None) -> str:
    """The id of the parent asked for: the one there is, or the root, if none is named."""
    given = wanted.properties
    named = given.get("parentId") or given.get("details", {}).get("parent", {}).get("id")
    if named is None and standing is not None:
        named = standing.properties["details"]["parent"]["id"]
    return named or f"{MANAGEMENT_GROUPS}{world.account.tenant_id}"


def _check(wanted: Wanted, around: Surroundings) -> None:
    world, own = around.world, wanted.key
    if own == world.root_management_group:
        if set(wanted.properties) - {"displayName"}:
            raise AzureError(400, "BadRequest", "The root management group has no parent.")
        return
    parent = _parent_of(wanted, world, world.find(own))
    found = around.find(parent)
    if found is None or found.id.type != GROUPS:
        raise AzureError(404, "NotFound", f"The parent management group '{parent}' was not found.")
    path = (key_of(parent), *groups_above(world, key_of(parent)))
    if own in path:
        message = f"The management group '{wanted.id.name}' can not be put under itself."
        raise AzureError(400, "BadRequest", message)
    if len(path) > MOST_LEVELS:
        message = f"The hierarchy of management groups has at most {MOST_LEVELS} levels below the root."
        raise AzureError(400, "BadRequest", message)


def _compose(world: "World", wanted: Wanted, standing: Resource | None) -> Json:
    before = standing.properties if standing else {}
    parent = world.find(_parent_of(wanted, world, standing))
    details: Json = {
        "version": before.get("details", {}).get("version", 0) + 1,
        "updatedTime": iso_time(world.instant),
        "updatedBy": world.actor.object_id if world.actor else world.account.tenant_id,
    }
    if parent is not None and wanted.key != world.root_management_group:
        details["parent"] = {"id": str(parent.id), "name": parent.id.name}
    name = wanted.properties.get("displayName", before.get("displayName", wanted.id.name))
    return {"tenantId": world.account.tenant_id, "displayName": name, "details": details}


def _forbid_delete(world: "World", group: Resource) -> None:
    if group.key == world.root_management_group:
        raise AzureError(400, "BadRequest", "The root management group can not be deleted.")
    if children_of(world, group.key):
        message = (
            f"The management group '{group.id.name}' can not be deleted: it has child management groups or "
            "subscriptions."
        )
        raise AzureError(400, "BadRequest", message)


def children_of(world: "World", key: str, recursive: bool = False) -> list[Json]:
    """The groups and subscriptions directly in a group, as Azure lists them."""
    children = []
    for group in all_groups(world)[1:]:
        if group_parent(world, group.key) == key:
            child: Json = {"id": str(group.id), "type": GROUPS, "name": group.id.name}
            child["displayName"] = group.properties["displayName"]
            inner = children_of(world, group.key, recursive) if recursive else []
            children.append({**child, **({"children": inner} if inner else {})})
    for subscription, name in world.subscriptions.items():
        if subscription_parent(world, subscription) == key:
            place = subscription_scope(subscription)
            children.append({"id": place, "type": "/subscriptions", "name": subscription, "displayName": name})
    return children


def descendants_of(world: "World", key: str) -> list[Json]:
    """All groups and subscriptions below a group, each with its parent."""
    found = []
    for child in children_of(world, key):
        parent = {"id": str(_named(world, key).id)}
        properties = {"displayName": child["displayName"], "parent": parent}
        kind = GROUPS if child["type"] == GROUPS else f"{GROUPS}/subscriptions"
        found.append({"id": child["id"], "type": kind, "name": child["name"], "properties": properties})
        if child["type"] == GROUPS:
            found += descendants_of(world, key_of(child["id"]))
    return found


def _named(world: "World", key: str) -> Resource:
    found = world.find(key)
    return found if found is not None else _root(world)


def _descendants(world: "World", group: Resource, body: Json) -> Json:
    return {"value": descendants_of(world, group.key)}


def expanded(world: "World", group: Resource, recursive: bool) -> Json:
    """A group with its children, and its parent's name."""
    body = _present(world, group)
    body["properties"]["children"] = children_of(world, group.key, recursive)
    return body


def _present(world: "World", group: Resource) -> Json:
    """A group as it is answered: its parent under the name it has now."""
    body = group.body()
    details = dict(body["properties"]["details"])
    if "parent" in details:
        parent = _named(world, key_of(details["parent"]["id"]))
        details["parent"] = {**details["parent"], "displayName": parent.properties["displayName"]}
    return {**body, "properties": {**body["properties"], "details": details}}


def _select(world: "World", scope: str, asked: Json) -> Iterable[Resource]:
    return all_groups(world)


GROUP_KIND = Kind(
    type=GROUPS,
    voice=Voice.ARM,
    family="generic",
    properties=GROUP,
    seconds=0,
    name_rule=re.compile(r"[\w\-.()]{1,89}[\w\-()]|[\w\-()]"),
    name_words="1 to 90 letters, digits, '-', '_', '(', ')' or '.', not ending in '.'",
    statuses=(200, 200),
    homes=frozenset({Home.TENANT}),
    tracked=False,
    listed=False,
    shows_state=False,
    check=_check,
    compose=_compose,
    forbid_delete=_forbid_delete,
    present=_present,
    given=_given,
    select=_select,
    actions=by_action(Action("descendants", _descendants, "GET")),
)
