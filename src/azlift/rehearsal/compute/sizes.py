"""The catalogue as the compute provider shows it: SKUs with capabilities, and the short list of a region."""

from collections.abc import Iterator

from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.catalogue import Catalogue, SizeFacts
from azlift.rehearsal.kinds import Wanted
from azlift.rehearsal.supply import Restriction
from azlift.rehearsal.world import World

DISK_SKUS = (
    "Standard_LRS",
    "StandardSSD_LRS",
    "StandardSSD_ZRS",
    "Premium_LRS",
    "Premium_ZRS",
    "PremiumV2_LRS",
    "UltraSSD_LRS",
)
PREMIUM_SKUS = frozenset({"Premium_LRS", "Premium_ZRS", "PremiumV2_LRS", "UltraSSD_LRS"})
OS_DISK_SIZE_MB = 1_047_552  # what every entry of Azure's vmSizes list says


def zones_of_region(catalogue: Catalogue, region: str) -> tuple[str, ...]:
    """The zones any size is offered in."""
    return catalogue.zones_of(region)


def physical_zones(world: World, subscription: str, region: str) -> dict[str, str]:
    """The physical zone behind each logical zone; every subscription but the first has a turn of its own."""
    zones = zones_of_region(world.catalogue, region)
    other = subscription.lower() != world.account.subscription_id.lower()
    turn = sum(subscription.lower().encode()) % len(zones) if other and zones else 0
    return {zone: f"{region}-az{zones[(index + turn) % len(zones)]}" for index, zone in enumerate(zones)}


def check_zones(world: World, wanted: Wanted) -> None:
    """A machine or disk lives in no zone or in one the region has."""
    zones = wanted.top.get("zones", [])
    if len(zones) > 1:
        message = f"The resource '{wanted.id.name}' can be in one availability zone at most, not in {len(zones)}."
        raise AzureError(400, "InvalidParameter", message, target="zones")
    check_region_zones(world, wanted)


def check_region_zones(world: World, wanted: Wanted) -> None:
    """The zones asked for, however many, are the region's."""
    zones = wanted.top.get("zones", [])
    known = zones_of_region(world.catalogue, wanted.location or "")
    if set(zones) - set(known):
        message = (
            f"The zone(s) '{','.join(zones)}' for resource '{wanted.id.type}/{wanted.id.name}' is not supported. "
            f"The supported zones for location '{wanted.location}' are '{','.join(known)}'."
        )
        raise AzureError(400, "InvalidAvailabilityZone", message)


def list_skus(world: World, location: str | None) -> Iterator[Json]:
    """Every (size, region) as one SKU, or those of one region."""
    for size in world.catalogue.sizes.values():
        regions = [region for region in size.regions if location in (None, region)]
        for region in regions:
            yield _sku(size, region, world.supply.restriction(region, size.name))


def _sku(size: SizeFacts, region: str, restriction: Restriction | None) -> Json:
    zones = list(size.regions[region])
    capabilities = {
        "MaxResourceVolumeMB": "0",
        "vCPUs": str(size.vcpus),
        "vCPUsAvailable": str(size.vcpus),
        "HyperVGenerations": ",".join(size.hyperv_generations),
        "MemoryGB": f"{size.memory_gib:g}",
        "MaxDataDiskCount": str(size.max_data_disks),
        "MaxNetworkInterfaces": str(size.max_nics),
        "PremiumIO": str(size.premium_io),
    }
    family = size.name.removeprefix("Standard_")
    return {
        "resourceType": "virtualMachines",
        "name": size.name,
        "tier": "Standard",
        "size": family,
        "family": size.family,
        "locations": [region],
        "locationInfo": [{"location": region, "zones": zones, "zoneDetails": []}],
        "capabilities": [{"name": name, "value": value} for name, value in capabilities.items()],
        "restrictions": [] if restriction is None else [_restriction(restriction)],
    }


def _restriction(restriction: Restriction) -> Json:
    """Why a subscription cannot have a size: in the whole region, or in some of its zones."""
    info: Json = {"locations": [restriction.location]}
    if restriction.zones:
        info["zones"] = list(restriction.zones)
    return {
        "type": "Zone" if restriction.zones else "Location",
        "values": [restriction.location],
        "restrictionInfo": info,
        "reasonCode": "NotAvailableForSubscription",
    }


def list_vm_sizes(world: World, location: str) -> list[Json]:
    """The older, short list of a region's sizes."""
    return [
        {
            "name": size.name,
            "numberOfCores": size.vcpus,
            "osDiskSizeInMB": OS_DISK_SIZE_MB,
            "resourceDiskSizeInMB": 0,
            "memoryInMB": int(size.memory_gib * 1024),
            "maxDataDiskCount": size.max_data_disks,
        }
        for size in world.catalogue.in_region(location)
    ]
