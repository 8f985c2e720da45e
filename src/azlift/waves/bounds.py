"""How good a plan could be at best: a linear programme that every feasible plan obeys, and what its dual values prove.

Variables: the week T_g of each group, per edge the weeks by which one end is later or earlier than the other (their
sum is the edge's length l), the same per anchored group against its anchor and per risky group against the ramp's end,
and the last week F. What every plan costs besides is added. Rows: the problem's
order, F >= T_g, and the rows of `cuts`, found as the relaxed weeks and lengths violate them. The slots a group can use
bound its week.

The bound is not what the solver says it is but what its dual values prove (weak duality over the variables' finite
bounds), less a tolerance; so it holds whatever the solver's own tolerances are.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack

from azlift.model import Worth
from azlift.waves.cuts import (
    LEAST_VIOLATION,
    Calendar,
    Resource,
    Row,
    calendar_of,
    scheduling_rows,
    spreading_rows,
)
from azlift.waves.problem import NOWHERE, Flags, Floats, Ints, Problem
from azlift.waves.windows import latest, orders

ROUNDS, SECONDS = 4, 10.0
"""The quick bound: 8 CPU seconds for 2,600 groups and 7,400 edges (tests/benchmarks/plan_bounds.py). More of both give
the fuller one: there, 8 rounds took 30 CPU seconds and raised it by 0.4%."""
SAFE_SHARE = 1e-9
"""Of the sum of all terms of the dual proof: far more than their rounding errors, and taken off the bound."""
ROWS_AT_FIRST, ROWS_PER_ROUND = 60, 200
"""Per resource and release. Scheduling rows are short-lived and cheap: many of them at once take the fewest rounds."""
ROOTS_PER_ROUND = 400
STALLED = 2e-3
"""Of the bound: trees make a round several times dearer, so they wait until the other rows raise it by less."""


@dataclass(frozen=True)
class Bound:
    """No feasible plan has a total below `value`; inf: single facts show that there is none (`usable_slots`).

    `parts` is the relaxed plan's value; a part alone bounds nothing. `proven`: no row was left to add, so this is all
    the method gives; otherwise rounds or seconds ran out, and the bound holds but could be higher. `rounds`: linear
    programmes solved.
    """

    value: float
    parts: Worth
    proven: bool
    rounds: int


def lower_bound(problem: Problem, *, plan: Ints | None = None, rounds: int = ROUNDS, seconds: float = SECONDS) -> Bound:
    """A value that no feasible plan is below; `plan`, a good one, is where the first rows are taken from.

    The same for the same arguments unless the seconds run out.
    """
    ends = time.monotonic() + seconds
    calendar = calendar_of(problem)
    if not calendar.usable.any(axis=1).all():
        return Bound(np.inf, Worth(np.inf, 0.0, 0.0, 0.0), True, 0)
    programme = _programme(calendar)
    start = calendar.problem.weeks[calendar.release if plan is None else plan]
    rows = list(scheduling_rows(calendar, start, most=ROWS_AT_FIRST, beyond=-np.inf))
    best = _without_solving(programme)
    for count in range(1, rounds + 1):
        solved = _solve(programme, rows, ends - time.monotonic())
        if solved is None:
            break
        stalled = solved.value - best.value < STALLED * abs(solved.value)
        best = Bound(max(best.value, solved.value), solved.parts, False, count)
        found = _violated(calendar, solved, count, trees=stalled)
        if not found:
            return replace(best, proven=True)
        rows = [*(row for row, binds in zip(rows, solved.binding, strict=True) if binds), *found]
    return best


def _violated(calendar: Calendar, solved: "Solved", count: int, *, trees: bool) -> list[Row]:
    """Rows the relaxed plan breaks; trees from some of the groups, others in each round, and all before giving up."""
    rows = list(scheduling_rows(calendar, solved.weeks, most=ROWS_PER_ROUND, beyond=LEAST_VIOLATION))
    if rows and not trees:
        return rows
    every = max(1, -(-calendar.problem.groups // ROOTS_PER_ROUND))
    for turn in range(every):
        roots = np.arange((count + turn) % every, calendar.problem.groups, every)
        rows += spreading_rows(calendar, solved.lengths, roots)
        if rows:
            break
    return rows


def _without_solving(programme: "Programme") -> Bound:
    """What the bounds of the variables alone say."""
    nothing = np.zeros(0)
    value = _proven(programme, programme.upper[:0], nothing, nothing, np.zeros(len(programme.level)))
    return Bound(value, _parts(programme, programme.low), False, 0)


# -- the linear programme -----------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Programme:
    """min cost @ v, equal @ v = level, upper @ v <= limit, low <= v <= high; v: weeks, later, earlier, last week.

    `pairs` counts edges, then anchored groups, then risky ones. `fixed`: what every plan costs besides, at least.
    """

    problem: Problem
    pairs: int
    cost: Floats
    low: Floats
    high: Floats
    equal: csr_array
    level: Floats
    upper: csr_array
    limit: Floats
    fixed: Worth


@dataclass(frozen=True, eq=False)
class Solved:
    """A relaxed plan, what its dual values prove, and which of the added rows bind."""

    value: float
    parts: Worth
    weeks: Floats
    lengths: Floats
    binding: Flags


def _programme(calendar: Calendar) -> Programme:
    problem, weeks = calendar.problem, calendar.problem.weeks
    soonest, last = weeks[calendar.release], weeks[latest(calendar.usable)]
    anchored, risky = np.flatnonzero(problem.anchor != NOWHERE), np.flatnonzero(problem.burden.risk)
    ramp = np.full(len(risky), problem.burden.ramp)
    level = np.concatenate([np.zeros(len(problem.edge_one)), weeks[problem.anchor[anchored]], ramp])
    one = np.concatenate([problem.edge_one, anchored, risky])
    edges = np.arange(len(problem.edge_one))
    pairs = np.arange(len(one))
    width = problem.groups + 2 * len(pairs) + 1
    sides = [(pairs, one, 1.0), (edges, problem.edge_other, -1.0)]
    sides += [(pairs, problem.groups + pairs, -1.0), (pairs, problem.groups + len(pairs) + pairs, 1.0)]
    other_low, other_high = level.copy(), level.copy()
    other_low[edges], other_high[edges] = soonest[problem.edge_other], last[problem.edge_other]
    ending = max([soonest.max(initial=0.0), *(_filled(resource, weeks) for resource in calendar.resources)])
    away = _leaving(calendar, anchored, soonest, last)
    later = np.concatenate([problem.edge_weight, away[0], np.zeros(len(risky))])
    earlier = np.concatenate([problem.edge_weight, away[1], problem.burden.risk[risky]])
    upper, limit = _upper(problem, np.flatnonzero(last > ending), width)
    return Programme(
        problem=problem,
        pairs=len(pairs),
        cost=np.concatenate([problem.saving, later, earlier, [problem.finish]]),
        low=np.concatenate([soonest, np.zeros(2 * len(pairs)), [ending]]),
        high=np.concatenate(
            [last, np.maximum(0, last[one] - other_low), np.maximum(0, other_high - soonest[one]), weeks[-1:]]
        ),
        equal=_matrix(sides, (len(pairs), width)),
        level=level,
        upper=upper,
        limit=limit,
        fixed=_fixed(calendar),
    )


def _leaving(calendar: Calendar, anchored: Ints, soonest: Floats, last: Floats) -> Floats:
    """What a week later, and one earlier, than its anchor costs a group: `stay_once` spread over the weeks there are.

    For one that cannot stay, `_fixed` has all of that.
    """
    problem, anchor = calendar.problem, calendar.problem.anchor[anchored]
    ways = np.stack([last[anchored] - problem.weeks[anchor], problem.weeks[anchor] - soonest[anchored]])
    spread = calendar.usable[anchored, anchor] & (ways > 0)
    once: Floats = np.divide(problem.stay_once, ways, out=np.zeros_like(ways), where=spread)
    return problem.stay_weight + once


def _fixed(calendar: Calendar) -> Worth:
    """Double running; who cannot stay where it was; and the unevenness of every plan: what all have beyond the levels
    together, or each beyond the highest level it can be in."""
    burden, anchor = calendar.problem.burden, calendar.problem.anchor
    leaving = np.count_nonzero(~calendar.usable[np.arange(len(anchor)), anchor] & (anchor != NOWHERE))
    highest = np.where(calendar.usable, burden.level, 0.0).max(axis=1, initial=0.0)
    alone = np.maximum(0.0, burden.machines - highest).sum()
    together = burden.machines.sum() - burden.level.sum()
    over = max(alone, together)
    return Worth(
        saving=0.0,
        splitting=0.0,
        length=0.0,
        stability=calendar.problem.stay_once * leaving,
        double_running=float(burden.double_running.sum()),
        unevenness=float(burden.crowding * over),
    )


def _upper(problem: Problem, ending: Ints, width: int) -> tuple[csr_array, Floats]:
    """The order, in weeks, and that the groups `ending` move before all is done."""
    first, then, gap = orders(problem)
    order, end = np.arange(len(first)), len(first) + np.arange(len(ending))
    sides = [(order, first, 1.0), (order, then, -1.0), (end, ending, 1.0), (end, np.full_like(end, width - 1), -1.0)]
    limit = np.concatenate([-_least_step(problem.weeks, gap), np.zeros(len(end))])
    return _matrix(sides, (len(limit), width)), limit


def _least_step(weeks: Floats, gap: Ints) -> Floats:
    """The least number of weeks that so many slots can be."""
    steps = {
        slots: float((weeks[max(slots, 0) :] - weeks[: len(weeks) - slots][-len(weeks) :]).min()) for slots in set(gap)
    }
    return np.array([steps[slots] for slots in gap], dtype=np.float64)


def _filled(resource: Resource, weeks: Floats) -> float:
    """The first week by which the calendar can have taken all that uses the resource."""
    needed = resource.size.sum() * (1 - SAFE_SHARE)
    slot = np.searchsorted(resource.room.cumsum(), needed)
    return float(weeks[min(slot, len(weeks) - 1)])


def _matrix(sides: Sequence[tuple[Ints, Ints, float]], shape: tuple[int, int]) -> csr_array:
    rows, columns = (np.concatenate([side[part] for side in sides]) for part in (0, 1))
    values = np.concatenate([np.full(len(side[0]), side[2]) for side in sides])
    return coo_array((values, (rows, columns)), shape=shape).tocsr()


def _solve(programme: Programme, rows: Sequence[Row], seconds: float) -> Solved | None:
    """None: the solver did not finish in time."""
    if seconds <= 0:
        return None
    problem = programme.problem
    upper = vstack([programme.upper, _added(programme, rows)], format="csr")
    limit = np.concatenate([programme.limit, [-row.least for row in rows]])
    result = linprog(
        programme.cost,
        A_ub=upper,
        b_ub=limit,
        A_eq=programme.equal,
        b_eq=programme.level,
        bounds=np.stack([programme.low, programme.high], axis=1),
        method="highs",
        options={"time_limit": seconds},
    )
    if result.status != 0:
        return None
    weeks, later, earlier, _ = np.split(result.x, problem.groups + np.array([0, 1, 2]) * programme.pairs)
    duals = np.minimum(result.ineqlin.marginals, 0.0)
    return Solved(
        value=_proven(programme, upper, limit, duals, result.eqlin.marginals),
        parts=_parts(programme, result.x),
        weeks=weeks,
        lengths=(later + earlier)[: len(problem.edge_one)],
        binding=duals[len(programme.limit) :] < 0,
    )


def _added(programme: Programme, rows: Sequence[Row]) -> csr_array:
    """The rows, turned round: -weights @ v <= -least."""
    groups, pairs = programme.problem.groups, programme.pairs
    shape = (len(rows), len(programme.cost))
    if not rows:
        return csr_array(shape)
    columns = [np.concatenate([groups + row.at, groups + pairs + row.at]) if row.spreading else row.at for row in rows]
    values = [-np.concatenate([row.weights, row.weights]) if row.spreading else -row.weights for row in rows]
    starts = np.cumsum([0, *(len(part) for part in columns)])
    return csr_array((np.concatenate(values), np.concatenate(columns), starts), shape=shape)


def _proven(programme: Programme, upper: csr_array, limit: Floats, duals: Floats, levels: Floats) -> float:
    """What any `duals` <= 0 and any `levels` prove (weak duality), less the tolerance."""
    reduced = programme.cost - upper.T @ duals - programme.equal.T @ levels
    boxed = np.minimum(reduced * programme.low, reduced * programme.high)
    terms = np.concatenate([limit * duals, programme.level * levels, boxed])
    terms = np.append(terms, programme.fixed)
    return float(terms.sum() - SAFE_SHARE * np.abs(terms).sum())


def _parts(programme: Programme, relaxed: Floats) -> Worth:
    groups, pairs, edges = programme.problem.groups, programme.pairs, len(programme.problem.edge_one)
    worth = programme.cost * relaxed
    split = worth[groups : groups + pairs] + worth[groups + pairs : groups + 2 * pairs]
    risky = pairs - np.count_nonzero(programme.problem.burden.risk)
    return programme.fixed._replace(
        saving=float(worth[:groups].sum()),
        splitting=float(split[:edges].sum()),
        length=float(worth[-1]),
        stability=programme.fixed.stability + float(split[edges:risky].sum()),
        risk=float(split[risky:].sum()),
    )
