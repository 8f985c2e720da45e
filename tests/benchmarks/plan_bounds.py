"""Bounds by size: `python tests/benchmarks/plan_bounds.py [--machines N ...] [--seeds S ...] [--longer F]`.

Per synthetic estate: the planner's plan, the quick bound, which is the planner's own, the fuller one of F times as many
steps, and of each the gap to the plan, of the total and as a share of what splitting costs. CPU seconds are of one
core; memory is what the estate's own process held at most. Each estate runs in a process of its own.
"""

import argparse
import multiprocessing
import resource
import time

from planning import MOVES
from planning_instances import make_instance

from azlift.model import Worth
from azlift.waves.bounds import Bound, lower_bound
from azlift.waves.explaining import explain
from azlift.waves.problem import Problem, breaches_of, value_of
from azlift.waves.solving import solve

HEAD = f"{'machines':>8} {'seed':>4} {'plan k$':>9} {'split':>7} {'CPU s':>6}   bound"
NO_END = 3_600.0


def bounded(problem: Problem, worth: Worth, steps: int | None) -> Bound:
    """The bound, shown with its gap and seconds."""
    began = time.process_time()
    bound = lower_bound(problem, steps=steps, seconds=NO_END)
    spent, left = time.process_time() - began, worth.total - bound.value
    print(
        f"{'':40}{bound.value / 1e3:9.1f} k$, gap {left / worth.total:6.2%} of all, "
        f"{left / worth.splitting:4.0%} of the split, {bound.steps} steps, {spent:.1f} CPU s",
        flush=True,
    )
    return bound


def measure(machines: int, seed: int, longer: int) -> None:
    problem, _ = make_instance(machines, seed)
    began = time.process_time()
    plan = solve(problem, seed=seed, moves=MOVES[machines]).plan
    solved = time.process_time() - began
    assert not breaches_of(problem, plan)
    worth = value_of(problem, plan)
    print(f"{machines:8,} {seed:4} {worth.total / 1e3:9.1f} {worth.splitting / 1e3:7.1f} {solved:6.1f}", flush=True)
    quick = bounded(problem, worth, None)
    if longer > 1:
        bounded(problem, worth, longer * quick.steps)
    began = time.process_time()
    explain(problem, plan)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'':40}explained in {time.process_time() - began:.2f} CPU s; memory {held:,.0f} MiB", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--machines", type=int, nargs="+", choices=MOVES, default=[200, 2_000, 10_000])
    options.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    options.add_argument("--longer", type=int, default=4)
    chosen = options.parse_args()
    print(HEAD)
    for machines in chosen.machines:
        for seed in chosen.seeds:
            process = multiprocessing.get_context("spawn").Process(target=measure, args=(machines, seed, chosen.longer))
            process.start()
            process.join()


if __name__ == "__main__":
    main()
