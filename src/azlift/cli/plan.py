"""`azlift plan`: waves made, taken up, explained; and `azlift plan check | repair | drift`, which record nothing."""

import asyncio
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from azlift.cli.screen import (
    DEFAULT_WORKSPACE,
    Output,
    OutputOption,
    Workspace,
    print_json,
    print_section,
    say,
)
from azlift.cli.searching import searching
from azlift.errors import NotFound, PlanError
from azlift.model import Estate, Finding, Severity, WavePlan

app = typer.Typer(help="Move groups and waves.", invoke_without_command=True)


class Form(StrEnum):
    AZURE_MIGRATE = "azure-migrate"
    CMF = "cmf"


FINDINGS_SHOWN = 10
Edited = Annotated[
    Path | None, typer.Argument(help="A plan.csv, plan.xlsx or plan.yaml that you changed; without it the last plan.")
]
Sources = Annotated[list[Path] | None, typer.Argument(help="Inventories to read anew; without them the last survey.")]


@app.callback()
def plan(
    context: typer.Context,
    edited: Annotated[
        Path | None, typer.Option("--edited", help="A plan.csv, plan.xlsx or plan.yaml that you changed, to take up.")
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="GROUP|WAVE|MACHINE", help="Say why it is where it is; plan nothing."),
    ] = None,
    time_limit: Annotated[
        float | None,
        typer.Option("--time-limit", min=0, metavar="SECONDS", help="Keep the best found by then; so does Ctrl-C."),
    ] = None,
    workspace: Workspace = DEFAULT_WORKSPACE,
    output: OutputOption = Output.TABLE,
) -> None:
    """Put the workloads into move groups and waves, and write the plan to the workspace, to edit and to read."""
    if context.invoked_subcommand:
        return
    if explain is not None:
        _explain(explain, workspace, output)
        return
    from azlift import journey
    from azlift.on_record import ESTATE
    from azlift.plan_writing import write_plan
    from azlift.runbook import no_return_text, read_runbook
    from azlift.venue import open_venue

    venue = open_venue(workspace)
    with searching(time_limit) as effort:
        made = journey.plan(venue, edited, effort)
    write_plan(venue, edited)
    if output is Output.JSON:
        print_json(made.model_dump(mode="json"))
        return
    _show_plan(made, venue.ledger.latest(ESTATE, Estate), workspace)
    said = no_return_text(read_runbook(workspace).content, [group.id for group in made.groups])
    say(f"{said} What each night consists of: azlift runbook WAVE" if said else "No group moves.")
    say(f"To change it, edit {workspace / 'plan.csv'} (or .xlsx, .yaml) and run: azlift plan check, then plan --edited")


@app.command()
def check(edited: Edited = None, workspace: Workspace = DEFAULT_WORKSPACE, output: OutputOption = Output.TABLE) -> None:
    """Judge an edited plan from scratch: what it breaks and changes, and the cheapest repair; nothing is recorded."""
    from azlift.report import counted, review_sections
    from azlift.reviewing import check_plan
    from azlift.venue import open_venue

    review = check_plan(open_venue(workspace), edited)
    if output is Output.JSON:
        print_json(review.model_dump(mode="json"))
    else:
        _print(review_sections(review), workspace)
    arose = {(one.code, one.message) for one in review.arose if one.severity is not Severity.NOTE}
    told = [one for one in review.plan.violations if one.severity is not Severity.NOTE]
    broken = [one for one in told if one.severity is Severity.BLOCKING or (one.code, one.message) in arose]
    if broken:
        mending = f"azlift plan repair {edited or ''}".rstrip()
        raise PlanError(f"the plan breaks {counted(len(broken), 'rule')}", advice=f"See what mends it: {mending}")
    say(f"Nothing new is broken; {counted(len(told), 'warning')} of before stand." if told else "Nothing is broken.")


@app.command()
def repair(
    edited: Edited = None,
    to: Annotated[Path | None, typer.Option("--to", help="The CSV file to write; else repaired.csv.")] = None,
    workspace: Workspace = DEFAULT_WORKSPACE,
    output: OutputOption = Output.TABLE,
) -> None:
    """Mend a plan with as few groups moved as can be, and write that as a file to take up; nothing is recorded."""
    from azlift.plan_writing import write_repaired
    from azlift.report import counted, review_sections
    from azlift.reviewing import repair_plan
    from azlift.venue import open_venue

    venue = open_venue(workspace)
    review, fewest = repair_plan(venue, edited)
    file = write_repaired(review.plan, to, venue)
    if output is Output.JSON:
        print_json({"fewest": fewest, "file": str(file), **review.model_dump(mode="json")})
        return
    _print(review_sections(review), workspace)
    if not review.shifts:
        say("Nothing that must hold is broken: there is nothing to mend.")
        return
    proof = "no plan that breaks nothing moves fewer" if fewest else "that fewer are enough was not ruled out"
    say(f"Moved: {counted(len(review.shifts), 'group')} ({proof}). Take it up: azlift plan --edited {file}")


@app.command()
def drift(
    sources: Sources = None,
    quotas: Annotated[bool, typer.Option("--quotas", help="Ask Azure for today's vCPU quotas, too.")] = False,
    workspace: Workspace = DEFAULT_WORKSPACE,
    output: OutputOption = Output.TABLE,
) -> None:
    """Say which waves still hold under today's inventory, calendar, quotas and prices, and what broke the others."""
    from azlift.azure_quotas import read_core_quotas
    from azlift.drifting import plan_drift
    from azlift.report import counted, drift_sections
    from azlift.venue import open_venue

    venue = open_venue(workspace)
    found = plan_drift(venue, sources or (), asyncio.run(read_core_quotas(venue)) if quotas else ())
    if output is Output.JSON:
        print_json(found.model_dump(mode="json"))
    else:
        _print(drift_sections(found), workspace)
        if found.unplanned:
            say(f"In no wave, and moving: {counted(len(found.unplanned), 'machine')}")
    broken = [wave.wave for wave in found.waves if not wave.valid]
    if broken:
        raise PlanError(f"broken: {', '.join(broken)}", advice="Plan again: azlift plan; what is under way stays.")
    say("Every wave that has not begun still holds.")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="The CSV file to write.")],
    to: Annotated[
        Form, typer.Option("--for", help="Whose file: Azure Migrate's wave mapping, or AWS CMF's intake form.")
    ],
    into: Annotated[
        Path | None, typer.Option("--into", help="Azure Migrate's own export, to fill in: only Wave Name is changed.")
    ] = None,
    workspace: Workspace = DEFAULT_WORKSPACE,
) -> None:
    """Write the plan as another tool reads it; `azlift plan --edited` takes such a file up again."""
    from azlift.plan_writing import write_for_azure_migrate, write_for_cmf
    from azlift.venue import open_venue

    venue = open_venue(workspace)
    if to is Form.CMF:
        write_for_cmf(file, venue)
    else:
        for condition in write_for_azure_migrate(file, into, venue):
            say(f"{condition.message}: {condition.evidence}")
    say(f"Written: {file}")


def _print(sections: Iterable[Any], workspace: Path) -> None:
    for section in sections:
        print_section(section, workspace)


def _said(finding: Finding) -> str:
    place = f"{finding.origin.file}:{finding.origin.row}: " if finding.origin and finding.origin.row else ""
    evidence = f" ({finding.evidence})" if finding.evidence else ""
    return f"{finding.severity}: {place}{finding.message}{evidence}"


def _show_plan(made: WavePlan, estate: Estate, workspace: Path) -> None:
    from azlift.report import board, findings_counted, scarcity_sections, weights_text, worth_text

    print_section(board(made), workspace)
    for wave in made.waves:
        if wave.pilot:
            say(f"{wave.id} is the pilot")
    for violation in made.violations:
        say(_said(violation))
    if made.findings:
        print_section(findings_counted(made.findings), workspace)
    serious = [finding for finding in made.findings if finding.severity is not Severity.NOTE]
    for finding in serious[:FINDINGS_SHOWN]:
        say(_said(finding))
    if len(serious) > FINDINGS_SHOWN:
        say(f"… and {len(serious) - FINDINGS_SHOWN:,} more of them: azlift plan -o json")
    if made.suggestions:
        machines = sum(len(one.workloads) for one in made.suggestions)
        say(f"{machines:,} machines state no application and get one suggested, in suggested.yaml: ask their owners")
    for section in scarcity_sections(made, estate):
        print_section(section, workspace)
    for text in filter(None, (worth_text(made), weights_text(made))):
        say(text)
    say(f"{len(made.staying):,} machines stay where they are")


def _meant(name: str, made: WavePlan, estate: Estate) -> str:
    """The wave or group of that name, in any case, or the group of the machine of that name."""
    known = {one.casefold(): one for one in (*made.by_wave, *made.by_group)}
    if name.casefold() in known:
        return known[name.casefold()]
    named = {w.id for w in estate.workloads if name.casefold() in (w.id, w.name.casefold())}
    return next((group.id for group in made.groups if not named.isdisjoint(group.workloads)), name)


def _explain(name: str, workspace: Path, output: Output) -> None:
    from azlift.on_record import current_plan, routed_estate
    from azlift.reasons import why_there
    from azlift.report import group_sections, wave_sections
    from azlift.venue import open_venue

    venue = open_venue(workspace)
    made = current_plan(venue)
    name = _meant(name, made, routed_estate(venue))
    if name in made.by_wave:
        wave = made.by_wave[name]
        if output is Output.JSON:
            choices = [choice._asdict() for choice in made.choices if choice.group in wave.groups]
            print_json({**wave.model_dump(mode="json"), "choices": choices})
        else:
            _print(wave_sections(wave, made), workspace)
    elif name in made.by_group:
        group, wave = made.by_group[name], next(wave for wave in made.waves if name in wave.groups)
        slots = why_there(name, venue)
        if output is Output.JSON:
            print_json({**group.model_dump(mode="json"), "wave": wave.id, "windows": [s._asdict() for s in slots]})
        else:
            _print(group_sections(group, wave, slots), workspace)
    else:
        raise NotFound(f"the plan has no group and no wave {name!r}", advice="azlift status lists them.")
