from pathlib import Path

import pytest
from azure.identity.aio import (
    AzureCliCredential,
    CertificateCredential,
    ClientSecretCredential,
    ManagedIdentityCredential,
    WorkloadIdentityCredential,
)

from azlift.cloud.entra import Access, choose_credential
from azlift.errors import SettingsError

WHO = {"subscription_id": "s", "tenant_id": "11111111-1111-1111-1111-111111111111", "client_id": "c"}


def certificate(folder: Path) -> Path:
    """A key and a certificate it signed itself, as the credential reads them."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "azlift")])
    today = datetime.now(UTC).replace(tzinfo=None)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, today)
    signed = builder.not_valid_after(today + timedelta(days=1)).sign(key, hashes.SHA256())
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    file = folder / "azlift.pem"
    file.write_bytes(private + signed.public_bytes(pem))
    return file


def test_each_way_to_sign_in_is_exactly_one_credential(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_FEDERATED_TOKEN_FILE", str(tmp_path / "token"))
    chosen = {
        "cli": Access("cli", **WHO),
        "managed_identity": Access("managed_identity", **WHO),
        "workload_identity": Access("workload_identity", **WHO),
        "certificate": Access("certificate", certificate_path=certificate(tmp_path), **WHO),
        "secret": Access("secret", secret="hush", **WHO),
        "rehearsal": Access("rehearsal", secret="hush", endpoint="https://127.0.0.1:1", ca_file="ca.pem", **WHO),
    }
    assert {auth: type(choose_credential(access)) for auth, access in chosen.items()} == {
        "cli": AzureCliCredential,
        "managed_identity": ManagedIdentityCredential,
        "workload_identity": WorkloadIdentityCredential,
        "certificate": CertificateCredential,
        "secret": ClientSecretCredential,
        "rehearsal": ClientSecretCredential,
    }


@pytest.mark.parametrize(
    ("access", "missing"),
    [
        (Access("secret", "s", tenant_id="t", client_id="c"), "AZURE_CLIENT_SECRET"),
        (Access("secret", "s", client_id="c", secret="x"), "`tenant_id`"),
        (Access("certificate", "s", tenant_id="t", client_id="c"), "`certificate_path`"),
        (Access("workload_identity", "s", tenant_id="t"), "`client_id`"),
    ],
)
def test_what_a_credential_lacks_is_named(access: Access, missing: str) -> None:
    with pytest.raises(SettingsError) as caught:
        choose_credential(access)
    assert missing in f"{caught.value} {caught.value.advice}"


def test_a_secret_is_never_shown() -> None:
    assert "hush" not in repr(Access("secret", secret="hush", **WHO))


@pytest.mark.parametrize(
    ("cloud", "authority"),
    [
        ("public", "login.microsoftonline.com"),
        ("china", "login.chinacloudapi.cn"),
        ("usgov", "login.microsoftonline.us"),
    ],
)
def test_a_sovereign_cloud_has_its_own_authority(cloud: str, authority: str) -> None:
    credential = choose_credential(Access("secret", cloud=cloud, secret="hush", **WHO))
    assert authority in str(vars(credential._client))  # type: ignore[attr-defined]
