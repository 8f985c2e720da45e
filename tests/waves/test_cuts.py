"""Rows that every feasible plan obeys."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from made_problems import every_plan, tiny_problem

from azlift.waves.cuts import Resource, Row, calendar_of, poured, scheduling_rows, spreading_rows
from azlift.waves.problem import Floats, Problem


def left_side(row: Row, problem: Problem, weeks: Floats) -> float:
    lengths = np.abs(weeks[problem.edge_one] - weeks[problem.edge_other])
    return float(row.weights @ (lengths if row.spreading else weeks)[row.at])


@given(st.integers(0, 2**32), st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_no_feasible_plan_breaks_a_row_whatever_weeks_and_lengths_it_was_found_by(seed: int, other: int) -> None:
    problem, rng = tiny_problem(seed), np.random.default_rng(other)
    calendar = calendar_of(problem)
    assume(calendar.usable.any(axis=1).all())
    rows = list(scheduling_rows(calendar, rng.random(problem.groups) * 5, most=3, beyond=-np.inf))
    rows += spreading_rows(calendar, rng.random(len(problem.edge_one)) * 0.5, np.arange(problem.groups))
    for plan in every_plan(problem):
        weeks = problem.weeks[plan]
        for row in rows:
            assert left_side(row, problem, weeks) >= row.least * (1 - 1e-6) - 1e-6


def test_what_is_poured_fills_the_first_slots_first() -> None:
    room, weeks = np.array([2.0, 3.0]), np.array([1.0, 5.0])
    assert poured(np.array([0.0, 1.0, 2.0, 4.0]), room, weeks).tolist() == [0, 1, 2, 12]


@pytest.mark.parametrize(("lasting", "rooms"), [(False, [0, 0, 4, 8]), (True, [0, 0, 7, 8])])
def test_a_stock_keeps_for_later_what_a_dimension_loses(lasting: bool, rooms: list[float]) -> None:
    resource = Resource(np.ones(1), np.array([1.0, 2.0, 4.0, 8.0]), lasting)
    assert resource.rooms(2).tolist() == rooms


def test_rows_are_found_where_all_groups_want_the_first_week_and_no_length() -> None:
    problem = next(p for p in map(tiny_problem, range(1000)) if p.groups == 5 and len(p.edge_one) > 5 and len(p.size))
    calendar = calendar_of(problem)
    soonest = problem.weeks[calendar.release]
    assert list(scheduling_rows(calendar, soonest, most=1, beyond=1e-4))
    assert [row.spreading for row in spreading_rows(calendar, np.zeros(len(problem.edge_one)), np.arange(5))]
