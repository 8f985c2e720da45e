"""Close a wave that was handed over, and name what is left of it; before that, say what it waits for."""

from typing import Any

from prefect import State, flow
from prefect.states import Completed, Failed

from azlift import journey
from azlift.forms import ReasonField, WaveField, WorkspaceField
from azlift.runner.artifacts import show_waves, shown_live
from azlift.runner.obeying import Orders, drive
from azlift.venue import Venue

BY_CALENDAR = "its time on the calendar has come"


@flow(name="close-wave", flow_run_name="close {wave}", persist_result=False)
async def close_wave(workspace: WorkspaceField, wave: WaveField, reason: ReasonField = BY_CALENDAR) -> State[Any]:
    """From a wave that operations have taken over to one that is closed, wholly or partly.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        wave: a wave of the plan, such as wave-01
        reason: why it can be closed; it is kept
    """

    async def body(venue: Venue, _: Orders) -> State[Any]:
        async with shown_live(wave, venue):
            closed = await journey.close(wave, venue, reason)
        await show_waves(venue)
        left = "; ".join(f"{group}: {why}" for group, why in closed.left_behind.items())
        if left:
            return Failed(name="PartlyClosed", message=left)
        return Completed(message=f"{wave} is closed")

    return await drive(workspace, wave, "close", body)
