"""Sizing measured machines against a plain loop, in one run: `python tests/benchmarks/sizing_speed.py`.

The machines are the 1,000 traces of right_sizing.py over and over, each time with other vCPU and memory. The plain loop
does for each machine what one would write first: it tries every size, marks the intervals in which CPU, memory or
credits fall short, and takes the cheapest size with few enough; once over all of them, once skipping what is dearer
than the best so far. It is run on fewer machines (`--plain`), its time is for one; where both ran, both must choose
the same. Ours is run whole, as a caller would: with the documented method beside it, all its prices, and its reasons.
Ours is also run for machines of which only percentiles are known.
"""

import argparse
import resource
import time
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

import numpy as np
from right_sizing import read_cases, with_bursts

from azlift.catalog import read_catalogue
from azlift.model import Catalogue, Metric, Placement, Size, SizingRules, Trace, Usage, Workload
from azlift.sizing import choose_placement
from azlift.sizing.families import is_burstable, is_candidate

RULES = SizingRules()
SKU = "Premium_LRS"
WHOLE = slice(None)


def machines(count: int) -> Iterator[tuple[Workload, Trace]]:
    for seed in range(-(-count // 1_000)):
        cases = read_cases(seed)
        for case in cases[: count - seed * 1_000]:
            yield case.workload, case.trace(WHOLE)


def tabled(pairs: Iterable[tuple[Workload, Trace]]) -> Iterator[Workload]:
    """The same machines, of which only percentiles are known."""
    for workload, trace in pairs:
        yield workload.model_copy(update={"usage": tuple(_table(metric, v) for (metric, _), v in trace.series.items())})


def _table(metric: Metric, values: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> Usage:
    p95, p99 = (float(np.percentile(values, percent)) for percent in (95, 99))
    return Usage(metric=metric, p95=p95, p99=p99, peak=float(values.max()), samples=len(values))


def plain_loop(workload: Workload, trace: Trace, catalogue: Catalogue, skipping: bool) -> str:
    """The cheapest size, found by trying every one."""
    cpu = trace.series[Metric.CPU_PERCENT, ""] / 100 * (workload.vcpu or 0) * RULES.cpu_headroom
    memory = trace.series[Metric.MEMORY_PERCENT, ""] / 100 * (workload.memory_mib or 0) * RULES.memory_headroom
    best: tuple[Decimal, str] | None = None
    for size in catalogue.sizes:
        price = size.linux_per_hour
        if not (is_candidate(size) or is_burstable(size)) or price is None or "V2" not in size.generations:
            continue
        if not size.premium_io or (skipping and best and price >= best[0]):
            continue
        short = {n for n, used in enumerate(memory) if used > float(size.memory_gib * 1024)}
        short |= _short_of_cpu(cpu, size)
        if len(short) <= len(cpu) * RULES.risk and (best is None or price < best[0]):
            best = (price, size.name)
    return best[1] if best else ""


def _short_of_cpu(cpu: Iterable[float], size: Size) -> set[int]:
    cpu = list(cpu)
    if size.burst is None:
        return {n for n, used in enumerate(cpu) if used > size.vcpu}
    base, full = float(size.burst.baseline_percent) / 100, float(size.burst.credits_at_most)
    bank, short = float(size.burst.credits_at_start), set()
    for rounds in range(2):
        if rounds and sum(base - min(used, size.vcpu) for used in cpu) < 0:
            bank = 0.0
        for n, used in enumerate(cpu):
            delivered = min(used, size.vcpu, base + bank / 5)
            if delivered < used - 1e-6:
                short.add(n)
            bank = min(full, bank + (base - delivered) * 5)
    return short


def timed(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--machines", type=int, default=50_000)
    parser.add_argument("--plain", type=int, default=100)
    options = parser.parse_args()
    catalogue = with_bursts(read_catalogue("westeurope"))
    prices = {size.name: size.linux_per_hour for size in catalogue.sizes}
    some = list(machines(options.plain))
    chosen: list[str] = []
    plain = timed(lambda: chosen.extend(plain_loop(w, t, catalogue, False) for w, t in some)) / len(some)
    skipping = timed(lambda: [plain_loop(w, t, catalogue, True) for w, t in some]) / len(some)
    for (workload, trace), name in zip(some, chosen, strict=True):
        placed = choose_placement(workload, catalogue, SKU, RULES, trace)
        if not isinstance(placed, Placement) or prices[placed.size] != prices[name]:
            raise SystemExit(f"{workload.name}: the plain loop chose {name}, ours something else")

    placed_all: list[object] = []
    spent, before = 0.0, peak_mib()
    for workload, trace in machines(options.machines):
        began = time.process_time()
        placed_all.append(choose_placement(workload, catalogue, SKU, RULES, trace))
        spent += time.process_time() - began
    grown = (peak_mib() - before) / options.machines * 10_000
    tables = list(tabled(machines(min(10_000, options.machines))))
    by_table = timed(lambda: [choose_placement(w, catalogue, SKU, RULES) for w in tables]) / len(tables)

    print("| | per machine | ratio |\n|---|---:|---:|")
    print(f"| plain loop over all sizes, {len(some):,} machines | {plain * 1000:.2f} ms | 1 |")
    ours = spent / options.machines
    print(f"| the same, skipping what is dearer | {skipping * 1000:.2f} ms | {plain / skipping:.1f} times faster |")
    print(
        f"| ours, by series, {len(placed_all):,} machines | {ours * 1000:.3f} ms | {plain / ours:,.0f} times faster |"
    )
    print(f"| ours, by percentiles, {len(tables):,} machines | {by_table * 1000:.3f} ms | – |")
    print(
        f"\n{spent:.1f} CPU seconds for {len(placed_all):,} machines; peak memory {grown:.0f} MiB per 10,000 machines"
    )


if __name__ == "__main__":
    main()
