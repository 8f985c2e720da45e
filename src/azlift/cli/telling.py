"""`azlift tell`: tell people what happened, as `notices.yaml` says."""

import asyncio
import time
from typing import Annotated

import typer

from azlift.cli.screen import DEFAULT_WORKSPACE, Workspace, say

Watch = Annotated[bool, typer.Option("--watch", help="Go on telling, until Ctrl-C.")]


def add_commands(app: typer.Typer) -> None:
    app.command()(tell)


def tell(workspace: Workspace = DEFAULT_WORKSPACE, watch: Watch = False) -> None:
    """Tell the channels of notices.yaml what they do not know yet; a new channel begins with what happens from now."""
    from azlift.telling import EVERY_SECONDS, tell_news, tell_quietly
    from azlift.venue import open_venue

    venue = open_venue(workspace)
    _show(asyncio.run(tell_news(venue)))
    try:
        while watch:
            time.sleep(EVERY_SECONDS)
            _show(tell_quietly(venue))
    except KeyboardInterrupt:
        return


def _show(results: dict[str, str]) -> None:
    for channel, said in results.items():
        say(f"{channel}: {said}")
