"""Close a wave that was handed over; what is left of it is named. Before that, say what comes first."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.states import Completed
from pydantic import Field

from azlift import journey
from azlift.forms import WaveField, WorkspaceField
from azlift.runner.artifacts import show_waves
from azlift.runner.obeying import Orders, drive
from azlift.stages import Stage
from azlift.venue import Venue

ReasonField = Annotated[str, Field(title="Reason", min_length=1, max_length=1000)]


@flow(name="close-wave", flow_run_name="close {wave}", persist_result=False)
async def close_wave(
    workspace: WorkspaceField, wave: WaveField, reason: ReasonField = "its day has come"
) -> State[Any]:
    """`Closed`, or `PartlyClosed` with the groups that are left; a wave that is not handed over fails with what to do.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        wave: a wave of the plan, such as wave-01
        reason: why; it stays on record
    """

    async def body(venue: Venue, orders: Orders) -> State[Any]:
        made = await journey.close(wave, venue, reason)
        await show_waves(venue)
        left = "; ".join(f"{group}: {why}" for group, why in made.left_behind.items())
        if journey.wave_standing(wave, venue).stage == Stage.CLOSED:
            return Completed(name="Closed", message=f"{wave} is closed")
        return Completed(name="PartlyClosed", message=f"left: {left}")

    return await drive(workspace, wave, "close", body)
