"""`azlift ledger`: check it, take a copy, read one subject's history, set it right with the clock."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from azlift.cli.screen import DEFAULT_WORKSPACE, Output, OutputOption, Workspace, print_json, print_table, say

if TYPE_CHECKING:
    from azlift.ledger import Ledger

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


def _ledger(workspace: Path) -> "Ledger":
    from azlift.venue import open_venue

    return open_venue(workspace).ledger
