"""What a run leaves to look at in Prefect's UI: made from the ledger, keyed so that a page shows the newest."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from socket import gethostname
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx
from prefect.artifacts import acreate_markdown_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import ArtifactUpdate
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_UI_URL

from azlift import journey, on_record
from azlift.model import Checklist, Preview, StepOutcome
from azlift.plan_writing import PAGE
from azlift.report import (
    board_page,
    checklist_page,
    failure_list,
    live_page,
    questions_page,
    removal_table,
    report_line,
    what_if_page,
)
from azlift.stages import Stage
from azlift.venue import Venue

REFRESHED_EVERY_SECONDS = 3.0
ANSWER, DECIDE = "answer-step/answer", "decide-wave/decide"
"""The deployments at whose forms people answer."""


async def show_waves(venue: Venue) -> None:
    """The board: every wave, where it stands, and what keeps it."""
    await acreate_markdown_artifact(board_text(venue), key="waves", description="The waves, and where each stands")


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


async def show_checklist(checklist: Checklist) -> None:
    """The readiness of a wave, line by line."""
    key = f"{checklist.wave}-checklist"
    await acreate_markdown_artifact(
        checklist_page(checklist), key=key, description=f"What the approval of {checklist.wave} needs"
    )


async def show_questions(wave: str, venue: Venue, decide: bool) -> None:
    """What people are asked now, and at which forms and commands they answer."""
    questions = journey.waiting_steps(wave, venue)
    if not questions and not decide:
        return
    answer, decision = await _form(ANSWER), await _form(DECIDE)
    workspace = str(venue.workspace)
    forms = [_filled(answer, workspace=workspace, group=q.group, step=q.step, done=True) for q in questions]
    page = questions_page(wave, questions, forms, decide, _filled(decision, workspace=workspace, wave=wave))
    await acreate_markdown_artifact(page, key=f"{wave}-asked", description=f"What {wave} waits for people to say")


async def _form(name: str) -> str:
    """The address of a deployment's form in Prefect's UI; empty where there is no such deployment, or no UI."""
    ui = PREFECT_UI_URL.value() or ""
    async with get_client() as client:
        try:
            deployment = await client.read_deployment_by_name(name)
        except ObjectNotFound:
            return ""
    return f"{ui}/deployments/deployment/{deployment.id}/run" if ui else ""


def _filled(form: str, **parameters: Any) -> str:
    """The form's address with these fields filled in."""
    return f"{form}?parameters={quote(json.dumps(parameters), safe='')}" if form else ""


def board_text(venue: Venue) -> str:
    """The board as Markdown."""
    return f"{_report(venue)}\n{board_page(on_record.current_plan(venue), journey.wave_standings(venue))}"


def live_text(wave: str, venue: Venue) -> str:
    """The live wave as Markdown."""
    plan, now = on_record.current_plan(venue), journey.wave_standing(wave, venue)
    steps = {group: steps_taken(group, venue) for group in plan.by_wave[wave].groups}
    night = journey.night_of_wave(wave, venue) if any(steps.values()) else None
    return f"{_report(venue)}\n{live_page(plan, now, steps, night)}"


def _report(venue: Venue) -> str:
    """Where the plan's page is, as far as this machine sees it."""
    file = venue.workspace.resolve() / PAGE
    return report_line(file, file.is_file(), gethostname(), venue.settings.reports_url)


def steps_taken(group: str, venue: Venue) -> tuple[StepOutcome, ...]:
    """The steps of a group's cutover that are done, in the order in which they began."""
    subjects = [
        subject
        for subject, standing in venue.ledger.standings().items()
        if subject.startswith(on_record.step_of(group, "")) and standing.stage in (Stage.DONE, Stage.UNDONE)
    ]
    found = (venue.ledger.find_latest(subject, StepOutcome) for subject in subjects)
    return tuple(sorted((one for one in found if one), key=lambda one: one.began))
