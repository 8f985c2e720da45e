"""The orders in which groups are offered to the calendar."""

from dataclasses import replace

import numpy as np
from small_problems import small_problem

from azlift.waves.problem import Problem
from azlift.waves.solving.orders import by_cluster, by_saving, contracted, greedy_order, sizes


def talking(groups: int, edges: list[tuple[int, int, float]], saving: list[float]) -> Problem:
    one, other, weight = (np.array(column) for column in zip(*edges, strict=True))
    drawn = small_problem(2, groups=groups, slots=3)
    same = {"size": np.ones((2, groups)), "cap": np.full((2, 3), float(groups)), "stock": np.zeros((1, groups))}
    return replace(drawn, **same, saving=np.array(saving), edge_one=one, edge_other=other, edge_weight=weight)


TWO_PAIRS = talking(4, [(0, 2, 10.0), (1, 3, 10.0)], [5.0, 4.0, 1.0, 1.0])


def test_the_largest_saving_for_its_size_comes_first() -> None:
    problem = replace(TWO_PAIRS, size=np.array([[9.0, 1.0, 1.0, 2.0]] * 2))
    assert by_saving(problem).tolist() == [1, 2, 0, 3]


def test_who_talks_stands_beside_each_other() -> None:
    assert by_cluster(TWO_PAIRS, seed=1).tolist() == [0, 2, 1, 3]


def test_the_next_is_who_is_drawn_most_by_those_before() -> None:
    edges = np.array([0, 0]), np.array([1, 2]), np.array([1.0, 5.0])
    assert greedy_order(np.array([9.0, 3.0, 3.0]), np.ones(3), *edges).tolist() == [0, 2, 1]


def test_a_community_has_the_sum_of_its_groups_and_of_the_ties_between() -> None:
    problem = talking(3, [(0, 1, 7.0), (0, 2, 1.0), (1, 2, 2.0)], [5.0, 4.0, 3.0])
    saving, size, one, other, weight = contracted(problem, np.array([0, 0, 1]))
    assert saving.tolist() == [9.0, 3.0]
    assert size.tolist() == [sizes(problem)[:2].sum(), sizes(problem)[2]]
    assert (one.tolist(), other.tolist(), weight.tolist()) == ([0], [1], [3.0])


def test_a_size_is_the_largest_share_of_all_there_is_of_anything() -> None:
    problem = replace(TWO_PAIRS, stock=np.array([[2.0, 0.0, 0.0, 0.0]]), supply=np.array([[1.0, 2.0, 4.0]]))
    assert sizes(problem).tolist() == [0.5, 1 / 12, 1 / 12, 1 / 12]


def test_the_order_is_the_same_for_a_seed_and_holds_everybody_once() -> None:
    problem = small_problem(3, groups=6, slots=4)
    assert by_cluster(problem, 5).tolist() == by_cluster(problem, 5).tolist()
    assert sorted(by_cluster(problem, 5).tolist()) == list(range(6))
