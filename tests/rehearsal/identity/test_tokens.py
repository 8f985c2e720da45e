"""Access tokens: what is in them, for whom, how long."""

import json
from dataclasses import replace

import pytest
from tests.rehearsal.conftest import ENDPOINT
from tests.rehearsal.identity.conftest import NOW, Realm

from azlift.rehearsal.identity.tokens import ARM_APP_ID, TOKEN_EXCHANGE, pairwise


def test_an_applications_token_is_arms_v1_token(realm: Realm) -> None:
    answer = realm.ask()
    assert {name: answer[name] for name in ("token_type", "expires_in", "ext_expires_in")} == {
        "token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599
    }  # fmt: skip
    claims = realm.claims(answer)
    facts = realm.facts
    issuer = f"https://sts.windows.net/{facts.tenant_id}/"
    assert claims.pop("uti")
    assert claims == {
        "aud": ENDPOINT, "iss": issuer, "idp": issuer, "iat": NOW, "nbf": NOW, "exp": NOW + 3599,
        "appid": facts.client_id, "appidacr": "1", "idtyp": "app", "oid": facts.object_id, "sub": facts.object_id,
        "tid": facts.tenant_id, "ver": "1.0",
    }  # fmt: skip


def test_the_older_endpoint_takes_a_resource_and_answers_in_strings(realm: Realm) -> None:
    answer = realm.ask(v1=True, scope=None, resource=f"{ENDPOINT}/")
    assert answer["expires_in"] == "3599"
    assert answer["expires_on"] == str(int(NOW) + 3599)
    assert answer["resource"] == realm.claims(answer)["aud"] == f"{ENDPOINT}/"
    assert realm.refused(v1=True, scope=None).number == 900144


@pytest.mark.parametrize(
    ("scope", "audience"),
    [
        (f"{ENDPOINT}//.default", f"{ENDPOINT}/"),
        ("https://management.azure.com/.default", "https://management.azure.com"),
        ("https://management.core.windows.net//.default", "https://management.core.windows.net/"),
        (f"{ARM_APP_ID}/.default", ARM_APP_ID),
    ],
)
def test_the_audience_is_the_resource_as_it_was_written(realm: Realm, scope: str, audience: str) -> None:
    assert realm.claims(realm.ask(scope=scope))["aud"] == audience


@pytest.mark.parametrize(
    ("scope", "number"),
    [
        (None, 90014),
        (" ", 90014),
        (f"{ENDPOINT}/user_impersonation", 1002012),
        (".default", 1002012),
        (f"{ENDPOINT}/.default https://management.azure.com/.default", 1002012),
        ("https://graph.microsoft.com/.default", 500011),
        ("https://elsewhere.example/.default", 500011),
        ("api://11111111-2222-3333-4444-555555555555/.default", 500011),
    ],
)
def test_a_scope_that_is_none_is_refused(realm: Realm, scope: str | None, number: int) -> None:
    assert realm.refused(scope=scope).number == number


def test_the_newer_endpoint_knows_no_resource_parameter(realm: Realm) -> None:
    assert realm.refused(resource=ENDPOINT).number == 901002


def test_an_application_of_the_tenant_is_a_resource_too(realm: Realm) -> None:
    app = realm.facts.client_id
    assert realm.claims(realm.ask(scope=f"api://{app}/.default"))["aud"] == f"api://{app}"
    assert realm.claims(realm.ask(scope=f"{app}/.default"))["aud"] == app


def test_a_token_for_the_exchange_names_this_endpoint_as_its_issuer(realm: Realm) -> None:
    claims = realm.claims(realm.ask(scope=f"{TOKEN_EXCHANGE}/.default"))
    assert (claims["iss"], claims["ver"]) == (f"{ENDPOINT}/{realm.facts.tenant_id}/v2.0", "2.0")


def test_capabilities_are_echoed(realm: Realm) -> None:
    claims = {"access_token": {"nbf": {"essential": True, "value": "1"}, "xms_cc": {"values": ["CP1"]}}}
    assert realm.claims(realm.ask(claims=json.dumps(claims)))["xms_cc"] == ["CP1"]
    assert "xms_cc" not in realm.claims(realm.ask(claims='{"access_token":{"nbf":{"essential":true}}}'))
    assert "xms_cc" not in realm.claims(realm.ask(claims=""))


@pytest.mark.parametrize(
    "claims", ["{", "[]", '"x"', '{"access_token":[]}', '{"access_token":{"xms_cc":1}}', "[" * 9999]
)
def test_claims_that_are_none_are_refused(realm: Realm, claims: str) -> None:
    assert realm.refused(claims=claims).number == 9002313


def test_the_lifetime_is_the_directorys(realm: Realm) -> None:
    realm.directory.keep_lifetime(60)
    answer = realm.ask()
    assert answer["expires_in"] == 60
    assert realm.claims(answer)["exp"] == NOW + 60


def test_a_token_of_the_second_of_a_revocation_begins_after_it(realm: Realm) -> None:
    realm.directory.keep(replace(realm.app, valid_from=int(NOW) + 1))
    assert realm.claims(realm.ask())["iat"] == NOW + 1


def test_a_user_is_another_subject_to_every_client() -> None:
    assert pairwise("o1", "c1") == pairwise("o1", "c1") != pairwise("o1", "c2")
