"""First-fit on the calendar: groups in a given order, each into the first slot that takes it."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from azlift.waves.problem import NOWHERE, Flags, Ints, Problem
from azlift.waves.solving.board import Board, Others, open_board

ROUNDS = 30


def fill(
    problem: Problem, order: Ints, wished: Ints | None = None, is_over: Callable[[], bool] = lambda: False
) -> Ints:
    """A plan that breaks no hard row; who is `wished` into a slot gets it if it is free, before all others.

    Whom no slot takes goes to the head of the line and all is filled anew, at most ROUNDS times or until it is over;
    the plan with the fewest left out is returned, those as NOWHERE.
    """
    ahead: list[int] = []
    wished = np.full(problem.groups, NOWHERE) if wished is None else wished
    best, least = wished, problem.groups + 1
    for _ in range(ROUNDS):
        plan = fill_once(problem, ahead, order.tolist(), wished)
        stuck = np.flatnonzero((plan == NOWHERE) & problem.allowed.any(axis=1)).tolist()
        if len(stuck) < least:
            best, least = plan, len(stuck)
        if not stuck or is_over():
            break
        ahead = [*stuck, *(group for group in ahead if group not in stuck)]
    return best


def fill_once(problem: Problem, ahead: list[int], line: list[int], wished: Ints) -> Ints:
    """First those who go ahead, then all wishes, then the rest of the line."""
    board = open_board(problem, np.full(problem.groups, NOWHERE))
    for group in predecessors_first(ahead, board.predecessors):
        place(board, group, [wished[group], *range(problem.slots)])
    line = list(predecessors_first(line, board.predecessors))
    for group in line:
        place(board, group, [wished[group]])
    for group in line:
        place(board, group, range(problem.slots))
    return board.as_plan()


def place(board: Board, group: int, slots: Sequence[int]) -> None:
    """Put a group that lies parked into the first of these slots that takes it, if one does."""
    if board.plan[group] == board.parked:
        free = free_slots(board, group)
        if slot := [slot for slot in slots if slot != NOWHERE and free[slot]][:1]:
            board.move(group, int(slot[0]))


def free_slots(board: Board, group: int) -> Flags:
    """Of each slot, whether it takes a group that lies parked."""
    least = np.minimum.accumulate(board.left[:, ::-1], axis=1)[:, ::-1]
    free: Flags = (
        board.problem.allowed[group]
        & (board.room[:-1] >= board.size[group]).all(axis=1)
        & (least >= board.stock[group, :, None]).all(axis=0)
    )
    free[: board.soonest[group]] = False
    free[board.latest[group] + 1 :] = False
    return free


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
