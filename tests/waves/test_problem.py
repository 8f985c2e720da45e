"""The problem as numbers: what a plan is worth, and what it breaks."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from azlift.waves.problem import NOWHERE, Before, Breach, Burden, Problem, breaches_of, unburdened, value_of


def problem(**changed: Any) -> Problem:
    """Three groups, three slots in weeks 1, 2 and 4; groups 0 and 1 talk."""
    given: dict[str, Any] = {
        "weeks": np.array([1.0, 2.0, 4.0]),
        "allowed": np.ones((3, 3), bool),
        "dimensions": ("machines",),
        "size": np.array([[1.0, 2.0, 3.0]]),
        "cap": np.array([[3.0, 3.0, 3.0]]),
        "stocks": ("GiB",),
        "stock": np.array([[10.0, 20.0, 30.0]]),
        "supply": np.array([[30.0, 60.0, 60.0]]),
        "before": (),
        "saving": np.array([100.0, 10.0, 1.0]),
        "edge_one": np.array([0]),
        "edge_other": np.array([1]),
        "edge_weight": np.array([7.0]),
        "finish": 5.0,
        "anchor": np.full(3, NOWHERE),
        "stay_weight": 2.0,
        "burden": unburdened(3, 3),
    }
    return Problem(**{**given, **changed})


def test_a_plan_is_worth_what_is_not_saved_what_is_split_how_long_it_takes_and_what_it_moves() -> None:
    made = problem(anchor=np.array([2, NOWHERE, 1]))
    value = value_of(made, np.array([0, 1, 1]))
    assert value == (100 + 20 + 2, 7 * 1, 5 * 2, 2 * 3, 0, 0, 0)
    assert value.total == 145


def test_a_plan_is_worth_what_runs_twice_what_is_risked_early_and_what_crowds_its_waves() -> None:
    """Groups in weeks 1, 2, 2 and a ramp to week 3; the second slot holds 5 machines, 3 above its level."""
    burden = Burden(
        double_running=np.array([30.0, 20.0, 10.0]),
        risk=np.array([4.0, 0.0, 1.0]),
        ramp=3.0,
        machines=np.array([1.0, 2.0, 3.0]),
        level=np.array([1.0, 2.0, 9.0]),
        crowding=7.0,
    )
    value = value_of(problem(burden=burden), np.array([0, 1, 1]))
    assert value[4:] == (60, 4 * 2 + 1 * 1, 7 * 3)


def test_a_risk_after_the_ramp_and_a_wave_at_its_level_cost_nothing() -> None:
    """Machines 1 in slot 0 and 5 in slot 2, of a level of 5; the ramp has ended when the risky one moves."""
    burden = replace(unburdened(3, 3), risk=np.array([0.0, 9.0, 9.0]), ramp=4.0)
    burden = replace(burden, machines=np.array([1.0, 2.0, 3.0]), level=np.array([1.0, 0.0, 5.0]), crowding=7.0)
    assert value_of(problem(burden=burden), np.array([0, 2, 2]))[4:] == (0, 0, 0)


def test_a_feasible_plan_breaks_nothing() -> None:
    assert breaches_of(problem(), np.array([0, 0, 1])) == []


@pytest.mark.parametrize(
    ("changed", "plan", "breach"),
    [
        ({"supply": np.full((1, 3), 90.0)}, [0, 0, 0], Breach("capacity", NOWHERE, 0, "machines", 3.0)),
        ({"cap": np.full((1, 3), 9.0)}, [0, 0, 0], Breach("supply", NOWHERE, 0, "GiB", 30.0)),
        ({"before": (Before(2, 0, 1),), "cap": np.full((1, 3), 9.0)}, [1, 0, 1], Breach("order", 0, 1, "2", 1.0)),
        ({"before": (Before(2, 0, 0),)}, [1, 0, 2], Breach("order", 0, 1, "2", 1.0)),
        ({"allowed": np.array([[False, True, True]] * 3)}, [0, 1, 2], Breach("not-allowed", 0, 0, "", 1.0)),
        ({}, [0, 1, NOWHERE], Breach("unplanned", 2, NOWHERE, "", 1.0)),
    ],
)
def test_every_hard_row_is_found_where_it_is_broken(changed: dict[str, Any], plan: list[int], breach: Breach) -> None:
    assert breaches_of(problem(**changed), np.array(plan)) == [breach]


def test_a_gap_of_none_lets_two_move_together() -> None:
    assert breaches_of(problem(before=(Before(0, 1, 0),)), np.array([0, 0, 1])) == []


def test_a_sum_that_differs_by_rounding_breaks_nothing() -> None:
    made = problem(size=np.array([[0.1, 0.2, 3.0]]), cap=np.array([[0.3, 3.0, 3.0]]))
    assert breaches_of(made, np.array([0, 0, 1])) == []
