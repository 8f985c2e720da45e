import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from estates import estate, machine, planned

from azlift.errors import PartlyDone


async def fails() -> None:
    raise PartlyDone("it is not whole", advice="Run it again.")


async def works() -> str:
    return "done"


def test_a_verb_that_fails_is_a_failed_state_with_its_advice_and_no_exception(prefect_api: str) -> None:
    from azlift.runner.steps import state_of

    state = asyncio.run(state_of(fails(), "shop"))
    assert (state.is_failed(), state.message) == (True, "it is not whole Run it again.")
    assert asyncio.run(state_of(works(), "shop")).is_completed()


def test_a_suspension_that_ends_a_task_is_heeded_and_ends_nobody_elses(prefect_api: str) -> None:
    from prefect.exceptions import Pause
    from prefect.states import Suspended

    from azlift.runner.steps import HEED, state_of_run

    async def suspended() -> Any:
        raise Pause(state=Suspended())

    async def within_a_run() -> Any:
        HEED.set(heard.append)
        return await state_of_run(suspended())

    heard: list[Any] = []
    state = asyncio.run(within_a_run())
    assert state.is_paused()
    assert heard == [state]
    with pytest.raises(Pause):
        asyncio.run(state_of_run(suspended()))


def test_outside_a_run_nothing_is_marked(prefect_api: str, tmp_path: Path) -> None:
    from azlift.runner.steps import mark_run

    asyncio.run(mark_run(planned(tmp_path, estate(machine("web01"))), "migrate", "wave-01"))


def test_a_run_is_found_by_estate_wave_stage_and_driver(
    prefect_api: str, tmp_path: Path, run_flow: Callable[..., Any]
) -> None:
    venue = planned(tmp_path, estate(machine("web01")))
    assert run_flow("check_drift", workspace=str(tmp_path)).is_completed()
    tags = [f"estate:{venue.settings.estate}", "stage:drift"]
    body = {"flow_runs": {"tags": {"all_": tags}}, "sort": "START_TIME_DESC"}
    (run, *_) = httpx.post(f"{prefect_api}/flow_runs/filter", json=body).json()
    assert run["name"] == "drift"
    assert [tag for tag in run["tags"] if tag.startswith("driver:")] == [f"driver:{venue.ledger.driver}"]
