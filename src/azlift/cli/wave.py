"""The verbs that reach Azure, one group at a time or a wave at once."""

from pathlib import Path
from typing import Annotated, Any

import typer

from azlift.cli import standing
from azlift.cli.driving import drive
from azlift.cli.screen import (
    DEFAULT_WORKSPACE,
    Output,
    OutputOption,
    Workspace,
    print_json,
    print_table,
    say,
    watching,
)
from azlift.errors import AzliftError, HeldByAnother, LedgerError, PartlyDone, PersonNeeded

Subject = Annotated[str, typer.Argument(help="A move group, or zone:WAVE for the wave's landing zone.")]
WaveArgument = Annotated[str, typer.Argument(help="A wave of the plan, such as wave-01.")]


def add_commands(app: typer.Typer) -> None:
    for command in (prepare, render, preview, land, verify, migrate):
        app.command()(command)


def prepare(wave: WaveArgument, workspace: Workspace = DEFAULT_WORKSPACE) -> None:
    """Register the resource providers a wave needs; `migrate` does it by itself."""
    from azlift import journey, on_record

    drive(on_record.zone_of(wave), workspace, lambda venue: journey.prepare(wave, venue))
    say("the resource providers are registered")


def render(subject: Subject, workspace: Workspace = DEFAULT_WORKSPACE) -> None:
    """Print the ARM template and parameters of a group, as they would be sent."""
    from azlift import journey

    async def verb(venue: Any) -> Any:
        return journey.render(subject, venue)

    rendering = drive(subject, workspace, verb)
    print_json([part.model_dump(mode="json") for part in rendering.parts])


def preview(subject: Subject, workspace: Workspace = DEFAULT_WORKSPACE, output: OutputOption = Output.TABLE) -> None:
    """Ask Azure what it would do with a group, and judge it; nothing is changed."""
    from azlift import journey

    made = drive(subject, workspace, lambda venue: journey.preview(subject, venue))
    if output is Output.JSON:
        print_json(made.model_dump(mode="json"))
        return
    print_table(subject, ("change", "resource"), [(c.kind, c.resource) for c in made.changes])
    say(f"{len(made.changes)} changes, all as planned")


def land(subject: Subject, workspace: Workspace = DEFAULT_WORKSPACE) -> None:
    """Deploy a group that was previewed; landing twice is landing once."""
    from azlift import journey

    made = drive(subject, workspace, lambda venue: journey.land(subject, venue))
    say(f"{subject} has landed: {len(made.resources)} resources, deployment {', '.join(made.deployments)}")


def verify(subject: Subject, workspace: Workspace = DEFAULT_WORKSPACE) -> None:
    """Compare what stands in Azure with what was rendered."""
    from azlift import journey

    made = drive(subject, workspace, lambda venue: journey.verify(subject, venue))
    say(f"{subject} is verified: {made.checked} resources stand as planned")


def migrate(wave: WaveArgument, workspace: Workspace = DEFAULT_WORKSPACE) -> None:
    """Carry a wave into Azure. Run it again after anything: it takes up what is not done."""
    from azlift import journey
    from azlift.report import progress_line
    from azlift.venue import open_venue

    venue = open_venue(workspace)
    journey.wave_called(wave, venue)
    with watching(lambda: progress_line(_plan(venue), venue.ledger.standings(), wave)):
        state = _run("migrate_wave", workspace, wave=wave)
    standing.show(venue, wave)
    if state.name != "Completed":
        raise _gravest(str(state.message), wave, {failure.exit_code for failure in journey.failures_of(wave, venue)})


def _gravest(message: str, wave: str, exit_codes: set[int]) -> AzliftError:
    """What a wave that is not whole ends with: a person who is needed, or a ledger in trouble, before partly done."""
    kind = next((k for k in (LedgerError, HeldByAnother, PersonNeeded) if k.exit_code in exit_codes), PartlyDone)
    return kind(message, advice=f"See why: azlift status {wave}; then run it again.")


def _plan(venue: Any) -> Any:
    from azlift import on_record

    return on_record.current_plan(venue)


def _run(flow: str, workspace: Path, **parameters: Any) -> Any:
    from azlift.runner.flow_runs import prefect_server, run_flow
    from azlift.telling import telling_meanwhile

    with telling_meanwhile(workspace), prefect_server(workspace):
        return run_flow(flow, workspace=str(workspace), **parameters)
