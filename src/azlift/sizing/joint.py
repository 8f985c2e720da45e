"""The cheapest size and disks together that carry what was measured, at the same moments, with a stated risk.

A temporary disk is not asked for: at the source nothing stands on one.
Exact: the sizes are walked in order of price until the cheapest disks alone make every further one dearer than the
best found; on each the cheapest disks that keep the promise are found (`disk_plans`). What a size must have whatever
the disks (the level each single demand exceeds in no more than the allowed intervals) rules most sizes out at once.
"""

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache, reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from azlift.model import PlacedDisk, Rejected, Workload
from azlift.sizing.banks import Bank, Series, cpu_bank, io_bank, unmet
from azlift.sizing.choice import fact, shortfalls, strength
from azlift.sizing.demand import Demand
from azlift.sizing.disk_plans import EVERY_DISK, Carrier, DiskPlan, Option, as_bits, cheapest_together, disk_options
from azlift.sizing.disks import LARGEST_OS_DISK_GIB, place_disks
from azlift.sizing.market import Known, Offer, offers, offers_with_burstable
from azlift.sizing.needs import Needs
from azlift.sizing.processors import score_of


@dataclass(frozen=True, slots=True)
class Combination:
    """A size and disks, the share of time in which they do not deliver, and why these.

    `needs` is what each demand asks of a size by itself.
    """

    needs: Needs
    offer: Offer
    disks: tuple[PlacedDisk, ...]
    risk: float
    exhaustive: bool
    decided_by: str
    runner_up: Rejected | None


@dataclass(frozen=True, slots=True)
class Columns:
    """The offers' figures side by side, in their order."""

    offers: tuple[Offer, ...]
    figures: NDArray[np.float64]
    """One row per need of `ROWS`, without the generation."""
    scores: NDArray[np.float64]
    """Azure compute units per vCPU; NaN: not known."""
    v1: NDArray[np.bool_]
    v2: NDArray[np.bool_]


@lru_cache(maxsize=16)
def columns(known: Known, windows: bool, burstable: bool) -> Columns:
    """The offers as arrays, in order of price."""
    sold = offers_with_burstable(known, windows) if burstable else offers(known, windows)
    rows = [
        (
            *(o.size.vcpu, o.memory_mib, o.size.max_data_disks, o.size.max_nics),
            *(o.disk_iops, o.disk_mb_per_s, o.network_mbit_per_s),
        )
        for o in sold
    ]
    return Columns(
        offers=sold,
        figures=np.array(rows, dtype=np.float64).reshape(len(sold), 7).T,
        scores=np.array([o.size.cpu_score or np.nan for o in sold], dtype=np.float64),
        v1=np.array(["V1" in o.generations for o in sold], dtype=np.bool_),
        v2=np.array(["V2" in o.generations for o in sold], dtype=np.bool_),
    )


ROWS = ("vCPU", "memory", "number of data disks", "number of NICs", "disk IOPS", "disk MB/s", "network", "generation")


def short_of(table: Columns, needs: Needs) -> NDArray[np.bool_]:
    """For each need of `ROWS` and each offer: whether the offer falls short of it."""
    asked = (
        *(needs.vcpu, needs.memory_mib, needs.data_disks, needs.nics),
        *(needs.disk_iops, needs.disk_mb_per_s, needs.network_mbit_per_s),
    )
    wrong = np.zeros(len(table.offers), dtype=np.bool_)
    for generation, sold in (("V1", table.v1), ("V2", table.v2)):
        if generation in needs.generations:
            wrong |= ~sold
    figures = table.figures
    if needs.cpu_score:
        worth = np.nan_to_num(table.scores / needs.cpu_score, nan=1.0)
        figures = np.vstack([figures[:1] * worth, figures[1:]])
    return np.vstack([figures < np.array(asked, dtype=np.float64)[:, None], wrong])


def level(demand: Series | None, allowed: int) -> float:
    """What is exceeded in `allowed` intervals at most; 0 where nothing was measured."""
    if demand is None:
        return 0.0
    known = demand[~np.isnan(demand)]
    return float(np.partition(known, -1 - allowed)[-1 - allowed]) if len(known) > allowed else 0.0


def needs_of(demand: Demand, configured: Needs, processor: str) -> Needs:
    """What each demand by itself asks of a size; what was not measured is as configured."""
    allowed = demand.allowed
    vcpu = configured.vcpu if demand.vcpu is None else level(demand.vcpu, allowed)
    memory = configured.memory_mib if demand.memory_mib is None else math.ceil(level(demand.memory_mib, allowed))
    return replace(
        configured,
        vcpu=vcpu,
        memory_mib=memory,
        premium=False,
        disk_iops=level(demand.disk_iops, allowed),
        disk_mb_per_s=level(demand.disk_mb_per_s, allowed),
        network_mbit_per_s=level(demand.network_mbit_per_s, allowed),
        cpu_score=None if demand.vcpu is None else score_of(processor),
    )


class Search:
    """One machine's search: its demand against what a region sells."""

    def __init__(self, workload: Workload, demand: Demand, configured: Needs, known: Known, disk_sku: str) -> None:
        self.workload, self.demand, self.known, self.disk_sku = workload, demand, known, disk_sku
        self.needs = needs_of(demand, configured, workload.processor)
        self.table = columns(known, self.needs.windows, demand.interval_seconds > 0)
        self.short = short_of(self.table, self.needs)
        self._choices: dict[Carrier, list[list[Option]]] = {}
        self._played: dict[tuple[Bank, float], int] = {}

    def run(self) -> Combination | None:
        """The cheapest combination; None where there is none."""
        cheapest_disks = self._plan(EVERY_DISK, 0)
        if cheapest_disks is None:
            return None
        best: tuple[Decimal, int, DiskPlan] | None = None
        for position in np.flatnonzero(~self.short.any(axis=0)).tolist():
            offer = self.table.offers[position]
            if best and offer.cost_per_month + cheapest_disks.cost_per_month >= best[0]:
                break
            plan = self._plan(self._carrier(offer), self._unmet(offer))
            if plan and (best is None or offer.cost_per_month + plan.cost_per_month < best[0]):
                best = (offer.cost_per_month + plan.cost_per_month, position, plan)
        return self._explained(best[1], best[2]) if best else None

    def _carrier(self, offer: Offer) -> Carrier:
        return Carrier(premium=offer.size.premium_io, zonal=bool(offer.size.zones))

    def _plan(self, carrier: Carrier, taken: int) -> DiskPlan | None:
        if carrier not in self._choices:
            self._choices[carrier] = self._options(carrier)
        return cheapest_together(self._choices[carrier], taken, self.demand.allowed)

    def _options(self, carrier: Carrier) -> list[list[Option]]:
        """For each disk what could be taken; nothing for one that this size cannot carry."""
        largest = LARGEST_OS_DISK_GIB[self.needs.generation]
        found = []
        as_is = place_disks(self.workload, self.known.catalogue, self.disk_sku)
        for disk, load, placed in zip(self.workload.disks, self.demand.loads, as_is, strict=True):
            if load.measured:
                found.append(disk_options(disk, load, self.known, carrier, self.demand.interval_seconds, largest))
            else:
                attachable = carrier.premium or not placed.sku.startswith("Premium")
                found.append([Option(placed, 0)] if attachable else [])
        return found

    def _unmet(self, offer: Offer) -> int:
        """The intervals in which the size by itself does not deliver."""
        return reduce(or_, self._unmet_by_need(offer).values(), 0)

    def _unmet_by_need(self, offer: Offer) -> dict[str, int]:
        demand, size, seconds = self.demand, offer.size, self.demand.interval_seconds
        missed: dict[str, int] = {}
        if demand.vcpu is not None:
            missed["vCPU"] = self._short_of_vcpu(demand.vcpu, cpu_bank(size), strength(offer, self.needs))
        if demand.memory_mib is not None:
            missed["memory"] = as_bits(demand.memory_mib > offer.memory_mib)
        if demand.network_mbit_per_s is not None:
            missed["network"] = as_bits(demand.network_mbit_per_s > offer.network_mbit_per_s)
        if demand.disk_iops is not None:
            bank = io_bank(size.uncached_iops, size.burst_iops, self.known.unknown)
            missed["disk IOPS"] = as_bits(unmet(demand.disk_iops, bank, seconds))
        if demand.disk_mb_per_s is not None:
            bank = io_bank(size.uncached_mb_per_s, size.burst_mb_per_s, self.known.unknown)
            missed["disk MB/s"] = as_bits(unmet(demand.disk_mb_per_s, bank, seconds))
        return missed

    def _short_of_vcpu(self, vcpu: Series, bank: Bank, worth: float) -> int:
        """Sizes of the same vCPU and credits are played once."""
        if (bank, worth) not in self._played:
            self._played[bank, worth] = as_bits(unmet(vcpu / worth, bank, self.demand.interval_seconds))
        return self._played[bank, worth]

    # -- why -------------------------------------------------------------------------------------------------------

    def _explained(self, position: int, plan: DiskPlan) -> Combination:
        offer = self.table.offers[position]
        missed = (self._unmet(offer) | plan.unmet).bit_count()
        risk = missed / self.demand.intervals if self.demand.interval_seconds else self.demand.tail
        cheaper = [p for p in range(position) if self.table.offers[p].cost_per_month < offer.cost_per_month]
        return Combination(
            needs=self.needs,
            offer=offer,
            disks=plan.disks,
            risk=risk,
            exhaustive=plan.exhaustive,
            decided_by=self._decided_by(cheaper),
            runner_up=self._runner_up(cheaper[-1], plan) if cheaper else None,
        )

    def _decided_by(self, cheaper: list[int]) -> str:
        """The need without which something cheaper would do."""
        if not cheaper:
            return "nothing cheaper is offered"
        counts = self.short[:, : cheaper[-1] + 1].sum(axis=0)
        for position in np.flatnonzero(counts <= 1).tolist():
            offer = self.table.offers[position]
            name = self._alone(position, offer)
            if name:
                return f"its {name} decided ({offer.size.name} at {offer.per_month:,} USD falls short of nothing else)"
        return "several of its needs together decided"

    def _alone(self, position: int, offer: Offer) -> str:
        """The only thing that speaks against this size; empty where there are more."""
        allowed, missed = self.demand.allowed, self._unmet_by_need(offer)
        short = [ROWS[row] for row in np.flatnonzero(self.short[:, position]).tolist()]
        over = [name for name, intervals in missed.items() if intervals.bit_count() > allowed]
        if not short and not over:
            together = reduce(or_, missed.values(), 0).bit_count() > allowed
            return "demand at the same time" if together else "disks, which cost more on it,"
        for name in short or over:
            rest = reduce(or_, (intervals for other, intervals in missed.items() if other != name), 0)
            if rest.bit_count() <= allowed:
                return "use of CPU credits" if name == "vCPU" and not short and offer.size.burst else name
        return ""

    def _runner_up(self, position: int, plan: DiskPlan) -> Rejected:
        """The nearest cheaper size and what spoke against it."""
        offer = self.table.offers[position]
        short = shortfalls(offer, self.needs)
        reason = "; ".join(fact(offer, self.needs, name) for name in short) or self._joint_reason(offer, plan)
        return Rejected(size=offer.size.name, reason=f"{offer.per_month:,} USD a month, but {reason}")

    def _joint_reason(self, offer: Offer, plan: DiskPlan) -> str:
        missed, allowed = self._unmet(offer), self.demand.allowed
        if missed.bit_count() > allowed:
            by_cpu = self._unmet_by_need(offer).get("vCPU", 0).bit_count()
            what = "its credits run out" if offer.size.burst and by_cpu > allowed else "its limits are exceeded"
            share = missed.bit_count() / self.demand.intervals
            return f"{what} in {share:.2%} of the intervals, {allowed / self.demand.intervals:.2%} are allowed"
        disks = self._plan(self._carrier(offer), missed)
        if disks is None:
            return "it takes no disks that carry the load"
        return f"the disks on it cost {disks.cost_per_month:,.2f} USD instead of {plan.cost_per_month:,.2f}"


def choose_jointly(
    workload: Workload, demand: Demand, configured: Needs, known: Known, disk_sku: str
) -> Combination | None:
    """The cheapest size and disks that carry the demand; None where no combination of known figures does."""
    return Search(workload, demand, configured, known, disk_sku).run()
