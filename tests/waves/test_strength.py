from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_estates import link, workload_id

from azlift.model import Link
from azlift.waves.strength import WEIGHTS, calls_between, pair_of, strengths_of


def seen(source: int, target: int, port: int | None, observations: int) -> Link:
    return link(source, target, port).model_copy(update={"kind": "observed", "observations": observations})


A, B = workload_id(0), workload_id(1)


def test_a_call_that_is_read_twice_counts_once_and_one_to_itself_never() -> None:
    links = [seen(0, 1, 443, 7), seen(0, 1, 443, 5), seen(0, 0, 443, 9)]
    assert calls_between(links, WEIGHTS) == {(A, B, 443): 7.0}


def test_what_was_observed_outweighs_what_is_declared() -> None:
    assert calls_between([seen(0, 1, 443, 3), link(0, 1, 443)], WEIGHTS) == {(A, B, 443): 3.0}


def test_a_declared_link_says_nothing_of_its_flow_and_is_neither_weak_nor_strong() -> None:
    assert calls_between([link(0, 1)], WEIGHTS) == {(A, B, 0): WEIGHTS.scale}


def test_strength_is_the_formula_of_the_module() -> None:
    calls = calls_between([seen(0, 1, 443, 60), seen(1, 0, 5672, 20)], WEIGHTS)
    assert strengths_of(calls, WEIGHTS) == {(A, B): pytest.approx(log(4) * 2.0 + log(2) * 0.6)}


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from([443, 9092]))
def test_more_flow_is_never_less_strength(one: int, other: int, port: int) -> None:
    less, more = sorted((one, other))
    strengths = [strengths_of(calls_between([seen(0, 1, port, n)], WEIGHTS), WEIGHTS)[A, B] for n in (less, more)]
    assert strengths == sorted(strengths)


def test_a_pair_is_the_same_from_both_sides() -> None:
    assert pair_of(A, B) == pair_of(B, A) == (A, B)
