"""Whether a call is let in: rights and locks; and of a list that may be read in part, which part."""

from dataclasses import replace

from azlift.rehearsal.access import authorization_failed
from azlift.rehearsal.governance import admit
from azlift.rehearsal.identifiers import read_id
from azlift.rehearsal.identity import Principal
from azlift.rehearsal.routes.call import Call
from azlift.rehearsal.routes.route import Found
from azlift.rehearsal.routes.table import find_route
from azlift.rehearsal.world import World

GROUP_READ = "Microsoft.Resources/subscriptions/resourceGroups/read"


def admitted(world: World, call: Call, found: Found) -> Found:
    """The request as it is let in, or its refusal.

    A list over a subscription or group is answered to everybody with a role inside it: what each may read of it.
    """
    actor = world.actor
    if actor is None or not found.listing or world.access.allows(actor.object_id, found.action, found.scope):
        admit(world, found.action, found.scope)
        return found
    if not world.access.reaches_inside(actor.object_id, found.scope):
        raise authorization_failed(actor, found.action, found.scope)
    return find_route(world, replace(call, shows=lambda key: _may_read(world, actor, key)))


def _may_read(world: World, actor: Principal, key: str) -> bool:
    action = f"{read_id(key).type}/read" if "/providers/" in key else GROUP_READ
    return world.access.allows(actor.object_id, action, key)
