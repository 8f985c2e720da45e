"""First-fit on the calendar: groups in a given order, each into the first slot that takes it."""

from collections.abc import Iterable, Iterator

import numpy as np

from azlift.waves.problem import NOWHERE, Ints, Problem
from azlift.waves.solving.board import Board, Others, open_board

ROUNDS = 30


def fill(problem: Problem, order: Ints, wished: Ints | None = None) -> Ints:
    """A plan that breaks no hard row; who is `wished` into a slot gets it if it is free, before all others.

    Whom no slot takes goes to the head of the line and all is filled anew, at most ROUNDS times; the plan with the
    fewest left out is returned, those as NOWHERE.
    """
    line, wished = order.tolist(), np.full(problem.groups, NOWHERE) if wished is None else wished
    best, least = np.full(problem.groups, NOWHERE), problem.groups + 1
    for _ in range(ROUNDS):
        plan = fill_once(problem, line, wished)
        stuck = set(np.flatnonzero(plan == NOWHERE).tolist())
        if len(stuck) < least:
            best, least = plan, len(stuck)
        if not stuck.intersection(np.flatnonzero(problem.allowed.any(axis=1)).tolist()):
            break
        line = [group for group in line if group in stuck] + [group for group in line if group not in stuck]
    return best


def fill_once(problem: Problem, line: Iterable[int], wished: Ints) -> Ints:
    board = open_board(problem, np.full(problem.groups, NOWHERE))
    line = list(predecessors_first(line, board.predecessors))
    for group in line:
        slot = int(wished[group])
        if slot != NOWHERE and slot in free_slots(board, group):
            board.move(group, slot)
    for group in line:
        if board.plan[group] == board.parked and len(free := free_slots(board, group)):
            board.move(group, int(free[0]))
    return board.as_plan()


def free_slots(board: Board, group: int) -> Ints:
    """The slots that take a group that lies parked, first to last."""
    least = np.minimum.accumulate(board.left[:, ::-1], axis=1)[:, ::-1]
    free = (
        board.problem.allowed[group]
        & (board.room[:-1] >= board.size[group]).all(axis=1)
        & (least >= board.stock[group, :, None]).all(axis=0)
    )
    free[: board.soonest[group]] = False
    free[board.latest[group] + 1 :] = False
    return np.flatnonzero(free)


def predecessors_first(line: Iterable[int], predecessors: Others) -> Iterator[int]:
    """The line, but nobody before those that must not move later; of a circle somebody is first."""
    opened: set[int] = set()
    drawn: set[int] = set()
    for wanted in line:
        stack = [wanted]
        while stack:
            group = stack[-1]
            ahead = () if group in opened else predecessors.get(group, ())
            opened.add(group)
            if waiting := [first for first, _ in ahead if first not in opened]:
                stack += waiting
                continue
            stack.pop()
            if group not in drawn:
                drawn.add(group)
                yield group
