"""How an operation will go."""

from math import inf
from typing import Any

from tests.rehearsal.conftest import Desk
from tests.rehearsal.faults.test_changes import play

from azlift.rehearsal.courses import PLANNED, Course, course_of
from azlift.rehearsal.faults.occurrences import occurrence_of


def course(desk: Desk, usual: float = 10.0, **options: Any) -> Course:
    """The course of a machine's start."""
    path = f"{desk.subscription}/resourceGroups/rg1/providers/Microsoft.Compute/virtualMachines/vm1"
    with desk.world.doing(occurrence_of("POST", f"{path}/start")):
        return course_of(desk.world, path.lower(), usual, **options)


def test_an_operation_takes_its_usual_time_varied_by_what_is_done(desk: Desk) -> None:
    assert course(desk) == Course(10.0)
    desk.world.durations.spread = True
    drawn = [course(desk).seconds for _ in range(3)]
    assert len(set(drawn)) == 3
    assert all(2.5 <= each <= 80 for each in drawn)


def test_what_arm_does_by_itself_is_not_varied(desk: Desk) -> None:
    desk.world.durations.spread = True
    assert course(desk, drawn=False) == Course(10.0)


def test_a_failure_without_words_says_that_it_was_planned(desk: Desk) -> None:
    play(desk, {"kind": "fail", "code": "Odd"}, {"kind": "stuck"})
    assert course(desk) == Course(10.0, {"code": "Odd", "message": PLANNED})
    assert course(desk) == Course(inf)
    assert [strike.effect for strike in desk.world.faults.strikes] == ["ends with Odd", "never ends"]


def test_what_nobody_asked_for_is_not_struck(desk: Desk) -> None:
    play(desk, {"kind": "fail", "code": "Odd"})
    assert course_of(desk.world, "/somewhere", 3.0) == Course(3.0)


def test_the_turns_of_an_operation_survive_a_restart_and_are_per_operation(desk: Desk) -> None:
    world = desk.world
    assert [world.turn("start /a"), world.turn("start /a"), world.turn("stop /a")] == [1, 2, 1]
