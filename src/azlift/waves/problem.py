"""The planning problem, as numbers: which move group moves in which slot of the calendar.

Symbols. Groups g = 0..G-1, slots t = 0..T-1 in order of time. A plan is x: g -> t, or -1 for a group that is in none.
T_g is the week of g's slot, counted from the day of planning: `weeks[x_g]`.

Hard:
- every group is in one slot that `allowed[g, t]` grants (windows, freezes, pins, deadlines, readiness);
- per slot, each dimension d (machines, groups, GiB, team hours, people of a skill): sum of `size[d, g]` <= `cap[d, t]`;
- up to each slot, each stock r (bytes seeded through a link, vCPU of a family): sum of `stock[r, g]` over all that
  have moved by then <= `supply[r, t]`;
- for each (a, b, gap) of `before`: x_a + gap <= x_b (gap 0: not later than; gap 1: in an earlier slot).

Soft, in money (the catalogue's currency), shown apart:
- saving: `saving[g]` a week is not earned before g has moved: sum of saving_g * T_g;
- splitting: `weight` a week for each pair that talks while one has moved and the other has not:
  sum of weight_ij * |T_i - T_j|;
- length: `finish` a week until the last group has moved: finish * max T_g;
- stability: `stay_weight` a week by which a group leaves the slot `anchor[g]` it had (-1: it had none), and `stay_once`
  for each that leaves it at all;
- double running: `double_running[g]` while g's source runs on after its cutover, whichever slot that is in;
- risk: `risk[g]` a week by which g moves before the week `ramp`: sum of risk_g * max(0, ramp - T_g);
- unevenness: `crowding` for each machine by which a slot exceeds its level: crowding times the sum over t of
  max(0, machines in t - level[t]).

Source: the formulation of a capacitated linear arrangement with weighted completion times; no row of it is hidden in
code elsewhere.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from azlift.model import Worth

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
NOWHERE = -1


class Before(NamedTuple):
    first: int
    then: int
    gap: int


@dataclass(frozen=True, eq=False)
class Burden:
    """What moving costs by itself: arrays over groups, `level` over slots; see the module's docstring."""

    double_running: Floats
    risk: Floats
    ramp: float
    machines: Floats
    level: Floats
    crowding: float


def unburdened(groups: int, slots: int) -> Burden:
    """Of a problem in which moving costs nothing by itself."""
    nothing = np.zeros(groups)
    return Burden(nothing, nothing, 0.0, nothing, np.zeros(slots), 0.0)


@dataclass(frozen=True, eq=False)
class Problem:
    """Arrays as the module's docstring has them; `dimensions` and `stocks` name the rows for people.

    Edges are stated once, with `edge_one < edge_other`, and a weight above 0.
    """

    weeks: Floats
    allowed: Flags
    dimensions: tuple[str, ...]
    size: Floats
    cap: Floats
    stocks: tuple[str, ...]
    stock: Floats
    supply: Floats
    before: tuple[Before, ...]
    saving: Floats
    edge_one: Ints
    edge_other: Ints
    edge_weight: Floats
    finish: float
    anchor: Ints
    stay_weight: float
    burden: Burden
    stay_once: float = 0.0

    @property
    def groups(self) -> int:
        return len(self.saving)

    @property
    def slots(self) -> int:
        return len(self.weeks)


def value_of(problem: Problem, plan: Ints) -> Worth:
    """The value of a plan in which every group has a slot."""
    burden, weeks = problem.burden, problem.weeks[plan]
    split = np.abs(weeks[problem.edge_one] - weeks[problem.edge_other])
    had = problem.anchor != NOWHERE
    moved = np.abs(weeks[had] - problem.weeks[problem.anchor[had]])
    left = np.count_nonzero(plan[had] != problem.anchor[had])
    return Worth(
        saving=float(problem.saving @ weeks),
        splitting=float(problem.edge_weight @ split),
        length=problem.finish * float(weeks.max(initial=0.0)),
        stability=problem.stay_weight * float(moved.sum()) + problem.stay_once * left,
        double_running=float(burden.double_running.sum()),
        risk=float(burden.risk @ np.maximum(0.0, burden.ramp - weeks)),
        unevenness=float(crowded(burden, machines_in(problem, plan)).sum()),
    )


def machines_in(problem: Problem, plan: Ints) -> Floats:
    """How many machines each slot holds (T)."""
    placed = np.flatnonzero(plan != NOWHERE)
    return np.bincount(plan[placed], problem.burden.machines[placed], problem.slots).astype(np.float64)


def crowded(burden: Burden, held: Floats) -> Floats:
    """What it costs that slots hold so many machines (..., T)."""
    cost: Floats = burden.crowding * np.maximum(0.0, held - burden.level)
    return cost


def prices_alone(problem: Problem) -> Floats:
    """What each group costs in each slot, whoever else moves when (G, T): all but splitting, length and unevenness."""
    burden, weeks = problem.burden, problem.weeks
    price = problem.saving[:, None] * weeks + burden.double_running[:, None]
    price += burden.risk[:, None] * np.maximum(0.0, burden.ramp - weeks)
    had = np.flatnonzero(problem.anchor != NOWHERE)
    price[had] += problem.stay_weight * np.abs(weeks - weeks[problem.anchor[had], None]) + problem.stay_once
    price[had, problem.anchor[had]] -= problem.stay_once
    return price


class Breach(NamedTuple):
    """A hard row a plan breaks: `kind` is not-allowed, capacity, supply, order or unplanned; `row` names the dimension,
    stock, or the earlier group; `over` is by how much."""

    kind: str
    group: int
    slot: int
    row: str
    over: float


def breaches_of(problem: Problem, plan: Ints) -> list[Breach]:
    """Every hard row the plan breaks; none for a feasible plan. A capacity is broken by the slot, not by one group."""
    placed = np.flatnonzero(plan != NOWHERE)
    found = [Breach("unplanned", int(group), NOWHERE, "", 1.0) for group in np.flatnonzero(plan == NOWHERE)]
    refused = placed[~problem.allowed[placed, plan[placed]]]
    found += [Breach("not-allowed", int(group), int(plan[group]), "", 1.0) for group in refused]
    for row, name in enumerate(problem.dimensions):
        held = np.bincount(plan[placed], problem.size[row, placed], problem.slots)
        found += _over("capacity", name, held - problem.cap[row], problem.cap[row])
    for row, name in enumerate(problem.stocks):
        held = np.bincount(plan[placed], problem.stock[row, placed], problem.slots).cumsum()
        found += _over("supply", name, held - problem.supply[row], problem.supply[row])
    for first, then, gap in problem.before:
        if NOWHERE not in (plan[first], plan[then]) and plan[first] + gap > plan[then]:
            over = float(plan[first] + gap - plan[then])
            found.append(Breach("order", then, int(plan[then]), str(first), over))
    return found


TOLERANCE = 1e-9
"""Of a limit: sums of floating-point numbers differ by their order."""


def _over(kind: str, name: str, over: Floats, limit: Floats) -> list[Breach]:
    slots = np.flatnonzero(over > TOLERANCE * np.maximum(1.0, np.abs(limit)))
    return [Breach(kind, NOWHERE, int(slot), name, float(over[slot])) for slot in slots]
