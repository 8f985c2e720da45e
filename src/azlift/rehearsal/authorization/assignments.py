"""Role assignments: a role, a principal, a scope. Wordings: as users and SDK tests report them."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from azlift.rehearsal.authorization.given import definition_id, given_resource
from azlift.rehearsal.authorization.roles import ASSIGNMENTS, OWNER, ROLES, authored, check_guid, role_key, role_named
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import TENANT, key_of, read_id
from azlift.rehearsal.kinds import ANYWHERE, Json, Kind, Surroundings, Wanted
from azlift.rehearsal.lineage import lineage
from azlift.rehearsal.records import Resource
from azlift.rehearsal.rights import PATTERN
from azlift.rehearsal.strict import Shape, Voice, one_of, text, unmodelled

if TYPE_CHECKING:
    from azlift.rehearsal.world import World

MOST_ASSIGNMENTS = 4_000  # a subscription. Source: Azure RBAC limits
# What an assignment calls a principal of the directory.
PRINCIPAL_TYPES = {"ManagedIdentity": "ServicePrincipal"}
ASSIGNMENT = Shape(
    "RoleAssignmentProperties",
    {
        "roleDefinitionId": text,
        "principalId": text,
        "principalType": one_of("User", "Group", "ServicePrincipal", "ForeignGroup", "Device"),
        "description": text,
        "condition": unmodelled("conditions of role assignments"),
        "conditionVersion": unmodelled("conditions of role assignments"),
        "delegatedManagedIdentityResourceId": text,
    },
    ("roleDefinitionId", "principalId"),
    ("scope", "createdOn", "updatedOn", "createdBy", "updatedBy"),
)


def _check(wanted: Wanted, around: Surroundings) -> None:
    world, given = around.world, wanted.properties
    check_guid(wanted.id.name, "role assignment", "InvalidRoleAssignmentId")
    if role_named(world, _role_name(given)) is None and not _is_planned(given, around):
        message = f"The specified role definition with ID '{_role_name(given)}' does not exist."
        raise AzureError(404, "RoleDefinitionDoesNotExist", message)
    _check_principal(world, given)
    standing = world.find(str(wanted.id))
    if standing is not None and _meant(standing.properties) != _meant(given):
        message = "Tenant ID, application ID, principal ID, and scope are not allowed to be updated."
        raise AzureError(409, "RoleAssignmentUpdateNotPermitted", message)
    if standing is None:
        _check_new(world, wanted)


def _is_planned(given: Json, around: Surroundings) -> bool:
    """Whether the same template makes the role."""
    name = _role_name(given).lower()
    return any(each.id.name.lower() == name for each in around.of_type(ROLES))


def _role_name(given: Json) -> str:
    return str(given["roleDefinitionId"]).rstrip("/").rpartition("/")[2]


def _meant(given: Json) -> tuple[str, str]:
    return given["principalId"].lower(), _role_name(given).lower()


def _check_principal(world: "World", given: Json) -> None:
    """The principal is in the directory and of the type that is claimed.

    A claimed ServicePrincipal, User or Group that is not known yet is taken, as Azure takes it while its directory
    replicates; without a claim it is refused.
    """
    principal, claimed = given["principalId"], given.get("principalType")
    entry = world.directory.entries.get(principal.lower())
    if entry is None and claimed is None:
        shown = principal.replace("-", "")
        message = (
            f"Principal {shown} does not exist in the directory {world.account.tenant_id}. Check that you have the "
            "correct principal ID. If you are creating this principal and then immediately assigning a role, this "
            "error might be related to a replication delay. In this case, set the role assignment principalType "
            "property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype"
        )
        raise AzureError(400, "PrincipalNotFound", message)
    actual = PRINCIPAL_TYPES.get(entry.kind, entry.kind) if entry else claimed
    if claimed not in (None, actual):
        message = (
            f"The PrincipalId '{principal}' has type '{actual}' , which is different from specified PrinciaplType "
            f"'{claimed}'."
        )
        raise AzureError(400, "UnmatchedPrincipalType", message)


def _check_new(world: "World", wanted: Wanted) -> None:
    scope = key_of(wanted.id.scope)
    for key in world.index.inside(scope):
        other = world.resources[key]
        if other.id.type == ASSIGNMENTS and _meant(other.properties) == _meant(wanted.properties):
            shown = other.id.name.replace("-", "")
            message = f"The role assignment already exists. The ID of the existing role assignment is {shown}."
            raise AzureError(409, "RoleAssignmentExists", message)
    if wanted.id.subscription is None:
        return
    within = f"/subscriptions/{wanted.id.subscription.lower()}/"
    if sum(key.startswith(within) for key in world.index.of_type(ASSIGNMENTS)) >= MOST_ASSIGNMENTS:
        message = f"No more role assignments can be created. The limit is {MOST_ASSIGNMENTS} for each subscription."
        raise AzureError(400, "RoleAssignmentLimitExceeded", message)


def _compose(world: "World", wanted: Wanted, standing: Resource | None) -> Json:
    given, scope = wanted.properties, wanted.id.scope
    entry = world.directory.entries.get(given["principalId"].lower())
    kind = PRINCIPAL_TYPES.get(entry.kind, entry.kind) if entry else given["principalType"]
    optional = ("condition", "conditionVersion", "description", "delegatedManagedIdentityResourceId")
    return {
        "roleDefinitionId": definition_id(scope, ROLES, _role_name(given).lower()),
        "principalId": given["principalId"],
        "principalType": kind,
        "scope": scope or "/",
        **authored(world, standing),
        **{name: given.get(name) for name in optional},
    }


def _landed(world: "World", assignment: Resource) -> None:
    """Note which role is meant, and after how long it counts."""
    role = role_key(_role_name(assignment.properties))
    assignment.inside = {"delay": world.access.delay, **assignment.inside, "role": role}


def _select(world: "World", scope: str, asked: Json) -> Iterable[Resource]:
    """The assignments at a scope, inherited to it, and (unless atScope()) below it."""
    key, at_scope = key_of(scope), "atscope()" in asked
    principals = _asked_principals(world, asked)
    around = {*lineage(world, key), TENANT}
    founders = _founders(world)
    kept = [world.resources[each] for each in sorted(world.index.of_type(ASSIGNMENTS))]
    for assignment in [*([founders] if founders else []), *kept]:
        place = key_of(assignment.id.scope)
        listed = place in around or (not at_scope and place.startswith(f"{key}/"))
        if listed and (principals is None or assignment.properties["principalId"].lower() in principals):
            yield assignment


def _asked_principals(world: "World", asked: Json) -> frozenset[str] | None:
    """Whose assignments a filter asks for: principalId's own, or with assignedTo() those of its groups too."""
    if "assignedto()" in asked:
        principal = asked["assignedto()"].lower()
        return world.directory.groups_of(principal) | {principal}
    return frozenset({asked["principalid"].lower()}) if "principalid" in asked else None


def _founders(world: "World") -> Resource | None:
    """That the one the world was made for owns the whole tenant; nobody can lock themselves out of their rehearsal."""
    founder = world.access.founder
    if not founder:
        return None
    name = uuid.uuid5(uuid.UUID(founder), "owner")
    properties: Json = {"roleDefinitionId": role_key(OWNER), "principalId": founder}
    wanted = Wanted(read_id(f"/providers/{ASSIGNMENTS}/{name}"), "", None, {}, {}, properties)
    assignment = given_resource(str(wanted.id), _compose(world, wanted, None))
    _landed(world, assignment)
    return assignment


def _given(world: "World", key: str) -> Resource | None:
    founders = _founders(world)
    return founders if founders is not None and founders.key == key else None


def _forbid_delete(world: "World", assignment: Resource) -> None:
    if _given(world, assignment.key) is not None:
        message = "The role assignment of the principal that this rehearsal was made for can not be deleted."
        raise AzureError(400, "FoundersAssignment", message)  # no rule of Azure's


KIND = Kind(
    type=ASSIGNMENTS,
    missing=("RoleAssignmentNotFound", "The role assignment '{name}' is not found."),
    voice=Voice.ARM,
    family="generic",
    properties=ASSIGNMENT,
    seconds=0,
    name_rule=PATTERN,
    name_words="a GUID",
    homes=ANYWHERE,
    tracked=False,
    listed=False,
    shows_state=False,
    check=_check,
    compose=_compose,
    landed=_landed,
    forbid_delete=_forbid_delete,
    given=_given,
    select=_select,
    filters=("principalId", "atScope()", "assignedTo()"),
)
