"""Families and regions that the calendar names and no catalogue knows: most often a slip, which binds nothing."""

from azlift.errors import did_you_mean
from azlift.model import Calendar, Finding, Severity
from azlift.scarcity.shop import Shop


def judge_names(calendar: Calendar, shop: Shop) -> tuple[Finding, ...]:
    """A warning for each, once; the entry is passed over."""
    named = {(quota.family, quota.region) for quota in calendar.quotas}
    named |= {(entry.family, entry.region) for entry in calendar.scarcity.closed_zones}
    regions = {region for _, region in named} | {entry.region for entry in calendar.scarcity.regions}
    families = {region: _families(region, shop) for region in regions}
    unknown = [_unknown_region(region) for region in sorted(regions) if not families[region]]
    return (*unknown, *(_unknown_family(*one, families[one[1]]) for one in sorted(named) if _is_odd(*one, families)))


def _families(region: str, shop: Shop) -> tuple[str, ...]:
    shelf = shop.shelf(region.casefold())
    return tuple(sorted({size.family for size in shelf.catalogue.sizes})) if shelf else ()


def _is_odd(family: str, region: str, families: dict[str, tuple[str, ...]]) -> bool:
    known = families[region]
    return bool(known) and family.casefold() not in {one.casefold() for one in known}


def _unknown_region(region: str) -> Finding:
    return Finding(
        code="region-unknown",
        severity=Severity.WARNING,
        message=f"no sizes and prices are known for the region {region!a} that calendar.yaml names: what it says of it "
        "is passed over",
        remedy="Correct its name, or ask Azure: azlift catalog refresh --region NAME.",
    )


def _unknown_family(family: str, region: str, known: tuple[str, ...]) -> Finding:
    suggested = did_you_mean(family, known)
    return Finding(
        code="family-unknown",
        severity=Severity.WARNING,
        message=f"no size of {region} is of the family {family!a} that calendar.yaml names: it binds nothing",
        remedy=f"{suggested} Families are spelt as Azure's list of usages has them.".strip(),
    )
