"""Take a wave back: its groups in reverse order, then its landing zone; nothing foreign is touched."""

from typing import Any

from prefect import State, flow, task
from prefect.artifacts import acreate_markdown_artifact
from prefect.states import Completed, Failed

from azlift import convoy, journey, on_record
from azlift.errors import AzliftError
from azlift.report import removal_table, wave_table
from azlift.venue import opened, the_venue


@task(task_run_name="roll back {subject}")
async def roll_back(workspace: str, subject: str) -> State[Any]:
    """Landing → Removal."""
    try:
        await journey.roll_back(subject, the_venue(workspace))
    except AzliftError as error:
        return Failed(message=f"{error} {error.advice}".strip())
    return Completed(message=subject, data=subject)


@flow(name="roll-back-wave", flow_run_name="roll back {wave}", persist_result=False)
async def roll_back_wave(workspace: str, wave: str, group: str | None = None) -> State[Any]:
    """A whole wave, or one of its groups. What was deleted and what was left standing is an artifact of the run."""

    async def one(subject: str) -> bool:
        task_run: Any = roll_back(workspace, subject, return_state=True)
        state: State[Any] = await task_run
        return state.is_completed()

    async with opened(workspace) as venue, convoy.driving(wave, venue):
        standing = await convoy.take_back_in_order(wave, venue, one, only=group)
        if not group and not standing:
            standing = [] if await one(on_record.zone_of(wave)) else [on_record.zone_of(wave)]
        removals = removal_table(journey.removals_of(wave, venue))
        await acreate_markdown_artifact(
            removals, key=f"{wave}-rolled-back", description=f"What rolling back {wave} did"
        )
        table = wave_table(on_record.current_plan(venue), venue.ledger.standings())
        await acreate_markdown_artifact(table, key="waves", description="The waves, and where each stands")
    if standing:
        return Failed(message=f"could not be rolled back: {', '.join(standing)}")
    return Completed(message=f"{group or wave} is rolled back")
