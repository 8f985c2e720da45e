from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from azure_sights import inside
from estates import estate, machine, planned
from lives import let_pass, validated, watched, wave_at
from people import in_directory, write_people
from pressing import pages
from tests.flows.test_approve_gate import sign_in_when_asked

from azlift import journey, on_record
from azlift.model import Acceptance, Milestone
from azlift.stages import Stage
from azlift.venue import Venue

REASON = "it runs, and we know how"


@pytest.fixture
def venue(workspace: Callable[..., Path]) -> Venue:
    """A wave in hypercare, one group of which stayed behind, with a reason that somebody wrote."""
    folder = workspace()
    made = planned(folder, estate(machine("web01", "shop"), machine("mail01", "mail")))
    validated(made, "shop")
    wave_at(made, "wave-01", Stage.GO, left_behind={"mail": "its <b>database</b> was locked"})
    began = Milestone(wave="wave-01", reason="it is watched since its go")
    made.ledger.record(on_record.wave_subject("wave-01"), Stage.HYPERCARE, "h", began)
    return made


def long_watched(venue: Venue) -> None:
    async def accept(venue: Venue) -> Acceptance:
        return await journey.accept("shop", venue, "it works")

    inside(venue.workspace, accept)
    let_pass(venue.workspace, venue, 49)
    watched(venue, "wave-01")


def test_a_wave_is_handed_over_after_its_hypercare_and_what_it_left_behind_is_named(
    run_flow: Callable[..., Any], venue: Venue, prefect_api: str
) -> None:
    form = {"workspace": str(venue.workspace), "wave": "wave-01", "reason": REASON}
    early = run_flow("hand_over_wave", **form)
    assert early.is_failed()
    assert "h of hypercare) Wait for it" in early.message
    long_watched(venue)
    asked = len(pages(prefect_api, "sign-in"))
    state = run_flow("hand_over_wave", **form)
    assert state.is_completed(), state.message
    assert state.message.startswith("wave-01 is handed over by ")
    assert state.message.endswith("; left: mail: its <b>database</b> was locked")
    assert venue.ledger.standings()["wave:wave-01"].stage is Stage.HANDED_OVER
    assert len(pages(prefect_api, "sign-in")) == asked, "nobody had to sign in"
    assert "| wave-01 (pilot) | handed over |" in pages(prefect_api, "waves")[0]
    live = pages(prefect_api, "wave-01-live")[0]
    assert "wave-01 is **handed over**" in live
    assert "<b>" not in live.replace("\\<b", "")


def test_operations_say_it_by_a_sign_in(run_flow: Callable[..., Any], venue: Venue, prefect_api: str) -> None:
    folder = venue.workspace
    long_watched(venue)
    staff = in_directory(folder, "olga")
    write_people(folder, {"operations_manager": [staff["olga"]]})
    watcher = sign_in_when_asked(folder, prefect_api, staff["olga"])
    state = run_flow("hand_over_wave", workspace=str(folder), wave="wave-01", reason=REASON)
    watcher.join()
    assert state.is_completed(), state.message
    assert state.message.startswith("wave-01 is handed over by olga")
    said = venue.ledger.latest(on_record.wave_subject("wave-01"), Milestone)
    assert said.by
    assert (said.by.object_id, said.reason) == (staff["olga"].object_id, REASON)
