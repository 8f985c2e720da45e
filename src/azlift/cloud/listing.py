"""Lists, and providers, as Azure's own JSON. The SDK makes models of every member of every item, which for the machines
of a wave costs ten times what reading them does; its pipeline, with sign-in, retries and limits, is the same."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode, urlsplit

from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceNotFoundError
from azure.core.rest import HttpRequest
from azure.mgmt.core.exceptions import ARMErrorFormat

from azlift.cloud.clients import Cloud

OK = 200
PROVIDERS_VERSION = "2025-04-01"
KIND_OF_ERROR = {401: ClientAuthenticationError, 404: ResourceNotFoundError}


async def list_items(cloud: Cloud, path: str, version: str, **query: str) -> AsyncIterator[dict[str, Any]]:
    """Every item of the list at a path, page after page; raises what the SDK would.

    A link to the next page is followed on our own endpoint only: a forged one would carry the token away.
    """
    url = f"{path}?{urlencode({'api-version': version, **{f'${name}': value for name, value in query.items()}})}"
    while url:
        page = await _read(cloud, url)
        for item in page["value"]:
            yield item
        link = urlsplit(page.get("nextLink") or "")
        url = f"{link.path}?{link.query}" if link.path else ""


async def registration_state(cloud: Cloud, namespace: str) -> str:
    """Whether the subscription has registered the resource provider, in Azure's word for it."""
    provider = await _read(cloud, f"{cloud.subscription}/providers/{namespace}?api-version={PROVIDERS_VERSION}")
    return str(provider.get("registrationState", ""))


async def _read(cloud: Cloud, url: str) -> dict[str, Any]:
    answer = await cloud.resources.send_request(HttpRequest("GET", url))
    if answer.status_code != OK:
        kind = KIND_OF_ERROR.get(answer.status_code, HttpResponseError)
        raise kind(response=answer, error_format=ARMErrorFormat)
    body: dict[str, Any] = answer.json()
    return body
