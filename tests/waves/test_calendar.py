"""Slots: the windows in which waves may move."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from azlift.model import Calendar
from azlift.waves.calendar import slots_of

THURSDAY = date(2026, 11, 26)


def calendar(**said: Any) -> Calendar:
    return Calendar.model_validate({"horizon_weeks": 4, **said})


# -- slots --------------------------------------------------------------------------------------------------------


def test_without_a_file_there_is_a_window_each_weekend_from_the_next_saturday() -> None:
    slots = slots_of(Calendar(), THURSDAY)
    assert len(slots) == 52
    assert (slots[0].id, slots[0].start) == ("2026-11-28T2200Z", datetime(2026, 11, 28, 22, tzinfo=UTC))
    assert [slot.hours for slot in slots] == [8] * 52
    assert slots[1].week - slots[0].week == pytest.approx(1)
    assert slots[0].week == pytest.approx(2 / 7 + 22 / 168)


def test_no_slot_begins_before_the_start_or_the_day_of_planning() -> None:
    assert slots_of(calendar(start="2027-01-01"), THURSDAY)[0].id == "2027-01-02T2200Z"
    assert slots_of(calendar(start="2020-01-01"), THURSDAY)[0].id == "2026-11-28T2200Z"


def test_a_window_that_is_over_in_utc_when_the_day_of_planning_begins_is_no_slot() -> None:
    made = calendar(horizon_weeks=2, time_zone="Asia/Tokyo", windows=[{"when": "Thu 01:00-Thu 05:00"}])
    assert [slot.id for slot in slots_of(made, THURSDAY)] == ["2026-12-02T1600Z"]


def test_windows_in_other_time_zones_become_slots_in_utc_in_order_of_time() -> None:
    slots = slots_of(
        calendar(
            horizon_weeks=1,
            windows=[
                {"when": "Sat 22:00-Sun 06:00", "time_zone": "America/New_York", "sites": ["nyc"]},
                {"when": "Sat 22:00-Sun 06:00", "time_zone": "Europe/Berlin", "sites": ["fra"]},
            ],
        ),
        THURSDAY,
    )
    assert [(slot.id, str(slot.scope)) for slot in slots] == [
        ("2026-11-28T2100Z", "sites fra"),
        ("2026-11-29T0300Z", "sites nyc"),
    ]


def test_a_slot_over_the_change_of_clocks_has_its_real_hours() -> None:
    made = calendar(start="2027-03-22", horizon_weeks=2, time_zone="Europe/Berlin")
    assert [slot.hours for slot in slots_of(made, THURSDAY)] == [7, 8]


def test_slots_that_begin_at_once_have_ids_of_their_own_and_the_same_window_twice_is_one() -> None:
    when = "2026-12-05 22:00/2026-12-06 06:00"
    windows = [{"when": when, "sites": ["a"]}, {"when": when, "sites": ["b"]}, {"when": when, "sites": ["a"]}]
    assert [slot.id for slot in slots_of(calendar(windows=windows), THURSDAY)] == [
        "2026-12-05T2200Z",
        "2026-12-05T2200Z-2",
    ]


def test_windows_keep_their_numbers_as_days_go_by() -> None:
    made = Calendar(horizon_weeks=6)
    first = slots_of(made, date(2026, 11, 26))
    later = slots_of(made, date(2026, 12, 10), counted_from=date(2026, 11, 26))
    assert [slot.number for slot in first] == [1, 2, 3, 4, 5, 6]
    known = {slot.id: slot.number for slot in first}
    assert all(slot.number == known.get(slot.id, slot.number) for slot in later)
    assert [slot.number for slot in later] == [3, 4, 5, 6, 7, 8]
    assert [slot.number for slot in slots_of(made, date(2026, 12, 10))] == [1, 2, 3, 4, 5, 6]
