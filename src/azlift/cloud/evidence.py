"""What a subscription is like before a wave: providers, rights, locks, quotas, sizes, deployments kept. Read only."""

from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from azure.core.exceptions import ResourceNotFoundError
from azure.core.rest import HttpRequest
from cryptography.x509 import load_pem_x509_certificate

from azlift.cloud.clients import Cloud
from azlift.cloud.entra import Access
from azlift.cloud.identity import scope_of
from azlift.cloud.listing import registration_state
from azlift.cloud.preflight import PROVIDERS
from azlift.cloud.refusals import azure_refusals, is_missing
from azlift.cloud.sizes import list_size_skus
from azlift.errors import SettingsError
from azlift.model import CoreQuota, Granted, Lock, SignIn, SizeSold

PERMISSIONS_VERSION = "2022-04-01"
LOCKS_VERSION = "2020-05-01"


async def provider_states(cloud: Cloud) -> dict[str, str]:
    """The registration state of each resource provider that the templates use."""
    states = {}
    for namespace in PROVIDERS:
        with azure_refusals(f"reading the provider {namespace}"):
            states[namespace] = await registration_state(cloud, namespace)
    return states


async def list_permissions(cloud: Cloud) -> tuple[Granted, ...]:
    """What the identity may do in the subscription, role by role."""
    path = f"{cloud.subscription}/providers/Microsoft.Authorization/permissions"
    return tuple(
        [
            Granted(actions=tuple(one.get("actions") or ()), not_actions=tuple(one.get("notActions") or ()))
            async for one in _listed(cloud, path, PERMISSIONS_VERSION, "reading the identity's rights")
        ]
    )


async def list_locks(cloud: Cloud) -> tuple[Lock, ...]:
    """Every lock in the subscription; `scope` is what it is on."""
    path = f"{cloud.subscription}/providers/Microsoft.Authorization/locks"
    found = [one async for one in _listed(cloud, path, LOCKS_VERSION, "listing locks")]
    return tuple(
        Lock(
            name=str(one["name"]),
            level=str(one["properties"]["level"]),
            scope=str(one["id"]).lower().rpartition("/providers/microsoft.authorization/locks/")[0],
        )
        for one in found
    )


async def list_all_core_quotas(cloud: Cloud, region: str) -> tuple[CoreQuota, ...]:
    """By family, and `cores` for the region over all of them."""
    with azure_refusals(f"reading the quotas of {region}"):
        usages = [usage async for usage in cloud.compute.usage.list(region)]
    return tuple(
        CoreQuota(family=usage.name.value, region=region, used=usage.current_value, limit=usage.limit)
        for usage in usages
        if usage.name and usage.name.value
    )


async def sizes_sold(cloud: Cloud, region: str) -> dict[str, SizeSold]:
    """Every size of the region by its name in lower case, and whether this subscription may have it."""
    return {str(sku["name"]).casefold(): _size(sku) for sku in await list_size_skus(cloud, region)}


async def deployments_kept(cloud: Cloud, groups: Iterable[str], location: str) -> dict[str, int]:
    """How many deployments each resource group keeps, and the subscription in this location; 0 of what is not there."""
    kept = {}
    for group in groups:
        with azure_refusals(f"listing the deployments of {group}"):
            try:
                kept[group] = len([one async for one in cloud.deployments.deployments.list_by_resource_group(group)])
            except ResourceNotFoundError as error:
                if not is_missing(error):
                    raise
                kept[group] = 0
    with azure_refusals("listing the deployments of the subscription"):
        listed = [one async for one in cloud.deployments.deployments.list_at_subscription_scope()]
    kept[cloud.subscription] = sum(str(one.location or "").lower() == location.lower() for one in listed)
    return kept


async def read_sign_in(cloud: Cloud) -> SignIn:
    """How long what azlift signs in with lasts. Raises SignInNeeded, SettingsError for an unreadable certificate."""
    with azure_refusals("signing in"):
        token = await cloud.credential.get_token(scope_of(cloud.access))
    until = datetime.fromtimestamp(token.expires_on, UTC)
    access = cloud.access
    if access.auth == "certificate":
        return SignIn(kind="certificate", renews=True, known=True, ends=certificate_end(access), token_until=until)
    if access.auth in ("secret", "rehearsal"):
        known, endless = access.secret_ends is not None, access.secret_ends == date.max
        ends = datetime.combine(access.secret_ends, time(), UTC) if access.secret_ends and not endless else None
        return SignIn(kind="client secret", renews=True, known=known, ends=ends, token_until=until)
    kind = access.auth.replace("_", " ")
    return SignIn(kind=kind, renews=access.auth != "cli", known=access.auth != "cli", token_until=until)


def certificate_end(access: Access) -> datetime:
    """When the certificate ends that azlift signs in with. Raises SettingsError."""
    try:
        content = access.certificate_path.read_bytes() if access.certificate_path else b""
        begin = content.index(b"-----BEGIN CERTIFICATE-----")
        return load_pem_x509_certificate(content[begin:]).not_valid_after_utc
    except (OSError, ValueError) as error:
        raise SettingsError(
            "no certificate could be read from it",
            file=str(access.certificate_path),
            column="certificate_path",
            advice="Name a PEM file that holds the private key and the certificate.",
        ) from error


async def _listed(cloud: Cloud, path: str, version: str, what: str) -> AsyncIterator[dict[str, Any]]:
    """Every item of a list that the SDK's clients at hand have no method for, through their pipeline."""
    url = f"{path}?api-version={version}"
    while url:
        with azure_refusals(what):
            answer = await cloud.resources.send_request(HttpRequest("GET", url))
            answer.raise_for_status()
            page = answer.json()
        for item in page.get("value") or ():
            yield item
        url = page.get("nextLink") or ""


def _size(sku: Mapping[str, Any]) -> SizeSold:
    said = {one["name"]: one["value"] for one in sku.get("capabilities") or ()}
    restrictions = sku.get("restrictions") or ()
    everywhere = [one for one in restrictions if one.get("type") != "Zone"]
    closed = {z for one in restrictions for z in (one.get("restrictionInfo") or {}).get("zones") or ()}
    zones = {z for where in sku.get("locationInfo") or () for z in where.get("zones") or ()}
    return SizeSold(
        name=str(sku["name"]),
        family=str(sku.get("family", "")),
        vcpu=int(said.get("vCPUs", 0)),
        zones=tuple(sorted(zones - closed)),
        refused=f"not for this subscription ({everywhere[0].get('reasonCode', 'no reason given')})"
        if everywhere
        else "",
    )
