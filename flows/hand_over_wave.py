"""Take a wave over, as operations, from Prefect's page: watched for long enough, well, and accepted.

What is filled in here is shown in clear. Once the gate is open (the deployment `approve`), it is simply done. Where a
word is missing, the run shows a code, and who signs in with it says theirs first, as with `azlift hand-over`.
"""

from typing import Any

from prefect import State, flow

from azlift import journey
from azlift.forms import ReasonField, WaveField, WorkspaceField
from azlift.runner.signing_in import signed_in
from azlift.runner.speaking import by, speak
from azlift.venue import Venue


@flow(name="hand-over-wave", flow_run_name="hand over {wave}", persist_result=False)
async def hand_over_wave(workspace: WorkspaceField, wave: WaveField, reason: ReasonField) -> State[Any]:
    """From a wave in hypercare to one that operations run; what it left behind is named.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        wave: a wave of the plan, such as wave-01
        reason: why it can be taken over; it is kept
    """

    async def said(venue: Venue) -> str:
        made = await journey.hand_over(wave, venue, reason, signed_in)
        left = [f"left: {group}: {why}" for group, why in made.left_behind.items()]
        return "; ".join([f"{wave} is handed over{by(made.by)}", *left])

    return await speak(workspace, "hand over", said, wave=wave)
