"""The best of a tiny problem, against every plan there is."""

import pytest
from small_problems import brute_force, small_problem

from azlift.waves.problem import NOWHERE, breaches_of
from azlift.waves.solving.exact import best_plan
from azlift.waves.solving.picking import placed_value


@pytest.mark.parametrize("seed", range(600))
def test_no_plan_places_more_or_costs_less(seed: int) -> None:
    problem = small_problem(seed)
    plan = best_plan(problem)
    left_out, cost = brute_force(problem)
    assert [breach.kind for breach in breaches_of(problem, plan) if breach.kind != "unplanned"] == []
    assert int((plan == NOWHERE).sum()) == left_out
    assert placed_value(problem, plan).total == pytest.approx(cost)
