from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from azure_sights import inside
from estates import estate, machine, planned
from nights import around_now, on_the_eve, with_window, write_runbook
from people import in_directory
from tests.flows.test_approve_gate import sign_in_when_asked

from azlift import journey
from azlift.errors import StepWaits
from azlift.venue import Venue, open_venue

MANUAL = "{step: freeze, manual: Close it to users., undo: {manual: Open it to users.}}"
SKIP = ("lower-dns-ttl", "mute-alerts", "notify", "stop-source", "final-copy", "switch", "announce")


async def go_on(venue: Venue) -> None:
    with pytest.raises(StepWaits):
        await journey.go_on("shop", venue)


def test_a_manual_step_is_answered_in_a_form_by_who_signs_in(
    run_flow: Callable[..., Any], workspace: Callable[..., Path], prefect_api: str
) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    with_window(venue, *around_now())
    write_runbook(folder, MANUAL, skip=SKIP)
    inside(folder, on_the_eve)
    staff = in_directory(folder, "ann", "ben")
    form = {"workspace": str(folder), "group": "shop", "step": "freeze", "done": True, "comment": "closed at 22:05"}

    early = sign_in_when_asked(folder, prefect_api, staff["ann"])
    state = run_flow("answer_step", **form)
    early.join()
    assert state.is_failed(), "nothing was asked yet"
    assert "asks nothing" in state.message

    inside(folder, go_on)
    watcher = sign_in_when_asked(folder, prefect_api, staff["ann"])
    state = run_flow("answer_step", **form)
    watcher.join()
    assert (state.is_completed(), state.message) == (True, "ann said that freeze of shop is done")
    assert journey.waiting_steps("wave-01", open_venue(folder)) == ()

    watcher = sign_in_when_asked(folder, prefect_api, staff["ben"])
    state = run_flow("answer_step", **{**form, "done": False, "comment": "I did not see it"})
    watcher.join()
    assert state.is_failed()
    assert "ann answered at" in state.message, "the first answer stands"
