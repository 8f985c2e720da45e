"""Builds the catalogue that ships with azlift out of the raw snapshot: sizes, regions, prices, disk tiers.

Usage: python tests/catalog/build_catalogue.py <folder of the raw snapshot> <file to write>

Choices, each for a trap of the raw data:
- A region is taken when the snapshot has its size list and its VM and disk prices. Belgium Central has prices but no
  size list: which sizes and zones it sells is not known, so it is left out.
- A size the region lists is kept whatever its restriction: `NotAvailableForSubscription` speaks of the collector's
  subscription. What a subscription may use is asked of Azure before landing.
- A size without a price (promo, G, Ls) is kept with an empty price; an empty price is "not known", never zero. Prices
  of names the region does not list (Basic, Cloud Services) are dropped.
- vCPU are those the guest sees (`vcpus_available`); the family's quota is charged `vcpus_quota`.
- Disks: the component `disk_monthly` of Premium, Standard SSD and Standard LRS, billed per tier. Shared-disk mounts and
  operations are other meters of the same SKU name.
"""

import csv
import json
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

DISK_SKUS = ("Premium_LRS", "StandardSSD_LRS", "Standard_LRS")
SOURCES = [
    "Sizes, zones: `az vm list-skus`, read 2026-08-01, by github.com/DarrenJohns/djtools-azure-vm-sku-locator "
    "@ f31f81713de7a6c28fd9042ebfbacf1fd71ec5f9 (MIT)",
    "Prices: Azure Retail Prices API, recorded per change and checked to 2026-08-22, by "
    "github.com/andy-diericks/azure-pricing-radar @ cf741f25c50759745f8eb5dcaf6c3746669c8f31 (MIT)",
]
UNITS = {
    "memory": "GiB",
    "linux, windows": "USD per hour, pay as you go, list price; Windows with its licence; empty = not known",
    "disk_tiers": "USD per month for the whole tier, list price; capacity in GiB",
}
SIZE_COLUMNS = [
    "name",
    "family",
    "vcpu",
    "vcpu_quota",
    "memory",
    "max_data_disks",
    "max_nics",
    "architecture",
    "generations",
    "premium_io",
]
SEEN_ON = "2026-08-22"
NEXT = ",\n"


def build(raw: Path) -> str:
    """The catalogue as text: JSON, one size or tier per line, sorted."""
    prices = _prices(raw)
    tiers = _disk_tiers(raw)
    sold = _sizes_sold(raw, regions=sorted(set(prices) & set(tiers)))
    regions = {
        region: {
            "sizes": [[name, zones, *prices[region].get(name, ("", ""))] for name, zones in sorted(sizes.items())],
            "disk_tiers": tiers[region],
        }
        for region, sizes in sorted(sold.items())
    }
    names = {name for sizes in sold.values() for name in sizes}
    about = {"currency": "USD", "seen_on": SEEN_ON, "sources": SOURCES, "units": UNITS}
    return _render(about, _size_facts(raw, names), regions)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _plain(number: str) -> str:
    """'8.0' -> '8', '0.5' -> '0.5': one way to write a figure."""
    return f"{Decimal(number).normalize():f}" if number else ""


def _prices(raw: Path) -> dict[str, dict[str, tuple[str, str]]]:
    """Region -> size -> (Linux, Windows)."""
    by_region: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for row in _rows(raw / "vm_prices_payg.csv"):
        by_region[row["region"]][row["arm_sku_name"]] = (
            _plain(row["linux_payg_usd_per_hour"]),
            _plain(row["windows_payg_usd_per_hour"]),
        )
    return by_region


def _disk_tiers(raw: Path) -> dict[str, list[list[Any]]]:
    """Region -> [sku, tier, capacity_gib, cost per month], by SKU and capacity."""
    rows = _rows(raw / "managed_disk_tiers.csv")
    capacity = {(row["disk_sku"], row["tier"]): int(row["max_size_gib"]) for row in rows}
    by_region: dict[str, list[list[Any]]] = defaultdict(list)
    for row in _rows(raw / "managed_disk_prices.csv"):
        sku, tier = row["disk_sku"], row["tier"]
        if row["component"] == "disk_monthly" and sku in DISK_SKUS:
            by_region[row["region"]].append([sku, tier, capacity[sku, tier], _plain(row["retail_price"])])
    return {region: sorted(tiers, key=lambda tier: (tier[0], tier[2])) for region, tiers in by_region.items()}


def _sizes_sold(raw: Path, regions: list[str]) -> dict[str, dict[str, str]]:
    """Region -> size -> its zones, joined without a separator ("123")."""
    sold: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _rows(raw / "vm_sku_regions.csv"):
        if row["region"] in regions:
            sold[row["region"]][row["arm_sku_name"]] = "".join(sorted(row["zones"].split(";")))
    return sold


def _size_facts(raw: Path, names: set[str]) -> list[list[Any]]:
    return [
        [
            row["arm_sku_name"],
            row["family"],
            int(row["vcpus_available"]),
            int(row["vcpus_quota"]),
            _plain(row["memory_gib"]),
            int(row["max_data_disks"]),
            int(row["max_nics"]),
            row["cpu_architecture"],
            row["hyperv_generations"],
            row["premium_io"] == "true",
        ]
        for row in sorted(_rows(raw / "vm_skus.csv"), key=lambda row: row["arm_sku_name"])
        if row["arm_sku_name"] in names
    ]


def _render(about: dict[str, Any], sizes: list[list[Any]], regions: dict[str, Any]) -> str:
    parts = [
        f'"about": {json.dumps(about, indent=1)}',
        f'"size_columns": {json.dumps(SIZE_COLUMNS)}',
        _listed({"sizes": sizes}),
        '"regions": {' + NEXT.join(f'"{name}": {{{_listed(region)}}}' for name, region in regions.items()) + "}",
    ]
    return "{" + NEXT.join(parts) + "}\n"


def _listed(lists: dict[str, list[Any]]) -> str:
    """Each list under its name, one item per line, so that a refreshed catalogue reads as a diff."""
    return NEXT.join(
        f'"{name}": [' + NEXT.join(json.dumps(item, separators=(",", ":")) for item in items) + "]"
        for name, items in lists.items()
    )


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(build(Path(sys.argv[1])), encoding="utf-8", newline="\n")
