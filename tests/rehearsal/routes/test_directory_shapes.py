"""The bodies that steer the directory."""

from dataclasses import replace
from typing import Any

import pytest
from tests.rehearsal.identity.conftest import Issuer, make_paper

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identity.principals import Certificate, Entry, secret_of
from azlift.rehearsal.routes.directory_shapes import CERTIFICATE, ISSUER, SECRET, show_entry
from azlift.rehearsal.strict import Shape, Voice

YEAR_2030 = 1_893_456_000.0


def read(shape: Shape, body: Any) -> Any:
    return shape.read(body, "", Voice.ARM)


@pytest.mark.parametrize("written", ["2030-01-01T00:00:00Z", "2030-01-01T01:00:00+01:00", "2030-01-01"])
def test_an_end_is_an_instant(written: str) -> None:
    assert read(SECRET, {"endDateTime": written}) == {"endDateTime": YEAR_2030}


@pytest.mark.parametrize(
    ("shape", "body"),
    [
        (SECRET, {"endDateTime": "tomorrow"}),
        (SECRET, {"endDateTime": 5}),
        (CERTIFICATE, {"certificate": "none"}),
        (CERTIFICATE, {}),
        (ISSUER, {"issuer": "i", "jwks": {"keys": []}}),
        (ISSUER, {"issuer": "i", "jwks": {"keys": [{"kty": "none"}]}}),
        (ISSUER, {"issuer": "i", "jwks": {"keys": ["x"]}}),
        (ISSUER, {"issuer": "i", "jwks": {"keys": [{"kty": "RSA"}]}}),
    ],
)
def test_what_is_none_is_refused(shape: Shape, body: Any) -> None:
    with pytest.raises(AzureError) as caught:
        read(shape, body)
    assert (caught.value.status, caught.value.code) == (400, "InvalidRequestContent")


def test_what_is_good_is_taken() -> None:
    assert read(CERTIFICATE, {"certificate": make_paper().pem})
    assert read(ISSUER, {"issuer": "i", "jwks": Issuer().jwks})["jwks"]["keys"][0]["kid"] == "k1"


def test_an_entry_is_shown_without_secrets() -> None:
    entry = Entry("o", "t", "ServicePrincipal", "n", secrets=(secret_of("k", "hidden"),))
    shown = show_entry(replace(entry, certificates=(Certificate("c", make_paper().pem),)))
    assert shown["secrets"] == [{"keyId": "k", "endDateTime": None}]
    assert set(shown["certificates"][0]) == {"keyId", "thumbprint"}
    assert entry.secrets[0].digest not in str(shown)
