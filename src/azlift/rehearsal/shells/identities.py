"""Managed identities of shells: the principals an answer names, which templates give roles to."""

from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Json
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World


def shown_identity(world: World, resource: Resource) -> Json:
    """The identity of a resource as its provider answers it; the system's own principal is the resource's for life."""
    asked: Json = resource.top["identity"]
    kinds = str(asked.get("type", "None")).lower()
    answer: Json = dict(asked)
    if "systemassigned" in kinds:
        answer |= {"principalId": world.guid_of(f"principal {resource.key}"), "tenantId": world.account.tenant_id}
    named = asked.get("userAssignedIdentities")
    if "userassigned" in kinds and isinstance(named, dict):
        answer["userAssignedIdentities"] = {each: _principals(world, each) for each in named}
    return answer


def _principals(world: World, identity: str) -> Json:
    """What a user-assigned identity answers of itself; nothing where it does not stand here."""
    found = world.resources.get(key_of(identity))
    known = found.properties if found else {}
    return {name: known[name] for name in ("principalId", "clientId") if name in known}
