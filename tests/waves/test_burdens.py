"""What moving costs by itself: risk by facts that can be counted, and the fair share of a wave."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_estates import estate, link, machine, workload_id

from azlift.model import Calendar, Limits
from azlift.waves import Conditions, draft_plan
from azlift.waves.burdens import callers_of, fair_share, risk_points
from azlift.waves.compiling import make_problem
from azlift.waves.problem import Problem

DAY = date(2026, 11, 26)


def risks(*machines_and_links: object) -> dict[str, float]:
    """Of the groups of an estate."""
    machines = [item for item in machines_and_links if hasattr(item, "vcpu")]
    made = estate(machines, [item for item in machines_and_links if item not in machines])  # type: ignore[arg-type]
    frame = draft_plan(made, Conditions(Limits(), DAY, Calendar())).frame
    return dict(zip([group.id for group in frame.groups], risk_points(frame.groups, frame.ordering), strict=True))


def test_a_machine_counts_once_and_twice_unless_it_is_known_not_to_be_production() -> None:
    found = risks(machine(0, "a", "dev"), machine(1, "b", "prod"), machine(2, "c"), machine(3, "d", "?"))
    assert sorted(found.values()) == [1, 2, 2, 2]


def test_each_other_group_that_calls_counts_once_however_often_and_who_is_called_does_not() -> None:
    calls = (link(0, 2), link(1, 2), link(0, 3), link(0, 2, 443))
    found = risks(*(machine(n, name, "dev") for n, name in enumerate("abcd")), *calls)
    assert list(found.values()) == [1, 1, 3, 2]


def test_a_call_that_closes_a_cycle_counts_though_it_orders_nothing() -> None:
    made = estate([machine(0, "a", "dev"), machine(1, "b", "dev")], [link(0, 1), link(1, 0)])
    ordering = draft_plan(made, Conditions(Limits(), DAY, Calendar())).frame.ordering
    assert sorted(callers_of(ordering).values()) == [1, 1]


@pytest.mark.parametrize(
    ("machines", "room", "level"),
    [
        ([4, 4, 4], [10, 10, 10], [6, 6, 6]),
        ([4, 4, 4], [3, 6, 12, 12], [12 / 21 * 3, 12 / 21 * 6, 12 / 21 * 12, 12 / 21 * 12]),
        ([5], [5, 5], [5, 5]),
        ([9, 9], [4, 4], [4, 4]),
        ([], [4, 4], [0, 0]),
        ([3], [], []),
        ([3], [0, 0], [0, 0]),
    ],
)
def test_the_fair_share_fills_the_fewest_first_slots_alike(
    machines: list[float], room: list[float], level: list[float]
) -> None:
    assert fair_share(np.array(machines, float), np.array(room, float)) == pytest.approx(level)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=9), st.lists(st.integers(1, 50), min_size=1, max_size=9))
def test_the_levels_hold_all_machines_where_the_slots_do_and_none_exceeds_its_slot(
    machines: list[int], room: list[int]
) -> None:
    level = fair_share(np.array(machines, float), np.array(room, float))
    assert (level <= np.array(room) + 1e-9).all()
    assert level.sum() >= min(sum(machines), sum(room)) - 1e-9


def compiled(calendar: Calendar) -> Problem:
    beside = {workload_id(0): 40.0, workload_id(1): 2.5}
    conditions = Conditions(Limits(pilot_machines=0), DAY, calendar, double_running=beside)
    made = estate([machine(0, "a", "prod"), machine(1, "a", "prod"), machine(2, "b", "dev")])
    draft = draft_plan(made, conditions)
    return make_problem(draft.frame, conditions, draft.edges, {})


def test_the_calendar_s_weights_and_what_runs_twice_become_the_problem_s_burden() -> None:
    weights = {"risk_per_week": 3, "ramp_weeks": 6, "uneven_per_machine": 7}
    burden = compiled(Calendar.model_validate({"horizon_weeks": 4, "weights": weights})).burden
    assert burden.double_running.tolist() == [42.5, 0]
    assert burden.risk.tolist() == [3 * 4, 3 * 1]
    assert burden.machines.tolist() == [2, 1]
    assert burden.crowding == 7
    assert burden.level.tolist() == [3] * 4


def test_the_ramp_is_counted_from_the_first_window() -> None:
    calendar = Calendar.model_validate({"start": "2027-03-04", "weights": {"ramp_weeks": 6}})
    problem = compiled(calendar)
    assert problem.weeks[0] > 13
    assert problem.burden.ramp == problem.weeks[0] + 6
