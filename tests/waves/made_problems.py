"""Problems made from a seed: tiny ones for brute force, and large ones of the size of a real estate."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
from small_problems import small_burden

from azlift.waves.problem import NOWHERE, Before, Floats, Ints, Problem, breaches_of, unburdened


def tiny_problem(seed: int, *, tight: float = 1.0) -> Problem:
    """Up to 5 groups, 4 slots, 2 dimensions, a stock; whole sizes, so that no sum is rounded. Smaller caps if tight."""
    rng = np.random.default_rng(seed)
    groups, slots = int(rng.integers(1, 6)), int(rng.integers(1, 5))
    dimensions, stocks = int(rng.integers(0, 3)), int(rng.integers(0, 2))
    size = rng.integers(0, 5, (dimensions, groups)).astype(float)
    stock = rng.integers(0, 5, (stocks, groups)).astype(float)
    room = max(1, int(9 / tight))
    pairs = [(one, other) for one in range(groups) for other in range(one + 1, groups) if rng.random() < 0.5]
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    befores = [tuple(rng.permutation(groups)[:2]) for _ in range(rng.integers(0, 3)) if groups > 1]
    return Problem(
        weeks=np.cumsum(rng.integers(1, 4, slots)).astype(float),
        allowed=rng.random((groups, slots)) < 0.85,
        dimensions=tuple(f"d{row}" for row in range(dimensions)),
        size=size,
        cap=rng.integers(0, room, (dimensions, slots)).astype(float),
        stocks=tuple(f"r{row}" for row in range(stocks)),
        stock=stock,
        supply=np.cumsum(rng.integers(0, room, (stocks, slots)), axis=1).astype(float),
        before=tuple(Before(int(one), int(other), int(rng.integers(0, 2))) for one, other in befores),
        saving=rng.integers(0, 20, groups).astype(float),
        edge_one=ends[:, 0],
        edge_other=ends[:, 1],
        edge_weight=rng.integers(1, 20, len(ends)).astype(float),
        finish=float(rng.integers(0, 10)),
        anchor=np.where(rng.random(groups) < 0.5, rng.integers(0, slots, groups), NOWHERE),
        stay_weight=float(rng.integers(0, 5)),
        burden=small_burden(rng, groups, slots),
        stay_once=float(rng.integers(0, 5)),
    )


def row_of_equals(count: int, **changed: Any) -> Problem:
    """Groups of one machine each, and as many weeks that hold one each."""
    given: dict[str, Any] = {
        "weeks": np.arange(1.0, count + 1),
        "allowed": np.ones((count, count), bool),
        "dimensions": ("machines",),
        "size": np.ones((1, count)),
        "cap": np.ones((1, count)),
        "stocks": (),
        "stock": np.zeros((0, count)),
        "supply": np.zeros((0, count)),
        "before": (),
        "saving": np.zeros(count),
        "edge_one": np.zeros(0, np.int64),
        "edge_other": np.zeros(0, np.int64),
        "edge_weight": np.zeros(0),
        "finish": 0.0,
        "anchor": np.full(count, NOWHERE),
        "stay_weight": 0.0,
        "burden": unburdened(count, len(changed.get("weeks", range(count)))),
    }
    return Problem(**{**given, **changed})


def crowded_problem(seed: int) -> Problem:
    """Five groups that all talk and of which a slot takes one or two: their distances are most of a plan's cost."""
    rng = np.random.default_rng(seed)
    one, other = np.triu_indices(5, 1)
    kept = rng.random(len(one)) < 0.8
    return row_of_equals(
        5,
        size=rng.integers(1, 4, (1, 5)).astype(float),
        cap=rng.integers(3, 5, (1, 5)).astype(float),
        saving=rng.integers(0, 3, 5).astype(float),
        edge_one=one[kept],
        edge_other=other[kept],
        edge_weight=rng.integers(1, 20, int(kept.sum())).astype(float),
    )


def every_plan(problem: Problem) -> Iterator[Ints]:
    """Brute force: each feasible plan."""
    for slots in product(range(problem.slots), repeat=problem.groups):
        plan = np.array(slots, dtype=np.int64)
        if not breaches_of(problem, plan):
            yield plan


def large_problem(groups: int, edges: int, slots: int, *, seed: int = 1) -> tuple[Problem, Ints]:
    """An estate of domains whose groups talk mostly inside, and a plan for it: by domain, first fit.

    Shares as in a real estate: heavy-tailed sizes, a ramp, 18% more room than needed, one in ten with a release.
    """
    rng = np.random.default_rng(seed)
    domain = np.sort(rng.integers(0, max(2, groups // 40), groups))
    machines = np.minimum(30.0, np.ceil(2 * (1 + rng.pareto(2.1, groups))))
    gib = np.ceil(machines * rng.lognormal(np.log(180), 0.8, groups))
    one = rng.integers(0, groups, edges)
    near = np.clip(one + rng.integers(-20, 21, edges), 0, groups - 1)
    other = np.where(rng.random(edges) < 0.8, near, rng.integers(0, groups, edges))
    keys = np.unique((np.minimum(one, other) * groups + np.maximum(one, other))[one != other])
    ramp = np.interp(np.arange(slots), [0, 6], [0.1, 1.0])
    weeks = np.arange(1.0, slots + 1) + (np.arange(slots) // 17)
    release = np.where(rng.random(groups) < 0.1, rng.integers(0, slots // 2, groups), 0)
    problem = Problem(
        weeks=weeks,
        allowed=np.arange(slots) >= release[:, None],
        dimensions=("machines", "groups"),
        size=np.stack([machines, np.ones(groups)]),
        cap=np.floor(np.stack([machines.sum() * 1.18 / ramp.sum() * ramp, 1.6 * groups / ramp.sum() * ramp])) + 30,
        stocks=("GiB",),
        stock=gib[None, :],
        supply=(gib.sum() * 1.3 / weeks[-1] * weeks + gib.max())[None, :],
        before=(),
        saving=np.round(machines * rng.lognormal(np.log(22), 0.5, groups), 2),
        edge_one=keys // groups,
        edge_other=keys % groups,
        edge_weight=np.round(9 * np.log1p(rng.lognormal(2, 1, len(keys)) / 20), 2) * 6 + 0.01,
        finish=1000.0,
        anchor=np.full(groups, NOWHERE),
        stay_weight=0.0,
        burden=unburdened(groups, slots),
    )
    return problem, first_fit(problem, np.argsort(domain, kind="stable"))


def first_fit(problem: Problem, order: Ints) -> Ints:
    """Each group in turn in the first slot that has room for it."""
    left: Floats = problem.cap.copy()
    stock: Floats = problem.supply.copy()
    plan = np.full(problem.groups, NOWHERE)
    for group in order:
        fits = problem.allowed[group] & (left >= problem.size[:, group, None]).all(axis=0)
        spare = np.minimum.accumulate(stock[:, ::-1], axis=1)[:, ::-1]
        slot = int(np.flatnonzero(fits & (spare >= problem.stock[:, group, None]).all(axis=0))[0])
        plan[group] = slot
        left[:, slot] -= problem.size[:, group]
        stock[:, slot:] -= problem.stock[:, group, None]
    return plan
