"""Listing resource groups with the real SDK and any credential, which is what a credential is for."""

from typing import Any

from azure.mgmt.resource.resources import ResourceManagementClient
from azure.mgmt.resource.resources.aio import ResourceManagementClient as AsyncResourceManagementClient

from azlift.rehearsal.server import Address

GROUP = "rg-credentials"


def entra(address: Address) -> dict[str, Any]:
    """How a credential is pointed at the pretend Entra."""
    return {
        "authority": address.endpoint,
        "disable_instance_discovery": True,
        "connection_verify": address.ca_file,
    }


def arm(address: Address) -> dict[str, Any]:
    return {
        "base_url": address.endpoint,
        "credential_scopes": [f"{address.endpoint}/.default"],
        "connection_verify": address.ca_file,
    }


def lists_groups(address: Address, credential: Any) -> bool:
    with credential, ResourceManagementClient(credential, address.subscription_id, **arm(address)) as client:
        return GROUP in [each.name for each in client.resource_groups.list()]


async def lists_groups_async(address: Address, credential: Any) -> bool:
    async with (
        credential,
        AsyncResourceManagementClient(credential, address.subscription_id, **arm(address)) as client,
    ):
        return GROUP in [each.name async for each in client.resource_groups.list()]
