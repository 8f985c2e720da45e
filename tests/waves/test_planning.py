"""Plans made on a calendar: feasible by construction, worth what they say, no worse than the bound."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import pytest
from small_estates import estate, link, machine, shuffled, workload_id

from azlift.errors import PlanError
from azlift.model import Calendar, Estate, Limits, WavePlan
from azlift.waves import (
    Conditions,
    Draft,
    StockRow,
    describe_plan,
    draft_plan,
    lower_bound,
    pilot_first,
    problem_of,
    solved,
)
from azlift.waves.problem import breaches_of

DAY = date(2026, 11, 26)
"""A Thursday: the first window opens on the 28th."""


def plan_draft(draft: Draft, stocks: Sequence[StockRow] = (), anchors: Mapping[str, str] | None = None) -> WavePlan:
    problem = pilot_first(problem_of(draft, stocks, anchors), draft)
    slots = solved(draft, problem).plan
    return describe_plan(draft, problem, slots, bound=lower_bound(problem).value)


def planned(made: Estate, limits: Limits = Limits(), **said: object) -> WavePlan:  # noqa: B008
    return plan_draft(draft_plan(made, Conditions(limits, DAY, Calendar.model_validate(said))))


def shops(count: int) -> Estate:
    """Applications of three machines, each linked to the next."""
    machines = [machine(n, f"app{n // 3}") for n in range(3 * count)]
    return estate(machines, [link(3 * n, 3 * n + 3) for n in range(count - 1)])


def test_waves_have_their_windows_in_order_of_time() -> None:
    plan = planned(shops(6), Limits(machines_per_wave=6, pilot_machines=3))
    assert [wave.number for wave in plan.waves] == list(range(1, len(plan.waves) + 1))
    opens = [wave.opens for wave in plan.waves if wave.opens]
    assert opens == sorted(set(opens))
    assert opens[0] == datetime(2026, 11, 28, 22, tzinfo=UTC)
    assert all(wave.closes and wave.opens and wave.closes > wave.opens for wave in plan.waves)
    assert sorted(g for wave in plan.waves for g in wave.groups) == sorted(group.id for group in plan.groups)


def test_the_plan_breaks_no_row_of_its_problem() -> None:
    conditions = Conditions(Limits(machines_per_wave=6, pilot_machines=3), DAY, Calendar())
    draft = draft_plan(shops(8), conditions)
    plan, problem = plan_draft(draft), problem_of(draft)
    place = {slot.id: number for number, slot in enumerate(draft.frame.slots)}
    slot_of = {group: place[wave.slot] for wave in plan.waves for group in wave.groups}
    import numpy as np

    assert breaches_of(problem, np.array([slot_of[group.id] for group in draft.frame.groups])) == []
    assert plan.violations == ()


def test_what_it_is_worth_is_no_less_than_the_bound_and_the_gap_follows() -> None:
    plan = planned(shops(8), Limits(machines_per_wave=6, pilot_machines=0))
    assert plan.worth is not None
    assert plan.bound is not None
    assert plan.bound <= plan.worth.total + 1e-6
    assert plan.gap == pytest.approx(max(0.0, 1 - plan.bound / plan.worth.total))


def test_every_group_says_what_the_next_best_slot_would_cost() -> None:
    plan = planned(shops(4), Limits(machines_per_wave=6, pilot_machines=0))
    assert {choice.group for choice in plan.choices} == {group.id for group in plan.groups}
    assert all(choice.costs_more is None or choice.costs_more >= -1e-6 for choice in plan.choices)


def test_no_wave_opens_in_a_freeze() -> None:
    plan = planned(shops(4), Limits(machines_per_wave=3), freezes=[{"days": "2026-11-28/2026-12-20"}])
    assert min(wave.opens for wave in plan.waves if wave.opens) > datetime(2026, 12, 20, tzinfo=UTC)


def test_the_order_of_rows_and_links_changes_nothing() -> None:
    made = shops(5)
    assert planned(shuffled(made, 7)) == planned(made)


def test_a_stock_of_the_callers_bounds_what_has_moved_by_then() -> None:
    conditions = Conditions(Limits(pilot_machines=0), DAY, Calendar())
    draft = draft_plan(shops(4), conditions)
    slots = len(draft.frame.slots)
    row = StockRow("GiB over a line", (1.0,) * 4, tuple(float(slot + 1) for slot in range(slots)))
    number = {slot.id: place for place, slot in enumerate(draft.frame.slots)}
    moved = 0
    for wave in plan_draft(draft, [row]).waves:
        moved += len(wave.groups)
        assert moved <= number[wave.slot] + 1
    assert moved == 4


def test_the_plan_before_is_kept_where_nothing_speaks_against_it() -> None:
    conditions = Conditions(Limits(machines_per_wave=3, pilot_machines=0), DAY, Calendar())
    draft = draft_plan(shops(4), conditions)
    before = plan_draft(draft)
    slot_of = {group: wave.slot for wave in before.waves for group in wave.groups}
    again = plan_draft(draft, anchors=slot_of)
    assert {group: wave.slot for wave in again.waves for group in wave.groups} == slot_of


def test_what_cannot_be_is_said_with_the_facts_that_make_it_so() -> None:
    with pytest.raises(PlanError) as caught:
        planned(shops(3), Limits(machines_per_wave=3, pilot_machines=0), horizon_weeks=2)
    assert "cannot all move" in str(caught.value)
    assert "machines" in str(caught.value)
    assert caught.value.advice


def test_a_group_larger_than_a_wave_moves_alone_and_is_told() -> None:
    made = estate([machine(n, "big") for n in range(9)] + [machine(9, "small")])
    plan = planned(made, Limits(machines_per_wave=4, pilot_machines=0))
    big = next(wave for wave in plan.waves if "big" in wave.groups)
    assert big.groups == ("big",)
    assert "wave-too-large" in [finding.code for finding in plan.violations]


def test_an_estate_in_which_nothing_moves_has_no_waves() -> None:
    from azlift.model import Route

    plan = planned(estate([machine(0, route=Route.RETIRE)]))
    assert (plan.groups, plan.waves, plan.staying) == ((), (), (workload_id(0),))


def test_a_week_apart_costs_what_the_calendar_says() -> None:
    made, limits = shops(4), Limits(machines_per_wave=6, pilot_machines=0)
    usual = draft_plan(made, Conditions(limits, DAY, Calendar()))
    twice = draft_plan(made, Conditions(limits, DAY, Calendar.model_validate({"weights": {"split_per_week": 18}})))
    assert usual.edges
    assert twice.edges == {pair: pytest.approx(2 * cost) for pair, cost in usual.edges.items()}


def test_groups_of_two_regions_share_a_slot_and_not_a_wave() -> None:
    made = shops(4)
    away = {workload.id: "northeurope" for workload in made.workloads if workload.application in ("app1", "app2")}
    limits = Limits(machines_per_wave=12, pilot_machines=0)
    plan = plan_draft(draft_plan(made, Conditions(limits, DAY, Calendar(), away=away)))
    assert [set(wave.groups) for wave in plan.waves] == [{"app0", "app3"}, {"app1", "app2"}]
    assert len({wave.slot for wave in plan.waves}) == 1
    assert [wave.number for wave in plan.waves] == [1, 2]


def test_the_pilot_has_the_first_slot_to_itself() -> None:
    made = estate([machine(0, "a"), machine(1, "b", "prod"), machine(2, "c", "prod")])
    limits = Limits(machines_per_wave=5, pilot_machines=1)
    draft = draft_plan(made, Conditions(limits, DAY, Calendar(horizon_weeks=4)))
    (pilot,) = draft.pilot
    granted = {
        g.id: pilot_first(problem_of(draft), draft).allowed[n].tolist() for n, g in enumerate(draft.frame.groups)
    }
    assert granted.pop(pilot) == [True, False, False, False]
    assert list(granted.values()) == [[False, True, True, True]] * 2


def test_the_pilot_waits_for_the_first_slot_that_supplies_what_it_needs() -> None:
    made = estate([machine(n, f"a{n}") for n in range(3)])
    draft = draft_plan(made, Conditions(Limits(pilot_machines=1), DAY, Calendar(horizon_weeks=5)))
    row = StockRow("GiB over a line", (1.0,) * 3, (0.0, 0.0, 1.0, 2.0, 3.0))
    plan = plan_draft(draft, [row])
    assert plan.waves[0].pilot
    assert plan.waves[0].slot == draft.frame.slots[2].id
    assert [wave.pilot for wave in plan.waves[1:]] == [False] * (len(plan.waves) - 1)
