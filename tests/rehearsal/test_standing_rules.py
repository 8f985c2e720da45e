"""What rules over a world, and what policies noted, over a restart too."""

from pathlib import Path

import pytest
from tests.rehearsal.conftest import Desk, HandClock, open_desk

from azlift.rehearsal import standing_rules
from azlift.rehearsal.identity import Facts
from azlift.rehearsal.store import Store


def test_the_oldest_notes_are_forgotten(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing_rules, "NOTES_KEPT", 2)
    for number in range(4):
        desk.world.rules.note({"number": number})
    assert desk.world.rules.notes == [{"number": 2}, {"number": 3}]


def test_rules_notes_and_delays_outlive_the_server(
    tmp_path: Path, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing_rules, "NOTES_KEPT", 2)
    desk = open_desk(Store(tmp_path), facts, HandClock())
    for number in range(3):
        desk.world.rules.note({"number": number})
    desk.ask("POST", "/rehearsal/access", {"assignmentDelay": 60}, api=None)
    lock = "~/providers/Microsoft.Authorization/locks/l"
    desk.ask("PUT", lock, {"properties": {"level": "CanNotDelete"}})
    desk.world.store.close()
    again = open_desk(Store(tmp_path), facts, HandClock())
    assert again.world.rules.notes == [{"number": 1}, {"number": 2}]
    assert again.world.access.delay == 60
    assert list(again.world.rules.locks.all()) == [again.subscription]
    again.world.store.close()
