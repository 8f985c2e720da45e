"""Carry one wave: lay its landing zone, then render, preview, land and verify each group in the order they need.

A group that fails is left behind by name and the others go on; what needs it waits. Running the flow again takes up
exactly what is not done: the ledger knows.
"""

from typing import Any

from prefect import State, flow
from prefect.artifacts import acreate_progress_artifact, aupdate_progress_artifact
from prefect.states import Completed, Failed

from azlift import convoy, on_record
from azlift.forms import WaveField, WorkspaceField
from azlift.runner.artifacts import show_failures, show_waves, shown_live
from azlift.runner.obeying import Orders, drive
from azlift.runner.steps import carry, lay_zone
from azlift.venue import Venue


@flow(name="migrate-wave", flow_run_name="migrate {wave}", persist_result=False)
async def migrate_wave(workspace: WorkspaceField, wave: WaveField) -> State[Any]:
    """From a planned wave to verified workloads; `PartlyDone`, which is a failure to whoever watches, names the groups
    left behind.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        wave: a wave of the plan, such as wave-01
    """

    async def body(venue: Venue, _: Orders) -> State[Any]:
        try:
            async with shown_live(wave, venue):
                return await carry_wave(workspace, wave, venue)
        finally:
            await show_waves(venue)
            await show_failures(wave, venue)

    return await drive(workspace, wave, "migrate", body)


async def carry_wave(workspace: str, wave: str, venue: Venue) -> State[Any]:
    """Its landing zone, then its groups."""
    left_behind = await carry_groups(workspace, wave, venue) if await lay_zone(workspace, wave) else None
    if left_behind is None:
        return Failed(message=f"{wave} has no landing zone: see its failure")
    if left_behind:
        return Failed(name="PartlyDone", message=f"left behind: {', '.join(left_behind)}")
    return Completed(message="every group stands verified")


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
