"""How good a plan could be at best: prices of the problem's rows, raised until they prove no more.

`relaxing` says what any prices prove. Here they climb: along what the softened shares break of each row, by steps that
are scaled to each price (Adam: Kingma and Ba 2015) and grow smaller, as the softness does; in between, rows of `cuts`
are added that the shares break, and those without a price are dropped. What is proven is the best of all steps.
"""

import time
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, vstack

from azlift.waves.cuts import spreading_rows
from azlift.waves.problem import Floats, Problem
from azlift.waves.relaxing import Prices, Relaxed, excess, free, priced, proven, relax, shared, used_up

SECONDS = 60.0
WORK, FEWEST_STEPS, MOST_STEPS = 1.3e8, 100, 1_000
"""Steps by default: as many as visit WORK pairs of a group or an edge and a slot. For 2,500 groups, 6,400 edges and 51
slots that is 11 CPU seconds; at the fewest steps, 17 for 13,600, 39,000 and 77 (tests/benchmarks/plan_bounds.py)."""
RATE, RATE_HALVED = 0.2, 30
"""Of a price's scale, the first step, and the steps after which it is half of that."""
SOFT, SOFT_HALVED = 0.2, 30
"""Of what a group costs a week on average, in weeks of a slot."""
UNTREED, TURN, ROOTS = 50, 5, 200
"""Steps before the first spread rows, steps between rows, and the roots that are looked at each time."""
MEAN, SQUARE, FLOOR = 0.1, 0.01, 1e-3
"""How fast the averages of an excess and of its square follow; the floor keeps small excesses small."""
REMEMBERED = 0.05
"""How fast the relaxed plan, from which trees are grown, follows the shares."""
PATIENCE, LEAST_GAIN = 100, 2e-5
"""Of the bound: steps that together gain less end the climb. After 50 one stood on a ledge, 1.9 % too low."""


@dataclass(frozen=True)
class Bound:
    """No feasible plan has a total below `value`; inf: single facts show that there is none (`usable_slots`)."""

    value: float
    steps: int


@dataclass(eq=False)
class Climb:
    """Where the prices are, what is remembered of their rows' excess, and the relaxed plan (moved, overdrawn)."""

    rows: csr_array
    prices: Prices
    mean: Prices
    square: Prices
    moved: Floats
    over: Floats


def lower_bound(problem: Problem, *, steps: int | None = None, seconds: float = SECONDS) -> Bound:
    """A value that no feasible plan is below; more steps or seconds never lower it.

    The same for the same arguments unless the seconds run out.
    """
    ends = time.monotonic() + seconds
    relaxed = relax(problem)
    if relaxed is None:
        return Bound(np.inf, 0)
    scale, climb = _scales(relaxed), _begun(relaxed)
    used = used_up(climb.rows, climb.prices)
    values = [proven(relaxed, used, climb.prices, priced(relaxed, used, climb.prices))]
    for step in range(_steps(problem) if steps is None else steps):
        if time.monotonic() >= ends or _stalled(values):
            break
        if step >= UNTREED and step % TURN == 0:
            _replant(relaxed, climb, step // TURN)
        used = used_up(climb.rows, climb.prices)
        price = priced(relaxed, used, climb.prices)
        values.append(max(values[-1], proven(relaxed, used, climb.prices, price)))
        shares = shared(price, _softness(relaxed, step))
        _remember(relaxed, climb, used, shares, REMEMBERED if step else 1.0)
        found = excess(relaxed, climb.rows, used, climb.prices, shares)
        _raise_prices(climb, scale, found, RATE / (1 + step / RATE_HALVED))
    return Bound(values[-1], len(values) - 1)


def _steps(problem: Problem) -> int:
    work = problem.slots * (problem.groups + len(problem.edge_one))
    return int(np.clip(WORK / max(1, work), FEWEST_STEPS, MOST_STEPS))


def _stalled(values: list[float]) -> bool:
    if len(values) <= UNTREED + PATIENCE:
        return False
    return values[-1] - values[-1 - PATIENCE] < LEAST_GAIN * abs(values[-1])


# -- the start ----------------------------------------------------------------------------------------------------


def _weekly(relaxed: Relaxed) -> float:
    """What a week costs while nothing has moved, with all that it could split: the measure of all prices."""
    problem = relaxed.problem
    return float(problem.saving.sum() + problem.edge_weight.sum() + problem.stay_weight * problem.groups) or 1.0


def _slot_weeks(relaxed: Relaxed) -> float:
    """Weeks from slot to slot on average."""
    return relaxed.span / max(1, len(relaxed.steps)) or 1.0


def _scales(relaxed: Relaxed) -> Prices:
    """Of each price, what is a large step."""
    problem, weekly = relaxed.problem, _weekly(relaxed)
    slot = _slot_weeks(relaxed)
    used, stocked = (part.sum(axis=1, keepdims=True) for part in (relaxed.size, relaxed.stock))
    worth = problem.saving + abs(relaxed.ends) @ problem.edge_weight
    order = np.minimum(worth[relaxed.first], worth[relaxed.then])[:, None] * slot / 4
    return Prices(
        capacity=np.where(used > 0, 2 * weekly * slot / np.maximum(used, 1e-12), 0.0),
        supply=np.where(stocked > 0, weekly * slot / 8 / np.maximum(stocked, 1e-12), 0.0),
        order=order,
        ties=np.ones(1),
        spread=np.full(1, 0.06 * problem.edge_weight.sum() * relaxed.span / max(1, problem.groups)),
    )


def _begun(relaxed: Relaxed) -> Climb:
    """The dimension that is filled latest has the prices that make every slot cost the same at the mean worth."""
    prices = free(relaxed)
    used = relaxed.size.sum(axis=1)
    filled = [int(np.searchsorted(room.cumsum(), need * 0.999)) for room, need in zip(relaxed.cap, used, strict=True)]
    if any(used):
        row = int(np.argmax(np.where(used > 0, filled, -1)))
        weeks = relaxed.problem.weeks
        left = np.maximum(0.0, weeks[min(filled[row], len(weeks) - 1)] - weeks)
        prices.capacity[row] = relaxed.problem.saving.sum() / used[row] * left
    nothing = Prices(*(np.zeros_like(part) for part in prices))
    rows = csr_array((0, relaxed.ends.shape[1]))
    moved = np.zeros((relaxed.problem.groups, len(relaxed.steps)))
    return Climb(rows, prices, nothing, nothing, moved, np.zeros(relaxed.ends.shape[1]))


# -- a step -------------------------------------------------------------------------------------------------------


def _softness(relaxed: Relaxed, step: int) -> float:
    worth = _weekly(relaxed) / max(1, relaxed.problem.groups)
    return SOFT * worth * _slot_weeks(relaxed) / (1 + step / SOFT_HALVED)


def _remember(relaxed: Relaxed, climb: Climb, used: Floats, shares: Floats, pace: float) -> None:
    climb.moved += pace * (shares.cumsum(axis=1)[:, :-1] - climb.moved)
    climb.over += pace * ((used > relaxed.problem.edge_weight) - climb.over)


def _raise_prices(climb: Climb, scale: Prices, found: Prices, rate: float) -> None:
    """All prices move along their rows' excess; those of limits stay above 0, those of ties between -1 and 1."""
    climb.mean = Prices(*(old + MEAN * (new - old) for old, new in zip(climb.mean, found, strict=True)))
    climb.square = Prices(*(old + SQUARE * (new**2 - old) for old, new in zip(climb.square, found, strict=True)))
    moved = (
        at + rate * large * mean / (np.sqrt(square) + FLOOR)
        for at, large, mean, square in zip(climb.prices, scale, climb.mean, climb.square, strict=True)
    )
    raised = Prices(*moved)
    limits = (np.maximum(0.0, part) for part in raised)
    climb.prices = Prices(*limits)._replace(ties=np.clip(raised.ties, -1.0, 1.0))


def _replant(relaxed: Relaxed, climb: Climb, turn: int) -> None:
    """Spread rows without a price go, others that the relaxed plan breaks come; roots and dimensions take turns."""
    if not len(relaxed.size) or not len(climb.over):
        return
    every = max(1, -(-relaxed.problem.groups // ROOTS))
    lengths = np.abs(relaxed.across @ climb.moved) @ relaxed.steps + climb.over * relaxed.span
    roots = np.arange(turn % every, relaxed.problem.groups, every)
    found = spreading_rows(relaxed, lengths, roots, turn // every % len(relaxed.size))
    kept = np.flatnonzero(climb.prices.spread > 0)
    climb.rows = vstack([climb.rows[kept], found], format="csr")
    fresh = np.zeros(found.shape[0])
    climb.prices, climb.mean, climb.square = (
        part._replace(spread=np.append(part.spread[kept], fresh)) for part in (climb.prices, climb.mean, climb.square)
    )
