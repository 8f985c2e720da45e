"""Estate, roster, plan and figures -> the business case."""

from collections.abc import Iterator, Mapping
from datetime import date

from azlift.model import (
    BusinessCase,
    Estate,
    Finding,
    Month,
    Roster,
    Route,
    RouteMoney,
    Severity,
    Wave,
    WaveMoney,
    WavePlan,
    WorkloadId,
    WorkloadMoney,
)
from azlift.money.calendar import (
    NOTHING,
    add_months,
    make_timetable,
    migration_cost,
    month_of_wave,
    months_between,
    months_of,
)
from azlift.money.figures import ASSUMED, Figures
from azlift.money.run_rate import covered, hosts, price_workloads
from azlift.money.sensitivity import sensitivities

STAYING = (Route.RETIRE, Route.RETAIN)


def make_business_case(
    estate: Estate, roster: Roster, plan: WavePlan | None, figures: Figures, as_of: date
) -> BusinessCase:
    """The case as of a day. Without a plan, everything that moves is taken to leave in the first month."""
    lines = price_workloads(estate, roster, figures)
    waves = _wave_numbers(plan)
    first = add_months(figures.start or as_of, 0)
    dated = {wave.number: months_between(first, wave.opens) for wave in (plan.waves if plan else ()) if wave.opens}
    timetable = make_timetable(estate.workloads, lines, waves, figures, dated)
    months = months_of(timetable, figures, first)
    moved = [line for line in lines if line.target is not None]
    sources = {(p.compute.source, p.compute.seen_on) for p in roster.placements}
    return BusinessCase(
        currency=figures.currency,
        as_of=as_of,
        price_source="; ".join(f"{source} ({seen_on})" for source, seen_on in sorted(sources)),
        basis="assumed" if figures.assumed else "given",
        assumptions=ASSUMED if figures.assumed else (),
        today=sum((line.today for line in lines), NOTHING),
        target=sum((line.target or NOTHING for line in moved), NOTHING),
        unpriced=sum(route.unpriced for route in _by_route(lines)),
        migration=sum((month.migration for month in months), NOTHING),
        horizon_months=figures.horizon_months,
        saved_over_horizon=months[-1].saved_so_far,
        pays_back_on=_pays_back(months),
        by_route=tuple(_by_route(lines)),
        by_wave=tuple(_by_wave(plan, estate, lines, figures, first, dated)),
        months=months,
        blocked=tuple(_blocked(estate, lines)),
        sensitivities=sensitivities(timetable, figures, first),
        given_by=figures.today.source,
        findings=tuple(_misfits(estate, figures)),
    )


def _misfits(estate: Estate, figures: Figures) -> Iterator[Finding]:
    """Figures for what the inventory does not name: they are spread over what it does, or over nothing."""
    known = sorted({workload.datacenter for workload in estate.workloads} - {""})
    for contract in figures.today.contracts:
        if contract.datacenter and not covered(contract, estate.workloads):
            yield Finding(
                code="datacenter-unknown",
                severity=Severity.WARNING,
                message=f"No machine's datacentre is {contract.datacenter!r}: the contract {contract.name!r} is spread "
                "over the whole estate, and ends on its date whoever stays.",
                evidence=f"The inventory's are {', '.join(known)}." if known else "The inventory names none.",
                remedy="Spell it as the inventory does, or leave it out.",
            )
    hosted = sum(map(len, hosts(estate.workloads)))
    if figures.today.per_host and hosted < len(estate.workloads):
        yield Finding(
            code="host-not-named",
            severity=Severity.NOTE,
            message=f"Of {len(estate.workloads) - hosted:,} machines no source names the host: they bear no share of "
            "per_host, and a host that none of the others names is not paid for.",
        )


def _wave_numbers(plan: WavePlan | None) -> dict[WorkloadId, int]:
    if plan is None:
        return {}
    return {w: wave.number for wave in plan.waves for group in wave.groups for w in plan.by_group[group].workloads}


def _pays_back(months: tuple[Month, ...]) -> date | None:
    """The first month from which on the way has paid for itself, to the horizon's end."""
    behind = [number for number, month in enumerate(months) if month.saved_so_far < 0]
    position = behind[-1] + 1 if behind else 0
    return months[position].month if position < len(months) else None


def _by_route(lines: tuple[WorkloadMoney, ...]) -> Iterator[RouteMoney]:
    for route in Route:
        members = [line for line in lines if line.route is route]
        if members:
            yield RouteMoney(
                route=route,
                workloads=len(members),
                today=sum((line.today for line in members), NOTHING),
                target=sum((line.target or NOTHING for line in members), NOTHING),
                unpriced=sum(line.target is None for line in members) if route not in STAYING else 0,
            )


def _by_wave(
    plan: WavePlan | None,
    estate: Estate,
    lines: tuple[WorkloadMoney, ...],
    figures: Figures,
    first: date,
    dated: Mapping[int, int],
) -> Iterator[WaveMoney]:
    line_of = {line.workload: line for line in lines}
    for wave in plan.waves if plan else ():
        members = [line_of[workload] for workload in _members(plan, wave) if workload in line_of]
        if not members:
            continue
        machines = [estate.by_id[line.workload] for line in members]
        (batch,) = make_timetable(machines, members, {m.id: wave.number for m in machines}, figures).batches
        today = sum((line.today for line in members), NOTHING)
        yield WaveMoney(
            wave=wave.id,
            month=add_months(first, month_of_wave(wave.number, figures, dated)),
            workloads=len(members),
            today=today,
            target=batch.target,
            migration=migration_cost(batch, figures),
            saving_per_month=today - batch.target,
        )


def _members(plan: WavePlan | None, wave: Wave) -> list[WorkloadId]:
    return [w for group in wave.groups for w in plan.by_group[group].workloads] if plan else []


def _blocked(estate: Estate, lines: tuple[WorkloadMoney, ...]) -> list[WorkloadMoney]:
    held = [line for line in lines if line.route is Route.RETAIN and estate.by_id[line.workload].route is None]
    return sorted(held, key=lambda line: (-line.today, line.name))
