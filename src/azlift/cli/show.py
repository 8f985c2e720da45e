"""`azlift show`: one machine whole."""

from typing import TYPE_CHECKING, Annotated

import typer

from azlift.cli.screen import DEFAULT_WORKSPACE, Output, OutputOption, Workspace, print_json, print_section, say
from azlift.model import Estate, LeftOut, Roster, WavePlan, Workload

if TYPE_CHECKING:
    from azlift.report import Dossier
    from azlift.venue import Venue


def add_commands(app: typer.Typer) -> None:
    app.command()(show)


def show(
    machine: Annotated[str, typer.Argument(help="Its name, DNS name or id; or FILE:ROW, a row that was read.")],
    workspace: Workspace = DEFAULT_WORKSPACE,
    output: OutputOption = Output.TABLE,
) -> None:
    """Show one machine whole: its sources, verdict, size and why, disks, prices, wave; or why it was left out."""
    from azlift import on_record
    from azlift.report import dossier_data, dossier_sections, find_machine
    from azlift.venue import open_venue

    venue = open_venue(workspace)
    estate = venue.ledger.latest(on_record.ESTATE, Estate)
    found = find_machine(machine, estate)
    if isinstance(found, LeftOut):
        _show_left_out(found, output)
        return
    dossier = _read_dossier(found, estate, venue)
    if output is Output.JSON:
        print_json(dossier_data(dossier))
        return
    for section in dossier_sections(dossier):
        print_section(section, workspace)
    for step in dossier.outdated:
        say(f"The inventory or the settings have changed since: run azlift {step} anew.")
    if dossier.assessment is None:
        say("It is not placed yet: run azlift place.")


def _read_dossier(workload: Workload, estate: Estate, venue: "Venue") -> "Dossier":
    """What the ledger holds of it, and its money by the workspace's figures once it is placed."""
    from azlift import journey, on_record
    from azlift.money import price_workloads, read_figures
    from azlift.report import make_dossier

    roster = venue.ledger.find_latest(on_record.ESTATE, Roster)
    plan = venue.ledger.find_latest(on_record.ESTATE, WavePlan)
    if roster is None:
        return make_dossier(workload, estate, None, None)
    figures = read_figures(venue.workspace)
    money = next(line for line in price_workloads(estate, roster, figures) if line.workload == workload.id)
    outdated = journey.outdated_steps(venue)
    return make_dossier(workload, estate, roster, plan, money=money, currency=figures.currency, outdated=outdated)


def _show_left_out(item: LeftOut, output: Output) -> None:
    if output is Output.JSON:
        print_json({"left_out": item.model_dump(mode="json")})
        return
    place = ", ".join(filter(None, (item.origin.file, item.origin.tab, f"row {item.origin.row}")))
    say(f"{item.name} is no workload: {place} was left out ({item.reason}). {item.detail}")
