"""`azlift roll-back`: a group, a wave, or everything."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from azlift.cli.screen import DEFAULT_WORKSPACE, Workspace, say
from azlift.errors import InputError, PartlyDone


def add_commands(app: typer.Typer) -> None:
    app.command("roll-back")(roll_back)


def roll_back(
    wave: Annotated[str | None, typer.Argument(help="A wave of the plan, such as wave-01.")] = None,
    group: Annotated[str | None, typer.Option("--group", help="Only this group of the wave.")] = None,
    everything: Annotated[bool, typer.Option("--everything", help="All waves, the last one first.")] = False,
    workspace: Workspace = DEFAULT_WORKSPACE,
) -> None:
    """Take a group, a wave or everything back out of Azure: what azlift created goes, what it changed is restored."""
    from azlift import journey
    from azlift.venue import open_venue

    if (wave is None) != everything or (everything and group):
        raise InputError(
            "found " + ("a wave or group beside --everything" if everything else "neither a wave nor --everything"),
            advice="Name a wave (azlift roll-back wave-01 [--group GROUP]), or say --everything alone.",
        )
    venue = open_venue(workspace)
    waves = (wave,) if wave else journey.waves_with_something(venue)
    if not waves:
        say("nothing was landed: there is nothing to take back")
        return
    if not group:
        for one in waves:
            journey.check_can_be_taken_back(one, venue)
    unfinished = _take_back(waves, group, workspace, venue)
    if unfinished:
        raise PartlyDone("; ".join(unfinished), advice=f"See why: azlift status {waves[0]}; then run it again.")


def _take_back(waves: Sequence[str], group: str | None, workspace: Path, venue: Any) -> list[str]:
    """What each wave that is not back says, one after the other under one server."""
    from azlift import journey
    from azlift.runner.flow_runs import prefect_server, run_flow

    unfinished = []
    with prefect_server(workspace):
        for wave in waves:
            state = run_flow("roll_back_wave", workspace=str(workspace), wave=wave, group=group)
            _tell(wave, journey.removals_of(wave, venue))
            if not state.is_completed():
                unfinished.append(f"{wave}: {state.message}")
    return unfinished


def _tell(wave: str, removals: Iterable[Any]) -> None:
    listed = list(removals)
    say(f"{wave}: {sum(len(r.deleted) for r in listed):,} resources deleted")
    for removal in listed:
        for restored in removal.restored:
            say(f"made again what it was before: {restored}")
        for kept in removal.kept:
            say(f"left standing, held by something that is not ours: {kept}")
        for foreign in removal.foreign if removal.subject.startswith("zone:") else ():
            say(f"left standing, not ours: {foreign}")
