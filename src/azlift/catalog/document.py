"""The catalogue as a file: what is in it, how it is read and how it is written.

It is JSON, one size, tier or meter a line, each list after the names of its columns; null is not known. The file that
ships is compressed (`zcat azure-2026-08.json.gz | less`) and holds every region; a workspace's is plain, holds one
region, and is what `azlift catalog refresh` wrote. What a size is stands once, what it costs once per region.

Units are those of `azlift.model.Size`, `DiskTier`, `PerUnitDisk` and `Meter`: prices of sizes per hour, of disks per
month. `credits_…` are a burstable size's. `sources` tells of a region which source its sizes and its prices come from.
"""

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from azlift.errors import InputError

Row = Sequence[Any]

SIZE_COLUMNS = (
    *("name", "family", "vcpu", "vcpu_quota", "memory_gib", "max_data_disks", "max_nics", "architecture"),
    *("generations", "premium_io", "uncached_iops", "uncached_mb_per_s", "burst_iops", "burst_mb_per_s"),
    *("network_mbit_per_s", "temp_disk_gib", "accelerated_networking", "encryption_at_host", "cpu_score"),
    *("credits_per_hour", "credits_at_most", "credits_at_start"),
)
PRICE_COLUMNS = (
    *("name", "zones", "linux_per_hour", "windows_per_hour", "reserved_1y_per_hour", "reserved_3y_per_hour"),
    *("savings_1y_per_hour", "savings_3y_per_hour"),
)
TIER_COLUMNS = ("sku", "tier", "capacity_gib", "iops", "mb_per_s", "burst_iops", "burst_mb_per_s", "shares_at_most")
PER_UNIT_COLUMNS = (
    *("sku", "least_gib", "most_gib", "free_iops", "free_mb_per_s", "gib_with_free_iops", "iops_per_gib"),
    *("most_iops", "mb_per_s_per_iops", "most_mb_per_s"),
)
TIER_PRICE_COLUMNS = ("sku", "tier", "cost_per_month")
UNIT_PRICE_COLUMNS = ("sku", "per_gib", "per_iops", "per_mb_per_s")
METER_COLUMNS = ("name", "unit", "price")

NEXT = ",\n"
COMPRESSED = ".gz"


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read, and the day it was last compared with Azure (ISO)."""

    seen_on: str
    text: str


@dataclass(frozen=True, slots=True)
class RegionSold:
    """What one region sells, in rows of the columns above.

    `sources` are keys of `Document.sources` by what they are the source of: `sizes` and `prices` always.
    """

    sources: Mapping[str, str]
    sizes: Sequence[Row]
    tier_prices: Sequence[Row]
    unit_prices: Sequence[Row]
    meters: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Document:
    """A catalogue's file. `notes` are for whoever opens it: the source of each column."""

    notes: Mapping[str, str]
    sources: Mapping[str, Source]
    sizes: Sequence[Row]
    tiers: Sequence[Row]
    per_unit_disks: Sequence[Row]
    regions: Mapping[str, RegionSold]


def read_document(file: Path) -> Document:
    """The file's content. Raises InputError for one that is not a catalogue."""
    return parse_document(file.read_bytes(), str(file))


def parse_document(content: bytes, name: str) -> Document:
    """The catalogue in `content`, of the file `name`. Raises InputError."""
    try:
        text = gzip.decompress(content) if name.endswith(COMPRESSED) else content
        return _document(json.loads(text, parse_float=Decimal))
    except (OSError, EOFError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise InputError(
            f"not a catalogue azlift can read: {type(error).__name__}: {error}",
            file=name,
            advice="Write it anew with `azlift catalog refresh`, or delete it.",
        ) from error


def render_document(document: Document) -> str:
    """The file's text: the same document has the same one."""
    parts = [
        f'"notes": {json.dumps(dict(document.notes), indent=1)}',
        f'"sources": {json.dumps({key: [s.seen_on, s.text] for key, s in document.sources.items()}, indent=1)}',
        _table("sizes", SIZE_COLUMNS, document.sizes),
        _table("disk_tiers", TIER_COLUMNS, document.tiers),
        _table("per_unit_disks", PER_UNIT_COLUMNS, document.per_unit_disks),
        '"regions": {' + NEXT.join(_region(name, sold) for name, sold in sorted(document.regions.items())) + "}",
    ]
    return "{" + NEXT.join(parts) + "}\n"


def _document(content: Any) -> Document:
    sources = {key: _source(*said) for key, said in content["sources"].items()}
    return Document(
        notes=dict(content["notes"]),
        sources=sources,
        sizes=_rows(content["sizes"], SIZE_COLUMNS),
        tiers=_rows(content["disk_tiers"], TIER_COLUMNS),
        per_unit_disks=_rows(content["per_unit_disks"], PER_UNIT_COLUMNS),
        regions={name: _sold(said, sources) for name, said in content["regions"].items()},
    )


def _source(seen_on: str, text: str) -> Source:
    return Source(date.fromisoformat(seen_on).isoformat(), str(text))


def _sold(said: Any, sources: Mapping[str, Source]) -> RegionSold:
    named = dict(said["sources"])
    if not {"sizes", "prices"} <= named.keys() or not sources.keys() >= set(named.values()):
        raise ValueError(f"expected sources of sizes and prices among {', '.join(sources)}, found {named}")
    return RegionSold(
        sources=named,
        sizes=_rows(said["sizes"], PRICE_COLUMNS),
        tier_prices=_rows(said["disk_tiers"], TIER_PRICE_COLUMNS),
        unit_prices=_rows(said["per_unit_disks"], UNIT_PRICE_COLUMNS),
        meters=_rows(said["meters"], METER_COLUMNS),
    )


def _rows(table: Sequence[Row], columns: Sequence[str]) -> Sequence[Row]:
    """The rows below the line that names the columns. Raises ValueError where they are not these."""
    header, *rows = table
    if list(header) != list(columns):
        raise ValueError(f"expected the columns {', '.join(columns)}, found {header}")
    if any(len(row) != len(columns) for row in rows):
        raise ValueError(f"a row has not the {len(columns)} cells of {', '.join(columns)}")
    return rows


def _region(name: str, sold: RegionSold) -> str:
    parts = [
        f'"sources": {json.dumps(dict(sold.sources))}',
        _table("sizes", PRICE_COLUMNS, sold.sizes),
        _table("disk_tiers", TIER_PRICE_COLUMNS, sold.tier_prices),
        _table("per_unit_disks", UNIT_PRICE_COLUMNS, sold.unit_prices),
        _table("meters", METER_COLUMNS, sold.meters),
    ]
    return f"{json.dumps(name)}: {{{NEXT.join(parts)}}}"


def _table(name: str, columns: Sequence[str], rows: Sequence[Row]) -> str:
    """A line per row, so that a refreshed catalogue reads as a diff."""
    lines = (json.dumps(list(row), separators=(",", ":"), default=_number) for row in (columns, *rows))
    return f'"{name}": [' + NEXT.join(lines) + "]"


def _number(value: object) -> int | float:
    """A Decimal as JSON has it: 85 rather than 85.0. Raises TypeError for anything else."""
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} has no place in a catalogue")
    return int(value) if value == value.to_integral_value() else float(value)
