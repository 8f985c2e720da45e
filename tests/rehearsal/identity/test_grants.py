"""The token endpoint: the order of its checks."""

import contextlib
import json
from typing import Any

import jwt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rehearsal.conftest import ENDPOINT
from tests.rehearsal.identity.conftest import Issuer, Realm, rsa_key

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identity import TokenError
from azlift.rehearsal.identity.assertions import JWT_BEARER
from azlift.rehearsal.identity.grants import GRANTS


@pytest.mark.parametrize(
    ("tenant", "number"),
    [
        ("11111111-2222-3333-4444-555555555555", 90002),
        ("nobody.example", 90002),
        ("nonsense", 900023),
        ("common", 50059),
        ("organizations", 50059),
        ("Consumers", 50059),
    ],
)
def test_an_application_signs_in_to_a_tenant_it_names(realm: Realm, tenant: str, number: int) -> None:
    assert realm.refused(tenant).number == number


def test_the_tenant_may_be_named_by_its_domain(realm: Realm) -> None:
    assert realm.claims(realm.ask("Rehearsal.example"))["tid"] == realm.facts.tenant_id


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"grant_type": None}, 900144),
        ({"grant_type": "implicit"}, 70003),
        ({"client_id": None}, 900144),
        ({"client_secret": None}, 7000216),
        ({"grant_type": "password", "username": "u", "password": "p"}, 50034),
        ({"grant_type": "password"}, 900144),
    ],
)
def test_what_is_missing_is_named(realm: Realm, changes: dict[str, str | None], number: int) -> None:
    assert realm.refused(**changes).number == number


def test_a_missing_secret_is_seen_before_a_missing_tenant(realm: Realm) -> None:
    assert realm.refused("common", client_secret=None).number == 7000216


NAMES = (
    "client_id", "client_secret", "client_assertion", "client_assertion_type", "scope", "resource", "claims",
    "username", "password", "code", "device_code", "refresh_token", "assertion", "requested_token_use", "redirect_uri",
)  # fmt: skip
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
ANY_FORM = st.dictionaries(st.sampled_from(NAMES), st.text(max_size=12), max_size=8)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(grant=st.sampled_from(sorted(GRANTS)), form=ANY_FORM, v1=st.booleans(), tenant=st.sampled_from(["", "common"]))
def test_any_form_is_answered_or_refused_in_entras_words(
    realm: Realm, grant: str, form: dict[str, str], v1: bool, tenant: str
) -> None:
    with contextlib.suppress(TokenError):
        realm.ask(tenant or None, v1=v1, **{**form, "grant_type": grant})


@QUICK
@given(claims=st.dictionaries(st.sampled_from(["iss", "sub", "aud", "exp", "nbf", "iat"]), ANY_JSON))
def test_any_claims_of_an_assertion_are_judged_in_entras_words(realm: Realm, claims: dict[str, Any]) -> None:
    issuer = Issuer()
    realm.directory.keep_issuer(issuer.url, issuer.jwks["keys"])
    realm.directory.trust(realm.facts.object_id, "c", issuer.url, "s", ("a",))
    good = {"iss": issuer.url, "sub": "s", "aud": "a", "exp": realm.now + 60}
    payload = json.dumps({**good, **claims}).encode()
    text = jwt.PyJWS().encode(payload, rsa_key(issuer.number), algorithm="RS256", headers={"kid": issuer.kid})
    with contextlib.suppress(TokenError):
        realm.ask(client_secret=None, client_assertion=text, client_assertion_type=JWT_BEARER)


@QUICK
@given(header=st.text(max_size=40) | st.text(max_size=60).map("Bearer {}".format))
def test_any_authorization_header_is_refused_in_arms_words(realm: Realm, header: str) -> None:
    with pytest.raises(AzureError) as caught:
        realm.identity.verify(header, ENDPOINT)
    assert caught.value.status == 401
