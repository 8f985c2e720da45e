"""Credentials made for one run: a certificate with its key, and an issuer whose tokens are federated."""

import json
import time
from datetime import UTC, datetime, timedelta

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

ISSUER = "https://ci.example"
EXCHANGE = "api://AzureADTokenExchange"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def key_pem(key: rsa.RSAPrivateKey) -> str:
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def certificate_pem(key: rsa.RSAPrivateKey) -> str:
    """A certificate of that key, by itself, good for a day."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "azlift clients")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def public_keys(key: rsa.RSAPrivateKey) -> dict[str, object]:
    """What an issuer publishes."""
    return {"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())) | {"kid": "1", "use": "sig"}]}


def assertion(key: rsa.RSAPrivateKey, subject: str) -> str:
    """What the issuer says of a subject, good for an hour."""
    now = int(time.time())
    claims = {"iss": ISSUER, "sub": subject, "aud": EXCHANGE, "iat": now, "nbf": now - 60, "exp": now + 3600}
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": "1"})
