"""Planning problems small enough to try every plan of, and that trial."""

from itertools import product

import numpy as np

from azlift.waves.problem import NOWHERE, Before, Burden, Flags, Floats, Ints, Problem


def small_problem(seed: int, groups: int = 0, slots: int = 0) -> Problem:
    """2 to 6 groups on 2 to 4 slots unless told: every kind of row and of cost, often tight, sometimes too tight."""
    rng = np.random.default_rng(seed)
    groups, slots = groups or int(rng.integers(2, 7)), slots or int(rng.integers(2, 5))
    pairs = [(a, b) for a in range(groups) for b in range(a + 1, groups)]
    edges = np.array([pair for pair in pairs if rng.random() < 0.5], np.int64).reshape(-1, 2)
    size = rng.integers(1, 6, (2, groups)).astype(float)
    stock = rng.integers(0, 6, (1, groups)).astype(float)
    supply = np.sort(rng.uniform(0.2, 1.3, slots)) * stock.sum()
    before = [Before(a, b, int(rng.integers(2))) for a, b in pairs if rng.random() < 0.15]
    return Problem(
        weeks=np.cumsum(rng.integers(1, 4, slots)).astype(float),
        allowed=rng.random((groups, slots)) < 0.85,
        dimensions=("machines", "hours"),
        size=size,
        cap=np.maximum(5.0, rng.uniform(0.3, 1.5, (2, slots)) * size.sum(axis=1, keepdims=True) / slots * 1.5),
        stocks=("GiB",),
        stock=stock,
        supply=supply[None, :],
        before=tuple(before),
        saving=rng.integers(-2, 20, groups).astype(float),
        edge_one=edges[:, 0],
        edge_other=edges[:, 1],
        edge_weight=rng.integers(1, 20, len(edges)).astype(float),
        finish=float(rng.choice((0, 7))),
        anchor=np.where(rng.random(groups) < 0.5, rng.integers(slots, size=groups), NOWHERE),
        stay_weight=float(rng.choice((0, 3))),
        burden=small_burden(rng, groups, slots),
        stay_once=float(rng.choice((0, 4))),
    )


def small_burden(rng: np.random.Generator, groups: int, slots: int) -> Burden:
    """Often without risk or crowding; a level may be 0, and the ramp end before the first slot or after the last."""
    return Burden(
        double_running=rng.integers(0, 9, groups).astype(float),
        risk=rng.integers(0, 9, groups) * float(rng.choice((0, 2))),
        ramp=float(rng.integers(0, 10)),
        machines=rng.integers(1, 6, groups).astype(float),
        level=rng.integers(0, 9, slots).astype(float),
        crowding=float(rng.choice((0, 5))),
    )


def brute_force(problem: Problem) -> tuple[int, float]:
    """The fewest groups that stay out of a plan that breaks nothing, and the least such a plan costs."""
    plans = every_plan(problem)
    plans = plans[feasible(problem, plans)]
    left_out = (plans == NOWHERE).sum(axis=1)
    return int(left_out.min()), float(costs(problem, plans)[left_out == left_out.min()].min())


def every_plan(problem: Problem) -> Ints:
    """One plan a row, NOWHERE among the slots."""
    return np.array(list(product(range(NOWHERE, problem.slots), repeat=problem.groups)))


def feasible(problem: Problem, plans: Ints) -> Flags:
    """Of each plan (a row) whether it breaks no hard row; who is in no slot breaks none."""
    out = plans == NOWHERE
    fine = (out | problem.allowed[np.arange(problem.groups), plans]).all(axis=1)
    for slot in range(problem.slots):
        fine &= ((plans == slot) @ problem.size.T <= problem.cap[:, slot] + 1e-9).all(axis=1)
        fine &= ((~out & (plans <= slot)) @ problem.stock.T <= problem.supply[:, slot] + 1e-9).all(axis=1)
    for first, then, gap in problem.before:
        fine &= out[:, first] | out[:, then] | (plans[:, first] + gap <= plans[:, then])
    return fine


def costs(problem: Problem, plans: Ints) -> Floats:
    """What each plan costs, of the groups that are in it."""
    placed = plans != NOWHERE
    weeks = np.where(placed, problem.weeks[plans], 0.0)
    both = placed[:, problem.edge_one] & placed[:, problem.edge_other]
    split = np.abs(weeks[:, problem.edge_one] - weeks[:, problem.edge_other]) * both
    had = problem.anchor != NOWHERE
    moved = np.abs(weeks - problem.weeks[problem.anchor]) * (had & placed)
    burden = problem.burden
    early = np.maximum(0.0, burden.ramp - weeks) * placed
    held = np.stack([(plans == slot) @ burden.machines for slot in range(problem.slots)], axis=1)
    return (
        weeks @ problem.saving
        + split @ problem.edge_weight
        + problem.finish * weeks.max(axis=1)
        + problem.stay_weight * moved.sum(axis=1)
        + problem.stay_once * ((plans != problem.anchor) & had & placed).sum(axis=1)
        + placed @ burden.double_running
        + early @ burden.risk
        + burden.crowding * np.maximum(0.0, held - burden.level).sum(axis=1)
    )
