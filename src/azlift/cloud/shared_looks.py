"""One look at Azure serves everybody who asked before it began: sixty groups that wait, or are verified, at the same
time read one list, not sixty.

Nobody is shown what was seen before they asked.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from azlift.errors import AzliftError

T = TypeVar("T")

REST = 1.0
"""After a look, so many times as long as it took: a list that grows long is read less often, half the time at most."""


@dataclass
class _Series:
    """The looks at one thing, one after the other."""

    coming: "asyncio.Task[Any] | None" = None
    under_way: "asyncio.Task[Any] | None" = None
    not_before: float = 0.0


@dataclass
class SharedLooks:
    """Every series of looks of one subscription, by what is looked at."""

    _series: dict[Hashable, _Series] = field(default_factory=dict)

    async def ask(self, about: Hashable, look: Callable[[], Awaitable[T]], every: float = 0.0) -> T:
        """What a look that begins from now on sees; two begin at least `every` seconds apart.

        A look that fails fails for the one who was first to ask for it; the others ask once more, so that one lost
        answer is not everybody's failure.
        """
        series = self._series.setdefault(about, _Series())
        first = series.coming is None
        try:
            return await self._join(series, look, every)
        except AzliftError:
            if first:
                raise
            return await self._join(series, look, every)

    async def _join(self, series: _Series, look: Callable[[], Awaitable[T]], every: float) -> T:
        if series.coming is None:
            series.coming = asyncio.create_task(self._in_turn(series, look, every))
            series.coming.add_done_callback(_heard)
        seen: T = await asyncio.shield(series.coming)
        return seen

    async def _in_turn(self, series: _Series, look: Callable[[], Awaitable[T]], every: float) -> T:
        if series.under_way is not None:
            await asyncio.wait([series.under_way])
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, series.not_before - loop.time()))
        series.under_way, series.coming = series.coming, None
        began = loop.time()
        try:
            return await look()
        finally:
            series.not_before = max(began + every, loop.time() + REST * (loop.time() - began))
            series.under_way = None

    async def close(self) -> None:
        """End what nobody waits for any more."""
        tasks = [task for each in self._series.values() for task in (each.coming, each.under_way) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _heard(task: "asyncio.Task[Any]") -> None:
    """A look whose askers are all gone has nobody to tell of its error."""
    if not task.cancelled():
        task.exception()
