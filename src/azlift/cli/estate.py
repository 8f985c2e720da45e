"""`azlift survey` and `place`: what concerns the whole estate and needs no Azure."""

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
from azlift.model import Estate, Roster

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
    from azlift import journey, on_record
    from azlift.venue import open_venue

    venue = open_venue(workspace)
    roster = journey.place(venue)
    if output is Output.JSON:
        print_json(roster.model_dump(mode="json"))
        return
    _show_roster(roster, venue.ledger.latest(on_record.ESTATE, Estate), workspace)


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
