"""Slots into a plan people read."""

import numpy as np
from dated_drafts import chain, draft

from azlift.model import Limits
from azlift.waves import describe_plan, pilot_first, problem_of, solved
from azlift.waves.problem import NOWHERE


def test_slots_are_numbered_in_order_of_time_and_say_how_full_they_are() -> None:
    made = draft(chain(4))
    problem = problem_of(made)
    slots = np.array([5, 5, 2, 2])
    plan = describe_plan(made, problem, slots)
    assert [(wave.number, wave.slot) for wave in plan.waves] == [
        (1, made.frame.slots[2].id),
        (2, made.frame.slots[5].id),
    ]
    assert all(wave.used["machines"] == 4 and wave.slack["machines"] == 0 for wave in plan.waves)
    assert {wave.binding for wave in plan.waves} == {"machines"}


def test_a_persons_numbers_are_kept_and_a_wave_without_a_slot_has_no_window() -> None:
    made = draft(chain(2))
    problem = problem_of(made)
    plan = describe_plan(made, problem, np.array([3, NOWHERE]), {"app0": 7, "app1": 9})
    assert [(wave.id, wave.slot) for wave in plan.waves] == [("wave-07", made.frame.slots[3].id), ("wave-09", "")]
    assert [choice.group for choice in plan.choices] == ["app0"]
    assert [finding.code for finding in plan.violations] == ["no-window"]


def test_only_the_pilot_alone_is_a_pilot_wave() -> None:
    made = draft(chain(3))
    problem = pilot_first(problem_of(made), made)
    plan = describe_plan(made, problem, solved(made, problem).plan)
    assert [wave.pilot for wave in plan.waves] == [True, *[False] * (len(plan.waves) - 1)]
    together = describe_plan(made, problem_of(made), np.array([0, 0, 1]))
    assert not any(wave.pilot for wave in together.waves)


def test_each_choice_says_what_keeps_the_group_from_the_slot_before() -> None:
    made = draft(chain(3), Limits(machines_per_wave=2, pilot_machines=0))
    problem = problem_of(made)
    plan = describe_plan(made, problem, np.array([0, 1, 2]))
    said = {choice.group: choice.not_earlier for choice in plan.choices}
    assert said == {"app0": "", "app1": "capacity machines", "app2": "capacity machines"}
