"""`azlift ledger`: check it, take a copy, read one subject's history, set it right with the clock, make it anew."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from azlift.cli.screen import DEFAULT_WORKSPACE, Output, OutputOption, Workspace, print_json, print_table, say

if TYPE_CHECKING:
    from azlift.ledger import Ledger
    from azlift.model import Recovered, Sender

app = typer.Typer(help="The append-only record of everything that was intended and done.", no_args_is_help=True)


@app.command()
def verify(workspace: Workspace = DEFAULT_WORKSPACE) -> None:
    """Check that no event was changed, lost or added, and that every move was a legal one."""
    ledger = _ledger(workspace)
    count = ledger.verify()
    say(f"{count:,} events: each follows from the one before, and every move is legal{_called(ledger)}")


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
    in full, and the rest by its tags. What is on record already is left alone. The lost ledger must not be used again
    if it is found: this one takes its place.
    """
    from azlift import journey
    from azlift.errors import PartlyDone

    recovered, stages, senders = asyncio.run(_rebuild(workspace))
    if output is Output.JSON:
        found = {"recovered": recovered, "in_place_of": senders}
        listed = {name: [one.model_dump(mode="json") for one in facts] for name, facts in found.items()}
        print_json(listed | {"lost": journey.LOST})
    else:
        rows = [(r.wave, r.subject, stages[r.subject][0], len(r.resources), r.source, r.digest[:8]) for r in recovered]
        print_table("Recovered", ("wave", "subject", "stage", "resources", "from", "digest"), rows)
    for ledger in sorted({f"{sender.ledger} on {sender.driver or 'an unknown machine'}" for sender in senders}):
        say(f"in the place of ledger {ledger}: do not use that one any more")
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


async def _rebuild(workspace: Path) -> "tuple[list[Recovered], dict[str, tuple[str, str]], tuple[Sender, ...]]":
    """What was recovered, each subject's stage and run, and in whose place."""
    from azlift import convoy, journey
    from azlift.errors import NotFound
    from azlift.model import ESTATE_TAG
    from azlift.venue import opened

    recovered: list[Recovered] = []
    async with opened(str(workspace)) as venue:
        senders = await journey.succeed(venue)
        remains = await journey.find_remains(venue)
        if not remains and not senders:
            raise NotFound(
                f"nothing in this subscription bears the tag {ESTATE_TAG} = {venue.settings.estate}",
                advice="Check `estate` and `subscription_id` in azlift.yaml.",
            )
        for wave, subjects in remains.items():
            async with convoy.driving(wave, venue):
                recovered += await journey.rebuild(subjects, venue)
        standings = venue.ledger.standings()
    stages = {r.subject: (str(standings[r.subject].stage), str(standings[r.subject].run)) for r in recovered}
    return recovered, stages, senders


def _called(ledger: "Ledger") -> str:
    """By which name deployments that it sends bear it."""
    return f"; deployments bear it as ledger {ledger.name}" if ledger.name else ""


def _ledger(workspace: Path) -> "Ledger":
    from azlift.venue import open_venue

    return open_venue(workspace).ledger
