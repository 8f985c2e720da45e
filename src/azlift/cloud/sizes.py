"""The sizes Azure sells in a region, as its list of SKUs has them."""

from typing import Any

from azlift.cloud.clients import Cloud
from azlift.cloud.refusals import azure_refusals


async def list_size_skus(cloud: Cloud, region: str) -> list[dict[str, Any]]:
    """Every virtual machine size of `region` as ARM's JSON. Raises RightsNeeded, AzureError, Unreachable."""
    if not region.isalnum():
        return []  # no region is called so, and the filter is text
    with azure_refusals(f"listing the sizes of {region}"):
        skus = cloud.compute.resource_skus.list(filter=f"location eq '{region}'")
        return [sku.as_dict() async for sku in skus if sku.resource_type == "virtualMachines"]
