"""The endpoints inside machines and apps: whose token is given, and what is refused."""

from typing import Any

import pytest
from tests.rehearsal.conftest import ENDPOINT
from tests.rehearsal.identity.conftest import NOW, Realm

from azlift.rehearsal.identity.managed import Inside, at_app, at_cloud_shell, at_metadata, identity_header
from azlift.rehearsal.identity.principals import Entry

GROUP = "/subscriptions/s/resourceGroups/rg/providers"
MACHINE = f"{GROUP}/Microsoft.Compute/virtualMachines/vm1"
APP = f"{GROUP}/Microsoft.Web/sites/app1"
KEY = "k"


def assigned(realm: Realm, name: str, *hosts: str) -> Entry:
    made = realm.directory.add_managed_identity(f"{GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/{name}")
    for host in hosts:
        there = {each.resource_id for each in realm.directory.managed_identities(host)}
        realm.directory.attach(host, frozenset({*there, made.resource_id}))
    return made


def machine(realm: Realm, host: str | None = MACHINE, metadata: str = "true", **query: str) -> tuple[int, Any]:
    asked = {"api-version": "2018-02-01", "resource": ENDPOINT, **query}
    return at_metadata(realm.identity.mint, Inside(host, asked, {"metadata": metadata}, ENDPOINT))


def app(realm: Realm, headers: dict[str, str] | None = None, **query: str) -> tuple[int, Any]:
    asked = {"api-version": "2019-08-01", "resource": ENDPOINT, **query}
    sent = {"x-identity-header": identity_header(KEY, APP)} if headers is None else headers
    return at_app(realm.identity.mint, Inside(APP, asked, sent, ENDPOINT), KEY)


def owner(realm: Realm, answer: tuple[int, Any]) -> str:
    status, body = answer
    assert status == 200, body
    claims = realm.claims(body)
    assert claims["idtyp"] == "app"
    return str(claims["oid"])


def test_a_machines_answer_has_imds_members_in_strings(realm: Realm) -> None:
    own = realm.directory.add_managed_identity(MACHINE)
    status, body = machine(realm)
    assert status == 200
    assert body.pop("access_token")
    assert body == {
        "client_id": own.app_id, "expires_in": "3599", "expires_on": str(int(NOW) + 3599),
        "not_before": str(int(NOW)), "refresh_token": "", "resource": ENDPOINT, "token_type": "Bearer",
    }  # fmt: skip


def test_unnamed_it_is_the_machines_own_or_its_only_one(realm: Realm) -> None:
    assert machine(realm) == (400, {"error": "invalid_request", "error_description": "Identity not found"})
    first = assigned(realm, "a", MACHINE)
    assert owner(realm, machine(realm)) == first.object_id
    assigned(realm, "b", MACHINE)
    status, body = machine(realm)
    assert (status, body["error"]) == (400, "invalid_request")
    assert body["error_description"].startswith("Multiple user assigned identities exist")
    own = realm.directory.add_managed_identity(MACHINE)
    assert owner(realm, machine(realm)) == own.object_id


def test_a_named_one_must_be_attached_to_the_machine(realm: Realm) -> None:
    here, elsewhere = assigned(realm, "a", MACHINE), assigned(realm, "b")
    realm.directory.add_managed_identity(MACHINE)
    for name, value in (
        ("client_id", here.app_id.upper()), ("object_id", here.object_id), ("msi_res_id", here.resource_id.upper()),
        ("mi_res_id", here.resource_id),
    ):  # fmt: skip
        assert owner(realm, machine(realm, **{name: value})) == here.object_id
    assert machine(realm, client_id=elsewhere.app_id)[1]["error_description"] == "Identity not found"
    assert owner(realm, machine(realm, None, client_id=elsewhere.app_id)) == elsewhere.object_id


@pytest.mark.parametrize(
    ("metadata", "query", "error"),
    [
        ("", {}, "bad_request_102"),
        ("True", {}, "bad_request_102"),
        ("true", {"resource": ""}, "invalid_request"),
        ("true", {"api-version": ""}, "invalid_request"),
        ("true", {"resource": "https://elsewhere.example"}, "invalid_resource"),
    ],
)
def test_a_machines_request_is_checked(realm: Realm, metadata: str, query: Any, error: str) -> None:
    realm.directory.add_managed_identity(MACHINE)
    status, body = machine(realm, metadata=metadata, **query)
    assert (status, body["error"]) == (400, error)


def test_an_apps_answer_has_its_dialects_members(realm: Realm) -> None:
    own = realm.directory.add_managed_identity(APP)
    status, body = app(realm)
    assert (status, sorted(body)) == (200, ["access_token", "client_id", "expires_on", "resource", "token_type"])
    assert (body["client_id"], body["expires_on"]) == (own.app_id, str(int(NOW) + 3599))
    secret = {"secret": identity_header(KEY, APP)}
    assert app(realm, secret, **{"api-version": "2017-09-01"})[1]["expires_on"] == str(int(NOW) + 3599)
    assert app(realm, secret, **{"api-version": "2019-07-01-preview"})[1]["expires_on"] == int(NOW) + 3599


def test_an_app_must_send_its_own_header(realm: Realm) -> None:
    realm.directory.add_managed_identity(APP)
    for headers in ({}, {"x-identity-header": "x"}, {"x-identity-header": identity_header(KEY, MACHINE)}):
        assert app(realm, headers)[0] == 401
    fabric = app(realm, {}, **{"api-version": "2019-07-01-preview"})
    assert (fabric[0], fabric[1]["error"]["code"]) == (401, "SecretHeaderNotFound")
    assert identity_header(KEY, APP) == identity_header(KEY, APP.upper())
    assert identity_header("other", APP) != identity_header(KEY, APP)


def test_unnamed_it_is_the_apps_own_and_nothing_else(realm: Realm) -> None:
    attached = assigned(realm, "a", APP)
    assert app(realm) == (400, {"statusCode": 400, "message": "Unable to load the proper Managed Identity."})
    assert owner(realm, app(realm, client_id=attached.app_id)) == attached.object_id
    status, body = app(realm, client_id="x")
    assert (status, body["message"][:46]) == (400, "No User Assigned or Delegated Managed Identity")
    own = realm.directory.add_managed_identity(APP)
    assert owner(realm, app(realm)) == own.object_id


def test_an_apps_request_is_checked(realm: Realm) -> None:
    realm.directory.add_managed_identity(APP)
    assert app(realm, **{"api-version": "2016-01-01"})[0] == 400
    assert app(realm, resource="")[0] == 400
    status, body = app(realm, resource="https://elsewhere.example")
    assert (status, body["message"][:13]) == (400, "AADSTS500011:")


def test_a_cloud_shell_asks_in_a_form(realm: Realm) -> None:
    own = realm.directory.add_managed_identity(MACHINE)
    inside = Inside(MACHINE, {}, {"metadata": "true"}, ENDPOINT)
    assert owner(realm, at_cloud_shell(realm.identity.mint, inside, {"resource": ENDPOINT})) == own.object_id
