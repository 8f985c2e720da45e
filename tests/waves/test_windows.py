"""The slots a group can use: never one less than some feasible plan uses."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from made_problems import every_plan, tiny_problem

from azlift.waves.problem import Before
from azlift.waves.windows import earliest, fitting_alone, latest, reach, usable_slots


@given(st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_every_slot_of_every_feasible_plan_is_usable(seed: int) -> None:
    problem = tiny_problem(seed)
    usable = usable_slots(problem)
    for plan in every_plan(problem):
        assert usable[np.arange(problem.groups), plan].all()


def test_a_slot_that_the_group_alone_exceeds_is_not_usable() -> None:
    problem = replace(
        tiny_problem(0),
        allowed=np.ones((1, 2), bool),
        weeks=np.array([1.0, 2.0]),
        saving=np.ones(1),
        dimensions=("machines",),
        size=np.array([[3.0]]),
        cap=np.array([[2.0, 3.0]]),
        stocks=(),
        stock=np.zeros((0, 1)),
        supply=np.zeros((0, 2)),
        before=(),
    )
    assert fitting_alone(problem).tolist() == [[False, True]]


def test_a_chain_of_orders_leaves_each_its_place() -> None:
    problem = replace(
        tiny_problem(0),
        allowed=np.ones((3, 3), bool),
        weeks=np.array([1.0, 2.0, 3.0]),
        saving=np.ones(3),
        size=np.zeros((0, 3)),
        cap=np.zeros((0, 3)),
        stock=np.zeros((0, 3)),
        supply=np.zeros((0, 3)),
        before=(Before(0, 1, 1), Before(1, 2, 1)),
    )
    assert usable_slots(problem).tolist() == np.eye(3, dtype=bool).tolist()
    cycle = replace(problem, before=(Before(0, 1, 1), Before(1, 0, 0)))
    assert not usable_slots(cycle).any(axis=1).all()


def test_a_later_supply_that_is_smaller_binds_earlier() -> None:
    assert reach(np.array([5.0, 9.0, 7.0, 8.0])).tolist() == [5, 7, 7, 8]


def test_the_first_and_the_last_usable_slot() -> None:
    usable = np.array([[False, True, False, True, False], [True, False, False, False, False]])
    assert (earliest(usable).tolist(), latest(usable).tolist()) == ([1, 0], [3, 0])
