"""Let a group stay in Azure from Prefect's page: from here on nothing of it is rolled back.

What is filled in here is shown in clear. Once the gate is open (the deployment `approve`), it is simply done. Where a
word is missing, the run shows a code, and who signs in with it says theirs first, as with `azlift accept`.
"""

from typing import Any

from prefect import State, flow

from azlift import journey
from azlift.forms import GroupField, ReasonField, WorkspaceField
from azlift.runner.signing_in import signed_in
from azlift.runner.speaking import by, speak
from azlift.venue import Venue


@flow(name="accept-group", flow_run_name="accept {group}", persist_result=False)
async def accept_group(workspace: WorkspaceField, group: GroupField, reason: ReasonField) -> State[Any]:
    """From a group that is well after its wave's go to one that stays.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        group: a move group of the plan, which can no longer be rolled back then
        reason: why it may stay; it is kept
    """

    async def said(venue: Venue) -> str:
        made = await journey.accept(group, venue, reason, signed_in)
        return f"{group} is accepted{by(made.person)}; it can no longer be rolled back"

    return await speak(workspace, "accept", said, group=group)
