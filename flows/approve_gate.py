"""Say yes or no at a gate from Prefect's page, as oneself: the run shows a page and a code, and waits for the sign-in.

What is filled in here is shown in clear; who speaks is known by what Entra says of who entered the code, not by what
anybody filled in. The same fact comes of it as of `azlift approve`.
"""

from typing import Annotated, Any, Literal

from prefect import State, flow
from prefect.states import Completed, Failed
from pydantic import AwareDatetime, Field

from azlift import journey
from azlift.errors import AzliftError
from azlift.forms import GroupField, ReasonField, WaveField, WorkspaceField
from azlift.model import Gate
from azlift.runner.artifacts import show_waves
from azlift.runner.signing_in import signed_in
from azlift.runner.steps import mark_run
from azlift.venue import opened

GateField = Annotated[Gate, Field(title="Gate", description="Which of the wave's gates.")]
AnswerField = Annotated[
    Literal["yes", "no", "withdrawn"],
    Field(title="Answer", description="A no keeps the gate shut until you withdraw it."),
]
RoleField = Annotated[
    str,
    Field(
        title="Role", description="Only where you hold several that the gate asks for.", pattern=r"^[a-z0-9_]{0,40}$"
    ),
]


@flow(name="approve-gate", flow_run_name="{gate} of {wave}: {answer}", persist_result=False)
async def approve_gate(
    workspace: WorkspaceField,
    wave: WaveField,
    reason: ReasonField,
    gate: GateField = "go",
    answer: AnswerField = "yes",
    role: RoleField = "",
    groups: list[GroupField] | None = None,
    ends: AwareDatetime | None = None,
) -> State[Any]:
    """From a form and a sign-in to an approval; what the gate still lacks is told by how the run ends.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        wave: a wave of the plan, such as wave-01
        reason: why; it is kept with your name
        gate: which of the wave's gates
        answer: a no keeps the gate shut until you withdraw it
        role: only where you hold several that the gate asks for
        groups: only these groups of the wave; left empty, all of it
        ends: until when your word holds; left empty, as long as people.yaml says
    """
    about = tuple(groups or ())
    async with opened(workspace) as venue:
        await mark_run(venue, "approve", wave)
        try:
            person = await signed_in(venue)
            word = await journey.approve(
                gate, wave, venue, reason=reason, role=role, groups=about, answer=answer, expires_at=ends, person=person
            )
        except AzliftError as error:
            return Failed(message=f"{error} {error.advice}".strip())
        missing = journey.gate_standing(gate, wave, venue, about).missing
        await show_waves(venue)
    told = f"{word.person.name or word.person.object_id} said {word.answer}"
    return Completed(message=f"{told}; still missing: {'; '.join(missing)}" if missing else f"{told}; the gate is open")
