"""The doors of Entra: paths, methods, forms, and the words of refusals."""

import base64
from urllib.parse import quote, urlencode

import pytest
from tests.rehearsal.conftest import ENDPOINT, Desk, Reply

from azlift.rehearsal.routes.entra import match

MACHINE = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1"
AZURE_CLI = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"


def token(desk: Desk, path: str = "oauth2/v2.0/token", headers: dict[str, str] | None = None, **form: str) -> Reply:
    desk.authorization = ""
    tenant = desk.front.identity.facts.tenant_id
    return desk.ask("POST", f"/{tenant}/{path}", urlencode(form).encode(), api=None, headers=headers)


def good(desk: Desk) -> dict[str, str]:
    facts = desk.front.identity.facts
    return {"client_id": facts.client_id, "client_secret": facts.client_secret, "grant_type": "client_credentials"}


def test_both_endpoints_give_tokens_nobody_may_keep(desk: Desk) -> None:
    newer = token(desk, scope=f"{ENDPOINT}/.default", **good(desk))
    older = token(desk, "oauth2/token", resource=ENDPOINT, **good(desk))
    assert (newer.json()["expires_in"], older.json()["expires_in"]) == (3599, "3599")
    assert newer.headers["cache-control"] == older.headers["cache-control"] == "no-store, no-cache"


def test_a_client_may_come_as_basic_authorization(desk: Desk) -> None:
    facts = desk.front.identity.facts
    basic = base64.b64encode(f"{quote(facts.client_id)}:{quote(facts.client_secret)}".encode()).decode()
    form = {"grant_type": "client_credentials", "scope": f"{ENDPOINT}/.default"}
    assert token(desk, headers={"authorization": f"Basic {basic}"}, **form).status == 200
    for broken in ("%", base64.b64encode(b"\xff:x").decode()):
        assert token(desk, headers={"authorization": f"Basic {broken}"}, **form).json()["error_codes"] == [9002313]


def test_the_correlation_id_is_the_clients_and_the_trace_id_the_requests(desk: Desk) -> None:
    assert token(desk, headers={"client-request-id": "c7"}).json()["correlation_id"] == "c7"
    reply = token(desk)
    assert reply.json()["correlation_id"] == "00000000-0000-0000-0000-00000000c0de"
    assert reply.json()["trace_id"] == reply.headers["x-ms-request-id"]


def test_a_token_endpoint_takes_posts_only(desk: Desk) -> None:
    desk.authorization = ""
    for path in ("/common/oauth2/v2.0/token", "/common/oauth2/token"):
        assert desk.ask("GET", path, api=None).json()["error_codes"] == [900561]


def test_an_unknown_tenants_configuration_is_refused_as_a_tenant(desk: Desk) -> None:
    desk.authorization = ""
    path = "/11111111-2222-3333-4444-555555555555/v2.0/.well-known/openid-configuration"
    reply = desk.ask("GET", path, api=None)
    assert (reply.status, reply.json()["error"], reply.json()["error_codes"]) == (400, "invalid_tenant", [90002])


@pytest.mark.parametrize(
    ("path", "member"),
    [
        ("/rehearsal.example/.well-known/openid-configuration", "issuer"),
        ("/Common/V2.0/.Well-Known/OpenId-Configuration", "issuer"),
        ("/organizations/discovery/keys", "keys"),
        (f"/common/discovery/instance?authorization_endpoint={ENDPOINT}/common/oauth2/authorize", "metadata"),
        ("/common/userrealm/ann@rehearsal.example", "account_type"),
    ],
)
def test_documents_are_open_to_everybody(desk: Desk, path: str, member: str) -> None:
    desk.authorization = ""
    reply = desk.ask("GET", path, api=None)
    assert reply.status == 200
    assert member in reply.json()


def test_a_device_code_is_asked_for_with_client_and_scope(desk: Desk) -> None:
    found = token(desk, "oauth2/v2.0/devicecode", client_id=AZURE_CLI, scope=f"{ENDPOINT}/.default").json()
    assert (found["interval"], found["expires_in"]) == (5, 900)
    assert found["verification_uri"] == f"{ENDPOINT}/common/oauth2/deviceauth"
    assert found["user_code"] in found["message"]
    assert token(desk, "oauth2/v2.0/devicecode").json()["error_codes"] == [900144]
    assert token(desk, "oauth2/v2.0/devicecode", client_id="x", scope="s").json()["error_codes"] == [700016]


def inside(desk: Desk, path: str, headers: dict[str, str], **query: str) -> Reply:
    desk.authorization = ""
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return desk.ask("GET", f"{path}?{asked}", api=None, headers=headers)


@pytest.mark.parametrize("host", ["", f"/rehearsal/host{MACHINE}"])
def test_a_machine_is_answered_at_the_root_and_at_its_own_place(desk: Desk, host: str) -> None:
    desk.world.directory.add_managed_identity(MACHINE)
    path = f"{host}/metadata/identity/oauth2/token"
    query = {"api-version": "2018-02-01", "resource": ENDPOINT}
    assert inside(desk, path, {"metadata": "true"}, **query).status == 200
    assert inside(desk, path, {}, **query).json()["error"] == "bad_request_102"
    elsewhere = f"/rehearsal/host{MACHINE}2/metadata/identity/oauth2/token"
    assert inside(desk, elsewhere, {"metadata": "true"}, **query).json()["error_description"] == "Identity not found"


def test_an_app_is_answered_with_the_header_the_directory_names(desk: Desk) -> None:
    desk.world.directory.add_managed_identity(MACHINE)
    app = desk.ask("GET", f"/rehearsal/directory/hosts?resourceid={MACHINE}", api=None).json()["app"]
    path = app["IDENTITY_ENDPOINT"].removeprefix(ENDPOINT)
    query = {"api-version": "2019-08-01", "resource": ENDPOINT}
    headers = {"x-identity-header": app["IDENTITY_HEADER"]}
    assert inside(desk, path, headers, **query).status == 200
    assert inside(desk, "/msi/token", headers, **query).status == 401


@pytest.mark.parametrize("host", ["", f"/rehearsal/host{MACHINE}"])
def test_a_cloud_shell_posts_its_form(desk: Desk, host: str) -> None:
    desk.world.directory.add_managed_identity(MACHINE)
    desk.authorization = ""
    form = urlencode({"resource": ENDPOINT}).encode()
    reply = desk.ask("POST", f"{host}/oauth2/token", form, api=None, headers={"metadata": "true"})
    assert (reply.status, reply.json()["token_type"]) == (200, "Bearer")


def test_a_path_is_matched_without_regard_to_case() -> None:
    assert match(("{}", "oauth2", "token"), ["T1", "OAuth2", "Token"]) == ["T1"]
    assert match(("{}", "oauth2"), ["T1", "OAuth2", "Token"]) is None
    assert match(("metadata",), ["other"]) is None
