"""Who the credential's own token says we are: object id, tenant, name. Entra gave it to us; nobody else was asked."""

import base64
import binascii
import json
from typing import Any

from azure.core.credentials_async import AsyncTokenCredential
from azure.mgmt.core.tools import get_arm_endpoints

from azlift.cloud.clients import CLOUDS, Cloud
from azlift.cloud.entra import Access
from azlift.cloud.refusals import azure_refusals
from azlift.errors import SignInNeeded
from azlift.model import Person

SIGN_IN = "Sign in again: `az login`, or see `auth` in azlift.yaml."


async def identify(cloud: Cloud) -> Person:
    """Who azlift acts as. Raises SignInNeeded, Unreachable, AzureError."""
    if not cloud.known_as:
        cloud.known_as.append(person_of(await read_token(cloud.credential, cloud.access)))
    return cloud.known_as[0]


async def read_token(credential: AsyncTokenCredential, access: Access) -> str:
    """An access token for Azure Resource Manager. Raises SignInNeeded, Unreachable, AzureError."""
    with azure_refusals("signing in"):
        return (await credential.get_token(scope_of(access))).token


def scope_of(access: Access) -> str:
    """What a token is asked for: Azure Resource Manager of the cloud, or of the rehearsal."""
    if access.endpoint:
        return f"{access.endpoint}/.default"
    scopes: list[str] = get_arm_endpoints(CLOUDS[access.cloud])["credential_scopes"]
    return scopes[0]


def person_of(token: str) -> Person:
    """The person or application a token is about; its signature is not looked at. Raises SignInNeeded."""
    return person_of_claims(_claims(token))


def person_of_claims(claims: dict[str, Any]) -> Person:
    """Source of the claims: learn.microsoft.com/entra/identity-platform/access-token-claims-reference. A token without
    `scp` was given to an application for itself; `idtyp` says so where it is there."""
    object_id, tenant = claims.get("oid"), claims.get("tid")
    if not (isinstance(object_id, str) and isinstance(tenant, str) and object_id and tenant):
        raise SignInNeeded("the token does not say whose it is: it has no object id or no tenant", advice=SIGN_IN)
    application = claims["idtyp"] == "app" if "idtyp" in claims else not claims.get("scp")
    named = (claims.get(claim) for claim in ("name", "upn", "preferred_username", "unique_name", "appid"))
    name = next((str(word) for word in named if word), "")
    return Person(object_id=object_id.lower(), tenant_id=tenant.lower(), name=name[:128], application=application)


def _claims(token: str) -> dict[str, Any]:
    middle = token.split(".")[1] if token.count(".") == 2 else ""
    try:
        claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise SignInNeeded("the token is not one of Entra's", advice=SIGN_IN) from error
    if not isinstance(claims, dict):
        raise SignInNeeded("the token is not one of Entra's", advice=SIGN_IN)
    return claims
