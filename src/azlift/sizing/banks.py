"""Banked credits: what is not used below a baseline may be used above it later, until the bank is empty.

One rule serves a burstable size's vCPU, a machine's uncached IOPS and MB/s, and a disk's:
bank(t+1) = min(full, bank(t) + baseline - delivered). Using exactly the baseline neither earns nor spends.
Sources: MicrosoftDocs/azure-docs articles/virtual-machines/b-series-cpu-credit-model/b-series-cpu-credit-model.md
(2023-09-12); MicrosoftDocs/azure-compute-docs articles/virtual-machines/includes/managed-disks-bursting-2.md
(2025-01-14): disks and machines start with full credits, which last 30 minutes at the highest rate; IOPS and MB/s are
banked apart.
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from azlift.model import Size

SECONDS_OF_BURST = 30 * 60
SLACK = 1e-9
"""Rounding of sums, not a shortage."""

Series = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bank:
    """`base` always, up to `most` while the bank holds; `full` and `start` are in units times seconds."""

    base: float
    most: float
    full: float = 0.0
    start: float = 0.0


def plain_bank(base: float) -> Bank:
    """A limit without credits."""
    return Bank(base=base, most=base)


def io_bank(base: Decimal | int | None, burst: Decimal | int | None, unknown: float) -> Bank:
    """A disk's or a machine's IOPS or MB/s; a burst below the base is none, an unknown base counts `unknown`."""
    if base is None:
        return plain_bank(unknown)
    if burst is None or burst <= base:
        return plain_bank(float(base))
    full = float(burst - base) * SECONDS_OF_BURST
    return Bank(base=float(base), most=float(burst), full=full, start=full)


def cpu_bank(size: Size) -> Bank:
    """A size's vCPU. What a credit is worth follows from what an idle hour at the baseline banks."""
    burst = size.burst
    if burst is None:
        return plain_bank(size.vcpu)
    base = float(burst.baseline_percent) / 100
    seconds_per_credit = base * 3600 / float(burst.credits_per_hour)
    return Bank(
        base=base,
        most=size.vcpu,
        full=float(burst.credits_at_most) * seconds_per_credit,
        start=float(burst.credits_at_start) * seconds_per_credit,
    )


def unmet(demand: Series, bank: Bank, interval_seconds: int) -> NDArray[np.bool_]:
    """The intervals in which not all that is asked for is delivered, the first time or when the series comes round.

    A series is taken to come round for ever: a bank that it draws down more than it fills ends empty, however full it
    was to start with. Where nothing was measured (NaN) nothing is asked for, and the bank stays as it is. Without an
    interval (0) nothing shows that credits last: the base is all there is.
    """
    if bank.most <= bank.base or not interval_seconds:
        return demand > bank.base
    over: NDArray[np.bool_] = demand > bank.most
    earned = bank.base - np.minimum(np.where(np.isnan(demand), bank.base, demand), bank.most)
    full, start = bank.full / interval_seconds, bank.start / interval_seconds
    first, level = _overdrawn(earned, full, start)
    lasting = earned.sum() >= -SLACK
    if lasting and level >= start:
        return over | first
    return over | first | _overdrawn(earned, full, level if lasting else 0.0)[0]


def _overdrawn(earned: Series, full: float, start: float) -> tuple[NDArray[np.bool_], float]:
    """The intervals in which a bank that overflows at `full` is overdrawn, and its level at the end."""
    sums = np.cumsum(earned)
    levels = sums + np.minimum(start, full - np.maximum.accumulate(sums))
    if levels.min() >= -SLACK:
        return np.zeros(len(earned), dtype=np.bool_), float(levels[-1])
    return _played(earned, full, start)


def _played(earned: Series, full: float, start: float) -> tuple[NDArray[np.bool_], float]:
    """The same, one interval after the other: an overdrawn bank stays at zero, the rest is not delivered."""
    empty = np.zeros(len(earned), dtype=np.bool_)
    level = start
    for position, change in enumerate(earned.tolist()):
        level += change
        if level > full:
            level = full
        elif level < -SLACK:
            empty[position], level = True, 0.0
    return empty, level
