"""What a person's file asks for, as a draft and slots."""

from dataclasses import replace

from dated_drafts import chain, conditions, draft

from azlift.waves import describe_plan, pilot_first, problem_of, proposal_of, redraft, slots_asked, solved
from azlift.waves.problem import NOWHERE
from azlift.waves.redrafting import asks_for_nothing_new, windows_of


def made():  # type: ignore[no-untyped-def]
    first = draft(chain(3))
    problem = pilot_first(problem_of(first), first)
    return first, describe_plan(first, problem, solved(first, problem).plan)


def test_a_plan_asks_for_itself() -> None:
    first, plan = made()
    asked = proposal_of(plan)
    assert asks_for_nothing_new(asked, plan)
    again = redraft(asked, plan, chain(3), conditions(), {})
    assert again.groups == first.groups
    assert again.pilot == first.pilot
    slots = slots_asked(asked, plan, again)
    assert [again.frame.slots[slot].id for slot in slots] == [
        next(wave.slot for wave in plan.waves if group.id in wave.groups) for group in again.frame.groups
    ]


def test_a_file_that_says_no_windows_keeps_those_its_waves_had() -> None:
    _, plan = made()
    silent = replace(proposal_of(plan), windows={})
    assert windows_of(silent, plan) == {wave.number: wave.slot for wave in plan.waves}
    assert asks_for_nothing_new(silent, plan)


def test_another_window_another_wave_or_another_limit_is_something_new() -> None:
    _, plan = made()
    asked = proposal_of(plan)
    group = plan.waves[0].groups[0]
    assert not asks_for_nothing_new(replace(asked, windows={**asked.windows, 1: "2027-01-09T2200Z"}), plan)
    assert not asks_for_nothing_new(replace(asked, numbers={**asked.numbers, group: 9}), plan)
    assert not asks_for_nothing_new(
        replace(asked, limits=asked.limits.model_copy(update={"machines_per_wave": 9})), plan
    )


def test_a_window_that_the_calendar_does_not_have_is_none() -> None:
    _, plan = made()
    asked = replace(proposal_of(plan), windows={1: "2031-01-01T0000Z"})
    again = redraft(asked, plan, chain(3), conditions(), {})
    first = [place for place, group in enumerate(again.frame.groups) if asked.numbers[group.id] == 1]
    assert set(slots_asked(asked, plan, again)[first].tolist()) == {NOWHERE}
