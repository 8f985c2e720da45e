"""The synthetic estates of the benchmark: of the shape the planning study reports, and plannable."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from planning_instances import make_instance
from planning_rivals import RIVALS

from azlift.waves.problem import breaches_of
from azlift.waves.solving.filling import fill

STUDY = {200: (98, 242, 19), 2_000: (628, 1_723, 35), 10_000: (2_641, 7_386, 51)}
"""Groups, ties between groups and slots, section 1.3 of the study, seed 1 of its own generator."""


@pytest.mark.parametrize("machines", STUDY)
def test_an_estate_has_about_as_many_groups_ties_and_slots_as_the_study_s(machines: int) -> None:
    counts = [(p.groups, len(p.edge_one), p.slots) for p, _ in (make_instance(machines, seed) for seed in (1, 2, 3))]
    groups, ties, slots = np.mean(counts, axis=0)
    study_groups, study_ties, study_slots = STUDY[machines]
    assert groups == pytest.approx(study_groups, rel=0.25)
    assert ties == pytest.approx(study_ties, rel=0.30)
    assert slots == pytest.approx(study_slots, abs=1)


def test_the_same_seed_gives_the_same_estate() -> None:
    one, other = (make_instance(2_000, 5)[0] for _ in range(2))
    assert one.edge_weight.tolist() == other.edge_weight.tolist()
    assert one.allowed.tolist() == other.allowed.tolist()


def test_heavier_ties_weigh_heavier_and_nothing_else_changes() -> None:
    base, heavy = make_instance(200, 1)[0], make_instance(200, 1, heavier=3.0)[0]
    assert heavy.edge_weight == pytest.approx(3.0 * base.edge_weight)
    assert heavy.saving.tolist() == base.saving.tolist()


@pytest.mark.parametrize("rival", RIVALS)
def test_every_rival_s_order_holds_everybody_once_and_fills_without_a_breach(rival: str) -> None:
    problem, labels = make_instance(200, 2)
    order = RIVALS[rival](problem, labels)
    assert sorted(order.tolist()) == list(range(problem.groups))
    assert {breach.kind for breach in breaches_of(problem, fill(problem, order))} <= {"unplanned"}
