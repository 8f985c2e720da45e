"""Annealing: what it never does, and what it finds."""

from dataclasses import replace

import numpy as np
import pytest
from small_problems import brute_force, small_problem

from azlift.waves.problem import NOWHERE, Problem, breaches_of
from azlift.waves.solving.annealing import anneal, narrowest
from azlift.waves.solving.board import cost_of, open_board, parking_price
from azlift.waves.solving.filling import fill


def annealed(problem: Problem, plan: np.ndarray, seed: int, moves: int) -> tuple[np.ndarray, float, int]:
    return anneal(open_board(problem, plan), np.random.default_rng(seed), moves, lambda plan, cost, made: made / moves)


@pytest.mark.parametrize("seed", range(100))
def test_the_best_it_met_breaks_nothing_and_costs_what_it_says_and_no_more_than_the_start(seed: int) -> None:
    problem = small_problem(seed, groups=8, slots=5)
    start = fill(problem, np.arange(8))
    plan, cost, made = annealed(problem, start, seed, 3_000)
    assert {breach.kind for breach in breaches_of(problem, plan)} <= {"unplanned"}
    assert cost == pytest.approx(cost_of(open_board(problem, plan)))
    assert cost <= cost_of(open_board(problem, start)) + 1e-6
    assert made == 3_000


def test_of_sixty_small_problems_it_finds_the_best_of_most() -> None:
    found = 0
    for seed in range(60):
        problem = small_problem(seed)
        left_out, cost = brute_force(problem)
        _, mine, _ = annealed(problem, fill(problem, np.arange(problem.groups)), seed, 10_000)
        best = cost + left_out * parking_price(problem)
        assert mine >= best - 1e-6
        found += mine == pytest.approx(best)
    assert found >= 45


def full() -> Problem:
    """Two groups on two slots that hold one each."""
    bare = replace(small_problem(1, groups=2, slots=2), allowed=np.ones((2, 2), bool), before=(), finish=0.0)
    ones = {"size": np.ones((2, 2)), "cap": np.ones((2, 2)), "stock": np.zeros((1, 2)), "stay_weight": 0.0}
    return replace(bare, **ones, saving=np.array([1.0, 9.0]), edge_weight=np.full(len(bare.edge_one), 50.0))


def test_where_nothing_fits_two_change_places() -> None:
    plan, _, _ = annealed(full(), np.array([0, 1]), 1, 500)
    assert plan.tolist() == [1, 0]


def test_who_swaps_with_whom_it_talks_to_is_no_nearer_to_it() -> None:
    talks = replace(full(), edge_one=np.array([0]), edge_other=np.array([1]), edge_weight=np.array([1_000.0]))
    plan, cost, _ = annealed(talks, np.array([0, 1]), 1, 500)
    assert cost == pytest.approx(cost_of(open_board(talks, plan)))


def test_the_last_group_comes_forward_when_only_the_length_pays() -> None:
    empty = replace(
        full(), cap=np.full((2, 2), 2.0), saving=np.zeros(2), edge_weight=0 * full().edge_weight, finish=5.0
    )
    plan, _, _ = annealed(empty, np.array([0, 1]), 1, 500)
    assert plan.tolist() == [0, 0]


def test_who_lies_parked_gets_a_slot_that_has_room() -> None:
    plan, _, _ = annealed(full(), np.array([0, NOWHERE]), 1, 500)
    assert sorted(plan.tolist()) == [0, 1]


def test_it_ends_when_it_is_told_to_with_the_best_so_far() -> None:
    told: list[int] = []

    def watch(plan: np.ndarray, cost: float, made: int) -> float:
        told.append(made)
        return float(made > 0)

    plan, _, made = anneal(open_board(full(), np.array([0, 1])), np.random.default_rng(1), 10**9, watch)
    assert plan.tolist() == [1, 0]
    assert made == told[-1] < 10**5


def test_the_least_between_two_slots_is_of_those_from_the_first_and_before_the_second() -> None:
    spread = narrowest(np.array([[4.0, 2.0, 3.0]]))
    assert spread[0, 1] == 4.0
    assert spread[0, 3] == 2.0
    assert spread[2, 3] == 3.0
    assert spread[1, 1] == np.inf
