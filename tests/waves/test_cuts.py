"""Rows that every feasible plan obeys."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from made_problems import crowded_problem, every_plan, row_of_equals, tiny_problem

from azlift.waves.cuts import poured, spreading_rows
from azlift.waves.relaxing import relax


@given(st.integers(0, 2**32), st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_no_feasible_plan_breaks_a_row_whatever_lengths_it_was_found_by(seed: int, other: int) -> None:
    problem, rng = crowded_problem(seed) if seed % 2 else tiny_problem(seed), np.random.default_rng(other)
    relaxed = relax(problem)
    assume(relaxed is not None and len(problem.size) and len(problem.edge_one))
    assert relaxed
    lengths = rng.random(len(problem.edge_one)) * 0.5
    rows = spreading_rows(relaxed, lengths, np.arange(problem.groups), int(rng.integers(len(problem.size))))
    for plan in every_plan(problem):
        weeks = problem.weeks[plan]
        apart = np.abs(weeks[problem.edge_one] - weeks[problem.edge_other])
        assert (rows @ apart >= 1 - 1e-6).all()


def test_what_is_poured_fills_the_first_slots_first() -> None:
    room, weeks = np.array([2.0, 3.0]), np.array([1.0, 5.0])
    assert poured(np.array([0.0, 1.0, 2.0, 4.0]), room, weeks).tolist() == [0, 1, 2, 12]


def test_neighbours_that_fill_a_week_each_are_a_week_apart() -> None:
    """A neighbour is a week away at least; of trees that lack the same share of their weeks the smallest is enough."""
    chain = row_of_equals(3, edge_one=np.array([0, 1]), edge_other=np.array([1, 2]), edge_weight=np.ones(2))
    relaxed = relax(chain)
    assert relaxed
    rows = spreading_rows(relaxed, np.zeros(2), np.array([0, 2]), 0)
    assert rows.toarray() == pytest.approx(np.array([[1, 0], [0, 1]]))


def test_a_hub_whose_neighbours_fill_a_week_each_has_a_row_of_all_of_them() -> None:
    """In the middle of five weeks its four neighbours are 1 + 1 + 2 + 2 weeks away."""
    star = row_of_equals(5, edge_one=np.zeros(4, np.int64), edge_other=np.arange(1, 5), edge_weight=np.ones(4))
    relaxed = relax(star)
    assert relaxed
    rows = spreading_rows(relaxed, np.zeros(4), np.array([0]), 0)
    assert rows.toarray() == pytest.approx(np.full((1, 4), 1 / 6))


def test_lengths_that_hold_need_no_row() -> None:
    chain = row_of_equals(3, edge_one=np.array([0, 1]), edge_other=np.array([1, 2]), edge_weight=np.ones(2))
    relaxed = relax(chain)
    assert relaxed
    assert spreading_rows(relaxed, np.ones(2), np.arange(3), 0).shape == (0, 2)
