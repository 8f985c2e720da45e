"""`azlift rehearse`, and the pretend Azure on its own: `azlift rehearsal serve`."""

import shlex
import signal
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from azlift.cli.screen import DEFAULT_WORKSPACE, Output, OutputOption, Workspace, print_json, say, watching
from azlift.errors import NotFound, PartlyDone

app = typer.Typer(help="The pretend Azure.", no_args_is_help=True)

SAMPLE = Path("inventory") / "sample"
Speed = Annotated[float, typer.Option(min=0.1, max=100_000, help="Simulated seconds per real second.")]
DEFAULT_SPEED = 240.0
"""A wave whose machines take 45 s each to come up then takes seconds, and still shows what waits for what."""


def add_commands(parent: typer.Typer) -> None:
    parent.command()(rehearse)


def rehearse(
    sources: Annotated[list[Path] | None, typer.Argument(help="Inventory files or folders.")] = None,
    workspace: Workspace = DEFAULT_WORKSPACE,
    speed: Speed = DEFAULT_SPEED,
    output: OutputOption = Output.TABLE,
) -> None:
    """Carry the whole estate into a pretend Azure on this machine, wave by wave; without Azure, without internet."""
    from azlift.report import summary_data, summary_text
    from azlift.runner.rehearsing import rehearse as run

    chosen = sources or [SAMPLE]
    for source in chosen:
        if not source.exists():
            raise NotFound("there is no such file or folder", file=str(source), advice="Name an RVTools workbook.")
    summary = run(chosen, workspace, speed, _watch)
    if output is Output.JSON:
        print_json(summary_data(summary))
    else:
        print(summary_text(summary))
        _say_next(workspace)
    if summary.left_behind:
        raise PartlyDone(
            f"left behind: {', '.join(summary.left_behind)}", advice=f"See why: azlift status --workspace {workspace}"
        )


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: a free one.")] = 0,
    speed: Speed = 1.0,
    faults: Annotated[Path | None, typer.Option(help="A scenario of faults to play (YAML or JSON).")] = None,
    link: Annotated[list[str] | None, typer.Option(help="PREFIX=FOLDER: where linked templates are read.")] = None,
    workspace: Workspace = DEFAULT_WORKSPACE,
    output: OutputOption = Output.TABLE,
) -> None:
    """Serve the workspace's pretend Azure on loopback until it is stopped; it keeps its world in the workspace."""
    from azlift.runner.pretend_azure import pretend_azure
    from azlift.settings import prepare_rehearsal

    for stop in (signal.SIGTERM, signal.SIGINT):  # a shell that starts us in the background has us ignore Ctrl-C
        signal.signal(stop, signal.default_int_handler)
    prepare_rehearsal(workspace)
    with pretend_azure(workspace, speed, faults, port, link or ()) as access:
        if output is Output.JSON:
            print_json(access)
        else:
            print(_how_to_use(access))
        sys.stdout.flush()
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            say("the pretend Azure has stopped; its world is kept in the workspace")


def _watch(venue: Any) -> Any:
    from azlift import on_record
    from azlift.report import progress_line

    def read() -> str:
        try:
            plan = on_record.current_plan(venue)
        except NotFound:
            return "reading the inventory"
        return progress_line(plan, venue.ledger.standings(), None)

    return watching(read)


def _say_next(workspace: Path) -> None:
    option = "" if workspace == DEFAULT_WORKSPACE else f" --workspace {workspace}"
    say("Next:")
    for command, purpose in (
        (f"azlift status{option}", "where every wave stands"),
        (f"azlift ledger verify{option}", "that nothing in the record was changed"),
        (f"azlift plan --edited {workspace / 'plan.csv'}{option}", "take up a plan you edited"),
    ):
        say(f"  {command:<60} {purpose}")


def _how_to_use(access: dict[str, str]) -> str:
    """What to type; `--password=` because a secret may begin with a dash, which az would take for an option."""
    endpoint, ca_file = access["endpoint"], access["ca_file"]
    login = f"-u {access['client_id']} --password={access['client_secret']} --tenant {access['tenant_id']}"
    return f"""Pretend Azure
  endpoint       {endpoint}
  CA             {ca_file}
  tenant         {access["tenant_id"]}
  subscription   {access["subscription_id"]}
  client         {access["client_id"]}
  secret         {access["client_secret"]}   (opens this pretend Azure and nothing else)

To point az at it:
  export AZURE_CONFIG_DIR=$(mktemp -d) REQUESTS_CA_BUNDLE={shlex.quote(ca_file)} AZURE_CORE_COLLECT_TELEMETRY=no
  az cloud register -n Rehearsal --endpoint-resource-manager {endpoint}/
  az cloud set -n Rehearsal
  az config set core.instance_discovery=false
  az login --service-principal {login}

As in a new subscription no resource provider is registered; once:
  az provider register --wait -n Microsoft.Network
  az provider register --wait -n Microsoft.Compute

It listens on this machine only. Ctrl-C stops it."""
