"""`azlift survey`, `place` and `plan`: what concerns the whole estate and needs no Azure."""

from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from azlift.cli.screen import DEFAULT_WORKSPACE, Output, OutputOption, Workspace, print_json, print_table, say
from azlift.model import Estate, Placement, Readiness, Roster, Route, Severity, WavePlan

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
    _show_estate(estate)


def place(workspace: Workspace = DEFAULT_WORKSPACE, output: OutputOption = Output.TABLE) -> None:
    """Choose each workload's size, disks and price in Azure, or say why it has none."""
    from azlift import journey
    from azlift.venue import open_venue

    venue = open_venue(workspace)
    roster = journey.place(venue)
    if output is Output.JSON:
        print_json(roster.model_dump(mode="json"))
        return
    _show_roster(roster, venue.ledger.latest(journey.ESTATE, Estate))


def plan(
    edited: Annotated[
        Path | None, typer.Option("--edited", help="A plan.csv or plan.yaml that you changed, to take up.")
    ] = None,
    workspace: Workspace = DEFAULT_WORKSPACE,
    output: OutputOption = Output.TABLE,
) -> None:
    """Put the workloads into move groups and waves, and write plan.csv and plan.yaml to the workspace for editing."""
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


def _show_estate(estate: Estate) -> None:
    totals = estate.totals
    say(
        f"{totals.rows:,} rows = {len(estate.workloads):,} workloads + {len(estate.left_out):,} left out; "
        f"{totals.powered_on:,} powered on, {totals.powered_off:,} off; {totals.vcpu:,} vCPU, "
        f"{totals.memory_mib:,} MiB memory, {totals.disks:,} disks, {totals.nics:,} NICs"
    )
    if estate.left_out:
        rows = [(r.origin.file, r.origin.tab, r.origin.row, r.name, r.reason, r.detail) for r in estate.left_out]
        print_table("Left out", ("file", "tab", "row", "name", "reason", "detail"), rows)
    findings = [(f.severity, f.code, f.message, f.evidence) for f in estate.findings if f.workload is None]
    if findings:
        print_table("Findings", ("severity", "code", "finding", "evidence"), findings)


def _show_roster(roster: Roster, estate: Estate) -> None:
    sizes = Counter(p.size for p in roster.placements)
    per_month = sum((p.cost_per_month for p in roster.placements), start=0)
    verdicts = Counter(assessment.verdict for assessment in roster.assessments)
    print_table("Verdicts", ("verdict", "machines"), [(verdict, f"{verdicts[verdict]:,}") for verdict in Readiness])
    _show_routes(roster)
    print_table("Sizes", ("size", "machines"), [(size, f"{count:,}") for size, count in sizes.most_common()])
    if roster.unplaceable:
        rows = [
            (estate.by_id[u.workload].name, u.route, u.findings[0].code, u.findings[0].message)
            for u in roster.unplaceable
        ]
        print_table("Not placed", ("name", "route", "code", "why"), rows)
    _show_findings(roster)
    measured = [p for p in roster.placements if p.basis == "performance"]
    if measured:
        _show_methods(measured)
    prices = {(p.compute.source, p.compute.seen_on) for p in roster.placements}
    for source, seen_on in sorted(prices):
        say(f"{len(roster.placements):,} machines cost {per_month:,.2f} USD a month ({source}, {seen_on})")


def _show_routes(roster: Roster) -> None:
    """Counts and money per route; what is suggested stands beside what is decided."""
    routes = Counter(assessment.route for assessment in roster.assessments)
    route_of = {assessment.workload: assessment.route for assessment in roster.assessments}
    cost: dict[Route, Decimal] = defaultdict(Decimal)
    for placement in roster.placements:
        cost[route_of[placement.workload]] += placement.cost_per_month
    rows = [(route, f"{count:,}", f"{cost[route]:,.2f}") for route, count in routes.most_common()]
    print_table("Routes", ("route", "machines", "USD a month"), rows)


def _show_findings(roster: Roster) -> None:
    told = Counter(told for a in roster.assessments for told in {(f.severity, f.code) for f in a.findings})
    worst_first = sorted(told.items(), key=lambda item: (-list(Severity).index(item[0][0]), -item[1], item[0][1]))
    rows = [(severity, code, f"{count:,}") for (severity, code), count in worst_first]
    if rows:
        print_table("Findings", ("severity", "code", "machines"), rows)
    for finding in roster.findings:
        say(f"{finding.severity}: {finding.message} {finding.remedy}")


def _show_methods(measured: list[Placement]) -> None:
    """What Azure Migrate's published method would have taken, beside what was taken."""
    compared = [(p.cost_per_month, p.documented) for p in measured if p.documented]
    ours = sum((cost for cost, _ in compared), start=Decimal(0))
    theirs = sum((d.compute_per_month + d.storage_per_month for _, d in compared), start=Decimal(0))
    say(
        f"{len(measured):,} machines are sized by what they use: {ours:,.2f} USD a month, where Azure Migrate's "
        f"published method takes {theirs:,.2f} for the {len(compared):,} it has a size for"
    )


def _show_plan(made: WavePlan) -> None:
    rows = []
    for wave in made.waves:
        groups = [made.by_group[group] for group in wave.groups]
        machines = sum(len(group.workloads) for group in groups)
        gib = sum(group.disk_gib for group in groups)
        rows.append((wave.id, "pilot" if wave.pilot else "", len(groups), machines, f"{gib:,}", wave.why))
    print_table("Waves", ("wave", "", "groups", "machines", "GiB", "why"), rows)
    for violation in made.violations:
        say(f"{violation.severity}: {violation.message}")
    found = Counter((finding.severity, finding.code) for finding in made.findings)
    if found:
        seen = [(severity, code, f"{count:,}") for (severity, code), count in sorted(found.items())]
        print_table("Seen when grouping", ("severity", "code", "count"), seen)
    if made.suggestions:
        machines = sum(len(one.workloads) for one in made.suggestions)
        say(f"{machines:,} machines state no application and get one suggested, in suggested.yaml: ask their owners")
    say(f"{len(made.staying):,} machines stay where they are")
