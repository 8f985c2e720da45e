"""Read the inventory and choose what each workload becomes."""

from pathlib import Path

from prefect import flow, task

from azlift import journey
from azlift.forms import PathField, WorkspaceField
from azlift.runner.steps import mark_run
from azlift.venue import opened, the_venue


@task
def survey(workspace: str, sources: list[str]) -> str:
    """Files → Estate. Returns the estate's fingerprint."""
    return journey.survey([Path(source) for source in sources], the_venue(workspace)).fingerprint


@task
def place(workspace: str) -> str:
    """Estate → Roster. Returns the digest of what was decided from."""
    return journey.place(the_venue(workspace)).basis


@flow(name="survey-estate", flow_run_name="survey", persist_result=False)
async def survey_estate(workspace: WorkspaceField, sources: list[PathField]) -> str:
    """Survey the files and place every workload; both are facts in the workspace's ledger afterwards.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        sources: inventory files or folders, as the worker's machine names them
    """
    async with opened(workspace) as venue:
        await mark_run(venue, "survey")
        survey(workspace, sources)
        return place(workspace)
