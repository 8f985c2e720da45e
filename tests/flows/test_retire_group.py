from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from estates import estate, machine, planned
from lives import put_down, validated, wave_at
from people import in_directory, write_people
from pressing import pages
from tests.flows.test_approve_gate import sign_in_when_asked

from azlift import on_record
from azlift.model import OFF_BOARDED, Acceptance, Milestone, Retirement
from azlift.stages import Stage
from azlift.venue import Venue

EVIDENCE = "archive: vault-7\nrestore_test: by J. Doe\nrecords:\n" + "".join(
    f"  {one}: CHG-{one}\n" for one in OFF_BOARDED
)


@pytest.fixture
def venue(workspace: Callable[..., Path]) -> Venue:
    """An accepted group of a wave that is still watched."""
    made = planned(workspace(), estate(machine("web01", "shop")))
    validated(made, "shop")
    put_down(made, "shop", (Stage.ACCEPTED, Acceptance(group="shop", person=None, reason="it works", at=made.now)))
    wave_at(made, "wave-01", Stage.HYPERCARE)
    return made


@pytest.fixture
def form(venue: Venue, tmp_path: Path) -> dict[str, str]:
    file = tmp_path / "evidence.yaml"
    file.write_text(EVIDENCE)
    return {
        "workspace": str(venue.workspace),
        "group": "shop",
        "evidence": str(file),
        "reason": "nobody misses it",
    }


def handed_over(venue: Venue) -> None:
    put_down(
        venue, on_record.wave_subject("wave-01"), (Stage.HANDED_OVER, Milestone(wave="wave-01", reason="all quiet"))
    )


def test_a_source_is_retired_after_the_hand_over_with_the_evidence_of_a_file(
    run_flow: Callable[..., Any], venue: Venue, form: dict[str, str], prefect_api: str
) -> None:
    early = run_flow("retire_group", **form)
    assert early.is_failed()
    assert "the sources are kept until it is handed over First: azlift hand-over wave-01" in early.message
    handed_over(venue)
    lacking = run_flow("retire_group", **form | {"evidence": f"{form['evidence']}.not"})
    assert lacking.is_failed()
    assert "Give a YAML file with archive, restore_test and records." in lacking.message
    asked = len(pages(prefect_api, "sign-in"))
    state = run_flow("retire_group", **form)
    assert state.is_completed(), state.message
    assert state.message.startswith("the source of shop is retired by ")
    assert state.message.endswith("; archive: vault-7")
    assert set(venue.ledger.latest("shop", Retirement).records) == set(OFF_BOARDED)
    assert len(pages(prefect_api, "sign-in")) == asked, "nobody had to sign in"
    assert "| shop | source retired |" in pages(prefect_api, "wave-01-live")[0]
    assert "| wave-01 (pilot) | handed over |" in pages(prefect_api, "waves")[0]


def test_its_owner_says_it_by_a_sign_in(
    run_flow: Callable[..., Any], venue: Venue, form: dict[str, str], prefect_api: str
) -> None:
    handed_over(venue)
    staff = in_directory(venue.workspace, "ada")
    write_people(venue.workspace, {"business_owner": [staff["ada"]]})
    watcher = sign_in_when_asked(venue.workspace, prefect_api, staff["ada"])
    state = run_flow("retire_group", **form)
    watcher.join()
    assert (state.is_completed(), state.message) == (True, "the source of shop is retired by ada; archive: vault-7")
    by = venue.ledger.latest("shop", Retirement).person
    assert by
    assert by.object_id == staff["ada"].object_id
