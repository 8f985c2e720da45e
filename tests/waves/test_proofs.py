"""Each proof names facts that cannot hold together, and stays silent where there is a plan."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_problems import every_plan, large_problem, tiny_problem

from azlift.waves.fitting import Atom, fits
from azlift.waves.problem import Before, Problem
from azlift.waves.proofs import proofs


@given(st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_what_a_proof_names_cannot_hold_together_and_a_feasible_problem_has_none(seed: int) -> None:
    problem = tiny_problem(seed, tight=1.6)
    found = list(proofs(problem))
    assert all(fits(problem, atoms, 10.0) is False for atoms in found)
    assert not (found and next(every_plan(problem), None) is not None)


def wide(**changed: Any) -> Problem:
    """Four groups of 2 machines and 2 GiB in four slots with room for all."""
    problem = replace(
        tiny_problem(0),
        weeks=np.arange(1.0, 5),
        allowed=np.ones((4, 4), bool),
        dimensions=("machines",),
        size=np.full((1, 4), 2.0),
        cap=np.full((1, 4), 8.0),
        stocks=("GiB",),
        stock=np.full((1, 4), 2.0),
        supply=np.full((1, 4), 8.0),
        before=(),
        saving=np.zeros(4),
    )
    return replace(problem, **changed)


EARLY = np.array([[True, True, False, False]] * 4)
WINDOWS = [Atom("window", group) for group in range(4)]


@pytest.mark.parametrize(
    ("problem", "named"),
    [
        (wide(size=np.array([[9.0, 1, 1, 1]])), [WINDOWS[0], *(Atom("capacity", 0, slot) for slot in range(4))]),
        (
            wide(allowed=EARLY, cap=np.full((1, 4), 3.0)),
            [Atom("capacity", 0, 0), Atom("capacity", 0, 1), *WINDOWS],
        ),
        (wide(allowed=EARLY, supply=np.array([[7.0, 7, 8, 8]])), [Atom("supply", 0, 1), *WINDOWS]),
        (
            wide(before=(Before(0, 1, 2), Before(1, 2, 2))),
            [*WINDOWS[:3], Atom("order", 0), Atom("order", 1)],
        ),
        (wide(before=(Before(2, 3, 1), Before(3, 2, 0))), [*WINDOWS[2:], Atom("order", 0), Atom("order", 1)]),
    ],
    ids=["a group too large", "a span too small", "a stock too short", "a chain too long", "a cycle"],
)
def test_each_kind_of_proof_names_its_facts(problem: Problem, named: list[Atom]) -> None:
    assert next(proofs(problem)) == named


def test_a_span_takes_the_fewest_and_largest_groups_that_prove_it() -> None:
    problem = wide(
        size=np.array([[1.0, 5, 6, 1]]), cap=np.full((1, 4), 10.0), allowed=EARLY & [True, False, True, True]
    )
    assert next(proofs(problem)) == [Atom("capacity", 0, 0), WINDOWS[2], WINDOWS[1]]


def test_a_large_feasible_problem_is_seen_through_at_once() -> None:
    problem, _ = large_problem(2_641, 7_386, 51)
    assert list(proofs(problem)) == []
