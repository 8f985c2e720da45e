from datetime import UTC, datetime

import pytest

from azlift.notices import Channel, is_quiet
from azlift.notices.reading import Quiet


def channel(hours: str, zone: str = "UTC", **changed: object) -> Channel:
    quiet = Quiet(hours=hours, time_zone=zone, **changed)  # type: ignore[arg-type]
    return Channel(name="ops", kind="teams", url_from="OPS_URL", quiet=quiet)


def at(hour: int, minute: int = 0, month: int = 1) -> datetime:
    return datetime(2027, month, 9, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"), [(21, 59, False), (22, 0, True), (3, 0, True), (6, 59, True), (7, 0, False)]
)
def test_a_night_passes_midnight(hour: int, minute: int, quiet: bool) -> None:
    assert is_quiet(channel("22:00-07:00"), "gates", at(hour, minute)) is quiet


def test_hours_of_one_day_do_not() -> None:
    assert is_quiet(channel("12:00-13:00"), "gates", at(12, 30))
    assert not is_quiet(channel("12:00-13:00"), "gates", at(13))
    assert not is_quiet(channel("12:00-13:00"), "gates", at(3))


def test_hours_are_those_of_the_clocks_there_in_winter_and_in_summer() -> None:
    ops = channel("22:00-07:00", "Europe/Amsterdam")
    assert is_quiet(ops, "gates", at(21, month=1)), "22:00 there"
    assert not is_quiet(ops, "gates", at(6, month=1)), "07:00 there"
    assert is_quiet(ops, "gates", at(20, month=7)), "22:00 there"
    assert not is_quiet(ops, "gates", at(5, month=7)), "07:00 there"


def test_what_cannot_wait_does_not_and_without_quiet_hours_nothing_does() -> None:
    assert not is_quiet(channel("22:00-07:00"), "failures", at(3))
    assert not is_quiet(channel("22:00-07:00"), "window", at(3))
    assert is_quiet(channel("22:00-07:00", even_then=()), "failures", at(3))
    assert not is_quiet(Channel(name="ops", kind="teams", url_from="OPS_URL"), "gates", at(3))
