"""When a search ends: its work is done, its seconds are over, or somebody stops it. The best so far is kept always.

The work alone decides until half of an annealing's seconds are gone. If less than half of its work is done by then, it
cannot finish: from there it cools by the clock, so that it ends as cold as it would have, after less work. Whatever the
clock or somebody decided makes the search `cut_short`; one that is not is the same every time.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

HALF = 0.5


class Stop(Protocol):
    """Somebody's wish to end it, as `threading.Event` has it."""

    def is_set(self) -> bool: ...


@dataclass(eq=False)
class Patience:
    """How long a search may go on: `ends` is a time of the `clock`, in seconds; None: for all of its work."""

    stop: Stop | None = None
    ends: float | None = None
    clock: Callable[[], float] = time.monotonic
    cut_short: bool = False

    def is_over(self) -> bool:
        """Whether nothing more may be begun; where it says so, the search is cut short."""
        late = self.ends is not None and self.clock() >= self.ends
        over = late or (self.stop is not None and self.stop.is_set())
        self.cut_short |= over
        return over


@dataclass(eq=False)
class Course:
    """One annealing of so many moves, begun at a time of the clock; `at_half`: what was done at half-time."""

    patience: Patience
    moves: int
    began: float
    at_half: float | None = None

    def done(self, made: int) -> float:
        """How far it is after so many moves: from 0 to 1, where it ends."""
        share = made / self.moves if self.moves else 1.0
        if self.patience.is_over():
            return 1.0
        if self.patience.ends is None:
            return share
        gone = (self.patience.clock() - self.began) / (self.patience.ends - self.began)
        if gone >= HALF and self.at_half is None:
            self.at_half = share
        if self.at_half is None or self.at_half >= HALF:
            return share
        self.patience.cut_short = True
        return max(share, self.at_half + (1.0 - self.at_half) * (gone - HALF) / (1.0 - HALF))


def set_out(patience: Patience, moves: int) -> Course:
    """An annealing that begins now."""
    return Course(patience, moves, patience.clock())
