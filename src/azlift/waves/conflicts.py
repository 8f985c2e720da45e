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
QUESTIONS = 10
"""The share of the seconds that one question may take: a hard one is not worth all the others."""


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
    `enough`: shown to free it; False: what is missing in sum, not decided in time whether whole groups then fit.
    """

    fact: Fact
    slot: int
    by: float
    share: float
    enough: bool


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

    None also if the problem is too large to decide in that many seconds and no proof of `proofs` applies. The seconds
    are for each of the two: to decide, and to make the conflict small.
    """
    atoms = next(proofs(problem), None)
    if atoms is None:
        atoms = list(every_atom(problem))
        if fits(problem, atoms, seconds) is not False:
            return None
    search = Search(problem, time.monotonic() + seconds, seconds / QUESTIONS)
    few = smallest([], atoms, search.refuses)
    facts = tuple(_facts(problem, few))
    minimal = not search.undecided
    return Conflict(facts, tuple(_relaxations(problem, few, facts, search)), minimal)


@dataclass
class Search:
    """The questions asked again and again, the time they may take, and whether one went unanswered."""

    problem: Problem
    ends: float
    longest: float
    undecided: bool = False

    def left(self) -> float:
        """Seconds for the next question."""
        return max(0.0, min(self.longest, self.ends - time.monotonic()))

    def refuses(self, atoms: Sequence[Atom]) -> bool:
        """Whether no plan obeys all of these, proven in time."""
        fit = fits(self.problem, atoms, self.left()) if self.left() else None
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
            tried = [
                (by, slot)
                for slot in slots
                if search.left()
                and (by := least_raise(problem, atoms, Atom(kind, row, slot), search.left())) is not None
            ]
            if tried:
                found.append(_raised(problem, fact, *min(tried), enough=True))
            elif not search.left() and fact.need > fact.have and fact.slots:
                found.append(_raised(problem, fact, fact.need - fact.have, slots[-1], enough=False))
    yield from sorted(found, key=lambda relaxation: relaxation.share)


def _opened(problem: Problem, atoms: list[Atom], fact: Fact, search: Search) -> Iterator[Relaxation]:
    slot = nearest_slot(problem, atoms, fact.group, search.left()) if search.left() else None
    if slot is not None:
        from_weeks = problem.weeks[list(fact.slots)] if fact.slots else problem.weeks[:1]
        by = float(np.abs(from_weeks - problem.weeks[slot]).min())
        yield Relaxation(fact, slot, by, by / _length(problem), enough=True)


def _raised(problem: Problem, fact: Fact, by: float, slot: int, *, enough: bool) -> Relaxation:
    if fact.kind == "order":
        return Relaxation(fact, NOWHERE, by, by / problem.slots, enough)
    rows, limits = (problem.dimensions, problem.cap) if fact.kind == "capacity" else (problem.stocks, problem.supply)
    limit = float(limits[rows.index(fact.row), slot])
    return Relaxation(fact, slot, by, by / limit if limit > 0 else np.inf, enough)


def _length(problem: Problem) -> float:
    return float(problem.weeks[-1] - problem.weeks[0]) or 1.0
