"""Look at everything a wave needs before it is approved, and show the checklist; made to run each day."""

from typing import Any

from prefect import State, flow
from prefect.states import Completed, Failed

from azlift import journey
from azlift.errors import AzliftError
from azlift.forms import WaveField, WorkspaceField
from azlift.runner.artifacts import show_checklist, show_waves
from azlift.runner.steps import mark_run
from azlift.venue import opened


@flow(name="ready-wave", flow_run_name="checklist of {wave}", persist_result=False)
async def ready_wave(workspace: WorkspaceField, wave: WaveField) -> State[Any]:
    """The checklist, line by line with evidence; `NotReady`, a failure to whoever watches, names what blocks.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        wave: a wave of the plan, such as wave-01
    """
    async with opened(workspace) as venue:
        await mark_run(venue, "ready", wave)
        try:
            checklist = await journey.ready(wave, venue)
        except AzliftError as error:
            return Failed(message=f"{error} {error.advice}".strip())
        await show_checklist(checklist)
        await show_waves(venue)
    if not checklist.green:
        blocked = journey.not_ready(checklist)
        return Failed(name="NotReady", message=f"{blocked} {blocked.advice}".strip())
    return Completed(message=f"{wave} is ready: an approval would cover {checklist.digest[:12]}")
