"""The best swap is what trying every swap finds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_problems import every_plan, first_fit, large_problem, tiny_problem

from azlift.waves.explaining import explain
from azlift.waves.problem import NOWHERE, breaches_of, unburdened, value_of
from azlift.waves.swapping import best_swap


@given(st.integers(0, 2**32), st.integers(0, 10))
@settings(max_examples=200, deadline=None)
def test_the_best_swap_is_the_cheapest_of_all_that_keep_the_plan_feasible(seed: int, which: int) -> None:
    problem = tiny_problem(seed)
    plan = next((plan for number, plan in enumerate(every_plan(problem)) if number >= which), None)
    if plan is None:
        return
    total = value_of(problem, plan).total
    for group in range(problem.groups):
        rises = []
        for other in np.flatnonzero(plan != plan[group]):
            swapped = plan.copy()
            swapped[[group, other]] = plan[[other, group]]
            if not breaches_of(problem, swapped):
                rises.append(value_of(problem, swapped).total - total)
        found = best_swap(problem, plan, group)
        assert (found is None) == (not rises)
        if found is not None:
            assert found.delta == pytest.approx(min(rises))
            assert found.slot == plan[found.other]


def test_a_group_that_no_slot_has_room_for_may_still_swap() -> None:
    problem = replace(
        tiny_problem(0),
        weeks=np.array([1.0, 2.0]),
        allowed=np.ones((2, 2), bool),
        dimensions=("machines",),
        size=np.array([[3.0, 3.0]]),
        cap=np.array([[3.0, 3.0]]),
        stocks=(),
        stock=np.zeros((0, 2)),
        supply=np.zeros((0, 2)),
        before=(),
        saving=np.array([10.0, 4.0]),
        edge_one=np.array([0]),
        edge_other=np.array([1]),
        edge_weight=np.array([5.0]),
        anchor=np.full(2, NOWHERE),
        burden=unburdened(2, 2),
    )
    plan = first_fit(problem, np.array([0, 1]))
    assert explain(problem, plan).next_slot.tolist() == [NOWHERE, NOWHERE]
    assert best_swap(problem, plan, 0) == (1, 1, 6.0)


def test_a_group_in_no_slot_has_nothing_to_swap() -> None:
    assert best_swap(tiny_problem(3), np.full(tiny_problem(3).groups, NOWHERE), 0) is None


def test_a_swap_in_a_large_plan_keeps_it_feasible() -> None:
    problem, plan = large_problem(2_641, 7_386, 51)
    found = best_swap(problem, plan, 1_000)
    assert found is not None
    swapped = plan.copy()
    swapped[[1_000, found.other]] = plan[[found.other, 1_000]]
    assert breaches_of(problem, swapped) == []
    assert value_of(problem, swapped).total - value_of(problem, plan).total == pytest.approx(found.delta)
