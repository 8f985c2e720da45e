"""A machine's disks as managed disks: one each, in the smallest tier that holds it, and what cannot be carried."""

from collections.abc import Iterator
from decimal import Decimal

from azlift.errors import SettingsError
from azlift.model import Catalogue, Disk, DiskTier, Finding, PlacedDisk, Severity, Workload
from azlift.sizing.needs import GENERATIONS, Generation

MIB_PER_GIB = 1024
LARGEST_OS_DISK_GIB: dict[Generation, int] = {"V1": 2048, "V2": 4095}
"""Source: MicrosoftDocs/azure-compute-docs articles/virtual-machines/generation-2.md: an OS disk over 2 TiB needs
Generation 2, over 4 TiB is not supported (4,095 GiB is the largest that is offered); a BIOS guest starts from an MBR
disk, which addresses 2 TiB. Azure Migrate sets the same limits (azure-docs migrate-support-matrix-vmware-migration.md).
"""


ESTIMATED = " Its size is an estimate: this inventory gives none per disk, RVTools' vDisk tab does."


def place_disks(workload: Workload, catalogue: Catalogue, disk_sku: str) -> tuple[PlacedDisk, ...]:
    """One managed disk per disk, in their order. Every disk must fit the SKU: see `judge_disks`."""
    tiers = _tiers(catalogue, disk_sku)
    return tuple(_place(disk, tiers) for disk in workload.disks)


def judge_disks(workload: Workload, catalogue: Catalogue, disk_sku: str) -> Iterator[Finding]:
    """What speaks against copying these disks as they are."""
    if not workload.disks:
        message = "It has no disk, so there is nothing to rehost. If it boots from the network or the export lacks its "
        message += "disks, export them (RVTools: vDisk) and survey again; otherwise retire it."
        yield Finding(code="no-disks", severity=Severity.BLOCKING, message=message, workload=workload.id)
    largest = max(tier.capacity_gib for tier in _tiers(catalogue, disk_sku))
    for disk in workload.disks:
        for code, severity, message in _faults(disk, GENERATIONS[workload.firmware][0], largest, disk_sku):
            yield Finding(
                code=code,
                severity=severity,
                message=message + ESTIMATED if disk.estimated else message,
                evidence=f"{disk.label}: {disk.capacity_mib:,} MiB",
                workload=workload.id,
            )


def disk_gib(disk: Disk) -> int:
    """Whole GiB, rounded up: a managed disk is never smaller than its source, and never empty."""
    return max(1, -(-disk.capacity_mib // MIB_PER_GIB))


def _faults(disk: Disk, generation: Generation, largest: int, disk_sku: str) -> Iterator[tuple[str, Severity, str]]:
    gib = disk_gib(disk)
    if disk.raw:
        message = f"{disk.label} is a raw device (RDM): its data is not in a file that can be copied. "
        message += "Convert it to a virtual disk, or move its data inside the guest, and survey again."
        yield "disk-raw", Severity.BLOCKING, message
    if disk.shared:
        message = f"{disk.label} is shared with another machine: a copy of it would part the cluster. "
        message += "Replace the shared disk (availability group, file share), or rebuild the cluster in Azure."
        yield "disk-shared", Severity.BLOCKING, message
    if gib > largest:
        message = f"{disk.label} has {gib:,} GiB; {disk_sku} ends at {largest:,}. Split the volume over several disks."
        yield "disk-too-large", Severity.BLOCKING, message
    elif disk.os_disk and gib > LARGEST_OS_DISK_GIB[generation]:
        limit = LARGEST_OS_DISK_GIB[generation]
        message = f"{disk.label} is the OS disk and has {gib:,} GiB; a generation {generation} machine starts from at "
        message += f"most {limit:,}. Move its data to a data disk and shrink it."
        yield "os-disk-too-large", Severity.BLOCKING, message
    if disk.capacity_mib == 0:
        message = f"{disk.label} has a capacity of 0; a disk of 1 GiB stands in for it. Check it at the source."
        yield "disk-empty", Severity.NOTE, message


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
