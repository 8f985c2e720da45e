"""What is checked of every call's token, at instants of our choosing."""

import base64
import json
from dataclasses import replace
from typing import Any

import jwt
import pytest
from tests.rehearsal.conftest import ENDPOINT
from tests.rehearsal.identity.conftest import NOW, Realm, rsa_key

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identity import Principal, verification
from azlift.rehearsal.identity.principals import Tenant


def claims(realm: Realm, **changes: Any) -> dict[str, Any]:
    good = realm.claims(realm.ask())
    return {name: value for name, value in {**good, **changes}.items() if value is not None}


def verdict(realm: Realm, token: str) -> Principal:
    return realm.identity.verify(f"Bearer {token}", ENDPOINT)


def refused(realm: Realm, header: str) -> AzureError:
    with pytest.raises(AzureError) as caught:
        realm.identity.verify(header, ENDPOINT)
    assert caught.value.status == 401
    return caught.value


def test_a_good_token_says_who_calls(realm: Realm) -> None:
    facts = realm.facts
    principal = verdict(realm, realm.ask()["access_token"])
    assert principal == Principal(facts.object_id, facts.client_id, facts.tenant_id, "ServicePrincipal")
    assert verdict(realm, realm.ask()["access_token"]) == principal


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"exp": NOW}, "ExpiredAuthenticationToken"),
        ({"nbf": NOW + 301}, "InvalidAuthenticationToken"),
        ({"aud": "https://graph.microsoft.com"}, "InvalidAuthenticationTokenAudience"),
        ({"aud": None}, "InvalidAuthenticationTokenAudience"),
        ({"aud": ["https://management.azure.com"]}, "InvalidAuthenticationTokenAudience"),
        ({"iss": "https://sts.windows.net/someone/"}, "InvalidAuthenticationTokenTenant"),
        ({"tid": "someone"}, "InvalidAuthenticationTokenTenant"),
        ({"oid": None}, "InvalidAuthenticationToken"),
        ({"exp": None}, "InvalidAuthenticationToken"),
        ({"iat": "then"}, "InvalidAuthenticationToken"),
    ],
)
def test_a_token_with_other_claims_is_refused(realm: Realm, changes: Any, code: str) -> None:
    error = refused(realm, f"Bearer {realm.identity.sign(claims(realm, **changes))}")
    assert error.code == code
    challenge = dict(error.headers)["www-authenticate"]
    assert challenge.startswith(f'Bearer authorization_uri="{ENDPOINT}/{realm.facts.tenant_id}", error="invalid_token"')
    assert "\n" not in challenge


def test_forged_unsigned_and_broken_tokens_are_refused(realm: Realm) -> None:
    good = claims(realm)
    for token in (
        jwt.encode(good, rsa_key(), algorithm="RS256"),
        jwt.encode(good, "", algorithm="none"),
        jwt.encode(good, realm.identity.signer.jwks[0]["n"], algorithm="HS256"),
        realm.identity.sign(good)[:-8] + "AAAAAAAA",
        "nonsense",
        base64.b64encode(b"[" * 9000).decode() + ".a.b",
    ):
        assert refused(realm, f"Bearer {token}").code == "InvalidAuthenticationToken"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "AuthenticationFailed"),
        ("Bearer", "AuthenticationFailed"),
        ("Bearer ", "AuthenticationFailed"),
        ("Basic abc", "AuthenticationFailedInvalidHeader"),
        ("SharedKey a:b", "AuthenticationFailedInvalidHeader"),
    ],
)
def test_a_header_without_a_token_is_refused(realm: Realm, header: str, code: str) -> None:
    assert refused(realm, header).code == code


@pytest.mark.parametrize("audience", [f"{ENDPOINT}", f"{ENDPOINT}/", f"{ENDPOINT}//", "https://management.azure.com/"])
def test_the_audience_may_end_in_slashes(realm: Realm, audience: str) -> None:
    assert verdict(realm, realm.identity.sign(claims(realm, aud=audience)))


def test_a_token_that_was_good_ends(realm: Realm) -> None:
    token = realm.ask()["access_token"]
    assert verdict(realm, token)
    realm.now += 3598
    assert verdict(realm, token)
    realm.now += 1
    error = refused(realm, f"Bearer {token}")
    assert error.code == "ExpiredAuthenticationToken"
    message = "The access token expiry UTC time '9/21/2026 3:13:19 PM' is earlier than current UTC time "
    assert error.message == f"{message}'9/21/2026 3:13:19 PM'."


def challenged(realm: Realm, token: str) -> int:
    """The instant a claims challenge asks a token from."""
    error = refused(realm, f"Bearer {token}")
    assert error.code == "InvalidAuthenticationToken"
    assert "TokenIssuedBeforeRevocationTimestamp" in error.message
    header = dict(error.headers)["www-authenticate"]
    assert header.startswith('Bearer realm="", authorization_uri="https://localhost:1/common/oauth2/authorize"')
    assert 'error="insufficient_claims"' in header
    asked = json.loads(base64.b64decode(header.split('claims="')[1].rstrip('"')))
    assert asked["access_token"]["nbf"]["essential"] is True
    return int(asked["access_token"]["nbf"]["value"])


def test_a_revocation_takes_effect_at_once_and_the_next_token_is_good(realm: Realm) -> None:
    token = realm.ask()["access_token"]
    assert verdict(realm, token)
    realm.directory.keep(replace(realm.app, valid_from=int(NOW) + 1))
    assert challenged(realm, token) == NOW + 1
    assert verdict(realm, realm.ask()["access_token"])


def test_who_is_disabled_or_gone_is_challenged(realm: Realm) -> None:
    token = realm.ask()["access_token"]
    entry = realm.app
    realm.directory.keep(replace(entry, enabled=False))
    assert challenged(realm, token) == NOW
    realm.directory.drop(entry.object_id)
    assert challenged(realm, token) == NOW
    realm.directory.keep(entry)
    assert verdict(realm, token)


def test_a_subscription_is_its_tenants(realm: Realm) -> None:
    other = realm.directory.keep_tenant(Tenant("22222222-2222-2222-2222-222222222222", "other", ("other.example",)))
    principal = Principal("o", "a", other.tenant_id, "ServicePrincipal")
    with pytest.raises(AzureError, match="It must match the tenant 'https://sts") as caught:
        realm.identity.check_tenant(principal, realm.facts.tenant_id, ENDPOINT)
    assert (caught.value.status, caught.value.code) == (401, "InvalidAuthenticationTokenTenant")
    realm.identity.check_tenant(principal, other.tenant_id, ENDPOINT)


def test_a_signature_is_checked_once_per_token_and_memory_is_bounded(
    realm: Realm, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    real = realm.identity.signer.read
    monkeypatch.setattr(realm.identity.signer, "read", lambda token: read.append(token) or real(token))
    monkeypatch.setattr(verification, "REMEMBERED", 2)
    tokens = [realm.ask()["access_token"] for _ in range(3)]
    for token in (tokens[0], tokens[0], tokens[1], tokens[1]):
        verdict(realm, token)
    assert read == tokens[:2]
    verdict(realm, tokens[2])
    verdict(realm, tokens[0])
    assert read == [*tokens, tokens[0]]
