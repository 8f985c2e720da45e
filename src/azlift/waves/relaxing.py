"""The planning problem with shares of groups for whole groups and prices for rows: what any prices prove of every plan.

x_gt is the share of group g that moves in slot t, X_gt what of it has moved by the end of t (a plan has 0 and 1 only),
D_t the weeks from slot t to the next, r_gt what g costs in t by itself. A plan's weeks are T_g, and |T_i - T_j| is the
sum over t of D_t * |X_it - X_jt|. Every plan obeys these rows:
- capacity of dimension d in slot t: sum of size_dg * x_gt <= cap_dt;
- supply of stock r up to slot t: sum of stock_rg * X_gt <= supply_rt;
- order of (a, b, gap): X_bt <= X_a,t-gap;
- spread k, from `cuts`: the sum over edges of c_ke * |T_i - T_j| is at least 1.

Proof. Take any prices: capacity, supply, order, spread >= 0, and `ties` u_et from -1 to 1. Row by row, price times what
a plan lacks of breaking it is not below 0, so taking all of these off its cost gives no more than its cost. Of an
edge's weight, c_e = sum of spread_k * c_ke is used up by the spread rows; if c_e <= weight_e, the rest costs
(weight_e - c_e) * D_t * |X_it - X_jt| >= (weight_e - c_e) * D_t * u_et * (X_it - X_jt); if not, no edge is longer than
the calendar. What is then left is a price for each group and slot, and a group pays at least the least of its own.

Source: Lagrangian relaxation of the time-indexed formulation (Dyer and Wolsey 1990 for one machine).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from azlift.waves.problem import Flags, Floats, Ints, Problem, prices_alone
from azlift.waves.windows import earliest, orders, reach, roomy, usable_slots

SAFE_SHARE = 1e-9
"""Of all terms of a proof: far more than their rounding errors, and taken off what is proven."""


class Prices(NamedTuple):
    """Of the rows: capacity (D, T), supply (R, T), order (O, T-1), ties (E, T-1), spread (rows of `cuts`)."""

    capacity: Floats
    supply: Floats
    order: Floats
    ties: Floats
    spread: Floats


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The rows' numbers. `alone` (G, T) is inf where a group cannot be; sizes and stocks are shares of their row's
    largest room; `ends` (G, E) has 1 and -1, `across` is its
    transpose; `fixed` is what every plan costs besides."""

    problem: Problem
    usable: Flags
    alone: Floats
    steps: Floats
    size: Floats
    cap: Floats
    stock: Floats
    supply: Floats
    first: Ints
    then: Ints
    gap: Ints
    ends: csr_array
    across: csr_array
    fixed: float

    @property
    def span(self) -> float:
        """Weeks from the first slot to the last."""
        return float(self.steps.sum())


def relax(problem: Problem) -> Relaxed | None:
    """None: single facts show that there is no plan (`usable_slots`)."""
    usable = usable_slots(problem)
    if not usable.any(axis=1).all():
        return None
    size, cap = _in_shares(problem.size, np.minimum(roomy(problem.cap), problem.size @ usable))
    whole = problem.stock.sum(axis=1, keepdims=True)
    stock, supply = _in_shares(problem.stock, np.minimum(_reached(problem.supply), whole))
    supplied = np.diff(supply, axis=1, prepend=0.0)
    first, then, gap = orders(problem)
    ends = _ends(problem)
    return Relaxed(
        problem=problem,
        usable=usable,
        alone=np.where(usable, prices_alone(problem), np.inf),
        steps=np.diff(problem.weeks),
        size=size,
        cap=cap,
        stock=stock,
        supply=supply,
        first=first,
        then=then,
        gap=gap,
        ends=ends,
        across=ends.T.tocsr(),
        fixed=_crowded(problem, usable)
        + problem.finish * _ending(problem, usable, [*zip(size, cap, strict=True), *zip(stock, supplied, strict=True)]),
    )


def _crowded(problem: Problem, usable: Flags) -> float:
    """The unevenness of every plan: what all have beyond the levels together, or each beyond the highest of its own."""
    burden = problem.burden
    highest = np.where(usable, burden.level, 0.0).max(axis=1, initial=0.0)
    alone = float(np.maximum(0.0, burden.machines - highest).sum())
    return float(burden.crowding * max(alone, burden.machines.sum() - burden.level.sum()))


def _reached(supply: Floats) -> Floats:
    return np.array([roomy(reach(row)) for row in supply]).reshape(supply.shape)


def _in_shares(size: Floats, room: Floats) -> tuple[Floats, Floats]:
    most = room.max(axis=1, initial=0.0, keepdims=True)
    unit = np.where(most > 0, most, 1.0)
    return size / unit, room / unit


def _ends(problem: Problem) -> csr_array:
    edges = np.arange(len(problem.edge_one))
    sides = np.repeat([1.0, -1.0], len(edges))
    at = (np.concatenate([problem.edge_one, problem.edge_other]), np.tile(edges, 2))
    return csr_array((sides, at), shape=(problem.groups, len(edges)))


def _ending(problem: Problem, usable: Flags, rows: list[tuple[Floats, Floats]]) -> float:
    """A week before which no plan has moved all: the last first slot, and when each row has had room for all."""
    last = earliest(usable).max(initial=0)
    for used, room in rows:
        filled = np.searchsorted(room.cumsum(), used.sum() * (1 - SAFE_SHARE))
        last = max(last, min(int(filled), problem.slots - 1))
    return float(problem.weeks[last])


def free(relaxed: Relaxed) -> Prices:
    """Nothing has a price, and there are no spread rows."""
    boundaries = len(relaxed.steps)
    return Prices(
        capacity=np.zeros_like(relaxed.cap),
        supply=np.zeros_like(relaxed.supply),
        order=np.zeros((len(relaxed.gap), boundaries)),
        ties=np.zeros((relaxed.ends.shape[1], boundaries)),
        spread=np.zeros(0),
    )


def used_up(rows: csr_array, prices: Prices) -> Floats:
    """What the spread rows (K, E) use up of each edge's weight (E)."""
    used: Floats = prices.spread @ rows
    return used


def priced(relaxed: Relaxed, used: Floats, prices: Prices) -> Floats:
    """What each group pays in each slot (G, T); `used` is from `used_up`."""
    left = np.maximum(0.0, relaxed.problem.edge_weight - used)
    moving = relaxed.ends @ (prices.ties * left[:, None] * relaxed.steps)
    np.add.at(moving, relaxed.then, prices.order)
    np.subtract.at(moving, relaxed.first, _shifted(prices.order, relaxed.gap))
    price: Floats = relaxed.alone + relaxed.size.T @ prices.capacity + relaxed.stock.T @ _from(prices.supply)
    price[:, :-1] += _from(moving)
    return price


def _from(prices: Floats) -> Floats:
    """Who has moved by a slot pays for this slot and all that follow."""
    summed: Floats = prices[:, ::-1].cumsum(axis=1)[:, ::-1]
    return summed


def _shifted(values: Floats, by: Ints) -> Floats:
    """Each row `by` places to the left (to the right if negative), with zeros for what is not there."""
    at = np.arange(values.shape[1]) + by[:, None]
    inside = (at >= 0) & (at < values.shape[1])
    return np.where(inside, np.take_along_axis(values, np.where(inside, at, 0), axis=1), 0.0)


def proven(relaxed: Relaxed, used: Floats, prices: Prices, price: Floats) -> float:
    """What no feasible plan is below, by these prices: the module's docstring has the proof."""
    weight = relaxed.problem.edge_weight
    over = np.maximum(0.0, used - weight)
    paid = (price.min(axis=1), prices.spread, [relaxed.fixed])
    limits = ((prices.capacity * relaxed.cap).ravel(), (prices.supply * relaxed.supply).ravel(), over * relaxed.span)
    terms = np.concatenate([*paid, *(-limit for limit in limits)])
    inside = prices.order.sum() * 2 + weight.sum() * relaxed.span * 2 + relaxed.alone.min(axis=1).sum()
    return float(terms.sum() - SAFE_SHARE * (np.abs(terms).sum() + inside))


def excess(relaxed: Relaxed, rows: csr_array, used: Floats, prices: Prices, shares: Floats) -> Prices:
    """By how much the shares (G, T) break each row at these prices: where its price should go."""
    moved = shares.cumsum(axis=1)[:, :-1]
    apart = relaxed.across @ moved
    order = moved[relaxed.then] - _shifted(moved[relaxed.first], -relaxed.gap)
    lengths = np.where(used > relaxed.problem.edge_weight, relaxed.span, (prices.ties * apart) @ relaxed.steps)
    return Prices(
        capacity=relaxed.size @ shares - relaxed.cap,
        supply=(relaxed.stock @ shares).cumsum(axis=1) - relaxed.supply,
        order=order,
        ties=apart,
        spread=1.0 - rows @ lengths,
    )


def shared(price: Floats, softness: float) -> Floats:
    """Shares of each group over the slots: the cheapest gets most, one dearer by `softness` less by the factor e."""
    shares: Floats = np.exp((price.min(axis=1, keepdims=True) - price) / softness)
    shares /= shares.sum(axis=1, keepdims=True)
    return shares
