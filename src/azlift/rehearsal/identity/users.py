"""Grants about a person: password, authorization code, device code, refresh token, and on behalf of."""

import base64
import json
import uuid
from typing import Any

import jwt

from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.identity.aadsts import refusal
from azlift.rehearsal.identity.assertions import SIGNATURE_DIFFERS, matches_challenge
from azlift.rehearsal.identity.clients import proven_client
from azlift.rehearsal.identity.principals import Entry, Tenant
from azlift.rehearsal.identity.signin import SignIns
from azlift.rehearsal.identity.tokens import Asked, Grant, Mint, pairwise, user_resource, v1_issuer, v2_issuer

Json = dict[str, Any]
REFRESH_SECONDS = 90 * 86_400  # Source: Microsoft identity platform refresh tokens: 90 days
REFRESH_AUDIENCE = "urn:azlift-rehearsal:refresh"  # no resource: a refresh token opens nothing but the token endpoint


def signed_in_user(mint: Mint, name: str, password: str, tenant: Tenant | None) -> Entry:
    """The user of a name and password; in `tenant` when one is named, otherwise wherever they are at home."""
    entry = mint.directory.user(name)
    if entry is None or (tenant is not None and entry.tenant_id != tenant.tenant_id):
        where = tenant.display_name if tenant else name.rpartition("@")[2]
        raise refusal(50034, user=name, tenant=where)
    if not any(each.matches(password) for each in entry.secrets):
        raise refusal(50126)
    return _enabled(entry)


def by_password(mint: Mint, signins: SignIns, asked: Asked, tenant: Tenant | None) -> Json:
    """password (resource owner's): not through /common, which does not know whose password it is."""
    if tenant is None and asked.tenant.lower() != "organizations":
        raise refusal(9001023)
    user = signed_in_user(mint, asked.need("username"), asked.need("password"), tenant)
    return _answer(mint, asked, user, ("pwd",))


def by_code(mint: Mint, signins: SignIns, asked: Asked, tenant: Tenant | None) -> Json:
    """authorization_code: what the sign-in page sent back, with the proof key it was asked with."""
    code = signins.spend_code(asked.need("code"))
    same = (asked.need("client_id").lower(), asked.form.get("redirect_uri")) == (code.client_id, code.redirect_uri)
    if not same:
        raise refusal(70000)
    if code.challenge and not matches_challenge(asked.form.get("code_verifier", ""), code.challenge, code.method):
        raise refusal(501481)
    user = _at_home(mint, code.object_id, tenant)
    scoped = _with_scope(asked, code.scope)
    return _answer(mint, scoped, user, ("pwd",), nonce=code.nonce)


def by_device(mint: Mint, signins: SignIns, asked: Asked, tenant: Tenant | None) -> Json:
    """device_code: once somebody signed in with the user code."""
    device = signins.spend_device(asked.form.get("device_code") or asked.need("code"))
    if device.client_id != asked.need("client_id").lower():
        raise refusal(70000)
    user = _at_home(mint, device.object_id, tenant)
    return _answer(mint, _with_scope(asked, device.scope), user, ("pwd",))


def by_refresh_token(mint: Mint, signins: SignIns, asked: Asked, tenant: Tenant | None) -> Json:
    """refresh_token: another access token, unless the user's sessions were revoked since."""
    try:
        claims = mint.signer.read(asked.need("refresh_token"))
    except (jwt.InvalidTokenError, RecursionError) as error:
        raise refusal(70000) from error
    if claims.get("aud") != REFRESH_AUDIENCE or claims.get("appid") != asked.need("client_id").lower():
        raise refusal(70000)
    if claims["exp"] <= mint.now():
        raise refusal(70008)
    user = _not_revoked(_at_home(mint, claims["oid"], tenant), claims)
    return _answer(mint, asked, user, tuple(claims["amr"]))


def by_assertion(mint: Mint, signins: SignIns, asked: Asked, tenant: Tenant | None) -> Json:
    """jwt-bearer (on behalf of): a user's token for this application becomes one for another resource."""
    if asked.form.get("requested_token_use") != "on_behalf_of":
        raise refusal(9002313)
    try:
        claims = mint.signer.read(asked.need("assertion"))
    except (jwt.InvalidTokenError, RecursionError) as error:
        raise refusal(50013, reason=SIGNATURE_DIFFERS) from error
    if claims.get("idtyp") != "user":
        raise refusal(50013, reason="The assertion is not a user's access token.")
    user = _not_revoked(_at_home(mint, claims["oid"], tenant), claims)
    client, _ = proven_client(mint, asked, mint.directory.tenants[user.tenant_id])
    if str(claims["aud"]).removeprefix("api://").lower() != client.app_id:
        raise refusal(500131, audience=claims["aud"], app=client.app_id, name=client.display_name)
    if claims["exp"] <= mint.now():
        raise refusal(500133, now=iso_time(mint.now()), ends=iso_time(claims["exp"]))
    return _answer(mint, asked, user, tuple(claims["amr"]))


def _enabled(entry: Entry) -> Entry:
    if not entry.enabled:
        raise refusal(50057)
    return entry


def _at_home(mint: Mint, object_id: str, tenant: Tenant | None) -> Entry:
    """The user of an object id, still there, still enabled, in the tenant asked."""
    entry = mint.directory.entries.get(object_id)
    if entry is None or (tenant is not None and entry.tenant_id != tenant.tenant_id):
        raise refusal(50034, user=object_id, tenant=tenant.display_name if tenant else "organizations")
    return _enabled(entry)


def _not_revoked(user: Entry, claims: Json) -> Entry:
    if claims["iat"] < user.valid_from:
        raise refusal(50173, issued=iso_time(claims["iat"]), valid_from=iso_time(user.valid_from))
    return user


def _with_scope(asked: Asked, scope: str) -> Asked:
    """The request with the scope of the sign-in, where it names none itself."""
    form = {**asked.form, "scope": asked.form.get("scope") or scope}
    return Asked(asked.tenant, form, asked.endpoint, asked.v1)


def _answer(mint: Mint, asked: Asked, user: Entry, amr: tuple[str, ...], nonce: str = "") -> Json:
    """A user's tokens: access token; refresh token with offline_access, id token with openid, client info if asked."""
    tenant = mint.directory.tenants[user.tenant_id]
    client, proof = proven_client(mint, asked, tenant)
    resource, scopes = user_resource(asked)
    mint.check_resource(resource, tenant)
    grant = Grant(user, client.app_id, resource, proof, scopes, amr)
    body = {**mint.answer(grant, asked), "scope": " ".join(f"{resource}/{scope}" for scope in scopes)}
    wanted = set(asked.form.get("scope", "").split())
    if "offline_access" in wanted or asked.v1:
        body["refresh_token"] = _refresh_token(mint, grant)
    if "openid" in wanted or asked.v1:
        body["id_token"] = _id_token(mint, grant, asked, nonce)
    if asked.form.get("client_info"):
        info = json.dumps({"uid": user.object_id, "utid": user.tenant_id}).encode()
        body["client_info"] = base64.urlsafe_b64encode(info).rstrip(b"=").decode()
    return body


def _refresh_token(mint: Mint, grant: Grant) -> str:
    begins = max(int(mint.now()), grant.entry.valid_from)
    claims = {
        "aud": REFRESH_AUDIENCE,
        "iat": begins,
        "exp": begins + REFRESH_SECONDS,
        "appid": grant.client_id,
        "oid": grant.entry.object_id,
        "amr": list(grant.amr),
        "uti": str(uuid.uuid4()),
    }
    return mint.signer.sign(claims)


def _id_token(mint: Mint, grant: Grant, asked: Asked, nonce: str) -> str:
    user = grant.entry
    begins = int(mint.now())
    claims = {
        "aud": grant.client_id,
        "iss": v1_issuer(user.tenant_id) if asked.v1 else v2_issuer(asked.endpoint, user.tenant_id),
        "iat": begins,
        "nbf": begins,
        "exp": begins + mint.directory.token_seconds,
        "name": user.display_name,
        "preferred_username": user.user_principal_name,
        "oid": user.object_id,
        "sub": pairwise(user.object_id, grant.client_id),
        "tid": user.tenant_id,
        "ver": "1.0" if asked.v1 else "2.0",
    }
    if asked.v1:
        claims |= {"upn": user.user_principal_name, "unique_name": user.user_principal_name}
    return mint.signer.sign(claims | ({"nonce": nonce} if nonce else {}))
