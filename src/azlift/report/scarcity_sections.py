"""What stands in where quota or a zone falls short, and what must be asked for: tables for whoever plans the waves."""

from collections.abc import Iterator

from azlift.model import Ask, AskKind, Estate, Fallback, FallbackKind, WavePlan
from azlift.report.tables import Section


def scarcity_sections(plan: WavePlan, estate: Estate) -> Iterator[Section]:
    """The sections that have something to say."""
    for section in (_fallbacks(plan, estate), _asks(plan)):
        if section.rows:
            yield section


def _fallbacks(plan: WavePlan, estate: Estate) -> Section:
    """The costliest first."""
    ordered = sorted(plan.fallbacks, key=lambda one: (-one.extra_per_month, one.workload))
    rows = [
        (estate.by_id[one.workload].name, one.kind, _before(one), _after(one), f"{one.extra_per_month:+,.2f}", one.why)
        for one in ordered
        if one.workload in estate.by_id
    ]
    return Section("Fallbacks", ("machine", "other", "placed as", "lands as", "USD a month", "why"), rows)


def _before(fallback: Fallback) -> str:
    placed = {
        FallbackKind.ZONE: f"zone {fallback.from_zone}",
        FallbackKind.REGION: f"{fallback.from_size} in {fallback.from_region}",
    }
    return placed.get(fallback.kind, fallback.from_size)


def _after(fallback: Fallback) -> str:
    landed = {
        FallbackKind.ZONE: f"zone {fallback.zone}",
        FallbackKind.REGION: f"{fallback.placement.size} in {fallback.placement.region}",
    }
    return landed.get(fallback.kind, fallback.placement.size)


def _asks(plan: WavePlan) -> Section:
    """In order of the days by which they must be granted."""
    rows = [
        (ask.by.isoformat(), ask.wave, _asked(ask), _place(ask), "unknown" if cost is None else f"{cost:,.2f}", ask.why)
        for ask in plan.asks
        for cost in (ask.cost_per_month,)
    ]
    return Section("To be asked for", ("by", "for", "what", "where", "USD a month until used", "why"), rows)


def _asked(ask: Ask) -> str:
    if ask.kind is AskKind.QUOTA:
        return f"{ask.amount:,} vCPU more of {ask.what}"
    return f"{ask.amount:,} {ask.what} reserved"


def _place(ask: Ask) -> str:
    return f"{ask.region}, zone {ask.zone}" if ask.zone else ask.region
