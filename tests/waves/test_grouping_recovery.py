"""What is found again of generated estates; tests/benchmarks/grouping.py has the figures for all sizes and seeds."""

import random

import pytest
from generated import Generated, generated
from hypothesis import given, settings
from hypothesis import strategies as st
from recovered import adjusted_rand_index, recovery, rightness
from small_estates import shuffled

from azlift.model import Limits, Link
from azlift.waves import plan_waves
from azlift.waves.groups import group_estate
from azlift.waves.suggestions import suggest_applications


def found_again(made: Generated) -> float:
    return recovery(made, suggest_applications(group_estate(made.estate), made.estate))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_every_application_stated_nothing_is_suggested_and_all_is_found(seed: int) -> None:
    made = generated(200, seed)
    assert suggest_applications(group_estate(made.estate), made.estate) == ()
    assert recovery(made, ()) == pytest.approx(1)


@pytest.mark.parametrize(("machines", "least"), [(200, 0.74), (2_000, 0.82)])
@pytest.mark.parametrize("seed", [1, 2])
def test_with_three_in_ten_missing_suggestions_find_more_than_was_declared(
    machines: int, least: float, seed: int
) -> None:
    made = generated(machines, seed, missing=0.3)
    assert found_again(made) > max(least, recovery(made, ()))


@pytest.mark.parametrize(("machines", "least"), [(200, 0.65), (2_000, 0.5)])
def test_without_any_application_more_than_half_of_the_structure_is_found(machines: int, least: float) -> None:
    assert found_again(generated(machines, 1, missing=1.0)) > least


def test_confidence_in_a_new_application_is_about_its_overlap_with_a_true_one() -> None:
    made = generated(2_000, 1, missing=1.0)
    overlaps = rightness(made, suggest_applications(group_estate(made.estate), made.estate))["new from 0.6"]
    assert sum(overlaps) / len(overlaps) == pytest.approx(0.7, abs=0.1)


def test_the_index_of_a_partition_is_one_with_itself_and_nothing_with_chance() -> None:
    dice = random.Random(1)
    one, other = ([dice.randrange(20) for _ in range(5_000)] for _ in range(2))
    assert adjusted_rand_index(one, [-label for label in one]) == pytest.approx(1)
    assert adjusted_rand_index(one, other) == pytest.approx(0, abs=0.01)


@settings(max_examples=10)
@given(st.integers(0, 1_000), st.sampled_from([0.0, 0.3, 1.0]), st.integers())
def test_neither_the_order_of_rows_nor_rows_read_twice_change_a_plan(seed: int, missing: float, order: int) -> None:
    made = generated(60, seed, missing).estate
    twice = shuffled(made.model_copy(update={"links": made.links * 2}), order)
    assert plan_waves(twice, Limits()) == plan_waves(made, Limits())


def test_links_from_a_machine_to_itself_change_nothing() -> None:
    made = generated(60, 1, 0.3).estate
    own = tuple(Link(source=w.id, target=w.id, port=53, observations=9) for w in made.workloads)
    assert plan_waves(made.model_copy(update={"links": made.links + own}), Limits()) == plan_waves(made, Limits())
