"""Who may do what: role assignments, inherited down the scopes, against the action a call needs.

A right is one role that grants the action: `notActions` take away from their own role, not from others. Data actions
grant nothing here. Source: Azure RBAC documentation, "How Azure RBAC determines if a user has access to a resource".
"""

from typing import TYPE_CHECKING

from azlift.rehearsal.authorization.roles import OWNER, role_key
from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import TENANT, key_of
from azlift.rehearsal.lineage import GROUP_TYPE, PLACED_TYPE, lineage
from azlift.rehearsal.rights import Permission

if TYPE_CHECKING:
    from azlift.rehearsal.identity import Principal
    from azlift.rehearsal.world import World

ASSIGNMENT_TYPE = "microsoft.authorization/roleassignments"
DEFINITION_TYPE = "microsoft.authorization/roledefinitions"
DECIDED = 50_000  # decisions remembered; beyond it all are forgotten


class Access:
    """The decisions of one world, remembered until an assignment, a role, a group or the hierarchy changes.

    An assignment counts from `delay` simulated seconds after it was made. Azure takes up to ten minutes; here the
    default is none, because a rehearsal is not to be told apart by when somebody set it up. The `founder`, for whom the
    world was made, is Owner of the tenant.
    """

    def __init__(self, world: "World") -> None:
        self._world = world
        self.delay: float = (world.store.read("world", "access") or {}).get("delay", 0.0)
        self.founder = ""
        self._state: tuple[object, ...] = ()
        self._granted: dict[str, list[tuple[str, str]]] = {}
        self._roles: dict[str, tuple[Permission, ...]] = {}
        self._groups: dict[str, frozenset[str]] = {}
        self._decided: dict[tuple[str, str, str], bool] = {}
        self._changes_at = float("inf")

    def delay_assignments(self, seconds: float) -> None:
        """Set after how long assignments count that are made from now on."""
        self.delay = seconds
        self._world.store.stage("world", "access", {"delay": seconds})

    def allows(self, object_id: str, action: str, scope: str) -> bool:
        """Whether a principal may do an action at a scope."""
        self._refresh()
        asked = (object_id, action.lower(), key_of(scope))
        decided = self._decided.get(asked)
        if decided is None:
            if len(self._decided) >= DECIDED:
                self._decided.clear()
            decided = self._decided[asked] = self._decide(*asked)
        return decided

    def permissions(self, object_id: str, scope: str) -> list[Permission]:
        """Everything a principal's roles grant at a scope, nearest assignment first."""
        self._refresh()
        who = self._who(object_id)
        return [
            permission
            for each in lineage(self._world, key_of(scope))
            for principal, role in self._granted.get(each, ())
            if principal in who
            for permission in self._permissions(role)
        ]

    def reaches(self, object_id: str, scope: str) -> bool:
        """Whether a principal has any role at a scope, above it or inside it."""
        return bool(self.permissions(object_id, scope)) or self.reaches_inside(object_id, scope)

    def reaches_inside(self, object_id: str, scope: str) -> bool:
        """Whether a principal has any role inside a scope."""
        self._refresh()
        inside, who = f"{key_of(scope)}/", self._who(object_id)
        return any(
            principal in who
            for place, granted in self._granted.items()
            if place.startswith(inside)
            for principal, _ in granted
        )

    def _decide(self, object_id: str, action: str, key: str) -> bool:
        who = self._who(object_id)
        for scope in lineage(self._world, key):
            for principal, role in self._granted.get(scope, ()):
                if principal in who and any(each.grants(action) for each in self._permissions(role)):
                    return True
        return False

    def _who(self, object_id: str) -> frozenset[str]:
        """A principal and the groups it is in."""
        if object_id not in self._groups:
            self._groups[object_id] = self._world.directory.groups_of(object_id) | {object_id}
        return self._groups[object_id]

    def _permissions(self, role: str) -> tuple[Permission, ...]:
        if role not in self._roles:
            definition = self._world.find(role)
            given = definition.properties["permissions"] if definition else []
            self._roles[role] = tuple(Permission.of(each) for each in given)
        return self._roles[role]

    def _refresh(self) -> None:
        """Begin anew when something changed, or an assignment has come into effect."""
        world, versions = self._world, self._world.index.versions
        types = (ASSIGNMENT_TYPE, DEFINITION_TYPE, GROUP_TYPE, PLACED_TYPE)
        state = (*(versions[each] for each in types), world.directory.version, self.founder)
        if state != self._state or world.instant >= self._changes_at:
            self._state = state
            self._begin()

    def _begin(self) -> None:
        world = self._world
        self._granted, self._changes_at = {TENANT: [(self.founder, role_key(OWNER))]}, float("inf")
        for cache in (self._roles, self._groups, self._decided):
            cache.clear()
        for key in sorted(world.index.of_type(ASSIGNMENT_TYPE)):
            assignment = world.resources[key]
            counts_from = assignment.created + assignment.inside.get("delay", 0.0)
            if counts_from > world.instant:
                self._changes_at = min(self._changes_at, counts_from)
                continue
            properties = assignment.properties
            grant = (properties["principalId"].lower(), assignment.inside["role"])
            self._granted.setdefault(key_of(assignment.id.scope), []).append(grant)


def check(world: "World", action: str, scope: str) -> None:
    """Refuse what the one for whom the world acts has no right to."""
    actor = world.actor
    if actor is not None and action and not world.access.allows(actor.object_id, action, scope):
        raise authorization_failed(actor, action, scope)


def authorization_failed(actor: "Principal", action: str, scope: str) -> AzureError:
    """ARM's 403. Source: recordings and user reports (reference 6.4)."""
    message = (
        f"The client '{actor.client}' with object id '{actor.object_id}' does not have authorization to perform action "
        f"'{action}' over scope '{scope or '/'}' or the scope is invalid. If access was recently granted, please "
        "refresh your credentials."
    )
    return AzureError(403, "AuthorizationFailed", message)
