"""The doors of Entra, open without a token: its documents, its token endpoints, and those managed identities use."""

import base64
from collections.abc import Callable, Sequence
from urllib.parse import parse_qsl, unquote

from azlift.rehearsal.identity.aadsts import TokenError, refusal
from azlift.rehearsal.identity.entra import Identity
from azlift.rehearsal.identity.managed import Inside, at_app, at_cloud_shell, at_metadata
from azlift.rehearsal.identity.metadata import instance_discovery, openid_configuration, user_realm
from azlift.rehearsal.identity.signin import DEVICE_INTERVAL, DEVICE_SECONDS
from azlift.rehearsal.identity.tokens import Asked
from azlift.rehearsal.routes import platform, signin
from azlift.rehearsal.routes.call import Answer, Call, answer_json

HOST_PREFIX = "/rehearsal/host/"
NOT_A_TENANT = frozenset({"subscriptions", "providers", "tenants", "rehearsal"})
Door = Callable[..., Answer]


def answer_public(identity: Identity, call: Call) -> Answer | None:
    """What is answered without a token; None for everything else."""
    host, path = _host(call.path)
    parts = [part for part in path.split("/") if part]
    if not parts or parts[0].lower() in NOT_A_TENANT:
        return None
    for methods, segments, door in DOORS:
        taken = match(segments, parts)
        if taken is None or call.method not in methods.split():
            continue
        try:
            return door(identity, call, *(taken if door not in INSIDE else (host,)))
        except TokenError as error:
            return answer_json(error.body(call.request_id, _correlation(call)), error.status)
    return None


def _host(path: str) -> tuple[str | None, str]:
    """The machine or app a request says it comes from inside of (ARM id, from /rehearsal/host/ID/…), and the rest."""
    if path.lower().startswith(HOST_PREFIX):
        for door in ("/metadata/identity/oauth2/token", "/msi/token", "/oauth2/token"):
            if path.lower().endswith(door):
                return path[len(HOST_PREFIX) - 1 : -len(door)], door
    return None, path


def match(segments: Sequence[str], parts: Sequence[str]) -> list[str] | None:
    """What the places ({}) of a path take of another, compared without regard to case; None when it is not such."""
    if len(segments) != len(parts):
        return None
    pairs = list(zip(segments, parts, strict=True))
    if not all(want in ("{}", part.lower()) for want, part in pairs):
        return None
    return [part for want, part in pairs if want == "{}"]


def _correlation(call: Call) -> str:
    return call.headers.get("client-request-id") or call.correlation_id


def read_form(call: Call) -> dict[str, str]:
    """The form of a request, and the client's name and secret if they came as Basic authorization instead."""
    form = dict(parse_qsl(call.body.decode("utf-8", "replace"), keep_blank_values=True))
    scheme, _, text = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return form
    try:
        client, _, secret = base64.b64decode(text, validate=True).decode().partition(":")
    except ValueError as error:
        raise refusal(9002313) from error
    return {"client_id": unquote(client), "client_secret": unquote(secret), **form}


def _metadata(identity: Identity, call: Call) -> Answer:
    return answer_json(platform.metadata(call.endpoint, identity.facts.tenant_id))


def _configuration(v1: bool) -> Door:
    def answer(identity: Identity, call: Call, tenant: str) -> Answer:
        try:
            known = identity.mint.realm(tenant)
        except TokenError as error:
            raise TokenError(error.number, "invalid_tenant", error.message) from error
        return answer_json(openid_configuration(call.endpoint, tenant, known, v1))

    return answer


def _keys(identity: Identity, call: Call, tenant: str) -> Answer:
    identity.mint.realm(tenant)
    return answer_json({"keys": identity.signer.jwks})


def _instance(identity: Identity, call: Call, tenant: str) -> Answer:
    return answer_json(instance_discovery(call.endpoint, call.query.get("authorization_endpoint", "")))


def _realm(identity: Identity, call: Call, tenant: str, user: str) -> Answer:
    return answer_json(user_realm(identity.directory, user))


def _token(v1: bool) -> Door:
    def answer(identity: Identity, call: Call, tenant: str) -> Answer:
        if call.method != "POST":
            raise refusal(900561, method=call.method)
        return answer_json(identity.issue(tenant, read_form(call), call.endpoint, v1), headers=NO_STORE)

    return answer


def _device_code(identity: Identity, call: Call, tenant: str) -> Answer:
    form = read_form(call)
    for name in ("client_id", "scope"):
        if not form.get(name):
            raise refusal(900144, name=name)
    client = signin.client_of(identity, Asked(tenant, form, call.endpoint), identity.mint.realm(tenant))
    text, device = identity.signins.new_device(client, form["scope"])
    page = f"{call.endpoint}/common/oauth2/deviceauth"
    message = f"To sign in, use a web browser to open the page {page} and enter the code {device.user_code}."
    body = {
        "user_code": device.user_code,
        "device_code": text,
        "verification_uri": page,
        "expires_in": DEVICE_SECONDS,
        "interval": DEVICE_INTERVAL,
        "message": message,
    }
    return answer_json(body, headers=NO_STORE)


def _inside(call: Call, host: str | None) -> Inside:
    return Inside(host, call.query, call.headers, call.endpoint)


def _machine(identity: Identity, call: Call, host: str | None) -> Answer:
    status, body = at_metadata(identity.mint, _inside(call, host))
    return answer_json(body, status)


def _app(identity: Identity, call: Call, host: str | None) -> Answer:
    status, body = at_app(identity.mint, _inside(call, host), identity.facts.signing_key)
    return answer_json(body, status)


def _cloud_shell(identity: Identity, call: Call, host: str | None) -> Answer:
    status, body = at_cloud_shell(identity.mint, _inside(call, host), read_form(call))
    return answer_json(body, status)


NO_STORE = (("cache-control", "no-store, no-cache"),)
INSIDE = (_machine, _app, _cloud_shell)
DOORS: list[tuple[str, tuple[str, ...], Door]] = [
    (methods, tuple(path.split("/")), door)
    for methods, path, door in (
        ("GET", "metadata/endpoints", _metadata),
        ("GET", "metadata/identity/oauth2/token", _machine),
        ("GET", "msi/token", _app),
        ("POST", "oauth2/token", _cloud_shell),
        ("GET", "{}/v2.0/.well-known/openid-configuration", _configuration(v1=False)),
        ("GET", "{}/.well-known/openid-configuration", _configuration(v1=True)),
        ("GET", "{}/discovery/v2.0/keys", _keys),
        ("GET", "{}/discovery/keys", _keys),
        ("GET", "{}/discovery/instance", _instance),
        ("GET", "{}/userrealm/{}", _realm),
        ("GET POST", "{}/oauth2/v2.0/token", _token(v1=False)),
        ("GET POST", "{}/oauth2/token", _token(v1=True)),
        ("GET POST", "{}/oauth2/v2.0/authorize", signin.authorize),
        ("GET POST", "{}/oauth2/authorize", signin.authorize),
        ("POST", "{}/oauth2/v2.0/devicecode", _device_code),
        ("GET POST", "{}/oauth2/deviceauth", signin.approve_device),
    )
]
