"""How often a thing is looked at until it counts as failed, whoever looks."""

import asyncio
from collections.abc import Sequence
from statistics import median
from typing import Protocol

from azlift.model import Check, Seen


class Eyes(Protocol):
    """Looks at one thing, once; and judges what a script printed."""

    async def look(self, check: Check, host: str, addresses: Sequence[str]) -> Seen:
        """`host`: of a check of each machine, the machine's address; `addresses`: those of the group in Azure."""
        ...

    def read(self, check: Check, printed: str) -> Seen:
        """What a script in a machine printed."""
        ...


async def look_until_passed(eyes: Eyes, check: Check, host: str, addresses: Sequence[str]) -> Seen:
    """Look up to `tries` times; the first look that passed, or the last. With `slower_at_most` the time is the median
    of `samples` looks, all of which must pass."""
    seen = await eyes.look(check, host, addresses)
    for _ in range(check.tries - 1):
        if seen.passed:
            break
        await asyncio.sleep(check.pause_seconds)
        seen = await eyes.look(check, host, addresses)
    if not seen.passed or not check.slower_at_most:
        return seen
    looks = [seen, *[await eyes.look(check, host, addresses) for _ in range(check.samples - 1)]]
    worst = next((look for look in looks if not look.passed), seen)
    return worst.model_copy(update={"seconds": median(look.seconds for look in looks)})
