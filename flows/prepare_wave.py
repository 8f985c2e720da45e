"""Prepare one wave: providers and landing zone, then templates and what-if of every group, for people to approve.

Nothing of a group is changed in Azure. Running the flow again asks Azure anew.
"""

from typing import Any

from prefect import State, flow
from prefect.states import Completed, Failed

from azlift import journey
from azlift.forms import WaveField, WorkspaceField
from azlift.runner.artifacts import show_failures, show_waves, show_what_if
from azlift.runner.obeying import Orders, drive
from azlift.runner.steps import TO_BE_JUDGED, carry, lay_zone
from azlift.stages import STANDING
from azlift.venue import Venue


@flow(name="prepare-wave", flow_run_name="prepare {wave}", persist_result=False)
async def prepare_wave(workspace: WorkspaceField, wave: WaveField) -> State[Any]:
    """From a planned wave to renderings whose what-if has been judged; a group that has landed stays as it is.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        wave: a wave of the plan, such as wave-01
    """

    async def body(venue: Venue, _: Orders) -> State[Any]:
        try:
            return await look_ahead(workspace, wave, venue)
        finally:
            await show_waves(venue)
            await show_what_if(wave, venue)
            await show_failures(wave, venue)

    return await drive(workspace, wave, "prepare", body)


async def look_ahead(workspace: str, wave: str, venue: Venue) -> State[Any]:
    """Its landing zone, then what Azure would do with each group."""
    unsound: list[str] | None = None
    if await lay_zone(workspace, wave):
        unsound = [group for group in ahead(wave, venue) if not await carry(workspace, group, TO_BE_JUDGED)]
        journey.check_not_held(wave, venue)
    if unsound is None:
        return Failed(message=f"{wave} has no landing zone: see its failure")
    if unsound:
        return Failed(name="PartlyDone", message=f"cannot land as they are: {', '.join(unsound)}")
    return Completed(message="every group can land as planned")


def ahead(wave: str, venue: Venue) -> list[str]:
    """The groups of the wave that do not stand yet."""
    standings = venue.ledger.standings()
    groups = journey.wave_called(wave, venue).groups
    return [group for group in groups if group not in standings or standings[group].stage not in STANDING]
