"""A bound is never above the optimum, and near it where a closed form says what the optimum is."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from made_problems import every_plan, large_problem, tiny_problem

from azlift.waves.bounds import lower_bound
from azlift.waves.problem import NOWHERE, Before, Burden, Problem, unburdened, value_of

CONVERGED = 1e-4
"""The share below which a violated row is left out (LEAST_VIOLATION): two bounds differ by that without meaning it."""


def row_of_equals(count: int, **changed: Any) -> Problem:
    """Groups of one machine each, and as many weeks that hold one each."""
    given: dict[str, Any] = {
        "weeks": np.arange(1.0, count + 1),
        "allowed": np.ones((count, count), bool),
        "dimensions": ("machines",),
        "size": np.ones((1, count)),
        "cap": np.ones((1, count)),
        "stocks": (),
        "stock": np.zeros((0, count)),
        "supply": np.zeros((0, count)),
        "before": (),
        "saving": np.zeros(count),
        "edge_one": np.zeros(0, np.int64),
        "edge_other": np.zeros(0, np.int64),
        "edge_weight": np.zeros(0),
        "finish": 0.0,
        "anchor": np.full(count, NOWHERE),
        "stay_weight": 0.0,
        "burden": unburdened(count, count),
    }
    return Problem(**{**given, **changed})


@pytest.mark.slow
def test_no_bound_is_above_the_optimum_of_500_problems_and_the_mean_gap_is_small() -> None:
    """Of the mean gap a third is unevenness, of which only the totals are bounded."""
    gaps = []
    for seed in range(1_100):
        problem = tiny_problem(seed)
        best = min((value_of(problem, plan).total for plan in every_plan(problem)), default=None)
        if best is not None:
            found = [lower_bound(problem, rounds=rounds).value for rounds in (0, 2, 20)]
            assert max(found) <= best, f"seed {seed}"
            gaps.append(1 - max(found) / best if best else 0.0)
    assert len(gaps) >= 500
    assert np.mean(gaps) < 0.06


@pytest.mark.parametrize("relaxed", ["capacity", "supply", "slots", "order"])
def test_a_relaxed_problem_never_has_a_higher_bound(relaxed: str) -> None:
    compared = 0
    for problem in map(tiny_problem, range(150)):
        bound = lower_bound(problem, rounds=30)
        changes: dict[str, Any] = {
            "capacity": {"cap": problem.cap + 1},
            "supply": {"supply": problem.supply + 2},
            "slots": {"allowed": np.ones_like(problem.allowed)},
            "order": {"before": ()},
        }
        if bound.proven and np.isfinite(bound.value):
            compared += 1
            after = lower_bound(replace(problem, **changes[relaxed]), rounds=30)
            assert after.value <= bound.value * (1 + CONVERGED) + CONVERGED
    assert compared > 50


def test_equal_groups_in_a_narrow_calendar_are_bounded_by_their_optimum() -> None:
    bound = lower_bound(row_of_equals(6, saving=np.full(6, 10.0)), rounds=20)
    assert bound.proven
    assert bound.value == pytest.approx(10 * (1 + 2 + 3 + 4 + 5 + 6))


def test_a_star_that_cannot_move_at_once_is_bounded_by_its_spread() -> None:
    """The hub in week 3 of 5: its four neighbours are 1, 1, 2 and 2 weeks from it at best."""
    star = row_of_equals(5, edge_one=np.zeros(4, np.int64), edge_other=np.arange(1, 5), edge_weight=np.full(4, 7.0))
    assert lower_bound(star, rounds=20).value == pytest.approx(7 * 6)


def test_an_order_and_an_anchor_and_the_length_count() -> None:
    """Three in a chain take weeks 1, 2, 3: the length is 3 weeks, and the last is one week from its anchor."""
    chain = row_of_equals(
        3,
        before=(Before(0, 1, 1), Before(1, 2, 1)),
        finish=5.0,
        anchor=np.array([NOWHERE, NOWHERE, 1]),
        stay_weight=2.0,
    )
    bound = lower_bound(chain, rounds=5)
    assert bound.value == pytest.approx(5 * 3 + 2 * 1)
    assert bound.parts == pytest.approx((0, 0, 15, 2, 0, 0, 0))


def test_a_risk_early_a_crowd_and_what_runs_twice_count() -> None:
    """Two in weeks 1 and 2 of one machine each, a ramp to week 4; 3 machines are more than the level of any week."""
    burden = Burden(np.array([8.0, 9.0]), np.array([5.0, 5.0]), 4.0, np.array([3.0, 1.0]), np.full(2, 2.0), 10.0)
    bound = lower_bound(row_of_equals(2, burden=burden, saving=np.full(2, 100.0)), rounds=5)
    assert bound.value == pytest.approx(300 + 17 + 5 * (3 + 2) + 10 * 1)
    assert bound.parts == pytest.approx((300, 0, 0, 0, 17, 25, 10))


def test_who_cannot_stay_pays_for_leaving_once_and_who_can_pays_for_the_weeks_it_goes() -> None:
    """Both had week 1 of 3, which holds one; the other goes one week, of two it could go. The third may not stay."""
    held = row_of_equals(
        3,
        allowed=np.array([[1, 1, 1], [1, 1, 1], [0, 1, 1]], bool),
        cap=np.array([[1.0, 2.0, 2.0]]),
        saving=np.full(3, 100.0),
        anchor=np.zeros(3, np.int64),
        stay_weight=2.0,
        stay_once=8.0,
    )
    bound = lower_bound(held, rounds=20)
    assert bound.value == pytest.approx(100 * (1 + 2 + 2) + (2 + 8 / 2) * 1 + 8 + 2)
    assert bound.value <= min(value_of(held, plan).total for plan in every_plan(held))


def test_a_stock_delays_what_it_does_not_supply() -> None:
    late = row_of_equals(
        2,
        cap=np.full((1, 2), 2.0),
        saving=np.full(2, 10.0),
        stocks=("GiB",),
        stock=np.ones((1, 2)),
        supply=np.array([[1.0, 2.0]]),
    )
    assert lower_bound(late, rounds=5).value == pytest.approx(10 * (1 + 2))


def test_a_group_without_a_slot_makes_the_bound_infinite() -> None:
    assert lower_bound(row_of_equals(2, allowed=np.array([[True, True], [False, False]]))).value == np.inf


def test_no_time_gives_the_bound_of_the_windows_alone() -> None:
    bound = lower_bound(row_of_equals(3, saving=np.full(3, 10.0)), seconds=0.0)
    assert (bound.proven, bound.rounds) == (False, 0)
    assert bound.value == pytest.approx(30.0)


def test_more_rounds_never_lower_the_bound_and_the_same_arguments_give_the_same() -> None:
    problem, plan = large_problem(200, 500, 20)
    bounds = [lower_bound(problem, plan=plan, rounds=rounds, seconds=600.0) for rounds in (1, 2, 4)]
    values = [bound.value for bound in bounds]
    assert values == sorted(values)
    assert values[-1] <= value_of(problem, plan).total
    assert lower_bound(problem, plan=plan, rounds=2, seconds=600.0) == bounds[1]


def test_a_problem_with_no_groups_costs_nothing() -> None:
    none = replace(row_of_equals(0), weeks=np.array([1.0]), allowed=np.ones((0, 1), bool), cap=np.ones((1, 1)))
    none = replace(none, supply=np.zeros((0, 1)))
    assert lower_bound(none).value == pytest.approx(0.0)


def test_sums_that_are_rounded_put_no_bound_above_the_optimum() -> None:
    compared = 0
    for whole in map(tiny_problem, range(200)):
        problem = replace(whole, size=whole.size * 0.1, cap=whole.cap * 0.1, saving=whole.saving / 3)
        best = min((value_of(problem, plan).total for plan in every_plan(problem)), default=None)
        if best is not None:
            compared += 1
            assert lower_bound(problem, rounds=10).value <= best
    assert compared > 80
