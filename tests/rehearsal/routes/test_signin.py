"""The sign-in pages: what they show, whom they believe, and where they send people."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from tests.rehearsal.conftest import Desk, Reply

from azlift.rehearsal.routes import signin

AZURE_CLI = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
NAME = "ann@rehearsal.example"


@pytest.fixture
def lobby(desk: Desk) -> Desk:
    """A desk whose directory has Ann, and nobody signed in."""
    body = {"kind": "User", "userPrincipalName": NAME, "password": "pw"}
    assert desk.ask("POST", "/rehearsal/directory/principals", body, api=None).status == 200
    desk.authorization = ""
    return desk


def authorize(lobby: Desk, form: dict[str, str] | None = None, tenant: str = "organizations", **changes: str) -> Reply:
    query = {
        "client_id": AZURE_CLI,
        "redirect_uri": "http://localhost:8400/back?x=1",
        "response_type": "code",
        "scope": "s",
        "state": "a b",
        **changes,
    }
    path = f"/{tenant}/oauth2/v2.0/authorize?" + "&".join(f"{name}={value}" for name, value in query.items())
    body = None if form is None else urlencode(form).encode()
    return lobby.ask("GET" if form is None else "POST", path, body, api=None)


def test_the_page_asks_for_name_and_password_and_says_what_it_is(lobby: Desk) -> None:
    reply = authorize(lobby, login_hint='"><script>')
    assert (reply.status, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"pretend Azure" in reply.body
    assert b'name="password"' in reply.body
    assert b"<script" not in reply.body
    assert b"&quot;&gt;&lt;script&gt;" in reply.body
    assert "default-src 'none'" in reply.headers["content-security-policy"]


def test_who_signed_in_is_sent_back_with_a_code_and_the_state(lobby: Desk) -> None:
    reply = authorize(lobby, {"username": NAME, "password": "pw"})
    assert reply.status == 302
    back = urlsplit(reply.headers["location"])
    found = parse_qs(back.query)
    assert (back.netloc, back.path, found["x"], found["state"]) == ("localhost:8400", "/back", ["1"], ["a b"])
    assert lobby.front.identity.signins.spend_code(found["code"][0]).client_id == AZURE_CLI


def test_the_way_back_may_be_a_form_that_sends_itself(lobby: Desk) -> None:
    reply = authorize(lobby, {"username": NAME, "password": "pw"}, response_mode="form_post")
    assert reply.status == 200
    assert b'action="http://localhost:8400/back?x=1"' in reply.body
    assert f"<script>{signin.SUBMIT}</script>".encode() in reply.body
    assert "script-src 'sha256-" in reply.headers["content-security-policy"]


def test_a_wrong_password_shows_the_page_again(lobby: Desk) -> None:
    reply = authorize(lobby, {"username": NAME, "password": "no"})
    assert reply.status == 400
    assert b"AADSTS50126" in reply.body
    assert b'name="password"' in reply.body


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"redirect_uri": "https://evil.example/localhost"}, 50011),
        ({"redirect_uri": "javascript:alert(1)//localhost"}, 50011),
        ({"redirect_uri": "http://[localhost"}, 50011),
        ({"redirect_uri": ""}, 50011),
        ({"response_type": "token"}, 70005),
        ({"client_id": "11111111-2222-3333-4444-555555555555"}, 700016),
        ({"client_id": ""}, 900144),
        ({"tenant": "nobody.example"}, 90002),
    ],
)
def test_a_request_that_is_none_is_refused_before_the_page(lobby: Desk, changes: dict[str, str], number: int) -> None:
    assert authorize(lobby, **changes).json()["error_codes"] == [number]


def test_a_client_is_known_in_the_tenant_it_names(lobby: Desk) -> None:
    facts = lobby.front.identity.facts
    assert authorize(lobby, tenant=facts.tenant_id, client_id=facts.client_id).status == 200
    assert authorize(lobby, tenant="common", client_id=facts.client_id).status == 200


def test_a_device_goes_on_when_its_code_was_entered(lobby: Desk) -> None:
    _, device = lobby.front.identity.signins.new_device(AZURE_CLI, "s")
    page = "/common/oauth2/deviceauth"
    assert b'name="user_code"' in lobby.ask("GET", page, api=None).body
    form = {"user_code": device.user_code, "username": NAME, "password": "pw"}
    wrong = lobby.ask("POST", page, urlencode({**form, "user_code": "X"}).encode(), api=None)
    assert (wrong.status, b"AADSTS70018" in wrong.body) == (400, True)
    assert lobby.ask("POST", page, urlencode(form).encode(), api=None).status == 200
    assert lobby.ask("POST", page, urlencode(form).encode(), api=None).status == 400
