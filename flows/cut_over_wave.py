"""Carry a wave's groups through their night, within its window; after the go, announce them."""

from typing import Any

from prefect import State, flow, task
from prefect.states import Completed, Failed

from azlift import convoy, journey
from azlift.forms import WaveField, WorkspaceField
from azlift.runner.artifacts import show_failures, show_waves
from azlift.runner.steps import mark_run, state_of, went_well
from azlift.venue import opened, the_venue


@task(task_run_name="the night of {group}")
async def go_on(workspace: str, group: str) -> State[Any]:
    """Steps → Cutover → CheckReport; after the go, what announces it."""
    return await state_of(journey.go_on(group, the_venue(workspace)), group)


@flow(name="cut-over-wave", flow_run_name="cut over {wave}", persist_result=False)
async def cut_over_wave(workspace: WorkspaceField, wave: WaveField) -> State[Any]:
    """As far as the groups come: what waits for a person or failed is named, and running it again goes on."""

    async def one(group: str) -> bool:
        return await went_well(go_on(workspace, group, return_state=True))

    async with opened(workspace) as venue, convoy.driving(wave, venue):
        await mark_run(venue, "cut over", wave)
        left = await convoy.through_the_night(wave, venue, one)
        await show_waves(venue)
        await show_failures(wave, venue)
    if left:
        return Failed(name="PartlyDone", message=f"not through: {', '.join(left)}")
    return Completed(message="every group is through what was due")
