"""The SKUs beside machine sizes: disks, snapshots and availability sets, a region at a time."""

from collections.abc import Iterator

from azlift.rehearsal.azure_errors import Json
from azlift.rehearsal.compute.availability_sets import most_fault_domains
from azlift.rehearsal.compute.disk_performance import ADJUSTABLE, LADDERS, Tier
from azlift.rehearsal.compute.sizes import DISK_SKUS, list_skus, zones_of_region
from azlift.rehearsal.world import World

SNAPSHOT_SKUS = ("Standard_LRS", "Premium_LRS", "Standard_ZRS")
WITH_ZONES_ONLY = ("_ZRS", "UltraSSD_LRS", "PremiumV2_LRS")


def every_sku(world: World, location: str | None) -> Iterator[Json]:
    """Sizes of machines first, then the rest of a region's SKUs, or of all regions."""
    yield from list_skus(world, location)
    for region in world.catalogue.regions:
        if location in (None, region):
            yield from _other_skus(world, region)


def _other_skus(world: World, region: str) -> Iterator[Json]:
    zones = zones_of_region(world.catalogue, region)
    faults = {"MaximumPlatformFaultDomainCount": most_fault_domains(region)}
    for name, capabilities in (("Classic", {"MaximumPlatformFaultDomainCount": 3}), ("Aligned", faults)):
        yield _row("availabilitySets", name, region, (), capabilities)
    for name in DISK_SKUS:
        if zones or not name.endswith(WITH_ZONES_ONLY):
            for tier in LADDERS.get(name, ()):
                yield _disk_row(name, tier, region, zones)
            if name in ADJUSTABLE:
                yield _row("disks", name, region, zones, {"MaxSizeGiB": 65536}, tier=name.partition("_")[0])
    for name in SNAPSHOT_SKUS:
        if zones or not name.endswith("_ZRS"):
            yield _row("snapshots", name, region, zones, {}, tier=name.partition("_")[0])


def _disk_row(name: str, tier: Tier, region: str, zones: tuple[str, ...]) -> Json:
    capabilities = {
        "MaxSizeGiB": tier.most_gib,
        "MaxIOps": tier.iops,
        "MaxBandwidthMBps": tier.mbps,
        "MaxValueOfMaxShares": tier.shares,
    }
    return {**_row("disks", name, region, zones, capabilities, tier=name.partition("_")[0]), "size": tier.name}


def _row(
    kind: str, name: str, region: str, zones: tuple[str, ...], capabilities: dict[str, int], tier: str | None = None
) -> Json:
    row: Json = {
        "resourceType": kind,
        "name": name,
        "locations": [region],
        "locationInfo": [{"location": region, "zones": list(zones), "zoneDetails": []}],
        "capabilities": [{"name": each, "value": str(value)} for each, value in capabilities.items()],
        "restrictions": [],
    }
    return {**row, "tier": tier} if tier else row
