"""What is begun first."""

import random
from graphlib import TopologicalSorter
from itertools import permutations

import pytest

from azlift.critical_path import LINUX, Spread, landing_seconds, longest_chains
from azlift.errors import PlanError


def test_what_a_chain_hangs_on_counts_the_whole_chain() -> None:
    after = {"a": (), "b": ("a",), "c": ("b",), "x": ()}
    assert longest_chains({"a": 1.0, "b": 2.0, "c": 4.0, "x": 5.0}, after) == {"a": 7.0, "b": 6.0, "c": 4.0, "x": 5.0}


def test_the_longer_of_two_chains_counts_and_what_is_not_among_them_does_not() -> None:
    after = {"a": ("elsewhere",), "b": ("a",), "c": ("a",)}
    assert longest_chains({"a": 1.0, "b": 2.0, "c": 9.0}, after)["a"] == 10.0


@pytest.mark.parametrize("seed", range(20))
def test_a_chain_is_what_it_begins_with_and_the_longest_behind_it(seed: int) -> None:
    chance = random.Random(seed)
    names = list(range(8))
    after = {name: tuple(n for n in names[:name] if chance.random() < 0.3) for name in names}
    seconds = {name: chance.uniform(1, 9) for name in names}
    found = longest_chains(seconds, after)
    for name in reversed(tuple(TopologicalSorter(after).static_order())):
        behind = [found[other] for other in names if name in after[other]]
        assert found[name] == pytest.approx(seconds[name] + max(behind, default=0.0))


def test_the_slowest_of_many_takes_longer_than_one_and_one_takes_its_median() -> None:
    assert LINUX.longest_of(1) == pytest.approx(49)
    assert LINUX.longest_of(10) < LINUX.longest_of(100) < 2 * 49
    assert LINUX.longest_of(0) == 0.0


def test_the_estimate_of_the_slowest_is_the_median_of_many_draws() -> None:
    chance, spread = random.Random(1), Spread(10, 20)
    width = 0.6931 / 1.6449
    drawn = sorted(max(10 * 2.718281828 ** chance.gauss(0, width) for _ in range(20)) for _ in range(2_001))
    assert spread.longest_of(20) == pytest.approx(drawn[1_000], rel=0.05)


def test_a_group_with_windows_takes_longer_than_one_without() -> None:
    assert landing_seconds(linux=3, windows=1) > landing_seconds(linux=4, windows=0)
    assert landing_seconds(linux=20, windows=0) > landing_seconds(linux=1, windows=0)


def test_longest_first_is_the_best_order_of_starts_that_wait_for_tokens() -> None:
    tails = [9.0, 7.0, 4.0, 4.0, 1.0]

    def makespan(order: tuple[float, ...]) -> float:
        return max(2.0 * start + tail for start, tail in enumerate(order))

    assert makespan(tuple(sorted(tails, reverse=True))) == min(map(makespan, permutations(tails)))


def test_groups_that_wait_for_each_other_are_a_fault_of_the_plan_and_named() -> None:
    with pytest.raises(PlanError, match=r"a after b after a|b after a after b"):
        longest_chains({"a": 1.0, "b": 1.0, "c": 1.0}, {"a": ("b",), "b": ("a",), "c": ()})
