"""Virtual time: nobody waits, everything happens in its order."""

import asyncio
import time

import pytest

from azlift.rehearsal.virtual_time import VirtualClock, run_in_virtual_time


def test_a_night_passes_at_once_and_in_order() -> None:
    clock, seen = VirtualClock(1_000.0), []

    async def sleeper(name: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        seen.append((name, clock.now()))

    async def main() -> str:
        await asyncio.gather(sleeper("late", 7 * 3600), sleeper("soon", 0.5), sleeper("also", 0.5))
        return "morning"

    started = time.monotonic()
    assert run_in_virtual_time(clock, main()) == "morning"
    assert time.monotonic() - started < 5
    assert seen == [("soon", 1_000.5), ("also", 1_000.5), ("late", 1_000.0 + 7 * 3600)]
    assert clock.speed == 1.0


def test_timeouts_are_virtual_too() -> None:
    clock = VirtualClock(0.0)

    async def main() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.sleep(3600), 60)

    run_in_virtual_time(clock, main())
    assert clock.elapsed == pytest.approx(60)


def test_a_thread_is_waited_for_in_real_time() -> None:
    async def main() -> str:
        return await asyncio.get_running_loop().run_in_executor(None, lambda: time.sleep(0.05) or "done")

    assert run_in_virtual_time(VirtualClock(0.0), main()) == "done"
