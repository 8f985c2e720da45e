"""Say go or no-go for a wave in its window from Prefect's page, as its decision owner.

What is filled in here is shown in clear; who speaks is known by what Entra says of who entered the code that the run
shows. The same fact comes of it as of `azlift decide`.
"""

from typing import Any, Literal

from prefect import State, flow
from prefect.states import Completed, Failed

from azlift import journey
from azlift.errors import AzliftError
from azlift.forms import GroupField, ReasonField, WaveField, WorkspaceField
from azlift.runner.artifacts import show_waves
from azlift.runner.signing_in import signed_in
from azlift.runner.steps import mark_run
from azlift.venue import opened


@flow(name="decide-wave", flow_run_name="{decision} for {wave}", persist_result=False)
async def decide_wave(
    workspace: WorkspaceField,
    wave: WaveField,
    decision: Literal["go", "no-go"],
    reason: ReasonField,
    without: list[GroupField] | None = None,
) -> State[Any]:
    """From a form and a sign-in to the decision; the night goes on by itself, or is taken back.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        wave: a wave of the plan, such as wave-01
        decision: go, or no-go
        reason: why; it is kept with your name
        without: groups that a go leaves behind
    """
    async with opened(workspace) as venue:
        try:
            await mark_run(venue, "decide", wave)
            person = await signed_in(venue)
            said = await journey.decide(wave, venue, person, decision == "go", reason, tuple(without or ()))
        except AzliftError as error:
            return Failed(message=f"{error} {error.advice}".strip())
        await show_waves(venue)
    who = (said.by.name or said.by.object_id) if said.by else "nobody"
    return Completed(message=f"{wave} is a {decision}, said by {who}")
