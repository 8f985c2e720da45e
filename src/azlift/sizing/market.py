"""What a region sells to a machine under the rules: sizes at their price, cheapest first."""

import math
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from azlift.model import HOURS_PER_MONTH, MIB_PER_GIB, Catalogue, Offered, Size, SizingRules
from azlift.sizing.families import is_burstable, is_candidate, series_of
from azlift.sizing.prices import offer_prices, per_month


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """A size at its price for one operating system, with what it carries at most (bursting included).

    Each is made once per market and is equal to itself alone, so that what is known of it can be looked up fast.
    `cost_per_month` is what the search minimises: compute in USD, not rounded, and the licences of its cores.
    """

    size: Size
    memory_mib: int
    generations: frozenset[str]
    per_hour: Decimal
    cost_per_month: Decimal
    disk_iops: float
    disk_mb_per_s: float
    network_mbit_per_s: float

    @property
    def per_month(self) -> Decimal:
        """USD for compute, rounded to cents."""
        return per_month(self.per_hour)


@lru_cache(maxsize=4096)
def prices_of(offer: Offer, windows_guest: bool) -> tuple[Offered, ...]:
    """What the offer's size costs under every commitment; one tuple for all machines that take it."""
    return offer_prices(offer.size, windows_guest)


class Known:
    """A catalogue under rules, told apart by identity, so that looking up what was searched does not hash its sizes.

    A figure the catalogue does not have is no figure: a size whose uncached IOPS are not known carries no measured
    demand on disks. With `unknown_is_enough` it does; that is for machines that no size of known figures carries.
    """

    __slots__ = ("catalogue", "rules", "terms", "unknown_is_enough")

    def __init__(
        self, catalogue: Catalogue, rules: SizingRules | None = None, *, unknown_is_enough: bool = False
    ) -> None:
        self.catalogue = catalogue
        self.rules = rules or SizingRules()
        self.unknown_is_enough = unknown_is_enough
        self.terms = (
            *(self.rules.families, self.rules.zonal, self.rules.commitment, self.rules.licence_per_core_month),
            unknown_is_enough,
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Known) and self.catalogue is other.catalogue and self.terms == other.terms

    def __hash__(self) -> int:
        return hash((id(self.catalogue), self.terms))

    @property
    def unknown(self) -> float:
        """What an unknown figure counts as."""
        return math.inf if self.unknown_is_enough else 0.0


@lru_cache(maxsize=16)
def offers(known: Known, windows: bool) -> tuple[Offer, ...]:
    """The candidates of known price, cheapest first; of equal price the smaller, then the newer, then by name."""
    return _sorted(known, [size for size in known.catalogue.sizes if is_candidate(size)], windows)


@lru_cache(maxsize=16)
def offers_with_burstable(known: Known, windows: bool) -> tuple[Offer, ...]:
    """The same with the burstable sizes, for a machine whose series shows whether their credits last."""
    return _sorted(known, [s for s in known.catalogue.sizes if is_candidate(s) or is_burstable(s)], windows)


def _sorted(known: Known, sizes: list[Size], windows: bool) -> tuple[Offer, ...]:
    rules = known.rules
    priced = (
        _offer(known, size, price)
        for size in sizes
        if (not rules.families or size.family in rules.families)
        and (size.zones or not rules.zonal)
        and (price := size.per_hour(rules.commitment, windows=windows, licence_brought=False)) is not None
    )
    return tuple(sorted(priced, key=_order))


def _offer(known: Known, size: Size, price: Decimal) -> Offer:
    def most(base: Decimal | int | None, burst: Decimal | int | None) -> float:
        return known.unknown if base is None else float(max(base, burst or 0))

    return Offer(
        size=size,
        memory_mib=int(size.memory_gib * MIB_PER_GIB),
        generations=frozenset(size.generations),
        per_hour=price,
        cost_per_month=price * HOURS_PER_MONTH + known.rules.licence_per_core_month * size.vcpu,
        disk_iops=most(size.uncached_iops, size.burst_iops),
        disk_mb_per_s=most(size.uncached_mb_per_s, size.burst_mb_per_s),
        network_mbit_per_s=most(size.network_mbit_per_s, None),
    )


def _order(offer: Offer) -> tuple[Decimal, bool, int, int, int, str]:
    """Cheapest first; of the same price a constrained-core size last: it costs the quota of the full one."""
    series = series_of(offer.size.name)
    newest_first = -series.version if series else 0
    constrained = offer.size.vcpu < offer.size.vcpu_quota
    return offer.cost_per_month, constrained, offer.size.vcpu, offer.memory_mib, newest_first, offer.size.name
