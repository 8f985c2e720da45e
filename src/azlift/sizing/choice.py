"""The cheapest size that holds what is needed, what decided, and the size that came closest.

A search is a walk over the candidates in order of price; equal needs are searched once per catalogue.
"""

from dataclasses import dataclass
from functools import lru_cache

from azlift.model import Rejected
from azlift.sizing.market import Known, Offer, offers
from azlift.sizing.needs import Needs


@dataclass(frozen=True, slots=True)
class Choice:
    """`decided_by` names the need without which something cheaper would have done."""

    needs: Needs
    offer: Offer
    decided_by: str
    runner_up: Rejected | None


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
    if size.vcpu * strength(offer, needs) < needs.vcpu:
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
    if offer.disk_iops < needs.disk_iops:
        short.append("disk IOPS")
    if offer.disk_mb_per_s < needs.disk_mb_per_s:
        short.append("disk MB/s")
    if offer.network_mbit_per_s < needs.network_mbit_per_s:
        short.append("network")
    return short


def strength(offer: Offer, needs: Needs) -> float:
    """How many of the source's vCPU one of this size's is worth; 1 where either is not known."""
    score = offer.size.cpu_score
    return float(score) / needs.cpu_score if score and needs.cpu_score else 1.0


def fact(offer: Offer, needs: Needs, short: str) -> str:
    """A shortfall in figures."""
    size = offer.size
    return {
        "vCPU": f"{size.vcpu} vCPU{_compared(strength(offer, needs))}, {round(needs.vcpu, 2):g} are needed",
        "memory": f"{offer.memory_mib:,} MiB memory, {needs.memory_mib:,} are needed",
        "number of data disks": f"at most {size.max_data_disks} data disks, {needs.data_disks} are needed",
        "number of NICs": f"at most {size.max_nics} NICs, {needs.nics} are needed",
        "generation": f"sold as generation {' and '.join(size.generations)} only",
        "premium disks": "takes no premium disks",
        "disk IOPS": _limit(size.uncached_iops, offer.disk_iops, needs.disk_iops, "IOPS on its disks"),
        "disk MB/s": _limit(size.uncached_mb_per_s, offer.disk_mb_per_s, needs.disk_mb_per_s, "MB/s on its disks"),
        "network": _limit(size.network_mbit_per_s, offer.network_mbit_per_s, needs.network_mbit_per_s, "Mbit/s"),
    }[short]


def _compared(strength: float) -> str:
    return "" if strength == 1 else f", each worth {strength:.2f} of the source's"


def _limit(stated: object, most: float, needed: float, unit: str) -> str:
    if stated is None:
        return f"how many {unit} it carries is not known, {needed:,.0f} are needed"
    return f"{most:,.0f} {unit}, {needed:,.0f} are needed"


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
    facts = "; ".join(fact(nearest, needs, short) for short in shortfalls(nearest, needs))
    return Rejected(size=nearest.size.name, reason=f"{nearest.per_month:,} USD a month, but {facts}")


def _next_best(dearer: tuple[Offer, ...], needs: Needs) -> Rejected | None:
    """Where nothing is cheaper: the next offer that would hold."""
    for offer in dearer:
        if not shortfalls(offer, needs):
            return Rejected(size=offer.size.name, reason=f"holds it too, at {offer.per_month:,} USD a month")
    return None
