"""Managed identities of compute resources: which they may have, and whose principals an answer names."""

import uuid
from dataclasses import replace

from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.compute.answers import remember, show
from azlift.rehearsal.identifiers import key_of
from azlift.rehearsal.kinds import Surroundings, Wanted
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World

IDENTITY_TYPE = "Microsoft.ManagedIdentity/userAssignedIdentities"


def keep_identity(wanted: Wanted, standing: Resource) -> Wanted:
    """A request that says nothing of an identity leaves it: taking it away is its type None."""
    if "identity" in wanted.top or "identity" not in standing.top:
        return wanted
    return replace(wanted, top={**wanted.top, "identity": standing.top["identity"]})


def judge_identity(wanted: Wanted, around: Surroundings) -> None:
    """User-assigned identities are named where the type says so, and stand; one it has already may be gone since."""
    identity = wanted.top.get("identity")
    if identity is None:
        return
    standing = around.world.find(str(wanted.id))
    had = standing.top.get("identity", {}).get("userAssignedIdentities", {}) if standing is not None else {}
    given = identity.get("userAssignedIdentities", {}) if "UserAssigned" in identity.get("type", "None") else None
    if given is not None and not given:
        message = f"The identity ids must not be null or empty for '{identity['type']}' identity type."
        raise AzureError(400, "MissingIdentityIds", message)
    for each in given or ():
        if around.find(each) is None and each not in had:
            raise _unknown(wanted, each)


def _unknown(wanted: Wanted, identity: str) -> AzureError:
    inner = f'{{"error":{{"code":"BadRequest","message":"Resource \'{identity}\' was not found."}}}}'
    message = (
        f"Identity operation for resource '{wanted.id}' failed with error 'Failed to perform resource identity "
        f"operation. Status: 'BadRequest'. Response: '{inner}'.'."
    )
    return AzureError(400, "FailedIdentityOperation", message)


def show_identity(world: World, resource: Resource) -> None:
    """Answer the principals of a resource's identities; a system-assigned one lives as long as it is asked for."""
    asked = resource.top.get("identity")
    if not asked or asked.get("type", "None") == "None":
        remember(world, resource, principal=None)
        show(world, resource, identity=asked)
        return
    answer: Json = {"type": asked["type"]}
    if "SystemAssigned" in asked["type"]:
        principal = resource.inside.get("principal") or world.new_guid()
        remember(world, resource, principal=principal)
        answer |= {"principalId": principal, "tenantId": world.account.tenant_id}
    else:
        remember(world, resource, principal=None)
    if "UserAssigned" in asked["type"]:
        answer["userAssignedIdentities"] = {each: _principals(world, each) for each in asked["userAssignedIdentities"]}
    show(world, resource, identity=answer)


def _principals(world: World, identity: str) -> Json:
    """What the identity itself answers; one that is stored without semantics has principals made from its id."""
    found = world.find(identity)
    known = found.properties if found else {}
    space = uuid.UUID(world.account.tenant_id)
    return {
        name: known.get(name) or str(uuid.uuid5(space, f"{name}:{key_of(identity)}"))
        for name in ("principalId", "clientId")
    }
