"""What each workload costs a month: its share of today's run rate, and its price where it goes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from azlift.model import CENT, MIB_PER_GIB, Estate, Roster, Route, Workload, WorkloadId, WorkloadMoney
from azlift.money.figures import ASSUMED, Contract, Figures

MONTHS = 12
DAYS = 30
"""Of a month."""


def per_server(figures: Figures) -> Decimal:
    """What a server costs a month by being there; where nobody gave any figure, by the published assumptions."""
    if figures.assumed:
        a_year = sum((item.value for item in ASSUMED), Decimal(0))
        return (a_year / MONTHS * figures.usd_rate).quantize(CENT)
    return figures.today.per_server


def todays_shares(workloads: Sequence[Workload], figures: Figures) -> dict[WorkloadId, Decimal]:
    """Each workload's share of today's run rate. Hosts are shared by their machines, contracts by those of their
    datacentre, licences by all, in whole cents of which none is lost."""
    today, shares = figures.today, running_shares(workloads, figures)
    for licence in today.licences:
        _spread(licence.per_month, workloads, shares)
    for contract in today.contracts:
        _spread(contract.per_month, covered(contract, workloads) or workloads, shares)
    return shares


def running_shares(workloads: Sequence[Workload], figures: Figures) -> dict[WorkloadId, Decimal]:
    """What each workload costs a month because it runs: its share without licences and contracts."""
    today, shares = figures.today, dict.fromkeys((workload.id for workload in workloads), Decimal(0))
    for workload in workloads:
        gib = Decimal(workload.disk_capacity_mib) / MIB_PER_GIB
        shares[workload.id] += per_server(figures) + today.per_vcpu * (workload.vcpu or 0) + today.per_gib * gib
    for members in hosts(workloads):
        _spread(today.per_host, members, shares)
    return shares


def double_running(workloads: Sequence[Workload], figures: Figures) -> dict[WorkloadId, Decimal]:
    """What each workload costs, once, while its source runs on beside its successor."""
    months = Decimal(figures.double_running_days) / DAYS
    return {workload: months * share for workload, share in running_shares(workloads, figures).items()}


def hosts(workloads: Iterable[Workload]) -> list[list[Workload]]:
    """The machines of each host, where the inventory names it."""
    found: dict[tuple[str, str], list[Workload]] = defaultdict(list)
    for workload in workloads:
        if workload.host.strip():
            found[_same(workload.datacenter), _same(workload.host)].append(workload)
    return list(found.values())


def covered(contract: Contract, workloads: Iterable[Workload]) -> list[Workload]:
    """The machines a contract pays for."""
    return [w for w in workloads if not contract.datacenter or _same(w.datacenter) == _same(contract.datacenter)]


def _same(text: str) -> str:
    return text.strip().casefold()


def _spread(amount: Decimal, members: Sequence[Workload], shares: dict[WorkloadId, Decimal]) -> None:
    """The amount in cents over these, the first of them with a cent more where it does not divide."""
    if not members:
        return
    cents = int((amount / CENT).to_integral_value())
    each, more = divmod(cents, len(members))
    for position, workload in enumerate(members):
        shares[workload.id] += CENT * (each + (position < more))


def price_workloads(estate: Estate, roster: Roster, figures: Figures) -> tuple[WorkloadMoney, ...]:
    """Every workload of the estate with its route, its run rate today, and its price in Azure where there is one."""
    today = todays_shares(estate.workloads, figures)
    stays = {item.workload: item for item in roster.unplaceable}
    lines = []
    for workload in estate.workloads:
        placement, stay = roster.by_workload.get(workload.id), stays.get(workload.id)
        known = roster.assessment_of.get(workload.id)
        route = stay.route if stay else known.route if known else workload.route or Route.REHOST
        lines.append(
            WorkloadMoney(
                workload=workload.id,
                name=workload.name,
                route=route,
                today=today[workload.id],
                target=placement.cost_per_month * figures.usd_rate if placement else None,
                why=stay.findings[0].message if stay and stay.findings else "",
            )
        )
    return tuple(lines)
