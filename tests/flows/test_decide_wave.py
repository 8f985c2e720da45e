from collections.abc import Callable
from pathlib import Path
from typing import Any

from azure_sights import inside
from estates import estate, machine, planned
from nights import around_now, cut_over_by_hand, on_the_eve, with_window, write_runbook
from people import in_directory
from tests.flows.test_approve_gate import sign_in_when_asked

from azlift import journey, on_record
from azlift.model import Milestone
from azlift.stages import Stage
from azlift.venue import Venue, open_venue


def test_go_is_said_in_a_form_by_who_signs_in_and_only_once_there_is_something_to_decide(
    run_flow: Callable[..., Any], workspace: Callable[..., Path], prefect_api: str
) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    with_window(venue, *around_now())
    write_runbook(folder)
    inside(folder, on_the_eve)
    staff = in_directory(folder, "ann")
    form = {"workspace": str(folder), "wave": "wave-01", "decision": "go", "reason": "all green"}

    watcher = sign_in_when_asked(folder, prefect_api, staff["ann"])
    state = run_flow("decide_wave", **form)
    watcher.join()
    assert state.is_failed()
    assert "nothing to decide" in state.message

    async def night(venue: Venue) -> None:
        await cut_over_by_hand("shop", venue)
        await journey.validate("shop", venue)

    inside(folder, night)
    watcher = sign_in_when_asked(folder, prefect_api, staff["ann"])
    state = run_flow("decide_wave", **form)
    watcher.join()
    assert (state.is_completed(), state.message) == (True, "wave-01 is a go, said by ann")
    subject = on_record.wave_subject("wave-01")
    ledger = open_venue(folder).ledger
    assert ledger.standings()[subject].stage is Stage.GO
    by = ledger.latest(subject, Milestone).by
    assert by
    assert by.object_id == staff["ann"].object_id
