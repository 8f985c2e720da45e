"""`azlift survey`, `place` and `plan`: what concerns the whole estate and needs no Azure."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from azlift.cli.screen import (
    DEFAULT_WORKSPACE,
    Output,
    OutputOption,
    Workspace,
    print_json,
    print_section,
    print_table,
    say,
)
from azlift.model import Estate, Roster, WavePlan

Sources = Annotated[list[Path], typer.Argument(help="Inventories of any kind, or folders of them.")]
Explain = Annotated[bool, typer.Option("--explain", help="Show what each file was read as, and each column; no more.")]
SaveColumns = Annotated[
    bool, typer.Option("--save-columns", help="Write how a plain list's columns are read into a file beside it.")
]
KeepPersonal = Annotated[
    bool, typer.Option("--keep-personal", help="Keep columns that may hold personal data or secrets as tags.")
]


def add_commands(app: typer.Typer) -> None:
    app.command()(survey)
    app.command()(place)
    app.command()(plan)


def survey(
    sources: Sources,
    explain: Explain = False,
    save_columns: SaveColumns = False,
    keep_personal: KeepPersonal = False,
    workspace: Workspace = DEFAULT_WORKSPACE,
    output: OutputOption = Output.TABLE,
) -> None:
    """Read the inventories: every row becomes a workload, or is listed as left out and why."""
    from azlift import journey
    from azlift.estate import estate_report
    from azlift.venue import open_venue

    if explain or save_columns:
        _explain(sources, keep_personal, save_columns, output)
        return
    estate = journey.survey(sources, open_venue(workspace), keep_personal)
    if output is Output.JSON:
        print_json(estate_report(estate))
        return
    _show_estate(estate, workspace)


def place(workspace: Workspace = DEFAULT_WORKSPACE, output: OutputOption = Output.TABLE) -> None:
    """Choose each workload's size, disks and price in Azure, or say why it has none."""
    from azlift import journey
    from azlift.venue import open_venue

    venue = open_venue(workspace)
    roster = journey.place(venue)
    if output is Output.JSON:
        print_json(roster.model_dump(mode="json"))
        return
    _show_roster(roster, venue.ledger.latest(journey.ESTATE, Estate), workspace)


def plan(
    edited: Annotated[
        Path | None, typer.Option("--edited", help="A plan.csv, plan.xlsx or plan.yaml that you changed, to take up.")
    ] = None,
    workspace: Workspace = DEFAULT_WORKSPACE,
    output: OutputOption = Output.TABLE,
) -> None:
    """Put the workloads into move groups and waves, and write plan.csv, plan.xlsx and plan.yaml for editing."""
    from azlift import journey
    from azlift.venue import open_venue

    venue = open_venue(workspace)
    made = journey.plan(venue, edited)
    journey.write_plan(venue, edited)
    if output is Output.JSON:
        print_json(made.model_dump(mode="json"))
        return
    _show_plan(made)
    say(f"To change it, edit {workspace / 'plan.csv'} and run: azlift plan --edited {workspace / 'plan.csv'}")


def _explain(sources: list[Path], keep_personal: bool, save_columns: bool, output: Output) -> None:
    from azlift.estate import explained, read_inventory, save_mappings

    inventory = read_inventory(sources, keep_personal)
    if save_columns:
        for file in save_mappings(inventory.opened):
            say(f"How its columns are read is in {file}: change it, and survey again.")
    if output is Output.JSON:
        print_json(explained(inventory.opened))
        return
    for one in inventory.opened:
        say(f"{one.reading.file}: {one.because}; {one.reading.rows:,} rows")
        rows = [(use.tab, use.header, use.field or "–", use.unit, use.why) for use in one.reading.columns]
        print_table(one.title, ("tab", "column", "read as", "unit", "why"), rows)


def _show_estate(estate: Estate, workspace: Path) -> None:
    from azlift.report import survey_sections, survey_text

    say(survey_text(estate))
    for section in survey_sections(estate):
        print_section(section, workspace)
    say(f"The estate as tables, and how good its data is (quality.md), are in {workspace / 'survey'}")


def _show_roster(roster: Roster, estate: Estate, workspace: Path) -> None:
    from azlift.report import PLACEMENTS, roster_lines, roster_sections

    for section in roster_sections(roster, estate):
        print_section(section, workspace)
    for line in roster_lines(roster):
        say(line)
    say(f"Machine by machine: {workspace / PLACEMENTS}; one machine whole: azlift show NAME")


def _show_plan(made: WavePlan) -> None:
    rows = []
    for wave in made.waves:
        groups = [made.by_group[group] for group in wave.groups]
        machines = sum(len(group.workloads) for group in groups)
        gib = sum(group.disk_gib for group in groups)
        opens = f"{wave.opens:%Y-%m-%d %H:%M}Z" if wave.opens else ""
        tight = wave.binding if wave.binding else ""
        rows.append((wave.id, "pilot" if wave.pilot else "", opens, len(groups), machines, f"{gib:,}", tight, wave.why))
    columns = ("wave", "", "opens", "groups", "machines", "GiB", "tightest", "why")
    print_table("Waves", columns, rows)
    for violation in made.violations:
        say(f"{violation.severity}: {violation.message} {violation.evidence}")
    _show_grouping(made)
    _show_worth(made)
    say(f"{len(made.staying):,} machines stay where they are")


def _show_grouping(made: WavePlan) -> None:
    found = Counter((finding.severity, finding.code) for finding in made.findings)
    if found:
        seen = [(severity, code, f"{count:,}") for (severity, code), count in sorted(found.items())]
        print_table("Seen when planning", ("severity", "code", "count"), seen)
    if made.suggestions:
        machines = sum(len(one.workloads) for one in made.suggestions)
        say(f"{machines:,} machines state no application and get one suggested, in suggested.yaml: ask their owners")


def _show_worth(made: WavePlan) -> None:
    """What the plan costs, part by part, and how far it is from the best possible."""
    if made.worth is None:
        return
    parts = ", ".join(f"{name} {value:,.0f}" for name, value in made.worth._asdict().items() if value)
    gap = "" if made.gap is None else f"; at most {made.gap:.1%} of it could be saved by another plan"
    say(f"It costs {made.worth.total:,.0f} until its end ({parts}){gap}")
