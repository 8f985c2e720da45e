"""`azlift money`: what the estate costs today, what it will cost, and what the way there costs."""

from collections.abc import Iterator
from decimal import Decimal

import typer

from azlift.cli.screen import DEFAULT_WORKSPACE, Output, OutputOption, Workspace, print_json, print_table, say
from azlift.model import BusinessCase, Month

BLOCKED_SHOWN = 10


def add_commands(app: typer.Typer) -> None:
    app.command()(money)


def money(workspace: Workspace = DEFAULT_WORKSPACE, output: OutputOption = Output.TABLE) -> None:
    """Show the business case: today's run rate, the target's, month by month; figures are given in money.yaml."""
    from azlift import journey
    from azlift.venue import open_venue

    case = journey.money(open_venue(workspace))
    if output is Output.JSON:
        print_json(case.model_dump(mode="json"))
        return
    _show_basis(case)
    _show_routes(case)
    if case.by_wave:
        _show_waves(case)
    _show_months(case)
    _show_blocked(case)
    rows = [
        (item.name, _amount(item.value), _amount(item.saved_if_lower), _amount(item.saved_if_higher))
        for item in case.sensitivities
    ]
    print_table("What the saving hangs on", ("figure", "value", "saved at −20 %", "saved at +20 %"), rows)


def _show_basis(case: BusinessCase) -> None:
    said = f"{_amount(case.today)} {case.currency} a month today, {_amount(case.target)} in Azure for what moves"
    if case.unpriced:
        said += f" and at least that: {case.unpriced:,} of them move at a price that is not known"
    say(said)
    if case.basis == "assumed":
        named = ", ".join(f"{item.name} {item.value}" for item in case.assumptions)
        first = case.assumptions[0]
        say(
            f"ASSUMED: nobody gave today's costs. {named} {first.unit} stand in ({first.source}); hardware, "
            "facilities, network, labour and licences are not in it. Give yours in money.yaml."
        )
    else:
        say(f"today's costs are given by {case.given_by or 'money.yaml, which names no source (today: {source: …})'}")
    back = f"pays back in {case.pays_back_on:%Y-%m}" if case.pays_back_on else "does not pay back"
    say(f"over {case.horizon_months} months it saves {_amount(case.saved_over_horizon)} {case.currency} and {back}")
    say(f"Azure's prices: {case.price_source}")
    for finding in case.findings:
        say(f"{finding.severity}: {finding.message} {finding.evidence} {finding.remedy}".rstrip())


def _show_routes(case: BusinessCase) -> None:
    rows: list[tuple[object, ...]] = [
        (route.route, f"{route.workloads:,}", _amount(route.today), _amount(route.target), f"{route.unpriced:,}")
        for route in case.by_route
    ]
    workloads = sum(route.workloads for route in case.by_route)
    rows.append(("total", f"{workloads:,}", _amount(case.today), _amount(case.target), f"{case.unpriced:,}"))
    print_table("By route, a month", ("route", "workloads", "today", "in Azure", "price unknown"), rows)


def _show_waves(case: BusinessCase) -> None:
    rows = [
        (
            wave.wave,
            f"{wave.month:%Y-%m}",
            f"{wave.workloads:,}",
            _amount(wave.today),
            _amount(wave.target),
            _amount(wave.migration),
            _amount(wave.saving_per_month),
        )
        for wave in case.by_wave
    ]
    columns = ("wave", "month", "workloads", "today", "in Azure", "migration", "saves a month")
    print_table("By wave", columns, rows)


def _show_months(case: BusinessCase) -> None:
    rows = [
        (
            f"{month.month:%Y-%m}",
            _amount(month.source),
            _amount(month.double),
            _amount(month.target),
            _amount(month.migration),
            _amount(month.saved),
            _amount(month.saved_so_far),
        )
        for month in _changing(case.months)
    ]
    columns = ("month", "source", "of it double", "Azure", "migration", "saved", "so far")
    print_table("Month by month", columns, rows)
    if len(rows) < len(case.months):
        say(f"{len(case.months) - len(rows):,} months like the one before are not shown: see azlift money -o json")


def _changing(months: tuple[Month, ...]) -> Iterator[Month]:
    """The months that are not like the one before, and the last."""
    before: dict[str, object] = {}
    for month in months:
        figures = month.model_dump(exclude={"month", "saved_so_far"})
        if figures != before or month is months[-1]:
            yield month
        before = figures


def _show_blocked(case: BusinessCase) -> None:
    if not case.blocked:
        return
    rows = [(line.name, _amount(line.today), line.why) for line in case.blocked[:BLOCKED_SHOWN]]
    total = sum((line.today for line in case.blocked), Decimal(0))
    title = f"Blocked: {len(case.blocked):,} workloads, {_amount(total)} {case.currency} a month"
    print_table(title, ("workload", "a month", "why it stays"), rows)
    if len(case.blocked) > BLOCKED_SHOWN:
        say(f"… and {len(case.blocked) - BLOCKED_SHOWN:,} more: see azlift money -o json")


def _amount(value: Decimal) -> str:
    """Whole units: a business case is not exact to the cent, and pretends nothing."""
    return f"{value:,.0f}"
