"""Builds the catalogue that ships with azlift out of the raw snapshot and of what Microsoft's pages print.

Usage: python tests/catalog/build_catalogue.py <folder of the raw snapshot> <file to write>

Choices, each for a trap of the raw data:
- A region is taken when the snapshot has its size list and prices of its sizes. Fourteen regions have prices but no
  size list (which sizes and zones they sell is not known), Taiwan North a list without prices: they are left out, and
  `azlift catalog refresh` asks Azure for them.
- A size the region lists is kept whatever its restriction: `NotAvailableForSubscription` speaks of the collector's
  subscription. What a subscription may use is asked of Azure before landing.
- A size without a price (promo, G, Ls) is kept without one; that is "not known", never zero, and a price of zero (15
  sizes, in Malaysia West and Spain Central) is one nobody published. Prices of names the region does not list (Basic,
  Cloud Services) are dropped.
- vCPU are those the guest sees (`vcpus_available`); the family's quota is charged `vcpus_quota`.
- Disks: the component `disk_monthly` of Premium, Standard SSD and Standard LRS, billed per tier. Shared-disk mounts and
  operations are other meters of the same SKU name. Premium SSD v2 is priced per hour: 730 hours are a month.
- A constrained-core size has the memory, storage and I/O of the size it is cut from (azure-compute-docs
  constrained-vcpu.md), so it takes that one's figures for storage where it has none of its own; network is not named.
- Of the range of compute units a series has, the least: what a machine is promised, not what it may get.
"""

import csv
import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from azlift.catalog.document import SIZE_COLUMNS, Document, RegionSold, Source, render_document
from azlift.catalog.skus import throughput
from azlift.model import HOURS_PER_MONTH, MIB_PER_GIB

DISK_SKUS = ("Premium_LRS", "StandardSSD_LRS", "Standard_LRS")
PREMIUM_V2 = ("provisioned_capacity", "provisioned_iops", "provisioned_throughput")
PUBLISHED = Path(__file__).with_name("published")
STORAGE = ("uncached_iops", "uncached_mb_per_s", "burst_iops", "burst_mb_per_s", "temp_disk_gib")
LIMITS = (*STORAGE, "network_mbit_per_s")

SOURCES = {
    "list-skus": Source(
        "2026-08-01",
        "Sizes, zones: az vm list-skus, 2026-08-01 (github.com/DarrenJohns/djtools-azure-vm-sku-locator @ f31f8171)",
    ),
    "radar": Source(
        "2026-08-22",
        "Prices: Azure Retail Prices API, checked 2026-08-22 (github.com/andy-diericks/azure-pricing-radar @ cf741f25)",
    ),
    "karpenter": Source(
        "2026-06-18",
        "Linux prices: Azure Retail Prices API, 2026-06-18 (github.com/Azure/karpenter-provider-azure @ 352646f5)",
    ),
    "djtools": Source(
        "2026-08-01",
        "Windows prices: Azure Retail Prices API, 2026-08-01 "
        "(github.com/DarrenJohns/djtools-azure-vm-sku-locator @ f31f8171)",
    ),
    "kim": Source(
        "2026-08-03",
        "Reservations: Azure Retail Prices API, 2026-08-03 "
        "(github.com/KimTholstorf/azure-rvtools-cost-estimator @ b4a01386)",
    ),
}
"""Short, for they go with every price; `NOTES` has them in full."""
NOTES = {
    "list-skus, djtools": "DarrenJohns/djtools-azure-vm-sku-locator @ f31f81713de7a6c28fd9042ebfbacf1fd71ec5f9 (MIT)",
    "radar": "andy-diericks/azure-pricing-radar @ cf741f25c50759745f8eb5dcaf6c3746669c8f31 (MIT); recorded per change",
    "karpenter": "Azure/karpenter-provider-azure @ 352646f599290c3a6d2f9710fb535a7b288f88ed (Apache-2.0); where "
    "djtools' Linux price differs the lower, none where both are the Windows price",
    "kim": "KimTholstorf/azure-rvtools-cost-estimator @ b4a013862517e3208130d4074e28762e07420037 (MIT); Dsv5 and Esv5, "
    "the total of the term by its hours",
    "uncached_iops, uncached_mb_per_s": "series pages of azure-compute-docs, else the size list's capabilities as "
    "recorded in Azure/skewer (2020-08-23) and Azure/karpenter-provider-azure (2025-06-03); MB are 10**6 bytes",
    "burst_iops, burst_mb_per_s, network_mbit_per_s": "series pages of azure-compute-docs",
    "temp_disk_gib": "the size list's, else the series pages'; 0 is none",
    "cpu_score": "azure-docs virtual-machines/acu.md @ 009757b9e86b841f68ec8037936fb41feca96783, the least of a range",
    "credits_per_hour, credits_at_most, credits_at_start": "B-series pages of azure-compute-docs; 60 are a vCPU-hour",
    "disk_tiers": "the size list's disk SKUs, read 2026-08-01 (see sources, list-skus); burst 0 is none",
    "per_unit_disks": "azure-compute-docs disks-types.md @ 18c531eca4f6da59e2306519175269657b3a0e2c (2026-08-11)",
    "prices": "USD list prices; sizes per hour, Windows with its licence, commitments without; disks per month",
}


def build(raw: Path) -> str:
    """The catalogue as text; see `azlift.catalog.document`."""
    sold = _sizes_sold(raw)
    priced = {row["region"] for row in _rows(raw / "vm_prices_payg.csv")}
    regions = {region: _region(raw, region, sold[region]) for region in sorted(sold.keys() & priced)}
    names = {row[0] for region in regions.values() for row in region.sizes}
    document = Document(
        notes=NOTES,
        sources=SOURCES,
        sizes=_size_facts(raw, names),
        tiers=_tiers(raw),
        per_unit_disks=[_premium_v2_limits(raw)],
        regions=regions,
    )
    return render_document(document)


@cache
def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _figure(text: str) -> Decimal | None:
    """Empty is not known."""
    return Decimal(text) if text else None


def _price(text: str) -> Decimal | None:
    return _figure(text) or None


def _sizes_sold(raw: Path) -> dict[str, dict[str, str]]:
    """Region -> size -> its zones, joined without a separator ("123")."""
    sold: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _rows(raw / "vm_sku_regions.csv"):
        sold[row["region"]][row["arm_sku_name"]] = "".join(sorted(row["zones"].split(";")))
    return sold


# -- what a region's sizes and disks cost -------------------------------------------------------------------------


def _region(raw: Path, region: str, zones: dict[str, str]) -> RegionSold:
    payg = _of(raw / "vm_prices_payg.csv", region, zones)
    reserved = _of(raw / "vm_prices_reserved_dsv5_esv5.csv", region, zones)
    disks = [row for row in _rows(raw / "managed_disk_prices.csv") if row["region"] == region]
    recorded = any(row["linux_source"] == "radar" for row in payg.values())
    prices = {"prices": "radar"} if recorded else {"prices": "karpenter", "windows": "djtools"}
    return RegionSold(
        sources={"sizes": "list-skus", **prices, **({"reservations": "kim"} if reserved else {})},
        sizes=[[name, zones[name], *_prices(payg.get(name, {}), reserved.get(name, {}))] for name in sorted(zones)],
        tier_prices=_tier_prices(raw, disks),
        unit_prices=_unit_prices(disks),
        meters=_meters(disks),
    )


def _of(file: Path, region: str, sizes: Iterable[str]) -> dict[str, dict[str, str]]:
    """The region's rows of the sizes it lists, by name."""
    rows = {row["arm_sku_name"]: row for row in _rows(file) if row["region"] == region}
    return {name: rows[name] for name in sizes if name in rows}


def _prices(payg: dict[str, str], reserved: dict[str, str]) -> list[Decimal | None]:
    """In the order of PRICE_COLUMNS; nobody recorded three-year savings plans."""
    return [
        _price(payg.get("linux_payg_usd_per_hour", "")),
        _price(payg.get("windows_payg_usd_per_hour", "")),
        _price(reserved.get("reserved_1y_usd_per_hour_equiv", "")),
        _price(reserved.get("reserved_3y_usd_per_hour_equiv", "")),
        _price(payg.get("linux_savings_plan_1y_usd_per_hour", "")),
        None,
    ]


def _tier_prices(raw: Path, disks: list[dict[str, str]]) -> list[list[Any]]:
    order = {(row[0], row[1]): row[2] for row in _tiers(raw)}
    found = [
        [row["disk_sku"], row["tier"], Decimal(row["retail_price"])]
        for row in disks
        if row["component"] == "disk_monthly" and row["disk_sku"] in DISK_SKUS
    ]
    return sorted(found, key=lambda price: (price[0], order[price[0], price[1]]))


def _unit_prices(disks: list[dict[str, str]]) -> list[list[Any]]:
    hourly = {row["component"]: row["retail_price"] for row in disks if row["disk_sku"] == "PremiumV2_LRS"}
    if not all(component in hourly for component in PREMIUM_V2):
        return []
    return [["PremiumV2_LRS", *(Decimal(hourly[component]) * HOURS_PER_MONTH for component in PREMIUM_V2)]]


def _meters(disks: list[dict[str, str]]) -> list[list[Any]]:
    """The meters `azlift.catalog.retail` knows, of the same names."""
    named = {
        ("Standard_LRS", "LRS Snapshots"): "snapshot",
        ("Premium_LRS", "LRS Snapshots"): "snapshot-premium",
        ("Premium_LRS", "LRS Burst Enablement"): "disk-burst",
        ("Standard_LRS", "S10 LRS Disk Operations"): "operations-standard-hdd",
        ("StandardSSD_LRS", "E10 LRS Disk Operations"): "operations-standard-ssd",
    }
    found = [
        [named[row["disk_sku"], row["meter_name"]], row["unit_of_measure"], Decimal(row["retail_price"])]
        for row in disks
        if (row["disk_sku"], row["meter_name"]) in named
    ]
    return sorted(found)


# -- what a size, a tier, a kind of disk is -----------------------------------------------------------------------


def _tiers(raw: Path) -> list[list[Any]]:
    found = [
        [
            *(row["disk_sku"], row["tier"], int(row["max_size_gib"]), int(row["max_iops"])),
            Decimal(row["max_throughput_mb_per_s"]),
            int(row["burst_iops"]),
            Decimal(row["burst_throughput_mb_per_s"]),
            int(row["max_shares"]),
        ]
        for row in _rows(raw / "managed_disk_tiers.csv")
        if row["disk_sku"] in DISK_SKUS
    ]
    return sorted(found, key=lambda tier: (tier[0], tier[2]))


def _premium_v2_limits(raw: Path) -> list[Any]:
    """In the order of PER_UNIT_COLUMNS; the snapshot says in a key's name from which size on IOPS grow: 6 GiB."""
    said = json.loads((raw / "managed_disk_type_limits.json").read_text(encoding="utf-8"))["premium_ssd_v2"]
    return [
        "PremiumV2_LRS",
        *said["size_gib"],
        said["baseline_free_iops"],
        said["baseline_free_throughput_mb_per_s"],
        6,
        said["iops_per_gib_above_6_gib"],
        said["max_iops"],
        said["throughput_mb_per_s_per_iops"],
        said["max_throughput_mb_per_s"],
    ]


def _size_facts(raw: Path, names: set[str]) -> list[list[Any]]:
    listed = {row["arm_sku_name"]: _listed(row) for row in _rows(raw / "vm_skus.csv")}
    printed = _printed_limits(raw)
    facts = {name: {**known, **printed.get(name, {}), **_published(name)} for name, known in listed.items()}
    for name, known in facts.items():
        base = facts.get(re.sub(r"(\d)-\d+", r"\1", name), {})
        temp_disk = listed[name]["temp_disk_gib"]
        known["temp_disk_gib"] = known["temp_disk_gib"] if temp_disk is None else temp_disk
        known.update({column: base.get(column) for column in STORAGE if known.get(column) is None})
    return [[facts[name].get(column) for column in SIZE_COLUMNS] for name in sorted(facts) if name in names]


def _listed(row: dict[str, str]) -> dict[str, Any]:
    """What the size list says."""
    bytes_per_second, temp = row["uncached_disk_bytes_per_second"], row["temp_disk_mib"]
    return {
        "name": row["arm_sku_name"],
        "family": row["family"],
        "vcpu": int(row["vcpus_available"]),
        "vcpu_quota": int(row["vcpus_quota"]),
        "memory_gib": Decimal(row["memory_gib"]),
        "max_data_disks": int(row["max_data_disks"]),
        "max_nics": int(row["max_nics"]),
        "architecture": row["cpu_architecture"],
        "generations": row["hyperv_generations"],
        "premium_io": row["premium_io"] == "true",
        "uncached_iops": _figure(row["uncached_disk_iops"]),
        "uncached_mb_per_s": throughput(int(bytes_per_second)) if bytes_per_second else None,
        "temp_disk_gib": int(temp) // MIB_PER_GIB if temp else None,
        "accelerated_networking": row["accelerated_networking"] == "true",
        "encryption_at_host": row["encryption_at_host"] == "true",
    }


def _printed_limits(raw: Path) -> dict[str, dict[str, Any]]:
    """What the series pages print of storage and network, by size: the snapshot's and ours."""
    snapshot = {
        row["arm_sku_name"]: {
            "uncached_iops": _figure(row["uncached_premium_iops"]),
            "uncached_mb_per_s": _figure(row["uncached_premium_mb_per_s"]),
            "burst_iops": _figure(row["burst_iops"]),
            "burst_mb_per_s": _figure(row["burst_mb_per_s"]),
            "network_mbit_per_s": _figure(row["max_network_mbit_per_s"]),
            "temp_disk_gib": _figure(row["temp_disk_gib"]),
        }
        for row in _rows(raw / "vm_size_remote_storage_from_docs.csv")
    }
    ours = {row["name"]: {c: _figure(row[c]) for c in LIMITS} for row in _rows(PUBLISHED / "size_limits.csv")}
    return {
        name: {column: figure for column, figure in limits.items() if figure is not None}
        for name, limits in (snapshot | ours).items()
    }


def _published(name: str) -> dict[str, Any]:
    """Compute units and burst credits, where the pages have them."""
    units = [row["least"] for row in _rows(PUBLISHED / "compute_units.csv") if re.fullmatch(row["sizes"], name)]
    credits = [row for row in _rows(PUBLISHED / "burst_credits.csv") if row["name"] == name]
    columns = ("credits_per_hour", "credits_at_most", "credits_at_start")
    return {
        "cpu_score": int(units[0]) if units else None,
        **{column: int(row[column]) for row in credits for column in columns},
    }


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(gzip.compress(build(Path(sys.argv[1])).encode(), 9, mtime=0))
