"""Put the estate into waves and show them."""

from pathlib import Path

from prefect import flow, task
from prefect.artifacts import acreate_markdown_artifact

from azlift import journey, on_record
from azlift.forms import PathField, WorkspaceField
from azlift.plan_writing import write_plan
from azlift.report import plan_board
from azlift.runner.artifacts import show_waves
from azlift.runner.steps import mark_run
from azlift.venue import opened, the_venue


@task
def plan(workspace: str, edited: str | None) -> list[str]:
    """Estate and Roster → WavePlan. Returns the ids of its waves, in order."""
    venue, file = the_venue(workspace), Path(edited) if edited else None
    made = journey.plan(venue, file)
    write_plan(venue, file)
    return [wave.id for wave in made.waves]


@flow(name="plan-waves", flow_run_name="plan", persist_result=False)
async def plan_waves(workspace: WorkspaceField, edited: PathField | None = None) -> list[str]:
    """Plan the waves, or take up a plan file that a person edited; board and table are artifacts of the run.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        edited: a plan file that a person changed: plan.csv, plan.yaml or plan.xlsx
    """
    async with opened(workspace) as venue:
        await mark_run(venue, "plan")
        waves = plan(workspace, edited)
        made = on_record.current_plan(venue)
        await show_waves(venue)
        shown = plan_board(made)
        await acreate_markdown_artifact(shown, key="plan", description="When each wave moves, and what it brings")
        return waves
