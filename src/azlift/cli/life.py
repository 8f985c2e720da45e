"""What happens to a group before and after its night: its test, and what comes of it."""

from typing import Annotated, Any

import typer

from azlift.cli.driving import drive
from azlift.cli.screen import DEFAULT_WORKSPACE, Output, OutputOption, Workspace, print_json, print_table, say

GroupArgument = Annotated[str, typer.Argument(help="A move group of the plan; `azlift status WAVE` lists them.")]


def add_commands(app: typer.Typer) -> None:
    app.command("test")(try_out)


def try_out(
    group: GroupArgument,
    clean: Annotated[bool, typer.Option("--clean", help="Take the copy away, and its network.")] = False,
    workspace: Workspace = DEFAULT_WORKSPACE,
    output: OutputOption = Output.TABLE,
) -> None:
    """Make an isolated copy of a group, check it, and put down what it showed; it stands until it is cleaned."""
    if clean:
        _clean(group, workspace)
        return
    from azlift import journey

    async def verb(venue: Any) -> Any:
        await journey.prepare(journey.wave_of_subject(group, venue).id, venue)
        return await journey.test(group, venue)

    verdict = drive(group, workspace, verb)
    if output is Output.JSON:
        print_json(verdict.model_dump(mode="json"))
        return
    rows = [("passed" if one.passed else "failed", one.name, one.expected, one.found) for one in verdict.checks.results]
    print_table(f"The copy of {group}", ("", "what", "expected", "found"), rows)
    say(f"the copy stands in {', '.join(verdict.resource_groups)}; its disks are empty: no data was tested")
    say(f"clean it up: azlift test {group} --clean")


def _clean(group: str, workspace: Any) -> None:
    from azlift import journey

    removals = drive(group, workspace, lambda venue: journey.clean_test(group, venue))
    say(f"{sum(len(removal.deleted) for removal in removals):,} resources of the copy of {group} deleted")
