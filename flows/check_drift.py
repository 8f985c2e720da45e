"""Say which waves still hold under today's facts; made to run every morning, records nothing."""

from pathlib import Path
from typing import Any

from prefect import State, flow
from prefect.artifacts import acreate_markdown_artifact
from prefect.states import Completed, Failed

from azlift.cloud import list_core_quotas
from azlift.drifting import plan_drift
from azlift.forms import PathField, WorkspaceField
from azlift.report import drift_list
from azlift.runner.steps import mark_run
from azlift.venue import opened


@flow(name="check-drift", flow_run_name="drift", persist_result=False)
async def check_drift(
    workspace: WorkspaceField, sources: list[PathField] | None = None, quotas: bool = False
) -> State[Any]:
    """Read the inventories anew where `sources` are given, and Azure's quotas where they are wanted; a wave that no
    longer holds fails the run, which is what tells whoever watches.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        sources: inventory files or folders that are read anew
        quotas: whether Azure is asked what quotas it gives now
    """
    async with opened(workspace) as venue:
        await mark_run(venue, "drift")
        given = await list_core_quotas(venue.cloud, venue.settings.region) if quotas else ()
        found = plan_drift(venue, [Path(source) for source in sources or ()], given)
    await acreate_markdown_artifact(drift_list(found), key="drift", description="Which waves still hold, and why not")
    broken = [wave.wave for wave in found.waves if not wave.valid]
    if broken:
        return Failed(name="Drifted", message=f"no longer valid: {', '.join(broken)}")
    return Completed(message="every wave that has not begun still holds")
