"""Tell people what happened since they were last told; made to run every minute."""

from pathlib import Path
from typing import Any

from prefect import State, flow
from prefect.states import Completed, Failed

from azlift.errors import HeldByAnother
from azlift.forms import WorkspaceField
from azlift.telling import tell_news
from azlift.venue import opened


@flow(name="tell-people", flow_run_name="tell people", persist_result=False)
async def tell_people(workspace: WorkspaceField) -> State[Any]:
    """The channels and the hook of `notices.yaml` are told what they do not know yet; where nobody is told anything
    nothing is done. A channel that cannot be told is a failure of this run, and is tried again by a later one.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
    """
    if not Path(workspace).is_dir():
        return Completed(message="there is no such workspace here")
    async with opened(workspace) as venue:
        try:
            told = await tell_news(venue)
        except HeldByAnother:
            return Completed(message="somebody else is telling them")
    failed = [f"{name}: {said}" for name, said in told.items() if said.startswith("not told")]
    if failed:
        return Failed(message="; ".join(failed))
    return Completed(message="; ".join(f"{name}: {said}" for name, said in told.items()) or "nothing to tell")
