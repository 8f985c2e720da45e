"""Take a wave back: its groups in reverse order, then its landing zone; nothing foreign is touched."""

from typing import Any

from prefect import State, flow, tags
from prefect.states import Completed, Failed

from azlift import convoy, journey, on_record
from azlift.forms import GroupField, WaveField, WorkspaceField
from azlift.runner.artifacts import show_removals, show_waves
from azlift.runner.obeying import Orders, drive
from azlift.runner.steps import roll_back, went_well
from azlift.venue import Venue


@flow(name="roll-back-wave", flow_run_name="roll back {wave}", persist_result=False)
async def roll_back_wave(workspace: WorkspaceField, wave: WaveField, group: GroupField | None = None) -> State[Any]:
    """A whole wave, or one of its groups. What was deleted and what was left standing is an artifact of the run.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        wave: a wave of the plan, such as wave-01
        group: only this group of the wave; without it the whole wave
    """

    async def body(venue: Venue, orders: Orders) -> State[Any]:
        async def one(subject: str) -> bool:
            if orders.given:
                return False
            with tags(f"group:{subject}"):
                return await went_well(roll_back(workspace, subject, return_state=True))

        if not group:
            journey.check_can_be_taken_back(wave, venue)
        standing = await convoy.take_back_in_order(wave, venue, one, only=group)
        if not group and not standing:
            standing = [] if await one(on_record.zone_of(wave)) else [on_record.zone_of(wave)]
        await show_removals(wave, venue)
        await show_waves(venue)
        if standing:
            return Failed(message=f"could not be rolled back: {', '.join(standing)}")
        return Completed(message=f"{group or wave} is rolled back")

    return await drive(workspace, wave, "roll back", body)
