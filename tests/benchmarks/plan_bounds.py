"""Bounds and explanations by size: `python tests/benchmarks/plan_bounds.py [--rounds 1 2 4] [--seconds 120]`.

Made problems of 2,000, 10,000 and 50,000 machines and a first-fit plan, which is far from the best: the gap of the
bound to it says little, the growth of the bound by rounds and the seconds do. CPU seconds are of one core.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests" / "waves"), str(ROOT / "tests" / "making")]

from made_problems import large_problem

from azlift.waves.bounds import lower_bound
from azlift.waves.explaining import explain
from azlift.waves.problem import Ints, Problem, breaches_of, value_of

SIZES = ((628, 1_723, 35), (2_641, 7_386, 51), (13_620, 39_327, 77))


def timed(act: Callable[..., Any], *given: Any, **named: Any) -> tuple[Any, float, float]:
    """What it gives, wall and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    return act(*given, **named), time.perf_counter() - wall, time.process_time() - cpu


def judged(problem: Problem, plan: Ints) -> float:
    """Judging a plan and explaining it, as after each edit."""
    breaches_of(problem, plan)
    explain(problem, plan)
    return value_of(problem, plan).total


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, nargs="+", default=[1, 2, 4])
    options.add_argument("--seconds", type=float, default=120.0)
    chosen = options.parse_args()
    for size in SIZES:
        problem, plan = large_problem(*size)
        total, wall, cpu = timed(judged, problem, plan)
        print("{:,} groups, {:,} edges, {} slots".format(*size))
        print(f"  judged and explained: {wall:.2f} s, {cpu:.2f} CPU s")
        for rounds in chosen.rounds:
            bound, wall, cpu = timed(lower_bound, problem, plan=plan, rounds=rounds, seconds=chosen.seconds)
            of_plan = f"{bound.value:,.0f} ({bound.value / total:.1%} of first fit)"
            print(f"  {bound.rounds} rounds: {of_plan}, {wall:.1f} s, {cpu:.1f} CPU s", flush=True)


if __name__ == "__main__":
    main()
