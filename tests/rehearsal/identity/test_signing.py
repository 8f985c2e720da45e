"""The signing key."""

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.rehearsal.identity.conftest import rsa_key

from azlift.rehearsal.identity import Facts
from azlift.rehearsal.identity.signing import Signer


def test_what_it_signs_the_published_key_verifies(facts: Facts) -> None:
    signer = Signer(facts.signing_key)
    token = signer.sign({"aud": "a", "exp": 1})
    assert jwt.get_unverified_header(token) == {"alg": "RS256", "kid": "azlift-rehearsal", "typ": "JWT"}
    options = {"verify_exp": False}
    assert jwt.decode(token, jwt.PyJWK(signer.jwks[0]), ["RS256"], audience="a", options=options)["exp"] == 1  # type: ignore[arg-type]
    assert signer.read(token) == {"aud": "a", "exp": 1}


def test_what_another_key_signed_is_not_read(facts: Facts) -> None:
    for token in (jwt.encode({"a": 1}, rsa_key(), algorithm="RS256"), jwt.encode({"a": 1}, "", algorithm="none"), "x"):
        with pytest.raises(jwt.InvalidTokenError):
            Signer(facts.signing_key).read(token)


def test_another_kind_of_key_is_an_error() -> None:
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(*form).decode()
    with pytest.raises(TypeError, match="not an RSA key"):
        Signer(pem)
