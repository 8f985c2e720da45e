"""Which path goes where. Paths are compared without regard to case; what no line matches is a resource by id or an
error."""

from collections.abc import Callable

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import check_group_name, read_scope
from azlift.rehearsal.routes import (
    authorization,
    compute,
    compute_images,
    deployments,
    features,
    groups,
    key_vaults,
    management,
    moving,
    names,
    network,
    operations,
    platform,
    provider_operations,
    publish_profiles,
    tags,
    web_stacks,
)
from azlift.rehearsal.routes.call import Call
from azlift.rehearsal.routes.resources import find_resource_route
from azlift.rehearsal.routes.route import Found, Route, found_at, method_not_allowed
from azlift.rehearsal.world import World

ROUTES = [
    *platform.ROUTES,
    *features.ROUTES,
    *names.ROUTES,
    *key_vaults.ROUTES,
    *provider_operations.ROUTES,
    *groups.ROUTES,
    *moving.ROUTES,
    *operations.ROUTES,
    *compute.ROUTES,
    *compute_images.ROUTES,
    *network.ROUTES,
    *deployments.ROUTES,
    *management.ROUTES,
    *authorization.ROUTES,
    *tags.ROUTES,
    *web_stacks.ROUTES,
    *publish_profiles.ROUTES,
]
# What stands behind every scope and is no resource: method and path behind the last `providers`.
BEHIND_EVERY_SCOPE: dict[tuple[str, str], Callable[[World, Call, str], Found]] = {
    ("GET", "microsoft.authorization/permissions"): authorization.find_permissions,
    ("GET", "microsoft.authorization/denyassignments"): authorization.find_denials,
    ("PATCH", "microsoft.resources/tags/default"): tags.find_tags_patch,
}
_BY_LENGTH: dict[int, list[Route]] = {}
for _each in ROUTES:
    _BY_LENGTH.setdefault(len(_each.segments), []).append(_each)


def find_route(world: World, call: Call) -> Found:
    """The route of a request; Azure's refusal where there is none."""
    parts = [part for part in call.path.split("/") if part]
    lowered = [part.lower() for part in parts]
    if len(parts) > 1 and lowered[0] == "subscriptions":
        world.check_subscription(parts[1])
    named = False
    for line in _BY_LENGTH.get(len(parts), []):
        if all(want in ("{}", part) for want, part in zip(line.segments, lowered, strict=True)):
            if call.method in line.methods:
                return found_at(line, world, call, parts)
            named = True
    if named:
        raise method_not_allowed(call)
    return _by_id(world, call, parts, lowered)


def _by_id(world: World, call: Call, parts: list[str], lowered: list[str]) -> Found:
    """A resource, a list of a type or an action of a resource: what stands behind the last `providers`."""
    if "providers" in lowered:
        at = len(lowered) - 1 - lowered[::-1].index("providers")
        scope = "/" + "/".join(parts[:at]) if at else ""
        group = read_scope(scope)[1]
        if group is not None:
            check_group_name(group)
        door = BEHIND_EVERY_SCOPE.get((call.method, "/".join(lowered[at + 1 :])))
        if door is not None and _is_scope(lowered[:at]):
            return door(world, call, scope)
        if at + 2 < len(parts) and _is_scope(lowered[:at]):
            return find_resource_route(world, call, scope, parts[at + 1 :])
    message = f"No HTTP resource was found that matches the request URI path '{call.path}'."
    raise AzureError(404, "NotFound", message)


def _is_scope(lowered: list[str]) -> bool:
    """Whether the segments before `providers` name a scope: nothing, a subscription, a group, or a resource."""
    if not lowered or "providers" in lowered:
        return True
    return lowered[0] == "subscriptions" and (
        len(lowered) == 2 or (len(lowered) == 4 and lowered[2] == "resourcegroups")
    )
