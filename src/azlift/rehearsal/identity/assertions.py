"""Client assertions (RFC 7523): a JWT signed with a registered certificate, or one of another issuer we are told to
trust (workload identity federation).

Source: Microsoft identity platform application authentication certificate credentials; workload identity federation.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import jwt

from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.identity.aadsts import refusal
from azlift.rehearsal.identity.principals import Certificate, Entry, FederatedCredential
from azlift.rehearsal.identity.signing import SIGNATURE_ONLY

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
EARLY = 300.0  # seconds an assertion may be from the future: clocks differ. Source: Entra's clock skew of five minutes
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
CHECK = (
    "Check your federated identity credential Subject, Audience and Issuer against the presented assertion. "
    "https://learn.microsoft.com/entra/workload-id/workload-identity-federation"
)
SIGNATURE_DIFFERS = "The provided signature value did not match the expected signature value."


@dataclass(frozen=True)
class Assertion:
    """A JWT as it was sent, read but not believed."""

    text: str
    header: Mapping[str, Any]
    claims: Mapping[str, Any]

    def claim(self, name: str) -> Any:
        value = self.claims.get(name)
        if value in (None, ""):
            raise refusal(90014, name=name)
        return value

    def is_signed_with(self, key: Any) -> bool:
        try:
            jwt.decode(self.text, key, [self.header["alg"]], options=SIGNATURE_ONLY)
        except jwt.InvalidTokenError:
            return False
        return True


def read_assertion(text: str) -> Assertion:
    """An assertion taken apart: three parts, JSON in two of them, an algorithm Entra takes."""
    try:
        header = jwt.get_unverified_header(text)
        claims = jwt.decode(text, options={"verify_signature": False})
    except (jwt.InvalidTokenError, RecursionError) as error:
        raise refusal(50027) from error
    if header.get("alg") not in ALGORITHMS:
        raise refusal(5002738, algorithm=header.get("alg"), supported=",".join(ALGORITHMS))
    return Assertion(text, header, claims)


def check_times(assertion: Assertion, now: float) -> None:
    """Not before nbf, not after exp."""
    ends, begins = assertion.claim("exp"), assertion.claims.get("nbf", assertion.claims.get("iat", 0))
    if not isinstance(ends, int | float) or not isinstance(begins, int | float):
        raise refusal(50027)
    if not begins - EARLY <= now < ends:
        raise refusal(700024, now=iso_time(now), begins=_stamp(begins), ends=_stamp(ends))


def _stamp(instant: float) -> str:
    """An instant as Entra prints it, or the number itself where no calendar reaches."""
    try:
        return iso_time(instant)
    except (OverflowError, ValueError, OSError):
        return str(instant)


def check_certificate_assertion(assertion: Assertion, entry: Entry, audiences: Iterable[str], now: float) -> None:
    """The assertion of an application about itself: iss = sub = client id, aud = this token endpoint, signed with a
    certificate of the application that is valid now."""
    issuer, audience = assertion.claim("iss"), assertion.claim("aud")
    if str(issuer).lower() != entry.app_id:
        raise refusal(700021)
    if assertion.claim("sub") != issuer:
        raise refusal(50048)
    if audience not in tuple(audiences):
        raise refusal(700023)
    certificate, name = _named_certificate(assertion, entry.certificates)
    used = f"Thumbprint of key used by client: '{name}'"
    if certificate is None:
        problem = "The certificate with identifier used to sign the client assertion is not registered on application."
        where = (
            "Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id "
            f"'{entry.app_id}'."
        )
        raise refusal(700027, problem=problem, reason=f"The key was not found., {used}, {where}")
    begins, ends = certificate.parsed.not_valid_before_utc, certificate.parsed.not_valid_after_utc
    found = f"{used}, Found key 'Start={begins:%m/%d/%Y %H:%M:%S}, End={ends:%m/%d/%Y %H:%M:%S}'"
    problem = "Client assertion contains an invalid signature."
    if not assertion.is_signed_with(certificate.parsed.public_key()):
        raise refusal(700027, problem=problem, reason=f"{SIGNATURE_DIFFERS}, {found}")
    if not begins <= datetime.fromtimestamp(now, UTC) < ends:
        raise refusal(700027, problem=problem, reason=f"The key used is expired., {found}")
    check_times(assertion, now)


def _named_certificate(assertion: Assertion, known: Iterable[Certificate]) -> tuple[Certificate | None, str]:
    """The registered certificate the header names by x5t#S256, x5t or kid, and that name in hexadecimal."""
    names = [_hexadecimal(assertion.header.get(member)) for member in ("x5t#S256", "x5t")]
    names += [str(assertion.header["kid"]).upper()] if assertion.header.get("kid") else []
    given = [name for name in names if name]
    if not given:
        raise refusal(5002723)
    for certificate in known:
        if {certificate.sha1.hex().upper(), certificate.sha256.hex().upper()} & set(given):
            return certificate, given[0]
    return None, given[0]


def _hexadecimal(thumbprint: object) -> str:
    if not isinstance(thumbprint, str):
        return ""
    try:
        return base64.urlsafe_b64decode(thumbprint + "=" * (-len(thumbprint) % 4)).hex().upper()
    except ValueError as error:
        raise refusal(50027) from error


def check_federated_assertion(
    assertion: Assertion, entry: Entry, keys: Iterable[Mapping[str, Any]] | None, now: float
) -> None:
    """The assertion of another issuer: it matches a federated credential of the application letter by letter, is
    signed with one of the issuer's `keys` (None: the issuer is unknown to us), and is valid now."""
    if not entry.federated:
        raise refusal(70025, app=entry.app_id, name=entry.display_name)
    _match(assertion, entry.federated)
    if keys is None:
        raise refusal(501661)
    name = str(assertion.header.get("kid", ""))
    key = next((each for each in keys if each.get("kid") == name), None)
    if key is None:
        raise refusal(7000272, key=name, issuer=assertion.claim("iss"))
    if not assertion.is_signed_with(jwt.PyJWK(dict(key))):
        problem = "Client assertion contains an invalid signature."
        used = f"Thumbprint of key used by client: '{name}'"
        raise refusal(700027, problem=problem, reason=f"{SIGNATURE_DIFFERS}, {used}")
    check_times(assertion, now)


def _match(assertion: Assertion, credentials: tuple[FederatedCredential, ...]) -> None:
    """Issuer, then subject, then audience: the first that no credential has is what the refusal names."""
    issuer, subject = assertion.claim("iss"), assertion.claim("sub")
    given = assertion.claim("aud")
    audiences = [str(each) for each in (given if isinstance(given, list) else [given])]
    of_issuer = [each for each in credentials if each.issuer == issuer]
    if not of_issuer:
        raise refusal(700211, value=issuer, check=CHECK)
    of_subject = [each for each in of_issuer if each.subject == subject]
    if not of_subject:
        in_other_case = any(each.subject.lower() == str(subject).lower() for each in of_issuer)
        raise refusal(7002138 if in_other_case else 700213, value=subject, check=CHECK)
    if not any(set(each.audiences) & set(audiences) for each in of_subject):
        raise refusal(700212, value=" ".join(audiences), check=CHECK)


def matches_challenge(verifier: str, challenge: str, method: str) -> bool:
    """Proof key for code exchange (RFC 7636): plain or S256."""
    if method.upper() == "S256":
        digest = hashlib.sha256(verifier.encode()).digest()
        verifier = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return hmac.compare_digest(verifier.encode(), challenge.encode())
