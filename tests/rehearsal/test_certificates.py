"""The certificate authority of a state directory, and the certificate the server shows."""

import datetime
import ipaddress
import ssl
import stat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from azlift.rehearsal.certificates import LIFE, Certificates, read_certificates


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return read_certificates(tmp_path_factory.mktemp("state"))


def read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_the_server_is_signed_by_the_ca_for_both_names_of_the_loopback(made: Certificates) -> None:
    leaf, ca = read(made.certificate_file), read(made.ca_file)
    leaf.verify_directly_issued_by(ca)
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert names.get_values_for_type(x509.IPAddress) == [ipaddress.ip_address("127.0.0.1")]


def test_only_the_ca_may_sign_and_only_the_server_may_serve(made: Certificates) -> None:
    leaf, ca = read(made.certificate_file), read(made.ca_file)
    assert ca.extensions.get_extension_for_class(x509.BasicConstraints).value == x509.BasicConstraints(True, 0)
    assert not leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert not leaf.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign


def test_openssl_takes_chain_and_key_together(made: Certificates) -> None:
    context = ssl.create_default_context(cafile=str(made.ca_file))
    context.load_cert_chain(made.certificate_file, made.key_file)
    assert [each["serialNumber"] for each in context.get_ca_certs()] == [
        f"{read(made.ca_file).serial_number:X}".zfill(40)
    ]


def test_the_key_of_the_ca_is_kept_nowhere(made: Certificates) -> None:
    public = read(made.ca_file).public_key()
    for path in made.ca_file.parent.iterdir():
        assert path.read_text().count("PRIVATE KEY-----") == (2 if path == made.key_file else 0)
    assert isinstance(public, ec.EllipticCurvePublicKey)
    assert public != read(made.certificate_file).public_key()
    assert stat.S_IMODE(made.key_file.stat().st_mode) == 0o600


def test_it_is_valid_now_and_for_its_life(made: Certificates) -> None:
    now = datetime.datetime.now(datetime.UTC)
    for path in (made.certificate_file, made.ca_file):
        found = read(path)
        assert found.not_valid_before_utc < now - datetime.timedelta(minutes=50)
        assert abs(found.not_valid_after_utc - now - LIFE) < datetime.timedelta(minutes=5)


def test_it_is_made_once_and_anew_when_a_part_is_missing(tmp_path: Path) -> None:
    first = read_certificates(tmp_path)
    before = first.ca_file.read_text()
    assert read_certificates(tmp_path) == first
    assert first.ca_file.read_text() == before
    first.key_file.unlink()
    read(read_certificates(tmp_path).certificate_file).verify_directly_issued_by(read(first.ca_file))
    assert first.ca_file.read_text() != before
