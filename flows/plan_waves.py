"""Put the estate into waves and show them."""

from pathlib import Path

from prefect import flow, task
from prefect.artifacts import acreate_markdown_artifact

from azlift import journey, on_record
from azlift.plan_writing import write_plan
from azlift.report import plan_board, wave_table
from azlift.venue import opened, the_venue


@task
def plan(workspace: str, edited: str | None) -> list[str]:
    """Estate and Roster → WavePlan. Returns the ids of its waves, in order."""
    venue, file = the_venue(workspace), Path(edited) if edited else None
    made = journey.plan(venue, file)
    write_plan(venue, file)
    return [wave.id for wave in made.waves]


@flow(name="plan-waves", flow_run_name="plan", persist_result=False)
async def plan_waves(workspace: str, edited: str | None = None) -> list[str]:
    """Plan the waves, or take up a plan file that a person edited; board and table are artifacts of the run."""
    async with opened(workspace) as venue:
        waves = plan(workspace, edited)
        made = on_record.current_plan(venue)
        table = wave_table(made, venue.ledger.standings())
        await acreate_markdown_artifact(table, key="waves", description="The waves, and where each stands")
        shown = plan_board(made)
        await acreate_markdown_artifact(shown, key="plan", description="When each wave moves, and what it brings")
        return waves
