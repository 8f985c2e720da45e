"""Virtual time: an asyncio event loop that never waits, and the clock of a world that goes with it.

Where everybody waits, time jumps to the instant the first of them is due. So a night of a wave passes as fast as its
requests can be answered, in the same order on every run.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class VirtualClock:
    """Simulated seconds since 1970, moved by a loop: `origin` at its start, `elapsed` since."""

    origin: float
    elapsed: float = 0.0

    @property
    def speed(self) -> float:
        """The loop's seconds are the world's: a client is told to wait as long as Azure would tell it."""
        return 1.0

    def now(self) -> float:
        return self.origin + self.elapsed


class _NeverWaiting(selectors.DefaultSelector):
    """A selector that moves the clock instead of sleeping; without a timer it waits for real: a thread may answer."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready: list[tuple[selectors.SelectorKey, int]] = super().select(0 if timeout is not None else None)
        if not ready and timeout:
            self._clock.elapsed += timeout
        return ready


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """`asyncio.Runner(loop_factory=lambda: VirtualTimeLoop(clock))` runs its tasks in virtual time."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__(_NeverWaiting(clock))
        self._virtual = clock

    def time(self) -> float:
        return self._virtual.elapsed


def run_in_virtual_time(clock: VirtualClock, main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end in virtual time; answers its result."""
    with asyncio.Runner(loop_factory=lambda: VirtualTimeLoop(clock)) as runner:
        return runner.run(main)
