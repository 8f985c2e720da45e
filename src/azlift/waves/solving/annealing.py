"""Simulated annealing of a feasible plan by shifts and swaps: cheaper, and never infeasible.

Moves are looked at a batch at a time, with the prices the batch began with: those that the temperature would refuse
fall out there, by the array. The few that remain are judged again one by one, with what the moves before them changed,
and made. So a move that is made was feasible and acceptable when it was made; one that fell out may have been so too.

The mix of moves and the geometric cooling are those the planning study measured (section 1.4 e): 55 % beside somebody
the group talks to, 25 % at most three slots on, 20 % anywhere; what does not fit is tried as a swap. Of the last, half
go back to the slot the group had, if it had one.
"""

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from azlift.waves.problem import NOWHERE, Flags, Floats, Ints
from azlift.waves.solving.board import NOBODY, Board, cost_of

BESIDE, NEAR, HOME = 0.55, 0.25, 0.10
STEP = 3
PARTNERS = 8
"""At 2,500 groups and equal seconds, 8 led to cheaper plans than 1, 2, 4 and 16."""
FEWEST, MOST = 128, 2048
"""Moves in a batch, at least and at most: as many as groups, so that few of one batch are in each other's way."""
HOT, WARM, COLD = 1.0, 0.1, 0.03
"""Temperatures, as shares of what a group pays for a week on average: at the start, at the start where the plan is one
people know, and at the end."""


At = TypeVar("At", Ints, int)


class Moves(NamedTuple, Generic[At]):
    """One move or a batch: `group` to `slot`, and the partner, if it is not NOBODY, to where the group was."""

    group: At
    slot: At
    partner: At


Watch = Callable[[Ints, float, int], float]
"""Told the best plan, its cost and the moves made so far; says how far the annealing is, from 0 to 1, where it ends."""


def anneal(
    board: Board, rng: np.random.Generator, moves: int, watch: Watch, hot: float = HOT
) -> tuple[Ints, float, int]:
    """The best plan met, its cost, and the moves looked at: `moves`, unless `watch` ends it sooner."""
    cost = cost_of(board)
    best, least = board.as_plan(), cost
    made, scale = 0, typical_price(board)
    batch = min(MOST, max(FEWEST, board.problem.groups))
    while (done := watch(best, least, made)) < 1.0:
        count = min(batch, moves - made)
        temperature = scale * hot * (COLD / hot) ** done
        cost += one_batch(board, rng, count, temperature)
        made += count
        if cost < least:
            best, least = board.as_plan(), cost
    return best, least, made


def typical_price(board: Board) -> float:
    """What a group's week costs on average: saving, ties and risk, times the weeks between two slots, and its crowd."""
    problem, burden = board.problem, board.problem.burden
    rate = np.abs(problem.saving).sum() + 2.0 * problem.edge_weight.sum() + problem.finish + burden.risk.sum()
    step = np.ptp(problem.weeks) / max(1, problem.slots - 1)
    return float((rate * step + burden.crowding * burden.machines.sum()) / max(1, problem.groups))


def one_batch(board: Board, rng: np.random.Generator, count: int, temperature: float) -> float:
    """Look at so many moves; what the cost changed by."""
    moves = propose(board, rng, count)
    limit = temperature * rng.exponential(size=len(moves.group))
    left = narrowest(board.left)
    moves = swapped_where_full(board, rng, moves, left)
    now = board.plan[moves.group]
    cheap = change_of(board, moves) - spared(board, now) <= limit
    keep = cheap & fits(board, moves, between(left, now, moves.slot))
    changed = 0.0
    for at in np.flatnonzero(keep).tolist():
        changed += attempt(board, int(moves.group[at]), int(moves.slot[at]), int(moves.partner[at]), limit[at])
    return changed


def propose(board: Board, rng: np.random.Generator, count: int) -> Moves[Ints]:
    ties, slots = board.ties, board.problem.slots
    group = rng.integers(board.problem.groups, size=count)
    now = board.plan[group]
    kind = rng.random(count)
    degree = ties.start[group + 1] - ties.start[group]
    beside = np.append(ties.other, 0)[ties.start[group] + (rng.random(count) * degree).astype(np.int64)]
    slot = np.where(kind < BESIDE + NEAR, now + rng.integers(-STEP, STEP + 1, count), rng.integers(slots, size=count))
    anchor = board.problem.anchor[group]
    slot = np.where((kind >= 1.0 - HOME) & (anchor != NOWHERE), anchor, slot)
    talks = (kind < BESIDE) & (degree > 0)
    slot = np.where(talks, board.plan[beside] + rng.integers(-1, 2, count), slot)
    keep = (slot >= 0) & (slot < slots) & (slot != now)
    return Moves(group[keep], slot[keep], np.full(int(keep.sum()), NOBODY))


def swapped_where_full(board: Board, rng: np.random.Generator, moves: Moves[Ints], left: Floats) -> Moves[Ints]:
    """A move into a slot without room becomes a swap with the best that fits of some drawn from those who are there."""
    full = (board.room[moves.slot] < board.size[moves.group]).any(axis=1) & (board.members[moves.slot] > 0)
    at = np.flatnonzero(full)
    group, slot = moves.group[at], moves.slot[at]
    order = np.argsort(board.plan, kind="stable")
    first = np.cumsum(board.members) - board.members
    drawn = order[first[slot] + (rng.random((PARTNERS, len(at))) * board.members[slot]).astype(np.int64)]
    now = board.plan[group]
    gain = board.price[drawn, slot] - board.price[drawn, now]
    gain[~fits(board, Moves(group, slot, drawn), between(left, now, slot))] = -np.inf
    partner = np.full(len(full), NOBODY)
    partner[at] = drawn[gain.argmax(axis=0), np.arange(len(at))]
    return moves._replace(partner=partner)


def narrowest(left: Floats) -> Floats:
    """`[a, b, r]`: the least that is left of stock r in slots a to b - 1; infinite for none."""
    slots = left.shape[1]
    spread = np.full((len(left), slots + 1, slots + 1), np.inf)
    later = np.arange(slots) >= np.arange(slots)[:, None]
    spread[:, :-1, 1:] = np.where(later, left[:, None, :], np.inf)
    return np.ascontiguousarray(np.minimum.accumulate(spread, axis=2).transpose(1, 2, 0))


def between(narrowest: Floats, now: Ints, slot: Ints) -> Floats:
    """`[i, r]`: what stock the slots have to spare that one passes from `now[i]` to `slot[i]`, either way."""
    return narrowest[np.minimum(now, slot), np.maximum(now, slot)]


def fits(board: Board, moves: Moves[Ints] | Moves[int], left: Floats) -> Flags:
    """Whether every hard row but `allowed` holds after the move; `left[..., r]` is the least stock between the slots.

    For a batch or for one move: indices may be arrays or numbers.
    """
    group, slot, partner = moves
    now = board.plan[group]
    more = board.size[group] - board.size[partner]
    stock = np.where(slot < now, 1.0, -1.0)[..., None] * (board.stock[group] - board.stock[partner])
    return (
        (board.room[slot] >= more).all(axis=-1)
        & (board.room[now] >= -more).all(axis=-1)
        & (left >= stock).all(axis=-1)
        & (board.soonest[group] <= slot)
        & (board.latest[group] >= slot)
        & (board.soonest[partner] <= now)
        & (board.latest[partner] >= now)
    )


def change_of(board: Board, moves: Moves[Ints] | Moves[int]) -> Floats:
    """What the move costs, but for the length of the plan and for what the two that swap say to each other."""
    group, slot, partner = moves
    now = board.plan[group]
    price = board.price
    change: Floats = price[group, slot] - price[group, now] + price[partner, now] - price[partner, slot]
    if board.problem.burden.crowding > 0.0:
        more = board.machines[group] - board.machines[partner]
        change = change + crowding(board, slot, more) + crowding(board, now, -more)
    return change


def crowding(board: Board, slot: Ints | int, more: Floats) -> Floats:
    """What it costs that a slot holds so many machines more."""
    over = board.held[slot] - board.level[slot]
    cost: Floats = board.problem.burden.crowding * (np.maximum(0.0, over + more) - np.maximum(0.0, over))
    return cost


def spared(board: Board, slot: Ints) -> Floats:
    """What the plan's end would come earlier by, at most, if one group left each of these slots."""
    problem, used = board.problem, np.flatnonzero(board.members[: board.parked])
    if len(used) < 2:
        return np.zeros(len(slot))
    gain = problem.finish * float(problem.weeks[used[-1]] - problem.weeks[used[-2]])
    return np.where((slot == used[-1]) & (board.members[slot] == 1), gain, 0.0)


def attempt(board: Board, group: int, slot: int, partner: int, limit: float) -> float:
    """Make the move if it still is feasible and costs at most `limit`; what the cost changed by."""
    now = int(board.plan[group])
    if slot == now or (partner != NOBODY and board.plan[partner] != slot) or board.ordered(group, partner):
        return 0.0
    moves = Moves(group, slot, partner)
    change = change_of(board, moves)
    if partner != NOBODY:
        pair = (group, partner) if group < partner else (partner, group)
        change += 2.0 * board.talking.get(pair, 0.0) * board.apart[slot, now]
    else:
        change += lengthened(board, now, slot)
    if change > limit:
        return 0.0
    left = board.left[:, min(now, slot) : max(now, slot)].min(axis=1)
    if not fits(board, moves, left):
        return 0.0
    board.move(group, slot)
    if partner != NOBODY:
        board.move(partner, now)
    return float(change)


def lengthened(board: Board, now: int, slot: int) -> float:
    """What it costs that the plan's last group moves later, or saves that it moves earlier, by one shift."""
    if board.problem.finish == 0.0:
        return 0.0
    used = board.members[: board.parked] > 0
    weeks = board.problem.weeks
    before = weeks[used].max(initial=0.0)
    used[now : now + 1] = board.members[now] > 1
    used[slot] = True
    return float(board.problem.finish * (weeks[used].max(initial=0.0) - before))
