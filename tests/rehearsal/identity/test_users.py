"""People's grants, at instants of our choosing."""

import base64
import json
from dataclasses import replace
from typing import Any

import jwt
import pytest
from tests.rehearsal.conftest import ENDPOINT
from tests.rehearsal.identity.conftest import NOW, Realm, rsa_key

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identity import TokenError
from azlift.rehearsal.identity.principals import Entry, secret_of
from azlift.rehearsal.identity.signin import CODE_SECONDS, Code
from azlift.rehearsal.identity.users import REFRESH_SECONDS

AZURE_CLI = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
NAME = "ann@rehearsal.example"
SCOPE = f"{ENDPOINT}/.default openid offline_access"


@pytest.fixture
def ann(realm: Realm) -> Entry:
    secrets = (secret_of("k", "pw"),)
    return realm.directory.add("User", realm.facts.tenant_id, "Ann", user_principal_name=NAME, secrets=secrets)


def person(**changes: str | None) -> dict[str, str | None]:
    base: dict[str, str | None] = {"client_id": AZURE_CLI, "client_secret": None, "scope": SCOPE}
    return {**base, "grant_type": "password", "username": NAME, "password": "pw", **changes}


def test_a_users_tokens_say_who_where_and_how(realm: Realm, ann: Entry) -> None:
    answer = realm.ask(**person(client_info="1"))
    claims = realm.claims(answer)
    told = {name: claims[name] for name in ("idtyp", "upn", "oid", "appid", "appidacr", "scp", "amr")}
    assert told == {
        "idtyp": "user", "upn": NAME, "oid": ann.object_id, "appid": AZURE_CLI, "appidacr": "0",
        "scp": "user_impersonation", "amr": ["pwd"],
    }  # fmt: skip
    assert answer["scope"] == f"{ENDPOINT}/user_impersonation"
    identity = realm.identity.signer.read(answer["id_token"])
    assert (identity["aud"], identity["preferred_username"]) == (AZURE_CLI, NAME)
    info = json.loads(base64.urlsafe_b64decode(answer["client_info"] + "=="))
    assert info == {"uid": ann.object_id, "utid": realm.facts.tenant_id}


def test_what_was_not_asked_for_is_not_given(realm: Realm, ann: Entry) -> None:
    answer = realm.ask(**person(scope=f"{ENDPOINT}/user_impersonation"))
    assert not {"refresh_token", "id_token", "client_info"} & answer.keys()


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"password": "no"}, 50126),
        ({"username": "bob@rehearsal.example"}, 50034),
        ({"scope": "openid"}, 70011),
        ({"scope": f"{ENDPOINT}/a https://management.azure.com/b"}, 70011),
        ({"scope": f"{ENDPOINT}/"}, 70011),
        ({"scope": "https://graph.microsoft.com/User.Read"}, 500011),
        ({"client_id": "11111111-2222-3333-4444-555555555555"}, 700016),
    ],
)
def test_a_password_sign_in_is_refused_in_entras_words(realm: Realm, ann: Entry, changes: Any, number: int) -> None:
    assert realm.refused(**person(**changes)).number == number


def test_a_confidential_client_proves_itself_for_its_user_too(realm: Realm, ann: Entry) -> None:
    client = realm.facts.client_id
    assert realm.refused(**person(client_id=client)).number == 7000218
    answer = realm.ask(**person(client_id=client, client_secret=realm.facts.client_secret))
    assert realm.claims(answer)["appidacr"] == "1"


def test_a_password_is_not_for_everybodys_endpoint(realm: Realm, ann: Entry) -> None:
    assert realm.refused("common", **person()).number == 9001023
    assert realm.claims(realm.ask("organizations", **person()))["oid"] == ann.object_id


def test_a_disabled_user_is_refused(realm: Realm, ann: Entry) -> None:
    realm.directory.keep(replace(ann, enabled=False))
    assert realm.refused(**person()).number == 50057


def refresh(token: str, **changes: str | None) -> dict[str, str | None]:
    return person(grant_type="refresh_token", refresh_token=token, **changes)


def test_a_refresh_token_gives_another_token_for_any_resource(realm: Realm, ann: Entry) -> None:
    token = realm.ask(**person())["refresh_token"]
    realm.now += 7200
    answer = realm.ask(**refresh(token, scope="https://management.azure.com/.default offline_access"))
    claims = realm.claims(answer)
    assert (claims["aud"], claims["iat"]) == ("https://management.azure.com", NOW + 7200)
    assert answer["refresh_token"] != token


def test_a_refresh_token_is_its_clients_and_ends(realm: Realm, ann: Entry) -> None:
    answer = realm.ask(**person())
    token = answer["refresh_token"]
    powershell = "1950a258-227b-4e31-a9cf-717495945fc2"
    assert realm.refused(**refresh(token, client_id=powershell)).number == 70000
    assert realm.refused(**refresh(answer["access_token"])).number == 70000
    assert realm.refused(**refresh("x")).number == 70000
    realm.now += REFRESH_SECONDS
    assert realm.refused(**refresh(token)).number == 70008


def test_a_revocation_ends_what_was_granted(realm: Realm, ann: Entry) -> None:
    token = realm.ask(**person())["refresh_token"]
    realm.directory.keep(replace(ann, valid_from=int(NOW) + 1))
    refusal = realm.refused(**refresh(token))
    assert refusal.number == 50173
    assert "The grant was issued on '2026-09-21T14:13:20.0000000Z' and the TokensValidFrom date" in refusal.message
    fresh = realm.ask(**person())["refresh_token"]
    assert realm.ask(**refresh(fresh))["access_token"]
    realm.directory.drop(ann.object_id)
    assert realm.refused(**refresh(fresh)).number == 50034


def test_a_refresh_token_opens_nothing_but_the_token_endpoint(realm: Realm, ann: Entry) -> None:
    answer = realm.ask(**person())
    for name in ("refresh_token", "id_token"):
        with pytest.raises(AzureError, match="The access token"):
            realm.identity.verify(f"Bearer {answer[name]}", ENDPOINT)


def redeem(realm: Realm, ann: Entry, code: str | None = None, **changes: str) -> Any:
    challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    kept = Code(ann.object_id, AZURE_CLI, "http://localhost", SCOPE, challenge, "S256", "n1", realm.now + CODE_SECONDS)
    text = realm.identity.signins.new_code(kept)
    form = {"redirect_uri": "http://localhost", "code_verifier": "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"}
    return realm.ask(**person(grant_type="authorization_code", code=code or text, **{**form, **changes}))


def test_a_code_is_redeemed_by_who_asked_for_it(realm: Realm, ann: Entry) -> None:
    assert realm.identity.signer.read(redeem(realm, ann, scope="")["id_token"])["nonce"] == "n1"
    wrong = (
        ({"redirect_uri": "http://localhost:1"}, 70000),
        ({"client_id": realm.facts.client_id}, 70000),
        ({"code_verifier": "x"}, 501481),
        ({"code_verifier": ""}, 501481),
        ({"code": "x"}, 70000),
    )
    for changes, number in wrong:
        with pytest.raises(TokenError) as caught:
            redeem(realm, ann, **changes)  # type: ignore[arg-type]
        assert caught.value.number == number


def test_a_device_is_the_clients_that_asked(realm: Realm, ann: Entry) -> None:
    def poll(text: str, **changes: str) -> dict[str, str | None]:
        grant = "urn:ietf:params:oauth:grant-type:device_code"
        return person(grant_type=grant, device_code=text, scope="", **changes)

    text, device = realm.identity.signins.new_device(AZURE_CLI, SCOPE)
    assert realm.refused(**poll(text)).number == 70016
    realm.identity.signins.approve_device(device.user_code, ann.object_id)
    assert realm.claims(realm.ask(**poll(text)))["oid"] == ann.object_id
    text, device = realm.identity.signins.new_device(AZURE_CLI, SCOPE)
    realm.identity.signins.approve_device(device.user_code, ann.object_id)
    assert realm.refused(**poll(text, client_id=realm.facts.client_id)).number == 70000


def behalf(realm: Realm, assertion: str, **changes: str | None) -> dict[str, str | None]:
    grant = "urn:ietf:params:oauth:grant-type:jwt-bearer"
    base: dict[str, str | None] = {"grant_type": grant, "assertion": assertion, "requested_token_use": "on_behalf_of"}
    return {**base, **changes}


def test_on_behalf_of_takes_a_users_token_for_this_application_only(realm: Realm, ann: Entry) -> None:
    client = realm.facts.client_id
    own = realm.ask(**person(scope=f"api://{client}/user_impersonation"))["access_token"]
    claims = realm.claims(realm.ask(**behalf(realm, own)))
    assert (claims["oid"], claims["appid"], claims["idtyp"]) == (ann.object_id, client, "user")
    arms = realm.ask(**person())["access_token"]
    forged = jwt.encode(realm.identity.signer.read(own), rsa_key(), algorithm="RS256")
    cases = (
        (behalf(realm, arms), 500131),
        (behalf(realm, realm.ask()["access_token"]), 50013),
        (behalf(realm, forged), 50013),
        (behalf(realm, own, requested_token_use=None), 9002313),
        (behalf(realm, own, client_secret="wrong"), 7000215),
    )
    for form, number in cases:
        assert realm.refused(**form).number == number
    realm.now += 3599
    assert realm.refused(**behalf(realm, own)).number == 500133
    realm.directory.keep(replace(ann, valid_from=int(NOW) + 1))
    assert realm.refused(**behalf(realm, own)).number == 50173
