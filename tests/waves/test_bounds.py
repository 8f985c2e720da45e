"""A bound is never above the optimum, and near it where a closed form says what the optimum is."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from made_problems import crowded_problem, every_plan, large_problem, row_of_equals, tiny_problem

from azlift.waves import bounds
from azlift.waves.bounds import lower_bound
from azlift.waves.problem import NOWHERE, Before, Burden, value_of

CLIMBED = 5e-3
"""The share by which a climb may end short of what the method could prove."""


@pytest.mark.slow
def test_no_bound_is_above_the_optimum_of_500_problems_and_the_mean_gap_is_small() -> None:
    """Of the mean gap two fifths are unevenness, of which only the totals are bounded: 2.8 % without it."""
    gaps = []
    for seed in range(1_100):
        problem = tiny_problem(seed)
        best = min((value_of(problem, plan).total for plan in every_plan(problem)), default=None)
        if best is not None:
            found = [lower_bound(problem, steps=steps).value for steps in (0, 150)]
            assert max(found) <= best, f"seed {seed}"
            gaps.append(1 - max(found) / best if best else 0.0)
    assert len(gaps) >= 500
    assert np.mean(gaps) < 0.05


@pytest.mark.parametrize("relaxed", ["capacity", "supply", "slots", "order"])
def test_a_relaxed_problem_never_has_a_higher_bound(relaxed: str) -> None:
    """Up to what the climbs leave, which is not the same in both."""
    compared = 0
    for problem in map(tiny_problem, range(24)):
        bound = lower_bound(problem)
        changes: dict[str, Any] = {
            "capacity": {"cap": problem.cap + 1},
            "supply": {"supply": problem.supply + 2},
            "slots": {"allowed": np.ones_like(problem.allowed)},
            "order": {"before": ()},
        }
        if np.isfinite(bound.value):
            compared += 1
            assert lower_bound(replace(problem, **changes[relaxed])).value <= bound.value * (1 + CLIMBED) + 1e-9
    assert compared > 9


def test_a_forbidden_day_never_lowers_the_bound() -> None:
    compared = 0
    for seed in range(24):
        problem, rng = tiny_problem(seed), np.random.default_rng(seed)
        fewer = replace(problem, allowed=problem.allowed & (rng.random(problem.slots) < 0.8))
        before, after = lower_bound(problem), lower_bound(fewer)
        compared += bool(np.isfinite(after.value) and (fewer.allowed != problem.allowed).any())
        assert after.value >= before.value * (1 - CLIMBED) - 1e-9
    assert compared > 3


def test_equal_groups_in_a_narrow_calendar_are_bounded_by_their_optimum() -> None:
    bound = lower_bound(row_of_equals(6, saving=np.full(6, 10.0)))
    assert bound.value == pytest.approx(10 * (1 + 2 + 3 + 4 + 5 + 6), rel=CLIMBED)


def test_a_star_that_cannot_move_at_once_is_bounded_by_its_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub in week 3 of 5: its four neighbours are 1, 1, 2 and 2 weeks from it at best. Without trees: nothing."""
    star = row_of_equals(5, edge_one=np.zeros(4, np.int64), edge_other=np.arange(1, 5), edge_weight=np.full(4, 7.0))
    assert 0.95 * 7 * 6 < lower_bound(star, steps=400).value <= 7 * 6
    monkeypatch.setattr(bounds, "UNTREED", 1_000)
    assert lower_bound(star, steps=400).value == pytest.approx(0.0, abs=0.1)


@pytest.mark.slow
def test_no_bound_of_60_crowded_problems_is_above_the_optimum_and_trees_raise_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raised = 0
    for seed in range(60):
        problem = crowded_problem(seed)
        best = min(value_of(problem, plan).total for plan in every_plan(problem))
        monkeypatch.setattr(bounds, "UNTREED", 50)
        treed = lower_bound(problem, steps=150).value
        assert treed <= best, f"seed {seed}"
        monkeypatch.setattr(bounds, "UNTREED", 1_000)
        raised += treed > 1.1 * lower_bound(problem, steps=150).value
    assert raised > 40


def test_trees_raise_the_bound_of_an_estate(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, _ = large_problem(200, 500, 20)
    problem = replace(problem, edge_weight=problem.edge_weight * 10)
    treed = lower_bound(problem, steps=400).value
    monkeypatch.setattr(bounds, "UNTREED", 1_000)
    assert treed > lower_bound(problem, steps=400).value * 1.02


def test_an_order_and_an_anchor_and_the_length_count() -> None:
    """Three in a chain take weeks 1, 2, 3: the length is 3 weeks, and the last is one week from its anchor."""
    chain = row_of_equals(
        3,
        before=(Before(0, 1, 1), Before(1, 2, 1)),
        finish=5.0,
        anchor=np.array([NOWHERE, NOWHERE, 1]),
        stay_weight=2.0,
    )
    assert lower_bound(chain).value == pytest.approx(5 * 3 + 2 * 1)


def test_an_order_delays_who_would_save_most() -> None:
    """The second saves nine times as much; the first, which alone fits the first week, must go before it."""
    pair = row_of_equals(
        2, cap=np.full((1, 2), 2.0), saving=np.array([1.0, 9.0]), before=(Before(0, 1, 1),), dimensions=("machines",)
    )
    assert lower_bound(pair).value == pytest.approx(1 * 1 + 9 * 2, rel=CLIMBED)


def test_weeks_of_two_windows_are_not_their_mean() -> None:
    """In weeks 1 or 4 only, and tied to one that moves in week 2: one week apart at least."""
    allowed = np.array([[True, False, False, True], [False, True, False, False]])
    pair = row_of_equals(
        2,
        weeks=np.arange(1.0, 5.0),
        allowed=allowed,
        cap=np.ones((1, 4)),
        edge_one=np.array([0]),
        edge_other=np.array([1]),
        edge_weight=np.full(1, 3.0),
        supply=np.zeros((0, 4)),
    )
    assert lower_bound(pair).value == pytest.approx(3.0, rel=CLIMBED)


def test_a_stock_delays_what_it_does_not_supply() -> None:
    late = row_of_equals(
        2,
        cap=np.full((1, 2), 2.0),
        saving=np.full(2, 10.0),
        stocks=("GiB",),
        stock=np.ones((1, 2)),
        supply=np.array([[1.0, 2.0]]),
    )
    assert lower_bound(late).value == pytest.approx(10 * (1 + 2), rel=CLIMBED)


def test_the_last_week_waits_for_the_last_stock() -> None:
    late = row_of_equals(2, cap=np.full((1, 2), 2.0), finish=5.0, stocks=("GiB",), stock=np.ones((1, 2)))
    assert lower_bound(replace(late, supply=np.array([[1.0, 2.0]]))).value == pytest.approx(5 * 2)
    assert lower_bound(replace(late, supply=np.array([[2.0, 2.0]]))).value == pytest.approx(5 * 1)


def test_a_group_without_a_slot_makes_the_bound_infinite() -> None:
    assert lower_bound(row_of_equals(2, allowed=np.array([[True, True], [False, False]]))).value == np.inf


def test_no_time_gives_what_the_first_prices_prove() -> None:
    bound = lower_bound(row_of_equals(3, saving=np.full(3, 10.0)), seconds=0.0)
    assert bound.steps == 0
    assert 0 < bound.value <= 60


def test_more_steps_never_lower_the_bound_and_the_same_arguments_give_the_same() -> None:
    problem, plan = large_problem(200, 500, 20)
    found = [lower_bound(problem, steps=steps, seconds=600.0) for steps in (10, 60, 120, 240)]
    values = [bound.value for bound in found]
    assert values == sorted(values)
    assert values[-1] <= value_of(problem, plan).total
    assert lower_bound(problem, steps=120, seconds=600.0) == found[2]


def test_a_problem_with_no_groups_costs_nothing() -> None:
    none = replace(row_of_equals(0), weeks=np.array([1.0]), allowed=np.ones((0, 1), bool), cap=np.ones((1, 1)))
    none = replace(none, supply=np.zeros((0, 1)))
    assert lower_bound(none).value == pytest.approx(0.0)


def test_sums_that_are_rounded_put_no_bound_above_the_optimum() -> None:
    compared = 0
    for whole in map(tiny_problem, range(60)):
        problem = replace(whole, size=whole.size * 0.1, cap=whole.cap * 0.1, saving=whole.saving / 3)
        best = min((value_of(problem, plan).total for plan in every_plan(problem)), default=None)
        if best is not None:
            compared += 1
            assert lower_bound(problem, steps=80).value <= best
    assert compared > 25


def test_a_risk_early_a_crowd_and_what_runs_twice_count() -> None:
    """Two in weeks 1 and 2 of one machine each, a ramp to week 4; 3 machines are more than the level of any week."""
    burden = Burden(np.array([8.0, 9.0]), np.array([5.0, 5.0]), 4.0, np.array([3.0, 1.0]), np.full(2, 2.0), 10.0)
    problem = row_of_equals(2, burden=burden, saving=np.full(2, 100.0))
    assert lower_bound(problem).value == pytest.approx(300 + 17 + 5 * (3 + 2) + 10 * 1, rel=CLIMBED)


def test_who_leaves_the_slot_it_had_pays_once_and_for_each_week() -> None:
    """Both had week 1 of 3, which holds one. The third may not stay."""
    held = row_of_equals(
        3,
        allowed=np.array([[1, 1, 1], [1, 1, 1], [0, 1, 1]], bool),
        cap=np.array([[1.0, 2.0, 2.0]]),
        saving=np.full(3, 100.0),
        anchor=np.zeros(3, np.int64),
        stay_weight=2.0,
        stay_once=8.0,
    )
    best = min(value_of(held, plan).total for plan in every_plan(held))
    assert best == 100 * (1 + 2 + 2) + 2 * (8 + 2)
    assert best * (1 - CLIMBED) <= lower_bound(held).value <= best
