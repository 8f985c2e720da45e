"""Which facts can hold together, and by how much a limit must grow."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_problems import every_plan, tiny_problem

from azlift.waves.fitting import Atom, every_atom, fits, least_raise, nearest_slot
from azlift.waves.problem import Before, Problem


def two_of_three(**changed: object) -> Problem:
    """Two groups of 2 machines and 5 GiB, two slots that hold 3 machines and 5 GiB more each, in weeks 1 and 4."""
    problem = replace(
        tiny_problem(0),
        weeks=np.array([1.0, 4.0]),
        allowed=np.array([[True, False], [True, False]]),
        dimensions=("machines",),
        size=np.array([[2.0, 2.0]]),
        cap=np.array([[3.0, 3.0]]),
        stocks=("GiB",),
        stock=np.array([[5.0, 5.0]]),
        supply=np.array([[5.0, 10.0]]),
        before=(),
        saving=np.zeros(2),
    )
    return replace(problem, **changed)


WINDOWS = [Atom("window", 0), Atom("window", 1)]


@given(st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_all_facts_fit_exactly_when_brute_force_finds_a_plan(seed: int) -> None:
    problem = tiny_problem(seed, tight=1.5)
    assert fits(problem, list(every_atom(problem)), 10.0) is (next(every_plan(problem), None) is not None)


def test_a_group_whose_window_is_no_fact_is_left_behind() -> None:
    rows = [atom for atom in every_atom(two_of_three()) if atom.kind != "window"]
    assert fits(two_of_three(), rows, 10.0)
    assert fits(two_of_three(), [*rows, WINDOWS[0]], 10.0)
    assert fits(two_of_three(), [*rows, *WINDOWS], 10.0) is False


@pytest.mark.parametrize(("row", "raised"), [(Atom("capacity", 0, 0), 1.0), (Atom("supply", 0, 0), 5.0)])
def test_a_limit_grows_by_what_is_missing_and_no_more(row: Atom, raised: float) -> None:
    assert least_raise(two_of_three(), [*WINDOWS, row], row, 10.0) == pytest.approx(raised)


def test_a_limit_that_does_not_matter_alone_frees_nothing() -> None:
    both = [*WINDOWS, Atom("capacity", 0, 0), Atom("supply", 0, 0)]
    assert least_raise(two_of_three(), both, both[-1], 10.0) is None


def test_an_order_gives_way_by_whole_slots() -> None:
    problem = two_of_three(before=(Before(0, 1, 1),))
    atoms = [*WINDOWS, Atom("order", 0)]
    assert least_raise(problem, atoms, atoms[-1], 10.0) == pytest.approx(1.0)


def test_the_nearest_slot_that_would_do_takes_the_group_alone() -> None:
    atoms = [*WINDOWS, Atom("capacity", 0, 0)]
    assert nearest_slot(two_of_three(), atoms, 1, 10.0) == 1
    assert nearest_slot(two_of_three(cap=np.array([[3.0, 1.0]])), atoms, 1, 10.0) is None


def test_no_time_leaves_the_question_open() -> None:
    rng = np.random.default_rng(1)
    many = two_of_three(
        weeks=np.arange(1.0, 31),
        allowed=np.ones((200, 30), bool),
        size=rng.integers(100, 1000, (1, 200)).astype(float),
        saving=np.zeros(200),
        stocks=(),
        stock=np.zeros((0, 200)),
        supply=np.zeros((0, 30)),
    )
    many = replace(many, cap=np.full((1, 30), np.ceil(many.size.sum() / 30)))
    assert fits(many, list(every_atom(many)), 0.0) is None
