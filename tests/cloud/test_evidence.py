from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from azure_sights import inside
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from azlift import cloud
from azlift.cloud.entra import Access
from azlift.cloud.evidence import certificate_end
from azlift.errors import SettingsError
from azlift.model import SignIn
from azlift.venue import Venue


def test_the_sizes_of_a_region_come_with_family_vcpu_and_zones(workspace: Callable[..., Path]) -> None:
    sold = inside(workspace(), lambda venue: cloud.sizes_sold(venue.cloud, "westeurope"))
    size = sold["standard_d2s_v5"]
    assert (size.family, size.vcpu, size.refused) == ("standardDSv5Family", 2, "")
    assert size.zones == ("1", "2", "3")


def test_the_quotas_come_by_family_and_for_the_region(workspace: Callable[..., Path]) -> None:
    quotas = inside(workspace(), lambda venue: cloud.list_all_core_quotas(venue.cloud, "westeurope"))
    families = {quota.family for quota in quotas}
    assert "cores" in families
    assert "standardDSv5Family" in families


def test_an_owner_is_granted_everything(workspace: Callable[..., Path]) -> None:
    granted = inside(workspace(), lambda venue: cloud.list_permissions(venue.cloud))
    assert any("*" in one.actions for one in granted)


def test_a_resource_group_that_is_not_there_keeps_no_deployments(workspace: Callable[..., Path]) -> None:
    async def kept(venue: Venue) -> dict[str, int]:
        return await cloud.deployments_kept(venue.cloud, ["rg-nowhere"], "westeurope")

    found = inside(workspace(), kept)
    assert found["rg-nowhere"] == 0
    assert len(found) == 2


def test_a_rehearsal_s_sign_in_has_no_end(workspace: Callable[..., Path]) -> None:
    seen: SignIn = inside(workspace(), lambda venue: cloud.read_sign_in(venue.cloud))
    assert (seen.kind, seen.renews, seen.known, seen.ends) == ("client secret", True, True, None)
    assert seen.token_until > datetime.now(UTC)


def certificate(folder: Path, ends: datetime) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "azlift")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(ends - timedelta(days=90)).not_valid_after(ends)
    signed = made.sign(key, hashes.SHA256())
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "identity.pem"
    file.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
    return file


def test_a_certificate_ends_when_it_says(tmp_path: Path) -> None:
    ends = datetime(2027, 5, 1, 12, tzinfo=UTC)
    assert certificate_end(Access("certificate", "s", certificate_path=certificate(tmp_path, ends))) == ends


@pytest.mark.parametrize("text", ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_what_is_no_certificate_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "identity.pem"
    file.write_text(text)
    with pytest.raises(SettingsError, match="no certificate could be read"):
        certificate_end(Access("certificate", "s", certificate_path=file))
    with pytest.raises(SettingsError):
        certificate_end(Access("certificate", "s"))


def test_a_secret_s_end_is_what_somebody_says() -> None:
    assert Access("secret", "s", secret_ends=date(2027, 5, 1)).secret_ends == date(2027, 5, 1)
