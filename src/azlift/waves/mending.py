"""A plan that breaks hard rows -> one that breaks none, with as few groups moved as can be.

Two ways. `cheapest_moves` is quick and proves nothing: breach by breach the one move that costs least for what it
frees, and breaks nothing else. `mend` looks for fewer: a mixed-integer programme that moves as few groups as possible,
and of such plans one that costs little. In a large problem only those may move whom a broken row names, and whom the
quick way would move.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from azlift.waves.explaining import FREE, explain
from azlift.waves.fitting import cheapest_plan
from azlift.waves.problem import NOWHERE, Breach, Flags, Floats, Ints, Problem, breaches_of

SECONDS = 60.0
MOST_MOVES = 200
"""A plan that needs more is not mended but planned anew."""


ONE, TINY = 1.0, 1e-9
"""Of money: so that of moves which cost nothing those are taken that free most; and a share that is almost none."""
FEW = 20_000
"""Groups times slots: so few are looked at whole."""


class Move(NamedTuple):
    """A group, the slot it goes to, and what the plan then costs more: less than 0 where it becomes cheaper."""

    group: int
    slot: int
    costs_more: float


class Mended(NamedTuple):
    """`plan` breaks no row. `fewest`: no plan that breaks none moves fewer groups, shown by the programme."""

    plan: Ints
    fewest: bool


def cheapest_moves(problem: Problem, plan: Ints, most: int = MOST_MOVES) -> tuple[list[Move], Ints]:
    """The moves, in order, and the plan after them; rows that no single move frees stay broken."""
    moves, now, hopeless = list[Move](), plan.copy(), set[Breach]()
    while len(moves) < most:
        open_breaches = [breach for breach in breaches_of(problem, now) if breach not in hopeless]
        if not open_breaches:
            break
        move = _cheapest(problem, now, open_breaches[0])
        if move is None:
            hopeless.add(open_breaches[0])
        else:
            moves.append(move)
            now[move.group] = move.slot
    return moves, now


def _cheapest(problem: Problem, plan: Ints, breach: Breach) -> Move | None:
    """Of the moves that take some of what is too much away and are free to be made, the cheapest for what they take."""
    seen = explain(problem, plan)
    may = (seen.forbids == FREE) & _helps(problem, plan, breach)
    may[np.arange(problem.groups), np.maximum(plan, 0)] &= plan == NOWHERE
    if not may.any():
        return None
    share = np.minimum(_taken(problem, breach), breach.over) / breach.over
    price: Floats = np.full(may.shape, np.inf)
    price[may] = ((seen.delta - seen.delta[may].min() + ONE) / np.maximum(share, TINY)[:, None])[may]
    group, slot = np.unravel_index(int(price.argmin()), price.shape)
    return Move(int(group), int(slot), float(seen.delta[group, slot]))


def _helps(problem: Problem, plan: Ints, breach: Breach) -> Flags:
    """Per group and slot, whether the group's move there takes something of the breach away."""
    helps = np.zeros((problem.groups, problem.slots), bool)
    if breach.kind in ("unplanned", "not-allowed"):
        helps[breach.group] = True
    elif breach.kind == "order":
        helps[[breach.group, int(breach.row)]] = True
    elif breach.kind == "capacity":
        helps[(plan == breach.slot) & (_taken(problem, breach) > 0)] = True
    else:
        helps[(plan <= breach.slot) & (plan != NOWHERE) & (_taken(problem, breach) > 0), breach.slot + 1 :] = True
    return helps


def _taken(problem: Problem, breach: Breach) -> Floats:
    """What each group takes of the row that is broken; where it is no row of amounts, all of it."""
    taken: Floats = np.full(problem.groups, breach.over)
    if breach.kind == "capacity":
        taken = problem.size[problem.dimensions.index(breach.row)]
    elif breach.kind == "supply":
        taken = problem.stock[problem.stocks.index(breach.row)]
    return taken


# -- the fewest ---------------------------------------------------------------------------------------------------


def mend(problem: Problem, plan: Ints, seconds: float = SECONDS) -> Mended | None:
    """None: no plan breaks no row, or none was found in time."""
    if not breaches_of(problem, plan):
        return Mended(plan, fewest=True)
    if problem.groups * problem.slots <= FEW:
        found = cheapest_plan(problem, _cost(problem, plan), seconds)
        return None if found is None else Mended(found, fewest=True)
    moves, quick = cheapest_moves(problem, plan)
    whole = not breaches_of(problem, quick)
    found = _with_moving(problem, plan, _named(problem, plan, [move.group for move in moves]), seconds)
    if found is None or (whole and (quick != plan).sum() < (found != plan).sum()):
        found = quick if whole else None
    return None if found is None else Mended(found, int((found != plan).sum()) <= _least(problem, plan))


def _with_moving(problem: Problem, plan: Ints, may_move: Flags, seconds: float) -> Ints | None:
    """The cheapest plan in which all but these groups stay."""
    stays, allowed = np.flatnonzero(~may_move), problem.allowed.copy()
    allowed[stays] = False
    allowed[stays, plan[stays]] = True
    return cheapest_plan(replace(problem, allowed=allowed), _cost(problem, plan), seconds)


def _cost(problem: Problem, plan: Ints) -> Floats:
    """Per group and slot: 1 for a move, and what it costs besides, so small that all together are less than 1."""
    delta = explain(problem, plan).delta
    delta = delta - delta.min()
    small = delta / (1.0 + delta.max()) / (2.0 * problem.groups)
    placed = np.flatnonzero(plan != NOWHERE)
    cost: Floats = 1.0 + small
    cost[placed, plan[placed]] = small[placed, plan[placed]]
    return cost


def _named(problem: Problem, plan: Ints, also: list[int]) -> Flags:
    """The groups that one broken row alone can only lose, those of a slot that is too full, and those of `also`."""
    named: Flags = plan == NOWHERE
    named[also] = True
    for breach in breaches_of(problem, plan):
        if breach.kind != "supply":
            named = named | _helps(problem, plan, breach).any(axis=1)
    return named


def _least(problem: Problem, plan: Ints) -> int:
    """How many must move at least: who has no slot or a closed one, or as many as the fullest slot must lose."""
    placed = np.flatnonzero(plan != NOWHERE)
    least = int((plan == NOWHERE).sum() + (~problem.allowed[placed, plan[placed]]).sum())
    for breach in breaches_of(problem, plan):
        if breach.kind in ("capacity", "supply"):
            there = plan == breach.slot if breach.kind == "capacity" else (plan <= breach.slot) & (plan != NOWHERE)
            taken = np.sort(_taken(problem, breach)[there])[::-1].cumsum()
            least = max(least, int(np.searchsorted(taken, breach.over * (1 - TINY))) + 1)
    return least
