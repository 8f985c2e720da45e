"""A wave's night in Prefect, with people who answer while the run waits."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from azure_sights import inside
from estates import estate, machine, planned
from nights import ANNA, around_now, on_the_eve, with_window, write_runbook
from pressing import pages

from azlift import journey
from azlift.errors import OutsideWindow
from azlift.stages import Stage
from azlift.venue import Venue, open_venue, opened

SECONDS = 120
MANUAL = "{step: freeze, manual: Close it to users., undo: {manual: Open it to users.}}"
SKIP = ("lower-dns-ttl", "mute-alerts", "notify", "stop-source", "final-copy", "switch", "announce")


@pytest.fixture
def eve(workspace: Callable[..., Path]) -> Path:
    """Two groups on the eve of their night, each of which waits for a person once."""
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop"), machine("mail01")))
    with_window(venue, *around_now())
    write_runbook(folder, MANUAL, skip=SKIP)
    inside(folder, on_the_eve)
    return folder


@contextmanager
def somebody(folder: Path, api: str, *, go: bool) -> Iterator[None]:
    """A person who answers what is asked, and decides once every group is validated."""
    faults: list[Exception] = []

    async def act() -> None:
        async with opened(f"{folder}/.") as venue:
            until = time.monotonic() + SECONDS
            while time.monotonic() < until:
                for question in journey.waiting_steps("wave-01", venue):
                    if question.text.split(".")[0] not in shown(api, "wave-01-asked"):
                        break  # nobody answers what the page does not show yet
                    journey.answer(question.group, question.step, ANNA, True, "seen to", venue)
                if all(stage_of(group, venue) is Stage.VALIDATED for group in ("shop", "mail01")):
                    await journey.decide("wave-01", venue, ANNA, go, "as agreed")
                    return
                await asyncio.sleep(0.2)
            raise AssertionError(f"{journey.night_of_wave('wave-01', venue)}, {venue.ledger.failures()}")

    def run() -> None:
        try:
            asyncio.run(act())
        except Exception as error:  # noqa: BLE001 (told in the test's own thread)
            faults.append(error)
            journey.pause("wave-01", open_venue(folder), "the person of this test failed: the run shall end")

    person = threading.Thread(target=run)
    person.start()
    try:
        yield
    finally:
        person.join()
        assert faults == [], faults


def stage_of(subject: str, venue: Venue) -> Stage | None:
    standing = venue.ledger.standings().get(subject)
    return standing.stage if standing else None


def shown(api: str, key: str) -> str:
    return "\n".join(pages(api, key))


def test_the_run_waits_for_answers_and_the_decision_and_goes_on_by_itself(
    run_flow: Callable[..., Any], eve: Path, prefect_api: str
) -> None:
    with somebody(eve, prefect_api, go=True):
        state = run_flow("cut_over_wave", workspace=str(eve), wave="wave-01")
    assert (state.name, state.message) == ("Completed", "wave-01 is go: announced")
    venue = open_venue(eve)
    assert {stage_of(group, venue) for group in ("shop", "mail01")} == {Stage.VALIDATED}
    asked = shown(prefect_api, "wave-01-asked")
    assert "Close it to users" in asked
    assert "azlift answer shop freeze --done --comment TEXT" in asked.replace("\\", "")
    assert "go or no-go for wave-01" in asked
    live = shown(prefect_api, "wave-01-live")
    assert "| shop | freeze | manual |" in live
    assert venue.ledger.verify()


def test_a_no_go_ends_the_run_with_what_is_to_be_done(
    run_flow: Callable[..., Any], eve: Path, prefect_api: str
) -> None:
    with somebody(eve, prefect_api, go=False):
        state = run_flow("cut_over_wave", workspace=str(eve), wave="wave-01")
    assert state.name == "NoGo"
    assert "azlift roll-back wave-01" in state.message


def test_before_its_window_nothing_is_begun(
    run_flow: Callable[..., Any], workspace: Callable[..., Path], prefect_api: str
) -> None:
    folder = workspace()
    venue = planned(folder, estate(machine("web01")))
    with_window(venue, *around_now(hours_before=-2))
    events = len(venue.ledger.history())
    with pytest.raises(OutsideWindow, match="opens at"):
        run_flow("cut_over_wave", workspace=str(folder), wave="wave-01")
    assert len(venue.ledger.history()) == events
    runs = {"flow_runs": {"name": {"any_": ["cut over wave-01"]}}, "sort": "START_TIME_DESC"}
    run = httpx.post(f"{prefect_api}/flow_runs/filter", json=runs, timeout=60).json()[0]
    assert run["state"]["type"] == "FAILED"
    assert run["state"]["message"].endswith("Wait for it, or plan the wave into another: azlift plan.")
