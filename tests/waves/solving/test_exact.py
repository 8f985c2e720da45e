"""The best of a tiny problem, against every plan there is."""

import numpy as np
import pytest
from small_problems import brute_force, every_plan, feasible, small_problem

from azlift.waves.problem import NOWHERE, breaches_of
from azlift.waves.solving.exact import best_plan, is_tiny
from azlift.waves.solving.picking import placed_value


@pytest.mark.parametrize("seed", range(600))
def test_no_plan_places_more_or_costs_less(seed: int) -> None:
    problem = small_problem(seed)
    plan = best_plan(problem)
    left_out, cost = brute_force(problem)
    assert [breach.kind for breach in breaches_of(problem, plan) if breach.kind != "unplanned"] == []
    assert int((plan == NOWHERE).sum()) == left_out
    assert placed_value(problem, plan).total == pytest.approx(cost)


def test_six_groups_on_four_slots_are_tiny_and_an_estate_is_not() -> None:
    assert is_tiny(small_problem(1, groups=6, slots=4))
    assert not is_tiny(small_problem(1, groups=12, slots=4))
    assert not is_tiny(small_problem(1, groups=500, slots=4))


@pytest.mark.parametrize("seed", range(20))
def test_the_trial_of_every_plan_refuses_what_the_problem_says_is_broken(seed: int) -> None:
    problem = small_problem(seed)
    plans = every_plan(problem)[:: max(1, seed)][:200]
    found = [all(breach.kind == "unplanned" for breach in breaches_of(problem, plan)) for plan in plans]
    assert found == feasible(problem, np.array(plans)).tolist()


def test_of_the_tiny_problems_here_some_hold_everybody_and_some_cannot() -> None:
    left_out = [brute_force(small_problem(seed))[0] for seed in range(60)]
    assert 10 < sum(count > 0 for count in left_out) < 50
