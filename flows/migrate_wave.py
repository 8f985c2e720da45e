"""Carry one wave: lay its landing zone, then render, preview, land and verify each group in the order they need.

A group that fails is left behind by name and the others go on; what needs it waits. Running the flow again takes up
exactly what is not done: the ledger knows.
"""

from collections.abc import Awaitable
from typing import Any

from prefect import State, flow, task
from prefect.artifacts import acreate_markdown_artifact, acreate_progress_artifact, aupdate_progress_artifact
from prefect.states import Completed, Failed

from azlift import convoy, journey, on_record
from azlift.errors import AzliftError
from azlift.report import failure_list, wave_table
from azlift.venue import Venue, opened, the_venue


async def _state_of(verb: Awaitable[object], subject: str) -> State[Any]:
    """One group's failure is a value: a failed task with its advice, not an exception that stops its neighbours."""
    try:
        await verb
    except AzliftError as error:
        return Failed(message=f"{error} {error.advice}".strip())
    return Completed(message=subject, data=subject)


@task(task_run_name="prepare {wave}")
async def prepare(workspace: str, wave: str) -> State[Any]:
    """Register the resource providers."""
    return await _state_of(journey.prepare(wave, the_venue(workspace)), wave)


@task(task_run_name="render {subject}")
async def render(workspace: str, subject: str) -> State[Any]:
    """Templates → Rendering."""

    async def verb() -> None:
        journey.render(subject, the_venue(workspace))

    return await _state_of(verb(), subject)


@task(task_run_name="preview {subject}")
async def preview(workspace: str, subject: str) -> State[Any]:
    """Rendering → Preview: validate, what-if, judged."""
    return await _state_of(journey.preview(subject, the_venue(workspace)), subject)


@task(task_run_name="land {subject}")
async def land(workspace: str, subject: str) -> State[Any]:
    """Rendering → Landing."""
    return await _state_of(journey.land(subject, the_venue(workspace)), subject)


@task(task_run_name="verify {subject}")
async def verify(workspace: str, subject: str) -> State[Any]:
    """Landing → Verdict."""
    return await _state_of(journey.verify(subject, the_venue(workspace)), subject)


@flow(name="migrate-wave", flow_run_name="migrate {wave}", persist_result=False)
async def migrate_wave(workspace: str, wave: str) -> State[Any]:
    """From a planned wave to verified workloads; `PartlyDone`, which is a failure to whoever watches, names the groups
    left behind."""
    async with opened(workspace) as venue, convoy.driving(wave, venue):
        journey.check_not_held(wave, venue)
        ready = await went_well(prepare(workspace, wave, return_state=True))
        if not ready or not await carry(workspace, on_record.zone_of(wave)):
            await show(wave, venue)
            journey.check_not_held(wave, venue)
            return Failed(message=f"{wave} has no landing zone: see its failure")
        left_behind = await carry_groups(workspace, wave, venue)
        await show(wave, venue)
    if left_behind:
        return Failed(name="PartlyDone", message=f"left behind: {', '.join(left_behind)}")
    return Completed(message="every group stands verified")


async def carry(workspace: str, subject: str) -> bool:
    """A group's or a landing zone's verbs, one after the other; False at the first that fails."""
    for verb in (render, preview, land, verify):
        if not await went_well(verb(workspace, subject, return_state=True)):
            return False
    return True


async def went_well(task_run: Any) -> bool:
    """Whether a task run, asked for its state, completed."""
    state: State[Any] = await task_run
    return state.is_completed()


async def carry_groups(workspace: str, wave: str, venue: Venue) -> list[str]:
    """All groups of the wave, with a live progress bar; those left behind."""
    groups = on_record.current_plan(venue).by_wave[wave].groups
    bar = await acreate_progress_artifact(0.0, key=wave, description=f"{wave}: groups done or left behind")
    ended: list[str] = []

    async def one(group: str) -> bool:
        done = await carry(workspace, group)
        ended.append(group)
        await aupdate_progress_artifact(bar, 100 * len(ended) / len(groups))
        return done

    left_behind = await convoy.carry_in_order(wave, venue, one)
    await aupdate_progress_artifact(bar, 100.0)
    return left_behind


async def show(wave: str, venue: Venue) -> None:
    """The wave table and, where there are any, the failures with advice, as artifacts of this run."""
    table = wave_table(on_record.current_plan(venue), venue.ledger.standings())
    await acreate_markdown_artifact(table, key="waves", description="The waves, and where each stands")
    failures = journey.failures_of(wave, venue)
    if failures:
        await acreate_markdown_artifact(
            failure_list(failures), key=f"{wave}-left-behind", description=f"What {wave} left behind, and what to do"
        )
