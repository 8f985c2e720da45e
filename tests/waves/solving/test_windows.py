"""What the order of others leaves of each group's slots."""

from dataclasses import replace

import numpy as np
import pytest
from small_problems import brute_force, every_plan, feasible, small_problem

from azlift.waves.problem import NOWHERE, Before
from azlift.waves.solving.windows import narrowed


def test_a_chain_of_three_on_three_slots_leaves_each_one() -> None:
    problem = replace(
        small_problem(1, groups=3, slots=3), allowed=np.ones((3, 3), bool), before=(Before(1, 2, 1), Before(0, 1, 1))
    )
    assert narrowed(problem).tolist() == np.eye(3, dtype=bool).tolist()


def test_who_may_move_together_is_narrowed_less() -> None:
    problem = replace(small_problem(1, groups=2, slots=3), allowed=np.array([[0, 1, 1], [1, 1, 0]], bool))
    assert narrowed(replace(problem, before=(Before(0, 1, 0),))).tolist() == [[0, 1, 0], [0, 1, 0]]


def test_of_a_circle_somebody_is_left_out_and_the_others_keep_their_slots() -> None:
    circle = (Before(0, 1, 1), Before(1, 2, 1), Before(2, 0, 1))
    problem = replace(small_problem(1, groups=4, slots=4), allowed=np.ones((4, 4), bool), before=circle)
    kept = narrowed(problem).any(axis=1)
    assert kept.sum() == 3
    assert kept[3]


@pytest.mark.parametrize("seed", range(100))
def test_every_whole_plan_that_breaks_nothing_lies_in_what_is_left(seed: int) -> None:
    problem = small_problem(seed, groups=4)
    plans = every_plan(problem)
    whole = plans[feasible(problem, plans) & (plans != NOWHERE).all(axis=1)]
    assert narrowed(problem)[np.arange(4), whole].all()


@pytest.mark.parametrize("seed", range(100))
def test_somebody_is_left_out_whenever_narrowing_leaves_a_group_no_slot(seed: int) -> None:
    problem = small_problem(seed, groups=4)
    lost = int((~narrowed(problem).any(axis=1)).sum())
    left_out, _ = brute_force(problem)
    assert left_out > 0 or lost == 0
