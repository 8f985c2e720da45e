"""Runs whose process is gone and that Prefect still shows as running: found by the ledger, and given to another worker.

Prefect hears nothing from a killed process; the ledger knows who drives a wave, and this machine which of its processes
are alive. What neither knows is left alone. A run that is taken up again does nothing twice: the ledger sees to that.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.filters import TaskRunFilter, TaskRunFilterState, TaskRunFilterStateType
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.objects import State as RunState
from prefect.states import AwaitingRetry, Cancelled, Crashed

from azlift.ledger import is_gone, same_machine
from azlift.venue import Venue

LOOKED_AT_AGAIN_AFTER_SECONDS = 20
"""A run gives its lease back before it tells Prefect how it ended."""
PENDING_AT_MOST = timedelta(minutes=10)
"""From a worker's taking a run to its process's first word; Prefect's import alone takes seconds on a busy machine."""
TAKEN_UP_AT_MOST = 3
"""A run that kills its process time and again is for a person to look at."""
PAGE = 200

Became = Literal["taken up again", "crashed", "cancelled"]


@dataclass(frozen=True)
class Reconciled:
    """A run that Prefect thought alive, and what it was made."""

    run: str
    wave: str
    was: str
    became: Became
    driver: str


async def reconcile(
    venue: Venue, itself: UUID | None, patience: float = LOOKED_AT_AGAIN_AFTER_SECONDS
) -> list[Reconciled]:
    """Look twice, and set right what was dead both times. `itself` is the run that looks."""
    async with get_client() as client:
        suspects = await _dead(client, venue, itself)
        if suspects:
            await asyncio.sleep(patience)
        still = {run.id for run in await _dead(client, venue, itself)} if suspects else set()
        return [await _set_right(client, run) for run in suspects if run.id in still]


async def _dead(client: PrefectClient, venue: Venue, itself: UUID | None) -> list[FlowRun]:
    types = [StateType.RUNNING, StateType.CANCELLING, StateType.PENDING]
    wanted = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=types)))
    found: list[FlowRun] = []
    offset = 0
    while page := await client.read_flow_runs(flow_run_filter=wanted, limit=PAGE, offset=offset):
        offset += len(page)
        found += [run for run in page if run.id != itself and _is_of(run, venue) and _is_dead(run, venue)]
    return found


def _is_of(run: FlowRun, venue: Venue) -> bool:
    said = run.parameters.get("workspace")
    return isinstance(said, str) and Path(said).resolve() == venue.workspace.resolve()


def _is_dead(run: FlowRun, venue: Venue) -> bool:
    """Whether the run's process is known to be gone."""
    if run.state and run.state.type is StateType.PENDING:
        return run.state.timestamp < datetime.now(UTC) - PENDING_AT_MOST
    marks = marks_of(run.tags)
    driver, wave = marks.get("driver", ""), marks.get("drives", "")
    if not driver:
        return False
    if same_machine(driver, venue.ledger.driver):
        return is_gone(driver)
    return bool(wave) and venue.ledger.driver_of(wave) != driver


def marks_of(tags: list[str]) -> dict[str, str]:
    """The tags `name:value` of a run."""
    return dict(tag.split(":", 1) for tag in tags if ":" in tag)


async def _set_right(client: PrefectClient, run: FlowRun) -> Reconciled:
    marks = marks_of(run.tags)
    became, state = _what_becomes(run)
    await client.set_flow_run_state(run.id, state, force=True)
    await _end_tasks(client, run.id)
    was = run.state.name if run.state else None
    return Reconciled(run.name, marks.get("wave", ""), was or "", became, marks.get("driver", ""))


def _what_becomes(run: FlowRun) -> tuple[Became, RunState[Any]]:
    if run.state and run.state.type is StateType.CANCELLING:
        return "cancelled", Cancelled(message="its process was gone before it could end by itself")
    if run.deployment_id is None or run.run_count > TAKEN_UP_AT_MOST:
        return "crashed", Crashed(message="its process is gone; run it again: it takes up what is not done")
    return "taken up again", AwaitingRetry(scheduled_time=datetime.now(UTC), message="its process is gone")


async def _end_tasks(client: PrefectClient, run: UUID) -> None:
    """The task runs of the gone process, which would be shown as running for ever."""
    alive = TaskRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING])
    own = FlowRunFilter.model_validate({"id": {"any_": [run]}})
    wanted = TaskRunFilter(state=TaskRunFilterState(type=alive))
    for task in await client.read_task_runs(flow_run_filter=own, task_run_filter=wanted, limit=PAGE):
        await client.set_task_run_state(task.id, Crashed(message="its process is gone"), force=True)
