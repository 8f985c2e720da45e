"""Put down from Prefect's page that a group's source is switched off for good, with its evidence.

What is filled in here is shown in clear. Once the gate is open (the deployment `approve`), it is simply done. Where a
word is missing, the run shows a code, and who signs in with it says theirs first, as with `azlift retire`.
"""

from pathlib import Path
from typing import Any

from prefect import State, flow

from azlift import journey
from azlift.forms import GroupField, PathField, ReasonField, WorkspaceField
from azlift.runner.signing_in import signed_in
from azlift.runner.speaking import by, speak
from azlift.venue import Venue


@flow(name="retire-group", flow_run_name="retire {group}", persist_result=False)
async def retire_group(
    workspace: WorkspaceField, group: GroupField, evidence: PathField, reason: ReasonField
) -> State[Any]:
    """From an accepted group of a wave that was handed over to one without a source.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        group: a move group of the plan
        evidence: a YAML file with archive, restore_test and the six records, as the worker's machine names it
        reason: why nobody needs the source any more; it is kept
    """

    async def said(venue: Venue) -> str:
        made = await journey.retire(group, venue, reason, Path(evidence), signed_in)
        return f"the source of {group} is retired{by(made.person)}; archive: {made.archive}"

    return await speak(workspace, "retire", said, group=group)
