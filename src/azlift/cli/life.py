"""What happens to groups and waves before and after their night: tests, acceptance, hypercare, and the end."""

from pathlib import Path
from typing import Annotated, Any

import typer

from azlift.cli.driving import drive, speak
from azlift.cli.screen import DEFAULT_WORKSPACE, Output, OutputOption, Workspace, print_json, print_table, say
from azlift.errors import PartlyDone

GroupArgument = Annotated[str, typer.Argument(help="A move group of the plan; `azlift status WAVE` lists them.")]


WaveArgument = Annotated[str, typer.Argument(help="A wave of the plan, such as wave-01.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, in a sentence; it stays on record.")]
EvidenceFile = Annotated[Path, typer.Option("--evidence", help="YAML: archive, restore_test and the six records.")]


def add_commands(app: typer.Typer) -> None:
    app.command("test")(try_out)
    for command in (accept, watch, retire, close, savings):
        app.command()(command)
    app.command("hand-over")(hand_over)


def try_out(
    group: GroupArgument,
    clean: Annotated[bool, typer.Option("--clean", help="Take the copy away, and its network.")] = False,
    verdict: Annotated[
        bool | None, typer.Option("--accept/--reject", help="Say of the copy that it will do, or not; with --reason.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why it is accepted or rejected.")] = "",
    workspace: Workspace = DEFAULT_WORKSPACE,
    output: OutputOption = Output.TABLE,
) -> None:
    """Make an isolated copy of a group, check it, and put down what it showed; it stands until it is cleaned."""
    if verdict is not None:
        _answer(group, verdict, reason, workspace)
    if clean:
        _clean(group, workspace)
    if clean or verdict is not None:
        return
    from azlift import journey

    async def verb(venue: Any) -> Any:
        await journey.prepare(journey.wave_of_subject(group, venue).id, venue)
        return await journey.test(group, venue)

    made = drive(group, workspace, verb)
    if output is Output.JSON:
        print_json(made.model_dump(mode="json"))
        return
    rows = [("passed" if one.passed else "failed", one.name, one.expected, one.found) for one in made.checks.results]
    print_table(f"The copy of {group}", ("", "what", "expected", "found"), rows)
    say(f"the copy stands in {', '.join(made.resource_groups)}; its disks are empty: no data was tested")
    say(f"if it will do: azlift test {group} --accept --reason TEXT; then clean it up: azlift test {group} --clean")


def _answer(group: str, accepted: bool, reason: str, workspace: Path) -> None:
    from azlift import journey

    made = speak(workspace, lambda venue: journey.answer_test(group, venue, accepted, reason))
    say(f"the test of {group} is {'accepted' if accepted else 'rejected'}{_by(made.accepted_by or made.rejected_by)}")


def _clean(group: str, workspace: Path) -> None:
    from azlift import journey

    removals = drive(group, workspace, lambda venue: journey.clean_test(group, venue))
    say(f"{sum(len(removal.deleted) for removal in removals):,} resources of the copy of {group} deleted")


def accept(group: GroupArgument, reason: Reason, workspace: Workspace = DEFAULT_WORKSPACE) -> None:
    """Let a group stay in Azure, as its business owner: from here on nothing of it is rolled back."""
    from azlift import journey

    made = speak(workspace, lambda venue: journey.accept(group, venue, reason))
    say(f"{group} is accepted{_by(made.person)}; it can no longer be rolled back")


def watch(wave: WaveArgument, workspace: Workspace = DEFAULT_WORKSPACE, output: OutputOption = Output.TABLE) -> None:
    """Look once at every group of a wave after its go; what got worse is put on record and told."""
    from azlift import journey
    from azlift.on_record import zone_of

    made = drive(zone_of(wave), workspace, lambda venue: journey.watch(wave, venue))
    if output is Output.JSON:
        print_json(made.model_dump(mode="json"))
    say(f"{made.checked:,} checks of {made.groups:,} groups of {wave}: {len(made.failing) or 'none'} not well")
    for group, faults in made.failing.items():
        say(f"{group}{' got worse' if group in made.worse else ''}: {'; '.join(faults[:5])}")
    if made.failing:
        raise PartlyDone(
            f"not well: {', '.join(made.failing)}", advice=f"See what to do: azlift why {next(iter(made.failing))}"
        )


def hand_over(wave: WaveArgument, reason: Reason, workspace: Workspace = DEFAULT_WORKSPACE) -> None:
    """Take a wave over, as operations: watched for long enough, well, and accepted."""
    from azlift import journey

    made = speak(workspace, lambda venue: journey.hand_over(wave, venue, reason))
    say(f"{wave} is handed over{_by(made.by)}")
    _tell_left(made.left_behind)


def retire(
    group: GroupArgument, evidence: EvidenceFile, reason: Reason, workspace: Workspace = DEFAULT_WORKSPACE
) -> None:
    """Switch a group's source off for good, as its business owner, with archive, restore test and off-boarding."""
    from azlift import journey

    made = speak(workspace, lambda venue: journey.retire(group, venue, reason, evidence))
    say(f"the source of {group} is retired{_by(made.person)}; archive: {made.archive}")


def close(wave: WaveArgument, reason: Reason, workspace: Workspace = DEFAULT_WORKSPACE) -> None:
    """Close a wave; partly, where a source still stands or a group was left behind, which are named."""
    from azlift import journey

    made = speak(workspace, lambda venue: journey.close(wave, venue, reason))
    say(f"{wave} is {'partly closed' if made.left_behind else 'closed'}")
    _tell_left(made.left_behind)


def savings(workspace: Workspace = DEFAULT_WORKSPACE, output: OutputOption = Output.TABLE) -> None:
    """Show what each wave has saved so far against what the plan promised by now; figures are given in money.yaml."""
    from azlift import journey
    from azlift.venue import open_venue

    made = journey.realised(open_venue(workspace))
    if output is Output.JSON:
        print_json([one.model_dump(mode="json") for one in made])
        return
    columns = ("wave", "machines", "landed", "retired", "promised", "realised", "promised a month", "realised a month")
    rows = [
        (one.wave, one.workloads, one.landed, one.retired, *(f"{amount:,.2f}" for amount in _amounts(one)))
        for one in made
    ]
    print_table("Savings so far", columns, rows)
    unpriced = sum(one.unpriced for one in made)
    if unpriced:
        say(f"{unpriced:,} machines move at a price that is not known: they are in none of the amounts")


def _amounts(one: Any) -> tuple[Any, ...]:
    return one.promised, one.realised, one.promised_per_month, one.realised_per_month


def _by(person: Any) -> str:
    return f" by {person.name or person.object_id}" if person else ""


def _tell_left(left: dict[str, str]) -> None:
    for group, why in left.items():
        say(f"left: {group}: {why}")
