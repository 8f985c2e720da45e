"""The pretend Azure's world at rest: `azlift rehearsal reset | snapshot | restore | diff | doctor`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from azlift.cli.screen import DEFAULT_WORKSPACE, Output, OutputOption, Workspace, print_json, print_table, say
from azlift.errors import HeldByAnother, InputError

SnapshotName = Annotated[str, typer.Argument(help="A name: letters, digits, '.', '_', '-'.")]


def add_commands(parent: typer.Typer) -> None:
    for command in (reset, snapshot, restore, diff, doctor):
        parent.command()(command)


@contextmanager
def _explained(workspace: Path) -> Iterator[Path]:
    """The state directory of a workspace; what it refuses is told with advice."""
    from azlift.rehearsal.snapshots import SnapshotError
    from azlift.rehearsal.store import StateInUse
    from azlift.runner.pretend_azure import STATE

    try:
        yield workspace / STATE
    except SnapshotError as error:
        raise InputError(
            str(error), file=str(workspace), advice="See what there is in its snapshots folder."
        ) from error
    except StateInUse as error:
        advice = "Stop its `azlift rehearsal serve` (Ctrl-C) or wait for the rehearsal to end, then type this again."
        raise HeldByAnother(str(error), advice=advice) from error


def reset(workspace: Workspace = DEFAULT_WORKSPACE) -> None:
    """Begin with an empty pretend Azure; its credentials and address stay."""
    from azlift.rehearsal.snapshots import reset_state

    with _explained(workspace) as state:
        reset_state(state)
    say(f"the pretend Azure of {workspace} is empty")


def snapshot(name: SnapshotName, workspace: Workspace = DEFAULT_WORKSPACE) -> None:
    """Keep a copy of the pretend Azure as it is now, also while it is served."""
    from azlift.rehearsal.snapshots import take_snapshot

    with _explained(workspace) as state:
        file = take_snapshot(state, name)
    say(f"kept as {file}")


def restore(name: SnapshotName, workspace: Workspace = DEFAULT_WORKSPACE) -> None:
    """Lay a snapshot back in place of what is there."""
    from azlift.rehearsal.snapshots import restore_snapshot

    with _explained(workspace) as state:
        restore_snapshot(state, name)
    say(f"the pretend Azure of {workspace} is as it was at '{name}'")


def diff(
    before: SnapshotName,
    after: Annotated[str | None, typer.Argument(help="Another snapshot; left out: as it is now.")] = None,
    workspace: Workspace = DEFAULT_WORKSPACE,
    output: OutputOption = Output.TABLE,
) -> None:
    """What is different in the pretend Azure since a snapshot, resource by resource."""
    from azlift.rehearsal.snapshots import compare

    with _explained(workspace) as state:
        changes = compare(state, before, after)
    if output is Output.JSON:
        print_json([change.body() for change in changes])
        return
    print_table(
        f"{len(changes)} differences",
        ("change", "id", "where"),
        [(each.kind, each.id, ", ".join(path for path, *_ in each.members)) for each in changes],
    )


def doctor(output: OutputOption = Output.TABLE) -> None:
    """What the pretend Azure simulates and what it does not, told by its own code."""
    from azlift.rehearsal.doctor import examine, report_text

    report = examine()
    if output is Output.JSON:
        print_json(asdict(report))
    else:
        print(report_text(report))
