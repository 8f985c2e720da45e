from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from azlift.rescheduling import Change, Held, differences
from azlift.scheduling import Start

NOW = datetime(2027, 1, 4, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=10)
START = Start("migrate", "wave-01", "migrate-wave/migrate", LATER, LATER + timedelta(days=3))


def held(start: Start = START, **changed: Any) -> Held:
    made = Held(uuid4(), start.phase, start.wave, start.planned, start.planned, waiting=True, cancelled=False)
    return replace(made, **changed)


def whats(changes: list[Change]) -> list[tuple[str, str, datetime | None]]:
    return [(one.what, one.wave, one.at) for one in changes]


def moved(by: timedelta, start: Start = START) -> Start:
    return replace(start, planned=start.planned + by, until=start.until + by)


def test_what_is_there_is_kept_and_what_is_not_is_new() -> None:
    other = replace(START, wave="wave-02")
    assert whats(differences([START, other], [held()], NOW)) == [("kept", "wave-01", LATER), ("new", "wave-02", LATER)]


def test_a_start_that_moved_keeps_its_run() -> None:
    there, then = held(), moved(timedelta(days=7))
    (change,) = differences([then], [there], NOW)
    assert (change.what, change.held, change.at) == ("moved", there.id, then.planned)


def test_a_start_that_somebody_dragged_away_from_its_time_comes_back() -> None:
    there = held(at=LATER + timedelta(hours=1))
    assert whats(differences([START], [there], NOW)) == [("moved", "wave-01", LATER)]


def test_what_is_no_longer_wanted_goes_and_a_second_start_for_the_same_too() -> None:
    assert whats(differences([], [held()], NOW)) == [("gone", "wave-01", LATER)]
    assert [what for what, _, _ in whats(differences([START], [held(), held()], NOW))] == ["kept", "gone"]


def test_a_start_that_is_late_is_made_at_once_and_then_left_alone_until_it_is_of_no_use() -> None:
    late = moved(timedelta(days=-11))
    assert whats(differences([late], [], NOW)) == [("new", "wave-01", NOW)]
    assert whats(differences([late], [held(late, at=NOW - timedelta(minutes=5))], NOW)) == [("kept", "wave-01", NOW)]
    useless = moved(timedelta(days=-20))
    assert whats(differences([useless], [], NOW)) == [("missed", "wave-01", useless.planned)]


def test_what_has_begun_or_was_cancelled_by_a_person_is_not_started_again() -> None:
    begun, cancelled = held(waiting=False), held(waiting=False, cancelled=True)
    assert whats(differences([START], [begun], NOW)) == [("begun", "wave-01", LATER)]
    assert whats(differences([START], [cancelled], NOW)) == [("cancelled", "wave-01", LATER)]
    assert whats(differences([moved(timedelta(days=7))], [begun], NOW))[0][0] == "new", "the wave moved since"
