"""What prices prove: never more than the best plan costs, whatever the prices are."""

from dataclasses import replace

import numpy as np
import pytest
from made_problems import crowded_problem, every_plan, row_of_equals, tiny_problem
from scipy.sparse import csr_array, vstack

from azlift.waves.cuts import spreading_rows
from azlift.waves.problem import Before, Problem, value_of
from azlift.waves.relaxing import Prices, Relaxed, excess, free, priced, proven, relax, shared, used_up


def drawn_rows(relaxed: Relaxed, rng: np.random.Generator) -> csr_array:
    """Spread rows found from random lengths, for every dimension."""
    roots, edges = np.arange(relaxed.problem.groups), relaxed.ends.shape[1]
    found = [spreading_rows(relaxed, rng.random(edges) / 4, roots, row) for row in range(len(relaxed.size))]
    return vstack([csr_array((0, edges)), *found], format="csr")


def drawn_prices(relaxed: Relaxed, rows: csr_array, rng: np.random.Generator, height: float) -> Prices:
    """Anything a climb could come to, and much that it would not."""
    parts = free(relaxed)._replace(spread=np.zeros(rows.shape[0]))
    raised = Prices(*(height * rng.random(part.shape) * (rng.random(part.shape) < 0.5) for part in parts))
    return raised._replace(ties=2 * rng.random(parts.ties.shape) - 1)


def proof(relaxed: Relaxed, rows: csr_array, prices: Prices) -> float:
    used = used_up(rows, prices)
    return proven(relaxed, used, prices, priced(relaxed, used, prices))


def least_cost(problem: Problem) -> float | None:
    return min((value_of(problem, plan).total for plan in every_plan(problem)), default=None)


def test_no_prices_prove_more_than_the_optimum_and_the_rows_are_among_them() -> None:
    compared = with_rows = 0
    for seed in range(200):
        problem = tiny_problem(seed) if seed % 8 else crowded_problem(seed)
        rng = np.random.default_rng(seed)
        best, relaxed = least_cost(problem), relax(problem)
        if best is None or relaxed is None:
            continue
        compared += 1
        rows = drawn_rows(relaxed, rng)
        with_rows += bool(rows.shape[0])
        for height in (1.0, 10.0, 100.0):
            prices = drawn_prices(relaxed, rows, rng, height)
            assert proof(relaxed, rows, prices) <= best, f"seed {seed}"
    assert compared > 100
    assert with_rows > 25


def test_a_spread_row_proves_what_no_other_price_does() -> None:
    """The hub of a star in the middle of five weeks that hold one each: its four ends are 6 weeks away in sum."""
    star = row_of_equals(5, edge_one=np.zeros(4, np.int64), edge_other=np.arange(1, 5), edge_weight=np.full(4, 7.0))
    relaxed = relax(star)
    assert relaxed
    rows = spreading_rows(relaxed, np.zeros(4), np.array([0]), 0)
    prices = free(relaxed)._replace(spread=np.array([7.0 * 6]))
    assert proof(relaxed, rows, prices) == pytest.approx(42)
    none = csr_array((0, 4))
    assert proof(relaxed, none, free(relaxed)) == pytest.approx(0, abs=1e-6)


def test_a_forbidden_slot_never_lowers_what_the_same_prices_prove() -> None:
    compared = 0
    for seed in range(200):
        whole, rng = tiny_problem(seed), np.random.default_rng(seed)
        size, cap = np.zeros((0, whole.groups)), np.zeros((0, whole.slots))
        problem = replace(whole, size=size, cap=cap, dimensions=())
        fewer = replace(problem, allowed=problem.allowed & (rng.random(problem.allowed.shape) < 0.8))
        wide, narrow = relax(problem), relax(fewer)
        if wide and narrow:
            compared += 1
            rows = csr_array((0, wide.ends.shape[1]))
            prices = drawn_prices(wide, rows, rng, 10.0)
            before = proof(wide, rows, prices)
            after = proof(narrow, rows, prices)
            assert after >= before - 1e-6 * (1 + abs(before))
    assert compared > 50


def test_the_excess_of_a_plan_is_what_its_rows_lack() -> None:
    """Two of three groups in the first of three weeks that hold one each, and the third before the one it follows."""
    chain = row_of_equals(3, before=(Before(0, 2, 1),), edge_one=np.array([0]), edge_other=np.array([2]))
    chain = replace(chain, edge_weight=np.ones(1), allowed=np.ones((3, 3), bool))
    relaxed = relax(chain)
    assert relaxed
    shares = np.array([[0.0, 1, 0], [1, 0, 0], [1, 0, 0]])
    found = excess(relaxed, csr_array((0, 1)), np.zeros(1), free(relaxed), shares)
    assert found.capacity.round(6).tolist() == [[1, 0, -1]]
    assert found.order.tolist() == [[1, 1]]
    assert found.ties.tolist() == [[-1, 0]]


def test_shares_are_all_of_a_group_and_none_where_it_cannot_be() -> None:
    shares = shared(np.array([[1.0, 2.0, np.inf], [5.0, np.inf, 5.0]]), softness=1e-3)
    assert shares == pytest.approx(np.array([[1, 0, 0], [0.5, 0, 0.5]]))


def test_a_group_without_a_slot_is_no_relaxed_problem() -> None:
    assert relax(row_of_equals(2, allowed=np.array([[True, True], [False, False]]))) is None
