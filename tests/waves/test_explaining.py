"""What an explanation says is what judging each change by itself says."""

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_problems import every_plan, large_problem, tiny_problem

from azlift.waves.explaining import FREE, ORDER, WINDOW, Forbidden, explain
from azlift.waves.problem import NOWHERE, Before, Ints, Problem, breaches_of, unburdened, value_of


def some_plan(seed: int) -> tuple[Problem, Ints]:
    """A feasible plan of the first problem from the seed on that has one; not the first, where there are more."""
    problem = tiny_problem(seed)
    plans = [plan for _, plan in zip(range(40), every_plan(problem), strict=False)]
    return (problem, plans[seed % len(plans)]) if plans else some_plan(seed + 1)


@given(st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_every_delta_and_every_free_slot_is_what_moving_that_group_alone_gives(seed: int) -> None:
    problem, plan = some_plan(seed)
    found, total = explain(problem, plan), value_of(problem, plan).total
    for group, slot in np.ndindex(problem.groups, problem.slots):
        moved = plan.copy()
        moved[group] = slot
        assert found.delta[group, slot] == pytest.approx(value_of(problem, moved).total - total)
        assert (found.forbids[group, slot] == FREE) == (breaches_of(problem, moved) == [])


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_the_next_slot_is_the_cheapest_other_that_is_free(seed: int) -> None:
    problem, plan = some_plan(seed)
    found = explain(problem, plan)
    for group in range(problem.groups):
        free = [slot for slot in range(problem.slots) if slot != plan[group] and found.forbids[group, slot] == FREE]
        if not free:
            assert (found.next_slot[group], found.next_delta[group]) == (NOWHERE, np.inf)
        else:
            assert found.next_slot[group] in free
            assert found.next_delta[group] == min(found.delta[group, slot] for slot in free)


def crowded(**changed: object) -> Problem:
    """Two groups of 2 machines and 5 GiB; three slots in weeks 1, 2, 3 for 3 machines, and 5 GiB more each."""
    problem = replace(
        tiny_problem(0),
        weeks=np.array([1.0, 2.0, 3.0]),
        allowed=np.ones((2, 3), bool),
        dimensions=("machines",),
        size=np.array([[2.0, 2.0]]),
        cap=np.array([[3.0, 4.0, 4.0]]),
        stocks=("GiB",),
        stock=np.array([[5.0, 5.0]]),
        supply=np.array([[5.0, 10.0, 15.0]]),
        before=(),
        saving=np.array([10.0, 1.0]),
        edge_one=np.zeros(0, np.int64),
        edge_other=np.zeros(0, np.int64),
        edge_weight=np.zeros(0),
        finish=0.0,
        anchor=np.full(2, NOWHERE),
        stay_weight=0.0,
        burden=unburdened(2, 3),
    )
    return replace(problem, **changed)


PLAN = np.array([0, 2])


def test_the_row_with_the_least_share_left_binds_its_slot() -> None:
    found = explain(crowded(), PLAN)
    assert found.rows == ("machines", "GiB")
    assert found.slack.tolist() == [[1, 4, 2], [0, 5, 5]]
    assert found.share.tolist() == [[1 / 3, 1, 0.5], [0, 0.5, 1 / 3]]
    assert found.binding.tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("changed", "forbidden"),
    [
        ({}, [Forbidden(0, "capacity", "machines")] * 2),
        ({"cap": np.full((1, 3), 9.0)}, [Forbidden(0, "supply", "GiB")] * 2),
        ({"before": (Before(0, 1, 2),)}, [Forbidden(0, "order", ""), Forbidden(1, "order", "")]),
        (
            {"allowed": np.array([[True, True, True], [False, True, True]])},
            [Forbidden(0, "window", "")] * 2,
        ),
    ],
)
def test_the_last_earlier_slot_that_is_forbidden_is_so_by_a_named_row(
    changed: dict[str, object], forbidden: list[Forbidden]
) -> None:
    found = explain(crowded(**changed), PLAN)
    assert [found.last_forbidden(1, until=slot) for slot in (1, 2)] == forbidden
    assert found.last_forbidden(1, until=0) is None


def test_of_several_reasons_a_window_is_said_before_an_order_and_an_order_before_a_row() -> None:
    all_at_once = crowded(before=(Before(0, 1, 2),), allowed=np.array([[True] * 3, [False, True, True]]))
    assert explain(all_at_once, PLAN).forbids[1].tolist() == [WINDOW, ORDER, FREE]


def test_a_group_in_no_slot_weighs_nothing_and_its_delta_is_its_cost() -> None:
    found = explain(crowded(), np.array([NOWHERE, 2]))
    assert found.slack[0].tolist() == [3, 4, 2]
    assert found.delta[0].tolist() == [10, 20, 30]
    assert (found.next_slot[0], found.next_delta[0]) == (0, 10)


def test_a_problem_without_rows_has_no_binding_row() -> None:
    free = crowded(
        dimensions=(),
        size=np.zeros((0, 2)),
        cap=np.zeros((0, 3)),
        stocks=(),
        stock=np.zeros((0, 2)),
        supply=np.zeros((0, 3)),
    )
    assert explain(free, PLAN).binding.tolist() == [NOWHERE] * 3


@pytest.mark.parametrize(("groups", "edges", "slots", "seconds"), [(2_641, 7_386, 51, 1.0), (13_620, 39_327, 77, 15.0)])
def test_a_large_plan_is_judged_and_explained_in_time(groups: int, edges: int, slots: int, seconds: float) -> None:
    """The groups of 10,000 and of 50,000 machines, each with an order to keep."""
    problem, plan = large_problem(groups, edges, slots)
    order = np.argsort(plan, kind="stable")
    befores = tuple(Before(int(one), int(other), 0) for one, other in zip(order[:-100], order[100:], strict=True))
    problem = replace(problem, before=befores)
    began = time.process_time()
    breaches, value, found = breaches_of(problem, plan), value_of(problem, plan), explain(problem, plan)
    assert time.process_time() - began < seconds
    assert breaches == []
    assert value.total > 0
    assert (found.next_slot != NOWHERE).any()
