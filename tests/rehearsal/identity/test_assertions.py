"""Client assertions: what each check refuses, and with which number."""

import base64
from dataclasses import replace
from typing import Any

import jwt
import pytest
from tests.rehearsal.conftest import ENDPOINT
from tests.rehearsal.identity.conftest import NOW, Issuer, Paper, Realm, make_paper, rsa_key

from azlift.rehearsal.identity.aadsts import TokenError
from azlift.rehearsal.identity.assertions import JWT_BEARER, check_times, matches_challenge, read_assertion
from azlift.rehearsal.identity.principals import Certificate

PAPER = make_paper(1, NOW)
OLD = make_paper(1, NOW - 40 * 86_400)


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.fixture
def certified(realm: Realm) -> Realm:
    """A realm whose first application has two certificates, one of them over."""
    papers = (Certificate("k1", PAPER.pem), Certificate("k2", OLD.pem))
    realm.directory.keep(replace(realm.app, certificates=papers, secrets=()))
    return realm


def assertion(realm: Realm, paper: Paper = PAPER, headers: dict[str, Any] | None = None, **changes: Any) -> str:
    client = realm.facts.client_id
    audience = f"{ENDPOINT}/{realm.facts.tenant_id}/oauth2/v2.0/token"
    claims = {"aud": audience, "iss": client, "sub": client, "jti": "1", "nbf": NOW, "exp": NOW + 600}
    kept = {name: value for name, value in {**claims, **changes.pop("claims", {})}.items() if value is not None}
    named = {"x5t": encoded(Certificate("", paper.pem).sha1)} if headers is None else headers
    key = changes.pop("key", paper.key)
    return jwt.encode(kept, key, algorithm=changes.pop("alg", "RS256"), headers=named)


def sent(text: str) -> dict[str, str | None]:
    return {"client_secret": None, "client_assertion": text, "client_assertion_type": JWT_BEARER}


@pytest.mark.parametrize("audience", ["{}/oauth2/v2.0/token", "{}/oauth2/token", "{}/v2.0"])
def test_a_signed_assertion_is_taken_for_any_name_of_the_endpoint(certified: Realm, audience: str) -> None:
    claims = {"aud": audience.format(f"{ENDPOINT}/{certified.facts.tenant_id}")}
    answer = certified.ask(**sent(assertion(certified, claims=claims)))
    assert certified.claims(answer)["appidacr"] == "2"


@pytest.mark.parametrize("alg", ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"])
def test_each_algorithm_and_each_name_of_the_certificate_is_taken(certified: Realm, alg: str) -> None:
    kept = Certificate("", PAPER.pem)
    for name in (
        {"x5t#S256": encoded(kept.sha256)},
        {"kid": kept.sha1.hex().upper()},
        {"x5t": encoded(kept.sha1) + "="},
    ):
        assert certified.ask(**sent(assertion(certified, headers=name, alg=alg)))["access_token"]


@pytest.mark.parametrize(
    ("claims", "number"),
    [
        ({"iss": "11111111-2222-3333-4444-555555555555"}, 700021),
        ({"sub": "11111111-2222-3333-4444-555555555555"}, 50048),
        ({"aud": "https://login.microsoftonline.com/common/oauth2/token"}, 700023),
        ({"aud": ["a", "b"]}, 700023),
        ({"aud": None}, 90014),
        ({"iss": None}, 90014),
        ({"sub": None}, 90014),
        ({"exp": None}, 90014),
        ({"exp": NOW}, 700024),
        ({"nbf": NOW + 301}, 700024),
        ({"nbf": 1e300}, 700024),
        ({"exp": "soon"}, 50027),
    ],
)
def test_claims_that_do_not_fit_are_refused(certified: Realm, claims: Any, number: int) -> None:
    assert certified.refused(**sent(assertion(certified, claims=claims))).number == number


def test_clocks_may_differ_by_five_minutes(certified: Realm) -> None:
    assert certified.ask(**sent(assertion(certified, claims={"nbf": NOW + 299})))["access_token"]


def test_times_are_told_as_entra_prints_them(certified: Realm) -> None:
    message = certified.refused(**sent(assertion(certified, claims={"nbf": NOW - 9, "exp": NOW - 1}))).message
    assert "Current time: 2026-09-21T14:13:20.0000000Z, assertion valid from 2026-09-21T14:13:11.0000000Z, " in message
    assert "expiry time of assertion 2026-09-21T14:13:19.0000000Z." in message


def test_a_certificate_nobody_registered_is_refused_by_its_thumbprint(certified: Realm) -> None:
    other = make_paper(2, NOW)
    refusal = certified.refused(**sent(assertion(certified, other)))
    assert refusal.number == 700027
    assert "is not registered on application. [Reason - The key was not found." in refusal.message
    assert Certificate("", other.pem).sha1.hex().upper() in refusal.message


def test_another_key_under_a_registered_name_is_refused(certified: Realm) -> None:
    refusal = certified.refused(**sent(assertion(certified, key=rsa_key(2))))
    assert refusal.number == 700027
    assert "The provided signature value did not match the expected signature value." in refusal.message


def test_a_certificate_that_is_over_is_refused_with_its_time(certified: Realm) -> None:
    refusal = certified.refused(**sent(assertion(certified, OLD)))
    assert refusal.number == 700027
    assert "The key used is expired." in refusal.message
    assert "Found key 'Start=08/12/2026 13:13:20, End=09/11/2026 13:13:20'" in refusal.message


@pytest.mark.parametrize(
    ("headers", "number"), [({}, 5002723), ({"x5t": 7}, 5002723), ({"x5t": "é"}, 50027), ({"x5t": "AAAA"}, 700027)]
)
def test_headers_that_name_no_certificate_are_refused(certified: Realm, headers: Any, number: int) -> None:
    assert certified.refused(**sent(assertion(certified, headers=headers))).number == number


def test_what_is_no_jwt_or_signed_otherwise_is_refused(certified: Realm) -> None:
    deep = encoded(b"[" * 5000)
    for text in ("x", "a.b.c", f"{deep}.{deep}.{deep}", encoded(b'{"alg":"RS256"}') + ".W10.x"):
        assert certified.refused(**sent(text)).number == 50027
    for alg, key in (("HS256", "k" * 32), ("none", "")):
        text = jwt.encode({"iss": certified.facts.client_id}, key, algorithm=alg)
        assert certified.refused(**sent(text)).number == 5002738


@pytest.fixture
def federated(realm: Realm) -> Realm:
    """A realm whose first application trusts a cluster, and one account of it."""
    subject = "system:serviceaccount:waves:azlift"
    realm.directory.trust(realm.facts.object_id, "c", Issuer().url, subject, ("api://AzureADTokenExchange",))
    realm.directory.keep_issuer(Issuer().url, Issuer().jwks["keys"])
    return realm


def test_an_assertion_of_a_trusted_issuer_is_taken(federated: Realm) -> None:
    for audience in ("api://AzureADTokenExchange", ["x", "api://AzureADTokenExchange"]):
        answer = federated.ask(**sent(Issuer().token(NOW, aud=audience)))
        assert federated.claims(answer)["oid"] == federated.facts.object_id


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"iss": "https://cluster.example"}, 700211),
        ({"sub": "system:serviceaccount:waves:other"}, 700213),
        ({"sub": "SYSTEM:serviceaccount:waves:azlift"}, 7002138),
        ({"aud": "api://azureadtokenexchange"}, 700212),
        ({"aud": [{}]}, 700212),
        ({"kid": "k2"}, 7000272),
        ({"key": rsa_key(2)}, 700027),
        ({"exp": NOW}, 700024),
        ({"iss": None}, 90014),
        ({"sub": None}, 90014),
        ({"aud": None}, 90014),
    ],
)
def test_a_federated_assertion_that_does_not_match_is_refused(federated: Realm, changes: Any, number: int) -> None:
    assert federated.refused(**sent(Issuer().token(NOW, **changes))).number == number


def test_the_refusal_names_what_did_not_match(federated: Realm) -> None:
    refusal = federated.refused(**sent(Issuer().token(NOW, sub="who")))
    start = "No matching federated identity record found for presented assertion subject 'who'. Check your federated"
    assert refusal.message.startswith(start)


def test_an_application_that_trusts_nobody_says_so(realm: Realm) -> None:
    assert realm.refused(**sent(Issuer().token(NOW))).number == 70025


def test_an_issuer_whose_keys_nobody_gave_us_can_not_be_asked(realm: Realm) -> None:
    realm.directory.trust(realm.facts.object_id, "c", Issuer().url, "s", ("a",))
    assert realm.refused(**sent(Issuer().token(NOW, sub="s", aud="a"))).number == 501661


def test_times_without_a_calendar_are_told_as_numbers() -> None:
    text = jwt.encode({"exp": 5, "nbf": 1e300}, rsa_key(), algorithm="RS256")
    with pytest.raises(TokenError, match=r"assertion valid from 1e\+300"):
        check_times(read_assertion(text), NOW)


def test_a_proof_key_is_compared_plain_or_hashed() -> None:
    """The verifier and its challenge are RFC 7636's own example."""
    verifier, challenge = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert matches_challenge(verifier, challenge, "S256")
    assert matches_challenge(verifier, verifier, "plain")
    assert not matches_challenge(verifier, challenge, "plain")
    assert not matches_challenge("other", challenge, "S256")
