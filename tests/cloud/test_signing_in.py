import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jwt
import pytest
from azure_sights import inside
from cryptography.hazmat.primitives.asymmetric import rsa
from people import enter_code, in_directory

from azlift import cloud
from azlift.cloud.identity import read_token
from azlift.cloud.signing_in import verified_person
from azlift.errors import SignInNeeded, Unreachable
from azlift.model import Person
from azlift.venue import open_venue


@pytest.fixture
def folder(workspace: Callable[..., Path]) -> Path:
    return workspace()


def sign_in(folder: Path, show: Callable[[str, str], None], **said: Any) -> Person:
    return asyncio.run(cloud.sign_in_by_device(open_venue(folder).access, show, **said))


def test_a_person_signs_in_by_a_code_and_is_known_by_their_object_id(folder: Path) -> None:
    ann = in_directory(folder, "ann")["ann"]
    assert sign_in(folder, lambda page, code: enter_code(folder, page, code, ann)) == ann


def test_where_nobody_enters_the_code_nobody_is_signed_in(folder: Path) -> None:
    with pytest.raises(SignInNeeded, match="nobody signed in"):
        sign_in(folder, lambda page, code: None, patience_seconds=1)


def own_token(folder: Path) -> str:
    token: str = inside(folder, lambda venue: read_token(venue.cloud.credential, venue.access))
    return token


def forged(token: str, key: rsa.RSAPrivateKey | None = None, **changed: Any) -> str:
    """The token with other claims, signed with a key of our own, under the name of the authority's."""
    claims = {**jwt.decode(token, options={"verify_signature": False}), **changed}
    made = key or rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return jwt.encode(claims, made, "RS256", headers={"kid": jwt.get_unverified_header(token)["kid"]})


def test_a_token_of_the_authority_s_own_is_believed(folder: Path) -> None:
    me = inside(folder, lambda venue: cloud.identify(venue.cloud))
    assert verified_person(own_token(folder), open_venue(folder).access) == me


def test_a_token_that_somebody_else_signed_is_not(folder: Path) -> None:
    token, access = own_token(folder), open_venue(folder).access
    with pytest.raises(SignInNeeded, match="not to be believed"):
        verified_person(forged(token), access)
    with pytest.raises(SignInNeeded, match="not to be believed"):
        verified_person(forged(token, oid="somebody else"), access)
    head, body, signature = token.split(".")
    with pytest.raises(SignInNeeded, match="not to be believed"):
        verified_person(f"{head}.{body}.{signature[:-8]}AAAAAAAA", access)


def test_a_token_without_a_signature_or_with_a_key_nobody_knows_is_not(folder: Path) -> None:
    token, access = own_token(folder), open_venue(folder).access
    claims = jwt.decode(token, options={"verify_signature": False})
    for unsigned in (
        jwt.encode(claims, None, "none", headers={"kid": jwt.get_unverified_header(token)["kid"]}),
        jwt.encode(claims, "a shared secret of 32 characters!", "HS256", headers={"kid": "unknown"}),
        "no token at all",
    ):
        with pytest.raises(SignInNeeded):
            verified_person(unsigned, access)


def test_a_token_for_somebody_else_s_service_or_tenant_is_not(folder: Path) -> None:
    token, access = own_token(folder), open_venue(folder).access
    with pytest.raises(SignInNeeded, match="not to be believed"):
        verified_person(token, replace(access, tenant_id="00000000-0000-0000-0000-000000000001"))


def test_without_the_authority_s_keys_nobody_is_believed(folder: Path) -> None:
    token, access = own_token(folder), open_venue(folder).access
    with pytest.raises(Unreachable):
        verified_person(token, replace(access, endpoint="https://localhost:1"))
