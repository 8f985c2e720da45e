"""The credentials of the real azure-identity, each of which then lists the resource groups with the real SDK."""

import hashlib
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import (
    AzurePipelinesCredential,
    CertificateCredential,
    ChainedTokenCredential,
    ClientAssertionCredential,
    ClientSecretCredential,
    CredentialUnavailableError,
    DefaultAzureCredential,
    EnvironmentCredential,
    ManagedIdentityCredential,
    WorkloadIdentityCredential,
)
from azure.identity.aio import CertificateCredential as AsyncCertificateCredential
from azure.identity.aio import ClientAssertionCredential as AsyncClientAssertionCredential
from azure.identity.aio import ClientSecretCredential as AsyncClientSecretCredential
from azure.identity.aio import DefaultAzureCredential as AsyncDefaultAzureCredential
from azure.identity.aio import ManagedIdentityCredential as AsyncManagedIdentityCredential
from tests.rehearsal.identity.conftest import NAMES, Issuer, Steered, make_paper
from tests.rehearsal.identity.sdk import entra, lists_groups, lists_groups_async

from azlift.rehearsal.server import Address

pytestmark = pytest.mark.usefixtures("group", "clean_environment")
MACHINE = "/subscriptions/{}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm{}"
ASSIGNED = "/subscriptions/{}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id{}"


def refused(address: Address, credential: Any, number: int) -> bool:
    with pytest.raises(ClientAuthenticationError, match=f"AADSTS{number}:"):
        lists_groups(address, credential)
    return True


def secret_credential(address: Address, **changes: str) -> ClientSecretCredential:
    given = {"tenant_id": address.tenant_id, "client_id": address.client_id, "client_secret": address.client_secret}
    return ClientSecretCredential(**{**given, **changes}, **entra(address))


def test_a_client_secret_opens_arm(pretend_azure: Address) -> None:
    assert lists_groups(pretend_azure, secret_credential(pretend_azure))


async def test_a_client_secret_opens_arm_asynchronously(pretend_azure: Address) -> None:
    where = pretend_azure
    credential = AsyncClientSecretCredential(where.tenant_id, where.client_id, where.client_secret, **entra(where))
    assert await lists_groups_async(where, credential)


def test_a_tenant_may_be_named_by_its_domain(pretend_azure: Address) -> None:
    assert lists_groups(pretend_azure, secret_credential(pretend_azure, tenant_id="rehearsal.example"))


def test_wrong_secrets_and_unknown_applications_are_refused(pretend_azure: Address, steered: Steered) -> None:
    assert refused(pretend_azure, secret_credential(pretend_azure, client_secret="wrong"), 7000215)
    stranger = "11111111-2222-3333-4444-555555555555"
    assert refused(pretend_azure, secret_credential(pretend_azure, client_id=stranger), 700016)
    app = steered.add_app()
    old = steered.post(f"principals/{app['id']}/secrets", {"endDateTime": "2020-01-01T00:00:00Z"})
    credential = secret_credential(pretend_azure, client_id=app["appId"], client_secret=old["secretText"])
    assert refused(pretend_azure, credential, 7000222)


async def test_an_unknown_tenant_is_refused(pretend_azure: Address) -> None:
    """MSAL asks for the tenant's configuration first and words the refusal itself."""
    where, stranger = pretend_azure, "11111111-2222-3333-4444-555555555555"
    with pytest.raises(ClientAuthenticationError, match="Unable to get authority configuration"):
        lists_groups(where, secret_credential(where, tenant_id=stranger))
    credential = AsyncClientSecretCredential(stranger, where.client_id, where.client_secret, **entra(where))
    with pytest.raises(ClientAuthenticationError, match="AADSTS90002: Tenant '11111111-"):
        await lists_groups_async(where, credential)


def test_a_disabled_application_is_refused_and_let_in_again(pretend_azure: Address, steered: Steered) -> None:
    app = steered.add_app()
    secret = steered.post(f"principals/{app['id']}/secrets")["secretText"]
    path = f"/rehearsal/directory/principals/{app['id']}"
    steered.raw.ask("PATCH", path, {"enabled": False}, api=None)
    mine = {"client_id": app["appId"], "client_secret": secret}
    assert refused(pretend_azure, secret_credential(pretend_azure, **mine), 7000112)
    steered.raw.ask("PATCH", path, {"enabled": True}, api=None)
    assert lists_groups(pretend_azure, secret_credential(pretend_azure, **mine))


@pytest.fixture
def paper(steered: Steered, tmp_path: Path) -> tuple[str, str]:
    """An application with a certificate: its client id and the file with certificate and key."""
    app, made = steered.add_app("certified"), make_paper()
    steered.post(f"principals/{app['id']}/certificates", {"certificate": made.pem})
    path = tmp_path / "client.pem"
    path.write_bytes(made.with_key)
    return app["appId"], str(path)


@pytest.mark.parametrize("chain", [False, True])
def test_a_certificate_opens_arm(pretend_azure: Address, paper: tuple[str, str], chain: bool) -> None:
    where, (client, path) = pretend_azure, paper
    credential = CertificateCredential(where.tenant_id, client, path, send_certificate_chain=chain, **entra(where))
    assert lists_groups(where, credential)


async def test_a_certificate_opens_arm_asynchronously(pretend_azure: Address, paper: tuple[str, str]) -> None:
    where, (client, path) = pretend_azure, paper
    assert await lists_groups_async(where, AsyncCertificateCredential(where.tenant_id, client, path, **entra(where)))


def test_a_certificate_that_is_not_registered_is_refused(
    pretend_azure: Address, paper: tuple[str, str], tmp_path: Path
) -> None:
    other = tmp_path / "other.pem"
    other.write_bytes(make_paper(2).with_key)
    credential = CertificateCredential(pretend_azure.tenant_id, paper[0], str(other), **entra(pretend_azure))
    assert refused(pretend_azure, credential, 700027)


@pytest.fixture
def federated(steered: Steered) -> Any:
    """An application that trusts a cluster."""
    issuer, app = Issuer(), steered.add_app("federated")
    steered.post("issuers", {"issuer": issuer.url, "jwks": issuer.jwks})
    subject = "system:serviceaccount:waves:azlift"
    steered.post(
        f"principals/{app['id']}/federatedCredentials", {"name": "cluster", "issuer": issuer.url, "subject": subject}
    )
    return app


def test_an_assertion_of_a_trusted_issuer_opens_arm(pretend_azure: Address, federated: Any) -> None:
    where = pretend_azure
    credential = ClientAssertionCredential(
        where.tenant_id, federated["appId"], lambda: Issuer().token(time.time()), **entra(where)
    )
    assert lists_groups(where, credential)


async def test_an_assertion_opens_arm_asynchronously(pretend_azure: Address, federated: Any) -> None:
    where = pretend_azure
    credential = AsyncClientAssertionCredential(
        where.tenant_id, federated["appId"], lambda: Issuer().token(time.time()), **entra(where)
    )
    assert await lists_groups_async(where, credential)


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"iss": "https://other.example/"}, 700211),
        ({"sub": "system:serviceaccount:waves:other"}, 700213),
        ({"sub": "System:ServiceAccount:waves:azlift"}, 7002138),
        ({"aud": "https://management.azure.com"}, 700212),
        ({"exp": 1_600_000_000}, 700024),
        ({"kid": "k2"}, 7000272),
    ],
)
def test_an_assertion_that_does_not_match_is_refused(
    pretend_azure: Address, federated: Any, changes: dict[str, Any], number: int
) -> None:
    where = pretend_azure
    credential = ClientAssertionCredential(
        where.tenant_id, federated["appId"], lambda: Issuer().token(time.time(), **changes), **entra(where)
    )
    assert refused(where, credential, number)


def test_a_workload_identity_opens_arm_with_the_token_of_its_cluster(
    pretend_azure: Address, federated: Any, tmp_path: Path
) -> None:
    where, file = pretend_azure, tmp_path / "token"
    file.write_text(Issuer().token(time.time()))
    credential = WorkloadIdentityCredential(
        tenant_id=where.tenant_id, client_id=federated["appId"], token_file_path=str(file), **entra(where)
    )
    assert lists_groups(where, credential)


def test_the_environment_may_name_a_secret(pretend_azure: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_TENANT_ID", pretend_azure.tenant_id)
    monkeypatch.setenv("AZURE_CLIENT_ID", pretend_azure.client_id)
    monkeypatch.setenv("AZURE_CLIENT_SECRET", pretend_azure.client_secret)
    assert lists_groups(pretend_azure, EnvironmentCredential(disable_instance_discovery=True))
    assert lists_groups(pretend_azure, DefaultAzureCredential(disable_instance_discovery=True))
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "wrong")
    assert refused(pretend_azure, EnvironmentCredential(disable_instance_discovery=True), 7000215)


def test_the_environment_may_name_a_certificate(
    pretend_azure: Address, paper: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_TENANT_ID", pretend_azure.tenant_id)
    monkeypatch.setenv("AZURE_CLIENT_ID", paper[0])
    monkeypatch.setenv("AZURE_CLIENT_CERTIFICATE_PATH", paper[1])
    assert lists_groups(pretend_azure, EnvironmentCredential(disable_instance_discovery=True))


async def test_the_default_credential_finds_a_workload_identity(
    pretend_azure: Address, federated: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, file = pretend_azure, tmp_path / "token"
    file.write_text(Issuer().token(time.time()))
    monkeypatch.setenv("AZURE_TENANT_ID", where.tenant_id)
    monkeypatch.setenv("AZURE_CLIENT_ID", federated["appId"])
    monkeypatch.setenv("AZURE_FEDERATED_TOKEN_FILE", str(file))
    credential = AsyncDefaultAzureCredential(disable_instance_discovery=True, connection_verify=where.ca_file)
    assert await lists_groups_async(where, credential)


def test_a_chain_goes_on_after_a_credential_that_is_not_there(pretend_azure: Address) -> None:
    chain = ChainedTokenCredential(EnvironmentCredential(), secret_credential(pretend_azure))
    assert lists_groups(pretend_azure, chain)


@pytest.fixture
def machine(steered: Steered, pretend_azure: Address) -> Any:
    """A machine with an identity of its own and two assigned ones; answers both worlds' environment and identities."""
    subscription = pretend_azure.subscription_id
    number = next(NAMES)
    host = MACHINE.format(subscription, number)
    own = steered.add("ManagedIdentity", resourceId=host)
    ids = [ASSIGNED.format(subscription, f"{number}{letter}") for letter in "ab"]
    assigned = [steered.add("ManagedIdentity", resourceId=each) for each in ids]
    environment = steered.post("hosts", {"resourceId": host, "identities": ids})
    return {**environment, "own": own, "assigned": assigned, "host": host}


def enter(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


def identity_of(address: Address, credential: Any) -> str:
    """The object id in a credential's token."""
    token = credential.get_token(f"{address.endpoint}/.default").token
    return str(jwt.decode(token, options={"verify_signature": False})["oid"])


@pytest.mark.parametrize("style", ["machine", "app"])
def test_a_managed_identity_opens_arm(
    pretend_azure: Address, machine: Any, monkeypatch: pytest.MonkeyPatch, style: str
) -> None:
    enter(monkeypatch, machine[style])
    assert lists_groups(pretend_azure, ManagedIdentityCredential())
    assert identity_of(pretend_azure, ManagedIdentityCredential()) == machine["own"]["id"]


@pytest.mark.parametrize("style", ["machine", "app"])
@pytest.mark.parametrize("choice", ["client_id", "resource_id", "object_id"])
def test_a_managed_identity_is_chosen_by_any_of_its_ids(
    pretend_azure: Address, machine: Any, monkeypatch: pytest.MonkeyPatch, style: str, choice: str
) -> None:
    enter(monkeypatch, machine[style])
    second = machine["assigned"][1]
    value = {"client_id": second["appId"], "resource_id": second["resourceId"], "object_id": second["id"]}[choice]
    credential = (
        ManagedIdentityCredential(client_id=value)
        if choice == "client_id"
        else ManagedIdentityCredential(identity_config={choice: value})
    )
    assert identity_of(pretend_azure, credential) == second["id"]


@pytest.mark.parametrize("style", ["machine", "app"])
async def test_a_managed_identity_opens_arm_asynchronously(
    pretend_azure: Address, machine: Any, monkeypatch: pytest.MonkeyPatch, style: str
) -> None:
    enter(monkeypatch, machine[style])
    credential = AsyncManagedIdentityCredential(connection_verify=pretend_azure.ca_file)
    assert await lists_groups_async(pretend_azure, credential)


@pytest.mark.parametrize("style", ["machine", "app"])
def test_an_identity_that_is_not_assigned_is_not_available(
    pretend_azure: Address, machine: Any, monkeypatch: pytest.MonkeyPatch, style: str
) -> None:
    enter(monkeypatch, machine[style])
    credential = ManagedIdentityCredential(client_id=pretend_azure.client_id)
    with pytest.raises((CredentialUnavailableError, ClientAuthenticationError), match=r"[Ii]dentity"):
        credential.get_token(f"{pretend_azure.endpoint}/.default")


def test_the_default_credential_finds_the_machines_identity(
    pretend_azure: Address, machine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(monkeypatch, machine["machine"])
    assert lists_groups(pretend_azure, DefaultAzureCredential())


def test_the_older_endpoint_of_apps_and_service_fabrics_open_arm_too(
    pretend_azure: Address, machine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Azure ML speaks App Service's version of 2017; a Service Fabric node pins the certificate of its endpoint."""
    app = machine["app"]
    enter(monkeypatch, {"MSI_ENDPOINT": app["IDENTITY_ENDPOINT"], "MSI_SECRET": app["IDENTITY_HEADER"]})
    assert lists_groups(pretend_azure, ManagedIdentityCredential())
    monkeypatch.delenv("MSI_SECRET")
    certificate = ssl.get_server_certificate(("localhost", int(pretend_azure.endpoint.rpartition(":")[2])))
    thumbprint = hashlib.sha1(ssl.PEM_cert_to_DER_cert(certificate)).hexdigest()  # noqa: S324 - a name
    enter(monkeypatch, {**app, "IDENTITY_SERVER_THUMBPRINT": thumbprint})
    assert lists_groups(pretend_azure, ManagedIdentityCredential())


def test_a_cloud_shell_opens_arm(pretend_azure: Address, machine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(monkeypatch, machine["shell"])
    assert lists_groups(pretend_azure, ManagedIdentityCredential())


class Pipeline(BaseHTTPRequestHandler):
    """Stands where Azure DevOps does: gives a pipeline the assertion of its service connection."""

    def do_POST(self) -> None:
        body = b'{"oidcToken": "%s"}' % Issuer().token(time.time()).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """No word on standard error."""


def test_a_pipeline_opens_arm(pretend_azure: Address, federated: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    where = pretend_azure
    with HTTPServer(("127.0.0.1", 0), Pipeline) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("SYSTEM_OIDCREQUESTURI", f"http://127.0.0.1:{server.server_port}/")
        credential = AzurePipelinesCredential(
            tenant_id=where.tenant_id,
            client_id=federated["appId"],
            service_connection_id="c",
            system_access_token="t",
            **entra(where),
        )
        assert lists_groups(where, credential)
        server.shutdown()


def test_an_application_may_trust_a_managed_identity(
    pretend_azure: Address, steered: Steered, machine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token a machine gets for api://AzureADTokenExchange is the application's assertion."""
    where, app, assigned = pretend_azure, steered.add_app(), machine["assigned"][0]
    trust = {"name": "m", "issuer": f"{where.endpoint}/{where.tenant_id}/v2.0", "subject": assigned["id"]}
    steered.post(f"principals/{app['id']}/federatedCredentials", trust)
    enter(monkeypatch, machine["machine"])
    inside = ManagedIdentityCredential(client_id=assigned["appId"])

    def assertion() -> str:
        return inside.get_token("api://AzureADTokenExchange/.default").token

    assert lists_groups(where, ClientAssertionCredential(where.tenant_id, app["appId"], assertion, **entra(where)))
