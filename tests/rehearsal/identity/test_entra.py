"""The pretend Entra: tokens, their refusals, and what is checked of them on every call."""

import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from tests.rehearsal.conftest import ENDPOINT, Desk, Raw

from azlift.rehearsal.identity import TOKEN_SECONDS


def claims(desk: Desk, **changes: Any) -> dict[str, Any]:
    now = int(time.time())
    return {"aud": ENDPOINT, "oid": desk.front.identity.facts.object_id, "iat": now, "exp": now + 60, **changes}


def with_token(desk: Desk, token: str) -> Any:
    desk.authorization = f"Bearer {token}"
    return desk.ask("GET", "~/resourceGroups")


@pytest.mark.parametrize(
    ("changes", "status", "number"),
    [
        ({"client_secret": "wrong"}, 401, 7000215),
        ({"client_id": "someone"}, 400, 700016),
        ({"grant_type": "password"}, 400, 70003),
        ({"scope": "https://elsewhere.example/.default"}, 400, 500011),
        ({"scope": "https://localhost/user.read"}, 400, 1002012),
    ],
)
def test_wrong_credentials_are_refused_as_entra_words_it(raw: Raw, changes: Any, status: int, number: int) -> None:
    answer = raw.token(**changes)
    assert (answer.status_code, answer.json()["error_codes"]) == (status, [number])
    assert f"AADSTS{number}" in answer.json()["error_description"]


def test_another_tenant_is_refused(raw: Raw) -> None:
    answer = raw.client.post("/11111111-1111-1111-1111-111111111111/oauth2/v2.0/token", data={})
    assert answer.json()["error_codes"] == [90002]


def test_the_scope_may_have_one_or_two_slashes(raw: Raw) -> None:
    for slashes in ("/", "//"):
        answer = raw.token(scope=f"{raw.address.endpoint}{slashes}.default")
        assert answer.json()["expires_in"] == TOKEN_SECONDS
        raw.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        assert raw.ask("GET", "~/resourceGroups").status_code == 200


def test_the_published_keys_verify_a_token(raw: Raw) -> None:
    configuration = raw.client.get(f"/{raw.address.tenant_id}/v2.0/.well-known/openid-configuration").json()
    assert configuration["issuer"].endswith(f"/{raw.address.tenant_id}/v2.0")
    keys = raw.client.get(configuration["jwks_uri"]).json()
    token = raw.headers["authorization"].split(" ")[1]
    found = jwt.decode(token, jwt.PyJWK(keys["keys"][0]), ["RS256"], audience=f"{raw.address.endpoint}/")
    assert found["tid"] == raw.address.tenant_id


def test_metadata_is_one_object_without_a_token(raw: Raw) -> None:
    found = raw.client.get("/metadata/endpoints?api-version=2022-09-01").json()
    assert found["resourceManager"] == raw.address.endpoint
    assert found["authentication"]["loginEndpoint"] == raw.address.endpoint


def test_calls_without_a_good_token_are_refused_with_a_challenge(desk: Desk) -> None:
    sign = desk.front.identity.sign
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forged = jwt.encode(claims(desk), other, algorithm="RS256")
    unsigned = jwt.encode(claims(desk), "", algorithm="none")
    for token, code in (
        (sign(claims(desk, exp=int(time.time()) - 1)), "ExpiredAuthenticationToken"),
        (sign(claims(desk, aud="https://graph.microsoft.com")), "InvalidAuthenticationTokenAudience"),
        (forged, "InvalidAuthenticationToken"),
        (unsigned, "InvalidAuthenticationToken"),
        ("nonsense", "InvalidAuthenticationToken"),
        ("", "AuthenticationFailed"),
    ):
        reply = with_token(desk, token)
        assert reply.refusal == (401, code)
        assert reply.headers["www-authenticate"].startswith("Bearer authorization_uri=")
    desk.authorization = "Basic abc"
    assert desk.ask("GET", "/rehearsal/requests", api=None).refusal == (401, "AuthenticationFailed")


def test_the_audience_may_end_in_slashes(desk: Desk) -> None:
    for audience in (ENDPOINT, f"{ENDPOINT}/", f"{ENDPOINT}//", "https://management.azure.com/"):
        assert with_token(desk, desk.front.identity.sign(claims(desk, aud=audience))).status == 200


def test_a_token_that_was_good_is_refused_once_it_has_expired(desk: Desk) -> None:
    token = desk.front.identity.sign(claims(desk, exp=int(time.time()) + 1))
    assert with_token(desk, token).status == 200
    time.sleep(1.1)
    assert with_token(desk, token).refusal == (401, "ExpiredAuthenticationToken")
