"""Who takes which of the ways to be placed, so that quotas hold and as little as can be is asked for, waits, or costs.

Symbols. A unit u is some `machines` that have the same options; each takes one of them. A joint option j is taken by
all its units together, each of one machine. x[u, o] and z[j] say how many take which:
- sum over o of x[u, o], and of z[j] over the joints that u is in, is machines[u];
- for each quota row r and each time s: what is taken of r from times up to s is at most `supply[r, s]`.
Of all that hold, the least vCPU `beyond` any quota; of those the least that comes `late`; of those the least `cost`.
Each is a mixed-integer programme, solved to its optimum: as there are few quotas, few units are ever split.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Floats = NDArray[np.float64]


class Take(NamedTuple):
    """vCPU of a quota row, from a time on."""

    row: int
    since: int
    vcpu: int


class Option(NamedTuple):
    """A way to be placed: what it takes of quotas, its cost in whole cents, and the vCPU that are beyond or late."""

    takes: tuple[Take, ...]
    cost: int = 0
    late: int = 0
    beyond: int = 0


class Unit(NamedTuple):
    machines: int
    options: tuple[Option, ...]


class Joint(NamedTuple):
    units: tuple[int, ...]
    option: Option


@dataclass(frozen=True, slots=True)
class Shares:
    """How many of each unit take each of its options, and which joint options are taken."""

    units: tuple[tuple[int, ...], ...]
    joints: tuple[bool, ...]


class NoShares(ValueError):
    """No choice of options keeps the quotas."""


def choose_shares(units: Sequence[Unit], joints: Sequence[Joint], supply: Floats) -> Shares:
    """The best choice; `supply[r, s]` are vCPU. Raises NoShares where there is none."""
    options = [option for unit in units for option in unit.options] + [joint.option for joint in joints]
    if not options:
        return Shares((), ())
    most = [unit.machines for unit in units for _ in unit.options] + [1] * len(joints)
    rows = [_covering(units, joints), _within(options, supply)]
    goals = [_goal(options, name) for name in ("beyond", "late", "cost")]
    for goal in [goal for goal in goals if goal.any()] or goals[:1]:
        taken = _least(goal, most, rows)
        rows.append(LinearConstraint(csr_array(goal[None, :]), -np.inf, float(np.round(goal @ taken))))
    return _shares(units, np.round(taken).astype(int))


def _goal(options: Sequence[Option], name: str) -> Floats:
    return np.array([getattr(option, name) for option in options], np.float64)


def _covering(units: Sequence[Unit], joints: Sequence[Joint]) -> LinearConstraint:
    """Every machine takes one option."""
    owner = [place for place, unit in enumerate(units) for _ in unit.options]
    columns = list(range(len(owner)))
    for number, joint in enumerate(joints, len(owner)):
        owner += joint.units
        columns += [number] * len(joint.units)
    width = sum(len(unit.options) for unit in units) + len(joints)
    matrix = csr_array((np.ones(len(owner)), (owner, columns)), shape=(len(units), width))
    counts = np.array([unit.machines for unit in units], np.float64)
    return LinearConstraint(matrix, counts, counts)


def _within(options: Sequence[Option], supply: Floats) -> LinearConstraint:
    times = supply.shape[1]
    cells = [
        (take.row * times + time, column, take.vcpu)
        for column, option in enumerate(options)
        for take in option.takes
        for time in range(take.since, times)
    ]
    rows, columns, vcpu = zip(*cells, strict=True) if cells else ((), (), ())
    matrix = csr_array((np.array(vcpu, np.float64), (rows, columns)), shape=(supply.size, len(options)))
    return LinearConstraint(matrix, -np.inf, supply.ravel())


def _least(goal: Floats, most: Sequence[int], rows: Sequence[LinearConstraint]) -> Floats:
    solved = milp(
        goal,
        integrality=np.ones(len(goal)),
        bounds=Bounds(0, np.array(most, np.float64)),
        constraints=list(rows),
        options={"mip_rel_gap": 0.0},
    )
    if solved.x is None:
        raise NoShares(solved.message)
    found: Floats = np.round(solved.x)
    return found


def _shares(units: Sequence[Unit], taken: NDArray[np.int_]) -> Shares:
    values = iter(taken.tolist())

    def dealt() -> Iterator[tuple[int, ...]]:
        for unit in units:
            yield tuple(next(values) for _ in unit.options)

    return Shares(tuple(dealt()), tuple(bool(value) for value in values))
