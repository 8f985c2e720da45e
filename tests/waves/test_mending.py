"""A broken plan, mended: nothing broken any more, and as few groups moved as can be."""

import time

import numpy as np
import pytest
from made_problems import every_plan, large_problem, tiny_problem

from azlift.waves.mending import cheapest_moves, mend
from azlift.waves.problem import NOWHERE, Ints, Problem, breaches_of


def some_plan(problem: Problem, seed: int) -> Ints:
    return np.random.default_rng(seed).integers(NOWHERE, problem.slots, problem.groups)


@pytest.mark.parametrize("block", range(10))
def test_as_few_groups_move_as_in_the_best_of_all_plans(block: int) -> None:
    mended = 0
    for seed in range(40 * block, 40 * block + 40):
        problem = tiny_problem(seed)
        plan = some_plan(problem, seed)
        fewest = min((int((other != plan).sum()) for other in every_plan(problem)), default=None)
        found = mend(problem, plan)
        if fewest is None:
            assert found is None
            continue
        assert found is not None
        assert found.fewest
        assert breaches_of(problem, found.plan) == []
        assert int((found.plan != plan).sum()) == fewest
        mended += fewest > 0
    assert mended > 10


def test_a_plan_that_breaks_nothing_stays_as_it_is() -> None:
    problem, plan = large_problem(200, 500, 20)
    found = mend(problem, plan)
    assert found is not None
    assert found.plan.tolist() == plan.tolist()


@pytest.mark.parametrize("seed", range(60))
def test_each_cheapest_move_frees_something_and_breaks_nothing_more(seed: int) -> None:
    problem = tiny_problem(seed)
    plan = some_plan(problem, seed)
    before = {(b.kind, b.group, b.slot, b.row): b.over for b in breaches_of(problem, plan)}
    moves, after = cheapest_moves(problem, plan)
    left = {(b.kind, b.group, b.slot, b.row): b.over for b in breaches_of(problem, after)}
    assert all(over <= before.get(row, 0.0) for row, over in left.items())
    assert bool(moves) == (left != before)
    assert int((after != plan).sum()) <= len(moves)


def test_a_large_plan_with_a_few_groups_in_the_wrong_place_is_mended_in_seconds() -> None:
    problem, plan = large_problem(1_500, 4_000, 50)
    broken, rng = plan.copy(), np.random.default_rng(3)
    moved = rng.choice(1_500, 12, replace=False)
    broken[moved] = 0
    assert breaches_of(problem, broken)
    began = time.process_time()
    found = mend(problem, broken)
    assert time.process_time() - began < 60
    assert found is not None
    assert breaches_of(problem, found.plan) == []
    assert int((found.plan != broken).sum()) <= 12
    moves, after = cheapest_moves(problem, broken)
    assert moves
    assert len(breaches_of(problem, after)) < len(breaches_of(problem, broken))
