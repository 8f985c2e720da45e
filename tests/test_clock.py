from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from azlift.clock import move_clock, read_clock, real_time
from azlift.errors import SettingsError

NIGHT = datetime(2027, 1, 9, 22, 0, tzinfo=UTC)


def test_without_a_file_it_is_what_the_machine_says(tmp_path: Path) -> None:
    assert abs(read_clock(tmp_path / "none.json")() - real_time()) < timedelta(seconds=5)


def test_a_moved_calendar_is_seen_by_who_has_it_open(tmp_path: Path) -> None:
    file = tmp_path / "rehearsal" / "calendar.json"
    clock = read_clock(file)
    clock()
    move_clock(file, NIGHT, speed=0.0)
    assert clock() == NIGHT
    move_clock(file, NIGHT + timedelta(days=7), speed=0.0)
    assert clock() == NIGHT + timedelta(days=7)


def test_time_passes_at_its_speed(tmp_path: Path) -> None:
    move_clock(tmp_path / "c.json", NIGHT, speed=86_400.0)
    clock = read_clock(tmp_path / "c.json")
    first, second = clock(), clock()
    assert NIGHT < first < second


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"shown": "x", "real": "y", "speed": 1}'])
def test_a_broken_calendar_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "c.json"
    file.write_text(text)
    with pytest.raises(SettingsError, match=r"c\.json"):
        read_clock(file)()
