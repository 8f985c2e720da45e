import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from estates import estate, machine, planned

from azlift.model import Landing
from azlift.stages import Stage
from azlift.venue import Venue, open_venue

ELSEWHERE = "another-host:17:99"
Runs = Callable[..., UUID]


@pytest.fixture
def gone() -> str:
    """A driver of this machine whose process has ended."""
    script = "from azlift.ledger import this_driver; print(this_driver())"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def venue(tmp_path: Path) -> Venue:
    return planned(tmp_path, estate(machine("web01")))


@pytest.fixture
def runs(prefect_api: str, venue: Venue) -> Iterator[Runs]:
    """Makes a run of a deployment in a state, with a driver's tags."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.objects import State, StateType

    with get_client(sync_client=True) as client:
        deployment = client.create_deployment(client.create_flow_from_name("migrate-wave"), "zombies")
        made: list[UUID] = []

        def make(driver: str, state: str = "RUNNING", wave: str = "wave-01", **changed: Any) -> UUID:
            tags = [f"driver:{driver}", f"wave:{wave}", f"drives:{wave}", *changed.get("tags", ())]
            parameters = {"workspace": str(changed.get("workspace", venue.workspace)), "wave": wave}
            run = client.create_flow_run_from_deployment(deployment, parameters=parameters, tags=tags)
            client.update_flow_run(run.id, infrastructure_pid="1")
            client.set_flow_run_state(run.id, State(type=StateType(state)), force=True)
            made.append(run.id)
            return run.id

        yield make
        for run in made:
            client.delete_flow_run(run)
        client.delete_deployment(deployment)


def reconciled(venue: Venue) -> list[tuple[str, str]]:
    from azlift.runner.zombies import reconcile

    return [(one.became, one.wave) for one in asyncio.run(reconcile(venue, None, patience=0))]


def state_of(run: UUID) -> tuple[str, list[str]]:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        found = client.read_flow_run(run)
    assert found.state
    return found.state.name or "", [tag for tag in found.tags if tag.startswith("taken-up")]


def writes(driver: str, venue: Venue) -> None:
    """The driver's last word: a landing it failed at."""
    ledger = open_venue(venue.workspace).ledger
    ledger.driver = driver
    ledger.record_failure("web01", Stage.LANDED, "", RuntimeError("cut"))


def test_a_run_whose_process_is_gone_is_taken_up_again_and_counted(runs: Runs, venue: Venue, gone: str) -> None:
    writes(gone, venue)
    run = runs(gone)
    assert reconciled(venue) == [("taken up again", "wave-01")]
    assert state_of(run) == ("AwaitingRetry", ["taken-up:1"])
    assert reconciled(venue) == [], "once"


def test_a_crash_that_a_living_worker_reported_is_taken_up_too(runs: Runs, venue: Venue, gone: str) -> None:
    writes(gone, venue)
    run = runs(gone, "CRASHED")
    assert reconciled(venue) == [("taken up again", "wave-01")]
    assert state_of(run)[0] == "AwaitingRetry"


def test_what_dies_time_and_again_is_left_to_people(runs: Runs, venue: Venue, gone: str) -> None:
    writes(gone, venue)
    run = runs(gone, tags=["taken-up:3"])
    assert reconciled(venue) == [("crashed", "wave-01")]
    assert state_of(run) == ("Crashed", ["taken-up:3"])


def test_nothing_is_taken_up_after_somebody_else_had_the_last_word(runs: Runs, venue: Venue, gone: str) -> None:
    writes(gone, venue)
    writes(ELSEWHERE, venue)
    run, crashed = runs(gone), runs(gone, "CRASHED")
    assert reconciled(venue) == [("crashed", "wave-01")]
    assert state_of(run)[0] == "Crashed"
    assert state_of(crashed)[0] == "Crashed"


def test_a_cancelled_run_without_a_process_ends_cancelled(runs: Runs, venue: Venue, gone: str) -> None:
    run = runs(gone, "CANCELLING")
    assert reconciled(venue) == [("cancelled", "wave-01")]
    assert state_of(run)[0] == "Cancelled"


def test_a_living_process_is_left_alone_and_so_is_what_nobody_knows_and_other_workspaces(
    runs: Runs, venue: Venue, gone: str, tmp_path: Path
) -> None:
    made = [runs(venue.ledger.driver), runs(gone, workspace=tmp_path / "other")]
    with open_venue(venue.workspace).ledger.driving("wave-01"):
        assert reconciled(venue) == []
    assert {state_of(run)[0] for run in made} == {"Running"}


def test_a_run_of_another_machine_is_dead_once_its_lease_is(runs: Runs, venue: Venue) -> None:
    ledger = open_venue(venue.workspace).ledger
    ledger.driver = ELSEWHERE
    run = runs(ELSEWHERE)
    with ledger.driving("wave-01"):
        assert reconciled(venue) == [], "its lease holds"
        ledger.record("web01", Stage.RENDERED, "", Landing(subject="web01", digest="", deployments=(), resources=()))
    assert reconciled(venue) == [("taken up again", "wave-01")]
    assert state_of(run)[0] == "AwaitingRetry"
