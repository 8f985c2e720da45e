"""A machine's disks as managed disks: one each, in the smallest tier that holds it."""

from decimal import Decimal

from azlift.errors import SettingsError
from azlift.model import MIB_PER_GIB, Catalogue, Disk, DiskTier, PlacedDisk, Workload
from azlift.sizing.needs import Generation

LARGEST_OS_DISK_GIB: dict[Generation, int] = {"V1": 2048, "V2": 4095}
"""Source: MicrosoftDocs/azure-compute-docs articles/virtual-machines/generation-2.md: an OS disk over 2 TiB needs
Generation 2, over 4 TiB is not supported (4,095 GiB is the largest that is offered); a BIOS guest starts from an MBR
disk, which addresses 2 TiB.
"""


def place_disks(workload: Workload, catalogue: Catalogue, disk_sku: str) -> tuple[PlacedDisk, ...]:
    """One managed disk per disk, in their order. Every disk must fit the SKU: see `unfitting`."""
    tiers = _tiers(catalogue, disk_sku)
    return tuple(_place(disk, tiers) for disk in workload.disks)


def unfitting(workload: Workload, catalogue: Catalogue, disk_sku: str) -> Disk | None:
    """The first disk that no tier of the SKU holds."""
    largest = _tiers(catalogue, disk_sku)[-1].capacity_gib
    return next((disk for disk in workload.disks if disk_gib(disk) > largest), None)


def disk_gib(disk: Disk) -> int:
    """Whole GiB, rounded up: a managed disk is never smaller than its source, and never empty."""
    return max(1, -(-disk.capacity_mib // MIB_PER_GIB))


def _tiers(catalogue: Catalogue, disk_sku: str) -> list[DiskTier]:
    tiers = [tier for tier in catalogue.disk_tiers if tier.sku == disk_sku]
    if not tiers:
        known = ", ".join(sorted({tier.sku for tier in catalogue.disk_tiers}))
        raise SettingsError(
            f"no prices are known for the disk SKU `{disk_sku}` in {catalogue.region}",
            column="disk_sku",
            advice=f"Use {known}." if known else f"Run: azlift catalog refresh --region {catalogue.region}",
        )
    return sorted(tiers, key=lambda tier: tier.capacity_gib)


def _place(disk: Disk, tiers: list[DiskTier]) -> PlacedDisk:
    gib = disk_gib(disk)
    tier = next(tier for tier in tiers if tier.capacity_gib >= gib)
    return PlacedDisk(
        key=disk.key,
        sku=tier.sku,
        tier=tier.tier,
        capacity_gib=gib,
        os_disk=disk.os_disk,
        cost_per_month=tier.cost_per_month,
    )


def cost_of(disks: tuple[PlacedDisk, ...]) -> Decimal:
    """USD a month, not rounded."""
    return sum((disk.cost_per_month for disk in disks), Decimal(0))
