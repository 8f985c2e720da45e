"""Why there is no feasible plan: a smallest set of facts that cannot hold together, and what would free them."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from azlift.waves.fitting import Atom, every_atom, fits, least_raise, nearest_slot
from azlift.waves.problem import NOWHERE, Problem
from azlift.waves.proofs import proofs

SECONDS = 30.0


@dataclass(frozen=True)
class Fact:
    """One limit of a conflict; `kind` says which.

    window: `group` must move, in one of `slots`; need 1, have the number of them.
    capacity: the dimension `row` over `slots`, which follow one another; need and have are sums over them.
    supply: the stock `row` up to the one slot of `slots`.
    order: `group` moves `need` slots after the group `row` or later (0: not before it); no slots.
    Need of a row: what all groups of the conflict that may use it bring, whole.
    """

    kind: str
    group: int
    row: str
    slots: tuple[int, ...]
    need: float
    have: float


@dataclass(frozen=True)
class Relaxation:
    """The smallest change of one limit that frees the conflict.

    A capacity or supply grows `by` its unit at `slot`; an order's gap shrinks `by` slots; a group may also use `slot`,
    `by` weeks from those it has. `share`: of the limit, and of the calendar's length for windows and orders.
    """

    fact: Fact
    slot: int
    by: float
    share: float


@dataclass(frozen=True)
class Conflict:
    """Facts that cannot hold together, the relaxations that free them with the least share first.

    `minimal`: without any one of the facts the others can hold; False if that was not decided in time for all.
    """

    facts: tuple[Fact, ...]
    relaxations: tuple[Relaxation, ...]
    minimal: bool


def conflict_of(problem: Problem, *, seconds: float = SECONDS) -> Conflict | None:
    """A smallest conflict, or None if a plan obeys every fact.

    None also if the problem is too large to decide in that many seconds and no proof of `proofs` applies.
    """
    search = Search(problem, time.monotonic() + seconds)
    atoms = next((found for found in _suspects(problem) if search.refuses(found)), None)
    if atoms is None:
        return None
    search.undecided = False
    few = smallest([], atoms, search.refuses)
    facts = tuple(_facts(problem, few))
    return Conflict(facts, tuple(_relaxations(problem, few, facts, search)), not search.undecided)


def _suspects(problem: Problem) -> Iterator[list[Atom]]:
    yield from proofs(problem)
    yield list(every_atom(problem))


@dataclass
class Search:
    """The question asked again and again, and whether one went unanswered for lack of time."""

    problem: Problem
    ends: float
    undecided: bool = False

    def left(self) -> float:
        return max(0.1, self.ends - time.monotonic())

    def refuses(self, atoms: Sequence[Atom]) -> bool:
        """Whether no plan obeys all of these, proven."""
        fit = fits(self.problem, atoms, self.left())
        self.undecided |= fit is None
        return fit is False


def smallest(kept: list[Atom], doubted: list[Atom], refuses: Callable[[list[Atom]], bool]) -> list[Atom]:
    """A part of `doubted` that with `kept` is still refused, no member of which can be spared.

    Source: QuickXplain (Junker 2004); the number of questions grows with the conflict, not with the facts.
    """
    if len(doubted) <= 1:
        return doubted
    half = len(doubted) // 2
    first, second = doubted[:half], doubted[half:]
    from_second = [] if refuses([*kept, *first]) else smallest([*kept, *first], second, refuses)
    from_first = [] if refuses([*kept, *from_second]) else smallest([*kept, *from_second], first, refuses)
    return [*from_first, *from_second]


# -- facts --------------------------------------------------------------------------------------------------------


def _facts(problem: Problem, atoms: Sequence[Atom]) -> Iterator[Fact]:
    groups = np.array([atom.row for atom in atoms if atom.kind == "window"], dtype=np.int64)
    for kind, row, slots in _runs(atoms):
        if kind == "window":
            may = tuple(np.flatnonzero(problem.allowed[row]).tolist())
            yield Fact(kind, row, "", may, 1.0, float(len(may)))
        elif kind == "order":
            first, then, gap = problem.before[row]
            yield Fact(kind, then, str(first), (), float(gap), 0.0)
        elif kind == "capacity":
            need = problem.size[row, groups[problem.allowed[groups][:, slots].any(axis=1)]].sum()
            yield Fact(kind, NOWHERE, problem.dimensions[row], slots, float(need), float(problem.cap[row, slots].sum()))
        else:
            need = problem.stock[row, groups[problem.allowed[groups][:, : slots[0] + 1].any(axis=1)]].sum()
            yield Fact(kind, NOWHERE, problem.stocks[row], slots, float(need), float(problem.supply[row, slots[0]]))


def _runs(atoms: Sequence[Atom]) -> Iterator[tuple[str, int, tuple[int, ...]]]:
    """Windows, orders, then rows; a dimension's slots that follow one another are one."""
    kinds = ("window", "order", "capacity", "supply")
    ordered = sorted(atoms, key=lambda atom: (kinds.index(atom.kind), atom.row, atom.slot))
    for (kind, row, _), run in groupby(enumerate(ordered), key=lambda item: _run(*item)):
        yield kind, row, tuple(atom.slot for _, atom in run)


def _run(place: int, atom: Atom) -> tuple[str, int, int]:
    return (atom.kind, atom.row, atom.slot - place if atom.kind == "capacity" else atom.slot)


# -- relaxations --------------------------------------------------------------------------------------------------


def _relaxations(problem: Problem, atoms: list[Atom], facts: tuple[Fact, ...], search: Search) -> Iterator[Relaxation]:
    """One per fact that a change can free, the least share of its limit first."""
    found: list[Relaxation] = []
    for fact, (kind, row, slots) in zip(facts, _runs(atoms), strict=True):
        if kind == "window":
            found += _opened(problem, atoms, fact, search)
        else:
            tried = [(least_raise(problem, atoms, Atom(kind, row, slot), search.left()), slot) for slot in slots]
            found += [_raised(problem, fact, *least) for least in sorted(_enough(tried))[:1]]
    yield from sorted(found, key=lambda relaxation: relaxation.share)


def _enough(tried: Sequence[tuple[float | None, int]]) -> Iterator[tuple[float, int]]:
    return ((by, slot) for by, slot in tried if by is not None)


def _opened(problem: Problem, atoms: list[Atom], fact: Fact, search: Search) -> Iterator[Relaxation]:
    slot = nearest_slot(problem, atoms, fact.group, search.left())
    if slot is not None:
        from_weeks = problem.weeks[list(fact.slots)] if fact.slots else problem.weeks[:1]
        by = float(np.abs(from_weeks - problem.weeks[slot]).min())
        yield Relaxation(fact, slot, by, by / _length(problem))


def _raised(problem: Problem, fact: Fact, by: float, slot: int) -> Relaxation:
    if fact.kind == "order":
        return Relaxation(fact, NOWHERE, by, by / problem.slots)
    rows, limits = (problem.dimensions, problem.cap) if fact.kind == "capacity" else (problem.stocks, problem.supply)
    limit = float(limits[rows.index(fact.row), slot])
    return Relaxation(fact, slot, by, by / limit if limit > 0 else np.inf)


def _length(problem: Problem) -> float:
    return float(problem.weeks[-1] - problem.weeks[0]) or 1.0
