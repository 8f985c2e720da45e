"""What a run leaves to look at in Prefect's UI: made from the ledger, keyed so that a page shows the newest."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import httpx
from prefect.artifacts import acreate_markdown_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import ArtifactUpdate

from azlift import journey, on_record
from azlift.model import Preview, StepOutcome
from azlift.report import board_page, failure_list, live_page, removal_table, what_if_page
from azlift.stages import Stage
from azlift.venue import Venue

REFRESHED_EVERY_SECONDS = 3.0


async def show_waves(venue: Venue) -> None:
    """The board: every wave, where it stands, and what keeps it."""
    page = board_page(on_record.current_plan(venue), journey.wave_standings(venue))
    await acreate_markdown_artifact(page, key="waves", description="The waves, and where each stands")


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


async def show_what_if(wave: str, venue: Venue) -> None:
    """What Azure would do with the wave's landing zone and groups, as it said last."""
    found = {subject: venue.ledger.find_latest(subject, Preview) for subject in journey.subjects_of(wave, venue)}
    page = what_if_page({subject: preview for subject, preview in found.items() if preview})
    await acreate_markdown_artifact(page, key=f"{wave}-what-if", description=f"What Azure would do with {wave}")


@asynccontextmanager
async def shown_live(wave: str, venue: Venue) -> AsyncIterator[None]:
    """While the block runs, one page of this run shows the wave as it is: every group, and each step of a cutover."""
    shown = live_text(wave, venue)
    made = await acreate_markdown_artifact(
        shown, key=f"{wave}-live", description=f"{wave}, group by group and step by step"
    )
    page = made if isinstance(made, UUID) else made.id

    async def refresh() -> None:
        nonlocal shown
        now = live_text(wave, venue)
        if now != shown:
            async with get_client() as client:
                await client.update_artifact(page, ArtifactUpdate(data=now))
            shown = now

    async def keep() -> None:
        while True:
            await asyncio.sleep(REFRESHED_EVERY_SECONDS)
            with suppress(httpx.HTTPError):  # a page that cannot be refreshed now is no reason to stop a wave
                await refresh()

    keeper = asyncio.create_task(keep())
    try:
        yield
    finally:
        keeper.cancel()
        await refresh()


def live_text(wave: str, venue: Venue) -> str:
    """The live wave as Markdown."""
    plan, now = on_record.current_plan(venue), journey.wave_standing(wave, venue)
    steps = {group: steps_taken(group, venue) for group in plan.by_wave[wave].groups}
    return live_page(plan, now, steps)


def steps_taken(group: str, venue: Venue) -> tuple[StepOutcome, ...]:
    """The steps of a group's cutover that are done, in the order in which they began."""
    subjects = [
        subject
        for subject, standing in venue.ledger.standings().items()
        if subject.startswith(on_record.step_of(group, "")) and standing.stage in (Stage.DONE, Stage.UNDONE)
    ]
    found = (venue.ledger.find_latest(subject, StepOutcome) for subject in subjects)
    return tuple(sorted((one for one in found if one), key=lambda one: one.began))
