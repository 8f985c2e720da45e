"""The pretend Entra over https, as a plain client sees it."""

from typing import Any

import jwt
import pytest
from tests.rehearsal.conftest import ENDPOINT, Raw

from azlift.rehearsal.identity import TOKEN_SECONDS, Facts, Identity
from azlift.rehearsal.identity.directory import Directory
from azlift.rehearsal.store import Store


@pytest.mark.parametrize(
    ("changes", "status", "number"),
    [
        ({"client_secret": "wrong"}, 401, 7000215),
        ({"client_id": "someone"}, 400, 700016),
        ({"grant_type": "implicit"}, 400, 70003),
        ({"scope": "https://elsewhere.example/.default"}, 400, 500011),
        ({"scope": "https://localhost/user.read"}, 400, 1002012),
    ],
)
def test_wrong_credentials_are_refused_as_entra_words_it(raw: Raw, changes: Any, status: int, number: int) -> None:
    answer = raw.token(**changes)
    assert (answer.status_code, answer.json()["error_codes"]) == (status, [number])
    assert f"AADSTS{number}" in answer.json()["error_description"]


def test_the_scope_may_have_one_or_two_slashes(raw: Raw) -> None:
    for slashes in ("/", "//"):
        answer = raw.token(scope=f"{raw.address.endpoint}{slashes}.default")
        assert answer.json()["expires_in"] == TOKEN_SECONDS
        raw.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        assert raw.ask("GET", "~/resourceGroups").status_code == 200


def test_the_published_keys_verify_a_token(raw: Raw) -> None:
    configuration = raw.client.get(f"/{raw.address.tenant_id}/v2.0/.well-known/openid-configuration").json()
    keys = raw.client.get(configuration["jwks_uri"]).json()
    token = raw.headers["authorization"].split(" ")[1]
    found = jwt.decode(token, jwt.PyJWK(keys["keys"][0]), ["RS256"], audience=f"{raw.address.endpoint}/")
    assert found["tid"] == raw.address.tenant_id


def test_metadata_is_one_object_without_a_token(raw: Raw) -> None:
    found = raw.client.get("/metadata/endpoints?api-version=2022-09-01").json()
    assert found["resourceManager"] == raw.address.endpoint
    assert found["authentication"]["loginEndpoint"] == raw.address.endpoint


def test_an_address_on_the_usual_port_is_known_without_it(facts: Facts) -> None:
    directory = Directory(Store(None), facts.subscription_id)
    identity = Identity(facts, {"https://localhost:443", ENDPOINT}, directory)
    assert {"https://localhost", "https://localhost:443", ENDPOINT} <= identity.audiences
