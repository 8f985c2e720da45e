"""What a catalogue knows of a region, and how old that is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from azlift.catalog.document import PRICE_COLUMNS, Document, RegionSold, Source
from azlift.catalog.reader import document_of, shipped
from azlift.model import Finding, Severity

STALE_AFTER_DAYS = 90
"""Of about 1,000 Linux prices of a region, 2 changed in the 65 days between two recordings of 2026: in a quarter some
three in a thousand are wrong. A quarter is also about as long as an approved plan stands."""


@dataclass(frozen=True, slots=True)
class Age:
    """`of` is what was read: `sizes`, `prices`, `windows`, `reservations`."""

    of: str
    source: Source
    days: int


@dataclass(frozen=True, slots=True)
class RegionInformation:
    """Counts of what is known. `own` says that the workspace has a file of its own for the region."""

    region: str
    own: bool
    sizes: int
    linux: int
    windows: int
    reserved: int
    savings: int
    disk_tiers: int
    per_unit_disks: int
    meters: int
    ages: tuple[Age, ...]
    findings: tuple[Finding, ...]


def catalogue_info(region: str, workspace: Path | None, today: date) -> RegionInformation:
    """What is known of a region's sizes and prices. Raises SettingsError for an unknown region, InputError."""
    document = document_of(region, workspace)
    sold = document.regions[region]
    ages = tuple(_ages(document, sold, today))
    return RegionInformation(
        region=region,
        own=document is not shipped(),
        sizes=len(sold.sizes),
        linux=_known(sold, "linux_per_hour"),
        windows=_known(sold, "windows_per_hour"),
        reserved=_known(sold, "reserved_1y_per_hour", "reserved_3y_per_hour"),
        savings=_known(sold, "savings_1y_per_hour", "savings_3y_per_hour"),
        disk_tiers=len(sold.tier_prices),
        per_unit_disks=len(sold.unit_prices),
        meters=len(sold.meters),
        ages=ages,
        findings=tuple(_findings(region, sold, ages, today)),
    )


def judge_age(region: str, seen_on: str, today: date, of: str = "prices") -> Finding | None:
    """A finding where what was seen on that day (ISO) is older than `STALE_AFTER_DAYS`."""
    days = _days(seen_on, today)
    if days <= STALE_AFTER_DAYS:
        return None
    return Finding(
        code="catalogue-stale",
        severity=Severity.WARNING,
        message=f"The {of} known of {region} are {days} days old; after {STALE_AFTER_DAYS} they are to be read anew.",
        evidence=f"seen on {seen_on}",
        remedy=f"azlift catalog refresh --region {region}",
    )


def _ages(document: Document, sold: RegionSold, today: date) -> Iterator[Age]:
    for of, key in sold.sources.items():
        source = document.sources[key]
        yield Age(of, source, _days(source.seen_on, today))


def _findings(region: str, sold: RegionSold, ages: tuple[Age, ...], today: date) -> Iterator[Finding]:
    judged = (judge_age(region, age.source.seen_on, today, age.of) for age in ages)
    yield from (finding for finding in judged if finding)
    if not sold.tier_prices:
        yield Finding(
            code="catalogue-without-disks",
            severity=Severity.WARNING,
            message=f"No price of a disk is known in {region}: what a machine's storage costs there is not known.",
            remedy=f"azlift catalog refresh --region {region}",
        )


def _known(sold: RegionSold, *columns: str) -> int:
    """How many sizes have a price in any of these columns."""
    places = [PRICE_COLUMNS.index(column) for column in columns]
    return sum(any(row[place] is not None for place in places) for row in sold.sizes)


def _days(seen_on: str, today: date) -> int:
    return (today - date.fromisoformat(seen_on)).days
