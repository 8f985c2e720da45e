from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from estates import estate, machine, planned
from lives import validated, wave_at
from people import in_directory, say, write_people
from pressing import pages
from tests.flows.test_approve_gate import sign_in_when_asked

from azlift.model import Acceptance
from azlift.stages import Stage
from azlift.venue import Venue


@pytest.fixture
def venue(workspace: Callable[..., Path]) -> Venue:
    """Two groups that are well, in a wave that waits for its go."""
    made = planned(workspace(), estate(machine("web01", "shop"), machine("mail01", "mail")))
    validated(made, "shop", "mail")
    return made


def form_of(venue: Venue, group: str = "shop") -> dict[str, str]:
    return {"workspace": str(venue.workspace), "group": group, "reason": "it does what it did"}


def test_where_nobody_is_asked_a_group_is_accepted_after_its_waves_go_and_both_pages_say_so(
    run_flow: Callable[..., Any], venue: Venue, prefect_api: str
) -> None:
    early = run_flow("accept_group", **form_of(venue))
    assert early.is_failed()
    assert "nothing of it is accepted before its go See what it waits for: azlift status wave-01" in early.message
    wave_at(venue, "wave-01", Stage.GO)
    asked = len(pages(prefect_api, "sign-in"))
    state = run_flow("accept_group", **form_of(venue))
    assert state.is_completed(), state.message
    assert state.message.startswith("shop is accepted by ")
    assert state.message.endswith("; it can no longer be rolled back")
    assert venue.ledger.standings()["shop"].stage is Stage.ACCEPTED
    assert len(pages(prefect_api, "sign-in")) == asked, "nobody had to sign in"
    assert "| shop | accepted |" in pages(prefect_api, "wave-01-live")[0]
    assert "| wave-01 (pilot) | go |" in pages(prefect_api, "waves")[0]
    events = len(venue.ledger.history())
    assert run_flow("accept_group", **form_of(venue)).is_completed()
    assert len(venue.ledger.history()) == events
    tags = ["stage:accept", "wave:wave-01", "group:shop", f"estate:{venue.settings.estate}"]
    asked_for = {"flow_runs": {"tags": {"all_": tags}}}
    runs = httpx.post(f"{prefect_api}/flow_runs/filter", json=asked_for, timeout=60).json()
    assert [run["name"] for run in runs] == ["accept shop"] * 3


def test_the_owner_says_it_by_a_sign_in_and_what_they_have_said_is_not_asked_again(
    run_flow: Callable[..., Any], venue: Venue, prefect_api: str
) -> None:
    folder = venue.workspace
    wave_at(venue, "wave-01", Stage.GO)
    staff = in_directory(folder, "ada", "eve")
    write_people(folder, {"business_owner": [staff["ada"]]})

    watcher = sign_in_when_asked(folder, prefect_api, staff["eve"])
    refused = run_flow("accept_group", **form_of(venue))
    watcher.join()
    assert refused.is_failed()
    assert "eve" in refused.message
    assert "may not open the gate `accept`" in refused.message
    assert venue.ledger.standings()["shop"].stage is Stage.VALIDATED

    watcher = sign_in_when_asked(folder, prefect_api, staff["ada"])
    state = run_flow("accept_group", **form_of(venue))
    watcher.join()
    assert (state.is_completed(), state.message) == (
        True,
        "shop is accepted by ada; it can no longer be rolled back",
    )
    said = venue.ledger.latest("shop", Acceptance)
    assert said.person
    assert (said.person.object_id, said.reason) == (staff["ada"].object_id, "it does what it did")

    say(folder, "accept", "wave-01", staff["ada"], groups=("mail",))
    asked = len(pages(prefect_api, "sign-in"))
    assert run_flow("accept_group", **form_of(venue, "mail")).is_completed()
    assert len(pages(prefect_api, "sign-in")) == asked
    assert venue.ledger.standings()["mail"].stage is Stage.ACCEPTED


def test_a_group_that_is_not_planned_is_told_and_so_is_a_form_that_is_filled_in_wrongly(
    run_flow: Callable[..., Any], venue: Venue
) -> None:
    state = run_flow("accept_group", **form_of(venue, "nobody"))
    assert state.is_failed()
    assert "the plan puts no group nobody into a wave `azlift status` lists them." in state.message
    wrong = run_flow("accept_group", **form_of(venue, "step:shop/freeze"))
    assert wrong.is_failed()
    assert "group" in wrong.message
