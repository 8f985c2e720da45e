"""Others than the one a rehearsal is made for: entered in the directory, signed in, given roles."""

import uuid
from dataclasses import replace
from typing import Any

import jwt
from tests.rehearsal.conftest import Desk, Reply

OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c"
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
NETWORK_CONTRIBUTOR = "4d97b98b-1d4f-4787-a291-c67834d212e7"
MACHINE_CONTRIBUTOR = "9980e02c-c2be-4d73-94e8-173b1dc7cf3c"
ASSIGNMENTS = "providers/Microsoft.Authorization/roleAssignments"
GROUP = "~/resourceGroups/rg1"
NETWORK = {"location": "westeurope", "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}}


def newcomer(desk: Desk, name: str = "somebody") -> Desk:
    """An application nobody has given a role; answers the desk as it is to them."""
    entry = desk.world.directory.add("ServicePrincipal", desk.world.account.tenant_id, name)
    token = desk.authorization.partition(" ")[2]
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    claims |= {"oid": entry.object_id, "sub": entry.object_id, "appid": entry.app_id}
    return replace(desk, authorization=f"Bearer {desk.front.identity.sign(claims)}")


def principal_of(desk: Desk) -> str:
    """The object id of the one who sits at a desk."""
    token = desk.authorization.partition(" ")[2]
    return str(jwt.decode(token, options={"verify_signature": False})["oid"])


def assign(owner: Desk, role: str, scope: str, principal: str) -> Reply:
    """Give a role (a GUID) at a scope, a path as `ask` takes it."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{role}{scope}{principal}")
    properties = {"roleDefinitionId": f"/providers/Microsoft.Authorization/roleDefinitions/{role}"}
    body = {"properties": {**properties, "principalId": principal}}
    return owner.ask("PUT", f"{scope}/{ASSIGNMENTS}/{name}", body)


def guest(owner: Desk, role: str, scope: str = "~", name: str = "guest") -> Desk:
    """Somebody with one role."""
    desk = newcomer(owner, name)
    reply = assign(owner, role, scope, principal_of(desk))
    assert reply.status == 201, reply.body
    return desk
