"""Savings: what was promised for each wave up to a day, and what came of it by when things really happened.

Both count the same way, by days of a thirtieth of a month: a source is paid until it is switched off, its successor
from the day it stands. Promised, that is the day of the wave's window and `double_running_days` after it; realised, the
day it landed and the day its source was retired. What an isolated copy cost is in neither.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from azlift.model import CENT, WaveId, WaveSavings, WorkloadId, WorkloadMoney
from azlift.money.run_rate import DAYS

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Happened:
    """When a workload's successor began to be paid, and when its source was no longer; None: not yet."""

    landed: date | None = None
    retired: date | None = None


def savings_of(
    wave: WaveId,
    window: date,
    double_running_days: int,
    lines: Iterable[WorkloadMoney],
    happened: Mapping[WorkloadId, Happened],
    as_of: date,
) -> WaveSavings:
    """One wave's savings up to the morning of `as_of`; a workload without a price in Azure counts in neither."""
    known = list(lines)
    priced = [line for line in known if line.target is not None]
    planned = Happened(window, window + timedelta(days=double_running_days))
    seen = {line.workload: happened.get(line.workload, Happened()) for line in known}
    return WaveSavings(
        wave=wave,
        workloads=len(known),
        landed=sum(one.landed is not None for one in seen.values()),
        retired=sum(one.retired is not None for one in seen.values()),
        unpriced=len(known) - len(priced),
        promised=_cents(sum((_saved(line, planned, as_of) for line in priced), NOTHING)),
        realised=_cents(sum((_saved(line, seen[line.workload], as_of) for line in priced), NOTHING)),
        promised_per_month=sum((_rate(line, planned, as_of) for line in priced), NOTHING),
        realised_per_month=sum((_rate(line, seen[line.workload], as_of) for line in priced), NOTHING),
    )


def _saved(line: WorkloadMoney, when: Happened, as_of: date) -> Decimal:
    """What was not spent so far: negative while source and successor are both paid."""
    source, successor = _days(when.retired, as_of), _days(when.landed, as_of)
    return (line.today * source - (line.target or NOTHING) * successor) / DAYS


def _rate(line: WorkloadMoney, when: Happened, as_of: date) -> Decimal:
    """What is not spent a month as things stand on that day."""
    source = line.today if when.retired is not None and when.retired <= as_of else NOTHING
    successor = line.target or NOTHING if when.landed is not None and when.landed <= as_of else NOTHING
    return source - successor


def _days(since: date | None, until: date) -> int:
    return max(0, (until - since).days) if since else 0


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT)
