"""Promise 7: azlift's clock a day off Azure's, summer time beginning or ending, a leap day, a year's end, wherever the
machine thinks it is: the same wave, the same facts in the same order."""

import os
import time
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from enduring import Json, again_until_whole, history, migrate, roll_back
from simulation import copied, planned_workspace, simulated
from tallying import count, many

DAY = 86_400.0
SKEWS = (-DAY, -3600.0, -5.0, 0.0, 5.0, 3600.0, DAY)
INSTANTS = {
    "summer time begins": datetime(2027, 3, 28, 0, 59, 30, tzinfo=UTC),
    "summer time ends": datetime(2027, 10, 31, 0, 59, 30, tzinfo=UTC),
    "a leap day begins": datetime(2028, 2, 28, 23, 59, 30, tzinfo=UTC),
    "a leap day ends": datetime(2028, 2, 29, 23, 59, 30, tzinfo=UTC),
    "a year ends": datetime(2026, 12, 31, 23, 59, 30, tzinfo=UTC),
    "32 bits of seconds end": datetime(2038, 1, 19, 3, 13, 50, tzinfo=UTC),
}
ZONES = ("UTC", "Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia")

Decisions = list[tuple[str, str, str]]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planned_workspace(tmp_path_factory.mktemp("planned") / "workspace")


def lived(template: Path, folder: Path, origin: datetime, skew: float) -> tuple[Json, Decisions]:
    """A wave carried and taken back at that instant, with azlift's clock so far ahead: what stood, what was decided."""
    world, workspace = simulated(0, origin.timestamp(), skew=skew), copied(template, folder)
    assert again_until_whole(world, workspace, migrate, lambda: None) == 1
    stood = world.standing()
    assert again_until_whole(world, workspace, roll_back, lambda: None) == 1
    events = history(world, workspace)
    assert world.standing() == {}
    return stood, [(event.subject, event.stage, event.kind) for event in events]


@pytest.mark.slow
def test_no_clock_and_no_calendar_changes_a_decision(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, wrong = lived(template, tmp_path / "usual", datetime(2026, 11, 27, 18, tzinfo=UTC), 0.0), []
    cases = list(product(INSTANTS, SKEWS, ZONES))
    chosen = cases[:: many(29, 1)]
    for number, (instant, skew, zone) in enumerate(chosen):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        if lived(template, tmp_path / str(number), INSTANTS[instant], skew) != usual:
            wrong.append((instant, skew, zone))
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    assert wrong == []
    assert os.environ["TZ"] == "UTC"
    count("P7", "waves at 6 turns of the calendar, with 7 skews of azlift's clock, in 5 time zones", len(chosen))
