"""Tools of the Entra tests: certificates, issuers, and a directory under a clock of our own."""

import datetime
import itertools
import os
import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from jwt.algorithms import RSAAlgorithm
from tests.rehearsal.conftest import ENDPOINT, Raw
from tests.rehearsal.identity.sdk import GROUP
from tests.rehearsal.people import ASSIGNMENTS, READER

from azlift.rehearsal.identity import Facts, Identity, TokenError
from azlift.rehearsal.identity.directory import Directory
from azlift.rehearsal.identity.principals import Entry
from azlift.rehearsal.server import Address
from azlift.rehearsal.store import Store

NOW = 1_790_000_000.0
NAMES = itertools.count(1)


@lru_cache(maxsize=4)
def rsa_key(number: int = 1) -> rsa.RSAPrivateKey:
    """A key, always the same for a number."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Paper:
    """A self-signed certificate with its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def with_key(self) -> bytes:
        """What a client is given: key and certificate, no password."""
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return self.key.private_bytes(*form) + self.pem.encode()


def make_paper(number: int = 1, begins: float | None = None, days: float = 30) -> Paper:
    """A certificate valid from an hour before an instant (now, if none is given) for some days."""
    start = (
        datetime.datetime.now(datetime.UTC) if begins is None else datetime.datetime.fromtimestamp(begins, datetime.UTC)
    )
    start -= datetime.timedelta(hours=1)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"client {number}")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(rsa_key(number).public_key())
    builder = builder.serial_number(next(NAMES)).not_valid_before(start)
    builder = builder.not_valid_after(start + datetime.timedelta(days=days))
    return Paper(builder.sign(rsa_key(number), hashes.SHA256()), rsa_key(number))


@dataclass(frozen=True)
class Issuer:
    """Somebody else who signs tokens: a cluster, a pipeline."""

    url: str = "https://cluster.example/"
    kid: str = "k1"
    number: int = 3

    @property
    def jwks(self) -> dict[str, Any]:
        public = RSAAlgorithm.to_jwk(rsa_key(self.number).public_key(), as_dict=True)
        return {"keys": [{**public, "kid": self.kid, "use": "sig", "alg": "RS256"}]}

    def token(self, now: float, **changes: Any) -> str:
        claims = {
            "iss": self.url,
            "sub": "system:serviceaccount:waves:azlift",
            "aud": "api://AzureADTokenExchange",
            "iat": int(now),
            "nbf": int(now),
            "exp": int(now) + 600,
        }
        headers = {"kid": changes.pop("kid", self.kid)}
        key = changes.pop("key", rsa_key(self.number))
        kept = {name: value for name, value in {**claims, **changes}.items() if value is not None}
        return jwt.encode(kept, key, algorithm="RS256", headers=headers)


@dataclass
class Realm:
    """A pretend Entra at an instant of our choosing, and the first application of it."""

    identity: Identity
    facts: Facts
    now: float = NOW

    @property
    def directory(self) -> Directory:
        return self.identity.directory

    @property
    def app(self) -> Entry:
        return self.directory.entries[self.facts.object_id]

    def form(self, **changes: str | None) -> dict[str, str]:
        """A request of the first application; None takes a member out."""
        base = {
            "client_id": self.facts.client_id,
            "client_secret": self.facts.client_secret,
            "grant_type": "client_credentials",
            "scope": f"{ENDPOINT}/.default",
        }
        return {name: value for name, value in {**base, **changes}.items() if value is not None}

    def ask(self, tenant: str | None = None, *, v1: bool = False, **changes: str | None) -> Any:
        return self.identity.issue(tenant or self.facts.tenant_id, self.form(**changes), ENDPOINT, v1)

    def refused(self, tenant: str | None = None, *, v1: bool = False, **changes: str | None) -> TokenError:
        with pytest.raises(TokenError) as caught:
            self.ask(tenant, v1=v1, **changes)
        return caught.value

    def claims(self, answer: Any) -> dict[str, Any]:
        return self.identity.signer.read(answer["access_token"])


@pytest.fixture
def realm(facts: Facts) -> Realm:
    made = Realm.__new__(Realm)
    identity = Identity(facts, {ENDPOINT}, Directory(Store(None), facts.subscription_id), lambda: made.now)
    made.__init__(identity, facts)  # type: ignore[misc]
    return made


@dataclass(frozen=True)
class Steered:
    """The directory of a served pretend Azure, steered as a user would."""

    raw: Raw

    def post(self, path: str, body: Any = None) -> Any:
        answer = self.raw.ask("POST", f"/rehearsal/directory/{path}", {} if body is None else body, api=None)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def add(self, kind: str, **members: Any) -> Any:
        """A principal of its own for a test, that may read everything."""
        principal = self.post("principals", {"kind": kind, **members})
        role = f"/providers/Microsoft.Authorization/roleDefinitions/{READER}"
        body = {"properties": {"roleDefinitionId": role, "principalId": principal["id"]}}
        answer = self.raw.ask("PUT", f"/{ASSIGNMENTS}/{uuid.uuid4()}", body, api="2022-04-01")
        assert answer.status_code == 201, answer.text
        return principal

    def add_app(self, name: str = "app") -> Any:
        return self.add("ServicePrincipal", displayName=f"{name} {next(NAMES)}")

    def add_user(self, password: str) -> Any:
        return self.add("User", userPrincipalName=f"user{next(NAMES)}@rehearsal.example", password=password)


@pytest.fixture
def steered(raw: Raw) -> Steered:
    return Steered(raw)


@pytest.fixture
def group(raw: Raw) -> None:
    """The resource group a credential is to see."""
    raw.ask("PUT", f"~/resourceGroups/{GROUP}", {"location": "westeurope"})


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch, pretend_azure: Address) -> None:
    """No credential of the machine the tests run on, and its trust in the pretend Azure."""
    for name in list(os.environ):
        if name.startswith(("AZURE_", "IDENTITY_", "MSI_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", pretend_azure.ca_file)
    monkeypatch.setenv("AZURE_AUTHORITY_HOST", pretend_azure.endpoint)
