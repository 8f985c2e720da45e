"""Test a wave: an isolated copy of every group, its checks, and its clean-up."""

from typing import Any

from prefect import State, flow, task
from prefect.states import Completed, Failed

from azlift import convoy, journey
from azlift.forms import WaveField, WorkspaceField
from azlift.runner.artifacts import show_failures
from azlift.runner.steps import mark_run, state_of, went_well
from azlift.venue import opened, the_venue


@task(task_run_name="test {group}")
async def try_out(workspace: str, group: str) -> State[Any]:
    """Rendering → TestVerdict."""
    return await state_of(journey.test(group, the_venue(workspace)), group)


@task(task_run_name="clean the test of {group}")
async def clean(workspace: str, group: str) -> State[Any]:
    """TestVerdict → Removal of the copy."""
    return await state_of(journey.clean_test(group, the_venue(workspace)), group)


@flow(name="test-wave", flow_run_name="test {wave}", persist_result=False)
async def test_wave(workspace: WorkspaceField, wave: WaveField) -> State[Any]:
    """Every group that has not moved; those whose test failed, by name. What a test made is cleaned in any case."""
    failed: list[str] = []

    async def one(group: str) -> bool:
        passed = await went_well(try_out(workspace, group, return_state=True))
        cleaned = await went_well(clean(workspace, group, return_state=True))
        if not (passed and cleaned):
            failed.append(group)
        return True

    async with opened(workspace) as venue, convoy.driving(wave, venue):
        await mark_run(venue, "test", wave)
        await journey.prepare(wave, venue)
        await convoy.carry_in_order(wave, venue, one)
        await show_failures(wave, venue)
    if failed:
        return Failed(name="PartlyDone", message=f"not tested, or not cleaned: {', '.join(failed)}")
    return Completed(message="every group was tested, and nothing of it is left")
