"""What to begin first of things that wait for one another: whatever the longest chain hangs on.

Starting the longest first is the best order there is where starts are what is scarce (Jackson's rule: one shared
release bucket), and needs ranks only: an estimate that is wrong for all alike changes nothing.
"""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from math import exp, log
from statistics import NormalDist
from typing import TypeVar

from azlift.errors import PlanError

K = TypeVar("K")

TURN: ContextVar[float] = ContextVar("turn", default=0.0)
"""The seconds that hang on what this task does: where requests wait for each other, more go first."""

_NORMAL = NormalDist()


@dataclass(frozen=True)
class Spread:
    """A time that is log-normal about its median, in seconds."""

    median: float
    p95: float

    def longest_of(self, count: int) -> float:
        """About how long the slowest of so many takes: the median of their maximum."""
        width = log(self.p95 / self.median) / _NORMAL.inv_cdf(0.95)
        return self.median * exp(width * _NORMAL.inv_cdf(0.5 ** (1 / count))) if count else 0.0


LINUX = Spread(49, 66)
WINDOWS = Spread(95, 141)
"""From an image to running, by times that `terraform apply` printed in 23 published logs (19 Linux, 4 Windows)."""


def landing_seconds(linux: int, windows: int) -> float:
    """About how long a group of so many machines takes to land."""
    return max(LINUX.longest_of(linux), WINDOWS.longest_of(windows))


def longest_chains(seconds: Mapping[K, float], after: Mapping[K, Sequence[K]]) -> dict[K, float]:
    """Of each: the seconds from its beginning to the end of the longest chain that waits for it. Raises PlanError."""
    chains = dict(seconds)
    known = {one: [earlier for earlier in before if earlier in seconds] for one, before in after.items()}
    try:
        order = tuple(TopologicalSorter(known).static_order())
    except CycleError as error:
        circle = " after ".join(map(str, reversed(error.args[1])))
        raise PlanError(f"they wait for each other: {circle}", advice="Plan the waves again: azlift plan.") from error
    for one in reversed(order):
        for earlier in known.get(one, ()):
            chains[earlier] = max(chains[earlier], seconds[earlier] + chains[one])
    return chains
