from datetime import date
from pathlib import Path

import pytest

from azlift.model import Calendar, Window
from azlift.waves.calendar import slots_of
from azlift.waves.proposal import FAULTS_SHOWN, WAVE_NUMBER, Fault, is_window, quoted, refuse


def test_all_faults_are_said_at_once_in_the_order_of_their_rows() -> None:
    faults = [
        Fault(None, "wave", "nothing", "web01"),
        Fault(9, "wave", "'x'", "a number"),
        Fault(2, "group", "''", "a name"),
    ]
    error = refuse(Path("/anywhere/plan.csv"), faults)
    places = [line.strip().partition(":")[0] for line in str(error).splitlines()[1:]]
    assert places == ["row 2, column group", "row 9, column wave", "not in the file, column wave"]
    assert (error.file, error.row, error.column) == ("plan.csv", 2, "group")


def test_no_more_faults_are_listed_than_a_person_reads() -> None:
    error = refuse(Path("plan.csv"), [Fault(row, "wave", "'x'", "a number") for row in range(2, 200)])
    assert len(str(error).splitlines()) == 1 + FAULTS_SHOWN
    assert "198 places" in str(error)


@pytest.mark.parametrize(
    ("text", "valid"), [("1", True), ("9999", True), ("0", False), ("01", False), ("10000", False)]
)
def test_wave_numbers(text: str, valid: bool) -> None:
    assert bool(WAVE_NUMBER.fullmatch(text)) is valid


def test_what_cannot_be_seen_is_made_visible_and_short() -> None:
    assert quoted("a\u202eb") == "'a\\u202eb'"
    assert len(quoted("x" * 1000)) < 90


def test_every_window_of_a_calendar_has_an_id_that_is_read() -> None:
    one = (Window(when="Sat 22:00-Sun 06:00", owners=(f"team {n}",)) for n in range(12))
    slots = slots_of(Calendar(windows=(*one, Window(when="daily 00:00-05:00"))), date(2027, 12, 31))
    assert len(slots) > 900
    assert all(is_window(slot.id) for slot in slots)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-12-12",
        "2026-12-12T2460Z",
        "2026-13-01T0000Z",
        "2026-12-12T2100Z-1",
        "2026-12-12T2100Z-02",
        " 2026-12-12T2100Z",
    ],
)
def test_what_no_window_is_called_is_not_read_as_one(text: str) -> None:
    assert not is_window(text)
