"""What is kept up to date while a plan is changed, against the same made anew."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_problems import costs, small_problem

from azlift.waves.problem import NOWHERE, value_of
from azlift.waves.solving.annealing import attempt
from azlift.waves.solving.board import NOBODY, cost_of, open_board, parking_price


@given(st.integers(0, 10_000), st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), max_size=30))
def test_after_any_moves_the_board_is_that_of_the_plan_they_led_to(seed: int, moves: list[tuple[int, int]]) -> None:
    problem = small_problem(seed, groups=6, slots=4)
    board = open_board(problem, np.full(6, NOWHERE))
    for group, slot in moves:
        board.move(group, slot)
    anew = open_board(problem, board.as_plan())
    for kept in ("plan", "price", "room", "left", "soonest", "latest", "members", "held"):
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
    board, there = open_board(problem, plan), plan.copy()
    there[3] = 1
    change = costs(problem, there[None, :])[0] - costs(problem, plan[None, :])[0]
    shared = open_board(problem, there).shared() - board.shared()
    assert board.price[3, 1] - board.price[3, 3] == pytest.approx(change - shared)


@pytest.mark.parametrize("seed", range(300))
def test_a_change_is_the_difference_of_the_values(seed: int) -> None:
    """A shift or a swap, looked at in a batch and made by itself."""
    rng = np.random.default_rng(seed)
    problem = replace(small_problem(seed, groups=5, slots=4), allowed=np.ones((5, 4), bool), before=())
    roomy = replace(problem, cap=np.full((2, 4), 99.0), supply=np.full((1, 4), 99.0))
    plan = rng.integers(4, size=5)
    group, slot = int(rng.integers(5)), int(rng.integers(4))
    there, board = plan.copy(), open_board(roomy, plan)
    partner = int(rng.choice([NOBODY, *np.flatnonzero(plan == slot)]))
    if slot == plan[group]:
        return
    there[group] = slot
    if partner != NOBODY:
        there[partner] = plan[group]
    change = value_of(roomy, there).total - value_of(roomy, plan).total
    assert attempt(board, group, slot, partner, limit=np.inf) == pytest.approx(change)
    assert board.as_plan().tolist() == there.tolist()
    assert cost_of(board) == pytest.approx(value_of(roomy, there).total)
