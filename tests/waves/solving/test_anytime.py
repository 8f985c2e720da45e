"""When a search ends, by a clock that the test turns."""

from threading import Event

import pytest

from azlift.waves.solving.anytime import Patience, set_out


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_without_seconds_only_the_work_counts() -> None:
    patience = Patience(clock=Clock())
    course = set_out(patience, 200)
    assert [course.done(made) for made in (0, 50, 200)] == [0.0, 0.25, 1.0]
    assert not patience.cut_short


def test_no_work_is_done_at_once() -> None:
    assert set_out(Patience(), 0).done(0) == 1.0


def test_who_has_half_of_the_work_done_at_half_time_goes_on_by_the_work() -> None:
    clock = Clock()
    patience = Patience(ends=110.0, clock=clock)
    course = set_out(patience, 100)
    found = []
    for clock.now, made in ((101.0, 10), (105.0, 50), (109.9, 60), (109.9, 100)):
        found.append(course.done(made))
    assert found == [0.1, 0.5, 0.6, 1.0]
    assert not patience.cut_short


def test_who_has_less_done_at_half_time_cools_by_the_clock_from_there() -> None:
    clock = Clock()
    patience = Patience(ends=110.0, clock=clock)
    course = set_out(patience, 100)
    found = []
    for clock.now, made in ((104.9, 19), (105.0, 20), (107.5, 30), (109.0, 36)):
        found.append(course.done(made))
    assert found == pytest.approx([0.19, 0.2, 0.6, 0.84])
    assert patience.cut_short


def test_a_second_annealing_has_the_seconds_that_are_left() -> None:
    clock = Clock()
    patience = Patience(ends=110.0, clock=clock)
    clock.now = 108.0
    course = set_out(patience, 100)
    assert course.done(0) == 0.0
    clock.now = 109.5
    assert course.done(10) == pytest.approx(0.1 + 0.9 * 0.5)


def test_it_is_over_when_the_seconds_are_or_somebody_says_so() -> None:
    clock, stop = Clock(), Event()
    late, stopped = Patience(ends=110.0, clock=clock), Patience(stop, clock=clock)
    assert not late.is_over()
    assert not stopped.is_over()
    assert not late.cut_short
    assert not stopped.cut_short
    clock.now = 110.0
    stop.set()
    for patience in (late, stopped):
        assert set_out(patience, 100).done(1) == 1.0
        assert patience.cut_short
