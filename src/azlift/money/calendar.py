"""The estate as batches that leave together, and what each month costs.

Symbols, per batch b: it moves in month m(b) (counted from 0; never, where it stays), costs s(b) a month at the source
and t(b) in Azure. For d days its source runs on beside its successor, so of month m(b) + k it pays the share
min(1, max(0, d/30 - k)). Retired machines are paid for in month 0 and no longer.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from azlift.model import MIB_PER_GIB, Month, Route, Workload, WorkloadId, WorkloadMoney
from azlift.money.figures import Figures
from azlift.money.run_rate import covered, hosts, per_server

DAYS = 30
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Batch:
    """What moves in one month, in the units that cost money. `month` is None for what stays."""

    month: int | None
    retired: bool
    servers: int
    vcpu: int
    gib: Decimal
    hosts: Decimal
    target: Decimal
    waves: int


@dataclass(frozen=True, slots=True)
class Timetable:
    """The batches, and for each contract the month after which it covers nobody (None: it always covers somebody)."""

    batches: tuple[Batch, ...]
    contracts_free: tuple[int | None, ...]
    all_free: int | None


def month_of_wave(number: int, figures: Figures, dated: Mapping[int, int]) -> int:
    """The month of its window where it is `dated`; else so many waves move in a month as the figures say."""
    return dated.get(number, (number - 1) // figures.waves_per_month)


def months_between(first: date, moment: date) -> int:
    """From the first month on; what lies before it counts as of it."""
    return max(0, (moment.year - first.year) * 12 + moment.month - first.month)


def add_months(first: date, count: int) -> date:
    years, month = divmod(first.month - 1 + count, 12)
    return date(first.year + years, month + 1, 1)


def make_timetable(
    workloads: Sequence[Workload],
    lines: Iterable[WorkloadMoney],
    waves: Mapping[WorkloadId, int],
    figures: Figures,
    dated: Mapping[int, int] | None = None,
) -> Timetable:
    """`waves` gives each planned workload's wave number, what moves without one leaves in the first month; `dated` the
    month, counted from 0, of each wave that has a window."""
    share = {w.id: Decimal(1) / len(members) for members in hosts(workloads) for w in members}
    month: dict[WorkloadId, int | None] = {}
    groups: dict[tuple[int | None, bool], list[tuple[Workload, WorkloadMoney]]] = defaultdict(list)
    for workload, line in zip(workloads, lines, strict=True):
        month[workload.id] = _leaves(line, waves, figures, dated or {})
        groups[month[workload.id], line.route is Route.RETIRE].append((workload, line))
    batches = tuple(
        Batch(
            month=leaving,
            retired=retired,
            servers=len(members),
            vcpu=sum(w.vcpu or 0 for w, _ in members),
            gib=sum((Decimal(w.disk_capacity_mib) / MIB_PER_GIB for w, _ in members), NOTHING),
            hosts=sum((share.get(w.id, NOTHING) for w, _ in members), NOTHING),
            target=sum((line.target or NOTHING for _, line in members), NOTHING),
            waves=len({waves[w.id] for w, _ in members if w.id in waves}) if not retired else 0,
        )
        for (leaving, retired), members in groups.items()
    )
    free = tuple(_last([month[w.id] for w in covered(c, workloads)]) for c in figures.today.contracts)
    return Timetable(batches, free, _last(list(month.values())))


def _leaves(
    line: WorkloadMoney, waves: Mapping[WorkloadId, int], figures: Figures, dated: Mapping[int, int]
) -> int | None:
    if line.route is Route.RETIRE:
        return 0
    if line.target is None:
        return None
    return month_of_wave(waves.get(line.workload, 1), figures, dated)


def _last(months: Sequence[int | None]) -> int | None:
    """The month of the last to leave; None where one stays. Of nobody: before the first month."""
    leaving = [month for month in months if month is not None]
    return None if len(leaving) < len(months) else max(leaving, default=-1)


def source_cost(batch: Batch, figures: Figures) -> Decimal:
    """What the batch costs a month where it stands now, without licences and contracts."""
    today = figures.today
    each = per_server(figures) * batch.servers + today.per_vcpu * batch.vcpu
    return each + today.per_gib * batch.gib + today.per_host * batch.hosts


def running_on(figures: Figures, months_since: int) -> Decimal:
    """The share of a month for which a source runs beside its successor."""
    return min(Decimal(1), max(NOTHING, Decimal(figures.double_running_days) / DAYS - months_since))


def months_of(timetable: Timetable, figures: Figures, first: date) -> tuple[Month, ...]:
    """The horizon, month by month. What was not spent is against the first month's full run rate."""
    today = sum((source_cost(batch, figures) for batch in timetable.batches), NOTHING) + fixed_cost(figures)
    months, so_far = [], NOTHING
    for number in range(figures.horizon_months):
        month = add_months(first, number)
        source, target, double, migration = _paid(timetable, figures, number)
        source += _licences(timetable, figures, number, month) + _contracts(timetable, figures, number, month)
        saved = today - source - target - migration
        so_far += saved
        months.append(
            Month(
                month=month,
                source=source,
                target=target,
                double=double,
                migration=migration,
                saved=saved,
                saved_so_far=so_far,
            )
        )
    return tuple(months)


def fixed_cost(figures: Figures) -> Decimal:
    """Licences and contracts together, a month."""
    licences = sum((licence.per_month for licence in figures.today.licences), NOTHING)
    return licences + sum((contract.per_month for contract in figures.today.contracts), NOTHING)


def _paid(timetable: Timetable, figures: Figures, number: int) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    source = target = double = migration = NOTHING
    for batch in timetable.batches:
        cost = source_cost(batch, figures)
        if batch.month is None or number < batch.month or (batch.retired and number == 0):
            source += cost
        elif not batch.retired:
            beside = cost * running_on(figures, number - batch.month)
            source, double, target = source + beside, double + beside, target + batch.target
            migration += migration_cost(batch, figures) if number == batch.month else NOTHING
    return source, target, double, migration


def migration_cost(batch: Batch, figures: Figures) -> Decimal:
    rates = figures.migration
    return rates.per_machine * batch.servers + rates.per_gib * batch.gib + rates.per_wave * batch.waves


def _licences(timetable: Timetable, figures: Figures, number: int, month: date) -> Decimal:
    """A licence is paid while it runs, or while any machine is left."""
    return sum(
        (
            licence.per_month
            for licence in figures.today.licences
            if _needed(timetable.all_free, figures, number) and (licence.ends is None or month <= licence.ends)
        ),
        NOTHING,
    )


def _contracts(timetable: Timetable, figures: Figures, number: int, month: date) -> Decimal:
    """A contract is paid to its end though nobody needs it any more, and beyond it while somebody does."""
    return sum(
        (
            contract.per_month
            for contract, free in zip(figures.today.contracts, timetable.contracts_free, strict=True)
            if month <= contract.ends or _needed(free, figures, number)
        ),
        NOTHING,
    )


def _needed(free: int | None, figures: Figures, number: int) -> bool:
    """Whether somebody still stands there, a source that runs on beside its successor included."""
    return free is None or number <= free or running_on(figures, number - free) > 0
