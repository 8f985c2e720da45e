"""Role definitions: Azure's own, under their real ids, and those a tenant makes for itself.

A role is one in its tenant: it is answered at every scope, with an id of that scope's subscription.
"""

import uuid
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from azlift.rehearsal.authorization.given import definition_id, given_resource, read_data
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import ANYWHERE, Home, Json, Kind, Surroundings, Wanted
from azlift.rehearsal.lineage import within
from azlift.rehearsal.records import Resource
from azlift.rehearsal.rights import PATTERN, Permission
from azlift.rehearsal.strict import Shape, Voice, list_of, text, unmodelled

if TYPE_CHECKING:
    from azlift.rehearsal.world import World

ROLES = "Microsoft.Authorization/roleDefinitions"
ASSIGNMENTS = "Microsoft.Authorization/roleAssignments"
BUILT_IN = "BuiltInRole"
OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
PATTERN_LISTS = ("actions", "notActions", "dataActions", "notDataActions")
PERMISSION = Shape(
    "Permission",
    {
        **dict.fromkeys(PATTERN_LISTS, list_of(text)),
        **dict.fromkeys(("condition", "conditionVersion"), unmodelled("conditions of role definitions")),
    },
)
ROLE = Shape(
    "RoleDefinitionProperties",
    {
        "roleName": text,
        "description": text,
        "type": text,
        "permissions": list_of(PERMISSION),
        "assignableScopes": list_of(text, least=1),
    },
    ("roleName", "permissions", "assignableScopes"),
    # `isCustom` is what older templates say beside the type; it is passed over (create-role-def of the quickstarts).
    ("createdOn", "updatedOn", "createdBy", "updatedBy", "isCustom"),
)


@lru_cache(maxsize=1)
def built_in() -> dict[str, Json]:
    """The properties of Azure's own roles by id, a GUID in lower case; of some only the name is known."""
    dates = read_data("built_in_roles.json")["dates"]
    named = {
        guid: {"roleName": name, "description": ""} for guid, name in read_data("named_roles.json")["roles"].items()
    }
    roles = {**named, **read_data("built_in_roles.json")["roles"]}
    return {
        name: {
            "roleName": role["roleName"],
            "type": BUILT_IN,
            "description": role["description"],
            "assignableScopes": ["/"],
            "permissions": [Permission.of(role).body()],
            **dates,
            "createdBy": None,
            "updatedBy": None,
        }
        for name, role in roles.items()
    }


def role_key(name: str) -> str:
    """The key a role is meant by, whichever id of it is given."""
    return key_of(f"/providers/{ROLES}/{name}")


def role_named(world: "World", name: str) -> Json | None:
    """The properties of the role of a GUID."""
    found = built_in().get(name.lower())
    return found or next((each.properties for each in _same(world, name)), None)


def _same(world: "World", name: str) -> Iterator[Resource]:
    """What is kept of the custom role of a GUID."""
    for key in world.index.of_type(ROLES):
        if key.endswith(f"/{name.lower()}"):
            yield world.resources[key]


def _given(world: "World", key: str) -> Resource | None:
    """A role at a scope other than the one it was put at."""
    scope, _, name = key.partition(f"/providers/{ROLES.lower()}/")
    properties = role_named(world, name)
    return given_resource(definition_id(scope, ROLES, name), properties) if properties else None


def _select(world: "World", scope: str, asked: Json) -> Iterable[Resource]:
    """Azure's own roles and those that can be assigned at a scope, by roleName and type."""
    key, below = key_of(scope), "atscopeandbelow()" in asked
    custom = (world.resources[each] for each in sorted(world.index.of_type(ROLES)))
    found = {each.id.name: each.properties for each in custom if _is_assignable(each, key, below)} | built_in()
    name, kind = asked.get("rolename", "").lower(), asked.get("type", "").lower()
    for role, properties in found.items():
        if name in ("", properties["roleName"].lower()) and kind in ("", properties["type"].lower()):
            yield given_resource(definition_id(scope, ROLES, role), properties)


def _is_assignable(role: Resource, key: str, below: bool) -> bool:
    scopes = [key_of(each) for each in role.properties["assignableScopes"]]
    return not key or any(each in within(key) or (below and each.startswith(f"{key}/")) for each in scopes)


def check_guid(name: str, noun: str, code: str) -> None:
    """Refuse the name of a role definition or assignment that is no GUID."""
    try:
        uuid.UUID(name)
    except ValueError as error:
        message = f"The {noun} ID '{name}' is not valid. The {noun} ID must be a GUID."
        raise AzureError(400, code, message) from error


def _check(wanted: Wanted, around: Surroundings) -> None:
    name = wanted.id.segments[-1][1]
    check_guid(name, "role definition", "InvalidRoleDefinitionId")
    _forbid_built_in(name)
    _check_name(wanted, around.world)
    for permission in wanted.properties["permissions"]:
        for pattern in (each for member in PATTERN_LISTS for each in permission.get(member, [])):
            if not PATTERN.fullmatch(pattern):
                message = f"'{pattern}' does not match any of the actions supported by the providers."
                raise AzureError(400, "InvalidActionOrNotAction", message)
    for scope in wanted.properties["assignableScopes"]:
        if not scope.lower().startswith(("/subscriptions/", "/providers/microsoft.management/managementgroups/")):
            message = f"The assignable scope '{scope}' is not a subscription, resource group or management group."
            raise AzureError(400, "InvalidAssignableScope", message)  # the code is ours
        around.world.check_scope(scope.rstrip("/"))


def _forbid_built_in(name: str) -> None:
    """Azure's own roles stay as they are (that Azure refuses this is documented; the code is ours)."""
    if name.lower() in built_in():
        message = f"The role definition '{name}' is a built-in role and can not be changed or deleted."
        raise AzureError(400, "BuiltInRoleNotChangeable", message)


def _check_name(wanted: Wanted, world: "World") -> None:
    """Role names are unique in a tenant."""
    custom = (world.resources[key] for key in world.index.of_type(ROLES))
    taken = {role.id.name.lower(): role.properties for role in custom} | built_in()
    taken.pop(wanted.id.name.lower(), None)
    if any(each["roleName"].lower() == wanted.properties["roleName"].lower() for each in taken.values()):
        message = "A custom role with the same name already exists in this directory. Use a different name."
        raise AzureError(409, "RoleDefinitionWithSameNameExists", message)


def _compose(world: "World", wanted: Wanted, standing: Resource | None) -> Json:
    given = wanted.properties
    return {
        "roleName": given["roleName"],
        "type": "CustomRole",
        "description": given.get("description", ""),
        "assignableScopes": given["assignableScopes"],
        "permissions": [Permission.of(each).body() for each in given["permissions"]],
        **authored(world, standing),
    }


def authored(world: "World", standing: Resource | None) -> Json:
    """Who made something and who changed it last, and when."""
    actor = world.actor.object_id if world.actor else None
    now = iso_time(world.instant)
    made = standing.properties if standing else {"createdOn": now, "createdBy": actor}
    return {"createdOn": made["createdOn"], "updatedOn": now, "createdBy": made["createdBy"], "updatedBy": actor}


def _forbid_delete(world: "World", role: Resource) -> None:
    _forbid_built_in(role.id.name)
    meant = role_key(role.id.name)
    if any(world.resources[key].inside["role"] == meant for key in world.index.of_type(ASSIGNMENTS)):
        message = "There are existing role assignments referencing role (code: RoleDefinitionHasAssignments)."
        raise AzureError(400, "RoleDefinitionHasAssignments", message)


def _forget_others(world: "World", role: Resource) -> None:
    """A role is kept once, where it was put last."""
    for other in list(_same(world, role.id.name)):
        if other.key != role.key:
            world.drop(other.key)


KIND = Kind(
    type=ROLES,
    missing=("RoleDefinitionDoesNotExist", "The specified role definition with ID '{name}' does not exist."),
    voice=Voice.ARM,
    family="generic",
    properties=ROLE,
    seconds=0,
    name_rule=PATTERN,
    name_words="a GUID",
    statuses=(201, 201),
    homes=ANYWHERE - {Home.EXTENSION},
    tracked=False,
    listed=False,
    shows_state=False,
    check=_check,
    compose=_compose,
    landed=_forget_others,
    forbid_delete=_forbid_delete,
    deleted=_forget_others,
    given=_given,
    select=_select,
    filters=("roleName", "type", "atScopeAndBelow()"),
)
