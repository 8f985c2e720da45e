"""The token endpoints managed identities are reached at from inside a machine or an app.

Four dialects of one thing: the instance metadata service of virtual machines, App Service (2019-08-01 and the older
2017-09-01, which Azure ML still speaks), Service Fabric, and Cloud Shell. Sources: Use managed identities on a virtual
machine to acquire an access token; App Service REST endpoint reference; Service Fabric managed identity token API.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from azlift.rehearsal.identity.aadsts import TokenError
from azlift.rehearsal.identity.principals import Entry
from azlift.rehearsal.identity.tokens import CERTIFICATE_PROOF, Asked, Grant, Mint

Json = dict[str, Any]
SELECTORS = {
    "client_id": "app_id",
    "clientid": "app_id",
    "object_id": "object_id",
    "principal_id": "object_id",
    "msi_res_id": "resource_id",
    "mi_res_id": "resource_id",
}
"""Query parameters that choose among identities, in lower case, and what they are compared with."""
NO_IDENTITY = "Identity not found"
SEVERAL = (
    "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token "
    "request"
)
NONE_FITS = "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId."
NO_OWN = "Unable to load the proper Managed Identity."


@dataclass(frozen=True)
class Inside:
    """A request from inside a host: the ARM id of the machine or app (None: one that has every identity there is),
    query and headers in lower case, the address asked."""

    host: str | None
    query: Mapping[str, str]
    headers: Mapping[str, str]
    endpoint: str


def identity_header(secret: str, host: str | None) -> str:
    """What an app must send with each request, so that nobody makes it ask by mistake: IDENTITY_HEADER."""
    return hmac.new(secret.encode(), f"identity-header/{(host or '').lower()}".encode(), hashlib.sha256).hexdigest()


def at_metadata(mint: Mint, inside: Inside) -> tuple[int, Json]:
    """GET /metadata/identity/oauth2/token: status and body. Unnamed, it is the machine's own, or its only one."""
    if inside.headers.get("metadata", "") != "true":
        return 400, {"error": "bad_request_102", "error_description": "Required metadata header not specified"}
    for name in ("api-version", "resource"):
        if not inside.query.get(name):
            message = f"Required query variable '{name}' is missing"
            return 400, {"error": "invalid_request", "error_description": message}
    fitting = _fitting(mint, inside)
    own = [each for each in fitting if each.is_system_assigned] or fitting
    if len(own) != 1:
        return 400, {"error": "invalid_request", "error_description": SEVERAL if own else NO_IDENTITY}
    try:
        body = _token(mint, own[0], inside)
    except TokenError as error:
        return error.status, {"error": error.error, "error_description": f"AADSTS{error.number}: {error.message}"}
    return 200, {**body, "refresh_token": "", "client_id": own[0].app_id}


def at_app(mint: Mint, inside: Inside, secret: str) -> tuple[int, Json]:
    """GET /msi/token: status and body, in the dialect of the api-version asked. Unnamed, it is the app's own."""
    version = inside.query.get("api-version", "")
    dialect = DIALECTS.get(version)
    if dialect is None:
        return 400, {"statusCode": 400, "message": f"The api-version '{version}' is not supported."}
    sent = inside.headers.get(dialect.header, "")
    if not hmac.compare_digest(sent.encode(), identity_header(secret, inside.host).encode()):
        return dialect.refuse(401, f"Invalid secret token header: {dialect.header}.")
    if not inside.query.get("resource"):
        return dialect.refuse(400, "The parameter resource is missing.")
    named = bool(SELECTORS.keys() & inside.query.keys())
    fitting = [each for each in _fitting(mint, inside) if named or each.is_system_assigned]
    if len(fitting) != 1:
        return dialect.refuse(400, NONE_FITS if named else NO_OWN)
    try:
        return 200, dialect.answer(_token(mint, fitting[0], inside), fitting[0])
    except TokenError as error:
        return dialect.refuse(error.status, f"AADSTS{error.number}: {error.message}")


def at_cloud_shell(mint: Mint, inside: Inside, form: Mapping[str, str]) -> tuple[int, Json]:
    """POST /oauth2/token: Cloud Shell's endpoint takes the resource in a form, and otherwise answers as a machine."""
    query = {"api-version": "2018-02-01", **form}
    return at_metadata(mint, Inside(inside.host, query, inside.headers, inside.endpoint))


@dataclass(frozen=True)
class Dialect:
    """One api-version of the app's endpoint: the header that must come with it; Service Fabric words answers its own
    way."""

    header: str
    fabric: bool = False

    def answer(self, body: Json, entry: Entry) -> Json:
        shown = {name: body[name] for name in ("access_token", "resource", "token_type")}
        if self.fabric:
            return {**shown, "expires_on": int(body["expires_on"])}
        return {**shown, "expires_on": body["expires_on"], "client_id": entry.app_id}

    def refuse(self, status: int, message: str) -> tuple[int, Json]:
        if self.fabric:
            code = "SecretHeaderNotFound" if status == 401 else "ManagedIdentityNotFound"
            return status, {"error": {"code": code, "message": message}}
        return status, {"statusCode": status, "message": message}


DIALECTS = {
    "2019-08-01": Dialect("x-identity-header"),
    "2017-09-01": Dialect("secret"),
    "2019-07-01-preview": Dialect("secret", fabric=True),
}


def _fitting(mint: Mint, inside: Inside) -> list[Entry]:
    """The host's identities that a request may mean: those it names, or all."""
    fitting = [each for each in mint.directory.managed_identities(inside.host) if each.enabled]
    for name, value in inside.query.items():
        if name in SELECTORS:
            fitting = [each for each in fitting if getattr(each, SELECTORS[name]).lower() == value.lower()]
    return fitting


def _token(mint: Mint, entry: Entry, inside: Inside) -> Json:
    resource = mint.check_resource(inside.query["resource"], mint.directory.tenants[entry.tenant_id])
    asked = Asked(entry.tenant_id, {}, inside.endpoint, v1=True)
    body = mint.answer(Grant(entry, entry.app_id, resource, CERTIFICATE_PROOF), asked)
    return {name: value for name, value in body.items() if name != "ext_expires_in"}
