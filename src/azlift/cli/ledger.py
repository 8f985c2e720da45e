"""`azlift ledger`: check it, take a copy, read one subject's history, set it right with the clock, make it anew."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from azlift.cli.screen import DEFAULT_WORKSPACE, Output, OutputOption, Workspace, print_json, print_table, say

if TYPE_CHECKING:
    from azlift.ledger import Ledger
    from azlift.model import Recovered

app = typer.Typer(help="The append-only record of everything that was intended and done.", no_args_is_help=True)


@app.command()
def verify(workspace: Workspace = DEFAULT_WORKSPACE) -> None:
    """Check that no event was changed, lost or added, and that every move was a legal one."""
    count = _ledger(workspace).verify()
    say(f"{count:,} events: each follows from the one before, and every move is legal")


@app.command()
def export(workspace: Workspace = DEFAULT_WORKSPACE) -> None:
    """Print every event as a line of JSON, oldest first, with its hash."""
    for event in _ledger(workspace).history():
        print_json(event.row())


@app.command()
def history(
    group: Annotated[str, typer.Argument(help="A move group, or zone:WAVE for a landing zone.")],
    workspace: Workspace = DEFAULT_WORKSPACE,
    output: OutputOption = Output.TABLE,
) -> None:
    """What happened to one group, oldest first."""
    from azlift.errors import NotFound

    events = _ledger(workspace).history(group)
    if not events:
        raise NotFound(f"nothing is on record about {group!r}", advice="`azlift status` lists what is.")
    if output is Output.JSON:
        print_json([event.row() for event in events])
        return
    rows = [(e.seq, e.at[:19].replace("T", " "), e.stage, e.kind, e.driver, e.hash[:12]) for e in events]
    print_table(group, ("event", "at (UTC)", "stage", "kind", "driver", "hash"), rows)


@app.command("accept-clock")
def accept_clock(
    reason: Annotated[str, typer.Argument(help="Why the last event bears a time that is yet to come.")],
    workspace: Workspace = DEFAULT_WORKSPACE,
) -> None:
    """Go on although the clock is behind the last event: it is right now, and was wrong then."""
    ledger = _ledger(workspace)
    ledger.accept_clock(reason)
    say(f"on record: it is {ledger.clock():%Y-%m-%d %H:%M} UTC, and what follows bears that time")


@app.command()
def rebuild(workspace: Workspace = DEFAULT_WORKSPACE, output: OutputOption = Output.TABLE) -> None:
    """Make a lost ledger anew from what stands in Azure: every group's state. Nothing in Azure is changed.

    Survey, place and plan first, from the same inventories and plan file: what they render as it stands is then known
    in full, and the rest by its tags. What is on record already is left alone.
    """
    from azlift import journey
    from azlift.errors import PartlyDone

    recovered, stages = asyncio.run(_rebuild(workspace))
    if output is Output.JSON:
        print_json({"recovered": [one.model_dump(mode="json") for one in recovered], "lost": journey.LOST})
    else:
        rows = [(r.wave, r.subject, stages[r.subject][0], len(r.resources), r.source, r.digest[:8]) for r in recovered]
        print_table("Recovered", ("wave", "subject", "stage", "resources", "from", "digest"), rows)
    for one in recovered:
        for note in one.notes:
            say(f"{one.subject}: {note}")
    for lost in journey.LOST:
        say(f"not to be recovered: {lost}")
    faulty = [subject for subject, (_, run) in stages.items() if run == "failed"]
    if faulty:
        raise PartlyDone(
            f"{len(faulty)} of {len(stages)} do not stand as they should: {', '.join(faulty[:10])}",
            advice="See why: azlift status; carrying their waves on lands them anew.",
        )


async def _rebuild(workspace: Path) -> "tuple[list[Recovered], dict[str, tuple[str, str]]]":
    """What was recovered, and each subject's stage and run."""
    from azlift import convoy, journey
    from azlift.errors import NotFound
    from azlift.venue import opened

    recovered: list[Recovered] = []
    async with opened(str(workspace)) as venue:
        remains = await journey.find_remains(venue)
        if not remains:
            raise NotFound(
                f"nothing in this subscription bears the tag azlift-estate = {venue.settings.estate}",
                advice="Check `estate` and `subscription_id` in azlift.yaml.",
            )
        for wave, subjects in remains.items():
            async with convoy.driving(wave, venue):
                recovered += await journey.rebuild(subjects, venue)
        standings = venue.ledger.standings()
    return recovered, {r.subject: (str(standings[r.subject].stage), standings[r.subject].run) for r in recovered}


def _ledger(workspace: Path) -> "Ledger":
    from azlift.venue import open_venue

    return open_venue(workspace).ledger
