from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from azure_sights import inside
from estates import estate, machine, planned
from nights import ANNA, around_now, cut_over_by_hand, on_the_eve, with_window, write_runbook

from azlift import journey, on_record
from azlift.errors import Waiting
from azlift.stages import Stage
from azlift.venue import Venue, open_venue


def test_a_wave_is_watched_after_its_go_and_not_before(
    run_flow: Callable[..., Any], workspace: Callable[..., Path]
) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    with_window(venue, *around_now())
    write_runbook(folder)
    inside(folder, on_the_eve)
    with pytest.raises(Waiting, match="after its go"):
        run_flow("watch_wave", workspace=str(folder), wave="wave-01")

    async def night(venue: Venue) -> None:
        await cut_over_by_hand("shop", venue)
        await journey.validate("shop", venue)
        await journey.decide("wave-01", venue, ANNA, True, "all green")

    inside(folder, night)
    state = run_flow("watch_wave", workspace=str(folder), wave="wave-01")
    assert state.is_completed(), state.message
    assert state.message.endswith("checks of 1 groups passed")
    standing = open_venue(folder).ledger.standings()[on_record.wave_subject("wave-01")]
    assert standing.stage is Stage.HYPERCARE
