"""What people do to a run in Prefect's UI: the same calls as its buttons make, on a worker's run."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from azure_sights import deployments_sent
from estates import estate, machine, planned
from pressing import begin, press

from azlift import on_record
from azlift.model import ANY_RUN, Milestone
from azlift.stages import Stage
from azlift.venue import Venue, open_venue

SECONDS = 300
GROUPS = 24
"""So many that a wave is not over before a run has looked at itself, on a busy machine too."""

REPLAYED_SECONDS = 65
"""With each run Prefect's worker hears the last minute's events anew: one retried sooner is cancelled once more."""

FINAL = {"COMPLETED", "FAILED", "CANCELLED", "CRASHED"}


class Ui:
    """A deployment of `migrate`, and the buttons of a run's page."""

    def __init__(self, api: str, folder: Path) -> None:
        self.api, self.folder = api, folder
        self.run = begin(api, "migrate", workspace=str(folder), wave="wave-01")

    def state(self) -> dict[str, Any]:
        run = press(f"{self.api}/flow_runs/filter", {"flow_runs": {"id": {"any_": [self.run]}}})
        found: dict[str, Any] = run[0]["state"]
        return found

    def press(self, **state: Any) -> None:
        done = press(f"{self.api}/flow_runs/{self.run}/set_state", {"state": state})
        assert done["status"] == "ACCEPT", done

    def cancel(self) -> None:
        self.press(type="CANCELLING", name="Cancelling")

    def retry(self) -> None:
        self.press(type="SCHEDULED", name="AwaitingRetry", message="Retry from the UI")

    def suspend(self) -> None:
        until = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
        self.press(type="PAUSED", name="Suspended", state_details={"pause_timeout": until, "pause_reschedule": True})

    def resume(self) -> None:
        done = press(f"{self.api}/flow_runs/{self.run}/resume", {})
        assert done["status"] == "ACCEPT", done


def wait(until: Callable[[], object]) -> None:
    deadline = time.monotonic() + SECONDS
    while not until():
        assert time.monotonic() < deadline, "in vain"
        time.sleep(0.2)


@pytest.fixture
def venue(workspace: Callable[..., Path]) -> Venue:
    """A wave of groups that are carried one after the other."""
    return planned(
        workspace(groups_at_once=1, limits={"pilot_machines": GROUPS}),
        estate(*(machine(f"web{number:02}") for number in range(GROUPS))),
    )


def stage_of(subject: str, venue: Venue) -> Stage | None:
    standing = venue.ledger.standings().get(subject)
    return standing.stage if standing else None


def verified(venue: Venue) -> int:
    standings = venue.ledger.standings()
    return sum(standing.stage is Stage.VERIFIED for name, standing in standings.items() if name.startswith("web"))


def untouched(venue: Venue) -> int:
    standings = venue.ledger.standings()
    return sum(f"web{number:02}" not in standings for number in range(GROUPS))


@pytest.mark.slow
def test_a_cancelled_run_stops_after_the_step_in_hand_and_a_new_run_or_its_retry_goes_on(
    worker: Path, prefect_api: str, venue: Venue
) -> None:
    ui = Ui(prefect_api, venue.workspace)
    wait(lambda: verified(venue) >= 1)
    ui.cancel()
    wait(lambda: ui.state()["type"] in FINAL)
    assert ui.state()["name"] == "Cancelled"
    assert untouched(venue) >= 1, "it stopped in the middle"
    running = [name for name, standing in venue.ledger.standings().items() if standing.run == "running"]
    assert running == [], "the step in hand came to its end"
    hold = venue.ledger.latest(on_record.hold_of("wave-01"), Milestone)
    assert (hold.until_run, hold.by) == (ANY_RUN, None)
    assert "was cancelled in Prefect" in hold.reason
    assert venue.ledger.failures() == (), "nothing failed"
    assert venue.ledger.driver_of("wave-01") is None

    cancelled, done = time.monotonic(), verified(venue)
    again = Ui(prefect_api, venue.workspace)
    wait(lambda: verified(venue) > done)
    again.cancel()
    wait(lambda: again.state()["type"] in FINAL)
    assert untouched(venue) >= 1

    time.sleep(max(0.0, cancelled + REPLAYED_SECONDS - time.monotonic()))
    ui.retry()
    wait(lambda: ui.state()["type"] in FINAL)
    assert ui.state()["type"] == "COMPLETED"
    assert verified(venue) == GROUPS
    assert venue.ledger.standings()[on_record.hold_of("wave-01")].stage is Stage.RESUMED
    assert set(deployments_sent(venue.workspace).values()) == {1}, "nothing was done twice"
    assert open_venue(venue.workspace).ledger.verify()


@pytest.mark.slow
def test_a_suspended_run_waits_until_it_is_resumed_and_no_other_run_goes_on_meanwhile(
    worker: Path, prefect_api: str, venue: Venue
) -> None:
    ui = Ui(prefect_api, venue.workspace)
    wait(lambda: verified(venue) >= 1)
    ui.suspend()
    wait(lambda: stage_of(on_record.hold_of("wave-01"), venue) is Stage.PAUSED)
    wait(lambda: venue.ledger.driver_of("wave-01") is None)
    assert ui.state()["name"] == "Suspended"
    assert venue.ledger.latest(on_record.hold_of("wave-01"), Milestone).until_run == ui.run
    assert untouched(venue) >= 1

    other = Ui(prefect_api, venue.workspace)
    wait(lambda: other.state()["type"] in FINAL)
    assert other.state()["type"] == "FAILED"
    assert "was suspended in Prefect; resume it there" in other.state()["message"]
    assert ui.state()["name"] == "Suspended"

    ui.resume()
    wait(lambda: ui.state()["type"] == "COMPLETED")
    assert verified(venue) == GROUPS
    assert set(deployments_sent(venue.workspace).values()) == {1}, "nothing was done twice"
