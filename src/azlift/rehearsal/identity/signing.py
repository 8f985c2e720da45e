"""The key every token is signed with, and its public half."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from jwt.types import Options

KEY_ID = "azlift-rehearsal"
SIGNATURE_ONLY: Options = {
    "verify_signature": True,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_sub": False,
    "verify_jti": False,
}
"""For PyJWT: who signed it is its business, everything else is judged in Azure's words."""


@lru_cache(maxsize=8)
def _read_key(pem: str) -> rsa.RSAPrivateKey:
    """The key of a text; read once per process, since checking that its numbers are primes takes 50 ms."""
    key = serialization.load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("the signing key of the state directory is not an RSA key")
    return key


class Signer:
    """Signs and reads RS256 tokens."""

    def __init__(self, pem: str) -> None:
        self._key = _read_key(pem)
        public = RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        self.jwks: list[dict[str, Any]] = [{**public, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]

    def sign(self, claims: Mapping[str, Any]) -> str:
        return jwt.encode(dict(claims), self._key, algorithm="RS256", headers={"kid": KEY_ID})

    def read(self, token: str) -> dict[str, Any]:
        """The claims of a token this key signed; jwt.InvalidTokenError otherwise. Nothing else is judged."""
        return jwt.decode(token, self._key.public_key(), ["RS256"], options=SIGNATURE_ONLY)
