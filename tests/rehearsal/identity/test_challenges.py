"""Revocation and expiry as the real SDK lives them: claims challenges, and tokens that end."""

import time
from typing import Any

import jwt
import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import ClientSecretCredential, ManagedIdentityCredential
from azure.identity.aio import ClientSecretCredential as AsyncClientSecretCredential
from azure.mgmt.core.policies import ARMChallengeAuthenticationPolicy
from azure.mgmt.resource.resources import ResourceManagementClient
from azure.mgmt.resource.resources.aio import ResourceManagementClient as AsyncResourceManagementClient
from tests.rehearsal.conftest import Raw
from tests.rehearsal.identity.conftest import NAMES, Steered
from tests.rehearsal.identity.sdk import GROUP, arm, entra

from azlift.rehearsal.server import Address

pytestmark = pytest.mark.usefixtures("group", "clean_environment")


@pytest.fixture
def app(steered: Steered) -> Any:
    """An application with a secret."""
    made = steered.add_app("challenged")
    return {**made, "secret": steered.post(f"principals/{made['id']}/secrets")["secretText"]}


class Remembering(ClientSecretCredential):
    """The real credential, and the tokens it handed out."""

    tokens: list[str]

    def get_token_info(self, *scopes: str, options: Any = None) -> Any:
        found = super().get_token_info(*scopes, options=options)
        self.tokens = [*getattr(self, "tokens", []), found.token]
        return found


def sees(client: ResourceManagementClient) -> bool:
    return GROUP in [each.name for each in client.resource_groups.list()]


@pytest.mark.parametrize("cae", [False, True])
def test_the_sdk_answers_a_challenge_with_a_new_token_and_tries_again(
    pretend_azure: Address, steered: Steered, app: Any, cae: bool
) -> None:
    where = pretend_azure
    credential = Remembering(where.tenant_id, app["appId"], app["secret"], **entra(where))
    policy = ARMChallengeAuthenticationPolicy(credential, f"{where.endpoint}/.default", enable_cae=cae)
    with ResourceManagementClient(
        credential, where.subscription_id, authentication_policy=policy, **arm(where)
    ) as client:
        assert sees(client)
        steered.post(f"principals/{app['id']}/revoke")
        assert sees(client)
    assert len(credential.tokens) == 2
    first, second = (jwt.decode(each, options={"verify_signature": False}) for each in credential.tokens)
    assert second["nbf"] > first["nbf"]
    assert first.get("xms_cc") == second.get("xms_cc") == (["CP1"] if cae else None)


async def test_the_asynchronous_sdk_answers_a_challenge_too(pretend_azure: Address, steered: Steered, app: Any) -> None:
    where = pretend_azure
    credential = AsyncClientSecretCredential(where.tenant_id, app["appId"], app["secret"], **entra(where))
    async with credential, AsyncResourceManagementClient(credential, where.subscription_id, **arm(where)) as client:
        assert GROUP in [each.name async for each in client.resource_groups.list()]
        steered.post(f"principals/{app['id']}/revoke")
        assert GROUP in [each.name async for each in client.resource_groups.list()]


def test_who_is_disabled_meanwhile_is_told_so_by_entra(pretend_azure: Address, steered: Steered, app: Any) -> None:
    where = pretend_azure
    credential = ClientSecretCredential(where.tenant_id, app["appId"], app["secret"], **entra(where))
    with ResourceManagementClient(credential, where.subscription_id, **arm(where)) as client:
        assert sees(client)
        steered.raw.ask("PATCH", f"/rehearsal/directory/principals/{app['id']}", {"enabled": False}, api=None)
        with pytest.raises(ClientAuthenticationError, match="AADSTS7000112:"):
            sees(client)


def test_a_managed_identity_answers_a_challenge(
    pretend_azure: Address, steered: Steered, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = pretend_azure
    host = f"/subscriptions/{where.subscription_id}/resourceGroups/rg/providers/Microsoft.Web/sites/s{next(NAMES)}"
    own = steered.add("ManagedIdentity", resourceId=host)
    for name, value in steered.post("hosts", {"resourceId": host, "identities": []})["app"].items():
        monkeypatch.setenv(name, value)
    with ResourceManagementClient(ManagedIdentityCredential(), where.subscription_id, **arm(where)) as client:
        assert sees(client)
        steered.post(f"principals/{own['id']}/revoke")
        assert sees(client)


def test_tokens_live_as_long_as_was_said(pretend_azure: Address, steered: Steered, raw: Raw, app: Any) -> None:
    """Two seconds: the credential asks for another token by itself, a token kept by hand is refused."""
    where = pretend_azure
    steered.post("lifetime", {"seconds": 2})
    try:
        with ClientSecretCredential(where.tenant_id, app["appId"], app["secret"], **entra(where)) as credential:
            scope = f"{where.endpoint}/.default"
            first = credential.get_token(scope)
            assert first.expires_on - time.time() < 3
            time.sleep(2.1)
            raw.headers["authorization"] = f"Bearer {first.token}"
            assert raw.ask("GET", "~/resourceGroups").json()["error"]["code"] == "ExpiredAuthenticationToken"
            raw.headers["authorization"] = f"Bearer {credential.get_token(scope).token}"
            assert raw.ask("GET", "~/resourceGroups").status_code == 200
    finally:
        raw.sign_in()
        steered.post("lifetime", {"seconds": 3599})
