"""How many vCPU of each family a subscription may use in a region, and how many it uses."""

from azlift.cloud.clients import Cloud
from azlift.cloud.refusals import azure_refusals
from azlift.model import CoreQuota

FAMILY = "family"
"""How the names of families end; the other counts are of machines and disks."""


async def list_core_quotas(cloud: Cloud, region: str) -> tuple[CoreQuota, ...]:
    """By family. Raises RightsNeeded, AzureError, Unreachable."""
    with azure_refusals(f"reading the quotas of {region}"):
        usages = [usage async for usage in cloud.compute.usage.list(region)]
    named = ((usage.name.value or "", usage) for usage in usages if usage.name)
    return tuple(
        CoreQuota(family=name, region=region, used=usage.current_value, limit=usage.limit)
        for name, usage in named
        if name.casefold().endswith(FAMILY)
    )
