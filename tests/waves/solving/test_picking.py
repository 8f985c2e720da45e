"""The same problem in another order, or for some of its groups."""

import numpy as np
import pytest
from small_problems import small_problem

from azlift.waves.problem import NOWHERE, breaches_of, value_of
from azlift.waves.solving.picking import picked, placed_value, settled_order


@pytest.mark.parametrize("seed", range(50))
def test_a_plan_is_worth_and_breaks_the_same_however_the_groups_are_numbered(seed: int) -> None:
    problem = small_problem(seed)
    rng = np.random.default_rng(seed)
    order, plan = rng.permutation(problem.groups), rng.integers(problem.slots, size=problem.groups)
    there = picked(problem, order)
    assert value_of(there, plan[order]) == pytest.approx(value_of(problem, plan))
    assert len(breaches_of(there, plan[order])) == len(breaches_of(problem, plan))


@pytest.mark.parametrize("seed", range(50))
def test_the_settled_problem_is_the_same_however_the_groups_were_numbered(seed: int) -> None:
    problem = small_problem(seed)
    shuffled = picked(problem, np.random.default_rng(seed).permutation(problem.groups))
    one, other = (picked(p, settled_order(p)) for p in (problem, shuffled))
    keys = [(p.saving.tolist(), p.size.tolist(), p.stock.tolist(), p.allowed.tolist()) for p in (one, other)]
    assert keys[0] == keys[1]


def test_what_has_no_slot_has_no_value() -> None:
    problem = small_problem(4, groups=3)
    alone = value_of(picked(problem, np.array([1])), np.array([0]))
    assert placed_value(problem, np.array([NOWHERE, 0, NOWHERE])) == alone


def test_rows_with_somebody_left_behind_fall_away() -> None:
    problem = small_problem(7, groups=5)
    there = picked(problem, np.array([4, 0]))
    both = [
        w for a, b, w in zip(problem.edge_one, problem.edge_other, problem.edge_weight, strict=True) if (a, b) == (0, 4)
    ]
    assert there.edge_weight.tolist() == both
    assert all({row.first, row.then} <= {0, 1} for row in there.before)
