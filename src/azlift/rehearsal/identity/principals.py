"""Who is in the directory: tenants, users, applications, managed identities and groups, with their credentials."""

import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes

Kind = Literal["ServicePrincipal", "User", "ManagedIdentity", "Group"]
KINDS: tuple[Kind, ...] = ("ServicePrincipal", "User", "ManagedIdentity", "Group")


@dataclass(frozen=True, slots=True)
class Principal:
    """Who makes a call: `app_id` is the application that acts, for a user the one they signed in with."""

    object_id: str
    app_id: str
    tenant_id: str
    kind: Kind
    user_principal_name: str = ""

    @property
    def client(self) -> str:
        """What ARM's AuthorizationFailed calls the client: a user's name, otherwise the application's id."""
        return self.user_principal_name or self.app_id


@dataclass(frozen=True, slots=True)
class Tenant:
    """A directory: the domains users and clients may name it by, the first being the initial one."""

    tenant_id: str
    display_name: str
    domains: tuple[str, ...]

    def document(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Secret:
    """A client secret or password, of which only a salted digest is kept; `ends` is its last second, None: never."""

    key_id: str
    salt: str
    digest: str
    ends: float | None = None

    def matches(self, text: str) -> bool:
        return hmac.compare_digest(_digest(self.salt, text), self.digest)


def secret_of(key_id: str, text: str, ends: float | None = None) -> Secret:
    """The kept form of a secret."""
    salt = secrets.token_hex(8)
    return Secret(key_id, salt, _digest(salt, text), ends)


def _digest(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Certificate:
    """A registered certificate, PEM; the public half only."""

    key_id: str
    pem: str

    @property
    def parsed(self) -> x509.Certificate:
        return _parsed(self.pem)

    @property
    def sha1(self) -> bytes:
        return self.parsed.fingerprint(hashes.SHA1())  # noqa: S303 - a name (x5t), not a protection

    @property
    def sha256(self) -> bytes:
        return self.parsed.fingerprint(hashes.SHA256())


@lru_cache(maxsize=256)
def _parsed(pem: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pem.encode())


@dataclass(frozen=True, slots=True)
class FederatedCredential:
    """Whose assertions are taken for this application's: issuer, subject and audience, compared letter by letter."""

    key_id: str
    name: str
    issuer: str
    subject: str
    audiences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of a directory.

    `app_id` is for applications and managed identities, `user_principal_name` for users, `resource_id` (the ARM id)
    and `hosts` (ARM ids of machines and apps, lower case) for managed identities, `members` (object ids) for groups.
    Tokens issued before `valid_from` (seconds since 1970) are revoked.
    """

    object_id: str
    tenant_id: str
    kind: Kind
    display_name: str
    app_id: str = ""
    user_principal_name: str = ""
    resource_id: str = ""
    enabled: bool = True
    public_client: bool = False
    secrets: tuple[Secret, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    federated: tuple[FederatedCredential, ...] = ()
    hosts: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    valid_from: int = 0

    @property
    def is_system_assigned(self) -> bool:
        """A managed identity that lives and dies with the one resource it belongs to."""
        return self.hosts == (self.resource_id.lower(),)

    def document(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_document(cls, kept: dict[str, Any]) -> "Entry":
        """An entry as it was written down."""
        federated = (
            FederatedCredential(**{**each, "audiences": tuple(each["audiences"])}) for each in kept["federated"]
        )
        again = {
            **kept,
            "secrets": tuple(Secret(**each) for each in kept["secrets"]),
            "certificates": tuple(Certificate(**each) for each in kept["certificates"]),
            "federated": tuple(federated),
            "hosts": tuple(kept["hosts"]),
            "members": tuple(kept["members"]),
        }
        return cls(**again)
