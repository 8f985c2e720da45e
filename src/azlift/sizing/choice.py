"""The cheapest size that holds what is needed, what decided, and the size that came closest.

A search is a walk over the candidates in order of price; equal needs are searched once per catalogue.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from azlift.model import Catalogue, Rejected, Size
from azlift.sizing.families import is_candidate, series_of
from azlift.sizing.needs import Needs

HOURS_PER_MONTH = 730
"""Source: Azure's pricing calculator counts 730 hours a month (Azure Migrate counts 31 days: 744)."""
MIB_PER_GIB = 1024
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Offer:
    """A size at its price for one operating system."""

    size: Size
    memory_mib: int
    generations: frozenset[str]
    per_hour: Decimal

    @property
    def per_month(self) -> Decimal:
        """USD, rounded to cents."""
        return (self.per_hour * HOURS_PER_MONTH).quantize(CENT)


@dataclass(frozen=True, slots=True)
class Choice:
    """`decided_by` names the need without which something cheaper would have done."""

    needs: Needs
    offer: Offer
    decided_by: str
    runner_up: Rejected | None


class Known:
    """A catalogue told apart by identity, so that looking up what was searched in it does not hash its every size."""

    __slots__ = ("catalogue",)

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Known) and self.catalogue is other.catalogue

    def __hash__(self) -> int:
        return id(self.catalogue)


@lru_cache(maxsize=16)
def offers(known: Known, windows: bool) -> tuple[Offer, ...]:
    """The candidates of known price, cheapest first; of equal price the smaller, then the newer, then by name."""
    priced = (
        Offer(size, int(size.memory_gib * MIB_PER_GIB), frozenset(size.generations), price)
        for size in known.catalogue.sizes
        if is_candidate(size) and (price := size.windows_per_hour if windows else size.linux_per_hour) is not None
    )
    return tuple(sorted(priced, key=_order))


def _order(offer: Offer) -> tuple[Decimal, bool, int, int, int, str]:
    """Cheapest first; of the same price a constrained-core size last: it costs the quota of the full one."""
    series = series_of(offer.size.name)
    newest_first = -series.version if series else 0
    constrained = offer.size.vcpu < offer.size.vcpu_quota
    return offer.per_hour, constrained, offer.size.vcpu, offer.memory_mib, newest_first, offer.size.name


@lru_cache(maxsize=4096)
def choose_size(known: Known, needs: Needs) -> Choice | None:
    """The first offer without a shortfall, or None where every one has one."""
    sold = offers(known, needs.windows)
    almost = None
    for position, offer in enumerate(sold):
        short = shortfalls(offer, needs)
        if not short:
            return _explained(sold, position, needs, almost)
        if almost is None and len(short) == 1:
            almost = (offer, short[0])
    return None


def unmet(known: Known, needs: Needs) -> str:
    """Which needs stand each alone between a candidate and this machine, where none holds it."""
    sold = offers(known, needs.windows)
    if not sold:
        return "no candidate size has a known price"
    alone = {short[0]: None for offer in sold if len(short := shortfalls(offer, needs)) == 1}
    return (
        f"without its {' or its '.join(alone)} there would be one"
        if alone
        else "several of its needs exceed every size"
    )


def shortfalls(offer: Offer, needs: Needs) -> list[str]:
    """Every need this size does not meet, by its name."""
    size, short = offer.size, []
    if size.vcpu < needs.vcpu:
        short.append("vCPU")
    if offer.memory_mib < needs.memory_mib:
        short.append("memory")
    if size.max_data_disks < needs.data_disks:
        short.append("number of data disks")
    if size.max_nics < needs.nics:
        short.append("number of NICs")
    if not offer.generations.issuperset(needs.generations):
        short.append("generation")
    if needs.premium and not size.premium_io:
        short.append("premium disks")
    return short


def _fact(offer: Offer, needs: Needs, short: str) -> str:
    """A shortfall in figures."""
    size = offer.size
    return {
        "vCPU": f"{size.vcpu} vCPU, {needs.vcpu} are needed",
        "memory": f"{offer.memory_mib:,} MiB memory, {needs.memory_mib:,} are needed",
        "number of data disks": f"at most {size.max_data_disks} data disks, {needs.data_disks} are needed",
        "number of NICs": f"at most {size.max_nics} NICs, {needs.nics} are needed",
        "generation": f"sold as generation {' and '.join(size.generations)} only",
        "premium disks": "takes no premium disks",
    }[short]


def _explained(sold: tuple[Offer, ...], position: int, needs: Needs, almost: tuple[Offer, str] | None) -> Choice:
    """The choice with its reasons; `almost` is the cheapest offer that a single need rules out."""
    chosen = sold[position]
    cheaper = [offer for offer in sold[:position] if offer.per_hour < chosen.per_hour]
    if not cheaper:
        return Choice(needs, chosen, "nothing cheaper is offered", _next_best(sold[position + 1 :], needs))
    decided_by = "several of its needs together decided"
    if almost and almost[0].per_hour < chosen.per_hour:
        offer, short = almost
        decided_by = f"its {short} decided (without it {offer.size.name} at {offer.per_month:,} USD would do)"
    return Choice(needs, chosen, decided_by, _runner_up(cheaper[-1], needs))


def _runner_up(nearest: Offer, needs: Needs) -> Rejected:
    """The nearest cheaper offer and what refused it."""
    facts = "; ".join(_fact(nearest, needs, short) for short in shortfalls(nearest, needs))
    return Rejected(size=nearest.size.name, reason=f"{nearest.per_month:,} USD a month, but {facts}")


def _next_best(dearer: tuple[Offer, ...], needs: Needs) -> Rejected | None:
    """Where nothing is cheaper: the next offer that would hold."""
    for offer in dearer:
        if not shortfalls(offer, needs):
            return Rejected(size=offer.size.name, reason=f"holds it too, at {offer.per_month:,} USD a month")
    return None
