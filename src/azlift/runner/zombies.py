"""Runs whose process is gone: given to another worker, or shown as what they are.

A worker that lives says of its processes that they crashed. Of one that died with them Prefect hears nothing; but the
ledger knows who drives a wave, and this machine which of its processes are alive. What neither knows is left alone. A
run is taken up again only while the last word on its wave is its own: then it does nothing twice, and undoes nothing
that somebody did since.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    TaskRunFilter,
    TaskRunFilterState,
    TaskRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.objects import State as RunState
from prefect.states import AwaitingRetry, Cancelled, Crashed

from azlift import journey, on_record
from azlift.ledger import is_gone, same_machine
from azlift.venue import Venue

LOOKED_AT_AGAIN_AFTER_SECONDS = 20
"""A run gives its lease back before it tells Prefect how it ended."""
PENDING_AT_MOST = timedelta(minutes=10)
"""From a worker's taking a run to its process's first word; Prefect's import alone takes seconds on a busy machine."""
TAKEN_UP_AT_MOST = 3
"""A run that kills its process time and again is for a person to look at."""
TAKEN_UP = "taken-up"
CRASHED_AT_MOST = timedelta(hours=1)
"""Ago: an older crash is history, and somebody may have seen to it since."""
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
        return [await _set_right(client, run, venue) for run in suspects if run.id in still]


async def _dead(client: PrefectClient, venue: Venue, itself: UUID | None) -> list[FlowRun]:
    types = [StateType.RUNNING, StateType.CANCELLING, StateType.PENDING, StateType.CRASHED]
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
    age = datetime.now(UTC) - run.state.timestamp if run.state else timedelta()
    if run.state and run.state.type is StateType.PENDING:
        return age > PENDING_AT_MOST
    if run.state and run.state.type is StateType.CRASHED:
        return age < CRASHED_AT_MOST and _may_be_taken_up(run, venue)
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


async def _set_right(client: PrefectClient, run: FlowRun, venue: Venue) -> Reconciled:
    marks = marks_of(run.tags)
    became, state = _what_becomes(run, venue)
    await client.set_flow_run_state(run.id, state, force=True)
    if became == "taken up again":
        kept = [tag for tag in run.tags if not tag.startswith(f"{TAKEN_UP}:")]
        await client.update_flow_run(run.id, tags=[*kept, f"{TAKEN_UP}:{_times_taken_up(run) + 1}"])
    await _end_tasks(client, run.id)
    was = run.state.name if run.state else None
    return Reconciled(run.name, marks.get("wave", ""), was or "", became, marks.get("driver", ""))


def _what_becomes(run: FlowRun, venue: Venue) -> tuple[Became, RunState[Any]]:
    if run.state and run.state.type is StateType.CANCELLING:
        return "cancelled", Cancelled(message="its process was gone before it could end by itself")
    pending = run.state and run.state.type is StateType.PENDING
    if not (pending and run.deployment_id) and not _may_be_taken_up(run, venue):
        return "crashed", Crashed(message="its process is gone; run it again: it takes up what is not done")
    return "taken up again", AwaitingRetry(scheduled_time=datetime.now(UTC), message="its process is gone")


def _may_be_taken_up(run: FlowRun, venue: Venue) -> bool:
    """Another worker can begin what came from a deployment and was driving a wave; not time and again, and not where
    another driver, or a person who holds the wave, had the last word."""
    marks = marks_of(run.tags)
    if run.deployment_id is None or "drives" not in marks or _times_taken_up(run) >= TAKEN_UP_AT_MOST:
        return False
    return _last_driver(marks["drives"], venue) == marks.get("driver")


def _last_driver(wave: str, venue: Venue) -> str:
    """Who wrote the last event about a wave, its landing zone, its groups or a step of them; empty: nobody did."""
    own = {on_record.wave_subject(wave), on_record.hold_of(wave), *journey.subjects_of(wave, venue)}
    steps = tuple(on_record.step_of(group, "") for group in journey.wave_called(wave, venue).groups)
    written = (e for e in venue.ledger.outline() if e.subject in own or e.subject.startswith(steps))
    return max(((event.seq, event.driver) for event in written), default=(0, ""))[1]


def _times_taken_up(run: FlowRun) -> int:
    said = marks_of(run.tags).get(TAKEN_UP, "0")
    return int(said) if said.isdecimal() else 0


async def _end_tasks(client: PrefectClient, run: UUID) -> None:
    """The task runs of the gone process, which would be shown as running for ever."""
    alive = TaskRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING])
    own = FlowRunFilter.model_validate({"id": {"any_": [run]}})
    wanted = TaskRunFilter(state=TaskRunFilterState(type=alive))
    for task in await client.read_task_runs(flow_run_filter=own, task_run_filter=wanted, limit=PAGE):
        await client.set_task_run_state(task.id, Crashed(message="its process is gone"), force=True)
