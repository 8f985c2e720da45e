"""What a run leaves to look at in Prefect's UI: made from the ledger, keyed so that a page shows the newest."""

from prefect.artifacts import acreate_markdown_artifact

from azlift import journey, on_record
from azlift.report import failure_list, removal_table, wave_table
from azlift.venue import Venue


async def show_waves(venue: Venue) -> None:
    """The board: every wave, and where each stands."""
    table = wave_table(on_record.current_plan(venue), venue.ledger.standings())
    await acreate_markdown_artifact(table, key="waves", description="The waves, and where each stands")


async def show_failures(wave: str, venue: Venue) -> None:
    """What failed, with advice and the next command; nothing where nothing did."""
    failures = journey.failures_of(wave, venue)
    if failures:
        await acreate_markdown_artifact(
            failure_list(failures), key=f"{wave}-left-behind", description=f"What {wave} left behind, and what to do"
        )


async def show_removals(wave: str, venue: Venue) -> None:
    """What rolling back deleted, and what it left standing."""
    table = removal_table(journey.removals_of(wave, venue))
    await acreate_markdown_artifact(table, key=f"{wave}-rolled-back", description=f"What rolling back {wave} did")
