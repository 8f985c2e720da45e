"""A region's catalogue made anew: sizes as Azure lists them, prices as it publishes them, for the workspace's file.

What the list does not say of a size (network, bursts, compute units, credits) stays what the pages say, as shipped.
A price that is not published now is not known now: none is carried over. The file is written whole or not at all.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from azlift.catalog.document import (
    PRICE_COLUMNS,
    SIZE_COLUMNS,
    UNIT_PRICE_COLUMNS,
    Document,
    RegionSold,
    Row,
    Source,
    render_document,
)
from azlift.catalog.reader import document_of, facts_by_name, shipped, unknown_region, workspace_file
from azlift.catalog.retail import Prices, read_prices, size_key
from azlift.catalog.skus import Listed, Sku, read_skus
from azlift.errors import AzureError

FetchSkus = Callable[[str], Awaitable[Sequence[Sku]]]
FetchPrices = Callable[[str], Awaitable[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The new file's text; the sizes that were left out and those whose Linux price was withheld (see `retail`)."""

    text: str
    left_out: Sequence[str]
    withheld: Sequence[str]


async def refresh_catalogue(
    region: str, fetch_skus: FetchSkus | None, fetch_prices: FetchPrices, today: date
) -> Refreshed:
    """The catalogue of `region` as of `today`. `fetch_skus` is None where there is no Azure to ask: then the sizes are
    those that shipped, and only the prices are new.

    Raises SettingsError for what is no region's name or has no known size list, AzureError where an answer has no sizes
    or no prices.
    """
    if not region.isalnum():
        raise unknown_region(region)
    if fetch_skus is None:
        listed, source = _listed_as_shipped(region)
        items = await fetch_prices(region)
    else:
        skus, items = await asyncio.gather(fetch_skus(region), fetch_prices(region))
        listed = read_skus(skus, region)
        source = Source(today.isoformat(), f"Sizes, zones: Microsoft.Compute/skus of {region}, read {today}")
    prices = read_prices(items, today)
    sold = _sold(listed, prices)
    _check(region, listed, sold)
    document = Document(
        notes=shipped().notes,
        sources={
            "sizes": source,
            "prices": Source(today.isoformat(), f"Prices: Azure Retail Prices API, read {today}"),
        },
        sizes=_size_rows(listed),
        tiers=shipped().tiers,
        per_unit_disks=shipped().per_unit_disks,
        regions={region: sold},
    )
    names = {size_key(name): name for name in listed.facts}
    return Refreshed(
        render_document(document), listed.left_out, [names[key] for key in prices.withheld if key in names]
    )


def write_catalogue(workspace: Path, region: str, text: str) -> Path:
    """Put the text where the reader looks for the workspace's catalogue, whole or not at all; where it now is."""
    file = workspace_file(workspace, region)
    workspace.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(file)
    return file


def _listed_as_shipped(region: str) -> tuple[Listed, Source]:
    document = document_of(region)
    sold, known = document.regions[region], facts_by_name(document)
    zones = {row[0]: row[1] for row in sold.sizes}
    return Listed({name: known[name] for name in zones}, zones, ()), document.sources[sold.sources["sizes"]]


def _size_rows(listed: Listed) -> list[Row]:
    """What was listed; where that says nothing, what shipped."""
    known = facts_by_name(shipped())

    def fact(name: str, said: Mapping[str, Any], column: str) -> Any:
        return known.get(name, {}).get(column) if said[column] is None else said[column]

    return [[fact(name, said, column) for column in SIZE_COLUMNS] for name, said in sorted(listed.facts.items())]


def _sold(listed: Listed, prices: Prices) -> RegionSold:
    columns = PRICE_COLUMNS[2:]
    priced = ((name, zones, prices.sizes.get(size_key(name), {})) for name, zones in sorted(listed.zones.items()))
    known = {(row[0], row[1]) for row in shipped().tiers}
    units = [prices.units.get(column) for column in UNIT_PRICE_COLUMNS[1:]]
    return RegionSold(
        sources={"sizes": "sizes", "prices": "prices"},
        sizes=[[name, zones, *(found.get(column) for column in columns)] for name, zones, found in priced],
        tier_prices=[[*tier, price] for tier, price in sorted(prices.tiers.items()) if tier in known],
        unit_prices=[] if None in units else [["PremiumV2_LRS", *units]],
        meters=[[name, unit, price] for name, (unit, price) in sorted(prices.meters.items())],
    )


def _check(region: str, listed: Listed, sold: RegionSold) -> None:
    """A catalogue without sizes, without their prices or without disks is a failed answer, not news."""
    missing = {
        "sizes (Microsoft.Compute/skus)": listed.facts,
        "prices of sizes (Retail Prices API)": [row for row in sold.sizes if row[2] is not None],
        "prices of disks (Retail Prices API)": sold.tier_prices,
    }
    lacking = [what for what, found in missing.items() if not found]
    if lacking:
        raise AzureError(
            f"for the region `{region}` Azure answered no {', no '.join(lacking)}",
            advice="Is it a region's name, as in `westeurope`? The catalogue there is stays as it is.",
        )
