"""Look at a wave in hypercare once: every check of every group again; made to run each hour until it is closed."""

from typing import Any

from prefect import State, flow
from prefect.states import Completed, Failed

from azlift import journey
from azlift.forms import WaveField, WorkspaceField
from azlift.runner.artifacts import show_failures, show_waves
from azlift.runner.obeying import Orders, drive
from azlift.venue import Venue


@flow(name="watch-wave", flow_run_name="watch {wave}", persist_result=False)
async def watch_wave(workspace: WorkspaceField, wave: WaveField) -> State[Any]:
    """A check that fails fails the run, as `Regression`, which is what tells whoever watches.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        wave: a wave of the plan, such as wave-01
    """

    async def body(venue: Venue, orders: Orders) -> State[Any]:
        seen = await journey.watch(wave, venue)
        await show_waves(venue)
        await show_failures(wave, venue)
        if seen.failing:
            return Failed(name="Regression", message=f"checks fail: {', '.join(seen.failing)}")
        return Completed(message=f"{seen.checked} checks of {seen.groups} groups passed")

    return await drive(workspace, wave, "watch", body)
