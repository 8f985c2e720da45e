"""Chance that depends on nothing but what it is asked for."""

from statistics import fmean, pstdev

from azlift.rehearsal.chance import uniform


def test_the_same_question_has_the_same_answer_and_another_question_another() -> None:
    assert uniform("seed", "a", 1) == uniform("seed", "a", "1")
    assert len({uniform("seed", n) for n in range(1000)}) == 1000
    assert uniform("seed", "ab", "c") != uniform("seed", "a", "bc")


def test_it_is_spread_evenly_over_zero_to_one() -> None:
    drawn = [uniform("evenly", n) for n in range(10_000)]
    assert 0 <= min(drawn) < 0.01
    assert 0.99 < max(drawn) < 1
    assert abs(fmean(drawn) - 0.5) < 0.01
    assert abs(pstdev(drawn) - 12**-0.5) < 0.005
