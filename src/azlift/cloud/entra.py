"""The Entra identity azlift acts under: one credential class, chosen by name, never guessed.

No `DefaultAzureCredential`: it falls through silently from a managed identity to whoever last typed `az login`.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from azure.core.credentials_async import AsyncTokenCredential
from azure.identity import AzureAuthorityHosts
from azure.identity.aio import (
    AzureCliCredential,
    CertificateCredential,
    ClientSecretCredential,
    ManagedIdentityCredential,
    WorkloadIdentityCredential,
)

from azlift.errors import SettingsError

AUTHORITIES = {
    "public": AzureAuthorityHosts.AZURE_PUBLIC_CLOUD,
    "china": AzureAuthorityHosts.AZURE_CHINA,
    "usgov": AzureAuthorityHosts.AZURE_GOVERNMENT,
}


@dataclass(frozen=True)
class Access:
    """How to reach a subscription, and as whom. `endpoint` and `ca_file` are set for a rehearsal only; `speed` is how
    fast its clock runs."""

    auth: str
    subscription_id: str
    cloud: str = "public"
    tenant_id: str = ""
    client_id: str = ""
    secret: str = field(default="", repr=False)
    certificate_path: Path | None = None
    secret_ends: date | None = None
    """When the client secret ends, where somebody says so; `date.max`: it has no end."""
    endpoint: str = ""
    ca_file: str = ""
    speed: float = 1.0


def choose_credential(access: Access) -> AsyncTokenCredential:
    """The one credential `access.auth` names. Raises SettingsError when it lacks what that one needs."""
    authority = AUTHORITIES[access.cloud]
    match access.auth:
        case "cli":
            return AzureCliCredential(tenant_id=access.tenant_id)
        case "managed_identity":
            return ManagedIdentityCredential(client_id=access.client_id or None)
        case "workload_identity":
            _need(access, "tenant_id", "client_id")
            return WorkloadIdentityCredential(
                tenant_id=access.tenant_id, client_id=access.client_id, authority=authority
            )
        case "certificate":
            _need(access, "tenant_id", "client_id", "certificate_path")
            return CertificateCredential(
                access.tenant_id, access.client_id, str(access.certificate_path), authority=authority
            )
        case "secret":
            _need(access, "tenant_id", "client_id", "secret")
            return ClientSecretCredential(access.tenant_id, access.client_id, access.secret, authority=authority)
        case _:
            _need(access, "tenant_id", "client_id", "secret", "endpoint", "ca_file")
            return ClientSecretCredential(
                access.tenant_id,
                access.client_id,
                access.secret,
                authority=access.endpoint,
                disable_instance_discovery=True,
                connection_verify=access.ca_file,
            )


def _need(access: Access, *names: str) -> None:
    for name in names:
        if not getattr(access, name):
            source = "the variable AZURE_CLIENT_SECRET" if name == "secret" else f"`{name}` in azlift.yaml"
            raise SettingsError(f"auth = {access.auth} needs `{name}`, which is empty", advice=f"Set {source}.")
