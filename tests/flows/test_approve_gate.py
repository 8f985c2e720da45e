import json
import re
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from estates import estate, machine, planned
from people import enter_code, in_directory, write_people
from pressing import pages

from azlift import on_record
from azlift.model import Approval, Person
from azlift.stages import Stage
from azlift.venue import open_venue

WAVE = "wave-01"
SHOWN = re.compile(r"\((https://[^)]+)\) and enter the code \*\*([A-Z0-9]+)\*\*")


def sign_in_when_asked(folder: Path, api: str, speaker: Person) -> threading.Thread:
    """Somebody watches the run's page, and signs in with the code it shows."""
    before = len(pages(api, "sign-in"))

    def watch() -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            found = pages(api, "sign-in")
            if len(found) > before:
                shown = SHOWN.search(found[0].replace("\\", ""))
                assert shown, found[0]
                enter_code(folder, shown[1], shown[2], speaker)
                return
            time.sleep(0.1)

    thread = threading.Thread(target=watch)
    thread.start()
    return thread


def test_a_form_and_a_sign_in_lead_to_the_same_fact_as_the_command(
    run_flow: Callable[..., Any], workspace: Callable[..., Path], prefect_api: str
) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01")))
    staff = in_directory(folder, "ann", "ben")
    write_people(folder, {"architect": [staff["ann"]], "business_owner": [staff["ben"]]})
    form = {"workspace": str(folder), "wave": WAVE, "gate": "commit", "reason": "as agreed"}

    watcher = sign_in_when_asked(folder, prefect_api, staff["ann"])
    first = run_flow("approve_gate", **form)
    watcher.join()
    assert first.is_completed(), first.message
    assert first.message.startswith("ann said yes; still missing: business_owner: 0 of 1 said yes")

    watcher = sign_in_when_asked(folder, prefect_api, staff["ben"])
    second = run_flow("approve_gate", **form)
    watcher.join()
    assert second.message == "ben said yes; the gate is open"
    venue = open_venue(folder)
    said = venue.ledger.facts(on_record.said_of(WAVE), Approval)
    assert [(word.person.object_id, word.reason) for word in said] == [
        (staff["ann"].object_id, "as agreed"),
        (staff["ben"].object_id, "as agreed"),
    ]
    assert venue.ledger.standings()[on_record.wave_subject(WAVE)].stage is Stage.COMMITTED

    runs = httpx.post(f"{prefect_api}/flow_runs/filter", json={"limit": 200}).json()
    mine = [run for run in runs if run["parameters"].get("workspace") == str(folder)]
    assert {tuple(sorted(run["parameters"])) for run in mine} == {
        ("answer", "ends", "gate", "groups", "reason", "role", "wave", "workspace")
    }
    assert "eyJ" not in json.dumps(runs), "no token is among what Prefect keeps"


def test_who_may_not_open_the_gate_is_told_by_the_run(
    run_flow: Callable[..., Any], workspace: Callable[..., Path], prefect_api: str
) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01")))
    staff = in_directory(folder, "ann", "eve")
    write_people(folder, {"architect": [staff["ann"]]})
    watcher = sign_in_when_asked(folder, prefect_api, staff["eve"])
    state = run_flow("approve_gate", workspace=str(folder), wave=WAVE, gate="commit", reason="let me")
    watcher.join()
    assert state.is_failed()
    assert "people.yaml does not name that id as architect or business_owner" in state.message
    assert not open_venue(folder).ledger.facts(on_record.said_of(WAVE), Approval)


def test_a_word_about_some_groups_holds_as_long_as_its_form_says(
    run_flow: Callable[..., Any], workspace: Callable[..., Path], prefect_api: str
) -> None:
    folder = workspace()
    planned(folder, estate(machine("web01"), machine("mail01")))
    staff = in_directory(folder, "ann")
    write_people(folder, {"architect": [staff["ann"]]})
    ends = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
    form = {"workspace": str(folder), "wave": WAVE, "gate": "commit", "reason": "the mail may go", "groups": ["mail01"]}

    watcher = sign_in_when_asked(folder, prefect_api, staff["ann"])
    state = run_flow("approve_gate", **form, ends=ends.isoformat())
    watcher.join()
    assert state.is_completed(), state.message
    (word,) = open_venue(folder).ledger.facts(on_record.said_of(WAVE), Approval)
    assert (word.groups, word.expires_at) == (("mail01",), ends)

    watcher = sign_in_when_asked(folder, prefect_api, staff["ann"])
    state = run_flow("approve_gate", **form, ends=(ends + timedelta(days=900)).isoformat())
    watcher.join()
    assert state.is_failed()
    assert "expected an end from now to" in state.message
