"""The front desk: headers, api versions, waits, and failures of our own."""

import json
from typing import Any

import pytest
from tests.rehearsal.conftest import ENDPOINT, Desk

from azlift.rehearsal.azure_errors import AzureError


def test_the_api_version_is_required_and_well_formed(desk: Desk) -> None:
    assert desk.ask("GET", "~/resourceGroups", api=None).refusal == (400, "MissingApiVersionParameter")
    assert desk.ask("GET", "~/resourceGroups", api="latest").refusal == (400, "InvalidApiVersionParameter")
    assert desk.ask("GET", "~/resourceGroups", api="2024-07-01-preview").status == 200


def test_every_answer_carries_arms_headers(desk: Desk) -> None:
    for path in ("~/resourceGroups", "~/nothing"):
        headers = desk.ask("GET", path).headers
        assert headers["x-ms-correlation-request-id"] == "00000000-0000-0000-0000-00000000c0de"
        assert headers["x-ms-routing-request-id"].split(":")[1] == "20260921T141320Z"
        assert {"x-ms-request-id", "strict-transport-security", "cache-control"} <= headers.keys()
        assert "x-ms-ratelimit-remaining-subscription-reads" in headers
    assert desk.ask("GET", "~/nothing").headers["x-ms-failure-cause"] == "gateway"
    assert desk.ask("HEAD", "~/resourceGroups/rg1").body == b""


def test_a_failure_of_our_own_is_a_500_and_told_in_the_log(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr("azlift.rehearsal.front.find_route", broken)
    assert desk.ask("GET", "~/resourceGroups").refusal == (500, "InternalServerError")
    assert "on purpose" in caplog.text


def plan(desk: Desk, *faults: Any) -> Any:
    return desk.ask("POST", "/rehearsal/faults", {"faults": list(faults)}, api=None)


def test_the_wait_is_told_in_the_clients_time(desk: Desk) -> None:
    plan(desk, {"match": {"operation": "GET"}, "kind": "status", "status": 429, "retryAfter": 120, "times": 2})
    assert desk.ask("GET", "~/resourceGroups").headers["retry-after"] == "120"
    desk.clock.speed = 60
    assert desk.ask("GET", "~/resourceGroups").headers["retry-after"] == "2"
    assert desk.ask("GET", "~/resourceGroups").status == 200


@pytest.mark.parametrize(
    "version", ["2024-7-01", "2024-07-01-final", "x2024-07-01", "2024-07-01 ", "2024-07-01\n", "20240701"]
)
def test_api_versions_of_another_form_are_refused(desk: Desk, version: str) -> None:
    reply = desk.ask("GET", "~/resourceGroups", api=version)
    assert reply.refusal == (400, "InvalidApiVersionParameter")
    assert f"The api-version '{version}' is invalid." in reply.json()["error"]["message"]


def test_the_doors_of_entra_and_the_metadata_are_open_and_nothing_else(desk: Desk) -> None:
    desk.authorization = ""
    tenant = desk.world.account.tenant_id
    for path in (
        f"/{tenant}/v2.0/.well-known/openid-configuration",
        f"/{tenant}/discovery/v2.0/keys",
        "/metadata/endpoints",
    ):
        assert desk.ask("GET", path, api=None).status == 200
        assert desk.ask("PUT", path, api=None).refusal == (401, "AuthenticationFailed")
    for path in ("/subscriptions", "/rehearsal/clock", "/rehearsal/directory"):
        assert desk.ask("GET", path, api=None).refusal == (401, "AuthenticationFailed")
    for first in ("subscriptions", "providers", "tenants", "rehearsal"):
        path = f"/{first}/v2.0/.well-known/openid-configuration"
        assert desk.ask("GET", path, api=None).refusal == (401, "AuthenticationFailed")
    reply = desk.ask("POST", f"/{tenant}/oauth2/v2.0/token", b"\xff=1&client_id", api=None)
    assert (reply.status, json.loads(reply.body)["error_codes"]) == (400, [900144])


def test_a_subscription_is_closed_to_tokens_of_another_tenant(desk: Desk) -> None:
    steer = "/rehearsal/directory"
    tenant = desk.ask("POST", f"{steer}/tenants", {"displayName": "other", "domain": "other.example"}, api=None)
    there = tenant.json()["tenantId"]
    app = desk.ask("POST", f"{steer}/principals", {"kind": "ServicePrincipal", "tenantId": there}, api=None).json()
    secret = desk.ask("POST", f"{steer}/principals/{app['id']}/secrets", {}, api=None).json()["secretText"]
    form = {"client_id": app["appId"], "client_secret": secret, "grant_type": "client_credentials"}
    issued = desk.front.identity.issue(there, {**form, "scope": "https://management.azure.com/.default"}, ENDPOINT)
    desk.authorization = f"Bearer {issued['access_token']}"
    assert desk.ask("GET", "~/resourceGroups").refusal == (401, "InvalidAuthenticationTokenTenant")
    assert desk.ask("GET", "/tenants").status == 200


def test_no_secret_of_a_sign_in_is_told_in_the_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    facts = desk.front.identity.facts
    form = f"client_id={facts.client_id}&client_secret={facts.client_secret}&grant_type=client_credentials"
    for more in ("", "&scope=https://management.azure.com/.default", "&scope=x&claims={"):
        desk.ask("POST", f"/{facts.tenant_id}/oauth2/v2.0/token", f"{form}{more}".encode(), api=None)
    assert facts.client_secret not in caplog.text


def test_steering_needs_no_version_and_takes_no_token_from_the_bucket(desk: Desk) -> None:
    before = desk.ask("GET", "~").headers["x-ms-ratelimit-remaining-subscription-reads"]
    headers = desk.ask("GET", "/rehearsal/clock", api=None).headers
    assert "x-ms-ratelimit-remaining-subscription-reads" not in headers
    after = desk.ask("GET", "~").headers["x-ms-ratelimit-remaining-subscription-reads"]
    assert int(after) == int(before) - 1


def test_time_passes_before_a_request_is_answered(desk: Desk) -> None:
    assert desk.ask("POST", "~/providers/Microsoft.Storage/register").json()["registrationState"] == "Registering"
    desk.clock.instant += 15
    assert desk.ask("GET", "~/providers/Microsoft.Storage").json()["registrationState"] == "Registered"


def test_everything_says_that_it_is_not_azure(desk: Desk) -> None:
    for path in ("/", "/metadata/endpoints", "~/resourceGroups", "~/nothing"):
        assert desk.ask("GET", path).headers["x-azlift-rehearsal"] == "this is not Azure"
    assert b"This is not Azure" in desk.ask("GET", "/", api=None).body


def test_no_other_origin_may_read_an_answer(desk: Desk) -> None:
    headers = desk.ask("GET", "~/resourceGroups", headers={"origin": "https://evil.example"}).headers
    assert not [name for name in headers if name.startswith("access-control")]
    assert desk.ask("OPTIONS", "~/resourceGroups").status == 405


def test_a_request_for_a_real_looking_subscription_is_refused_and_told_where_it_is(desk: Desk) -> None:
    reply = desk.ask("GET", "/subscriptions/8f9b7c1e-0d7a-4b6e-9a55-6a1d2f3c4b5d/resourceGroups")
    assert reply.refusal == (404, "SubscriptionNotFound")
    assert "this is a pretend Azure" in reply.json()["error"]["message"]
    with pytest.raises(AzureError, match="begins with '00000000-0000-0000-'"):
        desk.world.keep_subscription("8f9b7c1e-0d7a-4b6e-9a55-6a1d2f3c4b5d", "mine")
    desk.world.keep_subscription("00000000-0000-0000-0000-00000000000a", "second")
    assert desk.ask("GET", "/subscriptions/00000000-0000-0000-0000-00000000000A/resourceGroups").status == 200
    assert len(desk.ask("GET", "/subscriptions").json()["value"]) == 2
