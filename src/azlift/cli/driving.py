"""One verb of one subject under the lease of its wave, or what a person says, which needs none."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any


def drive(subject: str, workspace: Path, verb: Callable[[Any], Awaitable[Any]]) -> Any:
    """Run `verb` on the opened venue while this process drives the subject's wave. Raises HeldByAnother, NotFound."""
    from azlift import convoy, journey
    from azlift.venue import opened

    async def run() -> Any:
        async with opened(str(workspace)) as venue:
            wave = journey.wave_of_subject(subject, venue).id
            async with convoy.driving(wave, venue):
                return await verb(venue)

    return asyncio.run(run())


def speak(workspace: Path, verb: Callable[[Any], Awaitable[Any]]) -> Any:
    """Run `verb` on the opened venue without a lease: people's words are written beside whoever drives."""
    from azlift.venue import opened

    async def run() -> Any:
        async with opened(str(workspace)) as venue:
            return await verb(venue)

    return asyncio.run(run())
