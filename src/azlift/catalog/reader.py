"""The one reader of the catalogue's file.

`azure-2026-08.json` names its sources, dates and units in `about`. It holds the regions whose size list, VM prices and
disk prices are all known; a size a region sells at an unknown price is in it without one.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from typing import Any

from azlift.errors import SettingsError
from azlift.model import Catalogue, DiskTier, Size

FILE = "azure-2026-08.json"


def regions() -> tuple[str, ...]:
    """The regions azlift can place into, in alphabetical order."""
    return tuple(sorted(_content()["regions"]))


@lru_cache
def read_catalogue(region: str) -> Catalogue:
    """What `region` sells, cheapest first, sizes of unknown price last. Raises SettingsError for an unknown region."""
    content = _content()
    if region not in content["regions"]:
        raise _unknown(region)
    sold, about, facts = content["regions"][region], content["about"], _facts()
    sizes = [_size(facts[name], zones, linux, windows) for name, zones, linux, windows in sold["sizes"]]
    tiers = [
        DiskTier(sku=sku, tier=tier, capacity_gib=capacity_gib, cost_per_month=Decimal(cost))
        for sku, tier, capacity_gib, cost in sold["disk_tiers"]
    ]
    return Catalogue(
        region=region,
        seen_on=about["seen_on"],
        source="; ".join(about["sources"]),
        sizes=tuple(sorted(sizes, key=_by_price)),
        disk_tiers=tuple(sorted(tiers, key=lambda tier: (tier.cost_per_month, tier.sku, tier.tier))),
    )


def size_facts(region_names: Iterable[str]) -> list[dict[str, Any]]:
    """The sizes these regions sell, by name, as plain data for the pretend Azure's sizes file.

    `vcpus` is what the family's quota is charged: Azure's size list calls that number vCPUs, for constrained sizes too.
    """
    zones_of: dict[str, dict[str, list[str]]] = {}
    for region in region_names:
        for size in read_catalogue(region).sizes:
            zones_of.setdefault(size.name, {})[region] = list(size.zones)
    facts = _facts()
    return [
        {
            "name": name,
            "family": facts[name]["family"],
            "vcpus": facts[name]["vcpu_quota"],
            "memory_gib": float(facts[name]["memory"]),
            "max_data_disks": facts[name]["max_data_disks"],
            "max_nics": facts[name]["max_nics"],
            "premium_io": facts[name]["premium_io"],
            "hyperv_generations": facts[name]["generations"].split(","),
            "regions": zones_of[name],
        }
        for name in sorted(zones_of)
    ]


@lru_cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((files("azlift.catalog") / FILE).read_text(encoding="utf-8"))
    return content


@lru_cache
def _facts() -> dict[str, dict[str, Any]]:
    """What is the same in every region, by the size's name."""
    columns = _content()["size_columns"]
    return {row[0]: dict(zip(columns, row, strict=True)) for row in _content()["sizes"]}


def _size(facts: dict[str, Any], zones: str, linux: str, windows: str) -> Size:
    return Size(
        name=facts["name"],
        family=facts["family"],
        vcpu=facts["vcpu"],
        vcpu_quota=facts["vcpu_quota"],
        memory_gib=Decimal(facts["memory"]),
        max_data_disks=facts["max_data_disks"],
        max_nics=facts["max_nics"],
        architecture=facts["architecture"],
        generations=tuple(facts["generations"].split(",")),
        premium_io=facts["premium_io"],
        zones=tuple(zones),
        linux_per_hour=Decimal(linux) if linux else None,
        windows_per_hour=Decimal(windows) if windows else None,
    )


def _by_price(size: Size) -> tuple[bool, Decimal, str]:
    price = size.linux_per_hour
    return price is None, price or Decimal(0), size.name


def _unknown(region: str) -> SettingsError:
    known = regions()
    close = get_close_matches(region.replace(" ", "").casefold(), known, n=1)
    hint = f" Did you mean `{close[0]}`?" if close else ""
    return SettingsError(
        f"no sizes and prices are known for the region `{region}`.{hint}",
        column="region",
        advice=f"Set `region` to one of: {', '.join(known)}.",
    )
