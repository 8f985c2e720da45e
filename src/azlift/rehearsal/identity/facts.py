"""Who was here from the start: the one tenant, subscription and application `serve` prints, and the signing key.

Kept in identity.json of the state directory, mode 0600; everything that comes later is in the directory.
"""

import json
import secrets
import uuid
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from azlift.rehearsal.files import write_private

PRETEND = "00000000-0000-0000-"  # how a pretend subscription begins, and no real one does


@dataclass(frozen=True)
class Facts:
    """Ids, the first application's secret, and the key every token is signed with (PEM)."""

    tenant_id: str
    subscription_id: str
    client_id: str
    object_id: str
    client_secret: str = field(repr=False)
    signing_key: str = field(repr=False)


def read_facts(directory: Path | None) -> Facts:
    """The facts of a state directory, made at its first use."""
    path = directory / "identity.json" if directory else None
    if path is not None and path.exists():
        return Facts(**json.loads(path.read_text(encoding="utf-8")))
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    tenant, subscription, client, principal = (str(uuid.uuid4()) for _ in range(4))
    subscription = PRETEND + subscription[len(PRETEND) :]
    # Hex, for `az login -p` takes a secret that begins with - for an option.
    facts = Facts(tenant, subscription, client, principal, secrets.token_hex(20), pem)
    if path is not None:
        write_private(path, json.dumps(asdict(facts)))
    return facts
