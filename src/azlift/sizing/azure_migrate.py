"""What Azure Migrate's published method takes: for comparison, beside what azlift takes.

Sources, MicrosoftDocs/azure-docs articles/migrate:
- concepts-assessment-calculation.md @ 6407f8d5: disks first, each alone, by the lowest cost that meets size, IOPS and
  MB/s, reads and writes added up; without performance data a Standard SSD of the disk's size; then NIC count and
  network out times the comfort factor; then the cheapest size with the effective cores and memory; what has no history
  is taken as allocated, without the factor; stars by the share of data points, none for imported figures and as-is.
- target-right-sizing.md @ 0232df4b (2024-10-21): a point is the peak of 10 minutes, of a physical server of 5; points
  in ascending order, of which one is picked by percentile; 16 vCPU at 20 % need 4, with a factor of 1.5 they need 8.
- assessment-properties.md @ a1848f20 (2024-11-05): the factor multiplies CPU, memory, disk and network; in an as-is
  assessment it multiplies what is allocated; 10 cores at 20 % need 2, with a factor of 2 they need 4.
- review of Azure VM assessments (2025-04-17): figures of the machine as a whole size the VM, not its disks.
Not published, so not here: the processor benchmark, and which series an assessment allows by default; it may take what
azlift may, without burstable sizes. Ultra disks are left out, as the catalogue has none.
"""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from azlift.model import CENT, Disk, Metric, PlacedDisk, Recommendation, SizingRules, Trace, Usage, Workload
from azlift.model.usage import Key
from azlift.sizing.banks import Series
from azlift.sizing.choice import choose_size
from azlift.sizing.demand import DECIMALS, MEGABITS_PER_MEGABYTE, clean, statistic
from azlift.sizing.disk_plans import ladder, placed_in
from azlift.sizing.disks import cost_of, disk_gib, place_disks
from azlift.sizing.market import Known
from azlift.sizing.needs import Needs

DISK_SKUS = ("Standard_LRS", "StandardSSD_LRS", "Premium_LRS")
UNMEASURED_SKU = "StandardSSD_LRS"
PEAK_SECONDS = {"virtual": 600, "physical": 300}
STATISTICS = {50: ("p50", "p90", "p95", "p99", "peak"), 90: ("p90", "p95", "p99", "peak")}
STATISTICS |= {95: ("p95", "p99", "peak"), 99: ("p99", "peak")}
"""The statistic asked for; where a source does not have it, the next higher one it has."""

Figures = dict[Key, float]


def recommend(
    workload: Workload, configured: Needs, known: Known, disk_sku: str, trace: Trace | None = None
) -> Recommendation | None:
    """The size and disks the method takes; None where it finds the machine unsuitable.

    An as-is assessment takes disks of `disk_sku`.
    """
    rules = known.rules
    figures = {} if rules.basis == "as_is" else dict(_figures(workload, rules, trace))
    disks = (
        place_disks(workload, known.catalogue, disk_sku)
        if rules.basis == "as_is"
        else _place(workload, figures, known, rules.comfort_factor)
    )
    if disks is None:
        return None
    needs = _effective(workload, configured, figures, rules, disks)
    choice = choose_size(known, needs)
    if choice is None:
        return None
    return Recommendation(
        method="azure_migrate",
        basis="performance" if figures else "as_is",
        size=choice.offer.size.name,
        disks=disks,
        compute_per_month=choice.offer.per_month,
        storage_per_month=cost_of(disks).quantize(CENT),
        why=_why(needs, figures, rules),
        confidence=_confidence(workload, trace) if figures else None,
    )


def _figures(workload: Workload, rules: SizingRules, trace: Trace | None) -> Iterator[tuple[Key, float]]:
    """Each metric's figure: of its series the percentile, else the statistic a source has, else the one it imported."""
    for usage in workload.usage:
        value = _statistic(usage, rules.percentile)
        if value is not None:
            yield (usage.metric, usage.disk), value
    if trace:
        for key, series in trace.series.items():
            peaks = peaks_of(clean(series), trace.interval_seconds, PEAK_SECONDS[workload.kind])
            if len(peaks):
                yield key, float(np.sort(peaks)[-(-rules.percentile * len(peaks) // 100) - 1])


def _statistic(usage: Usage, percentile: int) -> float | None:
    named = (statistic(usage, name) for name in (*STATISTICS[percentile], "sample"))
    return next((value for value in named if value is not None), None)


def peaks_of(series: Series, interval_seconds: int, peak_seconds: int) -> Series:
    """The highest value of each `peak_seconds`, without those in which nothing was measured."""
    together = max(1, peak_seconds // interval_seconds)
    padded = np.concatenate([series, np.full(-len(series) % together, np.nan)])
    peaks: Series = np.fmax.reduce(padded.reshape(-1, together), axis=1)
    return peaks[~np.isnan(peaks)]


def _place(workload: Workload, figures: Figures, known: Known, comfort: float) -> tuple[PlacedDisk, ...] | None:
    placed = [_place_one(disk, figures, known, comfort) for disk in workload.disks]
    found = tuple(disk for disk in placed if disk)
    return found if len(found) == len(placed) else None


def _place_one(disk: Disk, figures: Figures, known: Known, comfort: float) -> PlacedDisk | None:
    """The cheapest disk that meets size, IOPS and MB/s; without bursting, of which the method says nothing."""
    iops, mb_per_s = figures.get((Metric.DISK_IOPS, disk.key)), figures.get((Metric.DISK_MB_PER_S, disk.key))
    skus = (UNMEASURED_SKU,) if iops is None and mb_per_s is None else DISK_SKUS
    for rung in ladder(known):
        if (
            rung.tier.sku in skus
            and rung.tier.capacity_gib >= disk_gib(disk)
            and (iops is None or rung.iops.base >= round(iops * comfort, DECIMALS))
            and (mb_per_s is None or rung.mb_per_s.base >= round(mb_per_s * comfort, DECIMALS))
        ):
            return placed_in(rung, disk)
    return None


def _effective(
    workload: Workload, configured: Needs, figures: Figures, rules: SizingRules, disks: tuple[PlacedDisk, ...]
) -> Needs:
    """What is used, times the comfort factor; what was not measured, as allocated."""
    comfort = rules.comfort_factor
    allocated = comfort if rules.basis == "as_is" else 1.0

    def used(metric: Metric) -> float | None:
        percent = figures.get((metric, ""))
        return None if percent is None else percent / 100 * comfort

    cpu, memory = used(Metric.CPU_PERCENT), used(Metric.MEMORY_PERCENT)
    return replace(
        configured,
        vcpu=round(configured.vcpu * (allocated if cpu is None else cpu), DECIMALS),
        memory_mib=math.ceil(round(configured.memory_mib * (allocated if memory is None else memory), DECIMALS)),
        premium=any(disk.sku.startswith("Premium") for disk in disks),
        disk_iops=_total(figures, Metric.DISK_IOPS) * comfort,
        disk_mb_per_s=_total(figures, Metric.DISK_MB_PER_S) * comfort,
        network_mbit_per_s=figures.get((Metric.NETWORK_OUT_MB_PER_S, ""), 0.0) * comfort * MEGABITS_PER_MEGABYTE,
    )


def _total(figures: Figures, metric: Metric) -> float:
    """Of the machine as a whole where that was measured, else of its disks together; 0: not measured."""
    disks = sum(value for (named, disk), value in figures.items() if named is metric and disk)
    return figures.get((metric, ""), disks)


def _why(needs: Needs, figures: Figures, rules: SizingRules) -> str:
    if not figures:
        factor = f", times {rules.comfort_factor:g}" if rules.basis == "as_is" else ""
        return f"as it is{factor}: {round(needs.vcpu, 2):g} vCPU and {needs.memory_mib:,} MiB"
    return (
        f"the {rules.percentile}th percentile of use times {rules.comfort_factor:g}: "
        f"{round(needs.vcpu, 2):g} vCPU and {needs.memory_mib:,} MiB"
    )


def _confidence(workload: Workload, trace: Trace | None) -> int | None:
    """Stars by the share of the data points that CPU, memory, each disk and the network should have; None where no
    source says how many there were."""
    keys: list[Key] = [(Metric.CPU_PERCENT, ""), (Metric.MEMORY_PERCENT, ""), (Metric.NETWORK_OUT_MB_PER_S, "")]
    keys += [(metric, d.key) for d in workload.disks for metric in (Metric.DISK_IOPS, Metric.DISK_MB_PER_S)]
    present = {(u.metric, u.disk): u.coverage for u in workload.usage if u.coverage is not None}
    if trace:
        present |= {key: float(np.mean(~np.isnan(series))) for key, series in trace.series.items() if len(series)}
    if not present:
        return None
    return stars(sum(present.get(key, 0.0) for key in keys) / len(keys))


def stars(share: float) -> int:
    """1 to 20 % one star, to 40 % two, and so on to five."""
    return min(5, max(1, math.ceil(round(share * 5, DECIMALS))))
