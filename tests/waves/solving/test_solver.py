"""The planner as a whole: best where that can be known, and never worse than what it was given."""

import sys
import time
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from planning_instances import make_instance
from small_problems import brute_force, small_problem

from azlift.model import Worth
from azlift.waves.problem import NOWHERE, Ints, Problem, breaches_of, unburdened, value_of
from azlift.waves.solving import solve
from azlift.waves.solving.picking import picked, placed_value
from azlift.waves.solving.solver import Search

MOVES = 40_000


@pytest.fixture(scope="module")
def estate() -> Problem:
    """200 machines in some 80 groups."""
    return make_instance(200, seed=1)[0]


@pytest.fixture(scope="module")
def plan(estate: Problem) -> Ints:
    return solve(estate, seed=1, moves=MOVES).plan


@pytest.mark.parametrize("seed", range(500, 1_000))
def test_a_tiny_problem_is_solved_as_well_as_trying_every_plan(seed: int) -> None:
    problem = small_problem(seed)
    solution = solve(problem, seed=1, moves=MOVES)
    left_out, cost = brute_force(problem)
    assert {breach.kind for breach in breaches_of(problem, solution.plan)} <= {"unplanned"}
    assert int((solution.plan == NOWHERE).sum()) == left_out
    assert solution.value.total == pytest.approx(cost)


def test_eight_annealings_find_the_best_of_nearly_every_small_problem_without_the_exact_search() -> None:
    whole = [p for seed in range(40) if brute_force(p := small_problem(seed))[0] == 0]
    best = 0
    for problem in whole:
        plan = Search().run(problem, 1, 16_000, None)
        best += bool((plan != NOWHERE).all()) and value_of(problem, plan).total <= brute_force(problem)[1] + 1e-6
    assert best >= len(whole) - 1


def test_the_same_seed_and_work_give_the_same_plan(estate: Problem, plan: Ints) -> None:
    assert solve(estate, seed=1, moves=MOVES).plan.tolist() == plan.tolist()


def test_another_seed_gives_another_plan(estate: Problem, plan: Ints) -> None:
    assert solve(estate, seed=2, moves=MOVES).plan.tolist() != plan.tolist()


def test_how_the_groups_are_numbered_changes_no_group_s_slot(estate: Problem, plan: Ints) -> None:
    order = np.random.default_rng(3).permutation(estate.groups)
    assert solve(picked(estate, order), seed=1, moves=MOVES).plan.tolist() == plan[order].tolist()


def test_a_whole_plan_breaks_nothing_and_its_value_is_of_all(estate: Problem, plan: Ints) -> None:
    assert breaches_of(estate, plan) == []
    assert solve(estate, seed=1, moves=MOVES).value == pytest.approx(value_of(estate, plan))


def test_no_annealing_ends_dearer_than_it_began_and_the_best_is_kept(estate: Problem) -> None:
    solution = solve(estate, seed=1, moves=MOVES)
    assert len(solution.tried) >= 8
    assert all(one.ended <= one.began + 1e-6 for one in solution.tried)
    assert solution.value.total == pytest.approx(min(one.ended for one in solution.tried))
    assert solution.moves_made == MOVES


def test_a_plan_given_is_never_made_worse_however_little_is_done(estate: Problem, plan: Ints) -> None:
    good = solve(estate, seed=5, moves=2 * MOVES)
    again = solve(estate, seed=1, moves=10, start=good.plan)
    assert again.value.total <= good.value.total + 1e-6


@pytest.mark.parametrize("seed", range(10))
def test_a_feasible_plan_given_is_never_made_worse_on_problems_of_any_kind(seed: int) -> None:
    problem = small_problem(seed, groups=12, slots=6)
    given = solve(problem, seed=seed, moves=4_000)
    again = solve(problem, seed=seed + 1, moves=8, start=given.plan)
    assert (again.plan == NOWHERE).sum() <= (given.plan == NOWHERE).sum()
    if (again.plan == NOWHERE).sum() == (given.plan == NOWHERE).sum() == 0:
        assert again.value.total <= given.value.total + 1e-6


def test_a_plan_that_breaks_rows_is_mended(estate: Problem) -> None:
    crowded = np.full(estate.groups, estate.slots - 1)
    assert breaches_of(estate, crowded)
    assert breaches_of(estate, solve(estate, seed=1, moves=0, start=crowded).plan) == []


def moved(estate: Problem, plan: Ints, **stay: float) -> int:
    """How many groups leave their slot when the plan is made again with ties that weigh three times as much."""
    heavier = replace(estate, edge_weight=3.0 * estate.edge_weight, anchor=plan, **stay)
    return int((solve(heavier, seed=1, moves=MOVES, start=plan).plan != plan).sum())


def test_the_dearer_a_shift_the_fewer_groups_leave_the_slot_they_had(estate: Problem, plan: Ints) -> None:
    freely, held, nailed = (moved(estate, plan, stay_weight=weight) for weight in (0.0, 50.0, 1e6))
    assert freely > held > nailed == 0


def test_the_dearer_it_is_to_leave_at_all_the_fewer_groups_do(estate: Problem, plan: Ints) -> None:
    some, few, nailed = (moved(estate, plan, stay_once=once) for once in (50.0, 200.0, 1e6))
    assert some > few > nailed == 0


def test_more_room_never_gives_a_worse_plan_than_the_old_one_given(estate: Problem, plan: Ints) -> None:
    wider = replace(estate, cap=1.2 * estate.cap, supply=1.2 * estate.supply)
    assert solve(wider, seed=1, moves=MOVES, start=plan).value.total <= value_of(estate, plan).total + 1e-6


def test_one_slot_more_never_gives_a_worse_plan_than_the_old_one_given(estate: Problem, plan: Ints) -> None:
    longer = replace(
        estate,
        weeks=np.append(estate.weeks, estate.weeks[-1] + 1),
        allowed=np.hstack((estate.allowed, np.ones((estate.groups, 1), bool))),
        cap=np.hstack((estate.cap, estate.cap[:, -1:])),
        supply=np.hstack((estate.supply, estate.supply[:, -1:])),
        burden=unburdened(estate.groups, estate.slots + 1),
    )
    assert solve(longer, seed=1, moves=MOVES, start=plan).value.total <= value_of(estate, plan).total + 1e-6


def test_what_is_told_on_the_way_begins_with_the_first_plan_and_only_gets_better(estate: Problem) -> None:
    told: list[tuple[Worth, int]] = []
    solution = solve(estate, seed=1, moves=3 * 10**5, report=lambda value, made: told.append((value, made)))
    totals, made = [value.total for value, _ in told], [made for _, made in told]
    assert made[0] == 0
    assert len(told) >= 3
    assert totals == sorted(totals, reverse=True)
    assert made == sorted(made)
    assert solution.value.total <= totals[-1] + 1e-6


def test_who_stops_it_gets_the_best_so_far(estate: Problem) -> None:
    """From another thread, as soon as there is a plan."""
    stop, told = Event(), list[float]()

    def report(value: Worth, made: int) -> None:
        told.append(value.total)
        Thread(target=stop.set).start()

    solution = solve(estate, seed=1, moves=10**9, report=report, stop=stop)
    assert solution.cut_short
    assert solution.moves_made < 10**7
    assert breaches_of(estate, solution.plan) == []
    assert solution.value.total <= told[0] + 1e-6


def test_who_has_stopped_it_before_it_begins_gets_a_whole_plan_all_the_same(estate: Problem) -> None:
    stop = Event()
    stop.set()
    solution = solve(estate, seed=1, moves=MOVES, stop=stop)
    assert (solution.cut_short, solution.moves_made) == (True, 0)
    assert breaches_of(estate, solution.plan) == []


def test_a_plan_given_is_kept_however_soon_it_is_stopped(estate: Problem, plan: Ints) -> None:
    stop = Event()
    stop.set()
    assert solve(estate, seed=1, moves=MOVES, start=plan, stop=stop).value.total <= value_of(estate, plan).total + 1e-6


def test_seconds_end_it_with_a_plan_no_dearer_than_the_starts(estate: Problem) -> None:
    began = time.monotonic()
    solution = solve(estate, seed=1, moves=10**9, seconds=1.0)
    assert time.monotonic() - began < 5.0
    assert solution.cut_short
    assert breaches_of(estate, solution.plan) == []
    assert all(one.ended <= one.began + 1e-6 for one in solution.tried)
    assert solution.value.total == pytest.approx(min(one.ended for one in solution.tried))


def test_seconds_enough_for_the_work_change_nothing(estate: Problem, plan: Ints) -> None:
    solution = solve(estate, seed=1, moves=MOVES, seconds=3_600.0, stop=Event())
    assert not solution.cut_short
    assert solution.moves_made == MOVES
    assert solution.plan.tolist() == plan.tolist()


def test_a_tiny_problem_is_looked_through_whatever_the_seconds() -> None:
    solution = solve(small_problem(3), seed=1, moves=MOVES, seconds=0.0)
    assert not solution.cut_short
    assert solution.value == solve(small_problem(3), seed=1, moves=MOVES).value


def test_who_finds_no_slot_is_nowhere_and_everybody_else_has_one(estate: Problem) -> None:
    allowed, size = estate.allowed.copy(), estate.size.copy()
    allowed[3] = False
    size[0, 7] = 10_000.0
    problem = replace(estate, allowed=allowed, size=size, before=())
    solution = solve(problem, seed=1, moves=MOVES)
    assert np.flatnonzero(solution.plan == NOWHERE).tolist() == [3, 7]
    assert {(breach.kind, breach.group) for breach in breaches_of(problem, solution.plan)} == {
        ("unplanned", 3),
        ("unplanned", 7),
    }
    assert solution.value == placed_value(problem, solution.plan)


def test_where_nothing_is_limited_everybody_moves_in_the_first_slot_they_may(estate: Problem) -> None:
    none = {"dimensions": (), "size": estate.size[:0], "cap": estate.cap[:0], "before": ()}
    none |= {"stocks": (), "stock": estate.stock[:0], "supply": estate.supply[:0]}
    free = replace(estate, **none, allowed=np.ones_like(estate.allowed))
    assert solve(free, seed=1, moves=MOVES).plan.tolist() == [0] * estate.groups


def test_a_calendar_without_slots_holds_nobody() -> None:
    empty = small_problem(1, groups=30, slots=1)
    empty = replace(
        empty,
        weeks=np.empty(0),
        allowed=np.empty((30, 0), bool),
        cap=np.empty((2, 0)),
        supply=np.empty((1, 0)),
        anchor=np.full(30, NOWHERE),
    )
    solution = solve(empty, seed=1, moves=MOVES)
    assert solution.plan.tolist() == [NOWHERE] * 30
    assert solution.value.total == 0.0


def test_without_groups_there_is_nothing_to_plan(estate: Problem) -> None:
    assert solve(picked(estate, np.empty(0, np.int64)), seed=1, moves=MOVES).plan.tolist() == []
