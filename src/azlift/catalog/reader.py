"""The one reader of the catalogue: what a region sells, from the workspace's file where it has one, else as shipped.

The shipped file holds every region whose list of sizes and VM prices are both known. Where a region's disk prices are
not known it has sizes and no disk tiers: what is not priced is not listed, and never costs zero.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from azlift.catalog.document import (
    METER_COLUMNS,
    PER_UNIT_COLUMNS,
    PRICE_COLUMNS,
    SIZE_COLUMNS,
    TIER_COLUMNS,
    UNIT_PRICE_COLUMNS,
    Document,
    RegionSold,
    Row,
    Source,
    parse_document,
    read_document,
)
from azlift.errors import InputError, SettingsError, did_you_mean
from azlift.model import Burst, Catalogue, DiskTier, Meter, PerUnitDisk, Size

SHIPPED = "azure-2026-08.json.gz"
WORKSPACE_FILE = "catalogue-{region}.json"
CREDITS = ("credits_per_hour", "credits_at_most", "credits_at_start")


def workspace_file(workspace: Path, region: str) -> Path:
    """Where a workspace keeps its own catalogue of a region."""
    return workspace / WORKSPACE_FILE.format(region=region)


def regions(workspace: Path | None = None) -> tuple[str, ...]:
    """The regions azlift can place into, in alphabetical order."""
    pattern = WORKSPACE_FILE.format(region="*")
    prefix, suffix = pattern.split("*")
    own = workspace.glob(pattern) if workspace else ()
    return tuple(sorted({*shipped().regions, *(f.name.removeprefix(prefix).removesuffix(suffix) for f in own)}))


def document_of(region: str, workspace: Path | None = None) -> Document:
    """The file that tells of a region. Raises SettingsError for an unknown region, InputError for a broken file."""
    file = workspace_file(workspace, region) if workspace and region.isalnum() else None
    document = read_document(file) if file and file.is_file() else shipped()
    if region not in document.regions:
        raise unknown_region(region, workspace)
    return document


def read_catalogue(region: str, workspace: Path | None = None) -> Catalogue:
    """What `region` sells, cheapest first, sizes of unknown price last.

    Raises SettingsError for an unknown region, InputError for a workspace's file that cannot be used.
    """
    document = document_of(region, workspace)
    if document is shipped():
        return _shipped_catalogue(region)
    try:
        return _catalogue(document, region)
    except (ValidationError, ArithmeticError, LookupError, TypeError) as error:
        raise InputError(
            f"not a catalogue azlift can read: {error}",
            file=str(workspace_file(workspace, region)) if workspace else SHIPPED,
            advice=f"Write it anew with `azlift catalog refresh --region {region}`, or delete it.",
        ) from error


def size_facts(region_names: Iterable[str], workspace: Path | None = None) -> list[dict[str, Any]]:
    """The sizes these regions sell, by name, as plain data for the pretend Azure's sizes file.

    `vcpus` is what the family's quota is charged: Azure's size list calls that number vCPUs, for constrained sizes too.
    """
    documents = {region: document_of(region, workspace) for region in region_names}
    files_read = {id(document): document for document in documents.values()}.values()
    known = {name: facts for document in files_read for name, facts in facts_by_name(document).items()}
    zones_of: dict[str, dict[str, list[str]]] = {}
    for region, document in documents.items():
        for name, zones, *_ in document.regions[region].sizes:
            zones_of.setdefault(name, {})[region] = list(zones)
    return [
        {
            "name": name,
            "family": known[name]["family"],
            "vcpus": known[name]["vcpu_quota"],
            "memory_gib": float(known[name]["memory_gib"]),
            "max_data_disks": known[name]["max_data_disks"],
            "max_nics": known[name]["max_nics"],
            "premium_io": known[name]["premium_io"],
            "hyperv_generations": known[name]["generations"].split(","),
            "regions": zones_of[name],
        }
        for name in sorted(zones_of)
    ]


@lru_cache
def shipped() -> Document:
    """The catalogue that ships with azlift."""
    return parse_document((files("azlift.catalog") / SHIPPED).read_bytes(), SHIPPED)


def facts_by_name(document: Document) -> dict[str, dict[str, Any]]:
    """What is the same of a size in every region, by its name."""
    return {row[0]: _named(SIZE_COLUMNS, row) for row in document.sizes}


def unknown_region(region: str, workspace: Path | None = None) -> SettingsError:
    """What a person is told of a region no catalogue has."""
    known = regions(workspace)
    said = f"no sizes and prices are known for the region `{region}`. {did_you_mean(region.replace(' ', ''), known)}"
    return SettingsError(
        said.rstrip(),
        column="region",
        advice=f"Set `region` to one of: {', '.join(known)}; or ask Azure: azlift catalog refresh --region NAME.",
    )


@lru_cache
def _shipped_catalogue(region: str) -> Catalogue:
    return _catalogue(shipped(), region)


def _catalogue(document: Document, region: str) -> Catalogue:
    sold, facts = document.regions[region], facts_by_name(document)
    prices = document.sources[sold.sources["prices"]]
    found = [_size(facts[row[0]], _named(PRICE_COLUMNS, row)) for row in sold.sizes]
    return Catalogue(
        region=region,
        seen_on=prices.seen_on,
        source="; ".join(document.sources[key].text for key in sold.sources.values()),
        sizes=tuple(sorted(found, key=_by_price)),
        disk_tiers=_disk_tiers(document, sold),
        per_unit_disks=_per_unit_disks(document, sold),
        meters=tuple(_meter(row, prices) for row in sold.meters),
    )


def _size(facts: Mapping[str, Any], prices: Mapping[str, Any]) -> Size:
    return Size(
        **{
            **{name: value for name, value in facts.items() if name not in CREDITS},
            **prices,
            "generations": tuple(facts["generations"].split(",")),
            "zones": tuple(prices["zones"]),
            "burst": _burst(*(facts[name] for name in CREDITS)),
        }
    )


def _burst(per_hour: Any, at_most: Any, at_start: Any) -> Burst | None:
    """A credit is a vCPU at 100 % for a minute: 60 an hour are one vCPU all the time."""
    if per_hour is None:
        return None
    baseline = Decimal(per_hour) * 100 / 60
    return Burst(
        baseline_percent=baseline, credits_per_hour=per_hour, credits_at_most=at_most, credits_at_start=at_start
    )


def _disk_tiers(document: Document, sold: RegionSold) -> tuple[DiskTier, ...]:
    """The tiers whose price is known here."""
    facts = {(row[0], row[1]): _named(TIER_COLUMNS, row) for row in document.tiers}
    tiers = [DiskTier(**facts[sku, tier], cost_per_month=cost) for sku, tier, cost in sold.tier_prices]
    return tuple(sorted(tiers, key=lambda tier: (tier.cost_per_month, tier.sku, tier.tier)))


def _per_unit_disks(document: Document, sold: RegionSold) -> tuple[PerUnitDisk, ...]:
    facts = {row[0]: _named(PER_UNIT_COLUMNS, row) for row in document.per_unit_disks}
    return tuple(PerUnitDisk(**{**facts[row[0]], **_named(UNIT_PRICE_COLUMNS, row)}) for row in sold.unit_prices)


def _meter(row: Row, prices: Source) -> Meter:
    return Meter(**_named(METER_COLUMNS, row), seen_on=prices.seen_on, source=prices.text)


def _named(columns: Iterable[str], row: Row) -> dict[str, Any]:
    return dict(zip(columns, row, strict=True))


def _by_price(size: Size) -> tuple[bool, Decimal, str]:
    price = size.linux_per_hour
    return price is None, price or Decimal(0), size.name
