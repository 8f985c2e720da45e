"""Conflicts checked by brute force: there is one exactly when there is no plan, and no fact of it can be spared."""

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_problems import every_plan, large_problem, tiny_problem

from azlift.waves.conflicts import Conflict, Fact, Relaxation, conflict_of, smallest
from azlift.waves.fitting import Atom
from azlift.waves.problem import Before, Problem


def holds(problem: Problem, facts: Sequence[Fact], plan: dict[int, int]) -> bool:
    """Whether a plan of some groups obeys the facts, written anew from what the facts say."""
    for fact in facts:
        if fact.kind == "capacity":
            sizes = problem.size[problem.dimensions.index(fact.row)]
            cap = problem.cap[problem.dimensions.index(fact.row)]
            if any(sum(sizes[g] for g, at in plan.items() if at == slot) > cap[slot] for slot in fact.slots):
                return False
        elif fact.kind == "supply":
            row = problem.stocks.index(fact.row)
            moved = sum(problem.stock[row, g] for g, at in plan.items() if at <= fact.slots[0])
            if moved > problem.supply[row, fact.slots[0]]:
                return False
        elif fact.kind == "order" and not in_order(fact, plan):
            return False
    return True


def in_order(fact: Fact, plan: dict[int, int]) -> bool:
    first, then = int(fact.row), fact.group
    return not {first, then} <= plan.keys() or plan[first] + fact.need <= plan[then]


def can_hold(problem: Problem, facts: Sequence[Fact]) -> bool:
    """By brute force over the slots of the groups whose windows are among the facts."""
    windows = [fact for fact in facts if fact.kind == "window"]
    return any(
        holds(problem, facts, dict(zip([fact.group for fact in windows], slots, strict=True)))
        for slots in product(*(fact.slots for fact in windows))
    )


def relaxed(problem: Problem, conflict: Conflict, relaxation: Relaxation, by: float) -> tuple[Problem, list[Fact]]:
    """The problem and the facts with one limit changed."""
    fact, changed = relaxation.fact, relaxation.fact
    cap, supply = problem.cap.copy(), problem.supply.copy()
    if fact.kind == "capacity":
        cap[problem.dimensions.index(fact.row), relaxation.slot] += by
    elif fact.kind == "supply":
        supply[problem.stocks.index(fact.row), relaxation.slot] += by
    elif fact.kind == "order":
        changed = replace(fact, need=fact.need - by)
    else:
        near = [s for s in range(problem.slots) if s not in fact.slots and distance(problem, fact, s) <= by]
        changed = replace(fact, slots=(*fact.slots, *near))
    facts = [changed if one == fact else one for one in conflict.facts]
    return replace(problem, cap=cap, supply=supply), facts


def distance(problem: Problem, fact: Fact, slot: int) -> float:
    from_weeks = problem.weeks[list(fact.slots)] if fact.slots else problem.weeks[:1]
    return float(np.abs(from_weeks - problem.weeks[slot]).min())


@pytest.mark.slow
def test_200_conflicts_are_real_and_minimal_and_feasible_problems_have_none() -> None:
    conflicts = 0
    for seed in range(400):
        problem = tiny_problem(seed, tight=1.5)
        conflict = conflict_of(problem)
        assert (conflict is None) == (next(every_plan(problem), None) is not None), f"seed {seed}"
        if conflict is not None:
            conflicts += 1
            assert conflict.minimal
            assert not can_hold(problem, conflict.facts), f"seed {seed}"
            for spared in conflict.facts:
                assert can_hold(problem, [fact for fact in conflict.facts if fact != spared]), f"seed {seed}"
            for relaxation in conflict.relaxations:
                assert can_hold(*relaxed(problem, conflict, relaxation, relaxation.by)), f"seed {seed}"
                if relaxation.fact.kind != "window":
                    assert not can_hold(*relaxed(problem, conflict, relaxation, relaxation.by - 0.5)), f"seed {seed}"
            shares = [relaxation.share for relaxation in conflict.relaxations]
            assert shares == sorted(shares)
    assert conflicts >= 200


@given(st.sets(st.sets(st.integers(0, 15), min_size=1, max_size=4).map(frozenset), min_size=1, max_size=5))
def test_what_is_left_is_refused_and_nothing_of_it_can_be_spared(refused: set[frozenset[int]]) -> None:
    def refuses(atoms: list[Atom]) -> bool:
        return any(one <= {atom.row for atom in atoms} for one in refused)

    few = smallest([], [Atom("window", row) for row in range(16)], refuses)
    assert refuses(few)
    assert not any(refuses([atom for atom in few if atom != spared]) for spared in few)


def test_a_large_problem_names_the_few_groups_that_cannot_share_their_only_slot() -> None:
    problem, _ = large_problem(2_641, 7_386, 51)
    allowed, size = problem.allowed.copy(), problem.size.copy()
    crowd = [100, 900, 1_700]
    allowed[crowd] = np.arange(problem.slots) == 40
    size[0, crowd] = problem.cap[0, 40] * 0.4
    began = time.monotonic()
    conflict = conflict_of(replace(problem, allowed=allowed, size=size))
    assert time.monotonic() - began < 30
    assert conflict is not None
    assert conflict.minimal
    assert [(fact.kind, fact.group, fact.slots) for fact in conflict.facts] == [
        *(("window", group, (40,)) for group in crowd),
        ("capacity", -1, (40,)),
    ]
    (capacity,) = [r for r in conflict.relaxations if r.fact.kind == "capacity"]
    assert capacity.by == pytest.approx(problem.cap[0, 40] * 0.2, rel=1e-6)
    assert capacity.share == pytest.approx(0.2, rel=1e-6)


def test_a_long_cycle_in_a_large_problem_is_named_alone() -> None:
    problem, _ = large_problem(2_641, 7_386, 51)
    chain = [Before(group, group + 1, 0) for group in range(500)]
    cycle = [Before(7, 9, 0), Before(9, 11, 1), Before(11, 7, 0)]
    conflict = conflict_of(replace(problem, allowed=np.ones_like(problem.allowed), before=(*chain[20:], *cycle)))
    assert conflict is not None
    assert conflict.minimal
    assert sorted(fact.group for fact in conflict.facts if fact.kind == "window") == [7, 9, 11]
    assert [(fact.row, fact.group, fact.need) for fact in conflict.facts if fact.kind == "order"] == [
        ("7", 9, 0),
        ("9", 11, 1),
        ("11", 7, 0),
    ]


def test_a_calendar_too_small_for_a_large_estate_is_said_in_time_and_by_how_much() -> None:
    problem, _ = large_problem(2_641, 7_386, 51)
    cap = problem.cap.copy()
    cap[0] *= 0.8 * problem.size[0].sum() / cap[0].sum()
    began = time.process_time()
    conflict = conflict_of(replace(problem, cap=cap), seconds=5.0)
    assert time.process_time() - began < 30
    assert conflict is not None
    (capacity,) = [fact for fact in conflict.facts if fact.kind == "capacity"]
    assert capacity.row == "machines"
    assert capacity.need > capacity.have
    (more,) = [relaxation for relaxation in conflict.relaxations if relaxation.fact == capacity]
    assert more.by >= capacity.need - capacity.have - 1e-6


@pytest.mark.parametrize("before", [Before(1, 1, 1), Before(1, 0, 99)], ids=["before itself", "a gap past the end"])
def test_an_order_that_nothing_can_keep_is_named(before: Before) -> None:
    problem, _ = large_problem(20, 30, 8)
    conflict = conflict_of(replace(problem, before=(Before(2, 3, 0), before)))
    assert conflict is not None
    assert conflict.minimal
    assert {fact.group for fact in conflict.facts if fact.kind == "window"} == {before.first, before.then}
    assert [fact.row for fact in conflict.facts if fact.kind == "order"] == ["1"]
