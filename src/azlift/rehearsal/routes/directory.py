"""Steering the directory, under /rehearsal/directory: who there is, their credentials, and what befalls them. No part
of Azure, where Microsoft Graph does this."""

import secrets
from collections.abc import Callable
from dataclasses import replace

from azlift.rehearsal.azure_errors import AzureError, Json, invalid_content
from azlift.rehearsal.identity.entra import Identity
from azlift.rehearsal.identity.managed import identity_header
from azlift.rehearsal.identity.principals import Certificate, Entry, Tenant, secret_of
from azlift.rehearsal.identity.tokens import TOKEN_EXCHANGE
from azlift.rehearsal.routes.call import Answer, Call, answer_json
from azlift.rehearsal.routes.directory_shapes import (
    ATTACHMENT,
    CERTIFICATE,
    CHANGE,
    FEDERATED,
    ISSUER,
    LIFETIME,
    PRINCIPAL,
    SECRET,
    TENANT,
    show_entry,
    show_tenant,
)
from azlift.rehearsal.routes.entra import HOST_PREFIX, match
from azlift.rehearsal.strict import Shape, Voice

OWN_MEMBERS = {
    "userPrincipalName": ("User",),
    "password": ("User",),
    "resourceId": ("ManagedIdentity",),
    "publicClient": ("ServicePrincipal",),
}
"""Members of a new principal that only some kinds have."""


def steer_directory(identity: Identity, call: Call) -> Answer:
    """GET, POST, PATCH or DELETE of /rehearsal/directory/…"""
    parts = [part for part in call.path.split("/") if part][2:]
    for method, segments, action in ACTIONS:
        taken = match(segments, parts)
        if taken is not None and method == call.method:
            return answer_json(action(identity, call, *taken))
    raise AzureError(404, "NotFound", f"The directory has nothing to steer at '{call.method} {call.path}'.")


def _read(call: Call, shape: Shape) -> Json:
    return shape.read(call.json(), "", Voice.ARM)


def _entry(identity: Identity, object_id: str) -> Entry:
    entry = identity.directory.entries.get(object_id.lower())
    if entry is None:
        message = (
            f"Resource '{object_id}' does not exist or one of its queried reference-property objects are not present."
        )
        raise AzureError(404, "Request_ResourceNotFound", message)
    return entry


def _show(identity: Identity, call: Call) -> Json:
    directory = identity.directory
    return {
        "tenants": [show_tenant(each) for each in directory.tenants.values()],
        "principals": [show_entry(each) for each in directory.entries.values()],
        "issuers": [
            {"issuer": issuer, "keys": [key.get("kid") for key in keys]} for issuer, keys in directory.issuers.items()
        ],
        "tokenSeconds": directory.token_seconds,
    }


def _add_tenant(identity: Identity, call: Call) -> Json:
    given = _read(call, TENANT)
    directory = identity.directory
    if directory.tenant(given["domain"]) is not None:
        raise AzureError(409, "Conflict", f"The domain '{given['domain']}' already belongs to a tenant.")
    key = directory.new_id("tenant", given["domain"])
    tenant = directory.keep_tenant(Tenant(key, given["displayName"], (given["domain"].lower(),)))
    return show_tenant(tenant)


def _add_principal(identity: Identity, call: Call) -> Json:
    given = _read(call, PRINCIPAL)
    kind = given["kind"]
    for name in given.keys() & OWN_MEMBERS.keys():
        if kind not in OWN_MEMBERS[name]:
            raise invalid_content(f"A {kind} has no '{name}'")
    directory = identity.directory
    tenant = directory.tenant(given.get("tenantId", identity.facts.tenant_id))
    if tenant is None:
        raise invalid_content(f"There is no tenant '{given['tenantId']}'")
    if kind == "User":
        return show_entry(_add_user(identity, given, tenant))
    if kind == "ManagedIdentity":
        if "resourceId" not in given:
            raise invalid_content("A managed identity has a 'resourceId'")
        return show_entry(directory.add_managed_identity(given["resourceId"], tenant.tenant_id))
    name = given.get("displayName", "")
    return show_entry(directory.add(kind, tenant.tenant_id, name, public_client=given.get("publicClient", False)))


def _add_user(identity: Identity, given: Json, tenant: Tenant) -> Entry:
    directory = identity.directory
    name = given.get("userPrincipalName", "")
    if name.rpartition("@")[2].lower() not in tenant.domains or name.startswith("@"):
        raise invalid_content(f"The 'userPrincipalName' of a user ends in @{tenant.domains[0]}")
    if directory.user(name) is not None:
        message = "Another object with the same value for property userPrincipalName already exists."
        raise AzureError(409, "Request_BadRequest", message)
    password = given.get("password") or secrets.token_hex(20)
    secret = secret_of(directory.new_id("key", name), password)
    display = given.get("displayName", name.partition("@")[0])
    return directory.add("User", tenant.tenant_id, display, user_principal_name=name, secrets=(secret,))


def _show_principal(identity: Identity, call: Call, object_id: str) -> Json:
    return show_entry(_entry(identity, object_id))


def _change_principal(identity: Identity, call: Call, object_id: str) -> Json:
    given = _read(call, CHANGE)
    entry = _entry(identity, object_id)
    if "members" in given and entry.kind != "Group":
        raise invalid_content(f"A {entry.kind} has no 'members'")
    members = tuple(_entry(identity, each).object_id for each in given.get("members", entry.members))
    changed = replace(
        entry,
        display_name=given.get("displayName", entry.display_name),
        enabled=given.get("enabled", entry.enabled),
        members=members,
    )
    return show_entry(identity.directory.keep(changed))


def _remove_principal(identity: Identity, call: Call, object_id: str) -> Json:
    entry = _entry(identity, object_id)
    identity.directory.drop(entry.object_id)
    return show_entry(entry)


def _revoke(identity: Identity, call: Call, object_id: str) -> Json:
    """Every token issued so far is worthless from now on; the next second's are good."""
    return show_entry(identity.revoke(_entry(identity, object_id).object_id))


def _add_secret(identity: Identity, call: Call, object_id: str) -> Json:
    given = _read(call, SECRET)
    entry = _entry(identity, object_id)
    if entry.kind not in ("ServicePrincipal", "User"):
        raise invalid_content(f"A {entry.kind} has no secrets")
    shown = given.get("secretText") or secrets.token_hex(20)
    secret = secret_of(identity.directory.new_id("key", object_id), shown, given.get("endDateTime"))
    identity.directory.keep(replace(entry, secrets=(*entry.secrets, secret)))
    return {"keyId": secret.key_id, "secretText": shown}


def _add_certificate(identity: Identity, call: Call, object_id: str) -> Json:
    entry = _entry(identity, object_id)
    if entry.kind != "ServicePrincipal":
        raise invalid_content(f"A {entry.kind} has no certificates")
    key = identity.directory.new_id("key", object_id)
    certificate = Certificate(key, _read(call, CERTIFICATE)["certificate"])
    identity.directory.keep(replace(entry, certificates=(*entry.certificates, certificate)))
    return {"keyId": certificate.key_id, "thumbprint": certificate.sha1.hex().upper()}


def _add_federated(identity: Identity, call: Call, object_id: str) -> Json:
    given = _read(call, FEDERATED)
    entry = _entry(identity, object_id)
    if entry.kind not in ("ServicePrincipal", "ManagedIdentity"):
        raise invalid_content(f"A {entry.kind} has no federated credentials")
    audiences = tuple(given.get("audiences", (TOKEN_EXCHANGE,)))
    changed = identity.directory.trust(entry.object_id, given["name"], given["issuer"], given["subject"], audiences)
    return {"keyId": changed.federated[-1].key_id}


def _remove_credential(identity: Identity, call: Call, object_id: str, key_id: str) -> Json:
    entry = _entry(identity, object_id)
    changed = replace(
        entry,
        secrets=tuple(each for each in entry.secrets if each.key_id != key_id),
        certificates=tuple(each for each in entry.certificates if each.key_id != key_id),
        federated=tuple(each for each in entry.federated if each.key_id != key_id),
    )
    if changed == entry:
        raise AzureError(404, "Request_ResourceNotFound", f"No credential exists with key id '{key_id}'.")
    return show_entry(identity.directory.keep(changed))


def _add_issuer(identity: Identity, call: Call) -> Json:
    given = _read(call, ISSUER)
    keys = given["jwks"]["keys"]
    identity.directory.keep_issuer(given["issuer"], keys)
    return {"issuer": given["issuer"], "keys": [key.get("kid") for key in keys]}


def _lifetime(identity: Identity, call: Call) -> Json:
    identity.directory.keep_lifetime(_read(call, LIFETIME)["seconds"])
    return {"seconds": identity.directory.token_seconds}


def _attach(identity: Identity, call: Call) -> Json:
    """Attach identities to a host, and say how a client inside it reaches them."""
    given = _read(call, ATTACHMENT)
    unknown = [each for each in given["identities"] if identity.directory.managed_identity(each) is None]
    if unknown:
        raise invalid_content(f"There is no managed identity '{unknown[0]}'")
    identity.directory.attach(given["resourceId"], frozenset(given["identities"]))
    return _environment(identity, call, given["resourceId"])


def _show_hosts(identity: Identity, call: Call) -> Json:
    """How a client reaches the identities of a host (query `resourceId`; none: a machine that has every identity)."""
    return _environment(identity, call, call.query.get("resourceid"))


def _environment(identity: Identity, call: Call, host: str | None) -> Json:
    base = f"{call.endpoint}{HOST_PREFIX}{host.strip('/')}" if host else call.endpoint
    header = identity_header(identity.facts.signing_key, f"/{host.strip('/')}" if host else None)
    return {
        "machine": {"AZURE_POD_IDENTITY_AUTHORITY_HOST": base},
        "app": {"IDENTITY_ENDPOINT": f"{base}/msi/token", "IDENTITY_HEADER": header},
        "shell": {"MSI_ENDPOINT": f"{base}/oauth2/token"},
    }


Action = Callable[..., Json]
ACTIONS: list[tuple[str, tuple[str, ...], Action]] = [
    (method, tuple(part for part in path.split("/") if part), action)
    for method, path, action in (
        ("GET", "", _show),
        ("POST", "tenants", _add_tenant),
        ("POST", "issuers", _add_issuer),
        ("POST", "lifetime", _lifetime),
        ("GET", "hosts", _show_hosts),
        ("POST", "hosts", _attach),
        ("POST", "principals", _add_principal),
        ("GET", "principals/{}", _show_principal),
        ("PATCH", "principals/{}", _change_principal),
        ("DELETE", "principals/{}", _remove_principal),
        ("POST", "principals/{}/revoke", _revoke),
        ("POST", "principals/{}/secrets", _add_secret),
        ("POST", "principals/{}/certificates", _add_certificate),
        ("POST", "principals/{}/federatedcredentials", _add_federated),
        ("DELETE", "principals/{}/credentials/{}", _remove_credential),
    )
]
