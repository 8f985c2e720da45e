"""Set right what Prefect shows as running and nobody runs any more; made to run every few minutes."""

from pathlib import Path
from uuid import UUID

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact
from prefect.runtime import flow_run

from azlift.forms import WorkspaceField
from azlift.report import Section, section_table
from azlift.runner.steps import mark_run
from azlift.runner.zombies import reconcile
from azlift.venue import opened

COLUMNS = ("run", "wave", "was", "is", "driver")


@flow(name="reconcile-runs", flow_run_name="reconcile", persist_result=False)
async def reconcile_runs(workspace: WorkspaceField) -> int:
    """A run whose process is gone is given to another worker, or shown as what it is.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
    """
    if not Path(workspace).is_dir():
        return 0
    async with opened(workspace) as venue:
        await mark_run(venue, "reconcile")
        found = await reconcile(venue, UUID(flow_run.id) if flow_run.id else None)
    if found:
        rows = [(one.run, one.wave, one.was, one.became, one.driver) for one in found]
        table = section_table(Section("", COLUMNS, rows))
        await acreate_markdown_artifact(table, key="reconciled", description="Runs whose process was gone")
    return len(found)
