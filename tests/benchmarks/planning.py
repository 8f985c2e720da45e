"""The planner beside its rivals on synthetic estates: `python tests/benchmarks/planning.py [--machines N ...]`.

Per estate: what each plan costs (k$: not yet saved, split), CPU seconds, memory; ours as a ratio of each rival's; the
gap to the lower bound. Then a disturbance: eight slots are done, some groups slip, some new ties show, and the open
groups are planned again, with and without a price for moving them. Every plan is checked to break nothing.
`--heavier F` multiplies what splitting costs. Seconds are of this machine, now: compare within one run only.
"""

import argparse
import resource
import time
from dataclasses import replace

import numpy as np
from planning_instances import Labels, make_instance
from planning_rivals import MANUAL, RIVALS

from azlift.model import Worth
from azlift.waves.bounds import lower_bound
from azlift.waves.problem import NOWHERE, Ints, Problem, breaches_of, value_of
from azlift.waves.solving import solve
from azlift.waves.solving.filling import fill
from azlift.waves.solving.windows import narrowed

MOVES = {200: 800_000, 2_000: 2_000_000, 10_000: 3_000_000, 50_000: 6_000_000}
DONE_SLOTS = 8
SLIPPED, SLIP = 0.03, 6
NEW_TIES = 0.04
STAY, STAY_ONCE = 10.0, 100.0
"""Dollars a week of shift, and for a shift of any length: the calendar's own. What is counted is who moves, not how
far: the study's 100 a week (section 1.4 h, whose shares those above are) or 25 a week leave many shifts of one week."""


def show(name: str, problem: Problem, plan: Ints, seconds: float, ours: Worth | None = None) -> Worth:
    broken = [breach for breach in breaches_of(problem, plan) if breach.kind != "unplanned"]
    assert not broken, broken[:3]
    left_out = int((plan == NOWHERE).sum())
    value = value_of(problem, plan)
    ratio = "" if ours is None else f"{ours.total / value.total:7.3f} {ours.splitting / value.splitting:7.3f}"
    note = f"  {left_out} groups without a slot" if left_out else ""
    print(f"  {name:20} {value.total / 1e3:9.1f} {value.splitting / 1e3:8.1f} {seconds:7.2f} s {ratio}{note}")
    return value


def measure(machines: int, seed: int, heavier: float) -> tuple[Problem, Labels, Ints]:
    problem, labels = make_instance(machines, seed, heavier)
    print(
        f"{machines:,} machines, seed {seed}: {problem.groups:,} groups, {len(problem.edge_one):,} ties, "
        f"{problem.slots} slots; ties x {heavier:g}"
    )
    print(f"  {'plan':20} {'k$':>9} {'split':>8} {'CPU':>9} {'ours /':>7} {'split /':>7}")
    began, wall = time.process_time(), time.perf_counter()
    solution = solve(problem, seed=seed, moves=MOVES[machines])
    ours = show("ours", problem, solution.plan, time.process_time() - began)
    print(
        f"  {'':20} wall {time.perf_counter() - wall:.1f} s, memory at most "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB"
    )
    inside = replace(problem, allowed=narrowed(problem))
    values: dict[str, Worth] = {}
    for name, order in RIVALS.items():
        began = time.process_time()
        plan = fill(inside, order(inside, labels))
        values[name] = show(name, problem, plan, time.process_time() - began, ours)
    best = min((values[name] for name in MANUAL), key=lambda value: value.total)
    print(f"  best manual: total {ours.total / best.total:.3f}, split {ours.splitting / best.splitting:.3f}")
    show_gap(problem, ours)
    return problem, labels, solution.plan


def show_gap(problem: Problem, ours: Worth) -> None:
    began = time.process_time()
    bound = lower_bound(problem)
    print(
        f"  bound {bound.value / 1e3:.1f} k$ in {time.process_time() - began:.1f} s: "
        f"gap {1.0 - bound.value / ours.total:.2%} of the total, "
        f"{(ours.total - bound.value) / ours.splitting:.0%} of the split alone"
    )


# -- planning again -----------------------------------------------------------------------------------------------


def disturbed(problem: Problem, plan: Ints, seed: int) -> Problem:
    """What is done stays; of the open groups some are ready later; pairs that were not known to talk do."""
    rng = np.random.default_rng(seed)
    slots, allowed = np.arange(problem.slots), problem.allowed.copy()
    done = plan < DONE_SLOTS
    allowed[done] = slots == plan[done, None]
    allowed[~done] &= slots >= DONE_SLOTS
    for group in np.flatnonzero(~done & (rng.random(problem.groups) < SLIPPED)):
        later = problem.allowed[group] & (slots >= min(plan[group] + SLIP, np.flatnonzero(allowed[group]).max()))
        allowed[group] = later
    new = rng.integers(problem.groups, size=(round(NEW_TIES * len(problem.edge_one)), 2))
    new = np.sort(new[new[:, 0] != new[:, 1]], axis=1)
    weight = rng.choice(problem.edge_weight, len(new))
    keys = np.concatenate((problem.edge_one, new[:, 0])) * problem.groups
    keys += np.concatenate((problem.edge_other, new[:, 1]))
    pairs, inverse = np.unique(keys, return_inverse=True)
    weights = np.bincount(inverse, np.concatenate((problem.edge_weight, weight)))
    ends = {"edge_one": pairs // problem.groups, "edge_other": pairs % problem.groups}
    return replace(problem, allowed=allowed, edge_weight=weights, **ends)


def measure_again(problem: Problem, plan: Ints, machines: int, seed: int) -> None:
    changed = disturbed(problem, plan, seed)
    open_groups = plan >= DONE_SLOTS
    totals = {}
    anchored = replace(changed, anchor=np.where(open_groups, plan, NOWHERE), stay_weight=STAY, stay_once=STAY_ONCE)
    for name, again in (("freely", changed), ("stay", anchored)):
        solution = solve(again, seed=seed, moves=MOVES[machines], start=plan)
        assert not breaches_of(changed, solution.plan)
        totals[name] = value_of(changed, solution.plan).total
        moved = (solution.plan != plan)[open_groups].mean()
        print(
            f"  again, {name:8} {totals[name] / 1e3:9.1f} k$ ({totals[name] / totals['freely'] - 1:+.2%}), "
            f"{moved:.1%} of the open groups move"
        )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--machines", type=int, nargs="+", choices=MOVES, default=[200, 2_000])
    arguments.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    arguments.add_argument("--heavier", type=float, default=1.0)
    given = arguments.parse_args()
    for machines in given.machines:
        for seed in given.seeds:
            problem, _, plan = measure(machines, seed, given.heavier)
            measure_again(problem, plan, machines, seed)


if __name__ == "__main__":
    main()
