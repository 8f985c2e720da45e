"""Look once at every group of a wave after its go; made to run again and again while hypercare lasts."""

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
    """The checks of hypercare, once; `NotWell`, a failure to whoever watches, names the groups that are not.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        wave: a wave of the plan, such as wave-01
    """

    async def body(venue: Venue, _: Orders) -> State[Any]:
        seen = await journey.watch(wave, venue)
        await show_waves(venue)
        await show_failures(wave, venue)
        if seen.failing:
            worse = f"; worse than before: {', '.join(seen.worse)}" if seen.worse else ""
            return Failed(name="NotWell", message=f"not well: {', '.join(seen.failing)}{worse}")
        return Completed(message=f"{seen.checked:,} checks of {seen.groups:,} groups passed")

    return await drive(workspace, wave, "watch", body)
