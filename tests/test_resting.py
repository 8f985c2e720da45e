from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from estates import estate, machine, planned

from azlift.clock import move_clock
from azlift.errors import NotTold
from azlift.model import Told
from azlift.on_record import told_of
from azlift.resting import rests
from azlift.stages import Stage
from azlift.venue import CALENDAR_FILE

NOW = datetime(2027, 1, 9, 12, tzinfo=UTC)
OPS = told_of("ops")


def test_who_fails_rests_twice_as_long_each_time_and_at_most_an_hour_until_it_goes_well(
    workspace: Callable[..., Path],
) -> None:
    folder = workspace()
    calendar = folder / CALENDAR_FILE
    move_clock(calendar, NOW)
    venue, at = planned(folder, estate(machine("web01"))), NOW
    assert not rests(OPS, venue)
    for seconds in (30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600):
        move_clock(calendar, at)
        venue.ledger.record_failure(OPS, Stage.SAID, "k", NotTold("nobody answers"))
        move_clock(calendar, at + timedelta(seconds=seconds - 10))
        assert rests(OPS, venue), seconds
        at += timedelta(seconds=seconds + 10)
        move_clock(calendar, at)
        assert not rests(OPS, venue), seconds
    venue.ledger.record(OPS, Stage.SAID, "k", Told(channel="ops", keys=(), upto=1))
    venue.ledger.record_failure(OPS, Stage.SAID, "k", NotTold("nobody answers"))
    move_clock(calendar, at + timedelta(seconds=40))
    assert not rests(OPS, venue), "it begins with half a minute again"
