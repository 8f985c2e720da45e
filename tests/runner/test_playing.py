from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from azure_sights import steer
from estates import estate, machine, planned

from azlift.clock import move_clock
from azlift.runner.playing import CALENDAR_SPEED, pass_time, wake
from azlift.venue import CALENDAR_FILE, open_venue

Workspaces = Callable[..., Path]


def test_time_passes_here_and_in_azure_together(workspace: Workspaces) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01")))
    wake(folder)
    here, there = open_venue(folder).now, steer(folder, "GET", "/rehearsal/clock")["seconds"]
    pass_time(folder, here + timedelta(days=7))
    assert timedelta(days=7) <= open_venue(folder).now - here < timedelta(days=8)
    assert steer(folder, "GET", "/rehearsal/clock")["seconds"] - there >= 7 * 86_400


def test_what_is_past_moves_no_clock_back(workspace: Workspaces) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01")))
    wake(folder)
    before = open_venue(folder).now
    pass_time(folder, before - timedelta(days=3))
    assert open_venue(folder).now >= before


def test_while_nobody_rehearses_time_stands_still(workspace: Workspaces) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01")))
    last = venue.ledger.outline()[-1].at
    move_clock(folder / CALENDAR_FILE, venue.now + timedelta(days=30), CALENDAR_SPEED)
    wake(folder)
    assert open_venue(folder).now.isoformat() >= last
    assert open_venue(folder).now - venue.now < timedelta(days=1)
