"""Look at a wave in hypercare once: every check of every group again."""

from typing import Any

from prefect import State, flow
from prefect.states import Completed, Failed

from azlift import convoy, journey
from azlift.forms import WaveField, WorkspaceField
from azlift.runner.steps import mark_run
from azlift.venue import opened


@flow(name="watch-wave", flow_run_name="watch {wave}", persist_result=False)
async def watch_wave(workspace: WorkspaceField, wave: WaveField) -> State[Any]:
    """A check that fails fails the run, which is what tells whoever watches."""
    async with opened(workspace) as venue, convoy.driving(wave, venue):
        await mark_run(venue, "watch", wave)
        seen = await journey.watch(wave, venue)
    if seen.failing:
        return Failed(name="Regression", message=f"checks fail: {', '.join(seen.failing)}")
    return Completed(message=f"{seen.checked} checks of {seen.groups} groups passed")
