"""Say from Prefect's page whether a step that waits for a person was done, as oneself.

What is filled in here is shown in clear; who speaks is known by what Entra says of who entered the code that the run
shows. The same fact comes of it as of `azlift answer`.
"""

from typing import Any

from prefect import State, flow
from prefect.states import Completed, Failed

from azlift import journey
from azlift.errors import AzliftError
from azlift.forms import CommentField, GroupField, StepField, WorkspaceField
from azlift.runner.signing_in import signed_in
from azlift.runner.steps import mark_run
from azlift.venue import opened


@flow(name="answer-step", flow_run_name="answer {step} of {group}", persist_result=False)
async def answer_step(
    workspace: WorkspaceField, group: GroupField, step: StepField, done: bool, comment: CommentField
) -> State[Any]:
    """From a form and a sign-in to an answer; the night goes on by itself.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        group: the move group whose step asks
        step: the step that asks, as the page of the night names it
        done: whether it was done
        comment: what was done, or why not; it is kept with your name
    """
    async with opened(workspace) as venue:
        try:
            wave = journey.wave_of_subject(group, venue).id
            await mark_run(venue, "answer", wave, group)
            said = journey.answer(group, step, await signed_in(venue), done, comment, venue)
        except AzliftError as error:
            return Failed(message=f"{error} {error.advice}".strip())
    who = said.person.name or said.person.object_id
    return Completed(message=f"{who} said that {step} of {group} is {'done' if said.done else 'not done'}")
