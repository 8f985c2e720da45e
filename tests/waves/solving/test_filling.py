"""First-fit on the calendar."""

from dataclasses import replace

import numpy as np
import pytest
from small_problems import small_problem

from azlift.waves.problem import NOWHERE, Before, Problem, breaches_of
from azlift.waves.solving.filling import fill, predecessors_first


def plain(sizes: list[float], cap: list[float]) -> Problem:
    """Groups of these sizes, all allowed everywhere, without order or stock; slots of this room."""
    count, slots = len(sizes), len(cap)
    return replace(
        small_problem(1, groups=count, slots=slots),
        allowed=np.ones((count, slots), bool),
        dimensions=("machines",),
        size=np.array([sizes]),
        cap=np.array([cap]),
        stock=np.zeros((1, count)),
        supply=np.zeros((1, slots)),
        before=(),
    )


def test_each_group_takes_the_first_slot_with_room_in_the_order_given() -> None:
    problem = plain([2, 2, 1], [3, 3])
    assert fill(problem, np.array([0, 1, 2])).tolist() == [0, 1, 0]
    assert fill(problem, np.array([1, 2, 0])).tolist() == [1, 0, 0]


def test_whom_no_slot_takes_goes_first_the_next_time() -> None:
    problem = plain([1, 1, 3], [3, 2])
    assert fill(problem, np.array([0, 1, 2])).tolist() == [1, 1, 0]


def test_whom_no_slot_can_take_is_nowhere_and_the_others_are_placed() -> None:
    assert fill(plain([9, 1], [3, 3]), np.array([0, 1])).tolist() == [NOWHERE, 0]


def test_who_must_be_earlier_is_placed_before_whatever_the_order() -> None:
    problem = replace(plain([1, 1], [1, 1]), before=(Before(1, 0, 1),))
    assert fill(problem, np.array([0, 1])).tolist() == [1, 0]


def test_what_is_seeded_by_then_counts_in_every_later_slot() -> None:
    problem = replace(plain([1, 1], [9, 9]), stock=np.array([[5.0, 5.0]]), supply=np.array([[6.0, 10.0]]))
    assert fill(problem, np.array([0, 1])).tolist() == [0, 1]


def test_a_wish_is_granted_where_it_is_free_and_before_the_others_are_asked() -> None:
    problem = plain([2, 2, 2], [2, 2, 2])
    assert fill(problem, np.array([0, 1, 2]), np.array([NOWHERE, 0, 0])).tolist() == [1, 0, 2]


def test_who_fits_nowhere_beside_the_wishes_goes_before_them() -> None:
    problem = plain([2, 2, 1], [3, 2])
    problem = replace(problem, allowed=np.array([[1, 0], [1, 1], [1, 1]], bool))
    assert fill(problem, np.array([0, 1, 2]), np.array([NOWHERE, 0, 1])).tolist() == [0, 1, 0]


def test_a_chain_longer_than_any_recursion_is_followed() -> None:
    chain = {group: [(group + 1, 1)] for group in range(5_000)}
    assert list(predecessors_first(range(5_001), chain)) == list(range(5_000, -1, -1))


def test_of_a_circle_everybody_is_named_once() -> None:
    circle = {0: [(1, 0)], 1: [(2, 0)], 2: [(0, 0)]}
    assert sorted(predecessors_first([0, 1, 2], circle)) == [0, 1, 2]


@pytest.mark.parametrize("seed", range(200))
def test_nothing_is_broken_whatever_the_order(seed: int) -> None:
    problem = small_problem(seed)
    order = np.random.default_rng(seed).permutation(problem.groups)
    assert {breach.kind for breach in breaches_of(problem, fill(problem, order))} <= {"unplanned"}
