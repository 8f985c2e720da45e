"""Carry a wave through its night: cut its groups over, wait for what people answer and decide, announce.

Nothing is begun outside the window or without its gate. The run waits while people are asked; answered in Prefect or at
a command line, it goes on by itself. Ended in any way, the same flow takes up what is not done.
"""

import asyncio
from typing import Any

from prefect import State, flow, tags
from prefect.states import Completed, Failed

from azlift import convoy, journey, on_record
from azlift.errors import DecisionDue
from azlift.forms import WaveField, WorkspaceField
from azlift.model import Answer
from azlift.runner.artifacts import show_failures, show_questions, show_waves, shown_live
from azlift.runner.obeying import Orders, drive
from azlift.runner.steps import WAITS, go_on, state_of_run
from azlift.stages import Stage
from azlift.venue import Venue

LOOKED_EVERY_SECONDS = 2.0
Words = tuple[int, Stage | None, bool]
UNDECIDED = (Stage.WINDOW_OPEN, Stage.CUTTING_OVER, Stage.VALIDATING)


@flow(name="cut-over-wave", flow_run_name="cut over {wave}", persist_result=False)
async def cut_over_wave(workspace: WorkspaceField, wave: WaveField) -> State[Any]:
    """From landed groups to a wave that was decided and announced; `NoGo` and `PartlyDone` say what is to be done.

    Args:
        workspace: the folder that holds plan, settings and ledger, as the worker's machine names it
        wave: a wave of the plan, such as wave-01
    """

    async def body(venue: Venue, orders: Orders) -> State[Any]:
        try:
            async with shown_live(wave, venue):
                return await through_the_night(workspace, wave, venue, orders)
        finally:
            await show_waves(venue)
            await show_failures(wave, venue)

    return await drive(workspace, wave, "cut over", body)


async def through_the_night(workspace: str, wave: str, venue: Venue, orders: Orders) -> State[Any]:
    """Pass after pass, until nobody is waited for; a group that failed is not tried again by itself."""
    failed: set[str] = set()
    waiting: set[str] = set()

    async def one(group: str) -> bool:
        if group in failed:
            return False
        with tags(f"group:{group}"):
            state = await state_of_run(go_on(workspace, group, return_state=True))
        if state.name == WAITS:
            waiting.add(group)
        elif not state.is_completed():
            failed.add(group)
        return state.is_completed() and state.name != WAITS

    while not orders.given:
        waiting.clear()
        before, heard = stage_of(wave, venue), words(wave, venue)
        try:
            await convoy.through_the_night(wave, venue, one)
        except DecisionDue:
            if stage_of(wave, venue) is not Stage.NO_GO:
                raise
            return ended(wave, Stage.NO_GO, failed)
        stage = stage_of(wave, venue)
        if stage not in UNDECIDED and stage is before:
            return ended(wave, stage, failed | waiting)
        if not waiting and not validated(wave, venue):
            break
        await show_questions(wave, venue, decide=not waiting)
        await something_new(wave, heard, venue, orders)
    return Failed(name="PartlyDone", message=f"left behind: {', '.join(sorted(failed | waiting))}")


def ended(wave: str, stage: Stage | None, left: set[str]) -> State[Any]:
    """How the night ended, once it was decided."""
    if stage is Stage.NO_GO:
        return Failed(
            name="NoGo", message=f"no-go: take it back by the deployment roll-back, or azlift roll-back {wave}"
        )
    if left:
        return Failed(name="PartlyDone", message=f"not announced: {', '.join(sorted(left))}")
    return Completed(message=f"{wave} is {stage}: announced")


async def something_new(wave: str, heard: Words, venue: Venue, orders: Orders) -> None:
    """Until people have said more than what was heard before the last pass, or the window has ended meanwhile."""
    closes = journey.wave_called(wave, venue).closes
    inside = closes is not None and venue.now < closes
    while words(wave, venue) == heard and not orders.given:
        if inside and closes is not None and venue.now >= closes:
            return
        await asyncio.sleep(LOOKED_EVERY_SECONDS)


def words(wave: str, venue: Venue) -> Words:
    """What people have said of the night: how many answers, the wave's stage, whether it is held."""
    about = tuple(on_record.answer_of(group, "") for group in journey.wave_called(wave, venue).groups)
    subjects = [subject for subject in venue.ledger.standings() if subject.startswith(about)]
    answers = sum(len(venue.ledger.facts(subject, Answer)) for subject in subjects)
    return answers, stage_of(wave, venue), journey.is_held(wave, venue)


def stage_of(wave: str, venue: Venue) -> Stage | None:
    """The wave's stage."""
    standing = venue.ledger.standings().get(on_record.wave_subject(wave))
    return standing.stage if standing else None


def validated(wave: str, venue: Venue) -> bool:
    """Whether a group of the wave is, so that there is something to decide."""
    standings = venue.ledger.standings()
    groups = journey.wave_called(wave, venue).groups
    return any(group in standings and standings[group].stage is Stage.VALIDATED for group in groups)
