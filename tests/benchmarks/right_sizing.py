"""What three ways of sizing cost on 1,000 real traces, and whether it fits: `python tests/benchmarks/right_sizing.py`.

As-is, Azure Migrate's documented method, and ours; each fitted on the whole day, and on each half to be tested on the
other. Which series an assessment allows is not published, so the documented method is shown with and without burstable
sizes. The headroom for CPU was set after the first of the halves had been seen, and not changed after the second.

Fit is a replay of the trace against the chosen size, written apart from the code that chose: the share of samples in
which CPU or memory is over what the size has, and the share of machines with more than 1 % of samples over.

The traces (SOURCES.md in $AZLIFT_SHARED/data: Google's 2011 cluster trace, 5 minutes, one day) say CPU and memory in
percent of what was requested, and not of how much: each is given the vCPU and memory of a powered-on machine of the
805-machine RVTools workbook, drawn with a seed, and runs Linux. Nobody measured disks or network, so costs are for
compute alone, by list prices of West Europe. All are ratios: the traces are not of the machines they are laid on.
"""

import argparse
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random

import numpy as np
import pyarrow.parquet as pq

from azlift.catalog import read_catalogue
from azlift.estate import read_inventory
from azlift.model import (
    Burst,
    Catalogue,
    Disk,
    Firmware,
    Metric,
    Origin,
    OsFamily,
    Placement,
    Power,
    Size,
    SizingRules,
    Trace,
    Workload,
)
from azlift.sizing import choose_placement
from azlift.sizing.azure_migrate import peaks_of
from azlift.sizing.banks import Series
from azlift.sizing.market import Known, offers_with_burstable

DATA = Path(os.environ.get("AZLIFT_SHARED", Path(__file__).parents[3] / "shared")) / "data"
TRACES = DATA / "perf" / "gcd_2011_cpu_mem_5min_1000vms.parquet"
WORKBOOK = DATA / "inventories" / "rvtools" / "SizingWorkshop-RVTools.xlsx"

BASELINES = {"ts": 20, "ats": 20, "ls": 30, "als": 30, "s": 40, "as": 40}
"""Percent of each vCPU that a burstable size of version 2 has always, by the letters after its vCPU.

Source: MicrosoftDocs/azure-compute-docs articles/virtual-machines/sizes/general-purpose/bsv2-series.md @ 2072bfd7 and
basv2-series.md @ 2e4af987 (2026-03-10): an hour banks 60 times the baseline's vCPU, 24 hours fill the bank, and a size
starts with 30 credits per vCPU.
"""


@dataclass(frozen=True)
class Case:
    """A machine and its day."""

    workload: Workload
    cpu_percent: Series
    memory_percent: Series

    def trace(self, samples: slice) -> Trace:
        named = ((Metric.CPU_PERCENT, self.cpu_percent), (Metric.MEMORY_PERCENT, self.memory_percent))
        return Trace(interval_seconds=300, start=None, series={(metric, ""): v[samples] for metric, v in named})


def read_cases(seed: int) -> list[Case]:
    table = pq.read_table(TRACES).to_pydict()
    names = dict.fromkeys(table["vm"])
    cpu = np.array(table["cpu_pct"], dtype=np.float64).reshape(len(names), -1)
    memory = np.array(table["mem_pct"], dtype=np.float64).reshape(len(names), -1)
    known = [w for w in read_inventory([WORKBOOK]).estate.workloads if w.power is Power.ON and w.vcpu and w.memory_mib]
    drawn = Random(seed).choices(known, k=len(names))
    return [
        Case(_machine(name, model), cpu[n], memory[n]) for n, (name, model) in enumerate(zip(names, drawn, strict=True))
    ]


def _machine(name: str, model: Workload) -> Workload:
    return Workload(
        id=name,
        name=name,
        origin=Origin(file=TRACES.name),
        source_key=name,
        power=Power.ON,
        firmware=Firmware.EFI,
        os_name="Ubuntu 24.04 LTS",
        os_family=OsFamily.LINUX,
        os_bits=64,
        vcpu=model.vcpu,
        memory_mib=model.memory_mib,
        disks=(Disk(key="d0", label="d0", capacity_mib=32 * 1024, os_disk=True),),
    )


def with_bursts(catalogue: Catalogue) -> Catalogue:
    """The catalogue with the credits of the burstable sizes, where it does not have them yet."""
    return catalogue.model_copy(update={"sizes": tuple(_with_burst(size) for size in catalogue.sizes)})


def _with_burst(size: Size) -> Size:
    letters = size.name.removeprefix(f"Standard_B{size.vcpu}").removesuffix("_v2")
    if (
        size.burst
        or not size.name.endswith("_v2")
        or letters not in BASELINES
        or not size.name.startswith("Standard_B")
    ):
        return size
    vcpu = Decimal(BASELINES[letters] * size.vcpu) / 100
    burst = Burst(
        baseline_percent=vcpu * 100,
        credits_per_hour=vcpu * 60,
        credits_at_most=vcpu * 60 * 24,
        credits_at_start=Decimal(30 * size.vcpu),
    )
    return size.model_copy(update={"burst": burst})


# -- fit ---------------------------------------------------------------------------------------------------------------


def over(case: Case, size: Size, samples: slice) -> float:
    """The share of these samples in which the size does not deliver; credits run from the day's start."""
    cpu = case.cpu_percent / 100 * (case.workload.vcpu or 0)
    memory = case.memory_percent / 100 * (case.workload.memory_mib or 0)
    short = memory > float(size.memory_gib * 1024)
    if size.burst is None:
        return float(np.mean((short | (cpu > size.vcpu))[samples]))
    base = float(size.burst.baseline_percent) / 100
    bank = float(size.burst.credits_at_start)
    for n, used in enumerate(cpu):
        delivered = min(used, size.vcpu, base + bank / 5)
        short[n] |= delivered < used - 1e-6
        bank = min(float(size.burst.credits_at_most), bank + (base - delivered) * 5)
    return float(np.mean(short[samples]))


# -- the ways ----------------------------------------------------------------------------------------------------------

Chosen = list[tuple[Case, Size, Decimal]]
Way = Callable[[Case, Trace], tuple[str, Decimal] | None]


def ours(catalogue: Catalogue, rules: SizingRules) -> Way:
    def choose(case: Case, trace: Trace) -> tuple[str, Decimal] | None:
        placed = choose_placement(case.workload, catalogue, "Premium_LRS", rules, trace)
        return (placed.size, placed.compute.amount_per_month) if isinstance(placed, Placement) else None

    return choose


def documented(catalogue: Catalogue, rules: SizingRules) -> Way:
    def choose(case: Case, trace: Trace) -> tuple[str, Decimal] | None:
        placed = choose_placement(case.workload, catalogue, "Premium_LRS", rules, trace)
        found = placed.documented if isinstance(placed, Placement) else None
        return (found.size, found.compute_per_month) if found else None

    return choose


def documented_with_burstable(catalogue: Catalogue, percentile: int, comfort: float) -> Way:
    """The cheapest size, burstable ones included, of the vCPU and memory that the method finds to be used."""
    offered = offers_with_burstable(Known(catalogue), windows=False)

    def choose(case: Case, trace: Trace) -> tuple[str, Decimal] | None:
        points = {metric: peaks_of(values, 300, 600) for (metric, _), values in trace.series.items()}
        used = {m: np.percentile(v, percentile, method="inverted_cdf") * comfort / 100 for m, v in points.items()}
        vcpu = used[Metric.CPU_PERCENT] * (case.workload.vcpu or 0)
        memory_mib = used[Metric.MEMORY_PERCENT] * (case.workload.memory_mib or 0)
        fitting = (o for o in offered if o.size.vcpu >= vcpu and o.memory_mib >= memory_mib and "V2" in o.generations)
        found = next(fitting, None)
        return (found.size.name, found.per_month) if found else None

    return choose


def ways() -> dict[str, Way]:
    plain, bursting = read_catalogue("westeurope"), with_bursts(read_catalogue("westeurope"))
    plain = plain.model_copy(update={"sizes": tuple(s.model_copy(update={"burst": None}) for s in plain.sizes)})
    return {
        "as it is": ours(plain, SizingRules(basis="as_is")),
        "documented, P95 × 1.3": documented(plain, SizingRules(percentile=95, comfort_factor=1.3)),
        "documented, P99 × 1.0": documented(plain, SizingRules(percentile=99, comfort_factor=1.0)),
        "documented, P95 × 1.3, burstable": documented_with_burstable(bursting, 95, 1.3),
        "ours": ours(bursting, SizingRules()),
        "ours, no burstable sizes": ours(plain, SizingRules()),
        "ours, no headroom for CPU": ours(bursting, SizingRules(cpu_headroom=1)),
        "ours, risk 0": ours(bursting, SizingRules(risk=0)),
    }


def compare(cases: list[Case], fit: slice, test: slice) -> Iterable[str]:
    sizes = {size.name: size for size in with_bursts(read_catalogue("westeurope")).sizes}
    baseline: Decimal | None = None
    for name, choose in ways().items():
        found = [(case, chosen) for case in cases if (chosen := choose(case, case.trace(fit)))]
        cost = sum((price for _, (_, price) in found), Decimal(0))
        baseline = baseline or cost
        shares = [over(case, sizes[size], test) for case, (size, _) in found]
        burstable = sum(size.startswith("Standard_B") for _, (size, _) in found) / len(found)
        yield (
            f"| {name} | {len(found):,} | {cost / baseline:.3f} | {np.mean(shares):.3%} | "
            f"{np.mean([share > 0.01 for share in shares]):.1%} | {burstable:.0%} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--machines", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    cases = read_cases(options.seed)[: options.machines]
    for title, fit, test in (
        ("Fitted and tested on the whole day", slice(None), slice(None)),
        ("Fitted on the first half of the day, tested on the second", slice(0, 144), slice(144, None)),
        ("Fitted on the second half of the day, tested on the first", slice(144, None), slice(0, 144)),
    ):
        print(f"\n{title}\n")
        print(
            "| way | placed | cost | samples over | machines > 1 % over | burstable |\n|---|---:|---:|---:|---:|---:|"
        )
        for line in compare(cases, fit, test):
            print(line, flush=True)


if __name__ == "__main__":
    main()
