"""The pages people sign in on: name and password for an application that sent its user here, or for a device."""

import base64
import hashlib
from collections.abc import Mapping
from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit

from azlift.rehearsal.identity.aadsts import TokenError, refusal
from azlift.rehearsal.identity.clients import known_client
from azlift.rehearsal.identity.entra import Identity
from azlift.rehearsal.identity.principals import Entry, Tenant
from azlift.rehearsal.identity.signin import CODE_SECONDS, Code
from azlift.rehearsal.identity.tokens import Asked
from azlift.rehearsal.identity.users import signed_in_user
from azlift.rehearsal.routes.call import Answer, Call

LOOPBACK = ("localhost", "127.0.0.1")
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in to the pretend Azure</title>
<body><h1>Sign in</h1><p>This is azlift's pretend Azure. No account of the real one opens it.</p>{problem}
<form method="post">{fields}<p><button>Sign in</button></p></form></body></html>"""
FIELD = '<p><label>{label} <input name="{name}" type="{kind}" value="{value}" required></label></p>'
CREDENTIALS = (("User name", "username", "text"), ("Password", "password", "password"))
SUBMIT = "document.forms[0].submit()"
_SUBMIT_DIGEST = base64.b64encode(hashlib.sha256(SUBMIT.encode()).digest()).decode()
SECURITY = (
    ("content-type", "text/html; charset=utf-8"),
    ("content-security-policy", f"default-src 'none'; script-src 'sha256-{_SUBMIT_DIGEST}'; frame-ancestors 'none'"),
    ("cache-control", "no-store, no-cache"),
)


def authorize(identity: Identity, call: Call, named: str) -> Answer:
    """Authorization code flow: the page, and after signing in the way back to the application with a code.

    Source: Microsoft identity platform, authorization code flow. Every application's redirect URIs are those on this
    machine, with any port and path.
    """
    tenant = identity.mint.realm(named)
    query = call.query
    client = client_of(identity, Asked(named, query, call.endpoint), tenant)
    back = query.get("redirect_uri", "")
    if not _is_loopback(back):
        raise refusal(50011, uri=back, app=client)
    if query.get("response_type") != "code":
        raise refusal(70005, response=query.get("response_type"))
    if call.method == "GET":
        return _page(CREDENTIALS, username=query.get("login_hint", ""))
    try:
        user = _user(identity, call, tenant)
    except TokenError as error:
        return _page(CREDENTIALS, error)
    code = identity.signins.new_code(_code(user, client, query, identity.now()))
    answer = {"code": code, "state": query.get("state", "")}
    if query.get("response_mode") == "form_post":
        return _post_back(back, answer)
    joint = "&" if urlsplit(back).query else "?"
    return Answer(302, b"", (("location", f"{back}{joint}{urlencode(answer)}"), SECURITY[2]))


def _code(user: Entry, client: str, query: Mapping[str, str], now: float) -> Code:
    return Code(
        object_id=user.object_id,
        client_id=client,
        redirect_uri=query["redirect_uri"],
        scope=query.get("scope", ""),
        challenge=query.get("code_challenge", ""),
        method=query.get("code_challenge_method", "plain"),
        nonce=query.get("nonce", ""),
        ends=now + CODE_SECONDS,
    )


def approve_device(identity: Identity, call: Call, named: str) -> Answer:
    """Device code flow: the page where somebody enters the code a device shows, and signs in for it."""
    fields = (("Code", "user_code", "text"), *CREDENTIALS)
    if call.method == "GET":
        return _page(fields)
    try:
        user = _user(identity, call, identity.mint.realm(named))
        if not identity.signins.approve_device(_form(call).get("user_code", ""), user.object_id):
            raise refusal(70018)
    except TokenError as error:
        return _page(fields, error)
    return Answer(200, b"<!doctype html><title>Signed in</title><p>Signed in. The device goes on by itself.", SECURITY)


def _is_loopback(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.hostname in LOOPBACK


def client_of(identity: Identity, asked: Asked, tenant: Tenant | None) -> str:
    """The client id of an application that some tenant in question knows."""
    if tenant is not None:
        return known_client(identity.mint, asked, tenant).app_id
    tenants = list(identity.directory.tenants.values())
    knowing = [each for each in tenants if identity.directory.application(asked.need("client_id"), each.tenant_id)]
    return known_client(identity.mint, asked, (knowing or tenants)[0]).app_id


def _form(call: Call) -> dict[str, str]:
    return dict(parse_qsl(call.body.decode("utf-8", "replace"), keep_blank_values=True))


def _user(identity: Identity, call: Call, tenant: Tenant | None) -> Entry:
    form = _form(call)
    return signed_in_user(identity.mint, form.get("username", ""), form.get("password", ""), tenant)


def _page(fields: tuple[tuple[str, str, str], ...], error: TokenError | None = None, **values: str) -> Answer:
    shown = "".join(
        FIELD.format(label=label, name=name, kind=kind, value=escape(values.get(name, "")))
        for label, name, kind in fields
    )
    problem = f"<p><strong>AADSTS{error.number}: {escape(error.message)}</strong></p>" if error else ""
    body = PAGE.format(problem=problem, fields=shown).encode()
    return Answer(error.status if error else 200, body, SECURITY)


def _post_back(back: str, answer: dict[str, str]) -> Answer:
    """response_mode=form_post: the browser carries the answer back in a form that sends itself."""
    fields = "".join(f'<input type="hidden" name="{name}" value="{escape(text)}">' for name, text in answer.items())
    form = f'<form method="post" action="{escape(back)}">{fields}<button>Continue</button></form>'
    page = f"<!doctype html><title>Signed in</title>{form}<script>{SUBMIT}</script>"
    return Answer(200, page.encode(), SECURITY)
