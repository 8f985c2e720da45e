"""Which scopes lie around a scope: what is assigned, locked or ruled there reaches down to it."""

from functools import lru_cache
from typing import TYPE_CHECKING

from azlift.rehearsal.identifiers import MANAGEMENT_GROUPS, TENANT, key_of

if TYPE_CHECKING:
    from azlift.rehearsal.records import Resource
    from azlift.rehearsal.world import World

GROUP_TYPE = "microsoft.management/managementgroups"
PLACED_TYPE = "microsoft.management/managementgroups/subscriptions"
_GROUPS = key_of(MANAGEMENT_GROUPS) + "/"
_SUBSCRIPTIONS = "/subscriptions/"


@lru_cache(maxsize=65_536)
def within(key: str) -> tuple[str, ...]:
    """A scope's key and those around it, innermost first, up to its subscription, management group or the tenant."""
    found = []
    while key:
        found.append(key)
        key = _around(key)
    return tuple(found)


def _around(key: str) -> str:
    """The next scope out: of a child its parent, of a resource its scope, of a group its subscription."""
    before, provider, rest = key.rpartition("/providers/")
    if provider:
        parts = rest.split("/")
        return f"{before}/providers/{'/'.join(parts[:-2])}" if len(parts) > 3 else before
    return key.partition("/resourcegroups/")[0] if "/resourcegroups/" in key else TENANT


def lineage(world: "World", key: str) -> tuple[str, ...]:
    """A scope's key and all around it, innermost first: over management groups up to the tenant, whose key is empty."""
    inner = within(key)
    return (*inner, *groups_above(world, inner[-1] if inner else TENANT), TENANT)


def groups_above(world: "World", key: str) -> tuple[str, ...]:
    """The keys of the management groups above a subscription or management group, nearest first."""
    parent: str | None
    if key.startswith(_SUBSCRIPTIONS):
        parent = subscription_parent(world, key.removeprefix(_SUBSCRIPTIONS))
    elif key.startswith(_GROUPS):
        parent = group_parent(world, key)
    else:
        return ()
    found: list[str] = []
    while parent is not None and parent not in found:
        found.append(parent)
        parent = group_parent(world, parent)
    return tuple(found)


def subscription_parent(world: "World", subscription: str) -> str:
    """The key of the management group a subscription is in: the root, unless it was put elsewhere."""
    for key in world.index.of_type(PLACED_TYPE):
        if key.rpartition("/")[2] == subscription:
            return key.partition("/subscriptions/")[0]
    return world.root_management_group


def group_parent(world: "World", key: str) -> str | None:
    """The key of the management group above one; the root has none, and one that is not there yet would be under it."""
    if key == world.root_management_group:
        return None
    group = world.resources.get(key)
    return key_of(group.properties["details"]["parent"]["id"]) if group else world.root_management_group


class ByScope:
    """The resources of one type by the key of the scope they stand in, read anew when one of them changed."""

    def __init__(self, world: "World", resource_type: str) -> None:
        self._world = world
        self._type = resource_type.lower()
        self._version = -1
        self._found: dict[str, list[Resource]] = {}

    def all(self) -> dict[str, list["Resource"]]:
        """Every scope that has any, in the order of the resources' keys."""
        index = self._world.index
        if index.versions[self._type] != self._version:
            self._version = index.versions[self._type]
            self._found = {}
            for key in sorted(index.of_type(self._type)):
                resource = self._world.resources[key]
                self._found.setdefault(key_of(resource.id.scope), []).append(resource)
        return self._found
