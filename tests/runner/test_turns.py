from datetime import UTC, datetime, timedelta

import pytest

from azlift.model import Wave
from azlift.runner.turns import ACTS, OVER, next_turn
from azlift.stages import PATHS, Stage

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 12, 19, 21, 0, tzinfo=UTC)


def wave(number: int, opens: datetime | None = NIGHT) -> Wave:
    closes = opens + timedelta(hours=8) if opens else None
    return Wave(
        id=f"wave-{number:02}", number=number, pilot=False, groups=("shop",), why="", opens=opens, closes=closes
    )


def test_a_wave_has_something_to_be_done_at_every_stage_until_it_is_over() -> None:
    (of_waves,) = (path for path in PATHS if Stage.COMMITTED in path)
    assert set(ACTS) | OVER == {None, Stage.ROLLED_BACK, *of_waves}


def test_nights_are_in_the_order_of_the_calendar_and_preparation_goes_on_in_between() -> None:
    waves = [wave(1), wave(2, NIGHT + timedelta(days=7))]
    turn = next_turn(waves, {"wave-01": Stage.EXECUTING}, NOW, ())
    assert turn
    assert (turn.wave, turn.act, turn.due) == ("wave-02", "prepare", NIGHT + timedelta(days=-3))
    turn = next_turn(waves, {"wave-01": Stage.EXECUTING, "wave-02": Stage.READY}, NOW, ())
    assert turn
    assert (turn.wave, turn.act, turn.due) == ("wave-01", "night", NIGHT)


def test_what_is_due_already_is_due_now() -> None:
    turn = next_turn([wave(1)], {"wave-01": Stage.VALIDATING}, NIGHT + timedelta(hours=2), ())
    assert turn
    assert turn.due == NIGHT + timedelta(hours=2)


@pytest.mark.parametrize(("opens", "act"), [(NOW - timedelta(days=1), "put off"), (NIGHT, "prepare")])
def test_a_wave_that_went_back_is_put_off_once(opens: datetime, act: str) -> None:
    turn = next_turn([wave(1, opens)], {"wave-01": Stage.ROLLED_BACK}, NOW, ())
    assert turn
    assert turn.act == act


def test_a_wave_without_a_window_waits_for_nothing() -> None:
    turn = next_turn([wave(1, None)], {"wave-01": Stage.HYPERCARE}, NOW, ())
    assert turn
    assert (turn.act, turn.due) == ("hand over", NOW)


def test_it_ends_when_all_are_over_or_stuck() -> None:
    stages = {"wave-01": Stage.CLOSED, "wave-02": Stage.READY}
    assert next_turn([wave(1), wave(2)], stages, NOW, ("wave-02",)) is None
