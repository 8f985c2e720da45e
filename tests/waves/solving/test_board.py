"""What is kept up to date while a plan is changed, against the same made anew."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_problems import costs, small_problem

from azlift.waves.problem import NOWHERE
from azlift.waves.solving.board import cost_of, open_board, parking_price


@given(st.integers(0, 10_000), st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), max_size=30))
def test_after_any_moves_the_board_is_that_of_the_plan_they_led_to(seed: int, moves: list[tuple[int, int]]) -> None:
    problem = small_problem(seed, groups=6, slots=4)
    board = open_board(problem, np.full(6, NOWHERE))
    for group, slot in moves:
        board.move(group, slot)
    anew = open_board(problem, board.as_plan())
    for kept in ("plan", "price", "room", "left", "soonest", "latest", "members"):
        np.testing.assert_allclose(getattr(board, kept), getattr(anew, kept), atol=1e-6, err_msg=kept)


@pytest.mark.parametrize("seed", range(50))
def test_a_board_costs_the_value_of_what_is_placed_and_the_price_of_what_is_not(seed: int) -> None:
    problem = small_problem(seed)
    rng = np.random.default_rng(seed)
    plan = np.array([rng.choice([NOWHERE, *np.flatnonzero(row)]) for row in problem.allowed])
    parked = parking_price(problem) * (plan == NOWHERE).sum()
    assert cost_of(open_board(problem, plan)) == pytest.approx(costs(problem, plan[None, :])[0] + parked)


@pytest.mark.parametrize("seed", range(50))
def test_one_group_more_in_a_slot_outweighs_everything_else(seed: int) -> None:
    problem = small_problem(seed, groups=4, slots=3)
    plans = np.random.default_rng(seed).integers(3, size=(50, 4))
    assert np.ptp(costs(problem, plans)) < parking_price(problem)


def test_a_price_is_what_the_plan_would_cost_with_the_group_there() -> None:
    problem = small_problem(12, groups=5, slots=4)
    plan = np.array([0, 1, 2, 3, 0])
    board = open_board(problem, plan)
    there = plan.copy()
    there[3] = 1
    change = costs(problem, there[None, :])[0] - costs(problem, plan[None, :])[0]
    length = problem.finish * (problem.weeks[there].max() - problem.weeks[plan].max())
    assert board.price[3, 1] - board.price[3, 3] == pytest.approx(change - length)
