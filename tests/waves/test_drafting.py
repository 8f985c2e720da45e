"""What there is to plan: groups, order, windows, and what waves under way leave of them."""

from dataclasses import replace

from dated_drafts import chain, conditions, draft
from small_estates import machine

from azlift.model import Limits
from azlift.waves import draft_plan, pilot_first, plan_waves, problem_of, settled_in
from azlift.waves.describing import describe_plan
from azlift.waves.drafting import draft_groups, limits_under
from azlift.waves.planning import solved


def begun(count: int, weeks: int):  # type: ignore[no-untyped-def]
    """The draft of a chain of which the first wave is under way, planned anew so many weeks later."""
    made, first = chain(count), conditions()
    before = draft_plan(made, first)
    problem = pilot_first(problem_of(before), before)
    plan = describe_plan(before, problem, solved(before, problem).plan)
    settled = settled_in(plan.by_wave, {plan.waves[0].id})
    today = first.today.replace(day=first.today.day) + (weeks * (plan.waves[1].opens - plan.waves[0].opens))
    return plan, draft_plan(made, replace(first, today=today), plan, settled)


def test_what_the_calendar_says_of_a_wave_goes_before_the_settings() -> None:
    limits = Limits(groups_per_wave=1, machines_per_wave=2, gib_per_wave=3, pilot_machines=4)
    said = conditions(per_wave={"machines": 9, "ramp": [0.5]}).calendar
    assert limits_under(said, limits) == Limits(
        groups_per_wave=1, machines_per_wave=9, gib_per_wave=3, pilot_machines=0
    )


def test_who_has_moved_is_no_part_of_the_problem_and_pulls_those_who_talk_to_it() -> None:
    plan, again = begun(3, weeks=1)
    assert again.moved == set(plan.waves[0].groups)
    frame = {group.id for group in again.frame.groups}
    assert frame == set(plan.by_group) - again.moved
    (moved,) = again.moved
    talkers = {a if b == moved else b for a, b in draft(chain(3)).edges if moved in (a, b)}
    assert set(again.beside) == talkers & frame
    alone = problem_of(replace(again, beside={}))
    places = [place for place, group in enumerate(again.frame.groups) if group.id in talkers]
    assert (problem_of(again).saving[places] > alone.saving[places]).all()
    assert again.pilot == frozenset()


def test_a_wave_under_way_keeps_a_window_that_is_still_to_come_for_itself() -> None:
    plan, again = begun(3, weeks=0)
    assert again.moved == frozenset()
    slot = [slot.id for slot in again.frame.slots].index(plan.waves[0].slot)
    held = [group.id in plan.waves[0].groups for group in again.frame.groups]
    assert again.frame.granted[:, slot].tolist() == held
    assert again.frame.granted[held].sum() == sum(held)


def test_the_ramp_goes_on_where_the_waves_under_way_left_it() -> None:
    made, first = chain(4), conditions(per_wave={"machines": 8, "ramp": [0.25, 0.5]})
    plan = plan_waves(made, Limits(machines_per_wave=4))
    found = {group.id: (group.workloads, group.because) for group in plan.groups}
    settled = settled_in(plan.by_wave, {"wave-01"})
    machines = [problem_of(draft_groups(found, made, first, some)).cap[1].tolist()[:2] for some in ({}, settled)]
    assert machines == [[2.0, 4.0], [4.0, 8.0]]


def test_newcomers_form_groups_of_their_own_once_waves_are_under_way() -> None:
    made, first = chain(2), conditions()
    before = draft_plan(made, first)
    problem = pilot_first(problem_of(before), before)
    plan = describe_plan(before, problem, solved(before, problem).plan)
    grown = made.model_copy(update={"workloads": (*made.workloads, machine(50, "app0"), machine(51, "fresh"))})
    again = draft_plan(grown, first, plan, settled_in(plan.by_wave, {plan.waves[0].id}))
    members = {group.id: len(group.workloads) for group in again.groups}
    assert members == {"app0": 3, "app1": 2, "fresh": 1}
