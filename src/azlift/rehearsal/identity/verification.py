"""What is checked of the token of every call: signature, issuer, audience, times, and that nobody revoked it since.

Codes and wordings: Azure Resource Manager's, as users and SDK tests report them.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.clock import us_time
from azlift.rehearsal.identity.directory import Directory
from azlift.rehearsal.identity.principals import Principal
from azlift.rehearsal.identity.signing import Signer
from azlift.rehearsal.identity.tokens import v1_issuer

REMEMBERED = 10_000  # tokens whose signature need not be checked again
EARLY = 300.0  # seconds a token may be from the future: clocks differ. Source: the JWT libraries' default, five minutes
NO_OID = (
    "The received access token is not valid: at least one of the claims 'puid' or 'altsecid' or 'oid' should be "
    "present. If you are accessing as application please make sure service principal is properly created in the tenant."
)
REVOKED = (
    "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: "
    "TokenIssuedBeforeRevocationTimestamp"
)


@dataclass(frozen=True, slots=True)
class Read:
    """What is kept of a token that was good when it was first seen; times in seconds since 1970."""

    object_id: str
    app_id: str
    issued: float
    ends: float


class Verifier:
    """Judges Authorization headers; `home` is the tenant named in challenges."""

    def __init__(
        self, directory: Directory, signer: Signer, audiences: set[str], home: str, now: Callable[[], float]
    ) -> None:
        self._directory = directory
        self._signer = signer
        self._audiences = audiences
        self._home = home
        self._now = now
        self._seen: dict[str, Read] = {}

    def verify(self, header: str, endpoint: str) -> Principal:
        """Who an Authorization header speaks for; Azure's 401 when it is missing, forged, too early or too late, for
        someone else, or revoked."""
        scheme, _, token = header.partition(" ")
        if not header or (scheme.lower() == "bearer" and not token):
            message = "Authentication failed. The 'Authorization' header is missing."
            raise self._refuse("AuthenticationFailed", message, endpoint)
        if scheme.lower() != "bearer":
            message = "Authentication failed. The 'Authorization' header is provided in an invalid format."
            raise self._refuse("AuthenticationFailedInvalidHeader", message, endpoint)
        read = self._seen.get(token) or self._read(token, endpoint)
        self._check_expiry(read.ends, endpoint)
        return self._alive(read, endpoint)

    def check_tenant(self, principal: Principal, tenant_id: str, endpoint: str) -> None:
        """A subscription is opened by tokens of its own tenant only."""
        if principal.tenant_id != tenant_id:
            message = (
                f"The access token is from the wrong issuer '{v1_issuer(principal.tenant_id)}'. It must match the "
                f"tenant '{v1_issuer(tenant_id)}' associated with this subscription. Please use the authority (URL) "
                f"'{endpoint}/{tenant_id}' to get the token. Note, if the subscription is transferred to another "
                "tenant there is no impact to the services, but information about new tenant could take time to "
                "propagate (up to an hour). If you just transferred your subscription and see this error message, "
                "please try back later."
            )
            raise self._refuse("InvalidAuthenticationTokenTenant", message, endpoint)

    def _read(self, token: str, endpoint: str) -> Read:
        try:
            claims = self._signer.read(token)
        except (jwt.InvalidTokenError, RecursionError) as error:
            raise self._refuse("InvalidAuthenticationToken", "The access token is invalid.", endpoint) from error
        self._check_claims(claims, endpoint)
        read = Read(str(claims["oid"]), str(claims.get("appid", "")), float(claims["iat"]), float(claims["exp"]))
        if len(self._seen) >= REMEMBERED:
            self._seen.clear()
        self._seen[token] = read
        return read

    def _check_claims(self, claims: dict[str, Any], endpoint: str) -> None:
        times = [claims.get(name) for name in ("iat", "nbf", "exp")]
        if not all(isinstance(each, int | float) for each in times):
            raise self._refuse("InvalidAuthenticationToken", "The access token is invalid.", endpoint)
        self._check_expiry(claims["exp"], endpoint)
        if claims["nbf"] > self._now() + EARLY:
            message = f"The access token is not valid before UTC time '{us_time(claims['nbf'])}'."
            raise self._refuse("InvalidAuthenticationToken", message, endpoint)
        if not claims.get("oid"):
            raise self._refuse("InvalidAuthenticationToken", NO_OID, endpoint)
        if str(claims.get("aud", "")).rstrip("/") not in self._audiences:
            allowed = ",".join(f"'{each}'" for each in sorted(self._audiences))
            message = (
                f"The access token has been obtained for wrong audience or resource '{claims.get('aud')}'. It should "
                f"exactly match with one of the allowed audiences {allowed}."
            )
            raise self._refuse("InvalidAuthenticationTokenAudience", message, endpoint)
        tenant = str(claims.get("tid", ""))
        if tenant not in self._directory.tenants or claims.get("iss") != v1_issuer(tenant):
            message = f"The access token is from the wrong issuer '{claims.get('iss')}'."
            raise self._refuse("InvalidAuthenticationTokenTenant", message, endpoint)

    def _check_expiry(self, ends: float, endpoint: str) -> None:
        if ends <= self._now():
            message = (
                f"The access token expiry UTC time '{us_time(ends)}' is earlier than current UTC time "
                f"'{us_time(self._now())}'."
            )
            raise self._refuse("ExpiredAuthenticationToken", message, endpoint)

    def _alive(self, read: Read, endpoint: str) -> Principal:
        """The principal as the directory knows it now: gone, disabled or revoked since, and it is challenged."""
        entry = self._directory.entries.get(read.object_id)
        if entry is None or not entry.enabled or read.issued < entry.valid_from:
            raise self._challenge(max(entry.valid_from if entry else 0, int(self._now())), endpoint)
        return Principal(entry.object_id, read.app_id, entry.tenant_id, entry.kind, entry.user_principal_name)

    def _refuse(self, code: str, message: str, endpoint: str) -> AzureError:
        uri = f"{endpoint}/{self._home}"
        challenge = f'Bearer authorization_uri="{uri}", error="invalid_token", error_description="{message}"'
        return AzureError(401, code, message, headers=[("www-authenticate", " ".join(challenge.split()))])

    def _challenge(self, not_before: int, endpoint: str) -> AzureError:
        """Continuous access evaluation: come back with a token that is not older than this (seconds since 1970)."""
        claims = {"access_token": {"nbf": {"essential": True, "value": str(not_before)}}}
        encoded = base64.b64encode(json.dumps(claims).encode()).decode()
        challenge = (
            f'Bearer realm="", authorization_uri="{endpoint}/common/oauth2/authorize", '
            f'error="insufficient_claims", claims="{encoded}"'
        )
        return AzureError(401, "InvalidAuthenticationToken", REVOKED, headers=[("www-authenticate", challenge)])
