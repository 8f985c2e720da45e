"""What a disk of a type and size can do: tiers, IOPS, throughput, shares. Source: Azure's disk types page and the
capabilities of Microsoft.Compute/skus."""

from dataclasses import dataclass

from azlift.rehearsal.azure_errors import AzureError, Json
from azlift.rehearsal.catalogue import public_regions
from azlift.rehearsal.compute.refusals import invalid

DEFAULT_SKU = "Standard_LRS"
ADJUSTABLE = frozenset({"PremiumV2_LRS", "UltraSSD_LRS"})
MBPS_PER_IOPS = 0.25
MOST_SHARES_ADJUSTABLE = 15
ON_DEMAND_BURSTING_ABOVE = 512  # GiB; smaller premium disks burst by credit
# Regions with zones where Premium SSD v2 goes to machines in no zone as well. Source: MicrosoftDocs/azure-compute-docs
# articles/virtual-machines/includes/disks-premv2-regions-nonzonal.md (2026-06-17).
NONZONAL_V2 = frozenset((
    "australiaeast", "brazilsouth", "eastasia", "francecentral", "germanywestcentral", "italynorth", "koreacentral",
    "mexicocentral", "newzealandnorth", "norwayeast", "polandcentral", "spaincentral", "southafricanorth",
    "southeastasia", "swedencentral", "switzerlandnorth",
))  # fmt: skip


@dataclass(frozen=True)
class Tier:
    """One step of a disk type: the largest size of it, and what it does."""

    name: str
    most_gib: int
    iops: int
    mbps: int
    shares: int


@dataclass(frozen=True)
class Range:
    """What a disk with settable performance may be set to, and what it is given when nothing is said."""

    iops: tuple[int, int]
    most_mbps: int
    default_iops: int
    default_mbps: int


SIZES = (4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32767)
NUMBERS = (1, 2, 3, 4, 6, 10, 15, 20, 30, 40, 50, 60, 70, 80)


def _ladder(letter: str, iops: tuple[int, ...], mbps: tuple[int, ...], shares: tuple[int, ...]) -> tuple[Tier, ...]:
    """The steps of a type from its largest down to as many as have figures."""
    skipped = len(SIZES) - len(iops)
    rows = zip(NUMBERS[skipped:], SIZES[skipped:], iops, mbps, shares, strict=True)
    return tuple(Tier(f"{letter}{number}", *row) for number, *row in rows)


PREMIUM = _ladder(
    "P",
    (120, 120, 120, 120, 240, 500, 1100, 2300, 5000, 7500, 7500, 16000, 18000, 20000),
    (25, 25, 25, 25, 50, 100, 125, 150, 200, 250, 250, 500, 750, 900),
    (3,) * 8 + (5,) * 3 + (10,) * 3,
)
STANDARD_SSD = _ladder(
    "E",
    (500,) * 11 + (2000, 4000, 6000),
    (100,) * 11 + (400, 600, 750),
    (3,) * 8 + (5,) * 3 + (10,) * 3,
)
STANDARD = _ladder("S", (500,) * 8 + (1300, 2000, 2000), (60,) * 8 + (300, 500, 500), (1, 1, 1, 1, 2, 5, 5, 5, 5, 5, 5))
LADDERS = {
    "Premium_LRS": PREMIUM,
    "Premium_ZRS": PREMIUM,
    "StandardSSD_LRS": STANDARD_SSD,
    "StandardSSD_ZRS": STANDARD_SSD,
    "Standard_LRS": STANDARD,
}


def disk_sku(top: Json) -> str:
    """The type of a disk, from the members beside its properties."""
    sku: str = top.get("sku", {}).get("name", DEFAULT_SKU)
    return sku


def tier_of(sku: str, gib: int) -> Tier:
    """The step a disk of this size is on."""
    return next(tier for tier in LADDERS[sku] if gib <= tier.most_gib)


def range_of(sku: str, gib: int) -> Range:
    """The limits of a Premium SSD v2 or an Ultra disk of this size; an Ultra disk's own start is our estimate."""
    if sku == "PremiumV2_LRS":
        return Range((3000, min(80_000, 3000 + 500 * max(0, gib - 6))), 2000, 3000, 125)
    most = min(400_000, 1000 * gib)
    return Range((100, most), 10_000, min(500, most), 8)


def needs_zone(sku: str, region: str) -> bool:
    """Whether a disk with settable performance goes to zonal machines only: in regions with zones, but for some."""
    known = public_regions().get(region)
    return known is not None and bool(known.zones) and not (sku == "PremiumV2_LRS" and region in NONZONAL_V2)


def most_shares(sku: str, gib: int) -> int:
    return MOST_SHARES_ADJUSTABLE if sku in ADJUSTABLE else tier_of(sku, gib).shares


def performance(sku: str, gib: int, wanted: Json) -> Json:
    """The IOPS, throughput and tier a disk answers; refuses what its type and size do not allow."""
    if sku in ADJUSTABLE:
        return _settable(sku, gib, wanted)
    tier = _chosen_tier(sku, gib, wanted.get("tier"))
    answer: Json = {"diskIOPSReadWrite": tier.iops, "diskMBpsReadWrite": tier.mbps}
    for member, value in answer.items():
        if wanted.get(member, value) != value:
            message = f"Parameter 'disk.{member}' can be set on disks of type {' or '.join(sorted(ADJUSTABLE))} only."
            raise invalid(message, f"disk.{member}")
    return {**answer, "tier": tier.name} if sku.startswith("Premium") else answer


def _settable(sku: str, gib: int, wanted: Json) -> Json:
    limits = range_of(sku, gib)
    iops = wanted.get("diskIOPSReadWrite", limits.default_iops)
    mbps = wanted.get("diskMBpsReadWrite", limits.default_mbps)
    most = min(limits.most_mbps, max(limits.default_mbps, int(iops * MBPS_PER_IOPS)))
    for member, value, bounds in (("diskIOPSReadWrite", iops, limits.iops), ("diskMBpsReadWrite", mbps, (1, most))):
        if not bounds[0] <= value <= bounds[1]:
            raise _not_in_range(f"disk.{member}", value, bounds, f"a {sku} disk of size {gib} GB")
    if "tier" in wanted:
        raise invalid("Parameter 'disk.tier' is for disks with performance tiers only.", "disk.tier")
    return {"diskIOPSReadWrite": iops, "diskMBpsReadWrite": mbps}


def _not_in_range(path: str, value: int, bounds: tuple[int, int], what: str) -> AzureError:
    """Source of the wording: kubernetes-sigs/azuredisk-csi-driver#1445, of an Ultra disk's IOPS."""
    message = (
        f"The value {value} of parameter {path} is not valid. "
        f"The supported range for {what} is between {bounds[0]} and {bounds[1]}."
    )
    return invalid(message, path, code="BadRequest")


def _chosen_tier(sku: str, gib: int, asked: str | None) -> Tier:
    """The tier of the size, or the higher one asked for; premium disks alone have a choice. The three largest are for
    disks above 4 TiB. Source: Azure's page on changing the performance of a disk."""
    own = tier_of(sku, gib)
    if asked is None or asked.upper() == own.name:
        return own
    above = [tier for tier in LADDERS[sku] if tier.most_gib > own.most_gib and (tier.most_gib <= 4096) == (gib <= 4096)]
    chosen = next((tier for tier in above if tier.name == asked.upper()), None)
    if chosen is None or not sku.startswith("Premium"):
        names = ", ".join([own.name, *(tier.name for tier in above)]) if sku.startswith("Premium") else own.name
        message = f"The value '{asked}' of parameter 'disk.tier' is invalid for a {sku} disk of {gib} GB: {names}."
        raise invalid(message, "disk.tier")
    return chosen
