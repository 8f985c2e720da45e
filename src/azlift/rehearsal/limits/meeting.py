"""Requests meet the limits: what a call, or a resource a deployment puts, is charged for."""

from itertools import pairwise

from azlift.rehearsal.catalogue import normal_location
from azlift.rehearsal.identifiers import group_key, key_of, read_scope
from azlift.rehearsal.limits import Request
from azlift.rehearsal.operations import Headers
from azlift.rehearsal.world import World


def charge_call(world: World, principal: str, method: str, path: str, headers: Headers) -> None:
    """Charge a client's request; what is left goes into `headers`, also where the request is refused."""
    if world.limits.on:
        charge = world.limits.charge(_request(world, principal, method, path), world.instant, world.clock.speed)
        headers += charge.headers
        if charge.refusal is not None:
            raise charge.refusal


def charge_resource(world: World, resource_id: str) -> None:
    """Charge the provider alone for a resource that Azure Resource Manager puts for a deployment."""
    if world.limits.on:
        request = _request(world, "", "PUT", resource_id)
        refusal = world.limits.charge_provider(request, world.instant, world.clock.speed).refusal
        if refusal is not None:
            raise refusal


def _request(world: World, principal: str, method: str, path: str) -> Request:
    if "/providers/" not in path:
        return Request(principal, world.account.tenant_id, method, path)
    standing = world.resources.get(_resource_key(path))
    region = (standing.location if standing else None) or _region_of(world, path)
    return Request(principal, world.account.tenant_id, method, path, region, is_new=standing is None)


def _resource_key(path: str) -> str:
    """The key of the top-level resource a path is in: the machine, for a machine's action or extension."""
    scope, provider, tail = path.lower().rpartition("/providers/")
    return key_of("/".join([scope + provider[:-1], *tail.split("/")[:3]])) if provider else ""


def _region_of(world: World, path: str) -> str:
    """The region a path names, else that of its resource group; '' for what is in none."""
    parts = path.split("/")
    named = [after for part, after in pairwise(parts) if part.lower() == "locations"]
    if named:
        return normal_location(named[0])
    subscription, group = read_scope(path)
    found = world.groups.get(group_key(subscription, group)) if subscription and group else None
    return found.location if found else ""
