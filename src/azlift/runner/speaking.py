"""What people say in forms of Prefect's and azlift does at once, without a lease: beside whoever drives the wave."""

from collections.abc import Awaitable, Callable
from typing import Any

from prefect import State
from prefect.states import Completed, Failed

from azlift import journey
from azlift.errors import AzliftError
from azlift.model import Person
from azlift.runner.artifacts import show_waves, shown_live
from azlift.runner.steps import mark_run
from azlift.venue import Venue, opened

Said = Callable[[Venue], Awaitable[str]]
"""Does what was said, and tells what came of it."""


async def speak(workspace: str, stage: str, said: Said, *, wave: str = "", group: str = "") -> State[Any]:
    """Do it of this wave, or of this group of a wave, while the wave's page shows it; then the board does.

    What may not be done has failed, with what to do.
    """
    try:
        async with opened(workspace) as venue:
            about = wave or journey.wave_of_subject(group, venue).id
            await mark_run(venue, stage, about, group)
            async with shown_live(about, venue):
                told = await said(venue)
            await show_waves(venue)
    except AzliftError as error:
        return Failed(message=f"{error} {error.advice}".strip())
    return Completed(message=told)


def by(person: Person | None) -> str:
    """On whose word, for the end of a sentence; empty where that is not on record."""
    return f" by {person.name or person.object_id}" if person else ""
