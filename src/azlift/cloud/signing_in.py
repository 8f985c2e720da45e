"""A person signs in on another device, by a page and a code: nothing secret comes here, or to whoever shows the code.

The token that comes of it is held against the authority's own keys before anybody is believed to be somebody.
"""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import jwt
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import CredentialUnavailableError, DeviceCodeCredential

from azlift.cloud.entra import AUTHORITIES, Access
from azlift.cloud.identity import SIGN_IN, person_of_claims, scope_of
from azlift.cloud.refusals import azure_refusals
from azlift.errors import SignInNeeded, Unreachable
from azlift.model import Person

Show = Callable[[str, str], None]
"""Shows a person the page to open and the code to enter there."""

PATIENCE_SECONDS = 900
"""How long a code lasts. Source: learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code."""
CLOCKS_APART_SECONDS = 60
ISSUERS: Mapping[str, tuple[str, ...]] = {
    "public": ("https://sts.windows.net/{tenant}/",),
    "usgov": ("https://sts.windows.net/{tenant}/", "https://login.microsoftonline.us/{tenant}/"),
    "china": ("https://sts.chinacloudapi.cn/{tenant}/",),
}
"""Who may have issued a token for Azure Resource Manager. Source: Entra's access token reference, national clouds."""


async def sign_in_by_device(access: Access, show: Show, patience_seconds: int = PATIENCE_SECONDS) -> Person:
    """Who has entered the code. Raises SignInNeeded where nobody does, Unreachable."""
    return await asyncio.to_thread(_sign_in, access, show, patience_seconds)


def verified_person(token: str, access: Access) -> Person:
    """Whose token this is, by the authority's own word: signature, issuer, audience and time are looked at.

    Raises SignInNeeded, Unreachable.
    """
    return person_of_claims(_verified(token, access))


def _sign_in(access: Access, show: Show, patience_seconds: int) -> Person:
    def prompt(page: str, code: str, _ends: datetime) -> None:
        show(page, code)

    credential = DeviceCodeCredential(
        tenant_id=access.tenant_id or "organizations",
        timeout=patience_seconds,
        prompt_callback=prompt,
        **_authority(access),
    )
    with azure_refusals("signing in by a device code"):
        try:
            token = credential.get_token(scope_of(access)).token
        except (ClientAuthenticationError, CredentialUnavailableError) as error:
            raise SignInNeeded(
                f"nobody signed in: {str(error).splitlines()[0]}",
                advice="Run it again; open the page and enter the code within 15 minutes.",
            ) from error
        finally:
            credential.close()
    return verified_person(token, access)


def _authority(access: Access) -> dict[str, Any]:
    if not access.endpoint:
        return {"authority": AUTHORITIES[access.cloud]}
    return {"authority": access.endpoint, "disable_instance_discovery": True, "connection_verify": access.ca_file}


def _verified(token: str, access: Access) -> dict[str, Any]:
    tenant = access.tenant_id or str(_unverified(token).get("tid", ""))
    issuers = [issuer.format(tenant=tenant) for issuer in ISSUERS[access.cloud]]
    audience = scope_of(access).removesuffix("/.default").rstrip("/")
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _key_of(token, access),
            algorithms=["RS256"],
            audience=[audience, f"{audience}/"],
            issuer=issuers,
            leeway=CLOCKS_APART_SECONDS,
            options={"require": ["exp", "nbf", "iat", "aud", "iss", "oid", "tid"]},
        )
    except jwt.InvalidTokenError as error:
        raise SignInNeeded(f"this token is not to be believed: {error}", advice=SIGN_IN) from error
    if claims["tid"] != tenant:
        raise SignInNeeded(f"the token is of the tenant {claims['tid']}, not {tenant}", advice=SIGN_IN)
    return claims


def _unverified(token: str) -> dict[str, Any]:
    try:
        claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    except jwt.InvalidTokenError as error:
        raise SignInNeeded("this is no token of Entra's", advice=SIGN_IN) from error
    return claims


def _key_of(token: str, access: Access) -> Any:
    """The authority's key that the token says it was signed with; a token that names no key of theirs is refused."""
    authority = access.endpoint or f"https://{AUTHORITIES[access.cloud]}"
    context = ssl.create_default_context(cafile=access.ca_file or None)
    keys = jwt.PyJWKClient(f"{authority}/common/discovery/v2.0/keys", cache_keys=False, ssl_context=context)
    try:
        return keys.get_signing_key_from_jwt(token).key
    except jwt.PyJWKClientConnectionError as error:
        raise Unreachable("the authority's keys could not be read", advice="Run the same command again.") from error
    except (jwt.PyJWKClientError, jwt.InvalidTokenError) as error:
        raise SignInNeeded("the token was not signed with a key of the authority's", advice=SIGN_IN) from error
