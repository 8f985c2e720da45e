"""Steering the directory."""

from pathlib import Path
from typing import Any

import pytest
from tests.rehearsal.conftest import ENDPOINT, Desk, HandClock, Reply, open_desk
from tests.rehearsal.identity.conftest import Issuer, make_paper

from azlift.rehearsal.identity import Facts
from azlift.rehearsal.store import Store

GROUP = "/subscriptions/s/resourceGroups/rg/providers"
MACHINE = f"{GROUP}/Microsoft.Compute/virtualMachines/vm1"
ASSIGNED = f"{GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/id1"


def steer(desk: Desk, method: str, path: str, body: Any = None) -> Reply:
    return desk.ask(method, f"/rehearsal/directory{path}", body, api=None)


def post(desk: Desk, path: str, body: Any = None) -> Any:
    reply = steer(desk, "POST", path, {} if body is None else body)
    assert reply.status == 200, reply.body
    return reply.json()


def app(desk: Desk, name: str = "app") -> Any:
    return post(desk, "/principals", {"kind": "ServicePrincipal", "displayName": name})


def test_the_directory_is_shown_without_its_secrets(desk: Desk) -> None:
    reply = steer(desk, "GET", "")
    facts = desk.front.identity.facts
    assert [each["displayName"] for each in reply.json()["tenants"]] == ["azlift rehearsal"]
    (principal,) = reply.json()["principals"]
    assert (principal["id"], principal["appId"], len(principal["secrets"])) == (facts.object_id, facts.client_id, 1)
    assert reply.json()["tokenSeconds"] == 3599
    for hidden in (facts.client_secret, "digest", "salt"):
        assert hidden.encode() not in reply.body


def test_tenants_have_domains_of_their_own(desk: Desk) -> None:
    made = post(desk, "/tenants", {"displayName": "other", "domain": "Other.example"})
    assert made["domains"] == ["other.example"]
    again = steer(desk, "POST", "/tenants", {"displayName": "x", "domain": "other.example"})
    assert again.refusal == (409, "Conflict")
    there = post(desk, "/principals", {"kind": "ServicePrincipal", "displayName": "a", "tenantId": "other.example"})
    assert there["tenantId"] == made["tenantId"]


def test_a_secret_is_told_once(desk: Desk) -> None:
    path = f"/principals/{app(desk)['id']}"
    made = post(desk, f"{path}/secrets", {"endDateTime": "2030-01-01T00:00:00+00:00"})
    assert made["secretText"]
    shown = steer(desk, "GET", path)
    assert shown.json()["secrets"] == [{"keyId": made["keyId"], "endDateTime": "2030-01-01T00:00:00.0000000Z"}]
    assert made["secretText"].encode() not in shown.body
    assert post(desk, f"{path}/secrets", {"secretText": "mine"})["secretText"] == "mine"


def test_credentials_are_added_and_taken_away_by_their_key(desk: Desk) -> None:
    path = f"/principals/{app(desk)['id']}"
    keys = [
        post(desk, f"{path}/secrets")["keyId"],
        post(desk, f"{path}/certificates", {"certificate": make_paper().pem})["keyId"],
        post(desk, f"{path}/federatedCredentials", {"name": "n", "issuer": "https://i/", "subject": "s"})["keyId"],
    ]
    shown = steer(desk, "GET", path).json()
    assert shown["federatedCredentials"][0]["audiences"] == ["api://AzureADTokenExchange"]
    assert len(shown["certificates"][0]["thumbprint"]) == 40
    for key in keys:
        assert steer(desk, "DELETE", f"{path}/credentials/{key}").status == 200
        assert steer(desk, "DELETE", f"{path}/credentials/{key}").refusal == (404, "Request_ResourceNotFound")
    left = steer(desk, "GET", path).json()
    assert not left["secrets"] + left["certificates"] + left["federatedCredentials"]


def test_a_principal_is_changed_and_removed(desk: Desk) -> None:
    made, group = app(desk), post(desk, "/principals", {"kind": "Group", "displayName": "g"})
    changed = steer(desk, "PATCH", f"/principals/{made['id']}", {"enabled": False, "displayName": "b"}).json()
    assert (changed["enabled"], changed["displayName"]) == (False, "b")
    grown = steer(desk, "PATCH", f"/principals/{group['id']}", {"members": [made["id"].upper()]}).json()
    assert grown["members"] == [made["id"]]
    assert desk.world.directory.groups_of(made["id"]) == {group["id"]}
    assert steer(desk, "DELETE", f"/principals/{made['id']}").status == 200
    assert steer(desk, "GET", f"/principals/{made['id']}").refusal == (404, "Request_ResourceNotFound")
    nobody = steer(desk, "PATCH", f"/principals/{group['id']}", {"members": [made["id"]]})
    assert nobody.refusal == (404, "Request_ResourceNotFound")


def test_only_groups_have_members(desk: Desk) -> None:
    made = app(desk)
    refused = steer(desk, "PATCH", f"/principals/{made['id']}", {"members": []})
    assert refused.refusal == (400, "InvalidRequestContent")


def test_a_revocation_closes_the_door_at_once_even_to_who_asked_for_it(desk: Desk) -> None:
    identity = desk.front.identity
    assert post(desk, f"/principals/{identity.facts.object_id}/revoke")["tokensValidFrom"]
    reply = desk.ask("GET", "~/resourceGroups")
    assert reply.refusal == (401, "InvalidAuthenticationToken")
    assert 'error="insufficient_claims"' in reply.headers["www-authenticate"]


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "User", "userPrincipalName": "ann@elsewhere.example"},
        {"kind": "User", "userPrincipalName": "@rehearsal.example"},
        {"kind": "User"},
        {"kind": "ManagedIdentity"},
        {"kind": "Robot"},
        {"kind": "Group", "tenantId": "nobody.example"},
        {"displayName": "x"},
        {"kind": "Group", "colour": "red"},
        {"kind": "Group", "password": "x"},
        {"kind": "User", "userPrincipalName": "ann@rehearsal.example", "publicClient": True},
    ],
)
def test_a_principal_that_is_none_is_refused(desk: Desk, body: Any) -> None:
    assert steer(desk, "POST", "/principals", body).refusal == (400, "InvalidRequestContent")


def test_a_user_name_is_taken_once(desk: Desk) -> None:
    body = {"kind": "User", "userPrincipalName": "ann@rehearsal.example"}
    assert post(desk, "/principals", body)["displayName"] == "ann"
    again = steer(desk, "POST", "/principals", {**body, "userPrincipalName": "Ann@rehearsal.example"})
    assert again.status == 409


def test_each_kind_has_its_own_credentials(desk: Desk) -> None:
    identity = post(desk, "/principals", {"kind": "ManagedIdentity", "resourceId": ASSIGNED})
    user = post(desk, "/principals", {"kind": "User", "userPrincipalName": "u@rehearsal.example"})
    certificate, trust = {"certificate": make_paper().pem}, {"name": "n", "issuer": "i", "subject": "s"}
    for path, body in (
        (f"/principals/{identity['id']}/secrets", {}),
        (f"/principals/{identity['id']}/certificates", certificate),
        (f"/principals/{user['id']}/federatedCredentials", trust),
        (f"/principals/{user['id']}/certificates", certificate),
    ):
        assert steer(desk, "POST", path, body).refusal == (400, "InvalidRequestContent")
    assert post(desk, f"/principals/{identity['id']}/federatedCredentials", trust)["keyId"]


def test_hosts_say_how_their_identities_are_reached(desk: Desk) -> None:
    post(desk, "/principals", {"kind": "ManagedIdentity", "resourceId": ASSIGNED})
    told = post(desk, "/hosts", {"resourceId": MACHINE, "identities": [ASSIGNED.upper()]})
    base = f"{ENDPOINT}/rehearsal/host{MACHINE}"
    assert told["machine"] == {"AZURE_POD_IDENTITY_AUTHORITY_HOST": base}
    assert told["app"]["IDENTITY_ENDPOINT"] == f"{base}/msi/token"
    assert [each.resource_id for each in desk.world.directory.managed_identities(MACHINE)] == [ASSIGNED]
    everywhere = steer(desk, "GET", "/hosts").json()
    assert everywhere["machine"] == {"AZURE_POD_IDENTITY_AUTHORITY_HOST": ENDPOINT}
    assert everywhere["app"]["IDENTITY_HEADER"] != told["app"]["IDENTITY_HEADER"]
    unknown = steer(desk, "POST", "/hosts", {"resourceId": MACHINE, "identities": [f"{ASSIGNED}x"]})
    assert unknown.refusal == (400, "InvalidRequestContent")


def test_issuers_are_shown_by_the_names_of_their_keys(desk: Desk) -> None:
    told = {"issuer": "https://i/", "keys": ["k1"]}
    assert post(desk, "/issuers", {"issuer": "https://i/", "jwks": Issuer().jwks}) == told
    assert steer(desk, "GET", "").json()["issuers"] == [told]


def test_the_lifetime_of_tokens_is_set(desk: Desk) -> None:
    assert post(desk, "/lifetime", {"seconds": 60}) == {"seconds": 60}
    for seconds in (0, 86_401, 1.5, "soon"):
        assert steer(desk, "POST", "/lifetime", {"seconds": seconds}).status == 400


def test_what_is_not_there_can_not_be_steered(desk: Desk) -> None:
    for method, path in (("GET", "/nothing"), ("PUT", ""), ("GET", "/tenants"), ("POST", "/principals/x/y/z")):
        assert steer(desk, method, path).refusal == (404, "NotFound")


def test_the_directory_outlives_the_process_and_secrets_stay_out_of_its_files(tmp_path: Path, facts: Facts) -> None:
    store = Store(tmp_path)
    desk = open_desk(store, facts, HandClock())
    made = app(desk)
    secret = post(desk, f"/principals/{made['id']}/secrets")["secretText"]
    store.close()
    again = open_desk(Store(tmp_path), facts, HandClock())
    form = {"client_id": made["appId"], "client_secret": secret, "grant_type": "client_credentials"}
    assert again.front.identity.issue(facts.tenant_id, {**form, "scope": f"{ENDPOINT}/.default"}, ENDPOINT)
    assert not [file for file in tmp_path.iterdir() if file.is_file() and secret.encode() in file.read_bytes()]
